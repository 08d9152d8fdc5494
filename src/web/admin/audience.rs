//! The viewer figures of a season: evenings, totals with their parts, every figure, and a try at adding two.

use super::super::audience::{Evenings, FigureView, TotalView, scope_name, total_view, totals};
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::text::T;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, query, room, saved};
use crate::access::Permission::{EditAudience, ReadControl};
use crate::actions::audience::scopes as act;
use crate::actions::input::{Field, Fields, Holds, required};
use crate::store::audience::{self, Figure, Scope};
use crate::store::audit::Kind;
use crate::store::fixtures::Card;
use crate::store::seasons::{self, Season};
use crate::store::{Db, fixtures, venues};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use chrono::NaiveDate;
use league::audience::metric::MetricBook;
use league::audience::observation::Level;
use league::audience::total::{Over, total};
use league::season::Phase;
use std::collections::BTreeMap;

const SUM_FIELDS: &[Field] = &[
    required("one", Holds::Key),
    required("other", Holds::Key),
    required("over", Holds::Word(&["time", "platforms"])),
];

/// A season that the visitor may do this in.
pub async fn find_season(
    visitor: &Visitor,
    db: &mut Db,
    key: &str,
    wants: crate::access::Permission,
) -> Result<Season, Error> {
    let season = seasons::by_key(db, key).await?.ok_or(Error::NotFound)?;
    visitor.must(wants, &place::season(&season))?;
    Ok(season)
}

/// The evenings of a season: each hall and day with games.
pub fn evenings(cards: &[Card]) -> BTreeMap<(NaiveDate, i32), Vec<&Card>> {
    let mut found: BTreeMap<(NaiveDate, i32), Vec<&Card>> = BTreeMap::new();
    for card in cards.iter().filter(|card| !card.fixture.archived) {
        if let (Some(day), Some(venue)) = (card.fixture.day, card.fixture.venue_id) {
            found.entry((day, venue)).or_default().push(card);
        }
    }
    found
}

pub async fn list(visitor: Visitor) -> Result<Response<Body>, Error> {
    page(&visitor, &mut visitor.read().await?, None, None).await
}

