//! Which game of the calendar a row means, and whether it says anything new about it.

use super::{Known, Row, is_listed};
use crate::store::fixtures::{Card, Period};
use league::fixture::Status;
use std::collections::BTreeMap;

/// A game of the calendar, and whether the row has its teams the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// In the list of cards.
    pub card: usize,
    pub turned: bool,
}

/// The game that a row means; nothing where it is a new one. Each game is taken once.
///
/// Teams may meet several times: the game of the same day comes first, and where one of the two has no day, the one with
/// the same score; then one still to be played, and last the only one left.
pub fn place(known: &Known, row: &Row, taken: &[usize]) -> Option<Place> {
    if !row.key.is_empty() {
        let card = known.cards.iter().position(|card| card.fixture.key == row.key)?;
        return Some(Place { card, turned: false });
    }
    let mut ranked: Vec<(u8, bool, usize)> = Vec::new();
    for (number, card) in known.cards.iter().enumerate() {
        if card.competition_key != row.competition || !is_listed(card) || taken.contains(&number) {
            continue;
        }
        let sides = [card.a_key.as_deref(), card.b_key.as_deref()];
        let (a, b) = (Some(row.a.as_str()), Some(row.b.as_str()));
        let turned = sides == [b, a];
        if !turned && sides != [a, b] {
            continue;
        }
        let over = card.fixture.status.is_over();
        let same = same_score(row, card, turned);
        let rank = match (row.day, card.fixture.day) {
            (Some(day), Some(its)) if day == its => 0,
            (Some(_), None) | (None, _) if same => 0,
            (Some(_), None) | (None, _) if !over => 1,
            (Some(_), Some(_)) if !over => 2,
            // A score without a day that differs: the same game told otherwise, unless it was the return game.
            (None, _) if !turned => 2,
            _ => continue,
        };
        ranked.push((rank, turned, number));
    }
    ranked.sort_unstable();
    let &(rank, turned, card) = ranked.first()?;
    let alone = ranked.iter().filter(|(other, ..)| *other == rank).count() == 1;
    (rank < 2 || alone).then_some(Place { card, turned })
}

fn same_score(row: &Row, card: &Card, turned: bool) -> bool {
    let result = turned_result(row, turned);
    let points = |name: &str| result.get(name).and_then(|text| text.parse::<i64>().ok());
    card.fixture.score_a.is_some()
        && (points("score_a"), points("score_b")) == (card.fixture.score_a, card.fixture.score_b)
}

/// The result as the game has its sides.
pub fn turned_result(row: &Row, turned: bool) -> BTreeMap<String, String> {
    let mut result = row.result.clone();
    if !turned {
        return result;
    }
    let get = |name: &str| row.result.get(name).cloned().unwrap_or_default();
    let pair = |pair: &str| match pair.split_once(':') {
        Some((a, b)) => format!("{b}:{a}"),
        None => pair.to_owned(),
    };
    let periods: Vec<String> = get("periods").split_whitespace().map(pair).collect();
    let side = match get("outcome_side").as_str() {
        "a" => "b".to_owned(),
        "b" => "a".to_owned(),
        other => other.to_owned(),
    };
    result.insert("score_a".into(), get("score_b"));
    result.insert("score_b".into(), get("score_a"));
    result.insert("periods".into(), periods.join(" "));
    result.insert("outcome_side".into(), side);
    result
}

/// Whether a game stands already as the row tells; periods count where the row has them.
pub fn says_the_same(result: &BTreeMap<String, String>, card: &Card, periods: &[Period]) -> bool {
    let fixture = &card.fixture;
    if !matches!(fixture.status, Status::Final | Status::Official) {
        return false;
    }
    let text = |name: &str| result.get(name).map_or("", String::as_str);
    let points = |points: Option<i64>| points.map(|points| points.to_string()).unwrap_or_default();
    let pairs: Vec<String> = periods.iter().map(|p| format!("{}:{}", p.score_a, p.score_b)).collect();
    // A forfeit has its score from the rules: a sheet may leave it out.
    let score = |name: &str, stands: Option<i64>| {
        text(name) == points(stands) || text(name).is_empty() && text("outcome") != "played"
    };
    text("outcome") == fixture.outcome
        && text("outcome_side") == fixture.outcome_side
        && score("score_a", fixture.score_a)
        && score("score_b", fixture.score_b)
        && (text("periods").is_empty() || text("periods") == pairs.join(" "))
}
