//! Where the ties of a bracket stand: below each other in the first round, then between those that lead to them.

use super::Bracket;

/// The room a tie takes with its caption, in rows.
const STEP: f32 = 2.7;
/// The rows that the names of the rounds take.
const TOP: f32 = 1.8;

/// The upper edge of each tie, in rows, in the order of the ties.
pub fn places(bracket: &Bracket) -> Vec<f32> {
    let mut places = vec![0.0; bracket.ties.len()];
    for round in 0..bracket.rounds.len() {
        let mut next = TOP;
        for (at, tie) in bracket.ties.iter().enumerate().filter(|(_, tie)| tie.round == round) {
            let feeding: Vec<f32> = bracket
                .ties
                .iter()
                .zip(&places)
                .filter(|(other, _)| other.round < round && other.leads.contains(&tie.code))
                .map(|(_, place)| *place)
                .collect();
            let wanted =
                if feeding.is_empty() { next } else { feeding.iter().sum::<f32>() / feeding.len() as f32 };
            // Two ties never overlap, even where both are fed by the same ones.
            places[at] = wanted.max(next);
            next = places[at] + STEP;
        }
    }
    places
}
