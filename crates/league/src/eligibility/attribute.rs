//! What a condition may speak of: fields of the form and what follows from them.

use super::facts::{Facts, Value};
use crate::form::{Field, Fields, Kind};
use crate::standings::Wording;
use chrono::NaiveDate;

/// A field of a player, or with `club.` in front one of the club.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub key: String,
    pub of_club: bool,
    pub holds: Holds,
    /// An empty cell is a no; the value is never unknown.
    pub blank_is_no: bool,
    pub paper: bool,
    pub label: Wording,
    pub bring: Option<Wording>,
    /// Its value stays out of every answer: it is a part of an identity number.
    pub private: bool,
}

/// What kind of value an attribute has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Text,
    Number,
    Date,
    Flag,
    Words,
    Registrations,
}

/// Facts that follow from others: key, of the club as well, what it holds, names, the field that proves it.
const DERIVED: [(&str, Holds, &str, &str, &str); 5] = [
    ("age", Holds::Date, "年龄", "age", "birth"),
    ("shirt_number", Holds::Number, "球衣号码", "shirt number", "shirt"),
    ("id_region", Holds::Text, "证件号码前六位", "first six digits of the ID number", "id_number"),
    ("as_of", Holds::Date, "审核日期", "day of the check", ""),
    ("players", Holds::Number, "报名人数", "players on the list", ""),
];

/// Those a scene is seen from: the club's own rules name its fields without a prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Player,
    Club,
}

impl Attribute {
    /// Finds an attribute by the name a rule gives it.
    pub(super) fn find(name: &str, side: Side, fields: &Fields) -> Option<Self> {
        let (key, of_club) = match name.strip_prefix("club.") {
            Some(key) => (key, true),
            None => (name, side == Side::Club),
        };
        let field = |key: &str| if of_club { fields.of_club(key) } else { fields.of_player(key) };
        if let Some(field) = field(key) {
            return Some(Self::of_field(field, of_club));
        }
        if let Some(paper) =
            key.strip_suffix("_date").and_then(field).filter(|field| field.kind == Kind::YesNo)
        {
            return Some(Self {
                key: key.to_owned(),
                holds: Holds::Date,
                blank_is_no: false,
                paper: false,
                ..Self::of_field(paper, of_club)
            });
        }
        let (_, holds, zh, en, source) = *DERIVED.iter().find(|(name, ..)| *name == key)?;
        let belongs = match key {
            "as_of" => true,
            "players" => of_club,
            _ => !of_club,
        };
        belongs.then(|| Self {
            key: key.to_owned(),
            of_club: of_club || key == "as_of",
            holds,
            blank_is_no: false,
            paper: false,
            label: Wording { zh: zh.into(), en: en.into() },
            bring: fields.of_player(source).and_then(Field::to_bring),
            private: key == "id_region",
        })
    }

    fn of_field(field: &Field, of_club: bool) -> Self {
        let holds = match field.kind {
            Kind::Date => Holds::Date,
            Kind::Number | Kind::Height | Kind::Months => Holds::Number,
            Kind::YesNo => Holds::Flag,
            Kind::Words => Holds::Words,
            Kind::Registrations => Holds::Registrations,
            Kind::Name
            | Kind::Text
            | Kind::Sex
            | Kind::Document
            | Kind::IdNumber
            | Kind::Shirt
            | Kind::Phone => Holds::Text,
        };
        Self {
            key: field.key.clone(),
            of_club,
            holds,
            blank_is_no: field.blank_is_no(),
            paper: field.paper,
            label: field.label(),
            bring: field.to_bring(),
            private: matches!(field.kind, Kind::IdNumber | Kind::Phone),
        }
    }

    /// The value among what is known; `None` is unknown.
    pub(super) fn value(&self, seen: &Seen<'_>) -> Option<Value> {
        let facts = if self.of_club { seen.club } else { seen.player };
        match self.key.as_str() {
            "as_of" => Some(Value::Date(seen.as_of)),
            "players" => Some(Value::Number(seen.players)),
            "age" => facts.date("birth").map(Value::Date),
            "shirt_number" => facts.text("shirt").and_then(|shirt| shirt.parse().ok()).map(Value::Number),
            // Who is on a list without a date is handed in on the day of the check.
            "added_on" if facts.get("added_on").is_none() => Some(Value::Date(seen.as_of)),
            key => facts.get(key).cloned().or_else(|| self.blank_is_no.then(|| self.none())),
        }
    }

    fn none(&self) -> Value {
        match self.holds {
            Holds::Flag => Value::Flag(false),
            Holds::Registrations => Value::Registrations(Vec::new()),
            Holds::Words => Value::Words(Vec::new()),
            Holds::Number => Value::Number(0),
            Holds::Text | Holds::Date => Value::Text(String::new()),
        }
    }
}

/// What a condition looks at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen<'a> {
    pub player: &'a Facts,
    pub club: &'a Facts,
    pub players: i64,
    pub as_of: NaiveDate,
}
