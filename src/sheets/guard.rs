//! What a file really is, and what it would unpack to.

use super::Refused;
use std::io::{Cursor, Read};

/// What a file holds, whatever its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Xlsx,
    Xls,
    Text,
}

impl Kind {
    /// As a sentence names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Text => "text",
        }
    }
}

const ENTRIES_AT_MOST: usize = 500;
const UNPACKED_AT_MOST: u64 = 60 * 1024 * 1024;
/// Sheets of many equal rows pack well, but not better than this.
const RATIO_AT_MOST: u64 = 100;
/// Below this the ratio says nothing.
const SMALL: u64 = 4 * 1024 * 1024;

/// Tells a file by its first bytes.
pub fn kind(bytes: &[u8]) -> Result<Kind, Refused> {
    let magic = |magic: &[u8]| bytes.starts_with(magic);
    if bytes.is_empty() {
        return Err(Refused::Empty);
    }
    if magic(b"PK\x03\x04") {
        return Ok(Kind::Xlsx);
    }
    if magic(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return Ok(Kind::Xls);
    }
    if magic(b"PK")
        || magic(b"%PDF")
        || magic(b"\x89PNG")
        || magic(b"GIF8")
        || magic(&[0xff, 0xd8, 0xff])
        || magic(b"Rar!")
        || magic(b"7z\xbc\xaf")
        || magic(&[0x1f, 0x8b])
    {
        return Err(Refused::Kind);
    }
    let start =
        bytes.iter().position(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0xef | 0xbb | 0xbf));
    match start.map(|start| bytes[start]) {
        Some(b'<') => Err(Refused::Markup),
        _ => Ok(Kind::Text),
    }
}

/// Unpacks a workbook into nothing, counting: sizes that an archive declares may lie.
pub fn zip(bytes: &[u8]) -> Result<(), Refused> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::Damaged)?;
    if archive.len() > ENTRIES_AT_MOST {
        return Err(Refused::Bomb);
    }
    let names = archive.file_names().map(|name| name.map(|name| name.to_ascii_lowercase()));
    let names: Vec<String> = names.collect::<Result<_, _>>().map_err(|_| Refused::Damaged)?;
    if names.iter().any(|name| {
        name.ends_with("vbaproject.bin") || name.contains("/activex/") || name.contains("macrosheets/")
    }) {
        return Err(Refused::Macros);
    }
    if !names.iter().any(|name| name == "xl/workbook.xml") {
        return Err(Refused::Kind);
    }
    let allowed = (bytes.len() as u64 * RATIO_AT_MOST).clamp(SMALL, UNPACKED_AT_MOST);
    let mut unpacked = 0;
    let mut buffer = vec![0; 64 * 1024];
    for (place, name) in names.iter().enumerate() {
        let mut entry = archive.by_index(place).map_err(|_| Refused::Damaged)?;
        // A link to another program lies outside of the sheet that calls it.
        let linked = name.contains("externallinks/");
        loop {
            match entry.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) if linked && calls_a_program(&buffer[..read]) => {
                    return Err(Refused::Formula(name.clone()));
                }
                Ok(read) => unpacked += read as u64,
                Err(_) => return Err(Refused::Damaged),
            }
            if unpacked > allowed {
                return Err(Refused::Bomb);
            }
        }
    }
    Ok(())
}

fn calls_a_program(part: &[u8]) -> bool {
    [b"ddeLink".as_slice(), b"oleLink"].iter().any(|word| part.windows(word.len()).any(|here| here == *word))
}

/// Whether a text or a formula would reach outside of the sheet when a spreadsheet program opens it.
pub fn reaches_out(text: &str) -> bool {
    let folded: String = text
        .chars()
        .map(league::names::half_width)
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_uppercase)
        .collect();
    let calls = [
        "CMD|",
        "MSEXCEL|",
        "DDE(",
        "DDEAUTO",
        "HYPERLINK(",
        "WEBSERVICE(",
        "IMPORTXML(",
        "IMPORTDATA(",
        "IMPORTRANGE(",
        "CALL(",
        "REGISTER(",
        "EXEC(",
        "RTD(",
        "POWERSHELL",
        "MSHTA",
        "RUNDLL32",
        "FILE://",
        "HTTP://",
        "HTTPS://",
    ];
    // A program, a bar, an argument: the way of dynamic data exchange.
    calls.iter().any(|call| folded.contains(call)) || (folded.contains('|') && folded.contains('!'))
}

/// Whether a cell of text would be taken for a formula.
pub fn begins_formula(text: &str) -> bool {
    text.trim_start_matches(['\u{feff}', '\'', '"'])
        .trim_start()
        .chars()
        .next()
        .map(league::names::half_width)
        .is_some_and(|c| matches!(c, '=' | '+' | '-' | '@'))
}
