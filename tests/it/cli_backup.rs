//! Backup, restore: what is copied is whole, what is damaged is refused, nothing is lost on the way.

use crate::cli_world::{Folder, clock, open_demo, postgres_url, season_keys, writer};
use changba::actions::backup::{self, Checksum, Force, Refused};
use changba::actions::transfer;
use changba::store::{self, Store};
use std::path::Path;

async fn back_up(store: &Store, url: &str, out: &Path) -> Result<backup::Made, Refused> {
    backup::backup(store, url, out, clock().now()).await
}

async fn restore(file: &Path, url: &str, force: Force) -> Result<backup::Restored, Refused> {
    backup::restore(file, url, force, clock().now()).await
}

/// Runs SQL that the program itself never would.
async fn tamper(file: &Path, sql: &str) {
    let store = Store::open(&format!("sqlite:{}", file.display())).await.unwrap();
    let store::Engine::Sqlite { write, .. } = store.engine() else { unreachable!() };
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(write).await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn a_backup_holds_every_row_and_says_so() {
    let folder = Folder::new();
    let store = open_demo(&folder.url("a.db")).await;
    let made = back_up(&store, &folder.url("a.db"), &folder.path("b.db")).await.unwrap();
    assert_eq!(made.contents.rows["fixture"], 58);
    assert_eq!(made.bytes, std::fs::metadata(folder.path("b.db")).unwrap().len());
    assert_eq!(made.sha256.len(), 64);
    assert_eq!(made.contents.audit_heads.len(), 4);
    let restored = restore(&folder.path("b.db"), &folder.url("c.db"), Force::No).await.unwrap();
    assert_eq!(restored.contents, made.contents);
    let copy = Store::open(&folder.url("c.db")).await.unwrap();
    for key in season_keys(&store).await {
        let file = transfer::export(&store, &key).await.unwrap();
        assert_eq!(transfer::export(&copy, &key).await.unwrap(), file);
    }
    // Closed to other users, and nothing half-written is left.
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(folder.path("b.db")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0);
    assert!(!folder.path("b.db.partial").exists());
}

#[tokio::test]
async fn a_backup_is_made_while_others_write() {
    let folder = Folder::new();
    let url = folder.url("a.db");
    let store = open_demo(&url).await;
    let scorer = {
        let store = store.clone();
        tokio::spawn(async move {
            for number in 0..200 {
                let mut tx = store.write(&writer()).await.unwrap();
                store::site::set(&mut tx, &format!("play-{number:03}"), "1").await.unwrap();
                tx.commit_quiet().await.unwrap();
            }
        })
    };
    for number in 0..3 {
        let out = folder.path(&format!("{number}.db"));
        back_up(&store, &url, &out).await.unwrap();
        // No gap: with a play, every play before it.
        let copy = Store::open(&format!("sqlite:{}", out.display())).await.unwrap();
        let store::Engine::Sqlite { read, .. } = copy.engine() else { unreachable!() };
        let sql = "select count(*), coalesce(max(cast(substr(name, 6) as integer)) + 1, 0)
                     from site where name like 'play-%'";
        let (plays, last): (i64, i64) = sqlx::query_as(sql).fetch_one(read).await.unwrap();
        assert_eq!(plays, last);
        copy.close().await;
    }
    scorer.await.unwrap();
}

#[tokio::test]
async fn a_backup_never_overwrites() {
    let folder = Folder::new();
    let store = open_demo(&folder.url("a.db")).await;
    std::fs::write(folder.path("b.db"), "precious").unwrap();
    let refused = back_up(&store, &folder.url("a.db"), &folder.path("b.db")).await.unwrap_err();
    assert!(matches!(refused, Refused::Exists(_)));
    assert_eq!(std::fs::read(folder.path("b.db")).unwrap(), b"precious");
}

#[tokio::test]
async fn a_restore_keeps_what_was_there() {
    let folder = Folder::new();
    let url = folder.url("a.db");
    let store = open_demo(&url).await;
    back_up(&store, &url, &folder.path("b.db")).await.unwrap();
    let refused = restore(&folder.path("b.db"), &url, Force::No).await.unwrap_err();
    assert!(matches!(refused, Refused::Occupied(_)), "{refused}");
    // A server has it open: even by force it is not pulled away from under it.
    let refused = restore(&folder.path("b.db"), &url, Force::KeepOldBeside).await.unwrap_err();
    assert!(matches!(refused, Refused::InUse(_)), "{refused}");
    let mut tx = store.write(&writer()).await.unwrap();
    store::site::set(&mut tx, "after", "1").await.unwrap();
    tx.commit_quiet().await.unwrap();
    store.close().await;
    let restored = restore(&folder.path("b.db"), &url, Force::KeepOldBeside).await.unwrap();
    let kept = restored.kept.unwrap();
    assert!(kept.ends_with("a.db.before_20250728t120000z"), "{kept}");
    for (url, value) in [(url, None), (format!("sqlite:{kept}"), Some("1".to_owned()))] {
        let store = Store::open(&url).await.unwrap();
        assert_eq!(store::site::get(&mut store.read().await.unwrap(), "after").await.unwrap(), value);
        store.close().await;
    }
}

#[tokio::test]
async fn a_damaged_file_is_refused_and_says_what_is_wrong() {
    let folder = Folder::new();
    let store = open_demo(&folder.url("a.db")).await;
    let whole = folder.path("whole.db");
    back_up(&store, &folder.url("a.db"), &whole).await.unwrap();
    let bytes = std::fs::read(&whole).unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    // One bit of a text: the database would read it as just another text.
    let mut bit = bytes.clone();
    let at = bytes.windows(9).position(|window| window == "湘钢集".as_bytes()).unwrap();
    bit[at + 2] ^= 1;
    let bit = write("bit.db", &bit);
    std::fs::copy(folder.path("whole.db.sha256"), folder.path("bit.db.sha256")).unwrap();
    let kept = restore(&whole, &folder.url("kept.db"), Force::No).await.unwrap();
    assert_eq!(kept.checksum, Checksum::Matches);
    let bare = write("bare.db", &bytes);
    let unheld = restore(&bare, &folder.url("unheld.db"), Force::No).await.unwrap();
    assert_eq!(unheld.checksum, Checksum::Absent, "said plainly");
    let mut flipped = bytes.clone();
    let middle = flipped.len() / 8192 * 4096;
    flipped[middle..middle + 4096].fill(b'x');
    let cut = write("cut.db", &bytes[..bytes.len() / 2]);
    let flipped = write("flipped.db", &flipped);
    let text = write("text.db", b"hello, this is no database");
    let empty = write("empty.db", b"");
    let audit = write("audit.db", &bytes);
    tamper(
        &audit,
        "drop trigger audit_no_update; update audit set actor_name = 'x' where chain = 'league' and seq = 2",
    )
    .await;
    let stray = write("stray.db", &bytes);
    tamper(&stray, "pragma foreign_keys = off; update entry set club_id = 99999 where id = 3").await;
    let newer = write("newer.db", &bytes);
    tamper(&newer, "insert into schema_migration values (9999, 'x', 'y', '2026-01-01')").await;
    let other = write("other.db", &bytes);
    tamper(&other, "update schema_migration set checksum = 'x' where number = 1").await;
    let cases = [
        (bit, "its checksum is not the one in"),
        (cut, "malformed"),
        (flipped, "malformed|error code 11"),
        (text, "it is not a backup"),
        (empty, "it is empty"),
        (audit, "the audit chain league breaks at entry 2"),
        (stray, "row 3 of entry points to no row of club"),
        (newer, "the database has schema step 9999"),
        (other, "is not the one this program knows"),
    ];
    for (file, expected) in cases {
        let target = folder.url("target.db");
        let before = std::fs::read(&file).unwrap();
        let refused = restore(&file, &target, Force::No).await.unwrap_err();
        assert!(refused.is_input(), "{refused}");
        let message = refused.to_string();
        let is_said = expected.split('|').any(|expected| message.contains(expected));
        assert!(is_said, "{expected:?} is not in {message:?}");
        assert!(message.starts_with(&file.display().to_string()), "{message}");
        let left: Vec<_> = std::fs::read_dir(folder.path(""))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with("target"))
            .collect();
        assert!(left.is_empty(), "{left:?}");
        assert_eq!(std::fs::read(&file).unwrap(), before, "a backup is never changed");
    }
}

