//! Every SQL text of the store is prepared on both databases: what one of them refuses never reaches a user.

use crate::cli_world::{Folder, open, postgres_url};
use changba::store::{Engine, Store};
use std::collections::BTreeMap;
use std::path::Path;

/// All SQL texts of `src/store`, with the file that holds each.
fn statements() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut files: Vec<_> = walk(&folder);
    files.sort();
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let macros = macros(&text);
        for (at, literal) in literals(&text) {
            let first = literal.split_whitespace().next().unwrap_or("");
            let before = text[..at].trim_end();
            if let Some(head) = macros
                .iter()
                .find_map(|(name, body)| before.ends_with(&format!("{name}!(),")).then_some(body))
            {
                found.push((name.clone(), format!("{head}{literal}")));
            } else if ["select", "insert", "update", "delete", "with"].contains(&first)
                && literal.split_whitespace().count() > 3
                && !literal.contains("{}")
                && !before.ends_with("=> {")
            {
                found.push((name.clone(), literal.replace("\\\"", "\"")));
            }
        }
    }
    found
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] })
        .collect()
}

/// The texts behind `macro_rules! name { () => { "..." } }`.
fn macros(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (at, literal) in literals(text) {
        let before = text[..at].trim_end();
        let Some(head) = before.strip_suffix("() => {") else { continue };
        if let Some(name) =
            head.rsplit("macro_rules! ").next().and_then(|rest| rest.split_whitespace().next())
        {
            found.insert(name.to_owned(), literal);
        }
    }
    found
}

/// String literals with their places; escapes do not occur in SQL here.
fn literals(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut offset = 0;
    while let Some(open) = rest.find('"') {
        let inside = &rest[open + 1..];
        let closes = |(at, _): &(usize, &str)| !inside[..*at].ends_with('\\');
        let Some((close, _)) = inside.match_indices('"').find(closes) else { break };
        found.push((offset + open, inside[..close].to_owned()));
        offset += open + close + 2;
        rest = &text[offset..];
    }
    found
}

async fn prepare_all(store: &Store) -> Vec<String> {
    let mut refused = Vec::new();
    for (file, sql) in statements() {
        let text = sqlx::SqlSafeStr::into_sql_str(sqlx::AssertSqlSafe(sql.clone()));
        let result = match store.engine() {
            Engine::Sqlite { write, .. } => {
                let mut conn = write.acquire().await.unwrap();
                sqlx::Executor::prepare(&mut *conn, text).await.map(drop)
            }
            Engine::Postgres(pool) => {
                let mut conn = pool.acquire().await.unwrap();
                sqlx::Executor::prepare(&mut *conn, text).await.map(drop)
            }
        };
        if let Err(error) = result {
            refused.push(format!("{file}: {error}\n{sql}"));
        }
    }
    refused
}

#[tokio::test]
async fn every_statement_is_sound_on_sqlite() {
    let found = statements().len();
    assert!(found > 90, "only {found} statements were found: has the style of the store changed?");
    let folder = Folder::new();
    let store = open(&folder.url("statements.db")).await;
    let refused: Vec<String> =
        prepare_all(&store).await.into_iter().filter(|refusal| !is_for_postgres(refusal)).collect();
    assert!(refused.is_empty(), "{}", refused.join("\n\n"));
}

#[tokio::test]
async fn every_statement_is_sound_on_postgres() {
    let Some(url) = postgres_url().await else { return };
    let store = open(&url).await;
    let refused: Vec<String> =
        prepare_all(&store).await.into_iter().filter(|refusal| !is_for_sqlite(refusal)).collect();
    assert!(refused.is_empty(), "{}", refused.join("\n\n"));
}

/// Statements of the few escape hatches, which run on one engine only.
fn is_for_postgres(refusal: &str) -> bool {
    ["pg_notify", "pg_", "show server_version", "information_schema"]
        .iter()
        .any(|word| refusal.contains(word))
}

fn is_for_sqlite(refusal: &str) -> bool {
    ["sqlite_version", "sqlite_master", "sqlite_schema", "pragma"].iter().any(|word| refusal.contains(word))
}
