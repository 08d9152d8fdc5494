//! Plans for research instances, against the best that anybody has found.

mod peer;
mod seasons;

use super::{Plan, Report, median};
use crate::clock::Stopwatch;
use crate::planning;
use league::planner::{Budget, Instance, Solved, robinx};

/// Where the instances lie; they are not part of this project.
const FOLDER: &str = "../shared/vectors";

/// ITC2021: compact double round robins, with the best objective known.
const ROUNDS: [(&str, f64); 28] = [
    ("Test1", 1066.0),
    ("Test2", 176.0),
    ("Test3", 1253.0),
    ("Test4", 4535.0),
    ("Test5", 2.0),
    ("Test6", 3144.0),
    ("Test7", 4421.0),
    ("Test8", 3165.0),
    ("Early_1", 362.0),
    ("Early_2", 144.0),
    ("Early_3", 934.0),
    ("Early_4", 430.0),
    ("Early_5", 3127.0),
    ("Early_6", 3287.0),
    ("Early_7", 4744.0),
    ("Early_8", 1051.0),
    ("Early_9", 56.0),
    ("Early_10", 3400.0),
    ("Early_11", 4381.0),
    ("Early_12", 315.0),
    ("Early_13", 121.0),
    ("Early_14", 4.0),
    ("Early_15", 2955.0),
    ("Middle_1", 5177.0),
    ("Middle_2", 7115.0),
    ("Middle_3", 8648.0),
    ("Middle_4", 7.0),
    ("Middle_5", 279.0),
];

/// Indoor football in slots: the number of the instance and the best objective known; the others have no known plan.
const SLOTS: [(u32, f64); 26] = [
    (2, 80.0),
    (3, 58.0),
    (4, 54.0),
    (5, 52.0),
    (6, 39.0),
    (7, 38.0),
    (9, 35.0),
    (10, 28.0),
    (11, 22.0),
    (12, 20.0),
    (13, 16.0),
    (15, 13.0),
    (16, 8.0),
    (17, 7.0),
    (18, 6.0),
    (19, 5.0),
    (20, 5.0),
    (22, 4.0),
    (23, 4.0),
    (24, 4.0),
    (25, 4.0),
    (26, 4.0),
    (27, 3.0),
    (28, 3.0),
    (29, 3.0),
    (30, 2.0),
];

const NAME: &str = "fixtures";

/// Measures; a quick run gives every instance 2 seconds instead of 60.
pub fn run(plan: &Plan, report: &mut Report) -> anyhow::Result<()> {
    seasons::run(plan.quick, report)?;
    let seconds = if plan.quick { 2.0 } else { 60.0 };
    let (mut feasible, mut ratios, mut skipped) = (0, Vec::new(), 0);
    for (name, best) in ROUNDS {
        match searched(&format!("{FOLDER}/itc2021/ITC2021_{name}.xml"), seconds, 2)? {
            Some(solved) => {
                record(report, name, &solved, best, seconds, 2);
                if solved.report.infeasibility == 0 {
                    feasible += 1;
                    ratios.push((solved.report.objective as f64 + 10.0) / (best + 10.0));
                }
            }
            None => skipped += 1,
        }
    }
    report.value(NAME, "rounds", "feasible", f64::from(feasible), "instances");
    report.value(NAME, "rounds", "median of (ours + 10) / (best + 10)", median(&mut ratios), "");
    let (mut reached, mut close) = (0, 0);
    for (number, best) in SLOTS {
        match searched(&format!("{FOLDER}/time-relaxed/IF{number}.xml"), seconds, 1)? {
            Some(solved) => {
                record(report, &format!("IF{number}"), &solved, best, seconds, 1);
                let instance = robinx::instance(&text(&format!("{FOLDER}/time-relaxed/IF{number}.xml"))?)?;
                against_peer(report, &format!("IF{number}"), &instance, &solved, seconds);
                let found = solved.report.objective as f64;
                if solved.report.infeasibility == 0 {
                    reached += u32::from(found <= best);
                    close += u32::from(found <= best + (best / 10.0).max(1.0));
                }
            }
            None => skipped += 1,
        }
    }
    report.value(NAME, "slots", "best known reached", f64::from(reached), "instances");
    report.value(NAME, "slots", "within max(1, 10 %)", f64::from(close), "instances");
    report.value(NAME, "all", "skipped, the file is absent", f64::from(skipped), "instances");
    Ok(())
}

fn searched(path: &str, seconds: f64, threads: usize) -> anyhow::Result<Option<Solved>> {
    let Ok(text) = std::fs::read_to_string(path) else { return Ok(None) };
    let instance = robinx::instance(&text)?;
    let watch = Stopwatch::start();
    let spent = || watch.elapsed().as_secs_f64() / seconds;
    let budget = Budget { moves: None, spent: &spent };
    Ok(Some(planning::search(&instance, threads, 1, budget)))
}

fn text(path: &str) -> anyhow::Result<String> {
    Ok(std::fs::read_to_string(path)?)
}

/// The same question to the peer, as long and with as many workers: hard deviations weigh above all soft cost.
fn against_peer(report: &mut Report, case: &str, instance: &Instance, solved: &Solved, seconds: f64) {
    const HARD: u64 = 100_000;
    let worth = |hard: u64, soft: u64| (hard * HARD + soft) as f64;
    let ours = worth(solved.report.infeasibility, solved.report.objective);
    let theirs = peer::judged(instance, seconds);
    let theirs = theirs.map(|found| (peer::NAME, worth(found.infeasibility, found.objective)));
    report.compared((NAME, case), ("100,000 x infeasibility + objective", "cost"), ours, theirs);
}

fn record(report: &mut Report, case: &str, solved: &Solved, best: f64, seconds: f64, threads: usize) {
    let rate = solved.moves as f64 / seconds / threads as f64;
    report.value(NAME, case, "moves a second and thread", rate, "moves/s");
    report.value(NAME, case, "infeasibility", solved.report.infeasibility as f64, "deviations");
    let found = solved.report.objective as f64;
    report.compared((NAME, case), ("objective", "cost"), found, Some(("best known", best)));
}

fn millis(watch: Stopwatch) -> f64 {
    watch.elapsed().as_secs_f64() * 1000.0
}
