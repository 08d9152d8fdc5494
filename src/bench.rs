//! Benchmarks as commands: what is claimed about speed and safety can be run again by anyone.

pub mod audience;
pub mod entry;
pub mod fixtures;
pub mod live;
pub mod load;
pub mod pages;
pub mod print;
pub mod world;
pub mod writes;

use std::io::Write;
use std::path::PathBuf;

/// How a benchmark is run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Shorter and with fewer rounds: for a look, not for a claim.
    pub quick: bool,
    /// The file that results are added to.
    pub results: PathBuf,
    /// A PostgreSQL to try beside SQLite.
    pub postgres: Option<String>,
}

/// Prints results and keeps them, and remembers whether anything was missing or failed.
pub struct Report {
    file: std::fs::File,
    path: PathBuf,
    machine: String,
    commit: String,
    /// A peer was missing or a promise was not kept.
    pub failed: bool,
}

impl Report {
    /// Opens the file that results are added to.
    pub fn open(plan: &Plan) -> std::io::Result<Self> {
        let file = std::fs::OpenOptions::new().create(true).append(true).open(&plan.results)?;
        let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("");
        let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
        let machine = format!("{} x{cores}", model.trim_start_matches([' ', '\t', ':']).trim());
        let commit = std::process::Command::new("git").args(["rev-parse", "--short", "HEAD"]).output();
        let commit = commit.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned());
        let (path, commit) = (plan.results.clone(), commit.unwrap_or_default());
        Ok(Self { file, path, machine, commit, failed: false })
    }

    /// A value that an earlier run of the same program on the same machine left in the file: a long benchmark goes on
    /// where it was stopped.
    pub fn kept(&self, bench: &str, case: &str, metric: &str) -> Option<f64> {
        let text = std::fs::read_to_string(&self.path).ok()?;
        let line = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok();
        let is_it = |line: &serde_json::Value| {
            [("bench", bench), ("case", case), ("metric", metric)]
                .iter()
                .all(|(key, word)| line[*key] == **word)
                && line["machine"] == self.machine.as_str()
                && line["commit"] == self.commit.as_str()
        };
        text.lines().rev().filter_map(line).find(is_it)?["value"].as_f64()
    }

    /// A value that stands alone.
    pub fn value(
        &mut self,
        bench: &'static str,
        case: &str,
        metric: &'static str,
        value: f64,
        unit: &'static str,
    ) {
        self.put(serde_json::json!({ "bench": bench, "case": case, "metric": metric, "value": round(value), "unit": unit }));
    }

    /// A value beside a peer's from the same run.
    pub fn compared(
        &mut self,
        (bench, case): (&'static str, &str),
        (metric, unit): (&'static str, &'static str),
        value: f64,
        peer: Option<(&'static str, f64)>,
    ) {
        self.failed |= peer.is_none();
        self.put(serde_json::json!({
            "bench": bench, "case": case, "metric": metric, "value": round(value), "unit": unit,
            "peer": peer.map(|(name, _)| name),
            "peer_value": peer.map(|(_, peer)| round(peer)),
            "ratio": peer.map(|(_, peer)| round(value / peer)),
        }));
    }

    fn put(&mut self, mut line: serde_json::Value) {
        println!("{line}");
        line["machine"] = self.machine.clone().into();
        line["commit"] = self.commit.clone().into();
        if let Err(error) = writeln!(self.file, "{line}") {
            eprintln!("changba: the result was not kept: {error}");
        }
    }
}

fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// The value in the middle.
pub fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
