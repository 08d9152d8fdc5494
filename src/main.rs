//! Reads the arguments and the environment; everything else is told.

use std::process::ExitCode;

fn main() -> ExitCode {
    heap::give_back();
    // The only place that reads the environment. Names that are not text cannot be settings of ours.
    let env = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    changba::cli::run(std::env::args_os(), env)
}
