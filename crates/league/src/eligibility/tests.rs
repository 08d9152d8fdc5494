//! Counting time, and what is not shown. The regulations themselves are in `tests/eligibility`.

use super::*;
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn ages_turn_on_the_birthday_or_with_the_year() {
    for (span, from, to, expected) in [
        (Span::Years, "2008-06-12", "2026-06-11", 17),
        (Span::Years, "2008-06-12", "2026-06-12", 18),
        (Span::Years, "2008-02-29", "2026-02-28", 17),
        (Span::Years, "2008-02-29", "2026-03-01", 18),
        (Span::CalendarYears, "2008-12-31", "2026-01-01", 18),
        (Span::Months, "2025-11-01", "2026-05-01", 6),
        (Span::Months, "2025-11-02", "2026-05-01", 5),
        (Span::Months, "2026-01-31", "2026-02-28", 1),
        (Span::Days, "2026-04-30", "2026-05-01", 1),
        (Span::Days, "2026-05-02", "2026-05-01", -1),
    ] {
        assert_eq!(span.between(day(from), day(to)), expected, "{from} {to}");
    }
}

fn rules(rule: &str) -> Rules {
    let head = "name = \"x\"\n[[rules]]\nkey = \"k\"\nwording = { zh = \"甲\", en = \"a\" }\n";
    Rules::from_toml(&format!("{head}{rule}")).unwrap()
}

fn list(facts: &[(&str, Value)]) -> List {
    let mut player = Player { row: 2, ..Player::default() };
    for (key, value) in facts {
        player.facts.set(*key, value.clone());
    }
    List { players: vec![player], ..List::default() }
}

fn reasons(rules: &Rules, list: &List) -> Vec<(Code, Verdict)> {
    let judged = judge(rules, list, day("2026-05-01"));
    let all = judged.players.into_iter().flatten().chain(judged.club);
    all.map(|reason| (reason.code, reason.verdict)).collect()
}

#[test]
fn what_nobody_has_shown_is_not_shown_and_weighs_what_the_rule_says() {
    let asked = "scope = \"player\"\nrequire = { of = \"union_member\", is = true }\n";
    assert_eq!(reasons(&rules(asked), &list(&[])), [(Code::NotShown, Verdict::Error)]);
    assert_eq!(
        reasons(&rules(&format!("{asked}unknown = \"warning\"")), &list(&[])),
        [(Code::NotShown, Verdict::Warning)]
    );
    assert_eq!(reasons(&rules(&format!("{asked}unknown = \"ok\"")), &list(&[])), []);
    assert_eq!(
        reasons(
            &rules(&format!("{asked}verdict = \"warning\"")),
            &list(&[("union_member", Value::Flag(false))])
        ),
        [(Code::NotMet, Verdict::Warning)]
    );
}

#[test]
fn a_count_that_may_still_be_kept_is_not_called_broken() {
    let women = "scope = \"list\"\nselect = { of = \"sex\", is = \"女\" }\nat_least = 1";
    assert_eq!(reasons(&rules(women), &list(&[])), [(Code::NotShown, Verdict::Error)]);
    let man = list(&[("sex", Value::Text("male".into()))]);
    assert_eq!(reasons(&rules(women), &man), [(Code::TooFew, Verdict::Error)]);
}

#[test]
fn a_share_is_not_rounded_in_anybodys_favour() {
    let share = |most: i64| {
        rules(&format!(
            "scope = \"list\"\nmeasure = \"percent\"\nselect = {{ of = \"outsider\", is = true }}\nat_most = {most}"
        ))
    };
    let mut team = list(&[("outsider", Value::Flag(true))]);
    for row in 3..5 {
        team.players.push(Player { row, ..Player::default() });
    }
    assert_eq!(reasons(&share(33), &team), [(Code::TooMany, Verdict::Error)]);
    assert_eq!(reasons(&share(34), &team), []);
}

#[test]
fn nothing_that_is_brought_changes_an_age() {
    let rules = rules("scope = \"player\"\nrequire = { of = \"age\", at_most = 50 }");
    let judged = judge(&rules, &list(&[("birth", Value::Date(day("1960-01-01")))]), day("2026-05-01"));
    assert!(judged.players[0][0].bring.is_empty());
    assert_eq!(judged.players[0][0].found, "年龄: 66 (1960-01-01)");
    let judged = judge(&rules, &list(&[]), day("2026-05-01"));
    assert_eq!(judged.players[0][0].bring[0].en, "the identity card");
}

#[test]
fn the_first_digits_of_an_id_number_are_never_shown() {
    let rules = rules("scope = \"player\"\nrequire = { of = \"id_region\", starts_with = [\"4302\"] }");
    let judged = judge(&rules, &list(&[("id_region", Value::Text("439901".into()))]), day("2026-05-01"));
    assert_eq!(judged.players[0][0].found, "证件号码前六位: ***");
}
