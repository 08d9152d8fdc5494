//! The page of a game for its referee or commissioner: who plays, the report, incidents, fees, protests.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::show::FixtureView;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::room::{Page, Part, must_enter, room, saved};
use super::{discipline, fixture, place_of};
use crate::access::Permission::{EditFixture, FileReport, ReadControl};
use crate::actions::input::Fields;
use crate::actions::{discipline as incidents, reports as act};
use crate::store::audit::Kind;
use crate::store::fixtures::Card;
use crate::store::reports::{self as rows, Protest, Report};
use crate::store::seasons::{self, Season};
use crate::store::{Db, match_lists, officials};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::fixture::Side;
use league::money::Fen;
use league::season::Phase;

/// What was typed into which form of the page.
#[derive(Default)]
struct Again<'a> {
    report: Option<&'a Typed>,
    sign: Option<&'a Typed>,
    incident: Option<&'a Typed>,
    lodge: Option<&'a Typed>,
    /// By the key of the protest.
    written: Option<(&'a str, &'a Typed)>,
    decide: Option<(&'a str, &'a Typed)>,
}

impl<'a> Again<'a> {
    fn any(&self) -> Option<&'a Typed> {
        let forms = [self.report, self.sign, self.incident, self.lodge];
        let cases = [self.written, self.decide].map(|typed| typed.map(|(_, typed)| typed));
        forms.into_iter().chain(cases).flatten().next()
    }
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    page(&visitor, &mut visitor.read().await?, &key, Again::default()).await
}

async fn page(visitor: &Visitor, db: &mut Db, key: &str, again: Again<'_>) -> Result<Response<Body>, Error> {
    let card = fixture::find(visitor, db, key, ReadControl).await?;
    let at = place_of(&card);
    visitor.must(FileReport, &at)?;
    let (t, game) = (visitor.t(), FixtureView::of(&card, visitor.lang));
    let season = seasons::by_id(db, card.season_id).await?;
    let room = room(
        visitor,
        db,
        format!("{}: {}", t.game_report(), game.title(t)),
        Here::Fixtures,
        Some(season.clone()),
    )
    .await?;
    let open = season.phase != Phase::Archived;
    let report = rows::report(db, card.fixture.id).await?;
    let signed = report.as_ref().is_some_and(|report| report.signed_at.is_some());
    let score = if game.has_score { format!("{}:{}", game.a.score, game.b.score) } else { "–".into() };
    let facts = vec![
        (t.status().to_owned(), game.status_word.to_owned()),
        (t.tip_off().to_owned(), format!("{} {}", game.day_text, game.time_text)),
        (t.venue().to_owned(), format!("{} {}", game.venue, game.court)),
        (t.score().to_owned(), score),
    ];
    let mut page = Page::new(room)
        .back(format!("/admin/fixtures/{key}"), t.fixtures_nav())
        .link(t.live(), format!("/f/{key}/live"))
        .with(Part::facts("", facts).noted(t.game_report_said()));
    page = page.with(report_part(visitor, &season, key, report.as_ref(), (open && !signed, again.report)));
    if open && !signed && report.as_ref().is_some_and(|report| !report.body.is_empty()) {
        let mut values = Fields::default();
        values.set("signed_by", visitor.actor.name());
        let form = FormView::new(visitor, "game_report", act::SIGN_FIELDS, &values)
            .to(format!("/admin/fixtures/{key}/report/sign"))
            .version(report.as_ref().map_or(0, |report| report.version))
            .says(t.report_sign())
            .marked("sign")
            .typed(again.sign);
        page = page.with(Part::form(t.report_sign(), form).noted(t.report_sign_said()));
    }
    page = discipline::report_part(visitor, db, page, &card, (open && !signed, again.incident)).await?;
    page = protest_parts(visitor, db, page, (&season, &card), (open, &again)).await?;
    for (side, name) in [(Side::A, &game.a.name), (Side::B, &game.b.name)] {
        page = page.with(line_up(visitor, db, &card, side, name).await?);
    }
    page.with(fees(visitor, db, &season, &card).await?).answer(again.any())
}

