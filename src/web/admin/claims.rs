//! A sentence of the press, read and set against what is in the ledger; and sentences of our own that say no more than is
//! known. Neither page writes anything.

use super::super::audience::{grouped, scope_name};
use super::super::dashboard::{For, Known};
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::text::{Lang, T};
use super::audience::find_season;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::room::{Page, Part, room};
use crate::access::Permission::ReadControl;
use crate::actions::Refused;
use crate::actions::input::{Field, Fields, Holds, optional, parse, required};
use crate::store::seasons::{self, Season};
use crate::store::{Db, audience, fixtures, venues};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use chrono::Datelike;
use league::audience::claims;
use league::audience::press::{About, Silent, sentence};
use serde_json::Value;
use std::collections::BTreeSet;

const FIELDS: &[Field] = &[
    required("wording", Holds::Text(2000)),
    optional("publisher", Holds::Line(80)),
    optional("published", Holds::Date),
];
/// The row of the pasted sentence among the claims of the ledger.
const PASTED: &str = "pasted";

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let season = find_season(&visitor, &mut db, &key, ReadControl).await?;
    page(&visitor, &mut db, season, &Fields::default(), None).await
}

pub async fn check(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut db = visitor.read().await?;
    let season = find_season(&visitor, &mut db, &key, ReadControl).await?;
    if let Err(faults) = parse(FIELDS, &form.fields) {
        let typed = Typed::new(form.fields, Refused::Faults(faults))?;
        return page(&visitor, &mut db, season, &Fields::default(), Some(&typed)).await;
    }
    page(&visitor, &mut db, season, &form.fields, None).await
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    season: Season,
    fields: &Fields,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.claims(), Here::Audience, Some(season.clone())).await?;
    let base = format!("/admin/seasons/{}/audience", season.key);
    let form = FormView::new(visitor, "claim", FIELDS, fields)
        .to(format!("{base}/claims"))
        .says(t.claims_check())
        .typed(typed);
    let mut page = Page::new(room)
        .back(format!("/admin/audience?s={}", season.key), t.audience())
        .link(t.press(), format!("{base}/press"))
        .with(Part::form("", form).noted(t.claims_said()));
    if typed.is_none() && !fields.get("wording").is_empty() {
        let found = claims::check(&claims_of(db, &season, fields, t).await?, &context(db, &season).await?);
        match found {
            Ok(found) => page = results(page, &serde_json::from_str(&found).unwrap_or_default(), t),
            Err(error) => page = page.with(Part::say(t.claims_found(), &error.to_string())),
        }
    }
    page.answer(typed)
}

/// The claims of the ledger in all seasons of the league, and the pasted one, as the list that the rules read.
async fn claims_of(db: &mut Db, season: &Season, fields: &Fields, t: T) -> Result<String, Error> {
    let mut list = csv::Writer::from_writer(Vec::new());
    let mut put = |row: [&str; 5]| {
        list.write_record(row).map_err(|error| Error::Internal(format!("the list of claims: {error}")))
    };
    put(["claim_id", "season", "published", "publisher", "wording"])?;
    let mut all = seasons::all(db).await?;
    all.retain(|other| other.league_id == season.league_id);
    for other in all {
        let year = year_of(&other);
        for figure in audience::of_season(db, other.id).await? {
            if figure.stands() && !figure.wording.is_empty() {
                let day =
                    figure.published_at.map(|at| at.with_timezone(&other.tz()).date_naive().to_string());
                let name = format!("{} {}", t.0.pick(&other.name_zh, &other.name_en), figure.source);
                put([
                    &format!("{name} · {}", figure.key),
                    &year,
                    &day.unwrap_or_default(),
                    &figure.source,
                    &figure.wording,
                ])?;
            }
        }
    }
    put([PASTED, "", fields.get("published"), fields.get("publisher"), fields.get("wording")])?;
    let bytes = list.into_inner().map_err(|error| Error::Internal(format!("the list of claims: {error}")))?;
    String::from_utf8(bytes).map_err(|error| Error::Internal(format!("the list of claims: {error}")))
}

fn year_of(season: &Season) -> String {
    let day = season.match_from.or(season.event_from);
    day.map(|day| day.year().to_string()).unwrap_or_default()
}

/// Halls with their seats, and the evenings of each season: what a claim can be held against.
async fn context(db: &mut Db, season: &Season) -> Result<String, Error> {
    let mut places = Vec::new();
    for venue in venues::all(db, season.league_id).await? {
        let stated = venues::capacities(db, venue.id).await?;
        if let Some(seats) = stated.iter().map(|capacity| capacity.seats).max() {
            places.push(toml::Value::from(toml::Table::from_iter([
                ("name".to_owned(), venue.name_zh.into()),
                ("seats".to_owned(), seats.into()),
            ])));
        }
    }
    let mut nights = toml::Table::new();
    let mut all = seasons::all(db).await?;
    all.retain(|other| other.league_id == season.league_id);
    for other in all {
        let cards = fixtures::of_season(db, other.id).await?;
        let days: BTreeSet<_> = cards.iter().filter_map(|card| card.fixture.day).collect();
        if !days.is_empty() && !year_of(&other).is_empty() {
            nights.insert(year_of(&other), i64::try_from(days.len()).unwrap_or(i64::MAX).into());
        }
    }
    let context =
        toml::Table::from_iter([("venue".to_owned(), places.into()), ("nights".to_owned(), nights.into())]);
    Ok(context.to_string())
}