/// The page, with a form that was refused.
pub async fn page(
    visitor: &Visitor,
    db: &mut Db,
    season: Option<Season>,
    typed: Option<(&'static str, &Typed)>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.audience(), Here::Audience, season).await?;
    let Some(season) = room.season.clone() else {
        return Page::new(room).with(Part::say("", t.no_season())).answer(None);
    };
    visitor.must(ReadControl, &place::season(&season))?;
    let may_edit = visitor.may(EditAudience, &place::season(&season)) && season.phase != Phase::Archived;
    let book = audience::book(db).await?;
    let scopes = audience::scopes::of_season(db, season.id).await?;
    let figures = audience::of_season(db, season.id).await?;
    let cards = fixtures::of_season(db, season.id).await?;
    let nights = evenings(&cards);
    let views = totals(&figures, &scopes, &book, &Evenings::of(&cards), t, season.tz());
    let mut page = Page::new(room);
    page.note = t.audience_said().to_owned();
    let base = format!("/admin/seasons/{}/audience", season.key);
    page = page
        .link(t.dashboard(), base.clone())
        .link(t.claims(), format!("{base}/claims"))
        .link(t.press(), format!("{base}/press"));
    if may_edit {
        page = page
            .link(t.audience_new(), format!("{base}/new"))
            .link(t.import_export(), format!("{base}/import"));
    }
    page = page
        .with(
            Part::list(t.audience_totals(), totals_list(&views, t))
                .noted(t.audience_totals_said())
                .named("totals"),
        )
        .with(
            Part::list(t.audience_figures(), figures_list(&figures, &scopes, &book, t, &season))
                .named("figures"),
        );
    if figures.len() > 1 {
        page = sum(visitor, page, &figures, &scopes, &book, &season)?;
    }
    if let Some(part) = super::online::list(db, &season, &cards, t).await? {
        page = page.with(part);
    }
    page = page.with(
        Part::list(t.audience_nights(), nights_list(&scopes, t))
            .noted(t.audience_night_said())
            .named("nights"),
    );
    let form_of = |name: &str| typed.filter(|(of, _)| *of == name).map(|(_, typed)| typed);
    if may_edit {
        let halls: Vec<(String, String)> = venues::all(db, season.league_id)
            .await?
            .into_iter()
            .map(|venue| (venue.key, visitor.lang.pick(&venue.name_zh, &venue.name_en).to_owned()))
            .collect();
        let mut blank = Fields::default();
        // The next evening that has games, in the hall they are in.
        let today = visitor.app.clock.now().with_timezone(&season.tz()).date_naive();
        let next = nights.iter().find(|((day, _), _)| *day >= today).or_else(|| nights.iter().next_back());
        if let Some(((day, _), cards)) = next {
            blank.set("day", day);
            blank.set("venue", cards[0].venue_key.clone().unwrap_or_default());
        }
        let open = FormView::new(visitor, "night", act::NIGHT_FIELDS, &blank)
            .to(format!("/admin/seasons/{}/audience/nights", season.key))
            .choices("venue", halls)
            .says(t.audience_night_open())
            .typed(form_of("night"));
        page = page.with(Part::form(t.audience_night_open(), open));
        let occasion =
            FormView::new(visitor, "occasion", act::FIELDS, &Fields::from_pairs([("level", "side_event")]))
                .to(format!("/admin/seasons/{}/audience/occasions", season.key))
                .typed(form_of("occasion"));
        page = page.with(Part::form(t.audience_event_new(), occasion).noted(t.audience_event_said()));
    }
    page.answer(typed.map(|(_, typed)| typed))
}

fn totals_list(views: &[TotalView], t: T) -> ListView {
    let columns = [
        t.metric(),
        t.about_what(),
        t.figure(),
        t.interval(),
        t.class_word(),
        t.coverage(),
        t.as_of(),
        t.footnote(),
        t.parts_word(),
    ];
    let mut list = ListView::new(t.audience_totals(), &columns, t.audience_none());
    for view in views {
        let parts = view
            .parts
            .iter()
            .enumerate()
            .map(|(at, key)| Cell::link((at + 1).to_string(), format!("/admin/observations/{key}")));
        list.row(vec![
            Cell::text(view.metric.clone()),
            Cell::text(format!("{} {}", view.level, view.source).trim()),
            Cell::Number(view.value.clone()).marked(t.sample(), view.sample),
            Cell::Number(view.interval.clone()),
            Cell::text(view.class),
            Cell::text(view.coverage.clone()),
            Cell::Quiet(view.as_of.clone()),
            Cell::Quiet(view.notes.clone()),
            Cell::Many(parts.collect()),
        ]);
    }
    list
}

fn figures_list(figures: &[Figure], scopes: &[Scope], book: &MetricBook, t: T, season: &Season) -> ListView {
    let columns = [
        t.metric(),
        t.figure(),
        t.interval(),
        t.about_what(),
        t.class_word(),
        t.source(),
        t.as_of(),
        t.edit(),
    ];
    let mut list = ListView::new(t.audience_figures(), &columns, t.audience_none());
    list.quick = figures.len() > 10;
    for figure in figures.iter().rev().filter(|figure| figure.stands()) {
        let view = FigureView::of(figure, book, t, season.tz());
        let about = scopes.iter().find(|scope| scope.id == figure.scope_id);
        let mut value = Cell::Number(view.value);
        if !figure.is_public {
            value = Cell::Many(vec![value, Cell::state(t.audience_not_public())]);
        }
        list.row(vec![
            Cell::text(view.metric),
            value.marked(t.sample(), view.sample),
            Cell::Number(view.interval),
            Cell::text(about.map(|scope| scope_name(scope, t)).unwrap_or_default()),
            Cell::text(view.class),
            Cell::text(view.source),
            Cell::Quiet(view.as_of),
            Cell::link(t.audience_correct(), format!("/admin/observations/{}", figure.key)),
        ]);
    }
    list
}

fn nights_list(scopes: &[Scope], t: T) -> ListView {
    let mut list = ListView::new(t.audience_nights(), &[t.of_night(), t.gates()], t.gate_none());
    for night in scopes.iter().filter(|scope| scope.level == Level::VenueNight) {
        let doors = scopes.iter().filter(|scope| scope.parent_id == Some(night.id)).count();
        list.row(vec![
            Cell::link(scope_name(night, t), format!("/admin/nights/{}", night.key)),
            Cell::Number(doors.to_string()),
        ]);
    }
    list
}

/// Adds two figures, or names the rule that forbids it.
fn sum(
    visitor: &Visitor,
    page: Page,
    figures: &[Figure],
    scopes: &[Scope],
    book: &MetricBook,
    season: &Season,
) -> Result<Page, Error> {
    let t = visitor.t();
    let asked = query(visitor);
    let name = |figure: &Figure| {
        let view = FigureView::of(figure, book, t, season.tz());
        let about = scopes.iter().find(|scope| scope.id == figure.scope_id);
        format!(
            "{} · {} · {}",
            view.value,
            view.metric,
            about.map(|scope| scope_name(scope, t)).unwrap_or_default()
        )
    };
    let standing: Vec<&Figure> = figures.iter().filter(|figure| figure.stands()).collect();
    let choices: Vec<(String, String)> =
        standing.iter().map(|figure| (figure.key.clone(), name(figure))).collect();
    let mut values = Fields::from_pairs([("over", "time")]);
    for field in ["one", "other", "over"] {
        if let Some(given) = asked.get(field) {
            values.set(field, given);
        }
    }
    let form = FormView::new(visitor, "sum", SUM_FIELDS, &values)
        .to("/admin/audience#sum")
        .asking()
        .hide("s", season.key.clone())
        .choices("one", choices.clone())
        .choices("other", choices)
        .says(t.audience_sum_go());
    let page = page.with(Part::form(t.audience_sum(), form).noted(t.audience_sum_said()).named("sum"));
    let pick = |field: &str| standing.iter().find(|figure| figure.key == values.get(field));
    let (Some(one), Some(other)) = (pick("one"), pick("other")) else { return Ok(page) };
    let over = if values.get("over") == "platforms" { Over::Platforms } else { Over::Time };
    let sample = [one, other].iter().any(|figure| !figure.sample.is_empty());
    let parts = [one.observation(), other.observation()];
    let found = total(book, &parts.iter().collect::<Vec<_>>(), over, parts.len());
    let metric = book.get(&parts[0].metric, parts[0].metric_version);
    let view = total_view(&found, name(one), metric.map(|metric| metric.unit), t, season.tz());
    if found.is_err() {
        return Ok(page.with(Part::say(t.audience_sum_not(), &view.notes)));
    }
    Ok(page.with(Part::facts(
        t.total(),
        vec![
            (t.figure().into(), if sample { format!("{} · {}", view.value, t.sample()) } else { view.value }),
            (t.interval().into(), view.interval),
            (t.class_word().into(), view.class.into()),
            (t.as_of().into(), view.as_of),
            (t.footnote().into(), view.notes),
        ],
    )))
}

pub async fn add_occasion(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let season = find_season(&visitor, &mut tx, &key, EditAudience).await?;
    match act::create(&mut tx, &season, &form.fields).await {
        Ok(made) => {
            saved(
                tx,
                Kind::Scope,
                &made.key,
                format!("/admin/seasons/{key}/audience/new?about=scope:{}", made.key),
            )
            .await
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, Some(season), Some(("occasion", &typed))).await
        }
    }
}
