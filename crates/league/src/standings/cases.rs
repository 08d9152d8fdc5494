//! Cases as text: JSON of games in, JSON of tables out.
//!
//! A case has `id` and `games`, each game `a`, `b`, `score_a`, `score_b` and optionally `id`, `ot`, `nullified`,
//! `forfeit` and `default` ("a" or "b", the side that lost; `forfeit` also "both"), `absence`
//! (`{"side": "a", "kind": "work_conflict" | "emergency" | "no_show"}`). Optional in a case: `members`,
//! `disqualified`, `group_complete`, `ot_game_ids`, `regulation_scores`, and beyond the published format `draws`
//! (orders drawn by lot), `ranking_list`, `adjustments` (`team`, `points`, `reason`, `document`), `second_forfeit`
//! ("nothing", "out_annulled", "out_standing"), `rules` (name of a ready-made set) and `open` (games to come, each `a`
//! and `b`). A group with `group_complete: false` may also hold games without score, which are open as well. Other
//! keys are for people. With `"type": "two_leg_series"` a case has `teams` and two `legs`.

mod field;
mod read;
mod series;
mod write;

pub use field::{CaseError, Problem};

use super::rules::RuleSet;
use super::{rank, what_if};
use field::Field;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Reads one case, a list of cases or `{"cases": [..]}` and prints table, ranking and trace of each.
///
/// The rule set given wins over a case's own `rules`; without either it is FIBA's. With `what_if` each team of a
/// standings case gets `certain` (its rank, or null) and `possible` (ranks), and the case `what_if`.
pub fn run(text: &str, rules: Option<&RuleSet>, what_if: bool) -> Result<String, CaseError> {
    let parsed: Value = serde_json::from_str(text).map_err(|error| CaseError::NotJson(error.to_string()))?;
    let mut out = Vec::new();
    let mut ids = BTreeSet::new();
    for (index, case) in cases(&parsed)?.iter().enumerate() {
        let unnamed = Field::case(case, format!("number {}", index + 1));
        let id = unnamed.at("id")?.text()?;
        let case = Field::case(case, id.to_owned());
        if !ids.insert(id.to_owned()) {
            return Err(case.at("id")?.error(Problem::Repeated(id.to_owned())));
        }
        out.push(match case.get("type") {
            None => standings(&case, rules, what_if)?,
            Some(kind) if kind.text()? == "two_leg_series" => series::two_leg_series(&case)?,
            Some(kind) => return Err(kind.error(Problem::OneOf("two_leg_series"))),
        });
    }
    Ok(json!({ "cases": out }).to_string())
}

fn cases(parsed: &Value) -> Result<&[Value], CaseError> {
    match parsed {
        Value::Array(cases) => Ok(cases),
        Value::Object(keys) => match keys.get("cases") {
            Some(Value::Array(cases)) => Ok(cases),
            Some(_) => Err(CaseError::whole_text("cases", Problem::Type("a list"))),
            None => Ok(std::slice::from_ref(parsed)),
        },
        _ => Err(CaseError::whole_text("the text", Problem::Type("a case or an object with cases"))),
    }
}

fn standings(case: &Field<'_>, rules: Option<&RuleSet>, with_what_if: bool) -> Result<Value, CaseError> {
    let own_rules = read::own_rules(case)?;
    let fiba;
    let rules = match (rules, &own_rules) {
        (Some(given), _) => given,
        (None, Some(own)) => own,
        (None, None) => {
            fiba = RuleSet::by_name("fiba").expect("fiba is ready-made");
            &fiba
        }
    };
    let read = read::group(case)?;
    let refused = |refused: super::Refused| case.error(Problem::Refused(format!("{refused:?}")));
    let standing = rank(&read.group, rules).map_err(refused)?;
    let mut written = write::standing(case.id(), &read, rules, &standing);
    if with_what_if {
        let (group, assumed) = read.with_assumed_games();
        let outlook = what_if::what_if(&group, rules).map_err(refused)?;
        write::add_outlook(&mut written, &read.names, &group, &outlook, assumed);
    }
    Ok(written)
}
