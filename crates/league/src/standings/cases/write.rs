//! From a standing to the JSON of a case.

use super::read::Read;
use crate::standings::what_if::{Method, Outlook};
use crate::standings::{Group, RuleSet, Standing, Team};
use serde_json::{Map, Value, json};

/// Table, ranking and trace of one case; teams that share a rank or class stand in alphabetical order.
pub(super) fn standing(id: &str, read: &Read, rules: &RuleSet, standing: &Standing) -> Value {
    let names = &read.names;
    let mut table = Map::new();
    let mut ranks = Map::new();
    for row in &standing.rows {
        let name = &names[row.team.index()];
        ranks.insert(name.clone(), json!(row.rank));
        let columns = json!({
            "w": row.wins,
            "l": row.losses,
            "pts": row.points,
            "gf": row.scored,
            "ga": row.conceded,
            "diff": row.difference(),
        });
        table.insert(name.clone(), columns);
    }
    let ranking: Vec<Value> = standing.ranking.iter().map(|place| place_of(names, place)).collect();
    let trace: Vec<Value> = standing
        .trace
        .iter()
        .map(|step| {
            let classes: Vec<Vec<&str>> = step.classes.iter().map(|class| sorted(names, class)).collect();
            json!({ "criterion": step.decided_by.id(rules), "classes": classes })
        })
        .collect();
    let draw_required: Vec<Vec<&str>> = standing.draw_required.iter().map(|set| sorted(names, set)).collect();
    json!({
        "id": id,
        "ranking": ranking,
        "ranks": ranks,
        "table": table,
        "trace": trace,
        "draw_required": draw_required,
        "winner": null,
        "overtime_due": null,
    })
}

/// Adds what the open games can still change.
pub(super) fn add_outlook(
    case: &mut Value,
    names: &[String],
    group: &Group,
    outlook: &Outlook,
    assumed: bool,
) {
    for prospect in &outlook.teams {
        let row = &mut case["table"][names[prospect.team.index()].as_str()];
        row["certain"] = json!(prospect.certain());
        row["possible"] = json!(prospect.possible);
        if !prospect.unproven.is_empty() {
            row["unproven"] = json!(prospect.unproven);
        }
    }
    let sides = |game: usize| {
        let open = group.open[game];
        [&names[open.a.index()], &names[open.b.index()]]
    };
    let matters: Vec<Value> = outlook
        .stakes
        .iter()
        .map(|stake| {
            let [a, b] = sides(stake.game);
            json!({ "a": a, "b": b, "for": sorted(names, &stake.teams) })
        })
        .collect();
    case["what_if"] = json!({
        "method": match outlook.method { Method::EveryOutcome => "every_outcome", Method::Bounded => "bounded" },
        "exact": outlook.is_exact(),
        "open": (0..group.open.len()).map(sides).collect::<Vec<_>>(),
        "open_assumed": assumed,
        "matters": matters,
    });
}

fn place_of(names: &[String], place: &[Team]) -> Value {
    match place {
        [team] => json!(names[team.index()]),
        shared => json!(sorted(names, shared)),
    }
}

fn sorted<'a>(names: &'a [String], teams: &[Team]) -> Vec<&'a str> {
    let mut sorted: Vec<&str> = teams.iter().map(|team| names[team.index()].as_str()).collect();
    sorted.sort_unstable();
    sorted
}
