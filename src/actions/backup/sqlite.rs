//! SQLite: one file in, one file out.

use super::{Checksum, Contents, Force, Refused, Restored, beside, contents, damaged, disk, unreadable};
use crate::store::upkeep;
use crate::store::{Error, Store};
use std::path::Path;

/// What a copy may need beyond the size of the database: its log is folded in.
const SPARE: u64 = 16 * 1024 * 1024;

/// Copies into a file and tries the copy.
pub(super) async fn copy(store: &Store, path: &Path, partial: &Path) -> Result<Contents, Refused> {
    let size = disk::length(path) + disk::length(&beside(path, "-wal"));
    disk::ensure_space(partial, size + SPARE)?;
    clear(partial)?;
    let tried = async {
        store.copy_into(partial).await?;
        try_file(partial, partial).await
    };
    let tried = tried.await;
    if tried.is_err() {
        clear(partial)?;
    }
    tried
}

/// Tries a copy of the backup, moves what is there aside, and gives the copy its name.
pub(super) async fn restore(
    file: &Path,
    target: &Path,
    force: Force,
    aside: &str,
) -> Result<Restored, Refused> {
    let is_occupied = parts(target).iter().any(|part| part.exists());
    if is_occupied && force == Force::No {
        return Err(Refused::Occupied(target.display().to_string()));
    }
    if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(disk::fault(folder))?;
    }
    disk::ensure_space(target, disk::length(file) + SPARE)?;
    // The backup itself is never opened by the database: a file that is kept must not change.
    let partial = beside(target, ".restoring");
    clear(&partial)?;
    std::fs::copy(file, &partial).map_err(disk::fault(&partial))?;
    let placed = async {
        let contents = try_file(&partial, file).await?;
        disk::sync(&partial)?;
        let kept = if is_occupied { Some(set_aside(target, aside).await?) } else { None };
        disk::rename(&partial, target)?;
        Ok(Restored { file: target.to_owned(), engine: "sqlite", checksum: Checksum::Absent, contents, kept })
    };
    let placed = placed.await;
    if placed.is_err() {
        clear(&partial)?;
    }
    placed
}

/// Tries a file; faults are told about the file that people know.
async fn try_file(path: &Path, known_as: &Path) -> Result<Contents, Refused> {
    let Some(name) = path.to_str() else { return Err(damaged(known_as, "its name must be UTF-8")) };
    let store = Store::open(&format!("sqlite:{name}")).await.map_err(|error| unreadable(known_as, error))?;
    let contents = contents(&store, known_as).await;
    store.close().await;
    contents
}

/// Moves a database and its log aside, under one name.
async fn set_aside(target: &Path, aside: &str) -> Result<String, Refused> {
    match upkeep::take_alone(target).await {
        Ok(()) => {}
        Err(Error::Conflict) => return Err(Refused::InUse(target.to_owned())),
        // A database too broken to open is moved as it is, with its log.
        Err(_) => {}
    }
    let kept = beside(target, &format!(".{aside}"));
    for (part, place) in parts(target).iter().zip(parts(&kept)) {
        if place.exists() {
            return Err(Refused::Exists(place));
        }
        if part.exists() {
            disk::rename(part, &place)?;
        }
    }
    Ok(kept.display().to_string())
}

/// A database's file, its log, and the index of the log.
fn parts(path: &Path) -> [std::path::PathBuf; 3] {
    [path.to_owned(), beside(path, "-wal"), beside(path, "-shm")]
}

fn clear(path: &Path) -> Result<(), Refused> {
    parts(path).iter().try_for_each(|part| disk::remove(part))
}
