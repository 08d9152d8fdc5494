//! What leaves for a spreadsheet never begins a formula there, whatever somebody typed into a name.

use changba::sheets::{self, lists, report};
use league::boxscore::out::{Cell, csv};
use league::form::{Cell as Sent, Sheet, Template, TemplateColumn};
use league::standings::Wording;
use std::io::Read;

const NASTY: [&str; 6] = [
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1,2)",
    "\t=1+1",
    "=HYPERLINK(\"http://x.test\")",
];

/// Every sheet of a workbook as XML: a formula is an element of its own there.
fn sheets_of(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut found = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        if name.starts_with("xl/worksheets/") && name.ends_with(".xml") {
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            found.push((name, text));
        }
    }
    found
}

/// No formula, and the words are there: they were not dropped to be safe.
fn is_plain(what: &str, bytes: &[u8]) {
    let sheets = sheets_of(bytes);
    assert!(!sheets.is_empty(), "{what}");
    for (name, text) in &sheets {
        assert!(!text.contains("<f>") && !text.contains("<f "), "{what} {name}: {text}");
        assert!(!text.contains("<hyperlink"), "{what} {name}");
    }
    // Our own reader refuses what looks like a formula, so the words are looked for where the workbook keeps them.
    let words = strings_of(bytes);
    for nasty in NASTY {
        assert!(words.contains(nasty.trim()), "{what}: {nasty} is missing in {words}");
    }
}

/// The texts of a workbook, as their readers see them.
fn strings_of(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name("xl/sharedStrings.xml").unwrap().read_to_string(&mut text).unwrap();
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    marks.iter().fold(text, |text, (mark, sign)| text.replace(mark, sign))
}

fn rows() -> Vec<Vec<String>> {
    NASTY.iter().map(|word| vec![(*word).to_owned()]).collect()
}

#[test]
fn no_workbook_holds_a_formula() {
    let head = NASTY[0];
    is_plain("a table", &sheets::table("表", &[(head, 10)], &rows()).unwrap());
    let cells: Vec<Vec<Cell>> = NASTY.iter().map(|word| vec![Cell::Text((*word).to_owned())]).collect();
    is_plain("figures", &sheets::figures("表", &[head], &cells).unwrap());
    let list = lists::List {
        name: "表".into(),
        columns: vec![head.into()],
        rows: NASTY.iter().map(|word| vec![lists::Cell::text(*word)]).collect(),
    };
    is_plain("a list", &lists::lists(&[list]).unwrap());
    let page = report::Page {
        name: "表".into(),
        columns: vec![report::Column { title: head.into(), width: 10.0 }],
        rows: NASTY.iter().map(|word| vec![report::Value::text(*word)]).collect(),
    };
    let explained = NASTY.iter().map(|word| ((*word).to_owned(), (*word).to_owned())).collect();
    let book = report::Report { pages: vec![page], explained, explanation_title: "说明".into() };
    is_plain("a report", &report::write(&book).unwrap());
}

#[test]
fn neither_the_form_nor_the_marked_form_holds_one() {
    let wording = |text: &str| Wording { zh: text.to_owned(), en: text.to_owned() };
    let template = Template {
        title: wording(NASTY[0]),
        club: NASTY.iter().map(|word| wording(word)).collect(),
        columns: vec![TemplateColumn {
            key: "name".into(),
            label: wording(NASTY[1]),
            required: true,
            choices: Vec::new(),
            width: 10,
        }],
        examples: NASTY.iter().map(|word| vec![(*word).to_owned()]).collect(),
        hints: NASTY.iter().map(|word| wording(word)).collect(),
        rules: NASTY.iter().map(|word| ((*word).to_owned(), wording(word))).collect(),
        blank_rows: 3,
    };
    is_plain("the form", &sheets::form(&template).unwrap());
    let mut rows = vec![vec![Sent::Text("姓名".into()), Sent::Text("号码".into())]];
    rows.extend(NASTY.iter().map(|word| vec![Sent::Text((*word).to_owned()), Sent::Text("7".into())]));
    let sheet = Sheet { name: "表".into(), rows, ..Sheet::default() };
    let rules = league::eligibility::Rules::basic();
    let checked = league::form::check(&sheet, &[], &rules, "2025-06-13".parse().unwrap()).unwrap();
    is_plain("the marked form", &sheets::marked(&sheet, &checked).unwrap());
}

#[test]
fn no_line_of_comma_separated_text_begins_one() {
    let cells: Vec<Vec<Cell>> = NASTY.iter().map(|word| vec![Cell::Text((*word).to_owned())]).collect();
    let text = csv(&["head"], &cells);
    for line in text.trim_start_matches('\u{feff}').lines().skip(1) {
        let cell = line.trim_start_matches('"');
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{line}");
    }
    for nasty in NASTY {
        assert!(text.contains(&nasty.replace('"', "\"\"")), "{nasty}");
    }
}
