use super::*;

const STOCK: u8 = 1; // 中车株机
const MOTOR: u8 = 2; // 中车株洲电机
const RESEARCH: u8 = 3; // 中车株洲所
const TIMES: u8 = 4; // 中车时代新材
const HUAXIN: u8 = 5; // 醴陵华鑫
const COLLEGE: u8 = 6; // 湖汽职院

fn registry() -> Registry<u8, u16> {
    let mut names = Registry::new();
    for name in ["中车株洲电力机车有限公司", "中车株机"] {
        names.add(name, STOCK, None);
    }
    for name in ["中车株洲电机有限公司", "中车株洲电机"] {
        names.add(name, MOTOR, None);
    }
    for name in ["中车株洲电力机车研究所有限公司", "中车株洲所"] {
        names.add(name, RESEARCH, None);
    }
    for name in ["株洲时代新材料科技股份有限公司", "中车时代新材", "时代新材"] {
        names.add(name, TIMES, None);
    }
    names.add("醴陵华鑫", HUAXIN, None);
    names.add("醴陵电瓷", HUAXIN, None);
    names.add("醴陵企联", HUAXIN, Some(2023));
    names.add("湖南汽车工程职业学院", COLLEGE, Some(2024));
    names.add("湖南汽车工程职业大学", COLLEGE, Some(2025));
    names
}

/// NAME-1: one character apart, four clubs.
#[test]
fn the_four_crrc_clubs_never_merge() {
    let names = registry();
    assert_eq!(names.find("中车株机", Some(2025)), Found::One(STOCK));
    assert_eq!(names.find("中车株洲电机", Some(2025)), Found::One(MOTOR));
    assert_eq!(names.find("中车株洲所", Some(2025)), Found::One(RESEARCH));
    assert_eq!(names.find("中车时代新材", Some(2025)), Found::One(TIMES));
    assert_eq!(names.find("中车株洲电力机车有限公司", None), Found::One(STOCK));
    assert_eq!(names.find("中车株洲电力机车研究所有限公司", None), Found::One(RESEARCH));
    assert_eq!(names.find("中车株洲电机有限公司", None), Found::One(MOTOR));
}

/// NAME-1: half a name is a question, not an answer.
#[test]
fn a_shared_part_is_only_a_suggestion() {
    assert_eq!(registry().find("中车", None), Found::None { near: vec![STOCK, MOTOR, RESEARCH, TIMES] });
    assert_eq!(registry().find("株洲电机车", None), Found::None { near: vec![] });
}

/// NAME-2: an old name holds for its season and means nobody in another.
#[test]
fn one_club_keeps_three_names() {
    let names = registry();
    assert_eq!(names.find("醴陵企联", Some(2023)), Found::One(HUAXIN));
    assert_eq!(names.find("醴陵企联", Some(2025)), Found::None { near: vec![HUAXIN] });
    assert_eq!(names.find("醴陵企联", None), Found::One(HUAXIN));
    assert_eq!(names.find("醴陵电瓷", Some(2025)), Found::One(HUAXIN));
}

/// NAME-3: a renamed school keeps one history.
#[test]
fn a_renamed_school_is_one_club() {
    let names = registry();
    assert_eq!(names.find("湖南汽车工程职业学院", Some(2024)), Found::One(COLLEGE));
    assert_eq!(names.find("湖南汽车工程职业大学", Some(2025)), Found::One(COLLEGE));
}

#[test]
fn print_variants_are_the_same_name() {
    assert_eq!(registry().find("　中车 株机 ", None), Found::One(STOCK));
    assert_eq!(normalise("（中车）株洲Ａ１"), normalise("(中车)株洲a1"));
}

#[test]
fn two_clubs_with_one_name_ask_a_person() {
    let mut names = registry();
    names.add("时代新材", 9, None);
    assert_eq!(names.find("时代新材", None), Found::Several(vec![TIMES, 9]));
}

#[test]
fn names_sort_by_sound() {
    let mut names = ["北京汽车", "安徽", "株洲联通", "华鑫"];
    names.sort_by_key(|name| sort_key(name));
    assert_eq!(names, ["安徽", "北京汽车", "华鑫", "株洲联通"]);
}

#[test]
fn people_search_by_first_letters() {
    assert_eq!(initials("株洲时代新材"), "zzsdxc");
    assert_eq!(initials("U12 白鹤"), "u12bh");
}

#[test]
fn the_public_reads_what_the_setting_allows() {
    assert_eq!(public_name("示例甲", Shown::Full), "示例甲");
    assert_eq!(public_name("示例甲", Shown::Initials), "示*");
    assert_eq!(public_name("Jo Example", Shown::Initials), "J. E.");
    assert_eq!(public_name("示例甲", Shown::Nobody), "");
}