fn report_part(
    visitor: &Visitor,
    season: &Season,
    key: &str,
    report: Option<&Report>,
    (may_write, typed): (bool, Option<&Typed>),
) -> Part {
    let t = visitor.t();
    let (body, conditions) =
        report.map(|report| (report.body.clone(), report.conditions.clone())).unwrap_or_default();
    if !may_write {
        let mut facts = vec![
            (t.field("game_report", "body").to_owned(), body),
            (t.field("game_report", "conditions").to_owned(), conditions),
        ];
        if let Some(at) = report.and_then(|report| report.signed_at) {
            let at = at.with_timezone(&season.tz()).format("%Y-%m-%d %H:%M");
            let name = report.map(|report| report.signed_by.clone()).unwrap_or_default();
            facts.push((t.report_signed().to_owned(), format!("{name} {at}")));
        }
        facts.retain(|(_, text)| !text.is_empty());
        return Part::facts(t.game_report(), facts).named("report");
    }
    let mut values = Fields::default();
    values.set("body", body);
    values.set("conditions", conditions);
    let form = FormView::new(visitor, "game_report", act::REPORT_FIELDS, &values)
        .to(format!("/admin/fixtures/{key}/report"))
        .version(report.map_or(0, |report| report.version))
        .says(t.save())
        .typed(typed);
    Part::form(t.game_report(), form).named("report")
}

async fn line_up(visitor: &Visitor, db: &mut Db, card: &Card, side: Side, name: &str) -> Result<Part, Error> {
    let t = visitor.t();
    let found = match_lists::line_up(db, card, side).await?;
    let columns = [t.shirt(), t.player(), t.status()];
    let mut list = ListView::new(t.match_list(), &columns, t.live_none_named());
    for player in found.iter().flat_map(|found| &found.players) {
        let marks = [(player.captain, t.live_captain()), (player.starter, t.live_starter())];
        let marks = marks.into_iter().filter(|(is, _)| *is).map(|(_, word)| Cell::state(word));
        list.row(vec![
            Cell::Number(player.shirt.clone()),
            Cell::text(player.name.clone()),
            Cell::Many(marks.collect()),
        ]);
    }
    Ok(Part::list(format!("{} {name}", t.match_list()), list))
}

async fn fees(visitor: &Visitor, db: &mut Db, season: &Season, card: &Card) -> Result<Part, Error> {
    let t = visitor.t();
    let columns = [t.official_word(), t.field("appointment", "job"), t.status(), t.field("official", "fee")];
    let mut list = ListView::new(t.report_fees(), &columns, t.no_appointments());
    let mut total = 0;
    for one in officials::appointments(db, season.id).await? {
        if one.fixture_id != card.fixture.id || one.state == "withdrawn" {
            continue;
        }
        total += one.fee;
        list.row(vec![
            Cell::text(one.official_name),
            Cell::text(t.official_job(one.job.as_str())),
            Cell::state(t.appointment_state(&one.state)),
            Cell::Number(Fen(one.fee).to_string()),
        ]);
    }
    let heading = format!("{} {}", t.report_fees(), Fen(total));
    Ok(Part::list(heading, list).named("fees"))
}

