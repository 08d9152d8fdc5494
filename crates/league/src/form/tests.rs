//! Forms as they arrive: every slip here was seen in some office. All people are invented.

use super::*;
use crate::eligibility::{Rules, Value, Verdict};
use crate::identity::check_digit;
use chrono::NaiveDate;
use std::fmt::Write;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A number of nobody, born on a day; odd serials are men.
fn id(birth: &str, serial: u32) -> String {
    let first = format!("439901{birth}{serial:03}");
    let last = check_digit(&first).unwrap();
    format!("{first}{last}")
}

/// Lines with bars between the cells; `#` in front of a cell stores it as a number.
fn sheet(text: &str) -> Sheet {
    let cell = |text: &str| match (text.trim(), text.trim().strip_prefix('#')) {
        ("", _) => Cell::Empty,
        (_, Some(number)) => Cell::Number(number.parse().unwrap()),
        (text, None) => Cell::Text(text.replace('~', " ").replace('^', "\n")),
    };
    let rows = text.trim().lines().map(|line| line.split('|').map(cell).collect()).collect();
    Sheet { name: "表".into(), rows, ..Sheet::default() }
}

fn report(text: &str) -> Report {
    check(&sheet(text), &[], &Rules::basic(), day("2026-05-01")).unwrap()
}

/// "cell code" for each thing said about a cell.
fn said(report: &Report) -> Vec<String> {
    let code = |cell: &CellReport| {
        format!("{} {}", cell.cell, serde_json::to_value(cell.code).unwrap().as_str().unwrap())
    };
    report.rows.iter().flat_map(|row| &row.cells).map(code).collect()
}

/// What was read, one line for each player.
fn players(report: &Report, keys: &[&str]) -> Vec<String> {
    let line = |row: &RowReport| {
        let values = keys.iter().map(|key| row.player.get(*key).cloned().unwrap_or_default());
        values.collect::<Vec<_>>().join(" ")
    };
    report.rows.iter().map(line).collect()
}

#[test]
fn columns_are_found_by_any_of_their_names_in_any_order() {
    let number = id("19900102", 1);
    for header in [
        "姓名|性别|身份证号码|号码",
        "*队员姓名|性 别|居民身份证（18位）|球衣号",
        "参赛人员姓名：|性别（男/女）|身份证号码^ID number|球衣号码^Shirt",
        "Player name|Gender|ID card no.|Jersey No.",
        "姓名 Name|性别 Sex|证件号码 ID|背号",
        "运动员姓名（必填）|性别|本人身份证号码|比赛号码#",
    ] {
        let report = report(&format!("{header}\n队员甲|男|{number}|7"));
        assert_eq!(
            players(&report, &["name", "sex", "birth", "shirt"]),
            ["队员甲 male 1990-01-02 7"],
            "{header}"
        );
        assert_eq!(report.verdict, Verdict::Ok, "{header} {:?}", said(&report));
    }
    let papers = report(&format!(
        "Name|ID|Shirt|Insurance|Health certificate^(stamped)|Notes\n队员甲|{number}|7|yes|no|示 例"
    ));
    assert_eq!(
        players(&papers, &["insurance", "health_certificate", "remark"]),
        [""; 0],
        "a remark marks an example"
    );
    let papers =
        report(&format!("Name|ID|Shirt|Insurance|Health certificate^(stamped)\n队员甲|{number}|7|yes|no"));
    assert_eq!(players(&papers, &["insurance", "health_certificate"]), ["yes no"]);
    let report = report(&format!("7|x\n号码|证件号码|姓名\n7|{number}|队员甲"));
    assert_eq!(players(&report, &["name", "shirt"]), ["队员甲 7"]);
}

