//! An evening in a hall: who is inside by the gates' counts, the gates themselves, links for those who count.

use super::super::audience::{games, grouped, scope_name};
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::audience::find_season;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::room::{Page, Part, room, saved, secret};
use super::{audience as figures_page, place};
use crate::access::Permission::{self, CountGate, EditAudience, IssueLink, ReadControl};
use crate::actions::audience::{gates, scopes as act};
use crate::actions::input::Fields;
use crate::actions::links;
use crate::store::audience::{Scope, gates as rows, scopes};
use crate::store::audit::Kind;
use crate::store::seasons::{self, Season};
use crate::store::{Db, venues};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response};
use axum::response::{IntoResponse, Redirect};
use league::audience::observation::Level;
use league::audience::occupancy::{Count, GateRate, Options, day, live_margin, now};
use league::season::Phase;

/// An evening that the visitor may do this with.
async fn find(
    visitor: &Visitor,
    db: &mut Db,
    key: &str,
    wants: Permission,
) -> Result<(Season, Scope), Error> {
    let night = scopes::by_key(db, key).await?.ok_or(Error::NotFound)?;
    let season = seasons::by_id(db, night.season_id).await?;
    visitor.must(wants, &place::season(&season))?;
    if night.level == Level::VenueNight { Ok((season, night)) } else { Err(Error::NotFound) }
}

pub async fn open(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let season = find_season(&visitor, &mut tx, &key, EditAudience).await?;
    match act::open_night(&mut tx, &season, &form.fields).await {
        // One that was open already is shown, and nothing is written.
        Ok(made) => {
            let to = format!("/admin/nights/{}", made.key);
            match saved_if_new(tx, &made, &to).await? {
                Some(answer) => Ok(answer),
                None => Ok(Redirect::to(&to).into_response()),
            }
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let mut db = visitor.read().await?;
            figures_page::page(&visitor, &mut db, Some(season), Some(("night", &typed))).await
        }
    }
}

async fn saved_if_new(tx: crate::store::Tx, made: &Scope, to: &str) -> Result<Option<Response<Body>>, Error> {
    if tx.has_written() { saved(tx, Kind::Scope, &made.key, to).await.map(Some) } else { Ok(None) }
}

async fn page(visitor: &Visitor, key: &str, typed: Option<&Typed>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let (season, night) = find(visitor, &mut db, key, ReadControl).await?;
    let room = room(visitor, &mut db, scope_name(&night, t), Here::Audience, Some(season.clone())).await?;
    let doors = scopes::below(&mut db, night.id).await?;
    let cells = rows::of_night(&mut db, night.id).await?;
    let counts = counts(&cells, &doors, &season);
    let approved = approved(&mut db, &season, &night).await?;
    let may_edit = visitor.may(EditAudience, &place::season(&season)) && season.phase != Phase::Archived;
    let mut page = Page::new(room).back(format!("/admin/audience?s={}", season.key), t.audience());
    page = occupancy(page, visitor, &counts, approved);
    let may_link = may_edit && visitor.may(IssueLink, &place::season(&season));
    let games = games(&mut db, &season, &night).await?;
    let columns = [t.gate(), t.gate_in(), t.gate_out(), t.edit()];
    let mut list = ListView::new(t.gates(), &columns, t.gate_none());
    for door in doors.iter().filter(|door| door.level == Level::Gate) {
        let sum = |way: &str| {
            let of_gate = cells.iter().filter(|cell| cell.gate == door.key && cell.direction == way);
            grouped(of_gate.map(|cell| cell.people).sum())
        };
        let mut does = Vec::new();
        if visitor.may_look(CountGate, &place::season(&season)) {
            does.push(Cell::link(t.gate_open(), format!("/gate/{}", door.key)));
        }
        if may_link && !games.is_empty() {
            let form = FormView::new(visitor, "link", &links::FIELDS[2..], &Fields::default())
                .to(format!("/admin/gates/{}/links", door.key))
                .marked(&door.key)
                .says(t.gate_link())
                .small();
            does.push(Cell::form(form));
        }
        list.row(vec![
            Cell::text(visitor.lang.pick(&door.name_zh, &door.name_en)),
            Cell::Number(sum("in")),
            Cell::Number(sum("out")),
            Cell::Many(does),
        ]);
    }
    let said = if games.is_empty() { t.gate_no_game() } else { t.gate_links_said() };
    page = page.with(Part::list(t.gates(), list).noted(said).named("gates"));
    if may_edit {
        let form = FormView::new(visitor, "door", act::GATE_FIELDS, &Fields::from_pairs([("level", "gate")]))
            .to(format!("/admin/nights/{key}/gates"))
            .typed(typed);
        page = page.with(Part::form(t.gate_new(), form).named("new"));
        if !cells.is_empty() {
            let close = FormView::button_only(visitor, format!("/admin/nights/{key}/close"), t.close_night());
            page = page.with(Part::form(t.close_night(), close).noted(t.close_night_said()));
        }
    }
    page.answer(typed)
}

/// The cells as counts by minute; a minute ends a minute later.
fn counts(cells: &[rows::Cell], doors: &[Scope], season: &Season) -> Vec<Count> {
    let name = |key: &String| {
        doors.iter().find(|door| door.key == *key).map_or(key.clone(), |door| door.name_zh.clone())
    };
    cells
        .iter()
        .map(|cell| {
            let is_in = cell.direction == "in";
            let end = cell.minute + chrono::TimeDelta::minutes(1);
            Count {
                at: end.with_timezone(&season.tz()).naive_local(),
                gate: name(&cell.gate),
                ins: if is_in { cell.people } else { 0 },
                outs: if is_in { 0 } else { cell.people },
            }
        })
        .collect()
}