async fn protest_parts(
    visitor: &Visitor,
    db: &mut Db,
    mut page: Page,
    (season, card): (&Season, &Card),
    (open, again): (bool, &Again<'_>),
) -> Result<Page, Error> {
    let t = visitor.t();
    let key = &card.fixture.key;
    let may_decide = open && visitor.may(EditFixture, &place_of(card));
    let protests = rows::protests(db, card.fixture.id).await?;
    for protest in &protests {
        page = page
            .with(Part::facts(t.protest(), protest_facts(visitor, season, card, protest)).named("protest"));
        let here =
            format!("/admin/fixtures/{key}/protest/{}", if protest.side == Side::A { "a" } else { "b" });
        if open && protest.state == "open" && protest.written_at.is_none() {
            let typed = again.written.filter(|(of, _)| *of == protest.key).map(|(_, typed)| typed);
            let form = FormView::new(visitor, "protest", act::WRITE_FIELDS, &Fields::default())
                .to(format!("{here}/written"))
                .version(protest.version)
                .says(t.protest_hand_in())
                .marked(&protest.key)
                .typed(typed);
            page = page.with(Part::form(t.protest_hand_in(), form));
        }
        if may_decide && protest.state == "open" {
            let typed = again.decide.filter(|(of, _)| *of == protest.key).map(|(_, typed)| typed);
            let form = FormView::new(visitor, "protest", act::DECIDE_FIELDS, &Fields::default())
                .to(format!("{here}/decide"))
                .version(protest.version)
                .only("verdict", &["upheld", "rejected", "withdrawn"])
                .says(t.decide())
                .marked(&format!("decide-{}", protest.key))
                .typed(typed);
            page = page.with(Part::form(t.protest_decide(), form));
        }
    }
    let free: Vec<(String, String)> = [(Side::A, "a", &card.a_short), (Side::B, "b", &card.b_short)]
        .into_iter()
        .filter(|(side, ..)| protests.iter().all(|protest| protest.side != *side))
        .filter_map(|(_, word, short)| Some((word.to_owned(), short.clone()?)))
        .collect();
    if open && !free.is_empty() {
        let form = FormView::new(visitor, "protest", act::LODGE_FIELDS, &Fields::default())
            .to(format!("/admin/fixtures/{key}/protest"))
            .choices("side", free)
            .says(t.protest_lodge())
            .marked("lodge")
            .typed(again.lodge);
        page = page.with(Part::form(t.protest_lodge(), form).noted(t.protest_said()));
    }
    Ok(page)
}

fn protest_facts(
    visitor: &Visitor,
    season: &Season,
    card: &Card,
    protest: &Protest,
) -> Vec<(String, String)> {
    let t = visitor.t();
    let at =
        |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&season.tz()).format("%m-%d %H:%M").to_string();
    let team = if protest.side == Side::A { &card.a_short } else { &card.b_short };
    let late = protest.written_at.unwrap_or_else(|| visitor.app.clock.now()) > protest.due_at;
    let due = format!(
        "{}{}",
        at(protest.due_at),
        if late { format!(" · {}", t.protest_late()) } else { String::new() }
    );
    let mut facts = vec![
        (t.team().to_owned(), team.clone().unwrap_or_default()),
        (t.status().to_owned(), t.protest_state(&protest.state).to_owned()),
        (t.protest_lodged().to_owned(), at(protest.lodged_at)),
        (t.protest_due().to_owned(), due),
        (t.protest_written().to_owned(), protest.written_at.map(at).unwrap_or_default()),
        (t.field("protest", "reason").to_owned(), protest.reason.clone()),
        (t.field("protest", "decision").to_owned(), protest.decision.clone()),
        (t.field("protest", "document").to_owned(), protest.document.clone()),
    ];
    if protest.deposit > 0 {
        facts.push((t.field("protest", "deposit").to_owned(), Fen(protest.deposit).to_string()));
    }
    facts.retain(|(_, text)| !text.is_empty());
    facts
}

/// Open protests with their deadline, for the page of today.
pub async fn due(
    visitor: &Visitor,
    db: &mut Db,
    season: &Season,
    cards: &[Card],
) -> Result<Option<Part>, Error> {
    let t = visitor.t();
    let mut list = ListView::new(t.todo_protests(), &[t.game(), t.team(), t.protest_due()], "");
    for protest in rows::open_protests(db, season.id).await? {
        let Some(card) = cards.iter().find(|card| card.fixture.id == protest.fixture_id) else { continue };
        if !visitor.may(FileReport, &place_of(card)) {
            continue;
        }
        let game = FixtureView::of(card, visitor.lang);
        let to = format!("/admin/fixtures/{}/report#protest", card.fixture.key);
        let team = if protest.side == Side::A { &game.a.name } else { &game.b.name };
        let due = match protest.written_at {
            Some(_) => t.protest_to_decide().to_owned(),
            None => protest.due_at.with_timezone(&season.tz()).format("%m-%d %H:%M").to_string(),
        };
        list.row(vec![Cell::link(game.title(t), to), Cell::text(team.clone()), Cell::state(due)]);
    }
    Ok((!list.rows.is_empty()).then(|| Part::list(t.todo_protests(), list)))
}

