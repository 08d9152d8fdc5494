//! Which records of people may be one person: proposals for somebody to decide, never an answer.

use crate::names::{normalise, sort_key};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A record as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub id: i32,
    pub name: String,
    pub birth: Option<NaiveDate>,
    /// A hash of the identity number; empty where none is known.
    pub number: String,
}

/// What two records share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shared {
    Number,
    NameAndBirth,
    /// 张伟 and 章威 sound alike and were born on one day: one of them was mistyped.
    SoundAndBirth,
}

crate::text_enum!(Shared { Number => "number", NameAndBirth => "name_and_birth", SoundAndBirth => "sound_and_birth" });

/// Pairs that may be one person, the surest first. Two different numbers tell people apart whatever else they share.
pub fn pairs(records: &[Record]) -> Vec<(i32, i32, Shared)> {
    let mut groups: BTreeMap<(Shared, String), Vec<&Record>> = BTreeMap::new();
    for record in records {
        if !record.number.is_empty() {
            groups.entry((Shared::Number, record.number.clone())).or_default().push(record);
        }
        if let Some(birth) = record.birth {
            let named = format!("{birth} {}", normalise(&record.name));
            groups.entry((Shared::NameAndBirth, named)).or_default().push(record);
            let sound = sort_key(&normalise(&record.name));
            let sound = sound.split('\u{1}').next().unwrap_or_default();
            groups.entry((Shared::SoundAndBirth, format!("{birth} {sound}"))).or_default().push(record);
        }
    }
    let mut found: BTreeMap<(i32, i32), Shared> = BTreeMap::new();
    for ((shared, _), group) in &groups {
        for (at, one) in group.iter().enumerate() {
            for other in &group[at + 1..] {
                let told_apart =
                    !one.number.is_empty() && !other.number.is_empty() && one.number != other.number;
                if !told_apart {
                    let pair = (one.id.min(other.id), one.id.max(other.id));
                    let known = found.entry(pair).or_insert(*shared);
                    *known = (*known).min(*shared);
                }
            }
        }
    }
    let mut pairs: Vec<(i32, i32, Shared)> =
        found.into_iter().map(|((one, other), shared)| (one, other, shared)).collect();
    pairs.sort_by_key(|(one, other, shared)| (*shared, *one, *other));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: i32, name: &str, birth: &str, number: &str) -> Record {
        Record { id, name: name.into(), birth: birth.parse().ok(), number: number.into() }
    }

    #[test]
    fn pairs_are_proposed_and_two_numbers_are_two_people() {
        let records = [
            record(1, "示例甲", "1990-01-02", "x"),
            record(2, "示 例 甲", "1990-01-02", ""),
            record(3, "示例钾", "1990-01-02", ""),
            record(4, "示例甲", "1990-01-02", "y"),
            record(5, "旁人", "1990-01-02", "x"),
            record(6, "示例甲", "", ""),
        ];
        let found: Vec<String> =
            pairs(&records).iter().map(|(a, b, shared)| format!("{a}-{b} {}", shared.as_str())).collect();
        assert_eq!(
            found,
            [
                "1-5 number",
                "1-2 name_and_birth",
                "2-4 name_and_birth",
                "1-3 sound_and_birth",
                "2-3 sound_and_birth",
                "3-4 sound_and_birth",
            ]
        );
    }
}