#[test]
fn a_title_a_club_block_merged_headers_blank_rows_and_footers_are_no_obstacle() {
    let number = id("19900102", 1);
    let report = report(&format!(
        "2026年示例职工篮球赛报名表
单位：示例机械厂~~~~领队：周 示 甲|||||
教练|吴示乙||浅色球衣|白|
||||||
序号|姓名|证件||球衣||备注
||类型|号码|号码|尺码|
1|队 员 甲|身份证|{number}|00|XL|
||||||
2|队员乙|护照|E1234567|0|L|
3|||||
序号|姓名|类型|号码|号码|尺码|备注
领队签字：________|||单位（盖章）||
深色球衣|红|"
    ));
    assert_eq!(players(&report, &["name", "document", "shirt"]), ["队员甲 身份证 00", "队员乙 护照 0"]);
    let club = &report.club.fields;
    let value = |key: &str| club.get(key).map(String::as_str);
    assert_eq!(value("official_name"), Some("示例机械厂"));
    assert_eq!(value("leader"), Some("周示甲"));
    assert_eq!(value("coach"), Some("吴示乙"));
    assert_eq!(value("light_kit"), Some("白"));
    let skipped: Vec<(u32, Why)> = report.skipped.iter().map(|skipped| (skipped.row, skipped.why)).collect();
    assert!(skipped.contains(&(12, Why::Footer)), "{skipped:?}");
    assert!(skipped.iter().any(|(row, why)| *row == 11 && *why == Why::Header), "{skipped:?}");
}

#[test]
fn dates_come_in_many_forms() {
    for written in [
        "2001-03-04",
        "2001/3/4",
        "2001.3.4",
        "2001年3月4日",
        "20010304",
        "２００１－３－４",
        "2001 年 3 月 4 日",
        "2001-03-04 00:00:00",
        "#36954",
        "36954",
        "#20010304",
        "2001-3-4",
        "2001年03月04号",
    ] {
        let report =
            report(&format!("姓名|证件类型|证件号码|号码|出生日期\n队员甲|护照|E1234567|7|{written}"));
        assert_eq!(players(&report, &["birth"]), ["2001-03-04"], "{written} {:?}", said(&report));
        assert_eq!(report.verdict, Verdict::Ok, "{written} {:?}", said(&report));
    }
    for (written, code) in [
        ("2001-02-30", "date_unclear"),
        ("3/4/2001", "date_unclear"),
        ("01.3.4", "date_unclear"),
        ("2001年3月", "date_unclear"),
        ("不详", "date_unclear"),
        ("2026-05-02", "date_implausible"),
        ("1890-01-01", "date_implausible"),
    ] {
        let report =
            report(&format!("姓名|证件类型|证件号码|号码|出生日期\n队员甲|护照|E1234567|7|{written}"));
        assert_eq!(said(&report), [format!("E2 {code}")], "{written}");
    }
}

#[test]
fn the_number_the_birth_and_the_sex_must_agree() {
    let number = id("20010304", 2);
    let row = |sex: &str, birth: &str| {
        report(&format!("姓名|性别|身份证|号码|出生年月\n队员甲|{sex}|{number}|7|{birth}"))
    };
    assert_eq!(said(&row("女", "2001.3.4")), Vec::<String>::new());
    assert_eq!(said(&row("男", "2001.3.5")), ["E2 birth_mismatch", "B2 sex_mismatch"]);
    // Many forms ask for year and month only.
    let month = row("女", "2001年3月");
    assert_eq!((said(&month), month.verdict), (vec!["E2 date_incomplete".into()], Verdict::Warning));
    assert_eq!(players(&month, &["birth"]), ["2001-03-04"]);
    assert_eq!(said(&row("女", "200104")), ["E2 birth_mismatch"]);
    assert_eq!(players(&row("", ""), &["sex", "birth"]), ["female 2001-03-04"]);
}

