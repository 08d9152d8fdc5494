//! Competitions, their stages and groups, and who has entered.

use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::{Fault, Outcome, Refused, seasons};
use crate::store::Tx;
use crate::store::audit::{self, Action, Kind};
use crate::store::clubs;
use crate::store::competitions::{self, Competition, Pool, Stage};
use crate::store::entries::{self, Entry, PoolPlace};
use league::competition::{EntryKind, Profile, Rules};
use league::ids::{CompetitionId, EntryId, PoolId, SeasonId, StageId};
use league::names::Found;
use sqlx::types::Json;

/// What a competition is made of.
pub const FIELDS: &[Field] = &[
    required("name_zh", Holds::Line(60)),
    optional("name_en", Holds::Line(80)),
    required(
        "kind",
        Holds::Word(&["main", "women", "community", "u12", "invitational", "preseason", "allstar"]),
    ),
    required("edition", Holds::Word(&["fiba-2024", "fiba-2026"])),
    required("periods", Holds::Number { min: 1, max: 8 }),
    required("period_minutes", Holds::Number { min: 1, max: 30 }),
    required("overtime_minutes", Holds::Number { min: 1, max: 10 }),
    optional("running_clock", Holds::Flag),
    required("criteria", Holds::Word(CRITERIA)),
    optional("regulation_zh", Holds::Text(40_000)),
    optional("regulation_en", Holds::Text(40_000)),
];

/// The ready-made sets of ranking criteria.
pub const CRITERIA: &[&str] =
    &["fiba", "euroleague", "fiba-ratio", "dbb", "overall-first", "wins-conceded-rate"];

/// What a stage is made of.
pub const STAGE_FIELDS: &[Field] = &[
    required("name_zh", Holds::Line(40)),
    optional("name_en", Holds::Line(60)),
    required("kind", Holds::Word(&["groups", "knockout", "single"])),
    optional("groups", Holds::Number { min: 0, max: 16 }),
];

/// What an entry is made of.
pub const ENTRY_FIELDS: &[Field] = &[
    required("name", Holds::Line(80)),
    optional("kind", Holds::Word(&["club", "joint", "guest", "allstar"])),
    optional("group", Holds::Key),
    optional("employers", Holds::Text(1_000)),
];

/// A competition as its form shows it.
pub fn fields_of(competition: &Competition) -> Fields {
    let mut fields = Fields::default();
    fields.set("name_zh", &competition.name_zh);
    fields.set("name_en", &competition.name_en);
    fields.set("kind", competition.kind.as_str());
    fields.set("edition", &competition.rules.edition);
    fields.set("periods", competition.rules.profile.periods);
    fields.set("period_minutes", competition.rules.profile.period_minutes);
    fields.set("overtime_minutes", competition.rules.profile.overtime_minutes);
    fields.set("running_clock", competition.rules.profile.running_clock);
    fields.set("criteria", &competition.rules.criteria);
    fields.set("regulation_zh", &competition.regulation_zh);
    fields.set("regulation_en", &competition.regulation_en);
    fields
}

/// Adds a competition to a season.
pub async fn create(tx: &mut Tx, season: SeasonId, fields: &Fields) -> Outcome<Competition> {
    seasons::must_be_open(tx, season).await?;
    let sort = competitions::of_season(tx, season).await?.iter().map(|c| c.sort).max().unwrap_or(0) + 10;
    let mut competition = Competition {
        id: CompetitionId(0),
        key: tx.key(),
        season_id: season,
        kind: league::competition::Kind::Main,
        name_zh: String::new(),
        name_en: String::new(),
        rules: Json(Rules::fiba_2024()),
        regulation_zh: String::new(),
        regulation_en: String::new(),
        regulation_version: 1,
        sort,
        archived: false,
        version: 1,
    };
    fill(&mut competition, fields)?;
    let id = competitions::insert(tx, &competition).await?;
    let after = competitions::by_id(tx, id).await?;
    record(tx, Action::Created, None, &after).await?;
    Ok(after)
}

