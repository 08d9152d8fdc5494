//! Bounds on a group: how many, how different, how old together; and that no two are alike.

use super::attribute::Attribute;
use super::condition::Condition;
use super::facts::{Player, Value};
use super::judge::Scene;
use super::reason::{Code, Reason, Verdict, bounds};
use super::rules::{Bound, GroupSize, Measure, Quantity, Rule};
use super::truth::Truth;
use std::collections::BTreeMap;

/// The least and the most a measure can be, since some values are not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    least: i64,
    most: i64,
}

/// Whether a group is surely of a size.
pub(super) fn holds(size: &GroupSize, players: &[&Player], scene: Scene<'_>) -> bool {
    let (sure, _) = selected(size.select.as_ref(), players, scene);
    let count = whole(sure.len());
    size.at_least.is_none_or(|least| count >= least) && size.at_most.is_none_or(|most| count <= most)
}

/// Holds a group, or each part of it, against a bound.
pub(super) fn bound(
    rule: &Rule,
    bound: &Bound,
    per: Option<&Attribute>,
    players: &[&Player],
    scene: Scene<'_>,
) -> Vec<Reason> {
    let Some(per) = per else { return one(rule, bound, None, players, scene).into_iter().collect() };
    let mut parts: BTreeMap<String, (String, Vec<&Player>)> = BTreeMap::new();
    for player in players {
        let value = per.value(&scene.seen(&player.facts));
        let shown = value.as_ref().map_or_else(|| "未填 not given".to_owned(), |value| shown(per, value));
        let part = value.map(|value| value.folded()).unwrap_or_default();
        parts.entry(part).or_insert_with(|| (shown, Vec::new())).1.push(player);
    }
    let one = |(shown, part): &(String, Vec<&Player>)| one(rule, bound, Some(shown), part, scene);
    parts.values().filter_map(one).collect()
}

/// Those of a group that are alike in an attribute, a reason for each set of them.
pub(super) fn repeated(rule: &Rule, of: &Attribute, players: &[&Player], scene: Scene<'_>) -> Vec<Reason> {
    let (sure, _) = selected(rule.select.as_ref(), players, scene);
    let mut alike: BTreeMap<String, Vec<(&Player, Value)>> = BTreeMap::new();
    for player in sure {
        if let Some(value) = of.value(&scene.seen(&player.facts)).filter(|value| !value.shown().is_empty()) {
            alike.entry(value.folded()).or_default().push((player, value));
        }
    }
    alike
        .into_values()
        .filter(|same| same.len() > 1)
        .map(|same| {
            let rows: Vec<u32> = same.iter().map(|(player, _)| player.row).collect();
            let found = format!("{}: {} × {}", of.label.zh, shown(of, &same[0].1), same.len());
            let expected = format!("{}: 不重复 each its own", of.label.zh);
            reason(rule, rule.verdict, Code::Repeated, found, expected, rows)
        })
        .collect()
}

fn one(
    rule: &Rule,
    bound: &Bound,
    part: Option<&String>,
    players: &[&Player],
    scene: Scene<'_>,
) -> Option<Reason> {
    let (sure, doubtful) = selected(rule.select.as_ref(), players, scene);
    let range = measure(&bound.measure, &sure, &doubtful, players.len(), scene)?;
    let above = |value: i64| bound.at_most.is_some_and(|most| value > most);
    let below = |value: i64| bound.at_least.is_some_and(|least| value < least);
    let (code, verdict) = match range {
        Range { least, .. } if above(least) => (Code::TooMany, rule.verdict),
        Range { most, .. } if below(most) => (Code::TooFew, rule.verdict),
        Range { least, most } if above(most) || below(least) => (Code::NotShown, rule.unknown),
        _ => return None,
    };
    if verdict == Verdict::Ok {
        return None;
    }
    let what = named(&bound.measure);
    let part = part.map(|part| format!("{part}: ")).unwrap_or_default();
    let value = match (range.least.min(range.most), range.least.max(range.most)) {
        (i64::MIN, _) => "?".to_owned(),
        (least, most) => bounds(Some(least), Some(most)),
    };
    let rows = sure.iter().chain(&doubtful).map(|player| player.row).collect();
    let (found, expected) =
        (format!("{part}{what}{value}"), format!("{what}{}", bounds(bound.at_least, bound.at_most)));
    Some(reason(rule, verdict, code, found, expected, rows))
}

