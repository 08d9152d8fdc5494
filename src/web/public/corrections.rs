//! The correction ledger: both versions of every corrected result, for everyone.

use super::super::page::{Here, LONG, Shell, cached};
use super::super::paths;
use super::super::text::T;
use super::{Error, Visitor, open_competition, targets};
use crate::store::fixtures;
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

#[derive(Template)]
#[template(path = "public/corrections.html")]
struct LedgerPage {
    shell: Shell,
    name: String,
    competition: String,
    rows: Vec<LedgerRow>,
}

struct LedgerRow {
    at: String,
    game: String,
    href: String,
    correction: CorrectionView,
}

/// A correction as pages show it.
pub(super) struct CorrectionView {
    pub at: String,
    pub reason: String,
    pub document: String,
    pub before: String,
    pub after: String,
}

impl CorrectionView {
    /// A correction in a language and a time zone.
    pub fn of(correction: &fixtures::Correction, t: T, zone: chrono_tz::Tz) -> Self {
        let result = |value: &serde_json::Value| {
            let points =
                |name: &str| value[name].as_i64().map_or_else(|| "–".to_owned(), |points| points.to_string());
            let word = t.outcome_word(value["outcome"].as_str().unwrap_or(""));
            format!("{}:{} {word}", points("score_a"), points("score_b"))
        };
        Self {
            at: correction.at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string(),
            reason: correction.reason.clone(),
            document: correction.document.clone(),
            before: result(&correction.before),
            after: result(&correction.after),
        }
    }
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, competition) = open_competition(&mut db, &visitor, &key).await?;
    let t = visitor.t();
    let cards = fixtures::of_competition(&mut db, competition.id).await?;
    let mut rows = Vec::new();
    for correction in fixtures::corrections_of_competition(&mut db, competition.id).await? {
        let Some(card) = cards.iter().find(|card| card.fixture.id == correction.fixture_id) else { continue };
        let game = super::super::show::FixtureView::of(card, visitor.lang);
        let correction = CorrectionView::of(&correction, t, season.tz());
        rows.push(LedgerRow { at: correction.at.clone(), game: game.title(t), href: game.href, correction });
    }
    let name = visitor.lang.pick(&competition.name_zh, &competition.name_en).to_owned();
    let page = LedgerPage {
        shell: Shell::public(
            &visitor,
            format!("{} · {name}", t.ledger()),
            Here::Elsewhere,
            &targets(&visitor, &season, Some(&competition)),
        ),
        name,
        competition: paths::competition(&key),
        rows,
    };
    cached(&visitor, &page, Some(season.id), LONG)
}
