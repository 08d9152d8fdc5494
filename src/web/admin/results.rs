//! Results: what waits to be entered or confirmed, and the form that does it.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::show::FixtureView;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::room::{Page, Part, room, saved};
use super::{fixture, place, place_of, preview};
use crate::access::Permission::{self, CorrectResult, EnterResult, ReadControl};
use crate::actions::fixtures::State;
use crate::actions::results as act;
use crate::store::audit::Kind;
use crate::store::fixtures::{self, Card};
use crate::store::{Db, seasons};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::fixture::Status;
use league::season::Phase;

/// Whether a game's day has passed without a result.
pub fn is_missing(card: &Card, today: chrono::NaiveDate) -> bool {
    matches!(card.fixture.status, Status::Scheduled | Status::Live)
        && card.fixture.day.is_some_and(|day| day < today)
}

/// Games as rows with what can be done about each.
pub fn rows(visitor: &Visitor, cards: &[&Card], locked: bool, empty: &str) -> ListView {
    let t = visitor.t();
    let mut list =
        ListView::new(t.results_nav(), &[t.tip_off(), t.team(), t.score(), t.status(), t.edit()], empty);
    list.columns[2].number = true;
    for card in cards {
        let game = FixtureView::of(card, visitor.lang);
        let at = place_of(card);
        let here = format!("/admin/fixtures/{}", game.key);
        let side = |side: &super::super::show::SideView| Cell::Side {
            light: side.light.clone(),
            dark: side.dark.clone(),
            name: side.name.clone(),
            href: here.clone(),
        };
        let official = card.fixture.status == Status::Official;
        let mut can = Vec::new();
        if !locked
            && card.fixture.awaits_confirmation()
            && visitor.may(EnterResult, &at)
            && confirms(visitor, card)
        {
            let mut form = FormView::button_only(visitor, format!("{here}/confirm"), t.confirm());
            form.version = Some(card.fixture.version);
            can.push(Cell::form(form));
        }
        let wants = if official { CorrectResult } else { EnterResult };
        if !locked && visitor.may(wants, &at) {
            let label = if official { t.correct_result() } else { t.enter_result() };
            can.push(Cell::link(label, format!("{here}/result")));
        }
        let day = game.day.map(|day| day.to_string()).unwrap_or_else(|| t.date_unknown().into());
        list.row(vec![
            Cell::text(format!("{day} {}", game.time_text)).marked(t.sample(), game.date_sample),
            Cell::Many(vec![side(&game.a), side(&game.b)]).marked(t.sample(), game.pairing_sample),
            Cell::Number(if game.has_score {
                format!("{}:{}", game.a.score, game.b.score)
            } else {
                "–".into()
            })
            .marked(t.sample(), game.score_sample),
            Cell::State { word: game.status_word.into(), class: game.status.as_str().into() },
            Cell::Many(can),
        ]);
    }
    list
}

/// Who enters a score at the table does not make it official: that is the committee's.
fn confirms(visitor: &Visitor, card: &Card) -> bool {
    visitor.may(Permission::EditFixture, &place_of(card))
}

