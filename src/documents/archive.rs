//! A season's archive: one zip with documents, pictures and data, the hash of each, and a page that opens without a
//! server.

use super::kinds::{About, Asked, Kind, gather};
use super::papers::Papers;
use super::{Language, word};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;

/// The file that names the hash of every other, in the format of `sha256sum`.
const SUMS: &str = "SHA256SUMS";
const INDEX: &str = "index.html";
/// More than a season's documents come to is not one of our archives.
const BYTES_AT_MOST: u64 = 2 << 30;
const FILES_AT_MOST: usize = 50_000;

/// The files of a season by their paths: every document there is, a picture of each result, and the data.
pub fn files(
    papers: &Papers,
    language: Language,
    data: &str,
) -> Result<BTreeMap<String, Vec<u8>>, press::Error> {
    let mut files = BTreeMap::new();
    files.insert("data/season.json".to_owned(), data.as_bytes().to_vec());
    for kind in Kind::ALL.iter().filter(|kind| kind.about() == About::Season) {
        // What does not exist yet, a draw or a bracket, is not in the archive.
        let Ok(job) = gather(papers, &Asked::new(*kind, language)) else { continue };
        let path = format!("documents/{}.{}", kind.word(), kind.format().ending());
        files.insert(path, job.draw()?.bytes);
    }
    for card in &papers.cards {
        let mut asked = Asked::new(Kind::ResultPicture, language);
        asked.fixture = Some(card.fixture.key.clone());
        if let Ok(job) = gather(papers, &asked) {
            let day = card.fixture.day.map_or_else(|| "undated".to_owned(), |day| day.to_string());
            files.insert(format!("pictures/{day}-{}.png", card.fixture.key), job.draw()?.bytes);
        }
    }
    let index = index(papers, language, files.keys());
    files.insert(INDEX.to_owned(), index.into_bytes());
    Ok(files)
}

/// Packs files with their hashes; the same files give the same bytes.
pub fn pack(files: &BTreeMap<String, Vec<u8>>) -> std::io::Result<Vec<u8>> {
    let mut sums = String::new();
    for (path, bytes) in files {
        let _ = writeln!(sums, "{}  {path}", hash(bytes));
    }
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let sums = (SUMS.to_owned(), sums.into_bytes());
    for (path, bytes) in files.iter().chain(std::iter::once((&sums.0, &sums.1))) {
        archive.start_file(path.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// What a check of an archive found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// How many files agree with their hash.
    pub whole: usize,
    /// Files that differ from their hash.
    pub changed: Vec<String>,
    /// Files named by the list and not there.
    pub missing: Vec<String>,
    /// Files there and not named by the list.
    pub added: Vec<String>,
}

impl Checked {
    /// Whether everything is as it was packed.
    pub fn is_whole(&self) -> bool {
        self.changed.is_empty() && self.missing.is_empty() && self.added.is_empty()
    }
}

/// Holds every file of an archive against its list of hashes. The error says why it cannot be read.
pub fn verify(bytes: &[u8]) -> Result<Checked, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    if archive.len() > FILES_AT_MOST {
        return Err(format!("{} files", archive.len()));
    }
    let mut found = BTreeMap::new();
    let mut sums = None;
    let mut left = BYTES_AT_MOST;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|error| error.to_string())?;
        let path = file.name().map_err(|error| error.to_string())?.into_owned();
        let mut content = Vec::new();
        file.take(left).read_to_end(&mut content).map_err(|error| format!("{path}: {error}"))?;
        left = left.saturating_sub(content.len() as u64);
        if left == 0 {
            return Err("more than 2 GB unpacked".to_owned());
        }
        if path == SUMS {
            sums = Some(String::from_utf8(content).map_err(|_| "the list of hashes is no text".to_owned())?);
        } else {
            found.insert(path, hash(&content));
        }
    }
    let sums = sums.ok_or_else(|| format!("there is no {SUMS}"))?;
    let mut checked = Checked::default();
    for line in sums.lines() {
        let (sum, path) = line.split_once("  ").ok_or_else(|| format!("not a line of hashes: {line}"))?;
        match found.remove(path) {
            None => checked.missing.push(path.to_owned()),
            Some(own) if own == sum => checked.whole += 1,
            Some(_) => checked.changed.push(path.to_owned()),
        }
    }
    checked.added = found.into_keys().collect();
    Ok(checked)
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The page that leads to every file; nothing in it needs a server or a script.
fn index<'a>(papers: &Papers, language: Language, paths: impl Iterator<Item = &'a String>) -> String {
    let season = language.printed_name(&super::name(&papers.season.name_zh, &papers.season.name_en));
    let league = language.printed_name(&super::name(&papers.league.name_zh, &papers.league.name_en));
    let title = word::escaped(&format!("{} · {}", league.main, season.main));
    let tag = if language == Language::En { "en" } else { "zh-CN" };
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{tag}\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title>\n\
         <h1>{title}</h1>\n<p>{} · {}</p>\n",
        word::escaped(&papers.head.label()),
        papers.changed().format("%Y-%m-%d %H:%M")
    );
    let mut folder = "";
    for path in paths {
        let (own, file) = path.split_once('/').unwrap_or(("", path));
        if own != folder {
            let _ = write!(
                page,
                "{}<h2>{}</h2>\n<ul>\n",
                if folder.is_empty() { "" } else { "</ul>\n" },
                word::escaped(own)
            );
            folder = own;
        }
        let label = Kind::parse(file.split('.').next().unwrap_or(""))
            .map(|kind| language.printed_name(&kind.name()).main)
            .unwrap_or_else(|| label_of(papers, file));
        let (href, label) = (word::escaped(path), word::escaped(&label));
        let _ = writeln!(page, "<li><a href=\"{href}\">{label}</a> <small>{}</small>", word::escaped(file));
    }
    page.push_str("</ul>\n</html>\n");
    page
}

/// What a picture shows: who played.
fn label_of(papers: &Papers, file: &str) -> String {
    let card = papers.cards.iter().find(|card| file.ends_with(&format!("{}.png", card.fixture.key)));
    card.map_or_else(|| file.to_owned(), |card| super::parts::pairing(card).zh)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed() -> BTreeMap<String, Vec<u8>> {
        BTreeMap::from([("a.txt".to_owned(), b"one".to_vec()), ("b/c.txt".to_owned(), b"two".to_vec())])
    }

    #[test]
    fn a_whole_archive_is_whole_and_the_same_twice() {
        let bytes = pack(&packed()).unwrap();
        assert_eq!(bytes, pack(&packed()).unwrap());
        let checked = verify(&bytes).unwrap();
        assert!(checked.is_whole());
        assert_eq!(checked.whole, 2);
    }

    #[test]
    fn a_changed_an_added_and_a_missing_file_are_named() {
        let options = SimpleFileOptions::default();
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let sums = format!("{}  a.txt\n{}  gone.txt\n", hash(b"one"), hash(b"two"));
        for (path, text) in [("a.txt", "ONE"), ("new.txt", "three"), (SUMS, sums.as_str())] {
            archive.start_file(path, options).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        let checked = verify(&archive.finish().unwrap().into_inner()).unwrap();
        assert_eq!(checked.changed, ["a.txt"]);
        assert_eq!(checked.missing, ["gone.txt"]);
        assert_eq!(checked.added, ["new.txt"]);
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        assert!(verify(b"no zip").is_err());
        let empty = zip::ZipWriter::new(Cursor::new(Vec::new())).finish().unwrap().into_inner();
        assert!(verify(&empty).is_err());
    }
}
