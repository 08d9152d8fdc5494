//! One venue: its courts, every published capacity with its source, its games.

use super::super::page::{Here, LONG, Shell, cached};
use super::super::show::FixtureView;
use super::{Error, Visitor, current_targets};
use crate::store::{fixtures, seasons, venues};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

#[derive(Template)]
#[template(path = "public/venue.html")]
struct VenuePage {
    shell: Shell,
    name: String,
    place: String,
    key: String,
    courts: Vec<String>,
    capacities: Vec<CapacityView>,
    fixtures: Vec<FixtureView>,
}

struct CapacityView {
    seats: i64,
    kind: &'static str,
    as_of: String,
    source: String,
    note: String,
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let venue =
        venues::by_key(&mut db, &key).await?.filter(|venue| !venue.archived).ok_or(Error::NotFound)?;
    let capacities = venues::capacities(&mut db, venue.id).await?;
    let courts = venues::courts(&mut db, venue.league_id).await?;
    let public: Vec<_> = seasons::all(&mut db)
        .await?
        .iter()
        .filter(|season| season.is_public)
        .map(|season| season.id)
        .collect();
    let mut cards = fixtures::of_venue(&mut db, venue.id).await?;
    cards.retain(|card| public.contains(&card.season_id));
    cards.truncate(30);
    let targets = current_targets(&visitor, &mut db).await?;
    let name = lang.pick(&venue.name_zh, &venue.name_en).to_owned();
    let page = VenuePage {
        shell: Shell::public(&visitor, name.clone(), Here::Elsewhere, &targets),
        name,
        place: [venue.city.as_str(), venue.address.as_str()].join(" ").trim().to_owned(),
        courts: courts
            .iter()
            .filter(|court| court.venue_id == venue.id)
            .map(|court| lang.pick(&court.name_zh, &court.name_en).to_owned())
            .collect(),
        capacities: capacities
            .into_iter()
            .map(|capacity| CapacityView {
                seats: capacity.seats,
                kind: match capacity.kind.as_str() {
                    "fixed" => t.capacity_fixed(),
                    "added" => t.capacity_added(),
                    "stadium" => t.capacity_stadium(),
                    "approved" => t.capacity_approved(),
                    _ => t.capacity_total(),
                },
                as_of: capacity.as_of.map_or_else(|| t.unknown().to_owned(), |day| day.to_string()),
                source: capacity.source,
                note: capacity.note,
            })
            .collect(),
        fixtures: FixtureView::list(&cards, lang),
        key,
    };
    cached(&visitor, &page, None, LONG)
}
