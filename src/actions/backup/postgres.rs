//! PostgreSQL: its own tools, one snapshot, one transaction.

use super::{Checksum, Force, Refused, Restored, contents, disk};
use crate::store::Store;
use std::path::Path;
use tokio::process::Command;
use url::Url;

/// Dumps the database into a file.
pub(super) async fn dump(url: &str, partial: &Path) -> Result<(), Refused> {
    disk::remove(partial)?;
    let mut command = tool("pg_dump", url)?;
    // What a restore set aside is no part of the league.
    command.args(["--format=custom", "--no-owner", "--no-privileges", "--exclude-schema=before_*", "--file"]);
    let done = run("pg_dump", command.arg(partial)).await;
    if done.is_err() {
        disk::remove(partial)?;
    }
    done
}

/// Puts a dump into an empty database, or beside what is there.
pub(super) async fn restore(file: &Path, url: &str, force: Force, aside: &str) -> Result<Restored, Refused> {
    let shown = crate::config::mask_url(url);
    let store = Store::open(url).await?;
    let is_occupied = store.has_tables().await?;
    if is_occupied && force == Force::No {
        return Err(Refused::Occupied(shown));
    }
    if is_occupied {
        store.set_aside(aside).await?;
    }
    let placed = async {
        let mut command = tool("pg_restore", url)?;
        command.args([
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            "--no-privileges",
            "--dbname",
        ]);
        let name = Url::parse(url).map(|url| url.path().trim_start_matches('/').to_owned());
        command.arg(name.unwrap_or_default()).arg(file);
        run("pg_restore", &mut command).await?;
        contents(&store, file).await
    };
    let placed = placed.await;
    if placed.is_err() && is_occupied {
        store.put_back(aside).await?;
    }
    store.close().await;
    let contents = placed?;
    let kept = is_occupied.then(|| format!("schema {aside}"));
    Ok(Restored { file: file.to_owned(), engine: "postgres", checksum: Checksum::Absent, contents, kept })
}

/// A tool that is told the database by its environment: an argument would show the password to every user.
fn tool(program: &'static str, url: &str) -> Result<Command, Refused> {
    let fault = |fault: &str| Refused::Tool { program, fault: fault.to_owned() };
    let url = Url::parse(url).map_err(|_| fault("the database's URL cannot be read"))?;
    let mut command = Command::new(program);
    let decoded = |text: &str| {
        let pair = format!("x={}", text.replace('+', "%2B"));
        url::form_urlencoded::parse(pair.as_bytes())
            .next()
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    let mut set = |name: &str, value: &str| {
        if !value.is_empty() {
            command.env(name, value);
        }
    };
    set("PGHOST", &decoded(url.host_str().unwrap_or_default()));
    set("PGPORT", &url.port().map(|port| port.to_string()).unwrap_or_default());
    set("PGUSER", &decoded(url.username()));
    set("PGPASSWORD", &decoded(url.password().unwrap_or_default()));
    set("PGDATABASE", &decoded(url.path().trim_start_matches('/')));
    for (name, value) in url.query_pairs() {
        let variable = match name.as_ref() {
            "host" => "PGHOST",
            "port" => "PGPORT",
            "user" => "PGUSER",
            "password" => "PGPASSWORD",
            "dbname" => "PGDATABASE",
            "sslmode" => "PGSSLMODE",
            "sslrootcert" => "PGSSLROOTCERT",
            _ => continue,
        };
        set(variable, &value);
    }
    Ok(command)
}

async fn run(program: &'static str, command: &mut Command) -> Result<(), Refused> {
    let fault = |fault: String| Refused::Tool { program, fault };
    let done = command
        .output()
        .await
        .map_err(|error| fault(format!("{error}; PostgreSQL is copied with its own tools, install them")))?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr);
    Err(fault(said.trim().lines().next().unwrap_or("it failed and said nothing").to_owned()))
}