/// A game whose report the visitor may write.
async fn found(visitor: &Visitor, db: &mut Db, key: &str) -> Result<Card, Error> {
    must_enter(visitor)?;
    fixture::find(visitor, db, key, FileReport).await
}

fn back(key: &str, mark: &str) -> String {
    format!("/admin/fixtures/{key}/report{mark}")
}

pub async fn write(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = found(&visitor, &mut tx, &key).await?;
    match act::write(&mut tx, &card, form.version, &form.fields).await {
        Ok(report) => saved(tx, Kind::GameReport, &report.key, back(&key, "#report")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { report: Some(&typed), ..Again::default() };
            page(&visitor, &mut visitor.read().await?, &key, again).await
        }
    }
}

pub async fn sign(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = found(&visitor, &mut tx, &key).await?;
    match act::sign(&mut tx, &card, form.version, &form.fields).await {
        Ok(()) => saved(tx, Kind::Fixture, &key, back(&key, "#report")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { sign: Some(&typed), ..Again::default() };
            page(&visitor, &mut visitor.read().await?, &key, again).await
        }
    }
}

pub async fn add_incident(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = found(&visitor, &mut tx, &key).await?;
    if rows::report(&mut tx, card.fixture.id).await?.is_some_and(|report| report.signed_at.is_some()) {
        return Err(Error::NotNow("report_signed"));
    }
    match incidents::add_incident(&mut tx, &card, &form.fields).await {
        Ok(made) => saved(tx, Kind::Incident, &made.key, back(&key, "#incidents")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { incident: Some(&typed), ..Again::default() };
            page(&visitor, &mut visitor.read().await?, &key, again).await
        }
    }
}

pub async fn lodge(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = found(&visitor, &mut tx, &key).await?;
    match act::lodge_by(&mut tx, &card, &form.fields).await {
        Ok(()) => saved(tx, Kind::Fixture, &key, back(&key, "#protest")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { lodge: Some(&typed), ..Again::default() };
            page(&visitor, &mut visitor.read().await?, &key, again).await
        }
    }
}

async fn case(db: &mut Db, card: &Card, side: &str) -> Result<Protest, Error> {
    let wanted = match side {
        "a" => Side::A,
        "b" => Side::B,
        _ => return Err(Error::NotFound),
    };
    let found = rows::protests(db, card.fixture.id).await?;
    found.into_iter().find(|protest| protest.side == wanted).ok_or(Error::NotFound)
}

pub async fn written(Path((key, side)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = found(&visitor, &mut tx, &key).await?;
    let protest = case(&mut tx, &card, &side).await?;
    match act::written(&mut tx, &card, &protest, form.version, &form.fields).await {
        Ok(()) => saved(tx, Kind::Protest, &protest.key, back(&key, "#protest")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { written: Some((&protest.key, &typed)), ..Again::default() };
            page(&visitor, &mut visitor.read().await?, &key, again).await
        }
    }
}

pub async fn decide(Path((key, side)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = fixture::find(&visitor, &mut tx, &key, EditFixture).await?;
    let protest = case(&mut tx, &card, &side).await?;
    match act::decide(&mut tx, &card, &protest, form.version, &form.fields).await {
        Ok(()) => saved(tx, Kind::Protest, &protest.key, back(&key, "#protest")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { decide: Some((&protest.key, &typed)), ..Again::default() };
            page(&visitor, &mut visitor.read().await?, &key, again).await
        }
    }
}
