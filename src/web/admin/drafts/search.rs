//! The search of a draft: begun, watched, stopped, kept; and what to do when there is no plan.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::form::Form;
use super::super::form::{FormView, Typed};
use super::super::list::{Cell, ListView};
use super::super::room::{Page, Part, saved};
use super::{Found, find, frame};
use crate::access::Permission::{EditFixture, ReadControl};
use crate::actions::drafts as act;
use crate::actions::input::{Field, Fields, Holds, parse, required};
use crate::clock::Stopwatch;
use crate::drafts::{Board, between};
use crate::searching;
use crate::store::Db;
use crate::store::audit::Kind;
use crate::store::drafts::{self, Search};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::planner::season::{Conflict, conflict};

const FIELDS: &[Field] = &[required("seconds", Holds::Number { min: 1, max: 900 })];

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    found: &Found,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let mut page = frame(visitor, db, found, t.search_heading()).await?;
    t.search_said().clone_into(&mut page.note);
    let search = drafts::search(db, found.draft.id).await?;
    let going = search.as_ref().is_some_and(|search| act::is_going(search, visitor.app.clock.now()));
    let here = format!("{}/search", found.here());
    let version = found.draft.version;
    if let Some(search) = &search {
        page = page.with(Part::facts(t.search_state(), facts(visitor, found, search, going)).named("search"));
    }
    if !found.may_edit {
        return page.answer(typed);
    }
    let button =
        |to: &str, label| FormView::button_only(visitor, format!("{here}/{to}"), label).version(version);
    if going {
        page = page.link(t.search_reload(), here.clone());
        page = page.with(Part::form("", button("stop", t.search_stop())));
    }
    let fresh = search.as_ref().is_some_and(|search| search.draft_version == version);
    if search.as_ref().is_some_and(|search| fresh && search.infeasibility.is_some()) {
        page = page.with(Part::form("", button("keep", t.search_keep())));
    }
    if !going {
        let lasts = |seconds: u32| {
            (
                seconds.to_string(),
                if seconds < 60 { format!("{seconds} s") } else { format!("{} min", seconds / 60) },
            )
        };
        let label = if fresh { t.search_on() } else { t.search_start() };
        let form = FormView::new(visitor, "search", FIELDS, &Fields::from_pairs([("seconds", "20")]))
            .to(here.clone())
            .choices("seconds", [5, 20, 60, 300, 900].map(lasts).to_vec())
            .version(version)
            .says(label)
            .typed(typed);
        page = page.with(Part::form(label, form).named("start"));
        let form = FormView::button_only(visitor, format!("{here}/conflict"), t.conflict_find());
        page = page.with(Part::form("", form));
    }
    page.answer(typed)
}

fn facts(visitor: &Visitor, found: &Found, search: &Search, going: bool) -> Vec<(String, String)> {
    let t = visitor.t();
    let state = match (going, search.state.as_str()) {
        (true, "running") => t.search_running(),
        (true, _) => t.search_stopping(),
        (false, "done") => t.search_done(),
        (false, _) => t.search_silent(),
    };
    let cost = |cost: Option<i64>| cost.map_or("–".to_owned(), |cost| cost.to_string());
    let changes = between(&found.draft.games, &search.games).len();
    let mut facts = vec![
        (t.search_state().to_owned(), state.to_owned()),
        (t.search_progress().to_owned(), format!("{} % · {} s", search.permille / 10, search.seconds)),
        (t.search_moves().to_owned(), search.moves.to_string()),
        (t.search_hard().to_owned(), cost(search.infeasibility)),
        (t.search_soft().to_owned(), cost(search.objective)),
        (t.search_changes().to_owned(), t.games(changes)),
    ];
    if search.draft_version != found.draft.version {
        facts.push((t.draft_newest().to_owned(), t.search_stale().to_owned()));
    }
    facts
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, ReadControl).await?;
    page(&visitor, &mut db, &found, None).await
}

