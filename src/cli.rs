//! The commands. Each parses, calls and prints: JSON on stdout, messages on stderr.
//!
//! Exit codes everywhere: 0 fine, 1 findings or not reached, 2 unreadable input or wrong usage.

mod archive;
mod audience;
mod audit;
mod backup;
mod bench;
mod boxscore;
mod claims;
mod demo;
mod doctor;
mod draw;
mod entry;
mod export;
mod fixtures;
mod import;
mod input;
mod migrate;
mod outcome;
mod print;
mod restore;
mod results;
pub mod serve;
mod table;
mod user;

use crate::clock::Clock;
use crate::config::{Config, LogFormat, Origin, Override};
use crate::store::Store;
use crate::store::upkeep::sqlite_file;
use clap::{Args, Parser, Subcommand};
use outcome::{Failure, Outcome};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// League manager for factory basketball.
#[derive(Parser)]
#[command(name = "changba", version)]
struct Arguments {
    #[command(flatten)]
    settings: SettingsArgs,
    #[command(subcommand)]
    command: Command,
}

/// Options that every command takes.
#[derive(Args, Clone)]
struct SettingsArgs {
    /// A file of settings, on top of the built-in ones
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The database: sqlite:PATH or postgres://..
    #[arg(long, global = true, value_name = "URL")]
    db: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the league
    Serve(serve::Arguments),
    /// Fill an empty database with published seasons and serve it, with a sign-in link for each role
    Demo(serve::Arguments),
    /// Bring the database's schema up to date
    Migrate(migrate::Arguments),
    /// Accounts, sign-in links and tokens for scripts
    User(user::Arguments),
    /// Print a document of a season: books, lists, forms, pictures, tables
    Print(print::Arguments),
    /// A season as one zip with documents, pictures, data and hashes
    #[command(subcommand)]
    Archive(archive::Arguments),
    /// Write one season as one JSON file
    Export(export::Arguments),
    /// Read a season that export wrote
    Import(import::Arguments),
    /// Copy the database while it is in use
    Backup(backup::Arguments),
    /// Put a backup in place
    Restore(restore::Arguments),
    /// Print what is in force and try each part
    Doctor(doctor::Arguments),
    /// Check the audit's hash chains
    Audit(audit::Arguments),
    /// Measure speed and safety, next to a peer
    Bench(bench::Arguments),
    /// Rank cases of games and print tables with their reasons
    Table(table::Arguments),
    /// Count a box score from a feed's plays and compare it with the feed's own
    Boxscore(boxscore::Arguments),
    /// Results of a night or of a whole season from a spreadsheet
    Results(results::Arguments),
    /// Draw lots so that anybody can recompute it
    Draw(draw::Arguments),
    /// Plan fixtures, and judge plans
    Fixtures(fixtures::Arguments),
    /// Check entry forms against a competition's rules, and write its form
    Entry(entry::Arguments),
    /// Check published audience figures
    Claims(claims::Arguments),
    /// Work with counts of spectators
    Audience(audience::Arguments),
}

/// What a command is told about the world.
struct Context {
    config: Config,
    clock: Clock,
}

impl Context {
    /// Opens the database in force, which must exist: only serve, demo and migrate may create one.
    async fn open(&self) -> Result<Store, Failure> {
        let url = &self.config.database.url;
        if let Some(path) = sqlite_file(url)
            && !path.exists()
        {
            return Err(Failure::input(format!("there is no database at {}", path.display())));
        }
        Ok(Store::open(url).await?)
    }

    /// Opens the database in force and brings its schema up to date: the queries are those of the newest.
    async fn open_current(&self) -> Result<Store, Failure> {
        let store = self.open().await?;
        store.migrate(self.clock.now()).await?;
        Ok(store)
    }

    /// Opens the database in force and brings its schema up to date; a missing SQLite file is created.
    async fn open_migrated(&self) -> Result<Store, Failure> {
        let store = Store::open(&self.config.database.url).await?;
        store.migrate(self.clock.now()).await?;
        Ok(store)
    }

