//! Changba, the league manager for factory basketball: teams, fixtures and viewer statistics.

pub mod access;
pub mod actions;
pub mod actor;
pub mod bench;
pub mod cli;
pub mod clock;
pub mod config;
pub mod discipline;
pub mod dispatch;
pub mod documents;
pub mod drafts;
pub mod jobs;
pub mod keys;
pub mod lists;
pub mod live;
pub mod planning;
pub mod random;
pub mod searching;
pub mod serve;
pub mod sheets;
pub mod shifts;
pub mod stages;
pub mod store;
pub mod tables;
pub mod uploads;
pub mod web;