/// Those who surely are meant, and those of whom it is not shown.
fn selected<'a>(
    select: Option<&Condition>,
    players: &[&'a Player],
    scene: Scene<'_>,
) -> (Vec<&'a Player>, Vec<&'a Player>) {
    let truth =
        |player: &Player| select.map_or(Truth::Yes, |select| select.truth(&scene.seen(&player.facts)));
    let all = |wanted: Truth| players.iter().copied().filter(|player| truth(player) == wanted).collect();
    (all(Truth::Yes), all(Truth::Unknown))
}

/// `None` where there is nothing to measure.
fn measure(
    measure: &Measure,
    sure: &[&Player],
    doubtful: &[&Player],
    of: usize,
    scene: Scene<'_>,
) -> Option<Range> {
    let (count, more) = (whole(sure.len()), whole(doubtful.len()));
    match measure {
        Measure::Count => Some(Range { least: count, most: count + more }),
        Measure::Percent => {
            let of = whole(of).max(1);
            // Rounded against the rule on both sides: a third is above 33 and below 34.
            Some(Range { least: (count * 100 + of - 1) / of, most: (count + more) * 100 / of })
        }
        Measure::Distinct(attribute) => {
            let values: Vec<Option<String>> = sure
                .iter()
                .map(|player| attribute.value(&scene.seen(&player.facts)).map(|value| value.folded()))
                .map(|value| value.filter(|value| !value.is_empty()))
                .collect();
            let unknown = whole(values.iter().filter(|value| value.is_none()).count());
            let mut known: Vec<String> = values.into_iter().flatten().collect();
            known.sort();
            known.dedup();
            Some(Range { least: whole(known.len()), most: whole(known.len()) + unknown + more })
        }
        Measure::Sum(quantity) => {
            let values = values(quantity, sure, scene);
            let sum: i64 = values.iter().flatten().sum();
            Some(open_where_unknown(&values, more, Range { least: sum, most: sum }))
        }
        Measure::Mean(quantity) => {
            let values = values(quantity, sure, scene);
            let (sum, known) = (values.iter().flatten().sum::<i64>(), whole(values.iter().flatten().count()));
            let (floor, rest) = (sum.checked_div_euclid(known)?, sum.checked_rem_euclid(known)?);
            // Rounded against the rule on both sides, as above.
            Some(open_where_unknown(&values, more, Range { least: floor + i64::from(rest > 0), most: floor }))
        }
        Measure::Smallest(quantity) => {
            let values = values(quantity, sure, scene);
            let value = values.iter().flatten().min().copied()?;
            Some(open_where_unknown(&values, more, Range { least: value, most: value }))
        }
        Measure::Largest(quantity) => {
            let values = values(quantity, sure, scene);
            let value = values.iter().flatten().max().copied()?;
            Some(open_where_unknown(&values, more, Range { least: value, most: value }))
        }
    }
}

fn open_where_unknown(values: &[Option<i64>], more: i64, range: Range) -> Range {
    match more > 0 || values.iter().any(Option::is_none) {
        true => Range { least: i64::MIN, most: i64::MAX },
        false => range,
    }
}

fn values(quantity: &Quantity, players: &[&Player], scene: Scene<'_>) -> Vec<Option<i64>> {
    let value = |player: &&Player| match (quantity.of.value(&scene.seen(&player.facts))?, quantity.span) {
        (Value::Number(number), _) => Some(number),
        (Value::Date(day), Some((span, on))) => Some(span.between(day, on.resolve(scene.as_of))),
        _ => None,
    };
    players.iter().map(value).collect()
}

fn named(measure: &Measure) -> String {
    let of = |word: &str, attribute: &Attribute| format!("{}{word}: ", attribute.label.zh);
    match measure {
        Measure::Count => "人数 players: ".into(),
        Measure::Percent => "占比 percent: ".into(),
        Measure::Distinct(attribute) => of("数 different", attribute),
        Measure::Sum(quantity) => of("合计 sum", &quantity.of),
        Measure::Mean(quantity) => of("平均 mean", &quantity.of),
        Measure::Smallest(quantity) => of("最小 smallest", &quantity.of),
        Measure::Largest(quantity) => of("最大 largest", &quantity.of),
    }
}

fn shown(of: &Attribute, value: &Value) -> String {
    if of.private { "***".into() } else { value.shown() }
}

fn reason(
    rule: &Rule,
    verdict: Verdict,
    code: Code,
    found: String,
    expected: String,
    rows: Vec<u32>,
) -> Reason {
    Reason {
        rule: rule.key.clone(),
        number: rule.number.clone(),
        scope: rule.scope.as_str(),
        verdict,
        code,
        wording: rule.wording.clone(),
        found,
        expected,
        bring: rule.bring.clone(),
        consequence: rule.consequence.clone(),
        rows,
    }
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
