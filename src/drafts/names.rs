//! The names behind the keys of a draft, in both languages.

use crate::store::competitions::Competition;
use crate::store::drafts::DraftGame;
use crate::store::entries::Entry;
use crate::store::venues::{Court, Venue};
use std::collections::HashMap;

/// Names by key: Chinese, and English where there is one.
#[derive(Clone, Debug, Default)]
pub struct Names(HashMap<String, (String, String)>);

impl Names {
    /// The names of what a season holds.
    pub fn of(competitions: &[Competition], entries: &[Entry], venues: &[Venue], courts: &[Court]) -> Self {
        let mut names = HashMap::new();
        let mut add = |key: &String, zh: &String, en: &String| {
            let en = if en.is_empty() { zh } else { en };
            names.insert(key.clone(), (zh.clone(), en.clone()));
        };
        competitions.iter().for_each(|row| add(&row.key, &row.name_zh, &row.name_en));
        entries.iter().for_each(|row| add(&row.key, &row.short_name, &row.short_name));
        venues.iter().for_each(|row| add(&row.key, &row.name_zh, &row.name_en));
        courts.iter().for_each(|row| add(&row.key, &row.name_zh, &row.name_en));
        Self(names)
    }

    /// Whether anything of the season bears a key.
    pub fn knows(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// A name in Chinese; a key that nothing bears any more stays as it is.
    pub fn zh(&self, key: &str) -> String {
        self.0.get(key).map_or_else(|| key.to_owned(), |(zh, _)| zh.clone())
    }

    /// A name in English.
    pub fn en(&self, key: &str) -> String {
        self.0.get(key).map_or_else(|| key.to_owned(), |(_, en)| en.clone())
    }

    /// Both sides of a game as far as they are known.
    pub fn sides(&self, game: &DraftGame) -> [String; 2] {
        let side = |entry: &Option<String>, source: &String| match entry {
            Some(entry) => self.zh(entry),
            None => source.clone(),
        };
        [side(&game.a, &game.a_source), side(&game.b, &game.b_source)]
    }
}
