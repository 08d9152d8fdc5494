//! Who watched a game on our own pages and players: the curve by minute, the figures, and the way into the ledger.

use super::super::audience::{grouped, interval};
use super::super::chart::{Chart, Point};
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::show::FixtureView;
use super::super::text::T;
use super::form::FormView;
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, room, saved};
use crate::access::Permission::{self, EditAudience, ReadControl};
use crate::actions::audience::beacons::{self as act, Found, PLACES};
use crate::store::audience::beacons as rows;
use crate::store::audit::Kind;
use crate::store::fixtures::{self, Card};
use crate::store::seasons::{self, Season};
use crate::store::{Db, audience};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use axum::response::{IntoResponse, Redirect};
use chrono::DateTime;
use league::audience::metric::MetricBook;
use league::audience::observation::Interval;
use league::season::Phase;

async fn find(visitor: &Visitor, db: &mut Db, key: &str, wants: Permission) -> Result<(Season, Card), Error> {
    let card = fixtures::by_key(db, key).await?.ok_or(Error::NotFound)?;
    let season = seasons::by_id(db, card.season_id).await?;
    // Figures are the season's: whoever may see those may see these.
    visitor.must(wants, &place::season(&season))?;
    Ok((season, card))
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let (season, card) = find(&visitor, &mut db, &key, ReadControl).await?;
    let game = FixtureView::of(&card, visitor.lang);
    let title = format!("{}: {}", t.online(), game.title(t));
    let room = room(&visitor, &mut db, title, Here::Audience, Some(season.clone())).await?;
    let may_edit = visitor.may(EditAudience, &place::season(&season)) && season.phase != Phase::Archived;
    let book = audience::book(&mut db).await?;
    let mut page = Page::new(room).back(format!("/admin/audience?s={}", season.key), t.audience());
    page.note = t.online_said().to_owned();
    let mut any = false;
    for place in PLACES {
        let found = act::found(&mut db, card.fixture.id.0, place, visitor.app.clock.now()).await?;
        let Some(found) = found else { continue };
        any = true;
        page = page
            .with(Part::facts(t.online_place(place), facts(&found, &book, t)))
            .with(Part::chart(curve(&found, t, season.tz())));
        if may_edit {
            let form = FormView::button_only(
                &visitor,
                format!("/admin/fixtures/{key}/online/{place}"),
                t.close_night(),
            );
            page = page.with(Part::form(t.close_night(), form).noted(t.online_close_said()));
        }
    }
    if !any {
        page = page.with(Part::say("", t.online_none()));
    }
    page.answer(None)
}

fn facts(found: &Found, book: &MetricBook, t: T) -> Vec<(String, String)> {
    let own = &found.online;
    let mut facts: Vec<(String, String)> = act::figures(own)
        .into_iter()
        .map(|(code, known)| {
            let metric = book.newest(code);
            let name = metric.map_or(code, |metric| t.0.pick(&metric.zh, &metric.en)).to_owned();
            let unit = metric.map_or("", |metric| t.unit(metric.unit));
            let bounds = Interval { low: known.low, high: Some(known.high) };
            let between = match known.low == known.high {
                true => String::new(),
                false => format!(" ({})", interval(bounds)),
            };
            (name, format!("{} {unit}{between}", grouped(known.value)))
        })
        .collect();
    let now = own.by_minute.last().map_or(0, |minute| minute.present);
    facts.insert(0, (t.online_last_minute().to_owned(), grouped(now)));
    facts.push((t.online_how().to_owned(), t.online_basis().to_owned()));
    facts.push((t.online_filtered().to_owned(), t.filtered(&own.filtered)));
    if found.broke_off > 0 {
        facts.push((t.online_broke_off().to_owned(), t.broke_off(found.broke_off, found.flush_s)));
    }
    facts
}

fn curve(found: &Found, t: T, zone: chrono_tz::Tz) -> Chart {
    let point = |at: &league::audience::online::AtMinute| Point {
        label: DateTime::from_timestamp(at.minute * 60, 0)
            .map(|time| time.with_timezone(&zone).format("%H:%M").to_string())
            .unwrap_or_default(),
        value: Some(at.audience),
        low: Some(at.audience),
        high: Some(at.present.max(at.audience)),
        ..Point::default()
    };
    Chart {
        t,
        label: t.online_by_minute().to_owned(),
        over: t.minute_word().to_owned(),
        unit: t.unit(league::audience::unit::Unit::Device).trim().to_owned(),
        points: found.online.by_minute.iter().map(point).collect(),
        as_line: true,
    }
}

pub async fn close(Path((key, place)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    if !PLACES.contains(&place.as_str()) {
        return Err(Error::NotFound);
    }
    let mut tx = visitor.write().await?;
    let (season, card) = find(&visitor, &mut tx, &key, EditAudience).await?;
    let made = act::close(&mut tx, &card, &place).await?;
    let to = format!("/admin/audience?s={}#figures", season.key);
    match made.first() {
        Some(first) if tx.has_written() => saved(tx, Kind::Observation, &first.key.clone(), to).await,
        // Nobody beat since: the figures stand as they are.
        _ => Ok(Redirect::to(&to).into_response()),
    }
}

/// The games of a season that were watched online.
pub async fn list(db: &mut Db, season: &Season, cards: &[Card], t: T) -> Result<Option<Part>, Error> {
    let counted = rows::counted(db, season.id).await?;
    if counted.is_empty() {
        return Ok(None);
    }
    let columns = [t.game(), t.online_where(), t.online_last()];
    let mut list = ListView::new(t.online(), &columns, t.online_none());
    for row in counted {
        let Some(card) = cards.iter().find(|card| card.fixture.id.0 == row.fixture_id) else { continue };
        let game = FixtureView::of(card, t.0);
        list.row(vec![
            Cell::link(game.title(t), format!("/admin/fixtures/{}/online", card.fixture.key)),
            Cell::text(t.online_place(&row.place)),
            Cell::Quiet(row.last_minute.with_timezone(&season.tz()).format("%Y-%m-%d %H:%M").to_string()),
        ]);
    }
    Ok(Some(Part::list(t.online(), list).noted(t.online_said()).named("online")))
}
