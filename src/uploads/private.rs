//! Files about people: photos and stamped papers, sealed by the caller, under random names in a folder of their own.

use super::{Checked, Refusal, check_within, path_of};
use crate::random::{Random, hex};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A photo is looked at beside a face, no larger than a hand.
const PHOTO_SIDE: u32 = 640;
/// A file so young may wait for its row.
const YOUNG: Duration = Duration::from_secs(3_600);
/// A stamped page stays legible.
const PAPER_SIDE: u32 = 3_000;

/// Looks at a photo and draws it anew, small. Call it on a blocking thread.
pub fn photo(name: &str, bytes: Vec<u8>) -> Result<Checked, Refusal> {
    let checked = check_within(name, bytes, PHOTO_SIDE)?;
    if checked.is_picture { Ok(checked) } else { Err(Refusal::NotPicture) }
}

/// Looks at a scanned paper: a PDF, or a picture. Call it on a blocking thread.
pub fn paper(name: &str, bytes: Vec<u8>) -> Result<Checked, Refusal> {
    let checked = check_within(name, bytes, PAPER_SIDE)?;
    if checked.is_picture || checked.media_type == "application/pdf" {
        Ok(checked)
    } else {
        Err(Refusal::NotPaper)
    }
}

fn folder(uploads: &Path) -> PathBuf {
    uploads.join("private")
}

/// Puts a sealed file on disk under a random name, and returns only once it is there for good.
pub fn store(uploads: &Path, random: &Random, sealed: &[u8]) -> std::io::Result<String> {
    let name = hex(&random.bytes());
    let path = path_of(&folder(uploads), &name);
    let place = path.parent().unwrap_or(uploads);
    std::fs::create_dir_all(place)?;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path)?;
    file.write_all(sealed)?;
    file.sync_all()?;
    std::fs::File::open(place)?.sync_all()?;
    Ok(name)
}

/// Reads a sealed file.
pub fn read(uploads: &Path, stored_as: &str) -> std::io::Result<Vec<u8>> {
    std::fs::read(path_of(&folder(uploads), stored_as))
}

/// Removes a file whose row is gone.
pub fn remove(uploads: &Path, stored_as: &str) -> std::io::Result<()> {
    match std::fs::remove_file(path_of(&folder(uploads), stored_as)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes the files that no row names any more, except those so young that their row may still be on its way.
pub fn sweep(uploads: &Path, known: &BTreeSet<String>, now: SystemTime) -> std::io::Result<usize> {
    let mut removed = 0;
    let folders = match std::fs::read_dir(folder(uploads)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        folders => folders?,
    };
    for place in folders {
        for file in std::fs::read_dir(place?.path())? {
            let file = file?;
            let age = file.metadata()?.modified().ok().and_then(|at| now.duration_since(at).ok());
            let is_known = file.file_name().to_str().is_some_and(|name| known.contains(name));
            if !is_known && age.is_some_and(|age| age >= YOUNG) {
                std::fs::remove_file(file.path())?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}
