//! A two-leg series as a case.

use super::field::{CaseError, Field, Problem};
use crate::standings::Side;
use crate::standings::series::{Leg, LostBy, two_legs};
use serde_json::{Value, json};

const CASE: &[&[&str]] = &[&["id", "type", "rule", "teams", "legs", "aggregate"], super::FOR_PEOPLE];
const LEG: &[&[&str]] = &[
    &["id", "date", "home", "score_A", "score_B", "overtime", "regulation_A", "regulation_B"],
    &["forfeit", "default", "notes"],
];
const SIDES: &[&[&str]] = &[&["A", "B"]];

/// Reads a series and says who wins and whether the second leg needed overtime.
pub(super) fn two_leg_series(case: &Field<'_>) -> Result<Value, CaseError> {
    case.only(CASE)?;
    let teams = case.at("teams")?;
    teams.only(SIDES)?;
    let names = [teams.at("A")?.text()?, teams.at("B")?.text()?];
    if names[0] == names[1] {
        return Err(teams.at("B")?.error(Problem::SameTeamTwice));
    }
    let legs = case.at("legs")?;
    let items = legs.items()?;
    let [first, second] = items.as_slice() else {
        return Err(legs.error(Problem::Type("a list of two legs")));
    };
    let first_leg = leg(first, "A")?;
    if first_leg.regulation.is_some() {
        return Err(first.at("overtime")?.error(Problem::OvertimeOnFirstLeg));
    }
    let second_leg = leg(second, "B")?;
    if let (Some(one), Some(other)) = (first_leg.lost_by, second_leg.lost_by)
        && one.side() != other.side()
    {
        let key = if second.get("forfeit").is_some() { "forfeit" } else { "default" };
        return Err(second.at(key)?.error(Problem::BothLost));
    }
    let state = two_legs(&first_leg, Some(&second_leg));
    if second_leg.regulation.is_some() && second_leg.lost_by.is_none() && !state.overtime_due {
        return Err(second.at("overtime")?.error(Problem::OvertimeNotDue));
    }
    if let Some(aggregate) = case.get("aggregate") {
        aggregate.only(SIDES)?;
        for (key, sum) in ["A", "B"].into_iter().zip(state.aggregate) {
            let field = aggregate.at(key)?;
            if field.sum()? != sum {
                return Err(field.error(Problem::Aggregate));
            }
        }
    }
    let (winner, ranking) = match state.winner {
        Some(Side::A) => (json!("A"), json!([names[0], names[1]])),
        Some(Side::B) => (json!("B"), json!([names[1], names[0]])),
        None => (Value::Null, json!([[names[0], names[1]]])),
    };
    let loser_rank = if state.winner.is_some() { 2 } else { 1 };
    let rank = |side| if state.winner == Some(side) { 1 } else { loser_rank };
    Ok(json!({
        "id": case.id(),
        "ranking": ranking,
        "ranks": { names[0]: rank(Side::A), names[1]: rank(Side::B) },
        "table": {},
        "trace": [],
        "draw_required": [],
        "winner": winner,
        "overtime_due": state.overtime_due,
        "aggregate": { "A": state.aggregate[0], "B": state.aggregate[1] },
    }))
}

fn leg(field: &Field<'_>, home: &'static str) -> Result<Leg, CaseError> {
    field.only(LEG)?;
    let at_home = field.at("home")?;
    if at_home.text()? != home {
        return Err(at_home.error(Problem::Home(home)));
    }
    let score = [field.at("score_A")?.points()?, field.at("score_B")?.points()?];
    let overtime = field.get("overtime").map(|flag| flag.truth()).transpose()?.unwrap_or(false);
    let regulation = if overtime {
        let regulation = [field.at("regulation_A")?.points()?, field.at("regulation_B")?.points()?];
        for (key, side) in [("score_A", 0), ("score_B", 1)] {
            if score[side] < regulation[side] {
                return Err(field.at(key)?.error(Problem::BelowRegulation));
            }
        }
        Some(regulation)
    } else {
        if let Some(given) = ["regulation_A", "regulation_B"].into_iter().find_map(|key| field.get(key)) {
            return Err(given.error(Problem::NoOvertime));
        }
        None
    };
    let lost = |key: &'static str| {
        field.get(key).map(|lost| match lost.text()? {
            "A" => Ok(Side::A),
            "B" => Ok(Side::B),
            _ => Err(lost.error(Problem::OneOf("\"A\" or \"B\""))),
        })
    };
    let forfeit = lost("forfeit").transpose()?.map(LostBy::Forfeit);
    let default = lost("default").transpose()?.map(LostBy::Default);
    if forfeit.is_some() && default.is_some() {
        return Err(field.error(Problem::Together("forfeit, default")));
    }
    let lost_by = forfeit.or(default);
    if let Some(lost) = lost_by {
        let side = lost.side();
        if score[side.index()] > score[side.other().index()] {
            let key = if side == Side::A { "score_A" } else { "score_B" };
            return Err(field.at(key)?.error(Problem::WinnerAtFault));
        }
    }
    Ok(Leg { score, regulation, lost_by })
}
