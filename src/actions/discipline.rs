//! Discipline: incidents are noted, rules propose, a person decides. Nothing here punishes by itself.

mod decide;

pub use decide::{
    APPEAL_FIELDS, DECIDE_FIELDS, IMPOSE_FIELDS, VERDICT_FIELDS, appeal, decide, impose, lift, settle_appeal,
};

use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::{Fault, Outcome, Refused, seasons};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::competitions::{self, Competition};
use crate::store::discipline::{self as rows, Incident, Rule};
use crate::store::fixtures::{self, Card};
use crate::store::{Tx, entries};
use league::discipline::{Counts, Kind as Of, Sanction};
use league::ids::EntryId;
use league::money::Fen;

/// The words for what happened.
pub const KINDS: &[&str] = &[
    "technical",
    "unsportsmanlike",
    "disruptive",
    "flagrant",
    "disqualifying",
    "impostor",
    "unregistered",
    "late",
    "no_show",
    "withdrawal",
    "conduct",
];

/// The words for what follows.
pub const SANCTIONS: &[&str] = &["warning", "suspension", "fine", "points", "forfeit", "out"];

/// What an incident is made of.
pub const INCIDENT_FIELDS: &[Field] = &[
    required("side", Holds::Word(&["a", "b"])),
    required("kind", Holds::Word(KINDS)),
    optional("person", Holds::Key),
    optional("shirt", Holds::Line(2)),
    optional("note", Holds::Line(300)),
];

/// What a rule is made of.
pub const RULE_FIELDS: &[Field] = &[
    required("kind", Holds::Word(KINDS)),
    required("counts", Holds::Word(&["person", "team"])),
    required("at_count", Holds::Number { min: 1, max: 99 }),
    optional("repeats", Holds::Flag),
    required("sanction", Holds::Word(SANCTIONS)),
    optional("amount", Holds::Line(15)),
    optional("regulation", Holds::Line(200)),
];

/// Notes an incident at a game.
pub async fn add_incident(tx: &mut Tx, card: &Card, fields: &Fields) -> Outcome<Incident> {
    let season = seasons::must_be_open(tx, card.season_id).await?;
    let parsed = parse(INCIDENT_FIELDS, fields)?;
    let (side, fixture) = (parsed.text("side"), &card.fixture);
    let entry = if side == "a" { fixture.a_entry_id } else { fixture.b_entry_id };
    let Some(entry) = entry else { return Err(vec![Fault::at("side", What::NoSuchObject)].into()) };
    let mut shirt: String = parsed.text("shirt").chars().map(league::names::half_width).collect();
    if !shirt.chars().all(|c| c.is_ascii_digit()) {
        return Err(vec![Fault::at("shirt", What::NotANumber)].into());
    }
    let person = parsed.text("person");
    let list = entries::players(tx, EntryId(entry)).await?;
    let listed = match (person.is_empty(), shirt.is_empty()) {
        (false, _) => {
            let found = list.iter().find(|player| player.person_key == person);
            Some(found.ok_or_else(|| vec![Fault::at("person", What::NoSuchObject)])?)
        }
        // A shirt that stands on the list names the person.
        (true, false) => list.iter().find(|player| player.shirt == shirt),
        (true, true) => None,
    };
    let mut person_id = None;
    if let Some(player) = listed {
        shirt.clone_from(&player.shirt);
        let people = entries::people(tx, card.league_id).await?;
        person_id = people.iter().find(|known| known.key == player.person_key).map(|known| known.id.0);
    }
    let incident = Incident {
        key: tx.key(),
        fixture_id: fixture.id,
        fixture_key: fixture.key.clone(),
        entry_id: entry,
        entry_key: String::new(),
        team: String::new(),
        person_id,
        person_key: None,
        person_name: None,
        shirt,
        kind: parsed.text("kind").parse().expect("one of the allowed words"),
        count: 1,
        note: parsed.text("note"),
        source: "hand".into(),
        at: tx.now(),
        sample: String::new(),
        archived: false,
        version: 1,
    };
    rows::insert_incident(tx, &incident).await?;
    record_incident(tx, Action::Created, &season, &incident).await?;
    rows::incident(tx, &incident.key).await?.ok_or(Refused::NotFound)
}

/// Takes an incident off the record.
pub async fn remove_incident(tx: &mut Tx, incident: &Incident, version: i64) -> Outcome<()> {
    let card = fixtures::by_id(tx, incident.fixture_id).await?;
    let season = seasons::must_be_open(tx, card.season_id).await?;
    rows::archive_incident(tx, &incident.key, version).await?;
    record_incident(tx, Action::Archived, &season, incident).await
}

/// How often something was counted from the plays of a game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub entry: i32,
    pub person: Option<i32>,
    pub shirt: String,
    pub kind: Of,
    pub count: u32,
}

