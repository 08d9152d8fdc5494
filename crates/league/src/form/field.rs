//! The columns a form may have: those everybody uses, and those a competition adds.

use crate::standings::Wording;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One column of the players' table, or one line of the club's block.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub key: String,
    pub kind: Kind,
    pub zh: String,
    pub en: String,
    #[serde(default)]
    pub form: Presence,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub no_when_blank: bool,
    #[serde(default)]
    pub paper: bool,
    #[serde(default)]
    pub choices: Vec<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub proof: Option<Wording>,
    /// In characters of the template's column.
    #[serde(default)]
    pub width: Option<u16>,
}

/// How a cell is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Name,
    Text,
    Sex,
    Document,
    IdNumber,
    Date,
    Number,
    /// In centimetres; metres are understood.
    Height,
    Months,
    Shirt,
    YesNo,
    Words,
    Registrations,
    Phone,
}

/// Where the template shows a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    Always,
    /// Only when a rule speaks of it.
    #[default]
    ByRule,
}

/// All fields of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[serde(default)]
    pub player: Vec<Field>,
    #[serde(default)]
    pub club: Vec<Field>,
}

static STANDARD: LazyLock<Fields> =
    LazyLock::new(|| toml::from_str(include_str!("fields.toml")).expect("a test reads the built-in fields"));

impl Fields {
    /// The fields everybody uses.
    pub fn standard() -> &'static Self {
        &STANDARD
    }

    /// The standard fields, each replaced by an own one of the same key, and then the other own ones.
    pub fn with(own: &Self) -> Self {
        Self { player: merged(&STANDARD.player, &own.player), club: merged(&STANDARD.club, &own.club) }
    }

    /// The player's field of a key.
    pub fn of_player(&self, key: &str) -> Option<&Field> {
        self.player.iter().find(|field| field.key == key)
    }

    /// The club's field of a key.
    pub fn of_club(&self, key: &str) -> Option<&Field> {
        self.club.iter().find(|field| field.key == key)
    }
}

impl Field {
    /// An empty cell is an answer: no, or none.
    pub fn blank_is_no(&self) -> bool {
        self.paper || self.no_when_blank
    }

    /// The label in both languages.
    pub fn label(&self) -> Wording {
        Wording { zh: self.zh.clone(), en: self.en.clone() }
    }

    /// What to bring when the cell does not satisfy a rule.
    pub fn to_bring(&self) -> Option<Wording> {
        self.proof.clone().or_else(|| self.paper.then(|| self.label()))
    }
}

fn merged(standard: &[Field], own: &[Field]) -> Vec<Field> {
    let mut own: BTreeMap<&str, &Field> = own.iter().map(|field| (field.key.as_str(), field)).collect();
    let mut all: Vec<Field> =
        standard.iter().map(|field| own.remove(field.key.as_str()).unwrap_or(field).clone()).collect();
    all.extend(own.into_values().cloned());
    all
}
