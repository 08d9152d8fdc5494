//! `changba entry`: forms as team leaders send them, and files nobody should open.

use crate::cli_world::Folder;
use calamine::{Data, Reader, Xlsx};
use league::identity::check_digit;
use rust_xlsxwriter::{Format, Formula, Workbook};
use serde_json::Value;
use std::io::Write;
use std::process::{Command, Output};

const RULES: &str = r#"
name = "works"
title = { zh = "示例职工赛", en = "Example works league" }

[dates]
cut_off = 2026-04-30

[[rules]]
key = "employed"
number = "第三条"
scope = "player"
require = { of = "employed_since", on_or_before = "cut_off" }
wording = { zh = "4月30日前入职。", en = "Employed by 30 April." }

[[rules]]
key = "insured"
number = "第四条"
scope = "player"
require = { paper = "insurance" }
wording = { zh = "=须有意外保险。", en = "Accident insurance." }

[[rules]]
key = "size"
number = "第五条"
scope = "list"
at_most = 40
wording = { zh = "至多40人。", en = "At most 40." }
"#;

fn changba(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_changba")).arg("entry").args(arguments).output().unwrap()
}

fn check(folder: &Folder, file: &str, more: &[&str]) -> (i32, Value, String) {
    let path = folder.path(file).display().to_string();
    let mut arguments = vec!["check", path.as_str(), "--as-of", "2026-05-01"];
    arguments.extend(more);
    let done = changba(&arguments);
    let answer = serde_json::from_slice(&done.stdout).unwrap_or(Value::Null);
    (done.status.code().unwrap(), answer, String::from_utf8_lossy(&done.stderr).into_owned())
}

/// An invented number: the county does not exist, the check digit is computed.
fn id(serial: u32) -> String {
    let first = format!("43990119900102{serial:03}");
    let last = check_digit(&first).unwrap();
    format!("{first}{last}")
}

fn player(place: u32) -> Vec<String> {
    let sex = if (2 * place + 1) % 2 == 1 { "男" } else { "女" };
    [
        &format!("队员{}", ["甲", "乙", "丙", "丁", "戊"][place as usize % 5]),
        sex,
        &id(2 * place + 1),
        &place.to_string(),
        "2020-07-01",
        "是",
    ]
    .iter()
    .map(|cell| (*cell).to_owned())
    .collect()
}

const HEADER: [&str; 6] = ["姓名", "性别", "身份证号", "号码", "入职日期", "意外保险"];

fn csv(rows: &[Vec<String>]) -> String {
    let lines = rows.iter().map(|row| row.join(","));
    std::iter::once(HEADER.join(",")).chain(lines).map(|line| line + "\n").collect()
}

fn write(folder: &Folder, name: &str, bytes: &[u8]) {
    std::fs::write(folder.path(name), bytes).unwrap();
}

#[test]
fn thirty_players_pass_in_every_encoding_with_and_without_rules() {
    let folder = Folder::new();
    write(&folder, "rules.toml", RULES.as_bytes());
    let text = csv(&(0..30).map(player).collect::<Vec<_>>());
    let (gbk, _, _) = encoding_rs::GBK.encode(&text);
    let with_mark = format!("\u{feff}{text}");
    for (name, bytes) in
        [("utf8.csv", text.as_bytes()), ("mark.csv", with_mark.as_bytes()), ("gbk.csv", &gbk)]
    {
        write(&folder, name, bytes);
        let rules = folder.path("rules.toml").display().to_string();
        for more in [&[][..], &["--rules", &rules]] {
            let (code, report, err) = check(&folder, name, more);
            assert_eq!((code, err.as_str()), (0, ""), "{name} {report}");
            assert_eq!(report["summary"]["ok"], 30);
            assert_eq!(report["rows"][0]["player"]["name"], "队员甲");
        }
    }
}

#[test]
fn a_breach_is_1_with_its_regulation_and_numbers_stay_masked() {
    let folder = Folder::new();
    write(&folder, "rules.toml", RULES.as_bytes());
    let mut rows: Vec<Vec<String>> = (0..3).map(player).collect();
    rows[1][4] = "2026年5月1日".into();
    rows[2][5] = "无".into();
    // A number in the wrong cell is masked as well.
    rows[2][0] = id(9);
    write(&folder, "form.csv", csv(&rows).as_bytes());
    let rules = folder.path("rules.toml").display().to_string();
    let (code, report, _) = check(&folder, "form.csv", &["--rules", &rules]);
    assert_eq!(code, 1);
    assert_eq!(report["rows"][0]["verdict"], "ok");
    let reason = &report["rows"][1]["reasons"][0];
    assert_eq!((reason["number"].as_str(), reason["code"].as_str()), (Some("第三条"), Some("not_met")));
    assert_eq!(reason["wording"]["en"], "Employed by 30 April.");
    assert_eq!(report["rows"][2]["bring"][0]["zh"], "意外保险");
    let printed = report.to_string();
    for place in 0..12 {
        assert!(!printed.contains(&id(place)), "{printed}");
        assert!(!printed.contains(&id(place)[..10]), "{printed}");
    }
}

