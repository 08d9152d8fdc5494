use super::*;
use crate::worlds;

#[test]
fn ties_stand_between_those_that_lead_to_them_and_never_overlap() {
    let bracket = worlds::bracket();
    let places = layout::places(&bracket);
    let of = |code: &str| places[bracket.ties.iter().position(|tie| tie.code == code).unwrap()];
    assert!((of("SF1") - (of("QF1") + of("QF2")) / 2.0).abs() < 0.01);
    assert!(of("P3") > of("F"), "the game for third place stands below the final");
    for (at, tie) in bracket.ties.iter().enumerate() {
        for (other_at, other) in bracket.ties.iter().enumerate().filter(|(_, other)| other.round == tie.round)
        {
            assert!(
                at == other_at || (places[at] - places[other_at]).abs() >= 2.0,
                "{} {}",
                tie.code,
                other.code
            );
        }
    }
}

#[test]
fn the_same_book_gives_the_same_bytes_and_no_template_warns() {
    for language in [Language::Zh, Language::En, Language::Both] {
        let book = worlds::book(language);
        let first = pdf(&book).unwrap();
        assert_eq!(first.warnings, Vec::<String>::new(), "{language:?}");
        assert_eq!(first.bytes, pdf(&book).unwrap().bytes, "{language:?}");
        assert!(first.pages >= 4, "cover, contents and two chapters: {}", first.pages);
    }
}

#[test]
fn every_size_and_the_bleed_are_set_without_a_warning() {
    for (size, landscape, bleed) in
        [(Size::A4, true, false), (Size::K16, false, false), (Size::K16, false, true)]
    {
        let mut book = worlds::book(Language::Both);
        book.sheet = Sheet { size, landscape, bleed };
        assert_eq!(pdf(&book).unwrap().warnings, Vec::<String>::new());
    }
}

#[test]
fn hostile_names_are_text_and_rare_characters_are_named() {
    let mut book = worlds::book(Language::Zh);
    book.blocks = worlds::HOSTILE.iter().map(|text| Block::Text(Fact::published(Name::zh(*text)))).collect();
    book.blocks.push(Block::Facts(vec![(Name::zh("姓名"), Cell::plain("韡示范"))]));
    let printed = pdf(&book).unwrap();
    assert!(printed.missing.contains(&'韡'), "{:?}", printed.missing);
    assert_eq!(printed.warnings, Vec::<String>::new());
}

#[test]
fn a_row_short_of_cells_does_not_shift_the_next() {
    let mut book = worlds::book(Language::Zh);
    let columns = vec![Column::figures("一", "1", 20), Column::figures("二", "2", 20)];
    let rows = vec![Row::Cells(vec![Cell::plain("1")]), Row::Cells(vec![Cell::plain("2"), Cell::plain("3")])];
    book.blocks = vec![Block::Table(Table { columns, rows, ..Table::default() })];
    assert_eq!(pdf(&book).unwrap().warnings, Vec::<String>::new());
}