    /// The address that links begin with when no listener is at hand.
    fn public_url(&self) -> String {
        match self.config.server.public_url.trim_end_matches('/') {
            "" => format!("http://{}", self.config.server.listen),
            url => url.to_owned(),
        }
    }
}

/// Runs a command line and gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>, env: BTreeMap<String, String>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors and belong on stdout; clap knows which is which.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let code = match start(arguments, &env) {
        Ok(Outcome::Fine) => 0,
        Ok(Outcome::Findings) => 1,
        Err(failure) => {
            eprintln!("changba: {}", failure.message);
            failure.code
        }
    };
    ExitCode::from(code)
}

fn start(arguments: Arguments, env: &BTreeMap<String, String>) -> Result<Outcome, Failure> {
    let mut overrides = Vec::new();
    match &arguments.command {
        // Tools for rules: they need neither settings nor a database.
        Command::Table(given) => return table::run(given.clone()),
        Command::Boxscore(given) => return boxscore::run(given.clone()),
        Command::Draw(given) => return draw::run(given.clone()),
        Command::Fixtures(given) => return fixtures::run(given.clone()),
        Command::Entry(given) => return entry::run(given.clone(), &Clock::System),
        Command::Claims(given) => return claims::run(given.clone()),
        Command::Audience(given) => return audience::run(given.clone()),
        Command::Archive(archive::Arguments::Verify { file }) => return archive::verify(file),
        Command::Print(given) if given.is_list() => return print::list(),
        Command::Serve(given) | Command::Demo(given) => given.overrides(&mut overrides),
        _ => {}
    }
    if let Some(url) = arguments.settings.db {
        overrides.push(Override { name: "database.url", option: "--db", value: url });
    }
    let load = |overrides: &[Override]| Config::load(arguments.settings.config.as_deref(), env, overrides);
    let mut config = load(&overrides)?;
    if matches!(arguments.command, Command::Demo(_))
        && config.origin("database.url") == Some(&Origin::Default)
    {
        // Unless a database is named, the demo keeps to a file of its own, away from a real league's.
        overrides.push(demo::own_database());
        config = load(&overrides)?;
    }
    if matches!(arguments.command, Command::Bench(_)) && config.origin("log.level") == Some(&Origin::Default)
    {
        // The peers write no line for each request either.
        config.log.level = "warn".into();
    }
    log(&config);
    let context = Context { config, clock: Clock::System };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match arguments.command {
            Command::Serve(given) => serve::run(context, given).await,
            Command::Demo(given) => demo::run(context, given).await,
            Command::Migrate(given) => migrate::run(context, given).await,
            Command::User(given) => user::run(context, given).await,
            Command::Print(given) => print::run(context, given).await,
            Command::Archive(given) => archive::run(context, given).await,
            Command::Export(given) => export::run(context, given).await,
            Command::Import(given) => import::run(context, given).await,
            Command::Results(given) => results::run(context, given).await,
            Command::Backup(given) => backup::run(context, given).await,
            Command::Restore(given) => restore::run(context, given).await,
            Command::Doctor(given) => doctor::run(context, given).await,
            Command::Audit(given) => audit::run(context, given).await,
            Command::Bench(given) => bench::run(given, env).await,
            Command::Table(given) => table::run(given),
            Command::Boxscore(given) => boxscore::run(given),
            Command::Draw(given) => draw::run(given),
            Command::Fixtures(given) => fixtures::run(given),
            Command::Entry(given) => entry::run(given, &context.clock),
            Command::Claims(given) => claims::run(given),
            Command::Audience(given) => audience::run(given),
        }
    })
}

/// Logs to stderr: stdout belongs to the command's answer.
fn log(config: &Config) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::new(&config.log.level);
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second call in one process (tests) keeps the first.
    let _ = match config.log.format {
        LogFormat::Text => lines.with_ansi(false).try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
}
