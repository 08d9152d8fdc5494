//! The public site: everything anybody may read, with or without scripts.

mod about;
mod audience;
mod box_score;
mod bracket;
mod club;
mod clubs;
mod competition;
mod corrections;
mod design;
mod documents;
mod draw;
mod fairness;
mod fixture;
mod game_files;
mod home;
mod leaders;
mod lists;
mod notices;
mod person;
mod schedule;
mod search;
mod season;
mod table;
mod taste;
mod venue;

pub(in crate::web) use documents::pressed;
pub(in crate::web) use home::period;
pub(in crate::web) use leaders::{Found, Scorer, top_scorers};

use super::error::Error;
use super::extract::Visitor;
use super::page::MenuTargets;
use super::routes::{Routes, Who};
use crate::store::Db;
use crate::store::competitions::{self, Competition};
use crate::store::seasons::{self, Season};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/", Who::Everyone, home::show)
        .get("/s/{season}", Who::Everyone, season::show)
        .get("/s/{season}/audience", Who::Everyone, audience::show)
        .get("/c/{competition}", Who::Everyone, competition::show)
        .get("/c/{competition}/schedule", Who::Everyone, schedule::show)
        .get("/c/{competition}/table", Who::Everyone, table::show)
        .get("/c/{competition}/bracket", Who::Everyone, bracket::show)
        .get("/c/{competition}/leaders", Who::Everyone, leaders::show)
        .get("/c/{competition}/corrections", Who::Everyone, corrections::show)
        .get("/c/{competition}/fairness", Who::Everyone, fairness::show)
        .get("/c/{competition}/lists", Who::Everyone, lists::show)
        .get("/p/{person}", Who::Everyone, person::show)
        .get("/draw/{draw}", Who::Everyone, draw::show)
        .get("/draw/{draw}/announcement.json", Who::Everyone, draw::announcement)
        .get("/draw/{draw}/record.json", Who::Everyone, draw::record)
        .get("/f/{fixture}", Who::Everyone, fixture::show)
        .get("/f/{fixture}/boxscore.csv", Who::Everyone, game_files::box_csv)
        .get("/f/{fixture}/boxscore.xlsx", Who::Everyone, game_files::box_xlsx)
        .get("/f/{fixture}/plays.csv", Who::Everyone, game_files::plays_csv)
        .get("/f/{fixture}/plays.json", Who::Everyone, game_files::plays_json)
        .get("/f/{fixture}/data.json", Who::Everyone, game_files::livestats)
        .get("/f/{fixture}/result.png", Who::Everyone, documents::result_picture)
        .get("/v/{venue}/day/{day}", Who::Everyone, documents::day_sheet)
        .get("/clubs", Who::Everyone, clubs::show)
        .get("/club/{club}", Who::Everyone, club::show)
        .get("/v/{venue}", Who::Everyone, venue::show)
        .get("/notices", Who::Everyone, notices::list)
        .get("/n/{notice}", Who::Everyone, notices::show)
        .get("/about", Who::Everyone, about::show)
        .get("/search", Who::Everyone, search::show)
        .get("/-/design", Who::Everyone, design::show)
        .get("/-/lang/{lang}", Who::Everyone, taste::language)
        .get("/-/theme/{theme}", Who::Everyone, taste::theme)
}

pub(super) async fn not_found() -> Error {
    Error::NotFound
}

pub(super) async fn wrong_method() -> Error {
    Error::WrongMethod
}

/// The season of the home page and its first competition: where the menu leads by default.
pub(super) async fn current(db: &mut Db) -> Result<Option<(Season, Vec<Competition>)>, Error> {
    let Some(season) = seasons::current(db).await? else { return Ok(None) };
    let competitions = competitions::of_season(db, season.id).await?;
    Ok(Some((season, competitions)))
}

/// Where the menu of a competition's pages leads.
pub(super) fn targets(visitor: &Visitor, season: &Season, competition: Option<&Competition>) -> MenuTargets {
    MenuTargets {
        season_name: visitor.lang.pick(&season.name_zh, &season.name_en).to_owned(),
        competition_key: competition.map(|c| c.key.clone()).unwrap_or_default(),
    }
}

/// Where the menu of pages without a competition leads.
pub(super) async fn current_targets(visitor: &Visitor, db: &mut Db) -> Result<MenuTargets, Error> {
    Ok(match current(db).await? {
        Some((season, competitions)) => targets(visitor, &season, competitions.first()),
        None => MenuTargets::default(),
    })
}

/// A public competition with its season; a hidden one does not exist for strangers.
pub(super) async fn open_competition(
    db: &mut Db,
    visitor: &Visitor,
    key: &str,
) -> Result<(Season, Competition), Error> {
    let competition = competitions::by_key(db, key).await?.filter(|c| !c.archived).ok_or(Error::NotFound)?;
    let season = seasons::by_id(db, competition.season_id).await?;
    must_be_visible(visitor, &season)?;
    Ok((season, competition))
}

/// Lets pass what is public, and what the visitor may control.
pub(super) fn must_be_visible(visitor: &Visitor, season: &Season) -> Result<(), Error> {
    let place = crate::access::Place {
        league: Some(season.league_id),
        season: Some(season.id),
        ..Default::default()
    };
    if season.is_public || visitor.may(crate::access::Permission::ReadControl, &place) {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}
