//! The layers hold: each folder uses only what lies below it, and SQL stays in the store.

use std::path::{Path, PathBuf};

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn sources(under: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    rust_files(&root.join(under), &mut files);
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// The layer of a file: the first part of its path below `src`.
fn layer(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap();
    inside.split('/').next().unwrap().trim_end_matches(".rs")
}

/// What each layer may use of ours, from the bottom up. The leaves (clock, random, access, actor) are handed to all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("random", &[]),
    ("access", &["actor"]),
    ("actor", &["access"]),
    ("config", &[]),
    ("planning", &[]),
    ("sheets", &[]),
    ("uploads", &["random"]),
    ("keys", &["random"]),
    ("lists", &["store"]),
    ("store", &["access", "actor", "random", "store", "clock"]),
    ("tables", &["store"]),
    ("stages", &["store", "tables"]),
    ("discipline", &["store"]),
    ("shifts", &["store"]),
    ("drafts", &["shifts", "store"]),
    ("scores", &["drafts", "store"]),
    ("searching", &["actions", "clock", "drafts", "store", "web"]),
    // Of the web only its words and addresses, which know nothing of requests.
    ("documents", &["sheets", "stages", "store", "tables", "web"]),
    (
        "actions",
        &[
            "access",
            "actions",
            "actor",
            "clock",
            "config",
            "discipline",
            "drafts",
            "keys",
            "lists",
            "random",
            "scores",
            "stages",
            "store",
            "tables",
            "uploads",
        ],
    ),
];

#[test]
fn each_layer_uses_only_what_lies_below() {
    let mut broken = Vec::new();
    for (file, text) in sources("src") {
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == layer(&file)) else { continue };
        for (number, line) in text.lines().enumerate() {
            let mut rest = line;
            while let Some(at) = rest.find("crate::") {
                rest = &rest[at + 7..];
                let leaf = rest.starts_with("web::text") || rest.starts_with("web::paths");
                if rest.starts_with("web") && layer(&file) == "documents" && !leaf {
                    broken.push(format!("{file}:{}: documents may use words and addresses only", number + 1));
                }
                let used: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if !used.is_empty() && used != layer(&file) && !allowed.contains(&used.as_str()) {
                    broken.push(format!("{file}:{}: {} may not use {used}", number + 1, layer(&file)));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn nobody_but_actions_and_the_store_writes() {
    let writers = [
        "insert",
        "update",
        "save_",
        "remove_",
        "revoke_",
        "use_link",
        "touch_",
        "end_session",
        "review_upload",
    ];
    let mut broken = Vec::new();
    for (file, text) in sources("src/web") {
        for (number, line) in text.lines().enumerate() {
            for module in [
                "accounts",
                "audit",
                "clubs",
                "competitions",
                "entries",
                "entry_rules",
                "fixtures",
                "lists",
                "match_lists",
                "notices",
                "people",
                "seasons",
            ] {
                let call =
                    |writer: &&str| line.contains(&format!("{module}::{writer}")) && line.contains("&mut tx");
                if writers.iter().any(call) {
                    broken.push(format!("{file}:{}: {}", number + 1, line.trim()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn sql_stays_in_the_store() {
    let mut found = Vec::new();
    for (file, text) in sources("src") {
        if layer(&file) == "store" {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let starts = ["\"select ", "\"insert into", "\"update ", "\"delete from", "sqlx::query"];
            if starts.iter().any(|start| line.contains(start)) && !line.trim_start().starts_with("//") {
                found.push(format!("{file}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_rules_are_pure() {
    let banned = [
        "std::fs",
        "std::net",
        "std::env",
        "std::thread",
        "tokio",
        "sqlx",
        "Utc::now",
        "SystemTime",
        "Instant",
    ];
    for (file, text) in sources("crates/league/src") {
        // A test may read the vectors it is held against.
        if file.ends_with("tests.rs") || file.contains("/tests/") {
            continue;
        }
        for word in banned {
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            assert!(!code.clone().any(|line| line.contains(word)), "{file} uses {word}");
        }
    }
}
