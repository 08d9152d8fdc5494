//! A season: its dates, its competitions, its known results.

use super::super::page::{Here, LONG, Shell, cached};
use super::super::show::FixtureView;
use super::super::{paths, text::Lang};
use super::home::period;
use super::{Error, Visitor, must_be_visible, targets};
use crate::store::{competitions, fixtures, seasons};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

#[derive(Template)]
#[template(path = "public/season.html")]
struct SeasonPage {
    shell: Shell,
    key: String,
    name: String,
    phase: &'static str,
    event: String,
    games: String,
    about: Vec<String>,
    audience_href: String,
    competitions: Vec<CompetitionView>,
}

struct CompetitionView {
    name: String,
    kind: &'static str,
    href: String,
    fixtures: Vec<FixtureView>,
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let lang = visitor.lang;
    let season = seasons::by_key(&mut db, &key).await?.ok_or(Error::NotFound)?;
    must_be_visible(&visitor, &season)?;
    let all = competitions::of_season(&mut db, season.id).await?;
    let cards = fixtures::of_season(&mut db, season.id).await?;
    let name = lang.pick(&season.name_zh, &season.name_en).to_owned();
    let views = all.iter().map(|competition| {
        let mut own: Vec<_> =
            cards.iter().filter(|card| card.fixture.competition_id == competition.id).cloned().collect();
        own.reverse();
        own.truncate(8);
        CompetitionView {
            name: lang.pick(&competition.name_zh, &competition.name_en).to_owned(),
            kind: visitor.t().competition_kind(competition.kind),
            href: paths::competition(&competition.key),
            fixtures: FixtureView::list(&own, lang),
        }
    });
    let page = SeasonPage {
        key: season.key.clone(),
        shell: Shell::public(
            &visitor,
            name.clone(),
            Here::Elsewhere,
            &targets(&visitor, &season, all.first()),
        ),
        name,
        phase: visitor.t().phase(season.phase),
        event: period(season.event_from, season.event_to),
        games: period(season.match_from, season.match_to),
        about: paragraphs(lang, &season.about_zh, &season.about_en),
        audience_href: paths::season_audience(&season.key),
        competitions: views.collect(),
    };
    cached(&visitor, &page, Some(season.id), LONG)
}

/// A text of several lines as paragraphs.
pub(super) fn paragraphs(lang: Lang, zh: &str, en: &str) -> Vec<String> {
    lang.pick(zh, en).split('\n').map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
