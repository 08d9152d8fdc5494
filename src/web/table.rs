//! The scorer's table on a phone: the score by period and in all, large enough for a thumb.

use super::error::Error;
use super::extract::Visitor;
use super::form::Form;
use super::page::Shell;
use super::routes::{Routes, Who};
use super::show::FixtureView;
use crate::access::Permission::EnterResult;
use crate::actions::fixtures::State;
use crate::actions::input::Fields;
use crate::actions::{Refused, fixtures as games, results};
use crate::store::fixtures::{self, Card};
use crate::store::{Db, seasons};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{Response, StatusCode};
use axum::response::{Html, IntoResponse, Redirect};
use league::fixture::Status;
use league::season::Phase;

/// Overtimes offered from the start; more are rare enough for the committee.
const OVERTIMES: usize = 3;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/table/{fixture}", Who::Capability, show)
        .post("/table/{fixture}", Who::Capability, submit)
        .post("/table/{fixture}/start", Who::Capability, start)
}

#[derive(Template)]
#[template(path = "table/score.html")]
struct ScorePage {
    shell: Shell,
    game: FixtureView,
    version: i64,
    locked: bool,
    may_start: bool,
    periods: Vec<PeriodField>,
    score_a: String,
    score_b: String,
    faults: Vec<String>,
    conflict: Option<String>,
    saved: bool,
    control_css: String,
}

struct PeriodField {
    name: String,
    number: usize,
    a: String,
    b: String,
}

async fn find(visitor: &Visitor, db: &mut Db, key: &str) -> Result<Card, Error> {
    let card = fixtures::by_key(db, key).await?.filter(|c| !c.fixture.archived).ok_or(Error::NotFound)?;
    visitor.must(EnterResult, &super::admin::place_of(&card))?;
    Ok(card)
}

async fn page(
    visitor: &Visitor,
    key: &str,
    typed: Option<&Fields>,
    faults: Vec<String>,
    conflict: bool,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let card = find(visitor, &mut db, key).await?;
    let t = visitor.t();
    let season = seasons::by_id(&mut db, card.season_id).await?;
    let state = State::load(&mut db, card.fixture.id).await?;
    let rules = results::rules_of(&mut db, &card.fixture).await?;
    let game = FixtureView::of(&card, visitor.lang);
    let regular = usize::from(rules.profile.periods);
    let number = |points: Option<i64>| points.map(|points| points.to_string()).unwrap_or_default();
    let now = |name: &str, kept: String| typed.map_or(kept, |typed| typed.get(name).to_owned());
    let periods = (1..=regular + OVERTIMES)
        .map(|at| {
            let kept = state.periods.get(at - 1);
            PeriodField {
                name: t.period_name(at as i64, at > regular, regular as i64),
                number: at,
                a: now(&format!("a{at}"), number(kept.map(|period| period.score_a))),
                b: now(&format!("b{at}"), number(kept.map(|period| period.score_b))),
            }
        })
        .collect();
    let theirs = format!("{}:{}", number(card.fixture.score_a), number(card.fixture.score_b));
    let page = ScorePage {
        shell: Shell::of(visitor, format!("{}: {}", t.score_table(), game.title(t))),
        version: card.fixture.version,
        locked: card.fixture.status == Status::Official || season.phase == Phase::Archived,
        may_start: card.fixture.status == Status::Scheduled,
        periods,
        score_a: now("score_a", number(card.fixture.score_a)),
        score_b: now("score_b", number(card.fixture.score_b)),
        conflict: conflict.then_some(theirs),
        saved: visitor.path.ends_with("?saved"),
        control_css: super::assets::url("control.css"),
        game,
        faults,
    };
    let status = match (conflict, page.faults.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, true) => StatusCode::OK,
    };
    Ok((status, Html(page.render()?)).into_response())
}

async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    page(&visitor, &key, None, Vec::new(), false).await
}

async fn start(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    find(&visitor, &mut tx, &key).await?;
    match games::change_status(&mut tx, &key, form.version, &Fields::from_pairs([("status", "live")])).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/table/{key}?saved")).into_response())
        }
        Err(Refused::Conflict) => {
            drop(tx);
            page(&visitor, &key, None, Vec::new(), true).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn submit(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = find(&visitor, &mut tx, &key).await?;
    let state = State::load(&mut tx, card.fixture.id).await?;
    // What the table does not ask for, a document or a protest, stays as the committee set it.
    let mut fields = results::fields_of(&state);
    fields.set("outcome", "played");
    fields.set("outcome_side", "");
    fields.set("score_a", form.fields.get("score_a"));
    fields.set("score_b", form.fields.get("score_b"));
    fields.set("periods", periods(&form.fields));
    match results::enter(&mut tx, &key, form.version, &fields).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/table/{key}?saved")).into_response())
        }
        Err(Refused::Faults(faults)) => {
            drop(tx);
            let t = visitor.t();
            let said = faults.iter().map(|fault| t.fault(&fault.what)).collect();
            page(&visitor, &key, Some(&form.fields), said, false).await
        }
        Err(Refused::Conflict) => {
            drop(tx);
            page(&visitor, &key, Some(&form.fields), Vec::new(), true).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The periods up to the last one in which anything stands.
fn periods(fields: &Fields) -> String {
    let pair = |at: usize| (fields.get(&format!("a{at}")).trim(), fields.get(&format!("b{at}")).trim());
    let last = (1..=12).rev().find(|at| pair(*at) != ("", "")).unwrap_or(0);
    let pairs: Vec<String> = (1..=last)
        .map(|at| {
            let (a, b) = pair(at);
            format!("{a}:{b}")
        })
        .collect();
    pairs.join(" ")
}