fn results(page: Page, found: &Value, t: T) -> Page {
    let rows = found["rows"].as_array().into_iter().flatten();
    let Some(own) = rows.clone().find(|row| row["claim_id"] == PASTED) else { return page };
    let columns = [t.figure(), t.interval(), t.unit_word(), t.verb_word(), t.claims_over(), t.as_of()];
    let mut read = ListView::new(t.claims_read(), &columns, t.claims_no_figure());
    for figure in own["figures"].as_array().into_iter().flatten() {
        let number = |value: &Value| value.as_i64().map(grouped);
        let low = number(&figure["low"]).unwrap_or_default();
        let between = match number(&figure["high"]) {
            Some(high) if high == low => high,
            Some(high) => format!("{low} – {high}"),
            None => format!("≥ {low}"),
        };
        let word = |value: &Value| value.as_str().unwrap_or("–").to_owned();
        read.row(vec![
            Cell::text(word(&figure["text"])),
            Cell::Number(between),
            Cell::text(word(&figure["unit"])),
            Cell::text(word(&figure["verb"])),
            Cell::text(t.claim_span(figure["scope"]["over"].as_str().unwrap_or(""))),
            Cell::Quiet(word(&own["as_of"])),
        ]);
    }
    let language = if t.0 == Lang::Zh { "zh" } else { "en" };
    let mut list = ListView::new(
        t.claims_found(),
        &[t.claims_rule(), t.claims_why(), t.claims_beside()],
        t.claims_clean(),
    );
    let findings = found["findings"].as_array().into_iter().flatten();
    for finding in
        findings.filter(|f| f["rows"].as_array().is_some_and(|rows| rows.iter().any(|row| row == PASTED)))
    {
        let beside: Vec<Cell> = finding["rows"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter(|row| *row != PASTED)
            .map(|row| match row.rsplit_once(" · ") {
                Some((name, key)) => Cell::link(name, format!("/admin/observations/{key}")),
                None => Cell::text(row),
            })
            .collect();
        list.row(vec![
            Cell::state(t.claim_rule(finding["code"].as_str().unwrap_or(""))),
            Cell::text(finding["words"][language].as_str().unwrap_or("").replace(PASTED, t.claims_pasted())),
            Cell::Many(beside),
        ]);
    }
    // The same number with the same words elsewhere in the ledger.
    let mut same = ListView::new(t.claims_same(), &[t.source(), t.wording()], t.claims_same_none());
    let of_row = |row: &Value| -> Vec<(Value, Value, Value)> {
        let all = row["figures"].as_array().cloned().unwrap_or_default();
        all.into_iter().map(|f| (f["value"].clone(), f["unit"].clone(), f["counts"].clone())).collect()
    };
    let ours = of_row(own);
    for row in rows.filter(|row| row["claim_id"] != PASTED) {
        if of_row(row).iter().any(|figure| ours.contains(figure)) {
            let id = row["claim_id"].as_str().unwrap_or("");
            let (name, key) = id.rsplit_once(" · ").unwrap_or((id, ""));
            same.row(vec![
                Cell::link(name, format!("/admin/observations/{key}")),
                Cell::text(row["wording"].as_str().unwrap_or("")),
            ]);
        }
    }
    page.with(Part::list(t.claims_read(), read).named("read"))
        .with(Part::list(t.claims_found(), list).noted(t.claims_found_said()).named("findings"))
        .with(Part::list(t.claims_same(), same).named("same"))
}

/// Sentences for the press, each from one figure of the ledger.
pub async fn press(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let season = find_season(&visitor, &mut db, &key, ReadControl).await?;
    let room = room(&visitor, &mut db, t.press(), Here::Audience, Some(season.clone())).await?;
    let known = Known::of(&mut db, season.clone(), For::Organiser).await?;
    let columns = [t.figure(), "中文", "English", t.edit()];
    let mut list = ListView::new(t.press(), &columns, t.audience_none());
    let (mut silent, mut samples) = (0, 0);
    for figure in known.figures.iter().rev() {
        let scope = known.scopes.iter().find(|scope| scope.id == figure.scope_id);
        let version = u16::try_from(figure.metric_version).unwrap_or(1);
        let (Some(scope), Some(metric)) = (scope, known.book.get(&figure.metric, version)) else { continue };
        if !figure.sample.is_empty() {
            samples += 1;
            continue;
        }
        let name = |lang: Lang| match scope.level {
            league::audience::observation::Level::Season => {
                lang.pick(&season.name_zh, &season.name_en).to_owned()
            }
            _ => scope_name(scope, T(lang)),
        };
        let about = About { zh: name(Lang::Zh), en: name(Lang::En) };
        let as_of = figure.as_of.with_timezone(&season.tz()).date_naive();
        match sentence(&figure.observation(), metric, &about, as_of) {
            Ok(said) => list.row(vec![
                Cell::text(t.0.pick(&metric.zh, &metric.en)),
                Cell::text(said.zh),
                Cell::text(said.en),
                Cell::link(t.parts_word(), format!("/admin/observations/{}", figure.key)),
            ]),
            Err(Silent::Unknown | Silent::Unsourced) => silent += 1,
        }
    }
    let mut part = Part::list("", list).noted(t.press_said());
    if silent > 0 {
        part = part.noted_more(&t.press_silent(silent));
    }
    if samples > 0 {
        part = part.noted_more(&t.press_samples(samples));
    }
    Page::new(room)
        .back(format!("/admin/seasons/{}/audience/claims", season.key), t.claims())
        .with(part)
        .answer(None)
}
