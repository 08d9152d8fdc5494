//! One figure of the audience: entered by a form, shown with its evidence, corrected by a new one.

use super::super::audience::{FigureView, scope_name};
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::text::T;
use super::audience::{evenings, find_season};
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, query, room, saved};
use crate::access::Permission::{self, EditAudience, ReadControl};
use crate::actions::audience as act;
use crate::actions::input::Fields;
use crate::store::audience::{self, Figure, Scope};
use crate::store::audit::Kind;
use crate::store::seasons::{self, Season};
use crate::store::{Db, fixtures};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::audience::metric::MetricBook;
use league::audience::observation::Level;
use league::season::Phase;

/// What a figure can be about, as choices: the season, its evenings, its games, other occasions.
pub async fn subjects(db: &mut Db, season: &Season, t: T) -> Result<Vec<(String, String)>, Error> {
    let mut found = vec![("season".to_owned(), t.level(Level::Season).to_owned())];
    let cards = fixtures::of_season(db, season.id).await?;
    for ((day, _), cards) in evenings(&cards) {
        let hall = t.0.pick(
            cards[0].venue_zh.as_deref().unwrap_or_default(),
            cards[0].venue_en.as_deref().unwrap_or_default(),
        );
        let venue = cards[0].venue_key.clone().unwrap_or_default();
        found.push((format!("night:{venue}:{day}"), format!("{} {day} {hall}", t.level(Level::VenueNight))));
    }
    for card in cards.iter().filter(|card| !card.fixture.archived) {
        let game = super::super::show::FixtureView::of(card, t.0);
        let day = card.fixture.day.map(|day| day.to_string()).unwrap_or_default();
        found.push((
            format!("fixture:{}", card.fixture.key),
            format!("{} {day} {}", t.level(Level::Match), game.title(t)),
        ));
    }
    for scope in audience::scopes::of_season(db, season.id).await? {
        if matches!(scope.level, Level::SideEvent | Level::Stream | Level::Zone | Level::Gate) {
            found.push((format!("scope:{}", scope.key), scope_name(&scope, t)));
        }
    }
    Ok(found)
}

fn metrics(book: &MetricBook, t: T) -> Vec<(String, String)> {
    let label = |metric: &league::audience::metric::Metric| {
        format!("{} ({})", t.0.pick(&metric.zh, &metric.en), t.unit(metric.unit))
    };
    let newest = |metric: &&league::audience::metric::Metric| book.newest(&metric.code) == Some(*metric);
    book.all().iter().filter(newest).map(|metric| (metric.code.clone(), label(metric))).collect()
}

async fn form_page(
    visitor: &Visitor,
    season: Season,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let room = room(visitor, &mut db, t.audience_new(), Here::Audience, Some(season.clone())).await?;
    let book = audience::book(&mut db).await?;
    let mut blank = Fields::from_pairs([("about", "season"), ("class", "A-")]);
    if let Some(about) = query(visitor).get("about") {
        blank.set("about", about);
    }
    let form = FormView::new(visitor, "figure", act::FIELDS, &blank)
        .to(format!("/admin/seasons/{}/audience/new", season.key))
        .choices("about", subjects(&mut db, &season, t).await?)
        .choices("metric", metrics(&book, t))
        .locked(season.phase == Phase::Archived)
        .typed(typed);
    Page::new(room)
        .back(format!("/admin/audience?s={}", season.key), t.audience())
        .with(Part::form("", form))
        .answer(typed)
}

pub async fn new(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let season = find_season(&visitor, &mut visitor.read().await?, &key, EditAudience).await?;
    form_page(&visitor, season, None).await
}

pub async fn create(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let season = find_season(&visitor, &mut tx, &key, EditAudience).await?;
    match act::create(&mut tx, &season, &form.fields).await {
        Ok(made) => {
            saved(tx, Kind::Observation, &made.key, format!("/admin/observations/{}", made.key)).await
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            form_page(&visitor, season, Some(&typed)).await
        }
    }
}

async fn find(
    visitor: &Visitor,
    db: &mut Db,
    key: &str,
    wants: Permission,
) -> Result<(Figure, Scope, Season), Error> {
    let figure = audience::by_key(db, key).await?.ok_or(Error::NotFound)?;
    let scope = audience::scopes::by_key(db, &figure.scope_key).await?.ok_or(Error::NotFound)?;
    let season = seasons::by_id(db, scope.season_id).await?;
    visitor.must(wants, &place::season(&season))?;
    Ok((figure, scope, season))
}

