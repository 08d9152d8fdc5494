//! Undo: for a minute after a change, as long as nothing later touched the object.

use super::fixtures::State;
use super::{Outcome, Refused, outbox, seasons, stages};
use crate::store::audit::{self, Action, Entry, Kind, Row};
use crate::store::clubs::{self, Club};
use crate::store::competitions::{self, Competition};
use crate::store::entries;
use crate::store::fixtures;
use crate::store::leagues::{self, League};
use crate::store::notices::{self, Notice};
use crate::store::rulings::{self, Ruling};
use crate::store::seasons::{self as season_rows, Season};
use crate::store::venues::{self, Venue};
use crate::store::{Error, Tx};
use chrono::{DateTime, Duration, Utc};
use league::ids::SeasonId;
use serde::de::DeserializeOwned;

/// How long undo is offered.
pub const OFFERED_FOR: Duration = Duration::seconds(60);

/// Whether an entry can be taken back now, as far as its kind and age say.
pub fn is_offered(row: &Row, now: DateTime<Utc>) -> bool {
    let reversible = matches!(
        (row.object_kind, row.action),
        (
            Kind::League
                | Kind::Season
                | Kind::Competition
                | Kind::Club
                | Kind::Venue
                | Kind::Notice
                | Kind::Entry,
            Action::Created | Action::Changed
        ) | (
            Kind::Fixture,
            Action::Created
                | Action::Changed
                | Action::Archived
                | Action::ResultEntered
                | Action::ResultConfirmed
        ) | (Kind::Ruling, Action::Created | Action::Archived | Action::Restored)
    );
    reversible
        && !(matches!(row.object_kind, Kind::League | Kind::Season) && row.action == Action::Created)
        && is_whole(row)
        && now - row.at <= OFFERED_FOR
}

/// Whether the entry holds the whole object: a change of a part (a name of a club) holds only that part.
fn is_whole(row: &Row) -> bool {
    match row.object_kind {
        Kind::League => value::<League>(&row.after).is_ok(),
        Kind::Season => value::<Season>(&row.after).is_ok(),
        Kind::Competition => value::<Competition>(&row.after).is_ok(),
        Kind::Club => value::<Club>(&row.after).is_ok(),
        Kind::Venue => value::<Venue>(&row.after).is_ok(),
        Kind::Notice => value::<Notice>(&row.after).is_ok(),
        Kind::Entry => value::<entries::Entry>(&row.after).is_ok(),
        Kind::Fixture => value::<State>(&row.after).is_ok(),
        Kind::Ruling => value::<Ruling>(&row.after).is_ok(),
        _ => false,
    }
}

/// Takes a change back.
pub async fn undo(tx: &mut Tx, row: &Row) -> Outcome<()> {
    let newest = audit::newest(tx, row.object_kind, &row.object_key).await?;
    if !is_offered(row, tx.now()) || newest.is_none_or(|newest| newest.id != row.id) {
        return Err(Refused::TooLateToUndo);
    }
    if let Some(season) = row.season_id
        && row.object_kind != Kind::Season
    {
        seasons::must_be_open(tx, SeasonId(season)).await?;
    }
    match row.object_kind {
        Kind::League => {
            let (mut before, now): (League, League) = (value(&row.before)?, value(&row.after)?);
            before.version = now.version;
            leagues::update(tx, &before).await?;
        }
        Kind::Season => {
            let (mut before, now): (Season, Season) = (value(&row.before)?, value(&row.after)?);
            before.version = now.version;
            season_rows::update(tx, &before).await?;
        }
        Kind::Competition => {
            let now: Competition = value(&row.after)?;
            let mut before = earlier(row, &now, |competition: &mut Competition| competition.archived = true)?;
            before.version = now.version;
            competitions::update(tx, &before).await?;
            stages::refresh_of(tx, before.id).await?;
        }
        Kind::Club => {
            let now: Club = value(&row.after)?;
            let mut before = earlier(row, &now, |club: &mut Club| club.archived = true)?;
            before.version = now.version;
            clubs::update(tx, &before).await?;
        }
        Kind::Venue => {
            let now: Venue = value(&row.after)?;
            let mut before = earlier(row, &now, |venue: &mut Venue| venue.archived = true)?;
            before.version = now.version;
            venues::update(tx, &before).await?;
        }
        Kind::Notice => {
            let now: Notice = value(&row.after)?;
            let mut before = earlier(row, &now, |notice: &mut Notice| notice.archived = true)?;
            before.version = now.version;
            notices::update(tx, &before).await?;
        }
        Kind::Entry => {
            let now: entries::Entry = value(&row.after)?;
            let mut before = earlier(row, &now, |entry: &mut entries::Entry| entry.withdrawn = true)?;
            before.version = now.version;
            entries::update(tx, &before).await?;
        }
        Kind::Fixture => {
            let now: State = value(&row.after)?;
            let mut before = earlier(row, &now, |state: &mut State| state.fixture.archived = true)?;
            before.fixture.version = now.fixture.version;
            fixtures::update(tx, &before.fixture).await?;
            fixtures::save_periods(tx, before.fixture.id, &before.periods).await?;
            stages::refresh_of(tx, before.fixture.competition_id).await?;
            outbox::take_back(tx, &row.object_key, row.at).await?;
        }
        Kind::Ruling => {
            let ruling: Ruling = value(&row.after)?;
            rulings::set_archived(tx, &ruling, !ruling.archived).await?;
            stages::refresh_of(tx, ruling.competition_id).await?;
        }
        _ => return Err(Refused::TooLateToUndo),
    }
    let mut entry = Entry::new(Action::Undone, row.object_kind, &row.object_key, &row.object_name);
    entry.season = row.season_id.map(SeasonId);
    entry.reason = format!("{}#{}", row.chain, row.seq);
    tx.record(entry).await?;
    Ok(())
}

/// What to go back to: the values before, or for something new the same thing put away.
fn earlier<T: Clone + DeserializeOwned>(row: &Row, now: &T, put_away: impl FnOnce(&mut T)) -> Outcome<T> {
    if row.before.is_some() {
        return value(&row.before);
    }
    let mut gone = now.clone();
    put_away(&mut gone);
    Ok(gone)
}

fn value<T: DeserializeOwned>(text: &Option<String>) -> Outcome<T> {
    let text = text.as_deref().ok_or(Refused::TooLateToUndo)?;
    serde_json::from_str(text).map_err(|_| Refused::TooLateToUndo)
}

impl From<serde_json::Error> for Refused {
    fn from(error: serde_json::Error) -> Self {
        Self::Store(Error::Unfit(error.to_string()))
    }
}
