//! The bracket: a competition from its groups to its final, for a phone, a wall and paper.

use super::super::bracket::Bracket;
use super::super::page::{Here, SHORT, Shell, cached};
use super::super::paths;
use super::{Error, Visitor, open_competition, targets};
use crate::stages;
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

#[derive(Template)]
#[template(path = "public/bracket.html")]
struct BracketPage {
    shell: Shell,
    name: String,
    competition: String,
    bracket: Option<Bracket>,
    sample: bool,
    /// The paper asked for.
    paper: &'static str,
    here: String,
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, competition) = open_competition(&mut db, &visitor, &key).await?;
    let stages = stages::load(&mut db, &competition).await?;
    let name = visitor.lang.pick(&competition.name_zh, &competition.name_en).to_owned();
    let page = BracketPage {
        shell: Shell::public(
            &visitor,
            format!("{} · {name}", visitor.t().bracket()),
            Here::Elsewhere,
            &targets(&visitor, &season, Some(&competition)),
        ),
        name,
        competition: paths::competition(&key),
        sample: stages.as_ref().is_some_and(|stages| !stages.plan.sample.is_empty()),
        bracket: stages.map(|stages| Bracket::of(&stages, visitor.lang)),
        paper: if visitor.path.ends_with("?paper=a3") { "paper-a3" } else { "paper-a4" },
        here: paths::bracket(&key),
    };
    cached(&visitor, &page, Some(season.id), SHORT)
}