#[test]
fn an_id_number_stored_as_a_number_is_an_error_whatever_its_check_digit() {
    let passing = (0..10)
        .flat_map(|serial| (1..=28).map(move |day| format!("439901199001{day:02}{serial}00")))
        .find(|first| check_digit(first) == Some('0'))
        .map(|first| first + "0")
        .unwrap();
    assert!(crate::identity::IdNumber::parse(&passing).is_ok());
    let row = |number: &str| report(&format!("姓名|身份证|号码\n队员甲|{number}|7"));
    for stored in [format!("#{passing}"), "#123".into(), "4.39901E+17".into(), "４.３９９０１ｅ＋１７".into()]
    {
        let report = row(&stored);
        assert_eq!(said(&report), ["B2 id_number_stored_as_number"], "{stored}");
        assert_eq!(report.verdict, Verdict::Error);
        assert!(!serde_json::to_string(&report).unwrap().contains(&passing[..12]));
    }
    let text = row(&passing);
    assert_eq!((said(&text), text.verdict), (vec!["B2 id_number_ends000".into()], Verdict::Warning));
}

#[test]
fn each_wrong_number_says_what_is_wrong() {
    let good = id("19900102", 1);
    let wrong_last = format!("{}{}", &good[..17], if good.ends_with('5') { '6' } else { '5' });
    let no_region = format!("990000{}", &good[6..]);
    for (number, code) in [
        (wrong_last.as_str(), "id_number_check_digit"),
        (no_region.as_str(), "id_number_region"),
        (&good[..15], "id_number_old"),
        ("12345", "id_number_shape"),
        ("43990119901302001X", "id_number_birth"),
    ] {
        assert_eq!(said(&report(&format!("姓名|身份证|号码\n队员甲|{number}|7"))), [format!("B2 {code}")]);
    }
    // Another document follows its own scheme.
    let other = report(
        "姓名|证件类型|证件号码|号码|出生日期\n队员甲|护照|E1234567|7|1990-01-02\n队员乙|狩猎证|E7654321|8|1990-01-02",
    );
    assert_eq!(said(&other), ["B3 document_unknown", "C3 id_number_shape"]);
}

#[test]
fn shirts_keep_00_apart_from_0() {
    let mut form = "姓名|证件类型|证件号码|号码|出生日期\n".to_owned();
    for (place, shirt) in ["0", "00", "#7", "99", "０８", "100", "-1", "7.5", "十"].iter().enumerate() {
        writeln!(form, "队员{}|护照|E123456{place}|{shirt}|199{place}-01-02", ["甲", "乙", "丙"][place % 3])
            .unwrap();
    }
    let report = report(&form);
    assert_eq!(players(&report, &["shirt"])[..5], ["0", "00", "7", "99", "8"]);
    assert_eq!(
        said(&report),
        [
            "D6 shirt_leading_zero",
            "D7 shirt_unclear",
            "D8 shirt_unclear",
            "D9 shirt_unclear",
            "D10 shirt_unclear"
        ]
    );
}

#[test]
fn what_was_tidied_is_listed_and_numbers_are_masked() {
    let number = id("19900102", 1);
    let wide: String = number.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
    let report =
        report(&format!("姓名|身份证|号码|身高|手机\n买买提·示 例|{wide}|１２|1.86米|+86 130-0000-0000"));
    assert_eq!(players(&report, &["name", "shirt", "height"]), ["买买提·示例 12 186"]);
    let tidied: Vec<String> =
        report.rows[0].tidied.iter().map(|tidied| format!("{} {}", tidied.cell, tidied.to)).collect();
    assert_eq!(
        tidied,
        [
            "A2 买买提·示例",
            "C2 12",
            "D2 186",
            "E2 *******0000",
            &format!("B2 **************{}", &number[14..])
        ]
    );
    assert!(!serde_json::to_string(&report).unwrap().contains("13000000000"));
}

#[test]
fn names_keep_what_belongs_to_them() {
    for (written, read) in [
        ("张 三", "张三"),
        ("张　三", "张三"),
        (" 阿卜杜•示例 ", "阿卜杜·示例"),
        ("John  Example", "John Example"),
        ("J. Example", "J. Example"),
    ] {
        let report = report(&format!("姓名|号码\n{}|7", written.replace(' ', "~")));
        assert_eq!(players(&report, &["name"]), [read]);
    }
}