/// Replaces what earlier plays of a game counted by what they count now. What was noted by hand stays.
pub async fn count_from_plays(tx: &mut Tx, card: &Card, counted: &[Counted]) -> Outcome<()> {
    let season = seasons::must_be_open(tx, card.season_id).await?;
    let before = rows::incidents(tx, card.fixture.competition_id).await?;
    let own = |row: &&Incident| row.fixture_id == card.fixture.id && row.source == "plays";
    let same = |row: &Incident, counted: &Counted| {
        (row.entry_id, row.person_id, &row.shirt, row.kind, row.count)
            == (counted.entry, counted.person, &counted.shirt, counted.kind, i64::from(counted.count))
    };
    for row in before.iter().filter(own) {
        if !counted.iter().any(|counted| same(row, counted)) {
            rows::archive_incident(tx, &row.key, row.version).await?;
            record_incident(tx, Action::Archived, &season, row).await?;
        }
    }
    for counted in counted.iter().filter(|counted| counted.count > 0) {
        if before.iter().filter(own).any(|row| same(row, counted)) {
            continue;
        }
        let incident = Incident {
            key: tx.key(),
            fixture_id: card.fixture.id,
            fixture_key: card.fixture.key.clone(),
            entry_id: counted.entry,
            entry_key: String::new(),
            team: String::new(),
            person_id: counted.person,
            person_key: None,
            person_name: None,
            shirt: counted.shirt.clone(),
            kind: counted.kind,
            count: i64::from(counted.count),
            note: String::new(),
            source: "plays".into(),
            at: tx.now(),
            sample: String::new(),
            archived: false,
            version: 1,
        };
        rows::insert_incident(tx, &incident).await?;
        record_incident(tx, Action::Created, &season, &incident).await?;
    }
    Ok(())
}

/// Adds a line to a competition's table of rules.
pub async fn add_rule(tx: &mut Tx, competition: &Competition, fields: &Fields) -> Outcome<Rule> {
    seasons::must_be_open(tx, competition.season_id).await?;
    let parsed = parse(RULE_FIELDS, fields)?;
    let sanction: Sanction = parsed.text("sanction").parse().expect("one of the allowed words");
    let counts: Counts = parsed.text("counts").parse().expect("one of the allowed words");
    if counts == Counts::Person && matches!(sanction, Sanction::Points | Sanction::Forfeit | Sanction::Out) {
        return Err(vec![Fault::at("counts", What::NotAllowed)].into());
    }
    let rule = Rule {
        key: tx.key(),
        competition_id: competition.id,
        kind: parsed.text("kind").parse().expect("one of the allowed words"),
        counts,
        at_count: parsed.number("at_count").unwrap_or(1),
        repeats: parsed.flag("repeats"),
        sanction,
        amount: amount(sanction, &parsed.text("amount"))?,
        regulation: parsed.text("regulation"),
        archived: false,
        version: 1,
    };
    rows::insert_rule(tx, &rule).await?;
    record_rule(tx, Action::Created, competition, &rule).await?;
    Ok(rule)
}

/// Takes a rule out of force; what was decided by it stays.
pub async fn archive_rule(tx: &mut Tx, rule: &Rule, version: i64) -> Outcome<()> {
    let competition = competitions::by_id(tx, rule.competition_id).await?;
    seasons::must_be_open(tx, competition.season_id).await?;
    rows::archive_rule(tx, &rule.key, version).await?;
    record_rule(tx, Action::Archived, &competition, rule).await
}

/// The size of a sanction as people write it: games, yuan, or points.
pub(super) fn amount(sanction: Sanction, text: &str) -> Outcome<i64> {
    let fault = |what: What| Refused::from(vec![Fault::at("amount", what)]);
    if !sanction.has_amount() {
        return if text.is_empty() { Ok(0) } else { Err(fault(What::NotAllowed)) };
    }
    if text.is_empty() {
        return Err(fault(What::Required));
    }
    if sanction == Sanction::Fine {
        return Fen::parse(text)
            .filter(|fen| fen.0 > 0)
            .map(|fen| fen.0)
            .ok_or_else(|| fault(What::NotMoney));
    }
    let (min, max) = if sanction == Sanction::Points { (-20, 20) } else { (1, 99) };
    let digits: String = text.chars().map(league::names::half_width).collect();
    let number: i64 = digits.parse().map_err(|_| fault(What::NotANumber))?;
    if (min..=max).contains(&number) && number != 0 {
        Ok(number)
    } else {
        Err(fault(What::OutOfRange { min, max }))
    }
}

/// A person is known to the audit by a key only.
async fn record_incident(
    tx: &mut Tx,
    action: Action,
    season: &crate::store::seasons::Season,
    incident: &Incident,
) -> Outcome<()> {
    let after = serde_json::json!({
        "fixture": incident.fixture_key, "entry": incident.entry_id, "person": incident.person_id,
        "shirt": incident.shirt, "kind": incident.kind.as_str(), "count": incident.count, "source": incident.source,
    });
    let entry = Entry::new(action, Kind::Incident, &incident.key, incident.kind.as_str());
    tx.record(entry.season(season.id).after(after)).await?;
    Ok(())
}

async fn record_rule(tx: &mut Tx, action: Action, competition: &Competition, rule: &Rule) -> Outcome<()> {
    let entry = Entry::new(action, Kind::SanctionRule, &rule.key, &competition.name_zh);
    tx.record(entry.season(competition.season_id).after(rule).reason(&rule.regulation)).await?;
    Ok(())
}
