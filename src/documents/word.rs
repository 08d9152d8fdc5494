//! A book as .docx, for those who must edit it: headings, paragraphs, lists and tables in plain WordprocessingML.

use super::{Language, mark_word};
use press::{Block, Book, Cell, Fact, Name, Row, Table, Width};
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const OF_DOCUMENT: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Noto Sans" w:hAnsi="Noto Sans" w:eastAsia="SimSun"/><w:sz w:val="21"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="80" w:line="300" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:rPr><w:b/><w:sz w:val="52"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="360"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="34"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="200"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:sz w:val="25"/></w:rPr></w:style></w:styles>"#;

/// Writes a book as a document for word processors; the same book gives the same bytes.
pub fn docx(book: &Book) -> std::io::Result<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let document = document(book);
    for (path, text) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/_rels/document.xml.rels", OF_DOCUMENT),
        ("word/styles.xml", STYLES),
        ("word/document.xml", document.as_str()),
    ] {
        archive.start_file(path, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

struct Writer {
    xml: String,
    language: Language,
    /// The width between the margins, in twentieths of a point.
    room: u32,
}

fn document(book: &Book) -> String {
    let (width, height) = book.sheet.millimetres();
    let twips = |mm: u32| mm * 567 / 10;
    let room = twips(width) - 2 * twips(18);
    let mut writer = Writer { xml: String::new(), language: book.language, room };
    writer.xml.push_str(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>",
    );
    for name in [&book.league, &book.season] {
        let text = writer.name(name);
        writer.paragraph("", &text, false);
    }
    let title = writer.name(&book.title);
    writer.paragraph("Title", &title, false);
    for line in &book.subtitle {
        let text = writer.fact(line);
        writer.paragraph("", &text, false);
    }
    for block in &book.blocks {
        writer.block(block);
    }
    let stamp = format!("{} · {} · {}", book.version, book.printed.format("%Y-%m-%d %H:%M"), book.address);
    writer.paragraph("", &stamp, false);
    let orient = if book.sheet.landscape { " w:orient=\"landscape\"" } else { "" };
    let _ = write!(
        writer.xml,
        "<w:sectPr><w:pgSz w:w=\"{}\" w:h=\"{}\"{orient}/><w:pgMar w:top=\"{m}\" w:right=\"{m}\" w:bottom=\"{m}\" \
         w:left=\"{m}\" w:header=\"600\" w:footer=\"600\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
        twips(width),
        twips(height),
        m = twips(18)
    );
    writer.xml
}

impl Writer {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Chapter(name) => {
                let text = self.name(name);
                self.paragraph("Heading1", &text, false);
            }
            Block::Heading(fact) => {
                let text = self.fact(fact);
                self.paragraph("Heading2", &text, false);
            }
            Block::Text(fact) | Block::Note(fact) => {
                let text = self.fact(fact);
                self.paragraph("", &text, false);
            }
            Block::Items(facts) => {
                for fact in facts {
                    let text = format!("· {}", self.fact(fact));
                    self.paragraph("", &text, false);
                }
            }
            Block::Facts(rows) => {
                for (label, cell) in rows {
                    let text = format!("{}: {}", self.name(label), self.cell(cell));
                    self.paragraph("", &text, false);
                }
            }
            Block::Table(table) => self.table(table),
            Block::Sign(names) => {
                for name in names {
                    let text = format!("{}: ______________________", self.name(name));
                    self.paragraph("", &text, false);
                }
            }
            Block::Lines(count) => {
                for _ in 0..*count {
                    self.paragraph("", &"_".repeat(60), false);
                }
            }
            Block::Bracket(bracket) => {
                for tie in &bracket.ties {
                    let side =
                        |at: usize| format!("{} {}", self.fact(&tie.sides[at].name), tie.sides[at].score);
                    let round = bracket.rounds.get(tie.round).map(|name| self.name(name)).unwrap_or_default();
                    let text = format!(
                        "{round} {}: {} – {} {}",
                        tie.code,
                        side(0).trim(),
                        side(1).trim(),
                        self.name(&tie.note)
                    );
                    self.paragraph("", text.trim(), false);
                }
            }
            Block::Break => self.xml.push_str("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"),
        }
    }

    fn table(&mut self, table: &Table) {
        let fixed: u32 = table
            .columns
            .iter()
            .map(|column| if let Width::Mm(mm) = column.width { u32::from(mm) * 567 / 10 } else { 0 })
            .sum();
        let parts: u32 = table
            .columns
            .iter()
            .map(|column| if let Width::Part(part) = column.width { u32::from(part) } else { 0 })
            .sum();
        let left = self.room.saturating_sub(fixed);
        let widths: Vec<u32> = table
            .columns
            .iter()
            .map(|column| match column.width {
                Width::Mm(mm) => u32::from(mm) * 567 / 10,
                Width::Part(part) => left * u32::from(part) / parts.max(1),
            })
            .collect();
        self.xml.push_str("<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders>");
        for edge in ["top", "left", "bottom", "right", "insideH", "insideV"] {
            let _ =
                write!(self.xml, "<w:{edge} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"5A646B\"/>");
        }
        self.xml.push_str("</w:tblBorders></w:tblPr><w:tblGrid>");
        for width in &widths {
            let _ = write!(self.xml, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.xml.push_str("</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>");
        for (column, width) in table.columns.iter().zip(&widths) {
            let text = self.name(&column.title);
            self.table_cell(&text, *width, 1, true);
        }
        self.xml.push_str("</w:tr>");
        let whole = widths.iter().sum();
        for row in &table.rows {
            self.xml.push_str("<w:tr>");
            match row {
                Row::Across(cell) => {
                    let text = self.cell(cell);
                    self.table_cell(&text, whole, widths.len(), true);
                }
                Row::Cells(cells) | Row::High(_, cells) => {
                    for (at, width) in widths.iter().enumerate() {
                        let text = cells.get(at).map(|cell| self.cell(cell)).unwrap_or_default();
                        let strong = cells.get(at).is_some_and(|cell| cell.strong);
                        self.table_cell(&text, *width, 1, strong);
                    }
                }
            }
            self.xml.push_str("</w:tr>");
        }
        // A table needs a paragraph behind it.
        self.xml.push_str("</w:tbl><w:p/>");
    }

    fn table_cell(&mut self, text: &str, width: u32, columns: usize, strong: bool) {
        let span = if columns > 1 { format!("<w:gridSpan w:val=\"{columns}\"/>") } else { String::new() };
        let _ = write!(self.xml, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}</w:tcPr>");
        self.paragraph("", text, strong);
        self.xml.push_str("</w:tc>");
    }

    fn paragraph(&mut self, style: &str, text: &str, strong: bool) {
        self.xml.push_str("<w:p>");
        if !style.is_empty() {
            let _ = write!(self.xml, "<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>");
        }
        for (at, line) in text.split('\n').enumerate() {
            self.xml.push_str("<w:r>");
            if strong {
                self.xml.push_str("<w:rPr><w:b/></w:rPr>");
            }
            if at > 0 {
                self.xml.push_str("<w:br/>");
            }
            let _ = write!(self.xml, "<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(line));
        }
        self.xml.push_str("</w:p>");
    }

    fn cell(&self, cell: &Cell) -> String {
        cell.lines.iter().map(|line| self.fact(line)).collect::<Vec<_>>().join("\n")
    }

    fn name(&self, name: &Name) -> String {
        let printed = self.language.printed_name(name);
        match printed.second {
            Some(second) => format!("{} {second}", printed.main),
            None => printed.main,
        }
    }

    fn fact(&self, fact: &Fact<Name>) -> String {
        let printed = self.language.fact(fact);
        let second = printed.second.map(|second| format!(" {second}")).unwrap_or_default();
        let mark = if fact.sample { format!(" [{}]", mark_word(self.language)) } else { String::new() };
        format!("{}{second}{mark}", printed.main)
    }
}

/// Text as XML; characters XML has no place for are left out.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}
