//! Why somebody may not play, and what would help.

use super::attribute::Seen;
use super::condition::{Check, Test};
use crate::standings::Wording;
use serde::{Deserialize, Serialize};

/// A traffic light: nothing to say, something to look at, not so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    #[default]
    Ok,
    Warning,
    Error,
}

/// What kind of breach it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// What is shown does not satisfy the rule.
    NotMet,
    /// Nobody has shown what the rule asks for.
    NotShown,
    PaperMissing,
    TooMany,
    TooFew,
    Repeated,
}

/// One rule that somebody does not satisfy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    pub rule: String,
    pub number: String,
    pub scope: &'static str,
    pub verdict: Verdict,
    pub code: Code,
    pub wording: Wording,
    pub found: String,
    pub expected: String,
    /// What would mend it, when something would.
    pub bring: Vec<Wording>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consequence: Option<Wording>,
    /// The rows it is about.
    pub rows: Vec<u32>,
}

impl Test {
    /// What is shown, without what must stay private.
    pub(super) fn found(&self, seen: &Seen<'_>) -> String {
        let label = &self.of.label.zh;
        let shown = match self.of.value(seen) {
            None => "未填 not given".to_owned(),
            Some(_) if self.of.private => "***".to_owned(),
            Some(value) => match (&self.check, &value) {
                (Check::Span { span, on, .. }, super::Value::Date(day)) => {
                    format!("{} ({day})", span.between(*day, on.resolve(seen.as_of)))
                }
                _ if value.shown().is_empty() => "未填 not given".to_owned(),
                _ => value.shown(),
            },
        };
        format!("{label}: {shown}")
    }

    /// What the rule asks for.
    pub(super) fn expected(&self, seen: &Seen<'_>, negated: bool) -> String {
        let day = |day: super::Day| day.resolve(seen.as_of).to_string();
        let asked = match &self.check {
            Check::Among(texts) => texts.join(" / "),
            Check::StartsWith(starts) => format!("{}…", starts.join("… / ")),
            Check::Flag(flag) => super::Value::Flag(*flag).shown(),
            Check::SameAs(other) => format!("= {}", other.label.zh),
            Check::Known(true) => "须填写 given".to_owned(),
            Check::Known(false) => "须空白 not given".to_owned(),
            Check::Number { at_least, at_most } => bounds(*at_least, *at_most),
            Check::Span { on, at_least, at_most, .. } => {
                format!("{} ({})", bounds(*at_least, *at_most), day(*on))
            }
            Check::Days { from, to } => match (from, to) {
                (Some(from), Some(to)) => format!("{} … {}", day(*from), day(*to)),
                (Some(from), None) => format!("≥ {}", day(*from)),
                (None, Some(to)) => format!("≤ {}", day(*to)),
                (None, None) => String::new(),
            },
            Check::Registered { leagues, from_year, to_year, last_years } => {
                let mut asked = leagues.join(" / ");
                if from_year.is_some() || to_year.is_some() {
                    asked = format!("{asked} {}", bounds(from_year.map(i64::from), to_year.map(i64::from)));
                }
                if let Some(years) = last_years {
                    asked = format!("{asked} (近{years}年 last {years} years)");
                }
                asked
            }
        };
        let not = if negated { "非 not " } else { "" };
        format!("{}: {not}{asked}", self.of.label.zh)
    }
}

/// Bounds in signs.
pub(super) fn bounds(at_least: Option<i64>, at_most: Option<i64>) -> String {
    match (at_least, at_most) {
        (Some(least), Some(most)) if least == most => least.to_string(),
        (Some(least), Some(most)) => format!("{least}–{most}"),
        (Some(least), None) => format!("≥ {least}"),
        (None, Some(most)) => format!("≤ {most}"),
        (None, None) => String::new(),
    }
}
