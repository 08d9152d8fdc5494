//! The JSON API: read by all, written by scripts with a token and by people who are signed in.
//!
//! Each resource has its file: what it answers with, its operations, its handlers. An operation is both a route and
//! a part of the OpenAPI document, so neither can be without the other.

mod audit;
mod beacon;
mod bracket;
mod clubs;
mod competitions;
mod duties;
mod entries;
mod fixtures;
mod gates;
mod leagues;
mod list_rows;
mod lists;
mod observations;
mod openapi;
mod operation;
mod paging;
mod people;
mod plan;
mod plays;
mod query;
mod respond;
mod results;
mod schema;
mod seasons;
mod sent;
mod stats;
mod table;
mod venues;

use super::error::Error;
use super::extract::Visitor;
use super::routes::Routes;
use crate::access::{Permission, Place};
use crate::store::Db;
use crate::store::competitions::{self as competition_rows, Competition};
use crate::store::leagues::{self as league_rows, League};
use crate::store::seasons::{self as season_rows, Season};

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = leagues::routes(routes);
    let routes = seasons::routes(routes);
    let routes = competitions::routes(routes);
    let routes = table::routes(routes);
    let routes = plan::routes(bracket::routes(routes));
    let routes = clubs::routes(routes);
    let routes = duties::routes(list_rows::routes(lists::routes(entries::routes(routes))));
    let routes = people::routes(routes);
    let routes = venues::routes(routes);
    let routes = fixtures::routes(routes);
    let routes = results::routes(routes);
    let routes = stats::routes(plays::routes(routes));
    let routes = observations::routes(routes);
    let routes = gates::routes(routes);
    let routes = beacon::routes(routes);
    let routes = audit::routes(routes);
    openapi::routes(routes)
}

/// What was given, or null: an empty text in the database says that nothing is known.
fn known(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn league_place(league: &League) -> Place {
    Place { league: Some(league.id), ..Default::default() }
}

fn season_place(season: &Season) -> Place {
    Place { league: Some(season.league_id), season: Some(season.id), ..Default::default() }
}

fn competition_place(season: &Season, competition: &Competition) -> Place {
    Place { competition: Some(competition.id), ..season_place(season) }
}

/// Whether somebody may see what is inside a season.
fn is_visible(visitor: &Visitor, season: &Season) -> bool {
    season.is_public || visitor.may(Permission::ReadControl, &season_place(season))
}

/// The seasons somebody may see, newest first; narrowed to one where its key is given.
async fn visible_seasons(db: &mut Db, visitor: &Visitor, key: Option<&str>) -> Result<Vec<Season>, Error> {
    let mut seasons = season_rows::all(db).await?;
    seasons.retain(|season| is_visible(visitor, season) && key.is_none_or(|key| season.key == key));
    Ok(seasons)
}

/// A season somebody may see.
async fn season(db: &mut Db, visitor: &Visitor, key: &str) -> Result<Season, Error> {
    let season = season_rows::by_key(db, key).await?.ok_or(Error::NotFound)?;
    if is_visible(visitor, &season) { Ok(season) } else { Err(Error::NotFound) }
}

/// A competition somebody may see, with its season.
async fn competition(db: &mut Db, visitor: &Visitor, key: &str) -> Result<(Season, Competition), Error> {
    let found = competition_rows::by_key(db, key).await?.filter(|c| !c.archived).ok_or(Error::NotFound)?;
    let season = season_rows::by_id(db, found.season_id).await?;
    if is_visible(visitor, &season) { Ok((season, found)) } else { Err(Error::NotFound) }
}

/// The leagues; narrowed to one where its key is given.
async fn some_leagues(db: &mut Db, key: Option<&str>) -> Result<Vec<League>, Error> {
    let mut leagues = league_rows::all(db).await?;
    leagues.retain(|league| key.is_none_or(|key| league.key == key));
    Ok(leagues)
}