#[test]
fn one_player_plays_for_one_club() {
    let folder = Folder::new();
    write(&folder, "ours.csv", csv(&[player(1), player(2)]).as_bytes());
    write(&folder, "theirs.csv", format!("球队名称,示例二队\n{}", csv(&[player(2), player(3)])).as_bytes());
    let theirs = folder.path("theirs.csv").display().to_string();
    let (code, report, _) = check(&folder, "ours.csv", &["--other", &theirs]);
    assert_eq!(code, 1);
    assert_eq!(report["rows"][0]["verdict"], "ok");
    assert_eq!(report["rows"][1]["reasons"][0]["rule"], "one_club");
    assert!(report["rows"][1]["reasons"][0]["found"].as_str().unwrap().contains("示例二队"));
}

#[test]
fn a_workbook_with_a_number_for_an_id_is_an_error_whatever_its_check_digit() {
    let folder = Folder::new();
    // A number that ends in 000 and still passes its check digit.
    let lucky = (1..=28)
        .flat_map(|day| (0..10).map(move |serial| format!("439901199001{day:02}{serial}00")))
        .find(|first| check_digit(first) == Some('0'))
        .map(|first| first + "0")
        .unwrap();
    let rewritten = format!("{:.0}", lucky.parse::<f64>().unwrap());
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in HEADER.iter().enumerate() {
        sheet.write_string(2, column as u16, *name).unwrap();
    }
    for (row, as_number) in [(3, true), (4, false)] {
        sheet.write_string(row, 0, if as_number { "张 三" } else { "李四" }).unwrap();
        if as_number {
            sheet.write_number(row, 2, lucky.parse::<f64>().unwrap()).unwrap();
        } else {
            sheet.write_string(row, 2, &lucky).unwrap();
        }
        sheet.write_number(row, 3, f64::from(row)).unwrap();
        sheet.write_string(row, 5, "是").unwrap();
    }
    sheet.write_number_with_format(3, 4, 43_647, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    sheet.write_formula(4, 4, Formula::new("=DATE(2019,7,1)").set_result("43647")).unwrap();
    book.save(folder.path("form.xlsx")).unwrap();
    let (code, report, err) = check(&folder, "form.xlsx", &[]);
    assert_eq!(code, 1, "{err}");
    let (number, text) = (&report["rows"][0], &report["rows"][1]);
    assert_eq!(number["cells"][0]["code"], "id_number_stored_as_number");
    assert_eq!(number["cells"][0]["cell"], "C4");
    assert_eq!(number["cells"][0]["found"], format!("**************{}", &rewritten[14..]));
    assert_eq!(number["player"]["name"], "张三");
    assert_eq!(number["player"]["employed_since"], "2019-07-01");
    assert_eq!(text["verdict"], "warning", "{text}");
    let codes: Vec<&str> =
        text["cells"].as_array().unwrap().iter().filter_map(|cell| cell["code"].as_str()).collect();
    assert_eq!(codes, ["formula", "id_number_ends000"]);
}

#[test]
fn an_old_workbook_is_read_as_well() {
    // Two invented players under a merged title; in the second file one number is stored as a number.
    let folder = Folder::new();
    write(&folder, "form.xls", include_bytes!("entry/form.xls"));
    let (code, report, err) = check(&folder, "form.xls", &[]);
    assert_eq!((code, report["summary"]["ok"].as_u64()), (0, Some(2)), "{err} {report}");
    assert_eq!(report["club"]["fields"]["official_name"], "示例机械厂");
    assert_eq!(report["rows"][0]["player"]["birth"], "1990-01-02");
    write(&folder, "number.xls", include_bytes!("entry/number.xls"));
    let (code, report, _) = check(&folder, "number.xls", &[]);
    assert_eq!(code, 1);
    assert_eq!(report["rows"][1]["cells"][0]["code"], "id_number_stored_as_number");
}

#[test]
fn the_form_has_drop_downs_examples_and_rules_and_passes_once_filled() {
    let folder = Folder::new();
    write(&folder, "rules.toml", RULES.as_bytes());
    let rules = folder.path("rules.toml").display().to_string();
    let out = folder.path("form.xlsx").display().to_string();
    let done = changba(&["template", "--rules", &rules, "--out", &out]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let bytes = std::fs::read(&out).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes.clone())).unwrap();
    let words = book.worksheet_range_at(1).unwrap().unwrap();
    let words: Vec<String> = words.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    assert!(
        words.iter().any(|word| word == "Employed by 30 April.") && words.iter().any(|word| word == "第五条")
    );
    assert!(words.iter().any(|word| word == "=须有意外保险。"), "kept as text");
    assert!(book.worksheet_formula("填写说明与规则").unwrap().is_empty(), "and no formula");
    let form = book.worksheet_range_at(0).unwrap().unwrap();
    let header =
        form.rows().position(|row| row.iter().any(|cell| cell.to_string().starts_with("姓名"))).unwrap();
    let labels: Vec<String> = form.rows().nth(header).unwrap().iter().map(ToString::to_string).collect();
    assert!(labels.iter().any(|label| label.starts_with("入职日期")), "{labels:?}");
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(xml.contains("<dataValidation ") && xml.contains("男,女"));

    // Empty, with its examples: nobody.
    let (code, report, err) = check(&folder, "form.xlsx", &["--rules", &rules]);
    assert_eq!((code, report["summary"]["rows"].as_u64()), (0, Some(0)), "{err} {report}");
    assert_eq!(report["skipped"].as_array().unwrap().len(), 2);

    // Filled as a leader does, in the row after the examples.
    let mut filled = Workbook::new();
    let sheet = filled.add_worksheet();
    for (row, cells) in form.rows().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            if *cell != Data::Empty {
                sheet.write_string(row as u32, column as u16, cell.to_string()).unwrap();
            }
        }
    }
    let value = |label: &str| match label.split('\n').next().unwrap().trim_end_matches('*') {
        "姓名" => "队员甲".to_owned(),
        "性别" => "男".into(),
        "证件类型" => "身份证".into(),
        "证件号码" => id(1),
        "出生日期" => "1990.1.2".into(),
        "球衣号码" => "00".into(),
        "入职日期" => "20200701".into(),
        "序号" => "1".into(),
        "身高(cm)" => "186".into(),
        "位置" => "后卫".into(),
        "意外保险" => "是".into(),
        _ => String::new(),
    };
    for (column, label) in labels.iter().enumerate() {
        let text = value(label);
        if !text.is_empty() {
            sheet.write_string(header as u32 + 3, column as u16, text).unwrap();
        }
    }
    sheet.write_string(1, 2, "示例机械厂").unwrap();
    filled.save(folder.path("filled.xlsx")).unwrap();
    let (code, report, err) = check(&folder, "filled.xlsx", &["--rules", &rules]);
    assert_eq!(code, 0, "{err} {report}");
    assert_eq!(report["summary"]["ok"], 1);
    assert_eq!(report["club"]["fields"]["official_name"], "示例机械厂");
    assert_eq!(report["rows"][0]["player"]["shirt"], "00");
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A compound file with nothing but a directory: its second entry has this name.
fn container(name: &str) -> Vec<u8> {
    let mut bytes = vec![0xff; 512 * 3];
    bytes[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    bytes[30] = 9;
    bytes[48..52].copy_from_slice(&1_u32.to_le_bytes());
    bytes[76..80].copy_from_slice(&0_u32.to_le_bytes());
    let entry = 512 * 2 + 128;
    bytes[entry..entry + 64].fill(0);
    for (place, unit) in name.encode_utf16().enumerate() {
        bytes[entry + place * 2..entry + place * 2 + 2].copy_from_slice(&unit.to_le_bytes());
    }
    bytes
}

#[test]
fn hostile_files_are_refused_with_a_sentence() {
    let folder = Folder::new();
    let formula = |formula: &str| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "姓名").unwrap().write_string(0, 1, "号码").unwrap();
        sheet.write_formula(1, 0, formula).unwrap();
        book.save_to_buffer().unwrap()
    };
    let far = {
        let mut book = Workbook::new();
        book.add_worksheet().write_string(1_048_575, 16_383, "x").unwrap();
        book.save_to_buffer().unwrap()
    };
    // One long text, kept once in the file and shown by thousands of cells.
    let shared = {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let text = "长".repeat(10_000);
        for row in 0..1_000 {
            sheet.write_string(row, 0, &text).unwrap();
        }
        book.save_to_buffer().unwrap()
    };
    let wide = {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for row in 0..5_000 {
            sheet.write_number(row, 199, 1).unwrap();
        }
        book.save_to_buffer().unwrap()
    };
    let bomb =
        archive(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &vec![b' '; 80 << 20])]);
    let dde = archive(&[
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/externalLinks/externalLink1.xml", b"<externalLink><ddeLink ddeService=\"cmd\"/></externalLink>"),
    ]);
    let macros = archive(&[("xl/workbook.xml", b"<workbook/>"), ("xl/vbaProject.bin", b"x")]);
    let plain = csv(&[player(1)]);
    let called = format!("{plain}=cmd|' /C calc'!A0,男,1,2,3,4\n");
    let cases: [(&str, &[u8], &str); 23] = [
        ("macro.xls", &container("_VBA_PROJECT_CUR"), "macros"),
        ("locked.xls", &container("EncryptedPackage"), "password"),
        ("shared.xlsx", &shared, "20000 rows"),
        ("wide.xlsx", &wide, "20000 rows"),
        ("service.xlsx", &dde, "externallink1"),
        ("far.xls", include_bytes!("entry/far.xls"), "20000 rows"),
        ("link.xls", include_bytes!("entry/link.xls"), "A6"),
        ("bomb.xlsx", &bomb, "unpack"),
        ("macro.xlsx", &macros, "macros"),
        ("macro.xlsm", &macros, "macros"),
        ("dde.xlsx", &formula("=cmd|' /C calc'!A0"), "A2"),
        ("link.xlsx", &formula("=HYPERLINK(\"http://example.invalid\",\"x\")"), "A2"),
        ("dde.csv", called.as_bytes(), "A3"),
        ("far.xlsx", &far, "20000 rows"),
        ("web.xls", b"<html><table><tr><td>x</td></tr></table></html>", "web page"),
        (
            "picture.xls",
            b"\xef\xbb\xbf <svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
            "SVG",
        ),
        ("text.xlsx", plain.as_bytes(), "ends in .xlsx"),
        ("book.csv", &far, "ends in .csv"),
        ("cut.xlsx", &far[..far.len() / 2], "damaged"),
        ("cut.xls", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0], "damaged"),
        ("huge.csv", &vec![b'a'; 11 << 20], "10 MB"),
        ("empty.csv", b"", "empty"),
        ("nothing.csv", "一,二\n三,四\n".as_bytes(), "no header"),
    ];
    // A gigabyte of nothing: it takes no room on the disk, and no more than the limit of it is read.
    std::fs::File::create(folder.path("gigabyte.xlsx")).unwrap().set_len(1 << 30).unwrap();
    let (code, report, err) = check(&folder, "gigabyte.xlsx", &[]);
    assert_eq!((code, report), (2, Value::Null));
    assert!(err.contains("10 MB"), "{err}");
    for (name, bytes, sentence) in cases {
        write(&folder, name, bytes);
        let (code, report, err) = check(&folder, name, &[]);
        assert_eq!((code, &report), (2, &Value::Null), "{name}: {err}");
        assert!(err.contains(sentence), "{name}: {err}");
        assert_eq!(err.lines().count(), 1, "{name}: {err}");
    }
}

