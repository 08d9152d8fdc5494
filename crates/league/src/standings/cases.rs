//! Cases as text: JSON of games in, JSON of tables out.
//!
//! A case has `id` and `games`, each game `a`, `b`, `score_a`, `score_b` and optionally `id`, `ot`, `nullified`,
//! `forfeit` and `default` ("a" or "b", the side that lost; `forfeit` also "both"), `absence`
//! (`{"side": "a", "kind": "work_conflict" | "emergency" | "no_show"}`). Optional in a case: `members`,
//! `disqualified`, `group_complete`, `ot_game_ids`, `regulation_scores`, and beyond the published format `draws`
//! (orders drawn by lot), `ranking_list`, `adjustments` (`team`, `points`, `reason`, `document`), `second_forfeit`
//! ("nothing", "out_annulled", "out_standing"), `rules` (name of a ready-made set) and `open` (games to come, each `a`
//! and `b`). A group with `group_complete: false` may also hold games without score, which are open as well. With
//! `"type": "two_leg_series"` a case has `teams` and two `legs`. The keys in [`FOR_PEOPLE`] are read by nobody here; any
//! other key is refused, because a misspelt one would change a table in silence.

mod field;
mod json;
mod read;
mod series;
mod write;

pub use field::{CaseError, Problem};

use super::rules::RuleSet;
use super::{rank, what_if};
use field::Field;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Keys of any case that say where it comes from and what somebody expects of it.
const FOR_PEOPLE: &[&str] = &[
    "category",
    "source",
    "edition",
    "provenance",
    "evidence",
    "notes",
    "expected_ranking",
    "expected_ranks",
    "expected_table",
    "expected_winner",
    "tie_trace",
    "draw_required",
    "official_ranking",
    "euroleague_variant_ranking",
    "alternative_rankings",
    "team_names",
];

/// Reads one case, a list of cases or `{"cases": [..]}` and prints table, ranking and trace of each.
///
/// The rule set given wins over a case's own `rules`; without either it is FIBA's. With `what_if` each team of a
/// standings case gets `certain` (its rank, or null) and `possible` (ranks), and the case `what_if`.
pub fn run(text: &str, rules: Option<&RuleSet>, what_if: bool) -> Result<String, CaseError> {
    let parsed = json::parse(text)?;
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
            Some(Value::Array(cases)) => {
                Field::case(parsed, "-".to_owned()).only(&[&["cases", "meta"]])?;
                Ok(cases)
            }
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
    if with_what_if && read.ranked() > what_if::MOST_TEAMS {
        return Err(case
            .at("games")?
            .error(Problem::TooMany { what: "teams with what-if", most: what_if::MOST_TEAMS }));
    }
    let refused = |refused: super::Refused| case.error(Problem::Refused(refused.to_string()));
    let standing = rank(&read.group, rules).map_err(refused)?;
    let mut written = write::standing(case.id(), &read, rules, &standing);
    if with_what_if {
        let (group, assumed) = read.with_assumed_games();
        let outlook = what_if::what_if(&group, rules).map_err(refused)?;
        write::add_outlook(&mut written, &read.names, &group, &outlook, assumed);
    }
    Ok(written)
}
