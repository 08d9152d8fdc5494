//! `changba bench`: measures, prints one JSON object a line, and keeps what it measured.

use super::outcome::{Failure, Outcome};
use crate::bench::{Plan, Report, audience, entry, fixtures, live, pages, print, writes};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What to measure.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {
    /// Which benchmark
    #[arg(value_enum)]
    name: Name,
    /// Shorter, with fewer rounds
    #[arg(long)]
    quick: bool,
    /// The file that results are added to
    #[arg(long, value_name = "FILE", default_value = "bench-results.jsonl")]
    results: PathBuf,
    /// The database a child process works on
    #[arg(long, value_name = "URL", hide = true, default_value = "")]
    of: String,
    /// The fixtures a child process works on
    #[arg(long, value_name = "KEYS", hide = true, default_value = "")]
    fixtures: String,
}

/// The benchmarks; the last four are the child processes that they measure.
#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Name {
    /// Beats of a million visitors, what is remembered of them, what a kill costs
    Audience,
    /// Pages from memory, next to nginx with files
    Pages,
    /// 200 clubs and 3,000 people from files, looked at and taken
    Entry,
    /// Plans against the best known, on research instances
    Fixtures,
    /// Plays to a crowd of watchers, next to nginx with nchan
    Live,
    /// Concurrent writers and readers, killed in the middle
    Writes,
    /// Books of a season and the picture of a result
    Print,
    #[value(hide = true)]
    AudienceChild,
    #[value(hide = true)]
    LiveChild,
    #[value(hide = true)]
    PagesChild,
    #[value(hide = true)]
    WritesChild,
}

pub(super) async fn run(given: Arguments, env: &BTreeMap<String, String>) -> Result<Outcome, Failure> {
    let failed = |error: anyhow::Error| Failure::unreached(format!("{error:#}"));
    match given.name {
        Name::AudienceChild => audience::serve_child(&given.of).await.map_err(failed)?,
        Name::LiveChild => live::serve_child(&given.of, &given.fixtures).await.map_err(failed)?,
        Name::PagesChild => pages::serve_child(&given.of).await.map_err(failed)?,
        Name::WritesChild => writes::child(&given.of, &given.fixtures).await.map_err(failed)?,
        Name::Audience
        | Name::Entry
        | Name::Fixtures
        | Name::Live
        | Name::Pages
        | Name::Print
        | Name::Writes => {
            let postgres = env.get("TEST_POSTGRES_URL").cloned();
            let plan = Plan { quick: given.quick, results: given.results, postgres };
            let mut report = Report::open(&plan)?;
            let ran = match given.name {
                Name::Audience => audience::run(&plan, &mut report).await,
                Name::Entry => entry::run(&plan, &mut report).await,
                Name::Fixtures => fixtures::run(&plan, &mut report),
                Name::Live => live::run(&plan, &mut report).await,
                Name::Print => print::run(&plan, &mut report).await,
                Name::Writes => writes::run(&plan, &mut report).await,
                _ => pages::run(&plan, &mut report).await,
            };
            ran.map_err(failed)?;
            if report.failed {
                return Ok(Outcome::Findings);
            }
        }
    }
    Ok(Outcome::Fine)
}
