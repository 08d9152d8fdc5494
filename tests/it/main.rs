//! One test crate: the files are named after what they try.

#![allow(clippy::unwrap_used, reason = "a helper of a test may fail the test")]

mod cache;
mod cli_backup;
mod cli_commands;
mod cli_demo;
mod cli_transfer;
mod cli_world;
mod lan;
mod layers;
mod pages;
mod serve;
mod site;
mod statements;
mod store_both;
