//! One club: its names, its colours, its list, its games over the seasons.

use super::super::page::{Here, LONG, Shell, cached};
use super::super::paths;
use super::super::show::{FixtureView, team_name, winner};
use super::{Error, Visitor, current_targets, must_be_visible};
use crate::lists::{self, PublicPlayer};
use crate::store::fixtures::{self, Card};
use crate::store::{clubs, competitions, entries, seasons};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::fixture::Side;
use std::collections::BTreeMap;

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
    list: Option<(String, Vec<PublicPlayer>)>,
    opponents: Vec<OpponentView>,
}

struct AliasView {
    name: String,
    kind: &'static str,
    season: String,
    source: String,
}

/// Every game with one opponent, over the years.
struct OpponentView {
    name: String,
    href: Option<String>,
    won: usize,
    lost: usize,
    /// Counts over games of which some are made up.
    sample: bool,
    games: Vec<MetView>,
}

/// One game of them.
struct MetView {
    said: String,
    href: String,
    sample: bool,
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
    let mut cards = fixtures::of_club(&mut db, club.id).await?;
    let mut views: Vec<SeasonView> = Vec::new();
    let mut open = seasons::all(&mut db).await?;
    open.retain(|season| must_be_visible(&visitor, season).is_ok());
    let mut public = Vec::new();
    for season in &open {
        public.extend(competitions::of_season(&mut db, season.id).await?);
    }
    cards.retain(|card| public.iter().any(|competition| competition.id == card.fixture.competition_id));
    for season in &open {
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
        let of = public.iter().find(|competition| competition.id == entry.competition_id);
        let Some(competition) = of else { continue };
        let today = visitor.app.clock.now().date_naive();
        let players = lists::for_public(&mut db, competition, entry.id, today).await?;
        if !players.is_empty() {
            list = Some((lang.pick(&competition.name_zh, &competition.name_en).to_owned(), players));
            break;
        }
    }
    let opponents = opponents(&cards, club.id.0, &visitor);
    let targets = current_targets(&visitor, &mut db).await?;
    let name = lang.pick(&club.short_name, &club.name_en).to_owned();
    let page = ClubPage {
        shell: Shell::public(&visitor, name.clone(), Here::Clubs, &targets),
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
        name,
        full: club.official_name,
        city: club.city,
        light: club.colour_light,
        dark: club.colour_dark,
        seasons: views,
        list,
        opponents,
        key,
    };
    cached(&visitor, &page, None, LONG)
}

/// Games that are over, by opponent; the one met most often first.
fn opponents(cards: &[Card], club: i32, visitor: &Visitor) -> Vec<OpponentView> {
    let mut met: BTreeMap<String, OpponentView> = BTreeMap::new();
    for card in cards.iter().filter(|card| card.fixture.status.is_over()) {
        let own = if card.a_club_id == Some(club) { Side::A } else { Side::B };
        let (name, en, key) = match own {
            Side::A => (&card.b_short, &card.b_en, &card.b_club_key),
            Side::B => (&card.a_short, &card.a_en, &card.a_club_key),
        };
        let Some(name) = name else { continue };
        let view = met.entry(key.clone().unwrap_or_else(|| name.clone())).or_insert_with(|| OpponentView {
            name: team_name(name, en.as_deref(), visitor.lang),
            sample: false,
            href: key.as_deref().map(paths::club),
            won: 0,
            lost: 0,
            games: Vec::new(),
        });
        match winner(card) {
            Some(side) if side == own => view.won += 1,
            Some(_) => view.lost += 1,
            None => {}
        }
        let score = match (card.fixture.score(), own) {
            (Some(score), Side::A) => format!("{}:{}", score.a, score.b),
            (Some(score), Side::B) => format!("{}:{}", score.b, score.a),
            (None, _) => visitor.t().unknown().to_owned(),
        };
        let day = card.fixture.day.map(|day| day.to_string()).unwrap_or_default();
        let made_up = |fact: &str| card.fixture.is_sample(fact);
        let sample = made_up("pairing")
            || (card.fixture.score().is_some() && made_up("score"))
            || (card.fixture.day.is_some() && made_up("date"));
        view.sample |= made_up("pairing") || made_up("score");
        view.games.push(MetView {
            said: format!("{day} {score}").trim().to_owned(),
            href: paths::fixture(&card.fixture.key),
            sample,
        });
    }
    let mut met: Vec<OpponentView> = met.into_values().collect();
    met.sort_by_key(|view| std::cmp::Reverse(view.games.len()));
    met
}
