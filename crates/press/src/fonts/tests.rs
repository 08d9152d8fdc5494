use super::*;

#[test]
fn names_seen_in_reports_are_covered() {
    for text in
        ["中车株洲电力机车有限公司", "喆堃镕旻犇翀祎珺玥赟𬭎", "Šarić Žan Łukasz Nguyễn Ćosić", "98:76 ①Ⅳ±×"]
    {
        assert_eq!(missing_characters(text), Vec::<char>::new(), "{text}");
    }
}

#[test]
fn a_rare_character_is_named_once_and_in_order() {
    assert_eq!(missing_characters("韡🏀韡 李\n😀ש"), ['ש', '韡', '🏀', '😀']);
}

#[test]
fn every_character_of_the_list_is_covered_but_the_ticks() {
    let list = include_str!("../../fonts/characters.txt");
    let missing = missing_characters(list);
    assert!(missing.len() < 12, "{missing:?}");
    for tick in ['✓', '✔', '✗', '✘'] {
        assert!(missing.contains(&tick) || !missing_characters(&tick.to_string()).contains(&tick));
    }
}

fn points(text: &str, weight: Weight) -> f32 {
    width(text, Script::Chinese, weight)
}

#[test]
fn digits_share_one_width_so_that_columns_line_up() {
    for weight in [Weight::Regular, Weight::Bold] {
        assert!(('1'..='9').all(|digit| points(&digit.to_string(), weight) == points("0", weight)));
        assert!((points("株洲", weight) - 2.0).abs() < 0.001);
    }
}

#[test]
fn each_font_file_stays_below_three_megabytes() {
    for file in files() {
        assert!(file.len() < 3_000_000, "{}", file.len());
    }
}
