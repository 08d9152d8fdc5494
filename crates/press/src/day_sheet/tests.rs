use super::*;
use crate::worlds;
use crate::{Document, pdf};
use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};
use typst::layout::{Frame, FrameItem};

const LANGUAGES: [Language; 3] = [Language::Zh, Language::En, Language::Both];

/// Every text of the laid-out pages without white space: lines may break anywhere.
fn printed_text(day: &DaySheet) -> String {
    let laid_out = paper::lay_out(&sheet(day).unwrap()).unwrap();
    assert_eq!(laid_out.warnings, Vec::<String>::new(), "a warning is a mistake in the template");
    let mut text = String::new();
    for page in laid_out.document.pages() {
        collect(&page.frame, &mut text);
    }
    squeeze(&text)
}

fn collect(frame: &Frame, text: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, text),
            FrameItem::Text(run) => text.push_str(&run.text),
            _ => {}
        }
    }
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Every text the template was told to print.
fn told(day: &DaySheet) -> Vec<String> {
    fn walk(value: &Value, texts: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                let printed = fields.iter().filter(|(name, _)| *name != "known");
                printed.for_each(|(_, value)| walk(value, texts));
            }
            Value::Array(values) => values.iter().for_each(|value| walk(value, texts)),
            Value::String(text) => texts.push(squeeze(text)),
            _ => {}
        }
    }
    let mut value: Value = serde_json::from_slice(&sheet(day).unwrap().json).unwrap();
    let fields = value.as_object_mut().unwrap();
    // The first is a setting, the second stands in the code and as a link, the third names what may be absent.
    for unprinted in ["language", "address", "words"] {
        fields.remove(unprinted);
    }
    let sides = fields["games"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .flat_map(|game| game["sides"].as_array_mut().unwrap());
    sides.for_each(|side| drop(side.as_object_mut().unwrap().remove("shirt")));
    let mut texts = Vec::new();
    walk(&value, &mut texts);
    texts
}

#[test]
fn every_name_number_and_score_is_printed_as_often_as_it_was_given() {
    for language in LANGUAGES {
        for day in [worlds::opening(language), worlds::bare(language), worlds::crowded(language)] {
            let (text, told) = (printed_text(&day), told(&day));
            for part in &told {
                let given = told.iter().filter(|other| *other == part).count();
                let found = text.matches(part.as_str()).count();
                assert!(found >= given, "{part}: {found} of {given} in {language:?}");
            }
        }
    }
}

