//! One test crate: the files are named after what they try.

mod cli_backup;
mod cli_commands;
mod cli_demo;
mod cli_transfer;
mod cli_world;
mod control_guard;
mod control_path;
mod control_world;