async fn page(visitor: &Visitor, key: &str, typed: Option<&Typed>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let (figure, scope, season) = find(visitor, &mut db, key, ReadControl).await?;
    let book = audience::book(&mut db).await?;
    let view = FigureView::of(&figure, &book, t, season.tz());
    let room = room(
        visitor,
        &mut db,
        format!("{} {}", view.metric, view.value),
        Here::Audience,
        Some(season.clone()),
    )
    .await?;
    let history = history(&mut db, &figure, &book, t, &season).await?;
    let evidence = [&figure.file, &figure.url, &figure.sha256];
    let mut evidence: Vec<String> = evidence.into_iter().filter(|text| !text.is_empty()).cloned().collect();
    evidence.extend(figure.file_row.map(|row| format!("#{row}")));
    let facts = [
        (t.figure(), view.value),
        (t.interval(), view.interval),
        (t.about_what(), scope_name(&scope, t)),
        (t.class_word(), format!("{} {}", view.class, view.class_said)),
        (t.method(), view.method),
        (t.source(), view.source),
        (t.wording(), view.wording),
        (t.as_of(), view.as_of),
        (t.audience_original(), evidence.join(" · ")),
        (t.reason(), figure.reason.clone()),
    ];
    let facts = facts.into_iter().filter(|(_, said)| !said.is_empty());
    let mut page = Page::new(room)
        .back(format!("/admin/audience?s={}", season.key), t.audience())
        .link(t.object_history(), format!("/admin/history/observation/{key}"))
        .with(Part::facts("", facts.map(|(name, said)| (name.to_owned(), said)).collect()));
    if history.rows.len() > 1 {
        page = page.with(Part::list(t.audience_history(), history));
    }
    let may_edit = visitor.may(EditAudience, &place::season(&season)) && season.phase != Phase::Archived;
    if may_edit && figure.stands() {
        let form = FormView::new(visitor, "figure", act::CORRECTION_FIELDS, &values(&figure, &season))
            .to(format!("/admin/observations/{key}"))
            .says(t.audience_correct())
            .typed(typed);
        page = page
            .with(Part::form(t.audience_correct(), form).noted(t.audience_correct_said()).named("correct"));
    }
    page.answer(typed)
}

/// What the form of a correction begins with: the figure as it stands.
fn values(figure: &Figure, season: &Season) -> Fields {
    let mut fields = Fields::default();
    fields.set("value", figure.value.map_or("--".to_owned(), |value| value.to_string()));
    for (name, number) in [("low", figure.low), ("high", figure.high)] {
        fields.set(name, number.map(|number| number.to_string()).unwrap_or_default());
    }
    fields.set("class", figure.class.as_str());
    fields.set("source", &figure.source);
    fields.set("method", &figure.method);
    fields.set("as_of", figure.as_of.with_timezone(&season.tz()).date_naive());
    fields.set("wording", &figure.wording);
    fields.set("file", &figure.file);
    fields.set("url", &figure.url);
    fields.set("not_public", !figure.is_public);
    fields
}

/// The figure and everything it corrected or was corrected by.
async fn history(
    db: &mut Db,
    figure: &Figure,
    book: &MetricBook,
    t: T,
    season: &Season,
) -> Result<ListView, Error> {
    let columns = [t.figure(), t.interval(), t.class_word(), t.source(), t.reason(), t.status()];
    let mut list = ListView::new(t.audience_history(), &columns, "");
    let all = audience::of_scope(db, figure.scope_id).await?;
    let by_key = |key: &Option<String>| all.iter().find(|row| Some(&row.key) == key.as_ref());
    let head = std::iter::successors(Some(figure), |row| by_key(&row.superseded_by)).last().unwrap_or(figure);
    for row in std::iter::successors(Some(head), |row| by_key(&row.supersedes)) {
        let view = FigureView::of(row, book, t, season.tz());
        list.row(vec![
            Cell::link(view.value, format!("/admin/observations/{}", row.key)),
            Cell::Number(view.interval),
            Cell::text(view.class),
            Cell::text(view.source),
            Cell::text(row.reason.clone()),
            if view.stands { Cell::text("") } else { Cell::state(t.audience_superseded()) },
        ]);
    }
    Ok(list)
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    page(&visitor, &key, None).await
}

pub async fn correct(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    find(&visitor, &mut tx, &key, EditAudience).await?;
    match act::correct(&mut tx, &key, &form.fields).await {
        Ok(made) => {
            saved(tx, Kind::Observation, &made.key, format!("/admin/observations/{}", made.key)).await
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &key, Some(&typed)).await
        }
    }
}