#[tokio::test]
async fn postgres_is_copied_and_put_back() {
    let (Some(from), Some(to)) = (postgres_url().await, postgres_url().await) else { return };
    let folder = Folder::new();
    let file = folder.path("b.dump");
    let store = open_demo(&from).await;
    let made = back_up(&store, &from, &file).await.unwrap();
    let refused = restore(&file, &folder.url("a.db"), Force::No).await.unwrap_err();
    assert!(refused.is_input(), "{refused}");
    assert_eq!(restore(&file, &to, Force::No).await.unwrap().contents, made.contents);
    let refused = restore(&file, &to, Force::No).await.unwrap_err();
    assert!(matches!(refused, Refused::Occupied(_)), "{refused}");
    let restored = restore(&file, &to, Force::KeepOldBeside).await.unwrap();
    assert_eq!(restored.kept.as_deref(), Some("schema before_20250728t120000z"));
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(folder.path("cut.dump"), &bytes[..bytes.len() / 2]).unwrap();
    let later = clock();
    later.advance(chrono::Duration::seconds(1));
    let cut = folder.path("cut.dump");
    let refused = backup::restore(&cut, &to, Force::KeepOldBeside, later.now()).await.unwrap_err();
    assert!(matches!(refused, Refused::Tool { .. }), "{refused}");
    // What was there is there again.
    let copy = Store::open(&to).await.unwrap();
    let key = &season_keys(&store).await[2];
    assert_eq!(transfer::export(&copy, key).await.unwrap(), transfer::export(&store, key).await.unwrap());
    copy.close().await;
    store.close().await;
}
