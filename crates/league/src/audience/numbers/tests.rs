use super::{Rule, normal, read, scan};
use proptest::prelude::*;

/// "text = value [low, high] rule", one a line.
const READ: &str = "
12.6万 = 126000 [125500, 126499] rounded
超400万 = 4000000 [4000000, ] at_least
近千万 = 10000000 [9000000, 10000000] near
400余万人次 = 4000000 [4000000, 4999999] odd
4.5亿 = 450000000 [445000000, 454999999] rounded
4.5亿余次 = 450000000 [450000000, 459999999] odd
上万 = 10000 [10000, ] upwards
上百万人次 = 1000000 [1000000, ] upwards
3.7-4.2万 = 39500 [37000, 42000] range
3.7万~4.2万人 = 39500 [37000, 42000] range
300至400人 = 350 [300, 400] range
3412 = 3412 [3412, 3412] exact
1,163,750人次 = 1163750 [1163750, 1163750] exact
116.375万 = 1163750 [1163745, 1163754] rounded
过千 = 1000 [1000, ] at_least
突破500万 = 5000000 [5000000, ] at_least
逾29.18亿元 = 2918000000 [2918000000, ] at_least
近179万人 = 1790000 [1785000, 1790000] near
约2.7万人 = 27000 [26500, 27500] about
400万左右 = 4000000 [3600000, 4400000] about
400万+ = 4000000 [4000000, ] at_least
400万以上 = 4000000 [4000000, ] at_least
10万人以上 = 100000 [100000, ] at_least
不足7500人 = 7500 [0, 7500] at_most
四百万人次 = 4000000 [3500000, 4499999] rounded
两百余万 = 2000000 [2000000, 2999999] odd
十几万 = 100000 [100000, 199999] odd
数万人 = 20000 [20000, 99999] several
万余人 = 10000 [10000, 19999] odd
120多万 = 1200000 [1200000, 1299999] odd
50余 = 50 [50, 59] odd
12.6w = 126000 [125500, 126499] rounded
超４００萬 = 4000000 [4000000, ] at_least
700亿 = 70000000000 [69950000000, 70049999999] rounded
over 4 million = 4000000 [4000000, ] at_least
";

#[test]
fn numbers_are_read_with_the_interval_their_words_leave_open() {
    for line in READ.trim().lines() {
        let (text, expected) = line.split_once(" = ").unwrap();
        let read = read(text).unwrap_or_else(|| panic!("{text} was not read"));
        let high = read.interval.high.map_or(String::new(), |high| high.to_string());
        let got = format!("{} [{}, {high}] {}", read.value, read.interval.low, read.rule.as_str());
        assert_eq!(got, expected, "{text}");
        assert!(read.interval.holds(read.value), "invariant 2: {text}");
    }
}

#[test]
fn what_is_no_number_is_not_read() {
    for text in [
        "",
        "--",
        "-",
        "万",
        "观众",
        "统一",
        "9.9",
        "1.2.3",
        "12 teams",
        "99999999999999999999",
        "9999999999999万亿",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn a_sentence_holds_several_numbers_and_words_hold_none() {
    let text = normal("50余天的赛程，三湘大地万众瞩目，超400万人次；上海、上周三、统一，四川过去");
    let values: Vec<i64> = scan(&text).iter().map(|found| found.reading.value).collect();
    assert_eq!(values, [50, 4_000_000]);
    assert_eq!(scan("1-2").first().map(|f| f.reading.rule), Some(Rule::Range));
}

proptest! {
    /// Whatever is pasted, nothing breaks, and no value lies outside its own interval.
    #[test]
    fn any_text_is_read_without_harm(text in "[0-9一两三十百千万亿余多近超约上数几至~,. 人次元-]{0,24}|.{0,40}") {
        let text = normal(&text);
        let mut end = 0;
        for found in scan(&text) {
            prop_assert!(found.start >= end && found.end > found.start);
            prop_assert!(text.is_char_boundary(found.start) && text.is_char_boundary(found.end));
            prop_assert!(found.reading.interval.holds(found.reading.value), "{:?}", found.reading);
            end = found.end;
        }
    }
}