pub async fn list(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let room = room(&visitor, &mut db, t.results_nav(), Here::Results, None).await?;
    let Some(season) = room.season.clone() else {
        return Page::new(room).with(Part::say("", t.no_season())).answer(None);
    };
    let mut cards = fixtures::of_season(&mut db, season.id).await?;
    cards.retain(|card| visitor.may(ReadControl, &place_of(card)));
    let today = visitor.app.clock.now().with_timezone(&season.tz()).date_naive();
    let pick = |wanted: &dyn Fn(&Card) -> bool| cards.iter().filter(|card| wanted(card)).collect::<Vec<_>>();
    let confirm = pick(&|card| card.fixture.awaits_confirmation());
    let enter = pick(&|card| {
        let over = card.fixture.status == Status::Final && !card.fixture.awaits_confirmation();
        (over || matches!(card.fixture.status, Status::Scheduled | Status::Live))
            && card.fixture.day.is_none_or(|day| day <= today)
    });
    let mut done = pick(&|card| card.fixture.status == Status::Official);
    done.sort_by_key(|card| std::cmp::Reverse((card.fixture.day, card.fixture.tip_off)));
    let locked = room.locked;
    let mut page = Page::new(room);
    if !locked && visitor.may(Permission::EditFixture, &place::season(&season)) {
        page = page.link(t.scores_sheet(), format!("/admin/results/sheet?s={}", season.key));
    }
    if confirm.is_empty() && enter.is_empty() {
        page = page.with(Part::say("", t.no_results_open()));
    }
    if !confirm.is_empty() {
        let list = rows(&visitor, &confirm, locked, "");
        page = page.with(Part::list(t.to_confirm(), list).noted(t.confirm_said()));
    }
    if !enter.is_empty() {
        page = page.with(Part::list(t.to_enter(), rows(&visitor, &enter, locked, "")));
    }
    if !done.is_empty() {
        let mut list = rows(&visitor, &done, locked, "");
        list.quick = true;
        page = page.with(Part::list(t.official_results(), list));
    }
    page.answer(None)
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    card: &Card,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let state = State::load(db, card.fixture.id).await?;
    let season = seasons::by_id(db, card.season_id).await?;
    let game = FixtureView::of(card, visitor.lang);
    let official = state.fixture.status == Status::Official;
    let title = if official { t.correct_result() } else { t.enter_result() };
    let room =
        room(visitor, db, format!("{title}: {}", game.title(t)), Here::Results, Some(season.clone())).await?;
    let mut values = act::fields_of(&state);
    if official {
        // A correction needs its own reason, not the old one.
        values.set("reason", "");
    }
    let here = format!("/admin/fixtures/{}", card.fixture.key);
    let sides = [
        ("a".to_owned(), game.a.name.clone()),
        ("b".to_owned(), game.b.name.clone()),
        ("both".to_owned(), t.choice("result", "outcome_side", "both")),
    ];
    let mut form = FormView::new(visitor, "result", act::FIELDS, &values)
        .to(format!("{here}/result"))
        .version(state.fixture.version)
        .choices("outcome_side", sides.to_vec())
        .label("score_a", &format!("{} · {}", t.score(), game.a.name))
        .label("score_b", &format!("{} · {}", t.score(), game.b.name))
        .locked(season.phase == Phase::Archived);
    if official || !confirms(visitor, card) {
        form = form.without(&["official"]);
    }
    let order = ["score_a", "score_b", "periods", "outcome", "outcome_side"];
    let rank = |name: &str| order.iter().position(|wanted| *wanted == name).unwrap_or(order.len());
    form.fields.sort_by_key(|field| rank(&field.name));
    let form = form.says(if official { t.correct_result() } else { t.save() }).typed(typed);
    let said = if official { t.correct_said() } else { t.entered_by_scorer() };
    let mut page = Page::new(room)
        .back(here, t.fixtures_nav())
        .link(t.open_public(), game.href.clone())
        .link(t.object_history(), format!("/admin/history/fixture/{}", card.fixture.key))
        .with(Part::form("", form).noted(said));
    page.over = format!("{} {} {}", game.competition, game.day_text, game.time_text);
    page.answer(typed)
}

fn wanted(card: &Card) -> Permission {
    if card.fixture.status == Status::Official { CorrectResult } else { EnterResult }
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let card = fixture::find(&visitor, &mut db, &key, ReadControl).await?;
    visitor.must(wanted(&card), &place_of(&card))?;
    page(&visitor, &mut db, &card, None).await
}

pub async fn submit(Path(key): Path<String>, mut form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let seen = form.fields.0.remove("seen").is_some();
    let mut tx = visitor.write().await?;
    let card = fixture::find(&visitor, &mut tx, &key, ReadControl).await?;
    visitor.must(wanted(&card), &place_of(&card))?;
    if form.fields.get("official") == "true" && !confirms(&visitor, &card) {
        return Err(Error::Forbidden);
    }
    let corrects = card.fixture.status == Status::Official;
    let before = if corrects && !seen { Some(preview::Snapshot::of(&mut tx, &card).await?) } else { None };
    let done = match card.fixture.status {
        Status::Official => act::correct(&mut tx, &key, form.version, &form.fields).await,
        _ => act::enter(&mut tx, &key, form.version, &form.fields).await,
    };
    match (done, before) {
        // What was just done is looked at and let go: nothing is saved before somebody has seen it.
        (Ok(after), Some(before)) => {
            let now = preview::Snapshot::of(&mut tx, &after).await?;
            drop(tx);
            let sent = (form.version, form.fields);
            preview::page(&visitor, &card, &after, (before, now), sent).await
        }
        (Ok(_), None) => {
            saved(tx, Kind::Fixture, &key, format!("/admin/results?s={}", card.season_key)).await
        }
        (Err(refused), _) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &card, Some(&typed)).await
        }
    }
}

pub async fn confirm(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = fixture::find(&visitor, &mut tx, &key, EnterResult).await?;
    if !confirms(&visitor, &card) {
        return Err(Error::Forbidden);
    }
    act::confirm(&mut tx, &key, form.version).await?;
    saved(tx, Kind::Fixture, &key, format!("/admin/results?s={}", card.season_key)).await
}