pub async fn start(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    find(&visitor, &mut tx, &key, EditFixture).await?;
    let seconds = parse(FIELDS, &form.fields).map(|parsed| parsed.number("seconds").unwrap_or(20));
    let begun = match seconds {
        Ok(seconds) => act::begin_search(&mut tx, &key, form.version, seconds).await,
        Err(faults) => Err(faults.into()),
    };
    match begun {
        Ok((draft, around, search)) => {
            let answer = saved(tx, Kind::Draft, &key, format!("/admin/drafts/{key}/search")).await?;
            searching::start(&visitor.app, visitor.writer(), &draft, around, search);
            Ok(answer)
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let mut db = visitor.read().await?;
            let found = find(&visitor, &mut db, &key, ReadControl).await?;
            page(&visitor, &mut db, &found, Some(&typed)).await
        }
    }
}

pub async fn stop(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    find(&visitor, &mut tx, &key, EditFixture).await?;
    act::stop_search(&mut tx, &key).await?;
    saved(tx, Kind::Draft, &key, format!("/admin/drafts/{key}/search")).await
}

pub async fn keep(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    find(&visitor, &mut tx, &key, EditFixture).await?;
    match act::keep_search(&mut tx, &key, form.version).await {
        Ok(_) => saved(tx, Kind::Draft, &key, format!("/admin/drafts/{key}")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let mut db = visitor.read().await?;
            let found = find(&visitor, &mut db, &key, ReadControl).await?;
            page(&visitor, &mut db, &found, Some(&typed)).await
        }
    }
}

/// What a search for a contradiction may take.
const CONFLICT_SECONDS: f64 = 4.0;
const CONFLICT_MOVES: u64 = 60_000;

/// Looks for a smallest set of rules that leave no plan, and says what each would have to give.
pub async fn find_conflict(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, EditFixture).await?;
    let t = visitor.t();
    let page = frame(&visitor, &mut db, &found, t.conflict_heading()).await?;
    drop(db);
    let board = match Board::of_draft(&found.around, &found.draft) {
        Ok(board) => board,
        Err(refused) => return page.with(Part::say("", &t.no_season_words(&refused))).answer(None),
    };
    let work = move || {
        let watch = Stopwatch::start();
        conflict(&board.season, 1, CONFLICT_MOVES, &|| watch.elapsed().as_secs_f64() > CONFLICT_SECONDS)
    };
    let answer =
        tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.to_string()))?;
    match answer {
        None => page.with(Part::say("", t.conflict_none())).answer(None),
        Some(conflict) => told(&visitor, page, &found, &conflict).answer(None),
    }
}

fn told(visitor: &Visitor, mut page: Page, found: &Found, conflict: &Conflict) -> Page {
    let (t, lang) = (visitor.t(), visitor.lang);
    let words = |topic| {
        let (zh, en) = act::topic_words(&found.around, topic);
        lang.pick(&zh, &en).to_owned()
    };
    let mut list = ListView::new(t.conflict_heading(), &[t.draft_setup()], "");
    for topic in &conflict.topics {
        list.row(vec![Cell::text(words(topic))]);
    }
    let counted = conflict.zh.last().zip(conflict.en.last()).map(|(zh, en)| lang.pick(zh, en));
    list.row(vec![Cell::Quiet(counted.unwrap_or_default().to_owned())]);
    let said = if conflict.proved { t.conflict_proved() } else { t.conflict_searched() };
    let mut part = Part::list(t.conflict_heading(), list).noted(said).named("conflict");
    if conflict.smallest {
        part = part.noted_more(t.conflict_smallest());
    }
    page = page.with(part);
    if !conflict.ways_out.is_empty() {
        let mut list = ListView::new(t.ways_out(), &[t.way_out_gives(), t.missed_by()], "");
        for way in &conflict.ways_out {
            list.row(vec![Cell::text(words(&way.topic)), Cell::Number(way.missed.to_string())]);
        }
        list.columns[1].number = true;
        page = page.with(Part::list(t.ways_out(), list).named("ways"));
    }
    page
}
