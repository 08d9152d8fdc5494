//! The made games among the vectors. Their expectations come from the maker's own books, never from the replay.

use super::disorder::entered;
use super::made::{self, Dice, Made};
use super::vectors::{Case, Vectors, folder};
use league::game::{GameRules, Play};
use serde_json::json;

struct Recipe {
    id: &'static str,
    about: &'static str,
    edition: &'static str,
    profile: &'static str,
    seed: u64,
    make: fn(&GameRules, u64) -> Made,
}

const RECIPES: [Recipe; 6] = [
    Recipe {
        id: "made-box-score",
        about: "A whole game with a full box score, entered without a slip.",
        edition: "fiba-2024",
        profile: "4x10",
        seed: 11,
        make: made::game,
    },
    Recipe {
        id: "made-scoresheet",
        about: "A whole game as a scoresheet has it.",
        edition: "fiba-2026",
        profile: "4x8",
        seed: 12,
        make: |rules, seed| made::as_scoresheet(&made::game(rules, seed)),
    },
    Recipe {
        id: "made-with-slips",
        about: "A box score on two tablets, with slips of every kind put right.",
        edition: "fiba-2026",
        profile: "4x10",
        seed: 13,
        make: with_slips,
    },
    Recipe {
        id: "made-shuffled",
        about: "A box score on two tablets with slips, arriving shuffled and doubled.",
        edition: "fiba-2024",
        profile: "4x8",
        seed: 14,
        make: shuffled,
    },
    Recipe {
        id: "made-running-clock",
        about: "Four periods of twelve minutes with slips, arriving shuffled and doubled.",
        edition: "fiba-2026",
        profile: "4x12-running",
        seed: 15,
        make: shuffled,
    },
    Recipe {
        id: "made-scoresheet-shuffled",
        about: "A scoresheet with slips, arriving shuffled and doubled.",
        edition: "fiba-2024",
        profile: "4x10",
        seed: 16,
        make: |rules, seed| {
            let sheet = made::as_scoresheet(&made::game(rules, seed));
            disturbed(sheet, seed)
        },
    },
];

fn with_slips(rules: &GameRules, seed: u64) -> Made {
    let game = made::game(rules, seed);
    Made { plays: entered(&game.plays, seed).plays, ..game }
}

fn shuffled(rules: &GameRules, seed: u64) -> Made {
    disturbed(made::game(rules, seed), seed)
}

fn disturbed(game: Made, seed: u64) -> Made {
    let mut plays = entered(&game.plays, seed).plays;
    let mut dice = Dice::new(seed);
    let repeated: Vec<Play> = (0..20).map(|_| plays[dice.below(plays.len())].clone()).collect();
    plays.extend(repeated);
    dice.shuffle(&mut plays);
    Made { plays, ..game }
}

fn text_of(recipe: &Recipe) -> String {
    let rules = GameRules::by_names(recipe.edition, recipe.profile).unwrap();
    let Made { plays, expected } = (recipe.make)(&rules, recipe.seed);
    let lines: Vec<String> = plays.iter().map(|play| format!("   {}", json!(play))).collect();
    let about = json!(recipe.about);
    let names = format!(
        r#"{{"id": "{}", "edition": "{}", "profile": "{}","#,
        recipe.id, recipe.edition, recipe.profile
    );
    let plays = lines.join(",\n");
    format!(
        "{{\"cases\": [\n {names}\n  \"about\": {about},\n  \"plays\": [\n{plays}\n  ],\n  \"expected\": {expected}}}\n]}}\n"
    )
}

/// After a change of the format, run with VECTORS=write and read the difference.
#[test]
fn the_files_hold_the_games_as_they_are_made() {
    for recipe in &RECIPES {
        let file = folder().join(format!("{}.json", recipe.id));
        if std::env::var("VECTORS").as_deref() == Ok("write") {
            std::fs::write(&file, text_of(recipe)).unwrap();
        }
        let text = std::fs::read_to_string(file).unwrap();
        let kept: Vectors = serde_json::from_str(&text).unwrap();
        let made: Vectors = serde_json::from_str(&text_of(recipe)).unwrap();
        let [kept, made] = [kept, made].map(|vectors| vectors.cases.into_iter().next().unwrap());
        assert!(same(&kept, &made), "{} differs from what its seed makes", recipe.id);
    }
}

fn same(one: &Case, other: &Case) -> bool {
    one.plays == other.plays && one.expected == other.expected
}
