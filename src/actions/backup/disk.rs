//! Files of a backup: what they are, whether there is room, and that they are on the disk.

use super::{Refused, damaged};
use std::fs::File;
use std::io::{Error, ErrorKind, Read};
use std::path::Path;

/// What wrote a file, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Sqlite,
    Postgres,
}

/// Looks at the first bytes of a backup.
pub(super) fn kind(path: &Path) -> Result<Kind, Refused> {
    let mut head = Vec::new();
    File::open(path).and_then(|file| file.take(16).read_to_end(&mut head)).map_err(fault(path))?;
    if head == b"SQLite format 3\0" {
        Ok(Kind::Sqlite)
    } else if head.starts_with(b"PGDMP") {
        Ok(Kind::Postgres)
    } else if head.is_empty() {
        Err(damaged(path, "it is empty"))
    } else {
        Err(damaged(path, "it is not a backup: neither SQLite nor pg_dump wrote its first bytes"))
    }
}

/// The bytes that an ordinary user may still write in the folder of a file, or in a folder.
pub fn free_space(path: &Path) -> std::io::Result<u64> {
    let stat = rustix::fs::statvfs(folder(path))?;
    Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
}

/// Refuses before a copy begins when it cannot end.
pub(super) fn ensure_space(path: &Path, needed: u64) -> Result<(), Refused> {
    let free = free_space(path).map_err(fault(path))?;
    if free >= needed {
        return Ok(());
    }
    Err(Refused::NoSpace { folder: folder(path).to_owned(), free, needed })
}

/// Closes a copy to other users (it holds password hashes) and waits until it is on the disk.
pub(super) fn sync(path: &Path) -> Result<(), Refused> {
    use std::os::unix::fs::PermissionsExt;
    let closed = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600));
    closed.and_then(|()| File::open(path)?.sync_all()).map_err(fault(path))
}

/// Writes a small text and waits until it is on the disk.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Refused> {
    std::fs::write(path, text).and_then(|()| File::open(path)?.sync_all()).map_err(fault(path))
}

/// Renames, and waits until the new name is on the disk.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), Refused> {
    std::fs::rename(from, to).map_err(fault(to))?;
    File::open(folder(to)).and_then(|folder| folder.sync_all()).map_err(fault(to))
}

/// Removes a file if it is there.
pub(super) fn remove(path: &Path) -> Result<(), Refused> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(fault(path)(error)),
        _ => Ok(()),
    }
}

/// The length of a file, 0 when it is not there.
pub(super) fn length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |meta| meta.len())
}

/// Names the file in an error.
pub(super) fn fault(path: &Path) -> impl FnOnce(Error) -> Refused {
    let path = path.to_owned();
    move |error| Refused::File { path, error }
}

fn folder(path: &Path) -> &Path {
    if path.is_dir() {
        return path;
    }
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