/// Changes a competition. A changed regulation is a new version; games that began keep the rules they began with.
pub async fn change(tx: &mut Tx, key: &str, version: i64, fields: &Fields) -> Outcome<Competition> {
    let before = competitions::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    seasons::must_be_open(tx, before.season_id).await?;
    if before.version != version {
        return Err(Refused::Conflict);
    }
    let mut competition = before.clone();
    fill(&mut competition, fields)?;
    let regulation = |c: &Competition| (c.rules.clone(), c.regulation_zh.clone(), c.regulation_en.clone());
    if regulation(&before) != regulation(&competition) {
        competition.regulation_version += 1;
    }
    competitions::update(tx, &competition).await?;
    let after = competitions::by_id(tx, competition.id).await?;
    record(tx, Action::Changed, Some(&before), &after).await?;
    // Other rules may rank otherwise: slots that hang on a table follow, or wait for a person.
    super::stages::refresh(tx, &after).await?;
    Ok(after)
}

/// Adds a stage, with so many groups named A, B, C.
pub async fn add_stage(tx: &mut Tx, competition: &Competition, fields: &Fields) -> Outcome<Stage> {
    seasons::must_be_open(tx, competition.season_id).await?;
    let parsed = parse(STAGE_FIELDS, fields)?;
    let sort = competitions::stages(tx, competition.id).await?.iter().map(|s| s.sort).max().unwrap_or(0) + 10;
    let mut stage = Stage {
        id: StageId(0),
        key: tx.key(),
        competition_id: competition.id,
        kind: parsed.text("kind").parse().expect("one of the allowed words"),
        name_zh: parsed.text("name_zh"),
        name_en: parsed.text("name_en"),
        sort,
        sample: String::new(),
        form: String::new(),
    };
    stage.id = competitions::insert_stage(tx, &stage).await?;
    for number in 0..parsed.number("groups").unwrap_or(0) {
        let letter = char::from(b'A' + u8::try_from(number).unwrap_or(25));
        let pool = Pool {
            id: PoolId(0),
            key: tx.key(),
            stage_id: stage.id,
            name_zh: format!("{letter}组"),
            name_en: format!("Group {letter}"),
            sort: number,
            complete: false,
            sample: String::new(),
            code: letter.to_string(),
        };
        competitions::insert_pool(tx, &pool).await?;
    }
    tx.record(
        audit::Entry::new(Action::Created, Kind::Stage, &stage.key, &stage.name_zh)
            .season(competition.season_id)
            .after(&stage),
    )
    .await?;
    Ok(stage)
}

/// Enters a club by any of its names, or a team that has no club.
pub async fn enter(tx: &mut Tx, competition: &Competition, fields: &Fields) -> Outcome<Entry> {
    let season = seasons::must_be_open(tx, competition.season_id).await?;
    let parsed = parse(ENTRY_FIELDS, fields)?;
    let name = parsed.text("name");
    let kind: EntryKind = match parsed.text("kind").as_str() {
        "" => EntryKind::Club,
        word => word.parse().expect("one of the allowed words"),
    };
    let club = match kind {
        EntryKind::Club => Some(find_club(tx, &season, &name).await?),
        _ => None,
    };
    let entry = Entry {
        id: EntryId(0),
        key: tx.key(),
        competition_id: competition.id,
        club_id: club.as_ref().map(|club| club.id.0),
        club_key: None,
        colour_light: None,
        colour_dark: None,
        kind,
        name: club.as_ref().map_or_else(|| name.clone(), |club| club.official_name.clone()),
        short_name: club.as_ref().map_or(name, |club| club.short_name.clone()),
        is_new: None,
        is_new_reason: String::new(),
        withdrawn: false,
        sample: String::new(),
        version: 1,
    };
    let id = entries::insert(tx, &entry).await?;
    for (sort, employer) in
        parsed.text("employers").lines().map(str::trim).filter(|e| !e.is_empty()).enumerate()
    {
        entries::insert_employer(tx, id, employer, sort as i64).await?;
    }
    let group = parsed.text("group");
    if !group.is_empty() {
        place_in_group(tx, competition, id, &group).await?;
    }
    let after = entries::by_key(tx, &entry.key).await?.ok_or(Refused::NotFound)?;
    tx.record(
        audit::Entry::new(Action::Created, Kind::Entry, &after.key, &after.short_name)
            .season(competition.season_id)
            .after(&after),
    )
    .await?;
    Ok(after)
}

