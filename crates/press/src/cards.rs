//! Cards: posters for doors, stickers for pads, plates for the floor, passes, certificates.

use crate::facts::{Colour, Fact, Language, Name, clean};
use crate::paper::{self, Pdf, Sheet};
use crate::words;
use crate::{Error, fonts, qr};
use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

/// More cards than a season has people are a mistake in a query.
const MOST_CARDS: usize = 3_000;

/// Cards of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cards {
    /// The language they are printed in.
    pub language: Language,
    /// The word that tells this kind from others.
    pub kind: &'static str,
    /// What they are.
    pub title: Name,
    /// The league.
    pub league: Name,
    /// The season.
    pub season: Name,
    /// How they look.
    pub layout: Layout,
    /// The cards.
    pub cards: Vec<Card>,
    /// The version of the data.
    pub version: String,
    /// When the data was last changed.
    pub printed: DateTime<FixedOffset>,
}

/// How a card looks, and how many stand on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A4: a code as large as the page allows, for a door.
    Poster,
    /// 90 x 52 mm, ten to a page, for the back of a pad.
    Sticker,
    /// A4 across: the number of the game and who plays, for the floor.
    Plate,
    /// 85.6 x 54 mm, eight to a page, with room for a photo.
    Pass,
    /// A4 across, framed.
    Certificate,
}

/// One card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// What stands small above.
    pub over: Name,
    /// What is read first.
    pub title: Fact<Name>,
    /// A number, where there is one.
    pub number: String,
    /// What stands below.
    pub lines: Vec<Fact<Name>>,
    /// A club's colours.
    pub colours: Option<[Colour; 2]>,
    /// Who signs.
    pub sign: Name,
    /// The address of its code: http or https.
    pub address: String,
}

/// Prints cards.
pub fn pdf(cards: &Cards) -> Result<Pdf, Error> {
    if cards.cards.len() > MOST_CARDS {
        return Err(Error::TooMuch { games: cards.cards.len() });
    }
    let sheet = sheet(cards)?;
    let laid_out = paper::lay_out(&sheet)?;
    let bytes = paper::write(&sheet, &laid_out)?;
    let text = String::from_utf8_lossy(&sheet.json);
    Ok(Pdf {
        bytes,
        pages: laid_out.document.pages().len(),
        missing: fonts::missing_characters(&text),
        warnings: laid_out.warnings,
    })
}

struct Measures {
    layout: &'static str,
    page: (f32, f32),
    margin: f32,
    card: (f32, f32),
    columns: usize,
    gap: f32,
    inset: f32,
    cut: bool,
}

impl Layout {
    fn measures(self) -> Measures {
        let whole = |layout, page: (f32, f32), margin: f32| Measures {
            layout,
            page,
            margin,
            card: (page.0 - 2.0 * margin, page.1 - 2.0 * margin),
            columns: 1,
            gap: 0.0,
            inset: 0.0,
            cut: false,
        };
        let many = |layout, card, gap, margin| Measures {
            layout,
            page: (210.0, 297.0),
            margin,
            card,
            columns: 2,
            gap,
            inset: 4.0,
            cut: true,
        };
        match self {
            Self::Poster => whole("poster", (210.0, 297.0), 18.0),
            Self::Plate => whole("plate", (297.0, 210.0), 14.0),
            Self::Certificate => whole("certificate", (297.0, 210.0), 12.0),
            Self::Sticker => many("sticker", (90.0, 52.0), 2.0, 12.0),
            Self::Pass => many("pass", (85.6, 54.0), 6.0, 14.0),
        }
    }
}

fn sheet(cards: &Cards) -> Result<Sheet, Error> {
    let (language, measures) = (cards.language, cards.layout.measures());
    // Many cards lead to the same page: each code is drawn once.
    let mut codes: Vec<(&str, String)> = Vec::new();
    let mut rows: Vec<Value> = Vec::new();
    for card in &cards.cards {
        let at = match codes.iter().position(|(address, _)| *address == card.address) {
            Some(at) => at,
            None => {
                codes.push((&card.address, qr::svg(&card.address)?));
                codes.len() - 1
            }
        };
        rows.push(json!({
            "over": language.printed_name(&card.over),
            "title": language.fact(&card.title),
            "number": clean(&card.number),
            "lines": card.lines.iter().map(|line| language.fact(line)).collect::<Vec<_>>(),
            "colours": card.colours.map(|colours| colours.map(|colour| colour.hex())),
            "sign": language.printed_name(&card.sign),
            "code": format!("code-{at}.svg"),
            "address": card.address,
            "short_address": qr::short(&card.address),
        }));
    }
    let value = json!({
        "language": language,
        "scale": 1.0,
        "title": language.printed_name(&cards.title),
        "league": language.printed_name(&cards.league),
        "season": language.printed_name(&cards.season),
        "layout": measures.layout,
        "width": measures.page.0,
        "height": measures.page.1,
        "margin": measures.margin,
        "card-width": measures.card.0,
        "card-height": measures.card.1,
        "columns": measures.columns,
        "gap": measures.gap,
        "inset": measures.inset,
        "cut": measures.cut,
        "cards": rows,
        "version": clean(&cards.version),
        "words": { "photo": language.word(words::PHOTO) },
    });
    let first = cards.cards.first().map(|card| card.address.as_str()).unwrap_or_default();
    Ok(Sheet {
        template: "cards.typ",
        json: serde_json::to_vec(&value).map_err(|_| Error::Input)?,
        identity: format!("{} {first} {}", cards.kind, cards.version),
        code: String::new(),
        codes: codes.into_iter().map(|(_, svg)| svg).collect(),
        printed: cards.printed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worlds;

    #[test]
    fn every_layout_is_set_the_same_twice_without_a_warning() {
        for layout in [Layout::Poster, Layout::Sticker, Layout::Plate, Layout::Pass, Layout::Certificate] {
            for language in [Language::Zh, Language::Both] {
                let cards = worlds::cards(layout, language);
                let printed = pdf(&cards).unwrap();
                assert_eq!(printed.warnings, Vec::<String>::new(), "{layout:?}");
                assert_eq!(printed.bytes, pdf(&cards).unwrap().bytes, "{layout:?}");
                let per_page = match layout {
                    Layout::Sticker => 10,
                    Layout::Pass => 8,
                    _ => 1,
                };
                assert_eq!(printed.pages, cards.cards.len().div_ceil(per_page), "{layout:?} {language:?}");
            }
        }
    }

    #[test]
    fn a_code_leads_to_the_web_and_nowhere_else() {
        let mut cards = worlds::cards(Layout::Poster, Language::Zh);
        cards.cards[0].address = "javascript:alert(1)".into();
        assert!(matches!(pdf(&cards), Err(Error::Address(_))));
    }
}