#[test]
fn rules_that_mean_nothing_are_refused_with_their_name() {
    let folder = Folder::new();
    write(&folder, "form.csv", csv(&[player(1)]).as_bytes());
    for (rules, sentence) in [
        ("name = 1", "name"),
        ("name = \"x\"\nleague = 1", "league"),
        (
            "name = \"x\"\n[[rules]]\nkey = \"k\"\nscope = \"player\"\nrequire = { of = \"shoe\", at_least = 1 }",
            "shoe",
        ),
        ("name = \"x\"\n[[rules]]\nkey = \"k\"\nscope = \"player\"\nat_most = 1", "\"k\""),
        ("name = \"x\"\n[[rules]]\nkey = \"k\"\nscope = \"list\"\nat_least = 3\nat_most = 1", "above"),
        (
            "name = \"x\"\n[[rules]]\nkey = \"k\"\nscope = \"player\"\nrequire = { of = \"birth\", on_or_before = \"soon\" }",
            "soon",
        ),
    ] {
        write(&folder, "rules.toml", rules.as_bytes());
        let path = folder.path("rules.toml").display().to_string();
        let (code, report, err) = check(&folder, "form.csv", &["--rules", &path]);
        assert_eq!((code, &report), (2, &Value::Null), "{rules}");
        assert!(err.contains(sentence) && err.contains("rules.toml"), "{err}");
    }
}
