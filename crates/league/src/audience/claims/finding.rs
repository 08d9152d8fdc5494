//! A finding: its code, the rows concerned, and the numbers it rests on.

use super::table::Claim;
use super::wording::{Figure, Span};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    VerbDrift,
    UnitDrift,
    MagnitudeSlip,
    SeasonMismatch,
    MixesMetrics,
    Contradicts,
    ExceedsSeats,
    ExceedsLanes,
    ExceedsPopulation,
    RateImplausible,
    ConstantRatio,
    AsOfMissing,
    MethodMissing,
}

text_enum!(Code {
    VerbDrift => "verb_drift",
    UnitDrift => "unit_drift",
    MagnitudeSlip => "magnitude_slip",
    SeasonMismatch => "season_mismatch",
    MixesMetrics => "mixes_metrics",
    Contradicts => "contradicts",
    ExceedsSeats => "exceeds_seats",
    ExceedsLanes => "exceeds_lanes",
    ExceedsPopulation => "exceeds_population",
    RateImplausible => "rate_implausible",
    ConstantRatio => "constant_ratio",
    AsOfMissing => "as_of_missing",
    MethodMissing => "method_missing",
});

/// One finding about a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub code: Code,
    pub claim: String,
    /// The claim itself and those it was set against.
    pub rows: Vec<String>,
    pub formula: &'static str,
    pub numbers: BTreeMap<&'static str, i64>,
    /// The words the finding turns on, as printed: verbs, units, seasons.
    pub said: Vec<String>,
    /// Only if 参与 or 打卡 is read as attendance, which it is not.
    pub only_if_attendance: bool,
}

impl Finding {
    /// A finding about a row, without partners yet.
    pub(super) fn new(code: Code, row: &Row, formula: &'static str) -> Self {
        let claim = row.claim.id.clone();
        Self {
            code,
            rows: vec![claim.clone()],
            claim,
            formula,
            numbers: BTreeMap::new(),
            said: Vec::new(),
            only_if_attendance: false,
        }
    }

    /// With the rows it was set against, each once.
    pub(super) fn against<'a>(mut self, partners: impl IntoIterator<Item = &'a Row>) -> Self {
        for partner in partners {
            if !self.rows.contains(&partner.claim.id) {
                self.rows.push(partner.claim.id.clone());
            }
        }
        self
    }

    /// With a number of its arithmetic.
    pub(super) fn number(mut self, name: &'static str, number: i64) -> Self {
        self.numbers.insert(name, number);
        self
    }

    /// With a printed word.
    pub(super) fn saying(mut self, word: impl Into<String>) -> Self {
        self.said.push(word.into());
        self
    }

    /// The finding as JSON, with its sentence in both languages.
    pub(super) fn described(&self) -> Value {
        let (en, zh) = super::words(self);
        json!({
            "code": self.code,
            "claim_id": self.claim,
            "rows": self.rows,
            "partners": self.rows[1..],
            "arithmetic": { "formula": self.formula, "numbers": self.numbers, "said": self.said },
            "only_if_attendance": self.only_if_attendance,
            "words": { "en": en, "zh": zh },
        })
    }
}

/// A claim with what its wording says.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub place: usize,
    pub claim: Claim,
    pub figures: Vec<Figure>,
}

impl Row {
    /// Told later: a row without a date is taken for a retelling.
    pub fn is_later_than(&self, other: &Self) -> bool {
        let key = |row: &Self| (row.claim.published.is_none(), row.claim.published, row.place);
        key(self) > key(other)
    }

    /// The season by column, else by the year in the wording.
    pub fn season(&self) -> Option<i32> {
        self.claim.season.or_else(|| self.figures.iter().find_map(|f| f.scope.year))
    }

    /// Up to which day the row counts: as said, else its day of print.
    pub fn as_of(&self) -> Option<chrono::NaiveDate> {
        self.figures.iter().find_map(|f| f.scope.as_of).or(self.claim.published)
    }
}

/// A figure with the row it stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'a> {
    pub row: &'a Row,
    pub figure: &'a Figure,
}

/// All figures of all rows.
pub(super) fn all(rows: &[Row]) -> Vec<At<'_>> {
    rows.iter().flat_map(|row| row.figures.iter().map(move |figure| At { row, figure })).collect()
}

impl At<'_> {
    /// The printed number.
    pub fn value(&self) -> i64 {
        self.figure.reading.value
    }

    /// Whether both count over the same sort of span.
    pub fn same_span(&self, other: &Self) -> bool {
        self.figure.scope.over == other.figure.scope.over
    }

    /// Whether the figure is a season's, or what had been counted of it.
    pub fn is_total(&self) -> bool {
        self.figure.scope.over == Span::Season
    }
}