/// The number the permit names: the newest that was approved for this hall.
async fn approved(db: &mut Db, season: &Season, night: &Scope) -> Result<Option<i64>, Error> {
    let all = venues::all(db, season.league_id).await?;
    let Some(venue) = all.iter().find(|venue| Some(venue.id.0) == night.venue_id) else { return Ok(None) };
    let stated = venues::capacities(db, venue.id).await?;
    let known =
        stated.iter().filter(|c| c.kind == "approved" && c.as_of.is_none_or(|day| Some(day) <= night.day));
    Ok(known.max_by_key(|capacity| capacity.as_of).map(|capacity| capacity.seats))
}

fn occupancy(page: Page, visitor: &Visitor, counts: &[Count], approved: Option<i64>) -> Page {
    let t = visitor.t();
    if counts.is_empty() {
        return page.with(Part::say(t.occupancy(), t.inside_none()));
    }
    let options = Options { approved, ..Options::default() };
    let so_far = day(counts);
    let found = now(counts, &so_far, live_margin(&[], options.missed_per_mille), &options);
    let rate = |rate: &GateRate| {
        let three = |numbers: &[Option<i64>; 3]| {
            numbers.map(|number| number.map_or("–".into(), |number| number.to_string())).join(" · ")
        };
        format!("{} / {}", three(&rate.ins), three(&rate.outs))
    };
    let point = found.inside;
    let mut facts = vec![
        (
            t.inside_now().to_owned(),
            format!(
                "{} ({} – {}) {} {}",
                grouped(point.value),
                grouped(point.low),
                grouped(point.high),
                t.as_of(),
                point.at.format("%H:%M")
            ),
        ),
        (t.approved_number().to_owned(), approved.map_or(t.approved_unknown().to_owned(), grouped)),
        (t.per_minutes().to_owned(), rate(&found.all)),
    ];
    for gate in &found.gates {
        facts.push((gate.gate.clone(), rate(gate)));
    }
    for share in ["80", "90", "95", "100"] {
        if let Some(minutes) = found.minutes_to.get(share) {
            let said = minutes.map_or(t.not_filling().to_owned(), |minutes| minutes.to_string());
            facts.push((format!("{} {share} %", t.minutes_to()), said));
        }
    }
    if !found.silent_gates.is_empty() {
        facts.push((t.silent_gates().to_owned(), found.silent_gates.join("、")));
    }
    page.with(Part::facts(t.occupancy(), facts).named("occupancy"))
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    page(&visitor, &key, None).await
}

pub async fn add_gate(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (_, night) = find(&visitor, &mut tx, &key, EditAudience).await?;
    match act::add_gate(&mut tx, &night, &form.fields).await {
        Ok(made) => saved(tx, Kind::Scope, &made.key, format!("/admin/nights/{key}#gates")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &key, Some(&typed)).await
        }
    }
}

pub async fn close(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (_, night) = find(&visitor, &mut tx, &key, EditAudience).await?;
    let made = gates::close(&mut tx, &night).await?;
    let to = format!("/admin/observations/{}", made.key);
    if !tx.has_written() {
        // Nothing was counted since: the figure stands as it is.
        return Ok(Redirect::to(&to).into_response());
    }
    saved(tx, Kind::Observation, &made.key, to).await
}

/// Hands out a link to count at a gate. It hangs on the evening's first game and is shown once.
pub async fn link(Path(key): Path<String>, headers: HeaderMap, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let gate = scopes::by_key(&mut tx, &key).await?.filter(|scope| scope.level == Level::Gate);
    let gate = gate.ok_or(Error::NotFound)?;
    let night = gate.parent_key.clone().ok_or(Error::NotFound)?;
    let (season, night) = find(&visitor, &mut tx, &night, IssueLink).await?;
    let Some(card) = games(&mut tx, &season, &night).await?.into_iter().next() else {
        return Err(Error::NotNow("no_game_that_evening"));
    };
    let mut fields = Fields::from_pairs([("job", "gate")]);
    fields.set("gate", &gate.key);
    fields.set("holder", form.fields.get("holder"));
    let (link, token) = links::issue(&mut tx, &card, &fields).await?;
    tx.commit().await?;
    let t = visitor.t();
    let mut db = visitor.read().await?;
    let name = visitor.lang.pick(&gate.name_zh, &gate.name_en).to_owned();
    let room = room(
        &visitor,
        &mut db,
        format!("{}: {name}", t.gate_counter()),
        Here::Audience,
        Some(season.clone()),
    )
    .await?;
    let local = |at: chrono::DateTime<chrono::Utc>| {
        at.with_timezone(&season.tz()).format("%Y-%m-%d %H:%M").to_string()
    };
    let lasts = format!("{} – {}", local(link.valid_from), local(link.expires_at));
    let shown = secret(&visitor, &headers, &format!("/cap/{token}"), lasts);
    Page::new(room)
        .back(format!("/admin/nights/{}", night.key), t.gates())
        .with(Part::secret(format!("{name} {}", link.holder), shown))
        .answer(None)
}