/// Withdraws an entry, or takes the withdrawal back; its games stay as they are.
pub async fn set_withdrawn(
    tx: &mut Tx,
    competition: &Competition,
    key: &str,
    withdrawn: bool,
) -> Outcome<Entry> {
    seasons::must_be_open(tx, competition.season_id).await?;
    let before = entries::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    if before.competition_id != competition.id {
        return Err(Refused::NotFound);
    }
    let mut entry = before.clone();
    entry.withdrawn = withdrawn;
    entries::update(tx, &entry).await?;
    let after = entries::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    tx.record(
        audit::Entry::new(Action::Changed, Kind::Entry, key, &after.short_name)
            .season(competition.season_id)
            .before(&before)
            .after(&after),
    )
    .await?;
    Ok(after)
}

async fn find_club(tx: &mut Tx, season: &crate::store::seasons::Season, name: &str) -> Outcome<clubs::Club> {
    let names = clubs::registry(tx, season.league_id).await?;
    let what = match names.find(name, Some(season.id)) {
        Found::One(id) => return Ok(clubs::by_id(tx, id).await?),
        Found::Several(_) => What::SeveralMatch,
        Found::None { .. } => What::NoSuchObject,
    };
    Err(vec![Fault::at("name", what)].into())
}

async fn place_in_group(tx: &mut Tx, competition: &Competition, entry: EntryId, group: &str) -> Outcome<()> {
    let pools = competitions::pools(tx, competition.id).await?;
    let Some(pool) = pools.iter().find(|pool| pool.key == group) else {
        return Err(vec![Fault::at("group", What::NoSuchObject)].into());
    };
    let places = entries::pool_places(tx, competition.id).await?;
    let sort = places.iter().filter(|place| place.pool_id == pool.id).map(|p| p.sort).max().unwrap_or(0) + 1;
    let place = PoolPlace { pool_id: pool.id, entry_id: entry, sort, sample: String::new() };
    Ok(entries::insert_pool_place(tx, &place).await?)
}

async fn record(
    tx: &mut Tx,
    action: Action,
    before: Option<&Competition>,
    after: &Competition,
) -> Outcome<()> {
    let mut entry = audit::Entry::new(action, Kind::Competition, &after.key, &after.name_zh)
        .season(after.season_id)
        .after(after);
    if let Some(before) = before {
        entry = entry.before(before);
    }
    tx.record(entry).await?;
    Ok(())
}

fn fill(competition: &mut Competition, fields: &Fields) -> Result<(), Vec<Fault>> {
    let parsed = parse(FIELDS, fields)?;
    let small = |name: &str| u8::try_from(parsed.number(name).unwrap_or(0)).unwrap_or(0);
    competition.kind = parsed.text("kind").parse().expect("one of the allowed words");
    competition.name_zh = parsed.text("name_zh");
    competition.name_en = parsed.text("name_en");
    // A set of the organiser's own goes when another ready-made one is chosen.
    let ranking =
        competition.rules.ranking.take().filter(|_| competition.rules.criteria == parsed.text("criteria"));
    competition.rules = Json(Rules {
        ranking,
        second_forfeit: competition.rules.second_forfeit,
        edition: parsed.text("edition"),
        profile: Profile {
            periods: small("periods"),
            period_minutes: small("period_minutes"),
            overtime_minutes: small("overtime_minutes"),
            running_clock: parsed.flag("running_clock"),
        },
        criteria: parsed.text("criteria"),
    });
    competition.regulation_zh = parsed.text("regulation_zh");
    competition.regulation_en = parsed.text("regulation_en");
    Ok(())
}
