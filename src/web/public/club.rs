//! One club: its names, its colours, its list, its games over the seasons.

use super::super::page::{Here, LONG, Shell, cached};
use super::super::show::FixtureView;
use super::{Error, Visitor, current_targets};
use crate::store::entries::{self, Player};
use crate::store::{clubs, competitions, fixtures, seasons};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

#[derive(Template)]
#[template(path = "public/club.html")]
struct ClubPage {
    shell: Shell,
    name: String,
    full: String,
    city: String,
    key: String,
    light: String,
    dark: String,
    aliases: Vec<AliasView>,
    seasons: Vec<SeasonView>,
    list: Option<(String, Vec<Player>)>,
}

struct AliasView {
    name: String,
    kind: &'static str,
    season: String,
    source: String,
}

struct SeasonView {
    name: String,
    fixtures: Vec<FixtureView>,
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let club = clubs::by_key(&mut db, &key).await?.filter(|club| !club.archived).ok_or(Error::NotFound)?;
    let aliases = clubs::aliases(&mut db, club.id).await?;
    let cards = fixtures::of_club(&mut db, club.id).await?;
    let mut views: Vec<SeasonView> = Vec::new();
    for season in seasons::all(&mut db).await?.iter().filter(|season| season.is_public) {
        let own: Vec<_> = cards.iter().filter(|card| card.season_id == season.id).cloned().collect();
        if !own.is_empty() {
            views.push(SeasonView {
                name: lang.pick(&season.name_zh, &season.name_en).to_owned(),
                fixtures: FixtureView::list(&own, lang),
            });
        }
    }
    let mut list = None;
    for entry in entries::of_club(&mut db, club.id).await?.iter().rev() {
        let players = entries::players(&mut db, entry.id).await?;
        if !players.is_empty() {
            let competition = competitions::by_id(&mut db, entry.competition_id).await?;
            list = Some((lang.pick(&competition.name_zh, &competition.name_en).to_owned(), players));
            break;
        }
    }
    let targets = current_targets(&visitor, &mut db).await?;
    let page = ClubPage {
        shell: Shell::public(&visitor, club.short_name.clone(), Here::Clubs, &targets),
        aliases: aliases
            .into_iter()
            .map(|alias| AliasView {
                kind: match alias.kind.as_str() {
                    "official" => t.name_official(),
                    "short" => t.name_short(),
                    "former" => t.name_former(),
                    _ => t.name_slip(),
                },
                season: alias.season_name.unwrap_or_default(),
                name: alias.name,
                source: alias.source,
            })
            .collect(),
        name: club.short_name,
        full: club.official_name,
        city: club.city,
        light: club.colour_light,
        dark: club.colour_dark,
        seasons: views,
        list,
        key,
    };
    cached(&visitor, &page, None, LONG)
}
