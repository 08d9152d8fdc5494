//! About the league: its seasons, its competitions with their regulations, its open data.

use super::super::page::{Here, LONG, Shell, cached};
use super::super::paths;
use super::competition::{RulesView, rules_view};
use super::season::paragraphs;
use super::{Error, Visitor, current, targets};
use crate::store::{leagues, seasons, venues};
use askama::Template;
use axum::body::Body;
use axum::http::Response;

#[derive(Template)]
#[template(path = "public/about.html")]
struct AboutPage {
    shell: Shell,
    about: Vec<String>,
    seasons: Vec<(String, String, &'static str)>,
    regulations: Vec<RegulationView>,
    venues: Vec<(String, String)>,
}

struct RegulationView {
    name: String,
    href: String,
    rules: RulesView,
    version: i64,
    text: Vec<String>,
}

pub async fn show(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let all = seasons::all(&mut db).await?;
    let mut halls = Vec::new();
    for league in leagues::all(&mut db).await? {
        for venue in venues::all(&mut db, league.id).await? {
            halls.push((lang.pick(&venue.name_zh, &venue.name_en).to_owned(), paths::venue(&venue.key)));
        }
    }
    let mut page = AboutPage {
        shell: Shell::public(&visitor, t.about(), Here::About, &Default::default()),
        about: Vec::new(),
        seasons: all
            .iter()
            .filter(|season| season.is_public)
            .map(|season| {
                let name = lang.pick(&season.name_zh, &season.name_en).to_owned();
                (name, paths::season(&season.key), t.phase(season.phase))
            })
            .collect(),
        regulations: Vec::new(),
        venues: halls,
    };
    if let Some((season, competitions)) = current(&mut db).await? {
        page.shell = Shell::public(
            &visitor,
            t.about(),
            Here::About,
            &targets(&visitor, &season, competitions.first()),
        );
        page.about = paragraphs(lang, &season.about_zh, &season.about_en);
        page.regulations = competitions
            .iter()
            .map(|competition| RegulationView {
                name: lang.pick(&competition.name_zh, &competition.name_en).to_owned(),
                href: paths::competition(&competition.key),
                rules: rules_view(&visitor, competition),
                version: competition.regulation_version,
                text: paragraphs(lang, &competition.regulation_zh, &competition.regulation_en),
            })
            .collect();
    }
    cached(&visitor, &page, None, LONG)
}
