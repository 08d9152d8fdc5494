//! One test crate: the files are named after what they try.

#![allow(clippy::unwrap_used, reason = "a helper of a test may fail the test")]

mod acme;
mod api_reads;
mod api_writes;
mod audience;
mod audience_pages;
mod beacon;
mod cache;
mod calendar;
mod cli_backup;
mod cli_boxscore;
mod cli_commands;
mod cli_demo;
mod cli_entry;
mod cli_fixtures;
mod cli_rules;
mod cli_table;
mod cli_transfer;
mod cli_world;
mod control_guard;
mod control_path;
mod control_world;
mod discipline;
mod drafts;
mod lan;
mod layers;
mod lists;
mod live;
mod matrix;
mod officials;
mod outbox;
mod pages;
mod persons;
mod plays;
mod print;
mod receiver;
mod scores;
mod serve;
mod shifts;
mod site;
mod stages;
mod statements;
mod stats;
mod store_both;
mod world;
