//! A match night: its games by court and time, and one act for a delay that pushes the evening along.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::form::Form;
use super::super::super::page::Here;
use super::super::super::show::FixtureView;
use super::super::form::{FormView, Typed};
use super::super::list::{Cell, ListView};
use super::super::room::{Page, Part, query, room, saved};
use super::super::{place, place_of, seasons as season_pages};
use crate::access::Permission::{EditFixture, ReadControl};
use crate::actions::fixtures as act;
use crate::actions::input::{Field, Fields, Holds, optional, parse_date};
use crate::store::Db;
use crate::store::audit::Kind;
use crate::store::fixtures::{self, Card};
use crate::store::seasons::Season;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::{BTreeMap, BTreeSet};

const FILTER: &[Field] = &[optional("day", Holds::Date), optional("s", Holds::Key)];

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    season: Option<Season>,
    day: Option<NaiveDate>,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let (t, lang) = (visitor.t(), visitor.lang);
    let room = room(visitor, db, t.night_heading(), Here::Fixtures, season).await?;
    let Some(season) = room.season.clone() else {
        return Page::new(room).with(Part::say("", t.no_season())).answer(None);
    };
    let locked = room.locked;
    let mut cards = fixtures::of_season(db, season.id).await?;
    cards.retain(|card| visitor.may(ReadControl, &place_of(card)));
    let today = visitor.app.clock.now().with_timezone(&season.tz()).date_naive();
    let days: BTreeSet<NaiveDate> = cards.iter().filter_map(|card| card.fixture.day).collect();
    // The evening asked for, else today or the next one, else the last.
    let day =
        day.or_else(|| days.range(today..).next().copied()).or_else(|| days.last().copied()).unwrap_or(today);
    cards.retain(|card| card.fixture.day == Some(day));
    let mut page = Page::new(room).back(format!("/admin/fixtures?s={}", season.key), t.fixtures_nav());
    t.night_said().clone_into(&mut page.note);
    for (label, other) in
        [("‹", days.range(..day).next_back()), ("›", days.range(day..).find(|other| **other > day))]
    {
        if let Some(other) = other {
            page =
                page.link(format!("{label} {other}"), format!("/admin/evening?day={other}&s={}", season.key));
        }
    }
    let mut values = Fields::default();
    values.set("day", day);
    values.set("s", &season.key);
    let mut filter = FormView::new(visitor, "", FILTER, &values)
        .to("/admin/evening")
        .asking()
        .says(t.go())
        .label("day", t.col_day());
    for field in filter.fields.iter_mut().filter(|field| field.name == "s") {
        field.hidden = true;
    }
    page = page.with(Part::form("", filter));
    page = page
        .with(Part::list(super::views::day_words(visitor, day), courts(visitor, &cards)).named("evening"));
    let open: Vec<&Card> = cards
        .iter()
        .filter(|card| card.fixture.tip_off.is_some() && !card.fixture.status.has_begun())
        .collect();
    if visitor.may(EditFixture, &place::season(&season)) && !locked && !open.is_empty() {
        let choices = open.iter().map(|card| {
            let game = FixtureView::of(card, lang);
            (game.key.clone(), format!("{} {} – {} {}", game.time_text, game.a.name, game.b.name, game.court))
        });
        let values = Fields::from_pairs([("minutes", "20"), ("length", "90")]);
        let form = FormView::new(visitor, "night", act::DELAY_FIELDS, &values)
            .to(format!("/admin/seasons/{}/delay", season.key))
            .choices("fixture", choices.collect())
            .hide("day", day.to_string())
            .says(t.night_push())
            .typed(typed);
        page = page.with(Part::form(t.night_push(), form).named("delay"));
    }
    page.answer(typed)
}

/// One row a beginning, one column a court.
fn courts(visitor: &Visitor, cards: &[Card]) -> ListView {
    let t = visitor.t();
    let mut columns: BTreeMap<(String, String), Vec<&Card>> = BTreeMap::new();
    for card in cards {
        let game = FixtureView::of(card, visitor.lang);
        columns.entry((game.venue.clone(), game.court.clone())).or_default().push(card);
    }
    let names: Vec<String> =
        columns.keys().map(|(hall, court)| format!("{hall} {court}").trim().to_owned()).collect();
    let mut labels = vec![t.tip_off()];
    labels.extend(names.iter().map(|name| if name.is_empty() { t.night_court() } else { name.as_str() }));
    let mut list = ListView::new(t.night_heading(), &labels, t.night_none());
    let times: BTreeSet<Option<NaiveDateTime>> = cards.iter().map(|card| card.fixture.tip_off).collect();
    for time in times {
        let words = time.map_or(t.time_unknown().to_owned(), |at| at.format("%H:%M").to_string());
        let mut row = vec![Cell::text(words)];
        for of_court in columns.values() {
            let mut cells = Vec::new();
            for card in of_court.iter().filter(|card| card.fixture.tip_off == time) {
                let game = FixtureView::of(card, visitor.lang);
                cells.push(Cell::link(
                    format!("{} – {}", game.a.name, game.b.name),
                    format!("/admin/fixtures/{}", game.key),
                ));
                cells.push(Cell::State { word: game.status_word.into(), class: game.status.as_str().into() });
                cells.push(Cell::Quiet(game.stage.clone()));
            }
            row.push(Cell::Many(cells));
        }
        list.row(row);
    }
    list
}

pub async fn show(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let day = query(&visitor).get("day").and_then(|day| parse_date(day));
    page(&visitor, &mut db, None, day, None).await
}

pub async fn delay(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let (visitor, mut fields) = (form.visitor, form.fields);
    let mut tx = visitor.write().await?;
    let season = season_pages::find(&visitor, &mut tx, &key, EditFixture).await?;
    let day = parse_date(&fields.0.remove("day").unwrap_or_default());
    let done = act::delay(&mut tx, &season, &fields).await;
    match done {
        Ok(moved) if !moved.is_empty() => {
            let to =
                format!("/admin/evening?day={}&s={key}", day.map(|day| day.to_string()).unwrap_or_default());
            saved(tx, Kind::Fixture, &moved[0].fixture.key, to).await
        }
        Ok(_) => Err(Error::NotNow("nothing_moves")),
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(fields, refused)?;
            page(&visitor, &mut visitor.read().await?, Some(season), day, Some(&typed)).await
        }
    }
}