#[test]
fn nobody_stands_twice() {
    let (one, two) = (id("19900102", 1), id("19900102", 3));
    let same = report(&format!("姓名|身份证|号码\n队员甲|{one}|7\n队员乙|{two}|8\n队员丙|{one}|9"));
    assert_eq!(said(&same), ["B2 duplicate_person", "B4 duplicate_person"]);
    // Two people may share a name and a birthday; a passport does not tell them apart.
    let form = |kind: &str, number: &str| {
        report(&format!(
            "姓名|证件类型|证件号|号码|出生日期\n队员甲|身份证|{one}|7|\n队 员 甲|{kind}|{number}|8|1990-01-02"
        ))
    };
    assert_eq!(said(&form("身份证", &two)), Vec::<String>::new());
    assert_eq!(said(&form("护照", "E1234567")), ["C2 duplicate_person", "C3 duplicate_person"]);
}

#[test]
fn leaders_among_the_players_go_to_the_bench_and_examples_nowhere() {
    let number = id("19900102", 1);
    let report = report(&format!(
        "序号|职务|姓名|身份证|号码\n示例|运动员|队员示|{number}|4\n1|领队|周示甲||\n2|教练|吴示乙||\n3|运动员|队员甲|{number}|7"
    ));
    assert_eq!(players(&report, &["name"]), ["队员甲"]);
    assert_eq!(report.club.fields.get("leader").map(String::as_str), Some("周示甲"));
    assert_eq!(
        report.skipped.iter().map(|skipped| skipped.why).collect::<Vec<_>>(),
        [Why::Example, Why::Official, Why::Official]
    );
}

#[test]
fn a_missing_column_is_said_once_and_a_missing_cell_where_it_is() {
    let report = report("姓名|号码\n队员甲|\n|8");
    let columns: Vec<&str> = report.club.cells.iter().map(|cell| cell.field.as_str()).collect();
    assert_eq!(columns, ["id_number"]);
    assert_eq!(said(&report), ["B2 missing", "A3 missing"]);
}

#[test]
fn a_minor_needs_the_guardians_consent() {
    let number = id("20080502", 1);
    let row = |consent: &str| report(&format!("姓名|身份证|号码|家长同意书\n队员甲|{number}|7|{consent}"));
    let red = row("");
    assert_eq!(red.rows[0].eligibility, Verdict::Error);
    assert_eq!(red.rows[0].bring[0].zh, "监护人同意书");
    assert_eq!(row("已签").verdict, Verdict::Ok);
}

#[test]
fn months_and_registrations_are_read_as_people_write_them() {
    let fields = Fields::standard();
    let read =
        |key: &str, text: &str| value::cook(fields.of_player(key).unwrap(), &Cell::Text(text.into())).value;
    for (text, months) in
        [("12", 12), ("近3个月", 3), ("2年", 24), ("1年6个月", 18), ("半年", 6), ("一", -1), ("无", 0)]
    {
        let expected = (months >= 0).then_some(Value::Number(months));
        assert_eq!(read("social_insurance_months", text), expected, "{text}");
    }
    let shown = |text: &str| read("registrations", text).map(|value| value.shown());
    assert_eq!(shown("无").as_deref(), Some(""));
    assert_eq!(shown("某联赛 2015-2017；另一联赛(2020)").as_deref(), Some("某联赛 2015-2017、另一联赛 2020"));
    assert_eq!(shown("是"), None);
}

#[test]
fn the_built_in_fields_and_rules_can_be_read() {
    assert!(Fields::standard().player.len() > 20);
    assert_eq!(Rules::basic().name, "basic");
    let names: Vec<String> = template(&Rules::basic()).columns.into_iter().map(|column| column.key).collect();
    assert_eq!(names[..4], ["serial", "name", "sex", "document"]);
    assert!(names.contains(&"guardian_consent".to_owned()) && !names.contains(&"union_member".to_owned()));
}

#[test]
fn a_sheet_without_players_is_no_form() {
    for text in ["", "单位|示例厂", "姓名\n队员甲"] {
        assert!(
            matches!(
                check(&sheet(text), &[], &Rules::basic(), day("2026-05-01")),
                Err(FormRefused::NoHeader)
            ),
            "{text}"
        );
    }
}
