//! Fixtures: setting them, moving them, and where they stand.

use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::{Fault, Outcome, Refused, outbox, seasons, stages};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::competitions::{self, Competition};
use crate::store::fixtures::{self, Card, Fixture, Period};
use crate::store::seasons::Season;
use crate::store::{Db, Tx, entries, venues};
use chrono::TimeZone;
use league::fixture::{Outcome as Ended, Side, Status};
use league::ids::FixtureId;
use serde::{Deserialize, Serialize};

/// What a fixture is made of. A side is an entry, or a text that says where it will come from ("A1", "loser of QF2").
pub const FIELDS: &[Field] = &[
    optional("code", Holds::Line(20)),
    optional("group", Holds::Key),
    optional("stage", Holds::Key),
    optional("round", Holds::Key),
    optional("a", Holds::Key),
    optional("a_source", Holds::Line(40)),
    optional("b", Holds::Key),
    optional("b_source", Holds::Line(40)),
    optional("light_side", Holds::Word(&["a", "b"])),
    optional("day", Holds::Date),
    optional("tip_off", Holds::DateTime),
    optional("venue", Holds::Key),
    optional("court", Holds::Key),
    optional("stream_url", Holds::Url),
    optional("remark_zh", Holds::Line(300)),
    optional("remark_en", Holds::Line(300)),
    optional("source", Holds::Line(300)),
];

/// What a change of status is made of.
pub const STATUS_FIELDS: &[Field] = &[
    required("status", Holds::Word(&["scheduled", "live", "postponed", "cancelled", "abandoned"])),
    optional("reason", Holds::Line(300)),
];

/// A fixture with its periods: what the audit keeps and undo brings back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    pub fixture: Fixture,
    pub periods: Vec<Period>,
}

impl State {
    /// The fixture as it is now.
    pub async fn load(db: &mut Db, id: FixtureId) -> Outcome<Self> {
        Ok(Self {
            fixture: fixtures::by_id(db, id).await?.fixture,
            periods: fixtures::periods(db, id).await?,
        })
    }
}

