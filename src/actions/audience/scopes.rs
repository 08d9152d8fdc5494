//! What a figure is about, said in a word that forms and scripts share: `season`, `fixture:KEY`,
//! `night:VENUE:2025-06-13`, or `scope:KEY` for what was made before.

use super::super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::super::{Fault, Outcome, Refused, seasons};
use crate::store::audience::scopes::{self, Scope};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::fixtures;
use crate::store::seasons::Season;
use crate::store::venues;
use crate::store::{Db, Tx};
use chrono::NaiveDate;
use league::audience::observation::Level;

/// What an occasion beside the games, or a gate, is made of.
pub const FIELDS: &[Field] = &[
    required("level", Holds::Word(&["side_event", "stream"])),
    required("name_zh", Holds::Line(60)),
    optional("name_en", Holds::Line(60)),
    optional("day", Holds::Date),
];
/// What a gate or a zone of an evening is made of.
pub const GATE_FIELDS: &[Field] = &[
    required("level", Holds::Word(&["gate", "zone"])),
    required("name_zh", Holds::Line(40)),
    optional("name_en", Holds::Line(40)),
];
/// What an evening is made of.
pub const NIGHT_FIELDS: &[Field] = &[required("venue", Holds::Key), required("day", Holds::Date)];

/// A scope that is there, or one that would be made.
#[derive(Clone, Debug)]
pub struct About(pub Scope);

impl About {
    /// The days it spans, where that is known.
    pub fn days(&self, season: &Season) -> Option<(NaiveDate, NaiveDate)> {
        match self.0.level {
            Level::Season => {
                let dates = season.dates();
                Some((dates.event_from.or(dates.match_from)?, dates.event_to.or(dates.match_to)?))
            }
            _ => self.0.day.map(|day| (day, day)),
        }
    }
}

/// A scope with nothing in it yet.
pub fn blank(season: &Season, level: Level) -> Scope {
    Scope {
        id: 0,
        key: String::new(),
        season_id: season.id,
        level,
        parent_id: None,
        parent_key: None,
        round_id: None,
        fixture_id: None,
        fixture_key: None,
        venue_id: None,
        venue_key: None,
        venue_zh: None,
        venue_en: None,
        day: None,
        name_zh: String::new(),
        name_en: String::new(),
        sample: String::new(),
    }
}

/// Understands what a figure is said to be about, within one season.
pub async fn find(db: &mut Db, season: &Season, about: &str) -> Result<About, Refused> {
    let nothing = || Refused::from(vec![Fault::at("about", What::NoSuchObject)]);
    let mut parts = about.splitn(3, ':');
    let scope = match (parts.next(), parts.next(), parts.next()) {
        (Some("season"), None, None) => match scopes::whole(db, season.id).await? {
            Some(scope) => scope,
            None => blank(season, Level::Season),
        },
        (Some("scope"), Some(key), None) => {
            let found = scopes::by_key(db, key).await?;
            found.filter(|scope| scope.season_id == season.id).ok_or_else(nothing)?
        }
        (Some("fixture"), Some(key), None) => {
            let card = fixtures::by_key(db, key).await?;
            let card = card.filter(|card| card.season_id == season.id).ok_or_else(nothing)?;
            match scopes::of_fixture(db, card.fixture.id.0).await? {
                Some(scope) => Scope { day: card.fixture.day, ..scope },
                None => Scope {
                    fixture_id: Some(card.fixture.id.0),
                    fixture_key: Some(card.fixture.key.clone()),
                    day: card.fixture.day,
                    ..blank(season, Level::Match)
                },
            }
        }
        (Some("night"), Some(venue), Some(day)) => {
            let day: NaiveDate = day.parse().map_err(|_| nothing())?;
            night(db, season, venue, day).await?.ok_or_else(nothing)?
        }
        _ => return Err(nothing()),
    };
    Ok(About(scope))
}

/// An evening in a hall of the league.
async fn night(db: &mut Db, season: &Season, venue: &str, day: NaiveDate) -> Result<Option<Scope>, Refused> {
    let Some(venue) = venues::by_key(db, venue).await?.filter(|found| found.league_id == season.league_id)
    else {
        return Ok(None);
    };
    let made = scopes::of_night(db, season.id, venue.id.0, day).await?;
    Ok(Some(made.unwrap_or_else(|| Scope {
        venue_id: Some(venue.id.0),
        venue_key: Some(venue.key.clone()),
        day: Some(day),
        ..blank(season, Level::VenueNight)
    })))
}

/// The scope itself, made if it was not there.
pub async fn made(tx: &mut Tx, about: About) -> Outcome<Scope> {
    let mut scope = about.0;
    if scope.id != 0 {
        return Ok(scope);
    }
    // The day of a game is the fixture's to change.
    if scope.level == Level::Match {
        scope.day = None;
    }
    scope.key = tx.key();
    scopes::insert(tx, &scope).await?;
    let scope = scopes::by_key(tx, &scope.key).await?.ok_or(Refused::NotFound)?;
    let entry = Entry::new(Action::Created, Kind::Scope, &scope.key, &scope.name_zh);
    tx.record(entry.season(scope.season_id).after(&scope)).await?;
    Ok(scope)
}

/// Adds an occasion beside the games: a market, an exhibition, a stream.
pub async fn create(tx: &mut Tx, season: &Season, fields: &Fields) -> Outcome<Scope> {
    seasons::must_be_open(tx, season.id).await?;
    let parsed = parse(FIELDS, fields)?;
    let level: Level = parsed.text("level").parse().expect("one of the allowed words");
    let scope = Scope {
        name_zh: parsed.text("name_zh"),
        name_en: parsed.text("name_en"),
        day: parsed.date("day"),
        ..blank(season, level)
    };
    made(tx, About(scope)).await
}

/// Opens an evening for counting.
pub async fn open_night(tx: &mut Tx, season: &Season, fields: &Fields) -> Outcome<Scope> {
    seasons::must_be_open(tx, season.id).await?;
    let parsed = parse(NIGHT_FIELDS, fields)?;
    let day = parsed.date("day").expect("a required date");
    let found = night(tx, season, &parsed.text("venue"), day).await?;
    made(tx, About(found.ok_or_else(|| vec![Fault::at("venue", What::NoSuchObject)])?)).await
}

/// Adds a gate or a zone to an evening.
pub async fn add_gate(tx: &mut Tx, night: &Scope, fields: &Fields) -> Outcome<Scope> {
    let season = seasons::must_be_open(tx, night.season_id).await?;
    let parsed = parse(GATE_FIELDS, fields)?;
    let level: Level = parsed.text("level").parse().expect("one of the allowed words");
    let name = parsed.text("name_zh");
    let there = scopes::below(tx, night.id).await?;
    if there.iter().any(|scope| scope.level == level && scope.name_zh == name) {
        return Err(vec![Fault::at("name_zh", What::Taken)].into());
    }
    let scope = Scope {
        parent_id: Some(night.id),
        name_zh: name,
        name_en: parsed.text("name_en"),
        ..blank(&season, level)
    };
    made(tx, About(scope)).await
}
