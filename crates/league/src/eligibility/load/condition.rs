//! Reads one condition: names become attributes, days become dates, and kinds must fit.

use super::super::attribute::{Attribute, Holds, Side};
use super::super::condition::{Check, Condition, Day, Span, Test};
use super::written::{Sentence, Window};
use crate::form::{Fields, read_sex};
use crate::names::normalise;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What names mean in one rule.
pub(super) struct Reader<'a> {
    pub side: Side,
    pub fields: &'a Fields,
    pub dates: &'a BTreeMap<String, toml::Value>,
    pub windows: &'a BTreeMap<String, Window>,
}

impl Reader<'_> {
    pub fn condition(&self, written: &Sentence, depth: u8) -> Result<Condition, String> {
        if depth == 0 {
            return Err("conditions are nested too deep".into());
        }
        let parts = |parts: &[Sentence]| {
            let parts =
                parts.iter().map(|part| self.condition(part, depth - 1)).collect::<Result<Vec<_>, _>>()?;
            if parts.is_empty() { Err("an empty all or any".to_owned()) } else { Ok(parts) }
        };
        match written {
            Sentence {
                all: Some(all),
                any: None,
                not: None,
                paper: None,
                registered: None,
                of: None,
                ..
            } => Ok(Condition::All(parts(all)?)),
            Sentence {
                all: None,
                any: Some(any),
                not: None,
                paper: None,
                registered: None,
                of: None,
                ..
            } => Ok(Condition::Any(parts(any)?)),
            Sentence {
                all: None,
                any: None,
                not: Some(not),
                paper: None,
                registered: None,
                of: None,
                ..
            } => Ok(Condition::Not(Box::new(self.condition(not, depth - 1)?))),
            Sentence {
                all: None,
                any: None,
                not: None,
                paper: Some(name),
                registered: None,
                of: None,
                ..
            } => {
                let of = self.attribute(name)?;
                match of.holds {
                    Holds::Flag => Ok(test(of, Check::Flag(true))),
                    _ => Err(format!("{name} is no paper: its kind must be yes_no")),
                }
            }
            Sentence {
                all: None,
                any: None,
                not: None,
                paper: None,
                registered: Some(leagues),
                of: None,
                ..
            } => {
                let check = Check::Registered {
                    leagues: leagues.iter().map(|league| normalise(league)).collect(),
                    from_year: written.from_year,
                    to_year: written.to_year,
                    last_years: written.last_years,
                };
                Ok(test(self.attribute("registrations")?, check))
            }
            Sentence {
                all: None,
                any: None,
                not: None,
                paper: None,
                registered: None,
                of: Some(name),
                ..
            } => {
                let of = self.attribute(name)?;
                let check = self.check(&of, written)?;
                Ok(test(of, check))
            }
            _ => Err("a condition is exactly one of: all, any, not, paper, registered, of".into()),
        }
    }

    fn check(&self, of: &Attribute, written: &Sentence) -> Result<Check, String> {
        let bounded = written.at_least.is_some() || written.at_most.is_some();
        let dated = written.on_or_after.is_some() || written.on_or_before.is_some();
        let said = [
            written.is.is_some(),
            written.among.is_some(),
            written.starts_with.is_some(),
            written.same_as.is_some(),
            written.known.is_some(),
            bounded,
            dated,
            written.within.is_some(),
        ];
        let wrong = |wants: &str| Err(format!("{} {wants}", of.key));
        if said.into_iter().filter(|said| *said).count() != 1 {
            return wrong(
                "needs exactly one of: is, among, starts_with, same_as, known, at_least and at_most, on_or_after and on_or_before, within",
            );
        }
        if let Some(is) = &written.is {
            return match (is, of.holds) {
                (toml::Value::Boolean(flag), Holds::Flag) => Ok(Check::Flag(*flag)),
                (toml::Value::String(text), Holds::Text | Holds::Words) => {
                    Ok(Check::Among(vec![fold(of, text)]))
                }
                (toml::Value::Integer(number), Holds::Number) => {
                    Ok(Check::Number { at_least: Some(*number), at_most: Some(*number) })
                }
                _ => wrong("is compared with a value of another kind"),
            };
        }
        let texts = |texts: &[String]| texts.iter().map(|text| fold(of, text)).collect::<Vec<_>>();
        if let Some(among) = &written.among {
            return match of.holds {
                Holds::Text | Holds::Words => Ok(Check::Among(texts(among))),
                _ => wrong("is no text"),
            };
        }
        if let Some(starts) = &written.starts_with {
            return match of.holds {
                Holds::Text => Ok(Check::StartsWith(texts(starts))),
                _ => wrong("is no text"),
            };
        }
        if let Some(other) = &written.same_as {
            return Ok(Check::SameAs(self.attribute(other)?));
        }
        if let Some(known) = written.known {
            return Ok(Check::Known(known));
        }
        if bounded {
            let (at_least, at_most) = (written.at_least, written.at_most);
            return match of.holds {
                Holds::Number => Ok(Check::Number { at_least, at_most }),
                Holds::Date => {
                    let (span, on) = self.span(of, (written.counted, written.on.as_ref()))?;
                    Ok(Check::Span { span, on, at_least, at_most })
                }
                _ => wrong("is neither a number nor a date"),
            };
        }
        if of.holds != Holds::Date {
            return wrong("is no date");
        }
        let day = |value: &Option<toml::Value>| value.as_ref().map(|value| self.day(value)).transpose();
        if let Some(name) = &written.within {
            let window = self.windows.get(name).ok_or_else(|| format!("unknown window {name:?}"))?;
            return Ok(Check::Days { from: day(&window.from)?, to: day(&window.to)? });
        }
        Ok(Check::Days { from: day(&written.on_or_after)?, to: day(&written.on_or_before)? })
    }

    /// How the time from a date is counted, and up to which day; an age is in years.
    pub fn span(
        &self,
        of: &Attribute,
        written: (Option<Span>, Option<&toml::Value>),
    ) -> Result<(Span, Day), String> {
        let on = written.1.map(|on| self.day(on)).transpose()?.unwrap_or(Day::AsOf);
        match written.0 {
            Some(span) => Ok((span, on)),
            None if of.key == "age" => Ok((Span::Years, on)),
            None => Err(format!(
                "{} is a date: say counted = \"days\", \"months\", \"years\" or \"calendar_years\"",
                of.key
            )),
        }
    }

    fn day(&self, value: &toml::Value) -> Result<Day, String> {
        let text = match value {
            toml::Value::Datetime(day) => day.to_string(),
            toml::Value::String(text) => text.clone(),
            other => return Err(format!("{other} is no day")),
        };
        if text == "as_of" {
            return Ok(Day::AsOf);
        }
        if let Some(named) = self.dates.get(&text) {
            let plain = Reader { dates: &BTreeMap::new(), ..*self };
            return plain.day(named);
        }
        match text.get(..10).map(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d")) {
            Some(Ok(day)) => Ok(Day::On(day)),
            _ => Err(format!("{text:?} is neither a day nor one of [dates]")),
        }
    }
}

fn test(of: Attribute, check: Check) -> Condition {
    Condition::Test(Box::new(Test { of, check }))
}

/// A rule may say 女 or female: both mean what the form stores.
fn fold(of: &Attribute, text: &str) -> String {
    match of.key.as_str() {
        "sex" => read_sex(text).map_or_else(|| normalise(text), |sex| sex.as_str().to_owned()),
        _ => normalise(text),
    }
}
