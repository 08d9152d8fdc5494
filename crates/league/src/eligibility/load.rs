//! Reads a rule set and refuses, in one sentence, whatever could not mean anything.

mod condition;
mod written;

use super::attribute::{Attribute, Holds, Side};
use super::reason::Verdict;
use super::rules::{Bound, Demand, GroupSize, Measure, Quantity, Rule, Rules, Scope};
use crate::form::Fields;
use condition::Reader;
use std::fmt;
use written::{File, Group, Written};

/// Why a rule set cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesError(pub String);

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RulesError {}

const RULES_AT_MOST: usize = 200;
const DEPTH_AT_MOST: u8 = 8;

pub(super) fn rules(text: &str) -> Result<Rules, RulesError> {
    let file: File =
        toml::from_str(text).map_err(|error| RulesError(error.to_string().trim_end().to_owned()))?;
    if file.rules.len() > RULES_AT_MOST {
        return Err(RulesError(format!("more than {RULES_AT_MOST} rules")));
    }
    let fields = Fields::with(&file.columns);
    let mut rules: Vec<Rule> = Vec::new();
    for written in &file.rules {
        let named = |what: String| RulesError(format!("rule {:?}: {what}", written.key));
        if rules.iter().any(|rule| rule.key == written.key) {
            return Err(named("the key stands twice".into()));
        }
        rules.push(rule(written, &file, &fields).map_err(named)?);
    }
    Ok(Rules { name: file.name, version: file.version, title: file.title, fields, rules })
}

fn rule(written: &Written, file: &File, fields: &Fields) -> Result<Rule, String> {
    let reader = |side: Side| Reader { side, fields, dates: &file.dates, windows: &file.windows };
    let members = reader(if written.scope == Scope::Club { Side::Club } else { Side::Player });
    let when =
        written.when.as_ref().map(|when| reader(Side::Club).condition(when, DEPTH_AT_MOST)).transpose()?;
    let select =
        written.select.as_ref().map(|select| members.condition(select, DEPTH_AT_MOST)).transpose()?;
    let when_group = match &written.when_group {
        Some(group) => Some(group_size(group, &members)?),
        None => None,
    };
    let demand = demand(written, &members)?;
    if when_group.is_some() && matches!(written.scope, Scope::Player | Scope::Club) {
        return Err("when_group needs the scope list, match or court".into());
    }
    if matches!(written.scope, Scope::Player | Scope::Club) && !matches!(demand, Demand::Each(_)) {
        return Err("a bound or unique needs the scope list, match or court".into());
    }
    Ok(Rule {
        key: written.key.clone(),
        number: written.number.clone(),
        wording: written.wording.clone(),
        scope: written.scope,
        when,
        when_group,
        select,
        demand,
        verdict: written.verdict.unwrap_or(Verdict::Error),
        unknown: written.unknown.or(written.verdict).unwrap_or(Verdict::Error),
        bring: written.bring.clone(),
        consequence: written.consequence.clone(),
    })
}

fn group_size(group: &Group, members: &Reader<'_>) -> Result<GroupSize, String> {
    if group.at_least.is_none() && group.at_most.is_none() {
        return Err("when_group needs at_least or at_most".into());
    }
    let select = group.select.as_ref().map(|select| members.condition(select, DEPTH_AT_MOST)).transpose()?;
    Ok(GroupSize { select, at_least: group.at_least, at_most: group.at_most })
}

fn demand(written: &Written, members: &Reader<'_>) -> Result<Demand, String> {
    let bounded = written.at_least.is_some() || written.at_most.is_some();
    match (&written.require, &written.unique, bounded) {
        (Some(require), None, false) => Ok(Demand::Each(members.condition(require, DEPTH_AT_MOST)?)),
        (None, Some(unique), false) => match members.attribute(unique)? {
            // Facts hold its mask only; the form itself says who stands twice.
            attribute if attribute.key == "id_number" => {
                Err("no rule is needed: one person stands once".into())
            }
            attribute => Ok(Demand::Unique(attribute)),
        },
        (None, None, true) => {
            if written.at_least > written.at_most && written.at_most.is_some() {
                return Err("at_least is above at_most".into());
            }
            let bound = Bound {
                measure: measure(written, members)?,
                at_least: written.at_least,
                at_most: written.at_most,
            };
            let per = written.per.as_ref().map(|per| members.attribute(per)).transpose()?;
            Ok(Demand::Bound { bound, per })
        }
        _ => Err("exactly one of: require, unique, or at_least and at_most".into()),
    }
}

fn measure(written: &Written, members: &Reader<'_>) -> Result<Measure, String> {
    let word = written.measure.as_deref().unwrap_or("count");
    let of = || written.of.as_deref().ok_or_else(|| format!("the measure {word} needs \"of\""));
    let quantity = || -> Result<Quantity, String> {
        let attribute = members.attribute(of()?)?;
        let span = match attribute.holds {
            Holds::Number => None,
            Holds::Date => {
                let written = (written.counted, written.on.as_ref());
                Some(members.span(&attribute, written)?)
            }
            _ => return Err(format!("{} is neither a number nor a date", attribute.key)),
        };
        Ok(Quantity { of: attribute, span })
    };
    Ok(match word {
        "count" if written.of.is_some() => return Err("count takes no \"of\"; use select".into()),
        "count" => Measure::Count,
        "percent" => Measure::Percent,
        "distinct" => Measure::Distinct(members.attribute(of()?)?),
        "sum" => Measure::Sum(quantity()?),
        "mean" => Measure::Mean(quantity()?),
        "smallest" => Measure::Smallest(quantity()?),
        "largest" => Measure::Largest(quantity()?),
        other => {
            return Err(format!(
                "unknown measure {other:?}; known: count, percent, distinct, sum, mean, smallest, largest"
            ));
        }
    })
}

impl Reader<'_> {
    /// An attribute by name.
    fn attribute(&self, name: &str) -> Result<Attribute, String> {
        Attribute::find(name, self.side, self.fields).ok_or_else(|| {
            let fields = if self.side == Side::Club { &self.fields.club } else { &self.fields.player };
            let known: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
            format!(
                "unknown attribute {name:?}; known: age, {}; add your own as [[columns.player]]",
                known.join(", ")
            )
        })
    }
}
