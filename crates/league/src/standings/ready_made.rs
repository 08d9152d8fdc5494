//! The rule sets that come with the league, each a documented TOML text.

use super::rules::RuleSet;

const TEXTS: [(&str, &str); 6] = [
    ("fiba", include_str!("ready_made/fiba.toml")),
    ("euroleague", include_str!("ready_made/euroleague.toml")),
    ("fiba-ratio", include_str!("ready_made/fiba-ratio.toml")),
    ("dbb", include_str!("ready_made/dbb.toml")),
    ("overall-first", include_str!("ready_made/overall-first.toml")),
    ("wins-conceded-rate", include_str!("ready_made/wins-conceded-rate.toml")),
];

impl RuleSet {
    /// Finds a ready-made set.
    pub fn by_name(name: &str) -> Option<Self> {
        TEXTS.iter().find(|(known, _)| *known == name).map(|(_, text)| read(text))
    }

    /// The names of the ready-made sets.
    pub fn ready_made_names() -> impl Iterator<Item = &'static str> {
        TEXTS.iter().map(|(name, _)| *name)
    }

    /// The documented text of a ready-made set, to copy and change.
    pub fn ready_made_text(name: &str) -> Option<&'static str> {
        TEXTS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }
}

/// All ready-made sets.
pub fn all_ready_made() -> Vec<RuleSet> {
    TEXTS.iter().map(|(_, text)| read(text)).collect()
}

/// The documented TOML of all sets, one after the other, for `changba table --list-rules`.
pub fn documented_toml() -> String {
    let mut out = String::from(include_str!("ready_made/README.toml"));
    for (name, text) in TEXTS {
        out.push_str(&format!("\n# ---- {name} ----\n\n{text}"));
    }
    out
}

fn read(text: &str) -> RuleSet {
    RuleSet::from_toml(text).expect("the ready-made sets are read by a test")
}
