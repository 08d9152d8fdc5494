//! `changba doctor`: what is in force, and whether each part works. It changes nothing.

mod checks;

use super::Context;
use super::outcome::{Failure, Outcome, print};
use serde::Serialize;

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {}

/// How a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Ok,
    Warn,
    Fail,
}

/// One part that was tried.
#[derive(Clone, Debug, Serialize)]
struct Check {
    part: &'static str,
    state: State,
    says: String,
    /// What to do about it; empty when nothing need be done.
    cure: &'static str,
}

impl Check {
    fn ok(part: &'static str, says: impl Into<String>) -> Self {
        Self { part, state: State::Ok, says: says.into(), cure: "" }
    }

    fn warn(part: &'static str, says: impl Into<String>, cure: &'static str) -> Self {
        Self { part, state: State::Warn, says: says.into(), cure }
    }

    fn fail(part: &'static str, says: impl Into<String>, cure: &'static str) -> Self {
        Self { part, state: State::Fail, says: says.into(), cure }
    }
}

#[derive(Serialize)]
struct Setting<'a> {
    name: &'a str,
    value: String,
    origin: String,
}

#[derive(Serialize)]
struct Report<'a> {
    version: &'static str,
    settings: Vec<Setting<'a>>,
    checks: &'a [Check],
}

pub(super) async fn run(context: Context, _: Arguments) -> Result<Outcome, Failure> {
    let checks = checks::all(&context).await;
    let in_force = context.config.in_force();
    let settings = in_force
        .into_iter()
        .map(|(name, value, origin)| Setting { name, value, origin: origin.to_string() })
        .collect();
    print(&Report { version: env!("CARGO_PKG_VERSION"), settings, checks: &checks })?;
    for check in &checks {
        let state = match check.state {
            State::Ok => "ok  ",
            State::Warn => "warn",
            State::Fail => "fail",
        };
        let cure = if check.cure.is_empty() { String::new() } else { format!(" -> {}", check.cure) };
        eprintln!("{state} {}: {}{cure}", check.part, check.says);
    }
    // A warning is no finding: the league can be played.
    let is_sound = checks.iter().all(|check| check.state != State::Fail);
    Ok(if is_sound { Outcome::Fine } else { Outcome::Findings })
}
