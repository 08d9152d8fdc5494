//! `changba fixtures`: plans under rules, searched for and judged.

use super::input::text;
use super::outcome::{Failure, Outcome, print};
use crate::clock::Stopwatch;
use crate::planning;
use league::planner::season::{self, Season};
use league::planner::{Budget, Instance, Refused, Report, Solved, check, robinx};
use std::path::{Path, PathBuf};

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Clone, Debug)]
enum Command {
    /// Search for the best plan of a RobinX instance
    Solve {
        instance: PathBuf,
        #[command(flatten)]
        limits: Limits,
        /// Where the best plan is written, even one that misses hard rules
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Judge a RobinX solution
    Check { instance: PathBuf, solution: PathBuf },
    /// Plan a season of halls, evenings, shifts and competitions
    Plan {
        /// The season in TOML
        file: PathBuf,
        #[command(flatten)]
        limits: Limits,
    },
}

/// How long and how broadly to search.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Limits {
    /// Stop after so many seconds; 60 where nothing is said
    #[arg(long, value_name = "N")]
    seconds: Option<f64>,
    /// Stop each thread after so many moves: the same number gives the same plan
    #[arg(long, value_name = "N")]
    moves: Option<u64>,
    /// Searches side by side
    #[arg(long, value_name = "T", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: u16,
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

impl Limits {
    /// Searches with a budget that follows the stopwatch.
    pub(super) fn search(&self, instance: &Instance) -> Result<Solved, Failure> {
        let seconds = match (self.seconds, self.moves) {
            (Some(seconds), _) if seconds.is_finite() && seconds > 0.0 => seconds,
            (Some(_), _) => return Err(Failure::input("--seconds is a number above 0")),
            (None, Some(_)) => f64::INFINITY,
            (None, None) => 60.0,
        };
        let watch = Stopwatch::start();
        let spent = || watch.elapsed().as_secs_f64() / seconds;
        let budget = Budget { moves: self.moves, spent: &spent };
        Ok(planning::search(instance, usize::from(self.threads), self.seed, budget))
    }
}

pub(super) fn run(given: Arguments) -> Result<Outcome, Failure> {
    match given.command {
        Command::Solve { instance: file, limits, out } => {
            let instance = robinx::instance(&text(Some(&file))?).map_err(refused)?;
            let solved = limits.search(&instance)?;
            if let Some(out) = out {
                let plan = robinx::write_solution(&instance, &solved.plan, &solved.report);
                std::fs::write(&out, plan)
                    .map_err(|error| Failure::unreached(format!("{}: {error}", out.display())))?;
            }
            eprintln!("changba: {} moves tried", solved.moves);
            answer(&solved.report)
        }
        Command::Check { instance: file, solution } => {
            let instance = robinx::instance(&text(Some(&file))?).map_err(refused)?;
            let plan = robinx::solution(&text(Some(&solution))?, &instance).map_err(refused)?;
            answer(&check(&instance, &plan))
        }
        Command::Plan { file, limits } => plan(&file, &limits),
    }
}

/// What each trial of a rule may cost when the reason is sought why there is no plan, and how long that may take.
const TRIAL_MOVES: u64 = 100_000;
const TRIAL_SECONDS: f64 = 4.0;

fn plan(file: &Path, limits: &Limits) -> Result<Outcome, Failure> {
    let season = Season::read(&text(Some(file))?).map_err(|refused| Failure::input(refused.to_string()))?;
    let solved = limits.search(&season.instance)?;
    let found = solved.report.infeasibility == 0;
    let watch = Stopwatch::start();
    let stop = || watch.elapsed().as_secs_f64() > TRIAL_SECONDS;
    let conflict = if found { None } else { season::conflict(&season, limits.seed, TRIAL_MOVES, &stop) };
    print(&season::answer(&season, &solved.plan, conflict))?;
    Ok(if found { Outcome::Fine } else { Outcome::Findings })
}

fn answer(report: &Report) -> Result<Outcome, Failure> {
    print(report)?;
    Ok(if report.infeasibility == 0 { Outcome::Fine } else { Outcome::Findings })
}

fn refused(refused: Refused) -> Failure {
    Failure::input(refused.to_string())
}
