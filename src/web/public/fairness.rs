//! What the calendar gives each team, counted from the published games.

use super::super::page::{Here, LONG, Shell, cached};
use super::super::paths;
use super::{Error, Visitor, open_competition, targets};
use crate::store::fixtures::{self, Card};
use crate::store::{entries, venues};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::fixture::Status;
use league::shares::{Dated, shares};

#[derive(Template)]
#[template(path = "public/fairness.html")]
struct FairnessPage {
    shell: Shell,
    name: String,
    competition: String,
    rows: Vec<ShareView>,
    /// A date among these games was made up for the demonstration.
    sample: bool,
}

struct ShareView {
    team: String,
    games: usize,
    early: usize,
    late: usize,
    rest: String,
    back_to_back: usize,
    halls: String,
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, competition) = open_competition(&mut db, &visitor, &key).await?;
    let teams = entries::of_competition(&mut db, competition.id).await?;
    let halls = venues::all(&mut db, season.league_id).await?;
    // Other competitions play in the same halls: whether a game was the first of its evening is seen from all.
    let mut cards = fixtures::of_season(&mut db, season.id).await?;
    cards.retain(|card| !matches!(card.fixture.status, Status::Cancelled | Status::Postponed));
    let games: Vec<Dated> = cards
        .iter()
        .filter_map(|card| {
            let team = |key: &Option<String>| teams.iter().position(|team| Some(&team.key) == key.as_ref());
            let hall = halls.iter().position(|hall| Some(hall.id.0) == card.fixture.venue_id);
            Some(Dated {
                teams: [team(&card.a_key), team(&card.b_key)],
                day: card.fixture.day?,
                time: card.fixture.tip_off.map(|at| at.time()),
                hall,
            })
        })
        .collect();
    let hall_name = |hall: usize| visitor.lang.pick(&halls[hall].name_zh, &halls[hall].name_en).to_owned();
    let found = shares(teams.len(), &games);
    let rows = teams.iter().zip(found).filter(|(_, share)| share.games > 0).map(|(team, share)| ShareView {
        team: team.name.clone(),
        games: share.games,
        early: share.early,
        late: share.late,
        rest: share.shortest_rest_days.map_or_else(|| "–".to_owned(), |days| days.to_string()),
        back_to_back: share.back_to_back,
        halls: share
            .halls
            .iter()
            .map(|(hall, games)| format!("{} {games}", hall_name(*hall)))
            .collect::<Vec<_>>()
            .join(" · "),
    });
    let t = visitor.t();
    let name = visitor.lang.pick(&competition.name_zh, &competition.name_en).to_owned();
    let is_made_up = |card: &Card| {
        card.competition_key == key && ["day", "tip_off"].iter().any(|fact| card.fixture.is_sample(fact))
    };
    let page = FairnessPage {
        shell: Shell::public(
            &visitor,
            format!("{} · {name}", t.fairness_word()),
            Here::Elsewhere,
            &targets(&visitor, &season, Some(&competition)),
        ),
        name,
        competition: paths::competition(&key),
        rows: rows.collect(),
        sample: cards.iter().any(is_made_up),
    };
    cached(&visitor, &page, Some(season.id), LONG)
}
