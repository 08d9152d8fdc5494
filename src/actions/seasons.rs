//! Founding a league and keeping its seasons.

use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::{Fault, Outcome, Refused};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::leagues::{self, League};
use crate::store::seasons::{self, Season};
use crate::store::{Db, Tx};
use league::ids::{LeagueId, SeasonId};
use league::season::{DatesRefused, Phase};

/// What a season is made of.
pub const FIELDS: &[Field] = &[
    required("name_zh", Holds::Line(60)),
    optional("name_en", Holds::Line(80)),
    required("zone", Holds::Line(40)),
    optional("event_from", Holds::Date),
    optional("event_to", Holds::Date),
    optional("match_from", Holds::Date),
    optional("match_to", Holds::Date),
    required("phase", Holds::Word(&["planned", "running", "closed", "archived"])),
    optional("is_public", Holds::Flag),
    optional("about_zh", Holds::Text(20_000)),
    optional("about_en", Holds::Text(20_000)),
];

/// A season as its form shows it.
pub fn fields_of(season: &Season) -> Fields {
    let mut fields = Fields::default();
    let date = |date: Option<chrono::NaiveDate>| date.map(|d| d.to_string()).unwrap_or_default();
    fields.set("name_zh", &season.name_zh);
    fields.set("name_en", &season.name_en);
    fields.set("zone", &season.zone);
    fields.set("event_from", date(season.event_from));
    fields.set("event_to", date(season.event_to));
    fields.set("match_from", date(season.match_from));
    fields.set("match_to", date(season.match_to));
    fields.set("phase", season.phase.as_str());
    fields.set("is_public", season.is_public);
    fields.set("about_zh", &season.about_zh);
    fields.set("about_en", &season.about_en);
    fields
}

/// Founds a league.
pub async fn found_league(tx: &mut Tx, name_zh: &str, name_en: &str) -> Outcome<League> {
    let key = tx.key();
    let id = leagues::insert(tx, &key, name_zh, name_en).await?;
    let league = leagues::by_id(tx, id).await?;
    tx.record(Entry::new(Action::Created, Kind::League, &league.key, &league.name_zh).after(&league)).await?;
    Ok(league)
}

/// Checks a season's input without saving it.
pub fn check(fields: &Fields) -> Result<(), Vec<Fault>> {
    fill(&mut blank(String::new(), LeagueId(0), 0), fields)
}

fn blank(key: String, league_id: LeagueId, sort: i64) -> Season {
    Season {
        id: SeasonId(0),
        key,
        league_id,
        name_zh: String::new(),
        name_en: String::new(),
        zone: String::new(),
        event_from: None,
        event_to: None,
        match_from: None,
        match_to: None,
        phase: Phase::Planned,
        is_public: false,
        sort,
        about_zh: String::new(),
        about_en: String::new(),
        version: 1,
    }
}

/// Adds a season to a league.
pub async fn create(tx: &mut Tx, league: LeagueId, fields: &Fields) -> Outcome<Season> {
    let mut season = blank(tx.key(), league, next_sort(tx).await?);
    fill(&mut season, fields)?;
    let id = seasons::insert(tx, &season).await?;
    let season = seasons::by_id(tx, id).await?;
    tx.record(
        Entry::new(Action::Created, Kind::Season, &season.key, &season.name_zh).season(id).after(&season),
    )
    .await?;
    Ok(season)
}

/// Changes a season.
pub async fn change(tx: &mut Tx, key: &str, version: i64, fields: &Fields) -> Outcome<Season> {
    let before = seasons::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    if before.version != version {
        return Err(Refused::Conflict);
    }
    let mut season = before.clone();
    fill(&mut season, fields)?;
    seasons::update(tx, &season).await?;
    let after = seasons::by_id(tx, season.id).await?;
    tx.record(
        Entry::new(Action::Changed, Kind::Season, key, &after.name_zh)
            .season(after.id)
            .before(&before)
            .after(&after),
    )
    .await?;
    Ok(after)
}

/// Refuses any change inside an archived season.
pub async fn must_be_open(db: &mut Db, season: SeasonId) -> Outcome<Season> {
    let season = seasons::by_id(db, season).await?;
    if season.phase == Phase::Archived { Err(Refused::SeasonLocked) } else { Ok(season) }
}

async fn next_sort(tx: &mut Tx) -> Outcome<i64> {
    Ok(seasons::all(tx).await?.iter().map(|season| season.sort).max().unwrap_or(0) + 10)
}

fn fill(season: &mut Season, fields: &Fields) -> Result<(), Vec<Fault>> {
    let parsed = parse(FIELDS, fields)?;
    season.name_zh = parsed.text("name_zh");
    season.name_en = parsed.text("name_en");
    season.zone = parsed.text("zone");
    season.event_from = parsed.date("event_from");
    season.event_to = parsed.date("event_to");
    season.match_from = parsed.date("match_from");
    season.match_to = parsed.date("match_to");
    season.phase = parsed.text("phase").parse().expect("one of the allowed words");
    season.is_public = parsed.flag("is_public");
    season.about_zh = parsed.text("about_zh");
    season.about_en = parsed.text("about_en");
    let mut faults = Vec::new();
    if season.zone.parse::<chrono_tz::Tz>().is_err() {
        faults.push(Fault::at("zone", What::NoSuchZone));
    }
    match season.dates().check() {
        Ok(()) => {}
        Err(DatesRefused::EventEndsBeforeItBegins) => {
            faults.push(Fault::at("event_to", What::EndsBeforeItBegins))
        }
        Err(DatesRefused::MatchesEndBeforeTheyBegin) => {
            faults.push(Fault::at("match_to", What::EndsBeforeItBegins))
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}
