//! typst as a library: fixed templates and one JSON file in, PDF out.
//!
//! The world has no file system, no packages, no network and no clock: a template sees the files listed here
//! and the data of this document, so the same data gives the same bytes.

use crate::{Error, fonts};
use std::sync::OnceLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

/// A finished document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Characters of the data that no embedded font covers: they are printed as empty boxes.
    pub missing: Vec<char>,
    /// What the compiler warned of; a warning is a mistake in a template, not in the data.
    pub warnings: Vec<String>,
}

/// What a template is given.
pub struct Sheet {
    /// The template's file name.
    pub template: &'static str,
    /// The content of `data.json`.
    pub json: Vec<u8>,
    /// The content of `code.svg`.
    pub code: String,
    /// The contents of `code-0.svg`, `code-1.svg` and so on.
    pub codes: Vec<String>,
    /// Tells this document from all others, and stays the same when it is printed again.
    pub identity: String,
    /// When the data was read, as year, month, day, hour, minute and minutes east of UTC.
    pub printed: chrono::DateTime<chrono::FixedOffset>,
}

/// A laid-out document and the warnings on the way.
pub struct LaidOut {
    pub document: PagedDocument,
    pub warnings: Vec<String>,
}

/// Lays a document out.
pub fn lay_out(sheet: &Sheet) -> Result<LaidOut, Error> {
    let desk = desk();
    let main = file_id(sheet.template);
    let world = Desk {
        shared: desk,
        main,
        json: Bytes::new(sheet.json.clone()),
        code: Bytes::from_string(sheet.code.clone()),
        codes: sheet.codes.iter().map(|code| Bytes::from_string(code.clone())).collect(),
    };
    let result = typst::compile::<PagedDocument>(&world);
    // Three documents stay remembered: enough for a preview that is changed and drawn again.
    comemo::evict(3);
    let document = result.output.map_err(|errors| Error::Template(messages(&errors)))?;
    Ok(LaidOut { document, warnings: messages(&result.warnings) })
}

/// Writes a laid-out document as PDF.
pub fn write(sheet: &Sheet, laid_out: &LaidOut) -> Result<Vec<u8>, Error> {
    let options = PdfOptions {
        ident: Smart::Custom(sheet.identity.clone()),
        creator: Smart::Custom(Some("Changba".to_owned())),
        timestamp: timestamp(sheet.printed),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&laid_out.document, &options).map_err(|errors| Error::Template(messages(&errors)))
}

fn timestamp(printed: chrono::DateTime<chrono::FixedOffset>) -> Option<Timestamp> {
    use chrono::{Datelike, Timelike};
    let part = |number: u32| u8::try_from(number).ok();
    let datetime = Datetime::from_ymd_hms(
        printed.year(),
        part(printed.month())?,
        part(printed.day())?,
        part(printed.hour())?,
        part(printed.minute())?,
        part(printed.second())?,
    )?;
    Timestamp::new_local(datetime, printed.offset().local_minus_utc() / 60)
}

fn messages(diagnostics: &[SourceDiagnostic]) -> Vec<String> {
    diagnostics.iter().map(|diagnostic| diagnostic.message.to_string()).collect()
}

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a template's name is a plain path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// What all documents share, made at the first one.
struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: Vec<Source>,
}

fn desk() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| {
        let fonts: Vec<Font> =
            fonts::files().into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
        let templates = [
            ("press.typ", include_str!("../templates/press.typ")),
            ("day-sheet.typ", include_str!("../templates/day-sheet.typ")),
            ("scoresheet.typ", include_str!("../templates/scoresheet.typ")),
            ("cards.typ", include_str!("../templates/cards.typ")),
            ("book.typ", include_str!("../templates/book.typ")),
        ];
        Shared {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            templates: templates.map(|(name, text)| Source::new(file_id(name), text.to_owned())).into(),
        }
    })
}

/// One document on the desk: the shared things and its own data.
struct Desk {
    shared: &'static Shared,
    main: FileId,
    json: Bytes,
    code: Bytes,
    codes: Vec<Bytes>,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shared.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.shared.templates.iter().find(|source| source.id() == id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id.vpath().get_without_slash() {
            "data.json" => Ok(self.json.clone()),
            "code.svg" => Ok(self.code.clone()),
            name => {
                let number = name.strip_prefix("code-").and_then(|name| name.strip_suffix(".svg"));
                let code = number.and_then(|number| self.codes.get(number.parse::<usize>().ok()?));
                code.cloned().ok_or_else(|| not_found(id))
            }
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.get(index).cloned()
    }

    /// No template may know the day it is printed on: the date comes with the data.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
