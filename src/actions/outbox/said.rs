//! What can be said, as facts: the words are chosen when it is sent, in the recipient's language.

use crate::store::fixtures::Card;
use chrono::{NaiveDate, NaiveDateTime};
use league::text_enum;
use serde::{Deserialize, Serialize};

/// What recipients choose by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    Games,
    Results,
    /// Entries and lists, sanctions: what one club must know.
    Entries,
    /// Appointments.
    Officials,
}

text_enum!(Topic { Games => "games", Results => "results", Entries => "entries", Officials => "officials" });

/// A game as it stood when something was said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Game {
    pub key: String,
    pub a: String,
    pub b: String,
    pub competition_zh: String,
    pub competition_en: String,
    pub day: Option<NaiveDate>,
    pub tip_off: Option<NaiveDateTime>,
    pub place_zh: String,
    pub place_en: String,
}

impl Game {
    /// A game as it stands.
    pub fn of(card: &Card) -> Self {
        let side = |short: &Option<String>, source: &str| match (short, source) {
            (Some(short), _) => short.clone(),
            (None, "") => "?".into(),
            (None, source) => source.into(),
        };
        let place = |venue: &Option<String>, court: &Option<String>| {
            let parts = [venue.as_deref().unwrap_or_default(), court.as_deref().unwrap_or_default()];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        };
        Self {
            key: card.fixture.key.clone(),
            a: side(&card.a_short, &card.fixture.a_source),
            b: side(&card.b_short, &card.fixture.b_source),
            competition_zh: card.competition_zh.clone(),
            competition_en: card.competition_en.clone(),
            day: card.fixture.day,
            tip_off: card.fixture.tip_off,
            place_zh: place(&card.venue_zh, &card.court_zh),
            place_en: place(&card.venue_en, &card.court_en),
        }
    }

    /// When and where: what people have in their calendars.
    pub fn slot(&self) -> (Option<NaiveDate>, Option<NaiveDateTime>, &str) {
        (self.day, self.tip_off, &self.place_zh)
    }
}

/// Something the league says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Said {
    Moved {
        game: Game,
        was: Game,
    },
    Postponed {
        game: Game,
        reason: String,
    },
    Cancelled {
        game: Game,
        reason: String,
    },
    /// A result became official.
    Official {
        game: Game,
        score: Option<[i64; 2]>,
        periods: Vec<[i64; 2]>,
        /// played, forfeit, default, annulled, or why a side was absent
        outcome: String,
        /// The side it fell on, where it fell on one: a, b or both
        outcome_side: String,
    },
    Corrected {
        game: Game,
        was: Option<[i64; 2]>,
        now: Option<[i64; 2]>,
        reason: String,
    },
    Reminder {
        game: Game,
    },
    /// An entry or a list goes back to its club with remarks.
    SentBack {
        team: String,
        competition_zh: String,
        competition_en: String,
        remarks: String,
    },
    /// A sanction was confirmed, or lifted on appeal.
    Sanction {
        team: String,
        subject: String,
        sanction: String,
        amount: i64,
        reason: String,
        lifted: bool,
    },
    /// Somebody is asked to referee or to keep the table.
    Appointment {
        game: Game,
        official: String,
        job: String,
        key: String,
    },
    /// An appointment is taken back.
    Released {
        game: Game,
        official: String,
        job: String,
    },
    Plain {
        title_zh: String,
        title_en: String,
        body_zh: String,
        body_en: String,
        to: Topic,
    },
    /// A trial from the page of a recipient.
    Test {
        league: String,
    },
}

impl Said {
    /// The word it is stored under.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Moved { .. } => "moved",
            Self::Postponed { .. } => "postponed",
            Self::Cancelled { .. } => "cancelled",
            Self::Official { .. } => "official",
            Self::Corrected { .. } => "corrected",
            Self::Reminder { .. } => "reminder",
            Self::SentBack { .. } => "sent_back",
            Self::Sanction { .. } => "sanction",
            Self::Appointment { .. } => "appointment",
            Self::Released { .. } => "released",
            Self::Plain { .. } => "plain",
            Self::Test { .. } => "test",
        }
    }

    /// What it belongs to.
    pub fn topic(&self) -> Topic {
        match self {
            Self::Moved { .. }
            | Self::Postponed { .. }
            | Self::Cancelled { .. }
            | Self::Reminder { .. }
            | Self::Test { .. } => Topic::Games,
            Self::Official { .. } | Self::Corrected { .. } => Topic::Results,
            Self::SentBack { .. } | Self::Sanction { .. } => Topic::Entries,
            Self::Appointment { .. } | Self::Released { .. } => Topic::Officials,
            Self::Plain { to, .. } => *to,
        }
    }

    /// The game it is about, if any.
    pub fn game(&self) -> Option<&Game> {
        match self {
            Self::Moved { game, .. }
            | Self::Postponed { game, .. }
            | Self::Cancelled { game, .. }
            | Self::Official { game, .. }
            | Self::Corrected { game, .. }
            | Self::Reminder { game }
            | Self::Appointment { game, .. }
            | Self::Released { game, .. } => Some(game),
            _ => None,
        }
    }
}
