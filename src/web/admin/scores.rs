//! Results from a spreadsheet: out with what is known, back with what was played, shown row by row before it is saved.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::{Form, Sheet};
use super::super::page::Here;
use super::super::show::FixtureView;
use super::audience::find_season;
use super::form::{Ask, FormView, Typed};
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, query, room};
use crate::access::Permission::{EditFixture, EnterResult, ReadControl};
use crate::actions::Refused;
use crate::actions::input::{Fault, Field, Fields, Holds, What, optional, required};
use crate::actions::scores::{self as act, Step, Taken};
use crate::scores::{self, Known};
use crate::sheets;
use crate::store::seasons::{self, Season};
use crate::store::{Db, fixtures};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, Response, header};
use axum::response::{IntoResponse, Redirect};
use std::collections::HashMap;

const FIELDS: &[Field] = &[required("file", Holds::Line(200)), optional("official", Holds::Flag)];
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub async fn ask(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let asked = query(&visitor);
    let key = asked.get("s").map_or("", String::as_str);
    let season = match seasons::by_key(&mut db, key).await? {
        Some(season) => season,
        None => {
            let room = room(&visitor, &mut db, visitor.t().results_nav(), Here::Results, None).await?;
            room.season.ok_or(Error::NotFound)?
        }
    };
    let season = may_take(&visitor, &mut db, &season.key).await?;
    page(&visitor, &mut db, &season, None).await
}

/// A sheet sets games and enters results: both have to be allowed.
async fn may_take(visitor: &Visitor, db: &mut Db, key: &str) -> Result<Season, Error> {
    let season = find_season(visitor, db, key, EditFixture).await?;
    visitor.must(EnterResult, &place::season(&season))?;
    Ok(season)
}