#[test]
fn a_reader_of_the_file_finds_the_same_text() {
    let day = worlds::opening(Language::Both);
    let file = pdf(Document::DaySheet(&day)).unwrap();
    let reader = Command::new("pdftotext")
        .args(["-raw", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut reader) = reader else {
        println!("skipped: pdftotext is not installed, the text of the file was not read");
        return;
    };
    reader.stdin.take().unwrap().write_all(&file.bytes).unwrap();
    let text = squeeze(&String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap());
    for part in
        ["中车时代新材", "CRRCTimesNewMaterial", "19:00", "周示范", "2025年6月13日星期五", "示例", "待定"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_sample_is_marked_and_a_published_fact_is_not() {
    let mut day = worlds::opening(Language::Zh);
    day.games.truncate(1);
    day.games[0].officials.clear();
    let marks = |day: &DaySheet| printed_text(day).matches("示例").count();
    // The group, the shirts of two sides, and the note in the footer.
    assert_eq!(marks(&day), 4);
    day.games[0].light = Fact::published(Side::B);
    day.games[0].place.truncate(1);
    assert_eq!(marks(&day), 0);
}

#[test]
fn what_nobody_knows_is_said_in_the_language_of_the_sheet() {
    let (zh, en) = (printed_text(&worlds::bare(Language::Zh)), printed_text(&worlds::bare(Language::En)));
    assert!(zh.contains("未知") && zh.contains("待定") && zh.contains("1场比赛"));
    assert!(en.contains("unknown") && en.contains("TBD") && en.contains("1game") && !en.contains("未知"));
}

#[test]
fn the_side_that_wears_light_is_named() {
    let mut day = worlds::opening(Language::En);
    day.games[0].light = Fact::published(Side::B);
    let json: Value = serde_json::from_slice(&sheet(&day).unwrap().json).unwrap();
    assert_eq!(
        [&json["games"][0]["sides"][0]["shirt"], &json["games"][0]["sides"][1]["shirt"]],
        ["dark", "light"]
    );
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    for language in LANGUAGES {
        let day = worlds::crowded(language);
        let (one, two) = (pdf(Document::DaySheet(&day)).unwrap(), pdf(Document::DaySheet(&day)).unwrap());
        assert!(one == two, "{language:?}");
        assert!(one.bytes.starts_with(b"%PDF-") && one.pages == 3);
    }
}

#[test]
fn the_date_in_the_file_comes_from_the_data() {
    let mut day = worlds::opening(Language::Zh);
    let before = pdf(Document::DaySheet(&day)).unwrap().bytes;
    assert!(String::from_utf8_lossy(&before).contains("D:20261120180500+08"));
    day.printed += chrono::TimeDelta::minutes(1);
    assert!(pdf(Document::DaySheet(&day)).unwrap().bytes != before);
}

#[test]
fn hostile_names_are_printed_as_they_stand() {
    for hostile in worlds::HOSTILE {
        let mut day = worlds::opening(Language::Both);
        let name = Name::both(hostile, hostile);
        day.league = name.clone();
        day.version = hostile.to_owned();
        (day.venue, day.season) = (Fact::sample(name.clone()), Fact::published(name.clone()));
        day.remarks = vec![Fact::published(name.clone())];
        for game in &mut day.games {
            game.place = vec![Fact::published(name.clone())];
            game.court = Fact::published(name.clone());
            game.sides[0] =
                Team { short: Fact::sample(name.clone()), official: Some(Fact::published(name.clone())) };
            game.officials = vec![Official { role: Role::Timer, person: Fact::published(name.clone()) }];
        }
        let text = printed_text(&day);
        let expected = squeeze(&clean(hostile));
        // Shaping joins letters of the scripts without a font; those names are checked by the report of what is missing.
        if fonts::missing_characters(&expected).is_empty() {
            assert!(text.matches(&expected).count() >= 9 || expected.is_empty(), "{hostile}: {text}");
        }
        let printed = pdf(Document::DaySheet(&day)).unwrap();
        assert!(printed.pages <= 2, "{hostile}: {} pages", printed.pages);
    }
}

#[test]
fn nothing_leaves_the_page() {
    fn furthest(frame: &Frame, x: f64) -> f64 {
        let edge = |(at, item): &(typst::layout::Point, FrameItem)| match item {
            FrameItem::Group(group) => furthest(&group.frame, x + at.x.to_pt()),
            FrameItem::Text(run) => x + at.x.to_pt() + run.width().to_pt(),
            _ => 0.0,
        };
        frame.items().map(edge).fold(0.0, f64::max)
    }
    for language in LANGUAGES {
        let mut day = worlds::crowded(language);
        day.venue = Fact::published(Name::zh(worlds::UNBROKEN));
        day.games[0].court = Fact::sample(Name::zh(worlds::UNBROKEN));
        let laid_out = paper::lay_out(&sheet(&day).unwrap()).unwrap();
        let right_margin = 595.3 - 42.5;
        for page in laid_out.document.pages() {
            let edge = furthest(&page.frame, 0.0);
            assert!(edge <= right_margin + 1.0, "{language:?}: {edge}");
        }
    }
}

#[test]
fn missing_characters_are_reported() {
    assert_eq!(
        pdf(Document::DaySheet(&worlds::opening(Language::Both))).unwrap().missing,
        Vec::<char>::new()
    );
    assert_eq!(pdf(Document::DaySheet(&worlds::crowded(Language::Zh))).unwrap().missing, ['韡']);
}

#[test]
fn an_empty_day_and_a_full_one() {
    let mut day = worlds::opening(Language::Both);
    let game = day.games.remove(0);
    day.games.clear();
    assert!(printed_text(&day).contains("当日没有比赛。"));
    day.games = vec![game.clone(); MOST_GAMES];
    assert!(pdf(Document::DaySheet(&day)).unwrap().pages > 20);
    day.games.push(game);
    assert_eq!(pdf(Document::DaySheet(&day)), Err(Error::TooMuch { games: 101 }));
}

#[test]
fn only_a_web_address_becomes_a_code() {
    for address in [
        "javascript:alert(1)",
        "",
        "https://例.cn",
        "https://a b",
        "file:///etc/passwd",
        &format!("https://{}", "a".repeat(400)),
    ] {
        let day = DaySheet { address: address.to_owned(), ..worlds::opening(Language::Zh) };
        assert!(matches!(pdf(Document::DaySheet(&day)), Err(Error::Address(_))), "{address}");
    }
}
