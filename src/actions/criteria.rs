//! Ranking criteria of a competition's own: arranged in the control room, a new version with every save.

use super::input::{Field, Fields, Holds, Parsed, What, optional, parse, required};
use super::{Fault, Outcome, Refused, seasons};
use crate::store::Tx;
use crate::store::audit::{self, Action, Kind};
use crate::store::competitions::{self, Competition};
use league::standings::{
    Criterion, Decision, Effect, Games, Overtime, PlayedPoints, RuleSet, RuleSetError, SecondForfeit, Then,
    Wording, all_ready_made,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The outcomes that a set gives points and a score to.
pub const OUTCOMES: [&str; 6] =
    ["forfeit", "default", "double_forfeit", "work_conflict", "emergency", "no_show"];
/// The criteria a set can hold.
pub const MOST_CRITERIA: usize = 8;
/// The numbers a criterion can compare.
pub const VALUES: &[&str] = &[
    "record",
    "wins",
    "win_percentage",
    "difference",
    "scored",
    "conceded",
    "ratio",
    "scored_per_game",
    "conceded_per_game",
    "quotients",
];

const HEAD: &[Field] = &[
    required("title_zh", Holds::Line(60)),
    optional("title_en", Holds::Line(80)),
    required("wording_zh", Holds::Text(4_000)),
    optional("wording_en", Holds::Text(4_000)),
    required("citation", Holds::Line(200)),
    required("ranked_by", Holds::Word(VALUES)),
    required("at_the_end", Holds::Word(&["share", "draw", "ranking_list"])),
    required("second_forfeit", Holds::Word(&["nothing", "out_annulled", "out_standing"])),
    required("win", Holds::Number { min: -10, max: 10 }),
    required("loss", Holds::Number { min: -10, max: 10 }),
];

macro_rules! outcome {
    ($name:literal) => {
        [
            required(concat!($name, "_points"), Holds::Number { min: -10, max: 10 }),
            optional(concat!($name, "_opponent"), Holds::Number { min: -10, max: 10 }),
            optional(concat!($name, "_score"), Holds::Line(9)),
            optional(concat!($name, "_ignored"), Holds::Flag),
            optional(concat!($name, "_expels"), Holds::Flag),
        ]
    };
}

macro_rules! criterion {
    ($number:literal) => {
        [
            optional(concat!("c", $number, "_order"), Holds::Number { min: 1, max: 99 }),
            optional(concat!("c", $number, "_scope"), Holds::Word(&["tied", "first_tied", "all"])),
            optional(concat!("c", $number, "_value"), Holds::Word(VALUES)),
            optional(concat!("c", $number, "_then"), Holds::Word(&["restart", "go_on"])),
            optional(concat!("c", $number, "_overtime"), Holds::Word(&["all_points", "level"])),
            optional(concat!("c", $number, "_games"), Holds::Word(&["all", "played"])),
            optional(concat!("c", $number, "_least"), Holds::Number { min: 2, max: 32 }),
            optional(concat!("c", $number, "_most"), Holds::Number { min: 2, max: 32 }),
            optional(concat!("c", $number, "_when"), Holds::Flag),
        ]
    };
}

/// What a rule set is made of.
pub fn fields() -> Vec<Field> {
    let outcomes = [
        outcome!("forfeit"),
        outcome!("default"),
        outcome!("double_forfeit"),
        outcome!("work_conflict"),
        outcome!("emergency"),
        outcome!("no_show"),
    ];
    let criteria = [
        criterion!("1"),
        criterion!("2"),
        criterion!("3"),
        criterion!("4"),
        criterion!("5"),
        criterion!("6"),
        criterion!("7"),
        criterion!("8"),
    ];
    HEAD.iter().copied().chain(outcomes.concat()).chain(criteria.concat()).collect()
}

/// A rule set as its form shows it.
pub fn fields_of(rules: &RuleSet, second_forfeit: SecondForfeit) -> Fields {
    let mut fields = Fields::default();
    for (name, text) in [
        ("title_zh", &rules.title.zh),
        ("title_en", &rules.title.en),
        ("wording_zh", &rules.wording.zh),
        ("wording_en", &rules.wording.en),
        ("citation", &rules.citation),
    ] {
        fields.set(name, text);
    }
    fields.set("ranked_by", word(&rules.ranked_by));
    fields.set("at_the_end", word(&rules.at_the_end));
    fields.set("second_forfeit", word(&second_forfeit));
    fields.set("win", rules.points.win);
    fields.set("loss", rules.points.loss);
    let outcomes = &rules.outcomes;
    let decisions = [
        &outcomes.forfeit,
        &outcomes.default,
        &outcomes.double_forfeit,
        &outcomes.work_conflict,
        &outcomes.emergency,
        &outcomes.no_show,
    ];
    for (name, decision) in OUTCOMES.iter().zip(decisions) {
        fields.set(&format!("{name}_points"), decision.points);
        fields.set(&format!("{name}_opponent"), text(decision.opponent_points));
        let score = decision.score.map(|[opponent, own]| format!("{opponent}:{own}"));
        fields.set(&format!("{name}_score"), score.unwrap_or_default());
        fields.set(&format!("{name}_ignored"), decision.difference == Effect::Ignored);
        fields.set(&format!("{name}_expels"), decision.towards_expulsion);
    }
    for (number, criterion) in (1..=MOST_CRITERIA).zip(&rules.criteria) {
        let mut set = |name: &str, value: String| fields.set(&format!("c{number}_{name}"), value);
        set("order", number.to_string());
        set("scope", word(&criterion.scope));
        set("value", word(&criterion.value));
        set("then", word(&criterion.then));
        set("overtime", word(&criterion.overtime));
        set("games", word(&criterion.games));
        set("least", text(criterion.tied_at_least));
        set("most", text(criterion.tied_at_most));
        set("when", criterion.when_all_played.to_string());
    }
    fields
}

/// Gives a competition criteria of its own. Nothing changes where they say what is in force already.
pub async fn change(
    tx: &mut Tx,
    competition: &Competition,
    version: i64,
    fields: &Fields,
) -> Outcome<Competition> {
    seasons::must_be_open(tx, competition.season_id).await?;
    if competition.version != version {
        return Err(Refused::Conflict);
    }
    let parsed = parse(&self::fields(), fields)?;
    let before = competition.rules.rule_set();
    let mut rules = read(competition, &before, &parsed)?;
    rules.check().map_err(|error| vec![Fault::at(&field_of(&error, &parsed), What::Criteria(error))])?;
    let mut after = competition.clone();
    after.rules.second_forfeit = enumerated(&parsed.text("second_forfeit")).unwrap_or_default();
    let same = |other: &RuleSet| {
        let named = RuleSet { name: other.name.clone(), version: other.version, ..rules.clone() };
        named == *other
    };
    match all_ready_made().into_iter().find(|ready| same(ready)) {
        // What a ready-made set says is that set and no version of one's own.
        Some(ready) => {
            after.rules.criteria = ready.name;
            after.rules.ranking = None;
        }
        None if same(&before) => {}
        None => {
            rules.version = competition.rules.ranking.as_ref().map_or(1, |own| own.version + 1);
            after.rules.ranking = Some(rules);
        }
    }
    if after != *competition {
        after.regulation_version += 1;
        competitions::update(tx, &after).await?;
        after = competitions::by_id(tx, competition.id).await?;
        let entry = audit::Entry::new(Action::Changed, Kind::Competition, &after.key, &after.name_zh)
            .season(after.season_id)
            .before(competition)
            .after(&after);
        tx.record(entry).await?;
        super::stages::refresh(tx, &after).await?;
    }
    Ok(after)
}

fn read(competition: &Competition, before: &RuleSet, parsed: &Parsed) -> Result<RuleSet, Vec<Fault>> {
    let mut rules = before.clone();
    rules.name = match &competition.rules.ranking {
        Some(own) => own.name.clone(),
        None => format!("own-{}", competition.key.to_lowercase()),
    };
    rules.title = Wording { zh: parsed.text("title_zh"), en: parsed.text("title_en") };
    rules.wording = Wording { zh: parsed.text("wording_zh"), en: parsed.text("wording_en") };
    rules.citation = parsed.text("citation");
    rules.ranked_by = enumerated(&parsed.text("ranked_by")).unwrap_or_default();
    rules.at_the_end = enumerated(&parsed.text("at_the_end")).unwrap_or(rules.at_the_end);
    rules.points = PlayedPoints { win: small(parsed, "win"), loss: small(parsed, "loss") };
    let decisions = [
        &mut rules.outcomes.forfeit,
        &mut rules.outcomes.default,
        &mut rules.outcomes.double_forfeit,
        &mut rules.outcomes.work_conflict,
        &mut rules.outcomes.emergency,
        &mut rules.outcomes.no_show,
    ];
    for (name, decision) in OUTCOMES.iter().zip(decisions) {
        read_decision(name, decision, parsed)?;
    }
    let mut criteria: Vec<(i64, Criterion)> = Vec::new();
    for number in 1..=MOST_CRITERIA {
        let get = |name: &str| parsed.text(&format!("c{number}_{name}"));
        let Some(scope) = enumerated(&get("scope")) else {
            if get("value").is_empty() {
                continue;
            }
            return Err(vec![Fault::at(&format!("c{number}_scope"), What::Required)]);
        };
        let bound = |name: &str| {
            parsed.number(&format!("c{number}_{name}")).and_then(|bound| u16::try_from(bound).ok())
        };
        let Some(value) = enumerated(&get("value")) else {
            return Err(vec![Fault::at(&format!("c{number}_value"), What::Required)]);
        };
        let criterion = Criterion {
            scope,
            value,
            then: enumerated(&get("then")).unwrap_or(Then::Restart),
            overtime: enumerated(&get("overtime")).unwrap_or(Overtime::AllPoints),
            games: enumerated(&get("games")).unwrap_or(Games::All),
            tied_at_least: bound("least"),
            tied_at_most: bound("most"),
            when_all_played: parsed.flag(&format!("c{number}_when")),
        };
        let order = parsed.number(&format!("c{number}_order")).unwrap_or(number as i64);
        criteria.push((order, criterion));
    }
    criteria.sort_by_key(|(order, _)| *order);
    rules.criteria = criteria.into_iter().map(|(_, criterion)| criterion).collect();
    Ok(rules)
}

fn read_decision(name: &str, decision: &mut Decision, parsed: &Parsed) -> Result<(), Vec<Fault>> {
    let field = format!("{name}_score");
    let score = match parsed.text(&field).as_str() {
        "" => None,
        given => {
            let pair = given.split_once([':', '：', '-']);
            let points = |text: &str| text.trim().parse::<u16>().ok().filter(|points| *points < 1000);
            let pair = pair.and_then(|(a, b)| Some([points(a)?, points(b)?]));
            Some(pair.ok_or_else(|| vec![Fault::at(&field, What::NotAScore)])?)
        }
    };
    decision.points = small(parsed, &format!("{name}_points"));
    let opponent = parsed.number(&format!("{name}_opponent"));
    decision.opponent_points = opponent.and_then(|points| i32::try_from(points).ok());
    decision.score = score;
    decision.difference =
        if parsed.flag(&format!("{name}_ignored")) { Effect::Ignored } else { Effect::Counts };
    decision.towards_expulsion = parsed.flag(&format!("{name}_expels"));
    Ok(())
}

fn small(parsed: &Parsed, name: &str) -> i32 {
    parsed.number(name).and_then(|number| i32::try_from(number).ok()).unwrap_or(0)
}

/// The word of an enumeration as it is stored.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn enumerated<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The field of the form that an error of the whole set belongs to.
fn field_of(error: &RuleSetError, parsed: &Parsed) -> String {
    let row = |criterion: usize, name: &str| {
        let mut rows: Vec<(i64, usize)> = (1..=MOST_CRITERIA)
            .filter(|number| !parsed.text(&format!("c{number}_scope")).is_empty())
            .map(|number| (parsed.number(&format!("c{number}_order")).unwrap_or(number as i64), number))
            .collect();
        rows.sort_by_key(|(order, _)| *order);
        format!("c{}_{name}", rows.get(criterion).map_or(1, |(_, number)| *number))
    };
    match error {
        RuleSetError::Score { outcome } => format!("{outcome}_score"),
        RuleSetError::TiedBounds { criterion } => row(*criterion, "least"),
        RuleSetError::Repeated { criterion } => row(*criterion, "value"),
        _ => "win".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use league::standings::all_ready_made;

    #[test]
    fn every_ready_made_set_comes_through_the_form_unchanged() {
        for rules in all_ready_made() {
            let fields = fields_of(&rules, SecondForfeit::Nothing);
            let parsed = parse(&super::fields(), &fields).unwrap();
            let competition = Competition {
                id: league::ids::CompetitionId(1),
                key: rules.name.clone(),
                season_id: league::ids::SeasonId(1),
                kind: league::competition::Kind::Main,
                name_zh: String::new(),
                name_en: String::new(),
                rules: sqlx::types::Json(league::competition::Rules::fiba_2024()),
                regulation_zh: String::new(),
                regulation_en: String::new(),
                regulation_version: 1,
                sort: 1,
                archived: false,
                version: 1,
            };
            let mut again = read(&competition, &rules, &parsed).unwrap();
            again.name.clone_from(&rules.name);
            let trimmed = |text: &Wording| (text.zh.trim().to_owned(), text.en.trim().to_owned());
            assert_eq!(trimmed(&again.wording), trimmed(&rules.wording));
            again.wording = rules.wording.clone();
            assert_eq!(again, rules, "{}", rules.name);
        }
    }
}