/// A fixture as its form shows it.
pub fn fields_of(card: &Card) -> Fields {
    let mut fields = Fields::default();
    let fixture = &card.fixture;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    fields.set("code", &fixture.code);
    fields.set("group", text(&card.pool_key));
    fields.set("stage", text(&card.stage_key));
    fields.set("round", text(&card.round_key));
    fields.set("a", text(&card.a_key));
    fields.set("a_source", &fixture.a_source);
    fields.set("b", text(&card.b_key));
    fields.set("b_source", &fixture.b_source);
    fields.set("light_side", fixture.light_side.as_str());
    fields.set("day", fixture.day.map(|day| day.to_string()).unwrap_or_default());
    fields.set(
        "tip_off",
        fixture.tip_off.map(|at| at.format("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default(),
    );
    fields.set("venue", text(&card.venue_key));
    fields.set("court", text(&card.court_key));
    fields.set("stream_url", &fixture.stream_url);
    fields.set("remark_zh", &fixture.remark_zh);
    fields.set("remark_en", &fixture.remark_en);
    fields.set("source", &fixture.source);
    fields
}

/// A fixture with nothing in it yet.
pub fn blank(key: String, competition: &Competition) -> Fixture {
    Fixture {
        id: FixtureId(0),
        key,
        competition_id: competition.id,
        stage_id: None,
        pool_id: None,
        round_id: None,
        code: String::new(),
        a_entry_id: None,
        a_source: String::new(),
        b_entry_id: None,
        b_source: String::new(),
        light_side: Side::A,
        day: None,
        tip_off: None,
        tip_off_at: None,
        venue_id: None,
        court_id: None,
        stream_url: String::new(),
        status: Status::Scheduled,
        outcome: Ended::Unknown.word().into(),
        outcome_side: String::new(),
        outcome_reason: String::new(),
        outcome_document: String::new(),
        under_protest: false,
        in_doubt: false,
        corrected: false,
        score_a: None,
        score_b: None,
        winner_known: String::new(),
        rules_hash: None,
        official_at: None,
        sequence: 0,
        remark_zh: String::new(),
        remark_en: String::new(),
        source: String::new(),
        sample: String::new(),
        archived: false,
        version: 1,
    }
}

/// Sets a fixture.
pub async fn create(tx: &mut Tx, competition: &Competition, fields: &Fields) -> Outcome<Card> {
    let season = seasons::must_be_open(tx, competition.season_id).await?;
    let mut fixture = blank(tx.key(), competition);
    fill(tx, &season, competition, &mut fixture, fields).await?;
    let id = fixtures::insert(tx, &fixture).await?;
    let after = State::load(tx, id).await?;
    record(tx, Action::Created, &season, None, &after, "").await?;
    Ok(fixtures::by_id(tx, id).await?)
}

/// The version a fixture has now.
pub async fn version_of(tx: &mut Tx, key: &str) -> Outcome<i64> {
    Ok(fixtures::by_key(tx, key).await?.ok_or(Refused::NotFound)?.fixture.version)
}

/// Changes a fixture: another day, hall, side or stream.
pub async fn change(tx: &mut Tx, key: &str, version: i64, fields: &Fields) -> Outcome<Card> {
    let (season, before) = open(tx, key, version).await?;
    let was = fixtures::by_id(tx, before.fixture.id).await?;
    let competition = competitions::by_id(tx, before.fixture.competition_id).await?;
    let mut fixture = before.fixture.clone();
    fill(tx, &season, &competition, &mut fixture, fields).await?;
    // What a result counts for changes by a correction, in the open, and not here.
    let counts = |f: &Fixture| (f.a_entry_id, f.b_entry_id, f.pool_id, f.stage_id, f.code.clone());
    if fixture.status == Status::Official && counts(&fixture) != counts(&before.fixture) {
        return Err(Refused::ResultOfficial);
    }
    fixtures::update(tx, &fixture).await?;
    let after = State::load(tx, fixture.id).await?;
    record(tx, Action::Changed, &season, Some(&before), &after, "").await?;
    if counts(&after.fixture) != counts(&before.fixture) {
        stages::refresh_of(tx, competition.id).await?;
    }
    outbox::game_changed(tx, &season, &was, "").await?;
    Ok(fixtures::by_id(tx, fixture.id).await?)
}

/// Postpones, cancels, abandons, opens or re-opens a game.
pub async fn change_status(tx: &mut Tx, key: &str, version: i64, fields: &Fields) -> Outcome<Card> {
    let (season, before) = open(tx, key, version).await?;
    let was = fixtures::by_id(tx, before.fixture.id).await?;
    let parsed = parse(STATUS_FIELDS, fields)?;
    let status: Status = parsed.text("status").parse().expect("one of the allowed words");
    let mut fixture = before.fixture.clone();
    if fixture.status == Status::Official {
        return Err(Refused::ResultOfficial);
    }
    if !fixture.status.may_become(status) {
        return Err(Refused::StatusNotReachable);
    }
    fixture.status = status;
    if status == Status::Live && fixture.rules_hash.is_none() {
        fixture.rules_hash = Some(freeze_rules(tx, &fixture).await?);
    }
    fixtures::update(tx, &fixture).await?;
    let after = State::load(tx, fixture.id).await?;
    record(tx, Action::Changed, &season, Some(&before), &after, &parsed.text("reason")).await?;
    // A game that will not be played may have been the last a group waited for.
    stages::refresh_of(tx, after.fixture.competition_id).await?;
    outbox::game_changed(tx, &season, &was, &parsed.text("reason")).await?;
    Ok(fixtures::by_id(tx, fixture.id).await?)
}

/// What a delay of an evening is made of.
pub const DELAY_FIELDS: &[Field] = &[
    required("fixture", Holds::Key),
    required("minutes", Holds::Number { min: 1, max: 300 }),
    optional("length", Holds::Number { min: 30, max: 300 }),
];

/// A game begins later, and what follows on its court that evening moves as far as it must. Returns the games that moved.
pub async fn delay(tx: &mut Tx, season: &Season, fields: &Fields) -> Outcome<Vec<Card>> {
    seasons::must_be_open(tx, season.id).await?;
    let parsed = parse(DELAY_FIELDS, fields)?;
    let length = chrono::Duration::minutes(parsed.number("length").unwrap_or(90));
    let all = fixtures::of_season(tx, season.id).await?;
    let first = all.iter().find(|card| card.fixture.key == parsed.text("fixture"));
    let unknown = || Refused::Faults(vec![Fault::at("fixture", What::NoSuchObject)]);
    let (first, begins) = first.and_then(|card| Some((card, card.fixture.tip_off?))).ok_or_else(unknown)?;
    let movable = |card: &&Card| !card.fixture.status.has_begun() && card.fixture.status != Status::Cancelled;
    if !movable(&first) {
        return Err(Refused::StatusNotReachable);
    }
    let place = |card: &Card| (card.fixture.day, card.fixture.venue_id, card.fixture.court_id);
    let mut evening: Vec<(chrono::NaiveDateTime, &Card)> = all
        .iter()
        .filter(|card| place(card) == place(first) && movable(card))
        .filter_map(|card| Some((card.fixture.tip_off?, card)))
        .filter(|(at, card)| *at > begins || card.fixture.key == first.fixture.key)
        .collect();
    evening.sort_by_key(|(at, card)| (*at, card.fixture.key != first.fixture.key));
    let mut moved = Vec::new();
    let mut free = begins + chrono::Duration::minutes(parsed.number("minutes").unwrap_or(0));
    for (at, card) in evening {
        let begins = at.max(free);
        free = begins + length;
        if begins != at {
            let mut fields = fields_of(card);
            fields.set("tip_off", begins.format("%Y-%m-%dT%H:%M"));
            moved.push(change(tx, &card.fixture.key, card.fixture.version, &fields).await?);
        }
    }
    Ok(moved)
}

/// Takes a fixture off the schedule. Only one that nobody has played.
pub async fn archive(tx: &mut Tx, key: &str, version: i64) -> Outcome<()> {
    let (season, before) = open(tx, key, version).await?;
    let mut fixture = before.fixture.clone();
    if fixture.status.is_over() {
        return Err(Refused::ResultOfficial);
    }
    fixture.archived = true;
    fixtures::update(tx, &fixture).await?;
    let after = State::load(tx, fixture.id).await?;
    record(tx, Action::Archived, &season, Some(&before), &after, "").await
}

/// Stores the rules a game is played by, as they are now.
pub async fn freeze_rules(tx: &mut Tx, fixture: &Fixture) -> Outcome<String> {
    let competition = competitions::by_id(tx, fixture.competition_id).await?;
    let frozen = competitions::FrozenRules {
        rules: competition.rules.0,
        regulation_version: competition.regulation_version,
    };
    Ok(competitions::freeze(tx, &frozen).await?)
}

pub(super) async fn open(tx: &mut Tx, key: &str, version: i64) -> Outcome<(Season, State)> {
    let card = fixtures::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    let season = seasons::must_be_open(tx, card.season_id).await?;
    if card.fixture.version != version {
        return Err(Refused::Conflict);
    }
    let periods = fixtures::periods(tx, card.fixture.id).await?;
    Ok((season, State { fixture: card.fixture, periods }))
}

pub(super) async fn record(
    tx: &mut Tx,
    action: Action,
    season: &Season,
    before: Option<&State>,
    after: &State,
    reason: &str,
) -> Outcome<()> {
    let card = fixtures::by_id(tx, after.fixture.id).await?;
    let side = |short: Option<String>, source: &str| short.unwrap_or_else(|| source.to_owned());
    let name = format!(
        "{} v {}",
        side(card.a_short, &card.fixture.a_source),
        side(card.b_short, &card.fixture.b_source)
    );
    let mut entry = Entry::new(action, Kind::Fixture, &after.fixture.key, &name)
        .season(season.id)
        .after(after)
        .reason(reason);
    if let Some(before) = before {
        entry = entry.before(before);
    }
    tx.record(entry).await?;
    Ok(())
}

async fn fill(
    tx: &mut Tx,
    season: &Season,
    competition: &Competition,
    fixture: &mut Fixture,
    fields: &Fields,
) -> Outcome<()> {
    let parsed = parse(FIELDS, fields)?;
    let mut faults = Vec::new();
    let mut look_up = |field: &str, found: Option<i32>| {
        if found.is_none() && !parsed.text(field).is_empty() {
            faults.push(Fault::at(field, What::NoSuchObject));
        }
        found
    };
    let entered = entries::of_competition(tx, competition.id).await?;
    let entry = |field: &str| entered.iter().find(|e| e.key == parsed.text(field)).map(|e| e.id.0);
    fixture.a_entry_id = look_up("a", entry("a"));
    fixture.b_entry_id = look_up("b", entry("b"));
    let stages = competitions::stages(tx, competition.id).await?;
    let pools = competitions::pools(tx, competition.id).await?;
    let rounds = competitions::rounds(tx, competition.id).await?;
    let pool = pools.iter().find(|pool| pool.key == parsed.text("group"));
    fixture.pool_id = look_up("group", pool.map(|pool| pool.id.0));
    let stage = stages.iter().find(|stage| stage.key == parsed.text("stage")).map(|stage| stage.id.0);
    fixture.stage_id = look_up("stage", stage).or(pool.map(|pool| pool.stage_id.0));
    let round = rounds.iter().find(|round| round.key == parsed.text("round")).map(|round| round.id.0);
    fixture.round_id = look_up("round", round);
    let halls = venues::all(tx, season.league_id).await?;
    let courts = venues::courts(tx, season.league_id).await?;
    let court = courts.iter().find(|court| court.key == parsed.text("court"));
    fixture.court_id = look_up("court", court.map(|court| court.id.0));
    let hall = halls.iter().find(|venue| venue.key == parsed.text("venue")).map(|venue| venue.id.0);
    fixture.venue_id = look_up("venue", hall).or(court.map(|court| court.venue_id.0));
    if let (Some(venue), Some(court)) = (fixture.venue_id, court)
        && court.venue_id.0 != venue
    {
        faults.push(Fault::at("court", What::NoSuchObject));
    }
    if let (Some(pool), Some(stage)) = (pool, fixture.stage_id)
        && pool.stage_id.0 != stage
    {
        faults.push(Fault::at("group", What::NoSuchObject));
    }
    if fixture.a_entry_id.is_some() && fixture.a_entry_id == fixture.b_entry_id {
        faults.push(Fault::at("b", What::SameTwice));
    }
    fixture.code = parsed.text("code");
    fixture.a_source = parsed.text("a_source");
    fixture.b_source = parsed.text("b_source");
    fixture.light_side = parsed.text("light_side").parse().unwrap_or(Side::A);
    fixture.tip_off = parsed.time("tip_off");
    fixture.day = fixture.tip_off.map(|at| at.date()).or(parsed.date("day"));
    fixture.tip_off_at = fixture
        .tip_off
        .and_then(|at| season.tz().from_local_datetime(&at).earliest())
        .map(|at| at.with_timezone(&chrono::Utc));
    if fixture.day.is_some_and(|day| far_from(season, day)) {
        faults
            .push(Fault::at(if fixture.tip_off.is_some() { "tip_off" } else { "day" }, What::FarFromSeason));
    }
    fixture.stream_url = parsed.text("stream_url");
    fixture.remark_zh = parsed.text("remark_zh");
    fixture.remark_en = parsed.text("remark_en");
    fixture.source = parsed.text("source");
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// A date more than a year outside the season is a slip of the keyboard (2052 for 2025).
fn far_from(season: &Season, day: chrono::NaiveDate) -> bool {
    let dates = [season.event_from, season.event_to, season.match_from, season.match_to];
    let known = || dates.iter().flatten();
    let year = chrono::Duration::days(366);
    match (known().min(), known().max()) {
        (Some(first), Some(last)) => day < *first - year || day > *last + year,
        _ => false,
    }
}