/// The season as a sheet.
pub async fn download(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let season = find_season(&visitor, &mut db, &key, ReadControl).await?;
    let known = Known::load(&mut db, &season).await?;
    let mut periods: HashMap<_, Vec<_>> = HashMap::new();
    for (fixture, period) in fixtures::periods_of_season(&mut db, season.id).await? {
        periods.entry(fixture).or_default().push(period);
    }
    drop(db);
    let rows = scores::rows(&known, &|card| periods.get(&card.fixture.id).cloned().unwrap_or_default());
    let bytes = tokio::task::spawn_blocking(move || sheets::table("赛果", &scores::COLUMNS, &rows)).await;
    let bytes = bytes.map_err(|error| Error::Internal(error.to_string()))?;
    let bytes = bytes.map_err(|error| Error::Internal(error.to_string()))?;
    let mut response = Body::from(bytes).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(TYPE));
    let name = HeaderValue::from_static("attachment; filename=\"results.xlsx\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

async fn frame(visitor: &Visitor, db: &mut Db, season: &Season, title: &str) -> Result<Page, Error> {
    let room = room(visitor, db, title, Here::Results, Some(season.clone())).await?;
    Ok(Page::new(room).back(format!("/admin/results?s={}", season.key), visitor.t().results_nav()))
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    season: &Season,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let page = frame(visitor, db, season, t.scores_sheet()).await?;
    let locked = page.room.locked;
    let mut form = FormView::new(visitor, "upload", FIELDS, &Fields::default())
        .to(format!("/admin/seasons/{}/results", season.key))
        .label("official", t.scores_official())
        .says(t.scores_look())
        .locked(locked)
        .typed(typed);
    form.with_file = true;
    for field in form.fields.iter_mut().filter(|field| field.name == "file") {
        field.ask = Ask::File;
    }
    let sheet = format!("/admin/seasons/{}/results.xlsx", season.key);
    page.link(t.scores_out(), sheet)
        .with(Part::form(t.scores_sheet(), form).noted(t.scores_said()))
        .answer(typed)
}

/// Reads a sheet and shows what it would do: it is done, looked at and let go.
pub async fn upload(Path(key): Path<String>, given: Sheet) -> Result<Response<Body>, Error> {
    let Sheet { visitor, file, fields } = given;
    let t = visitor.t();
    let mut tx = visitor.write().await?;
    let season = may_take(&visitor, &mut tx, &key).await?;
    let official = fields.get("official") == "true";
    let done = match read(&mut tx, &season, file).await? {
        Ok(rows) => act::take(&mut tx, &season, &rows, official).await.map(|done| (rows, done)),
        Err(faults) => Err(Refused::Faults(faults)),
    };
    drop(tx);
    let mut db = visitor.read().await?;
    let (rows, done) = match done {
        Ok(done) => done,
        Err(refused) => {
            let typed = Typed::new(fields, refused)?;
            return page(&visitor, &mut db, &season, Some(&typed)).await;
        }
    };
    let mut page = frame(&visitor, &mut db, &season, t.scores_preview()).await?;
    let same = done.iter().filter(|taken| taken.step == Step::Same).count();
    let note = if same > 0 { t.scores_same(same) } else { String::new() };
    if same == done.len() {
        return page.with(Part::say("", t.scores_nothing())).answer(None);
    }
    page = page.with(Part::list(t.scores_preview(), steps(&visitor, &done)).noted(&note));
    let form = FormView::new(&visitor, "", &[], &Fields::default())
        .to(format!("/admin/seasons/{}/results/take", season.key))
        .says(t.scores_take())
        .hide("rows", scores::packed(&rows))
        .hide("official", official.to_string());
    page.with(Part::form("", form).named("take")).answer(None)
}

async fn read(
    db: &mut Db,
    season: &Season,
    file: Option<super::super::form::FilePart>,
) -> Result<Result<Vec<scores::Row>, Vec<Fault>>, Error> {
    let Some(file) = file.filter(|file| !file.bytes.is_empty()) else {
        return Ok(Err(vec![Fault::at("file", What::Required)]));
    };
    let opened = tokio::task::spawn_blocking(move || sheets::open(&file.name, &file.bytes)).await;
    let all = match opened.map_err(|error| Error::Internal(error.to_string()))? {
        Err(refused) => return Ok(Err(vec![Fault::at("file", What::Sheet { said: refused.to_string() })])),
        Ok(all) => all,
    };
    let known = Known::load(db, season).await?;
    Ok(scores::read(&known, &all.first().cloned().unwrap_or_default()).map_err(act::unreadable))
}

/// What changes, row by row; what stands already is counted only.
fn steps(visitor: &Visitor, done: &[Taken]) -> ListView {
    let t = visitor.t();
    let columns = [t.scores_row(), t.tip_off(), t.team(), t.score(), t.scores_step()];
    let mut list = ListView::new(t.scores_preview(), &columns, "");
    for taken in done.iter().filter(|taken| taken.step != Step::Same) {
        let game = FixtureView::of(&taken.card, visitor.lang);
        let day = taken.card.fixture.day.map_or_else(|| t.date_unknown().to_owned(), |day| day.to_string());
        let score = match taken.card.fixture.score_a.zip(taken.card.fixture.score_b) {
            Some((a, b)) => format!("{a}:{b}"),
            None => "–".to_owned(),
        };
        let score = match taken.before {
            Some([a, b]) => format!("{a}:{b} → {score}"),
            None => score,
        };
        list.row(vec![
            Cell::text(taken.row.to_string()),
            Cell::text(format!("{day} {}", game.time_text)),
            Cell::text(format!("{} – {}", game.a.name, game.b.name)),
            Cell::text(score),
            Cell::text(t.scores_step_word(taken.step)),
        ]);
    }
    list
}

pub async fn take(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let season = may_take(&visitor, &mut tx, &key).await?;
    let rows = scores::unpacked(form.fields.get("rows")).ok_or(Error::BadBody)?;
    let official = form.fields.get("official") == "true";
    match act::take(&mut tx, &season, &rows, official).await {
        Ok(done) => {
            // A transaction in which nothing happened has nothing to commit.
            if done.iter().any(|taken| taken.step != Step::Same) {
                tx.commit().await?;
            }
            Ok(Redirect::to(&format!("/admin/results?s={}", season.key)).into_response())
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(Fields::default(), refused)?;
            page(&visitor, &mut visitor.read().await?, &season, Some(&typed)).await
        }
    }
}
