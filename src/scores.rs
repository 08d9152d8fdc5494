//! Results as rows of a spreadsheet, out and back: the scores of a night, or a whole old season. A row without a key is
//! known by its competition, its teams and its day.

mod fit;
mod read;

pub use fit::{Place, place, says_the_same, turned_result};
pub use read::{Row, Unread, Unreadable, read};

use crate::store::competitions::{self, Competition};
use crate::store::entries::{self, Entry};
use crate::store::fixtures::{self, Card, Period};
use crate::store::venues::{self, Venue};
use crate::store::{Db, Result, seasons::Season};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use league::fixture::Status;
use std::io::{Read, Write};

/// The columns, each with its width. The first words of a heading are what a sheet is read by.
pub const COLUMNS: [(&str, u8); 13] = [
    ("编号 Key", 16),
    ("赛事 Competition", 18),
    ("代码 Code", 10),
    ("日期 Date", 13),
    ("时间 Time", 9),
    ("场馆 Hall", 20),
    ("甲队 First", 16),
    ("乙队 Second", 16),
    ("甲分 Score A", 10),
    ("乙分 Score B", 10),
    ("各节 Periods", 26),
    ("结果 Outcome", 16),
    ("哪方 Side", 10),
];

/// Words for how a game ended and for a side: as a sheet has them, and as results know them.
pub const OUTCOMES: [(&str, &str); 7] = [
    ("正常完赛", "played"),
    ("弃权", "forfeit"),
    ("因缺少队员告负", "default"),
    ("成绩取消", "annulled"),
    ("因工缺席", "absent_work"),
    ("紧急缺席", "absent_emergency"),
    ("无故缺席", "absent_no_show"),
];
pub const SIDES: [(&str, &str); 3] = [("甲", "a"), ("乙", "b"), ("双方", "both")];

/// What of a season rows may name.
#[derive(Clone, Debug)]
pub struct Known {
    pub competitions: Vec<Competition>,
    pub entries: Vec<Entry>,
    pub venues: Vec<Venue>,
    pub cards: Vec<Card>,
}

impl Known {
    /// Everything of a season.
    pub async fn load(db: &mut Db, season: &Season) -> Result<Self> {
        let competitions = competitions::of_season(db, season.id).await?;
        let mut entered = Vec::new();
        for competition in &competitions {
            entered.extend(entries::of_competition(db, competition.id).await?);
        }
        Ok(Self {
            competitions,
            entries: entered,
            venues: venues::all(db, season.league_id).await?,
            cards: fixtures::of_season(db, season.id).await?,
        })
    }

    /// The team with a key.
    pub fn name(&self, entry: &str) -> &str {
        self.entries.iter().find(|known| known.key == entry).map_or("", |known| &known.name)
    }
}

/// The games of a season with what is known of their results, in the order of the calendar.
pub fn rows(known: &Known, periods: &dyn Fn(&Card) -> Vec<Period>) -> Vec<Vec<String>> {
    let mut cards: Vec<&Card> = known.cards.iter().filter(|card| is_listed(card)).collect();
    cards.sort_by_key(|card| (card.fixture.day.is_none(), card.fixture.day, card.fixture.tip_off));
    cards.into_iter().map(|card| row(known, card, &periods(card))).collect()
}

fn is_listed(card: &Card) -> bool {
    !card.fixture.archived && card.fixture.status != Status::Cancelled
}

fn row(known: &Known, card: &Card, periods: &[Period]) -> Vec<String> {
    let fixture = &card.fixture;
    let side = |key: &Option<String>, source: &str| match key {
        Some(key) => known.name(key).to_owned(),
        None => source.to_owned(),
    };
    let points = |points: Option<i64>| points.map(|points| points.to_string()).unwrap_or_default();
    let pairs: Vec<String> = periods.iter().map(|p| format!("{}:{}", p.score_a, p.score_b)).collect();
    let word = |words: &[(&str, &str)], code: &str| {
        words.iter().find(|(_, known)| *known == code).map(|(word, _)| (*word).to_owned()).unwrap_or_default()
    };
    vec![
        fixture.key.clone(),
        card.competition_zh.clone(),
        fixture.code.clone(),
        fixture.day.map(|day| day.to_string()).unwrap_or_default(),
        fixture.tip_off.map(|at| at.format("%H:%M").to_string()).unwrap_or_default(),
        card.venue_key
            .as_ref()
            .and_then(|key| known.venues.iter().find(|venue| venue.key == *key))
            .map(|venue| venue.name_zh.clone())
            .unwrap_or_default(),
        side(&card.a_key, &fixture.a_source),
        side(&card.b_key, &fixture.b_source),
        points(fixture.score_a),
        points(fixture.score_b),
        pairs.join(" "),
        word(&OUTCOMES, &fixture.outcome),
        word(&SIDES, &fixture.outcome_side),
    ]
}

/// Rows as one short text: a form carries them from the preview to the act.
pub fn packed(rows: &[Row]) -> String {
    let json = serde_json::to_vec(rows).unwrap_or_default();
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    // A vector in memory takes every byte.
    let written = packed.write_all(&json).and_then(|()| packed.finish());
    URL_SAFE_NO_PAD.encode(written.unwrap_or_default())
}

/// The rows again; nothing for a text that is none of ours.
pub fn unpacked(text: &str) -> Option<Vec<Row>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let mut json = Vec::new();
    DeflateDecoder::new(&bytes[..]).take(UNPACKED_AT_MOST).read_to_end(&mut json).ok()?;
    serde_json::from_slice(&json).ok()
}

/// Ten thousand rows are far less.
const UNPACKED_AT_MOST: u64 = 8 * 1024 * 1024;
