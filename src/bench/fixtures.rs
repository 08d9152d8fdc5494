//! Plans for research instances, against the best that anybody has found, and for seasons.

mod instances;
mod peer;
mod seasons;

use super::{Plan, Report};
use crate::clock::Stopwatch;
use league::planner::{Instance, Report as Judged};

const NAME: &str = "fixtures";
const WORTH: &str = "100,000 x infeasibility + objective";

/// Measures; a quick run gives every instance 2 seconds instead of 60, and leaves out the long runs. What a stopped run
/// has measured is not measured again.
pub fn run(plan: &Plan, report: &mut Report) -> anyhow::Result<()> {
    seasons::run(plan.quick, report)?;
    instances::run(plan.quick, report)
}

/// One number for a plan: hard deviations weigh above all soft cost.
fn worth(hard: u64, soft: u64) -> f64 {
    (hard * 100_000 + soft) as f64
}

/// The same question to a peer, as long and with as many workers. Its worth is kept like ours.
fn against_peer(
    report: &mut Report,
    (case, peer): (&str, peer::Peer),
    instance: &Instance,
    ours: f64,
    (seconds, workers): (f64, usize),
) -> Option<f64> {
    let kept_as = format!("{case}, {} {seconds} s x {workers}", peer.name);
    if let Some(theirs) = report.kept(NAME, &kept_as, WORTH) {
        return Some(theirs);
    }
    let theirs = peer
        .judged(instance, seconds, workers)
        .map(|found: Judged| worth(found.infeasibility, found.objective));
    report.compared((NAME, case), (WORTH, "cost"), ours, theirs.map(|theirs| (peer.name, theirs)));
    if let Some(theirs) = theirs {
        report.value(NAME, &kept_as, WORTH, theirs, "cost");
    }
    theirs
}

fn millis(watch: Stopwatch) -> f64 {
    watch.elapsed().as_secs_f64() * 1000.0
}
