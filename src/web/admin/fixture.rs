//! One game: its place in the schedule, its status, and the links of its scorer's table.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::show::FixtureView;
use super::fixtures::court_choices;
use super::form::{FormView, Typed};
use super::room::{Page, Part, must_enter, room, saved};
use super::{competitions, discipline, links, officials, place, place_of, print, shifts};
use crate::access::Permission::{self, EditFixture, EnterResult, IssueLink, ReadControl};
use crate::actions::fixtures as act;
use crate::actions::input::Fields;
use crate::store::audit::Kind;
use crate::store::competitions::{self as rows, Competition};
use crate::store::fixtures::{self, Card};
use crate::store::seasons::{self, Season};
use crate::store::{Db, entries, venues};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::fixture::Status;
use league::season::Phase;

/// The forms of the page: what was refused goes back into its own.
#[derive(Default)]
pub struct Again<'a> {
    pub game: Option<&'a Typed>,
    pub status: Option<&'a Typed>,
    pub link: Option<&'a Typed>,
    pub incident: Option<&'a Typed>,
    pub appointment: Option<&'a Typed>,
}

/// The game with a key, for those who may do something with it.
pub async fn find(visitor: &Visitor, db: &mut Db, key: &str, wants: Permission) -> Result<Card, Error> {
    must_enter(visitor)?;
    let card =
        fixtures::by_key(db, key).await?.filter(|card| !card.fixture.archived).ok_or(Error::NotFound)?;
    visitor.must(wants, &place_of(&card))?;
    Ok(card)
}

async fn game_form(
    visitor: &Visitor,
    db: &mut Db,
    season: &Season,
    competition: &Competition,
    values: &Fields,
) -> Result<FormView, Error> {
    let (t, lang) = (visitor.t(), visitor.lang);
    let pair = |key: &str, zh: &str, en: &str| (key.to_owned(), lang.pick(zh, en).to_owned());
    let teams: Vec<_> = entries::of_competition(db, competition.id)
        .await?
        .into_iter()
        .map(|entry| {
            let gone = if entry.withdrawn { format!(" ({})", t.withdrawn()) } else { String::new() };
            (entry.key, format!("{}{gone}", entry.short_name))
        })
        .collect();
    let stages = rows::stages(db, competition.id).await?;
    let groups = rows::pools(db, competition.id).await?;
    let rounds = rows::rounds(db, competition.id).await?;
    let halls = venues::all(db, season.league_id).await?;
    let form = FormView::new(visitor, "fixture", act::FIELDS, values)
        .choices("a", teams.clone())
        .choices("b", teams)
        .choices("stage", stages.iter().map(|s| pair(&s.key, &s.name_zh, &s.name_en)).collect())
        .choices("group", groups.iter().map(|p| pair(&p.key, &p.name_zh, &p.name_en)).collect())
        .choices("round", rounds.iter().map(|r| pair(&r.key, &r.name_zh, &r.name_en)).collect())
        .choices("venue", halls.iter().map(|v| pair(&v.key, &v.name_zh, &v.name_en)).collect())
        .choices("court", court_choices(visitor, db, season.league_id).await?);
    let mut form = form;
    // Most asked first: who plays, when and where.
    let order =
        ["a", "b", "tip_off", "day", "venue", "court", "group", "stage", "round", "code", "light_side"];
    let rank = |name: &str| order.iter().position(|wanted| *wanted == name).unwrap_or(order.len());
    form.fields.sort_by_key(|field| rank(&field.name));
    if rounds.is_empty() {
        form = form.without(&["round"]);
    }
    Ok(form)
}

async fn new_page(
    visitor: &Visitor,
    db: &mut Db,
    (season, competition): &(Season, Competition),
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.new_fixture(), Here::Fixtures, Some(season.clone())).await?;
    let mut blank = Fields::default();
    blank.set("light_side", "a");
    let form = game_form(visitor, db, season, competition, &blank)
        .await?
        .to(format!("/admin/competitions/{}/fixtures/new", competition.key))
        .locked(room.locked)
        .typed(typed);
    let mut page = Page::new(room).back("/admin/fixtures", t.fixtures_nav()).with(Part::form("", form));
    visitor.lang.pick(&competition.name_zh, &competition.name_en).clone_into(&mut page.over);
    page.answer(typed)
}

pub async fn new(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = competitions::find(&visitor, &mut db, &key, EditFixture).await?;
    new_page(&visitor, &mut db, &found, None).await
}

pub async fn create(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = competitions::find(&visitor, &mut tx, &key, EditFixture).await?;
    match act::create(&mut tx, &found.1, &form.fields).await {
        Ok(card) => {
            let key = card.fixture.key;
            saved(tx, Kind::Fixture, &key, format!("/admin/fixtures/{key}")).await
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            new_page(&visitor, &mut visitor.read().await?, &found, Some(&typed)).await
        }
    }
}

/// The page of a game.
pub async fn page(
    visitor: &Visitor,
    db: &mut Db,
    key: &str,
    again: Again<'_>,
) -> Result<Response<Body>, Error> {
    let card = find(visitor, db, key, ReadControl).await?;
    let at = place_of(&card);
    let t = visitor.t();
    let game = FixtureView::of(&card, visitor.lang);
    let season = seasons::by_id(db, card.season_id).await?;
    let competition = rows::by_id(db, card.fixture.competition_id).await?;
    let room = room(visitor, db, game.title(t), Here::Fixtures, Some(season.clone())).await?;
    let open = season.phase != Phase::Archived;
    let may_edit = open && visitor.may(EditFixture, &at);
    let here = format!("/admin/fixtures/{key}");
    let facts = vec![
        (t.status().to_owned(), game.status_word.to_owned()),
        (t.tip_off().to_owned(), format!("{} {}", game.day_text, game.time_text)),
        (t.venue().to_owned(), format!("{} {}", game.venue, game.court)),
        (
            t.score().to_owned(),
            if game.has_score { format!("{}:{}", game.a.score, game.b.score) } else { "–".into() },
        ),
    ];
    let mut page = Page::new(room).back(format!("/admin/fixtures?s={}", season.key), t.fixtures_nav());
    page.over = format!("{} {}", game.competition, game.stage);
    if open && (visitor.may(EnterResult, &at) || visitor.may(Permission::CorrectResult, &at)) {
        page = page.link(t.enter_result(), format!("{here}/result"));
    }
    if open && visitor.may(EnterResult, &at) {
        page = page.link(t.pad_open(), format!("/pad/{key}")).link(t.live(), format!("/f/{key}/live"));
    }
    let lists = visitor.may(Permission::CheckMatchList, &at) || visitor.may(Permission::EditList, &at);
    for (side, view, id) in [("a", &game.a, card.fixture.a_entry_id), ("b", &game.b, card.fixture.b_entry_id)]
    {
        if lists && id.is_some() {
            page = page.link(format!("{} {}", t.match_list(), view.name), format!("{here}/lists/{side}"));
        }
    }
    if visitor.may(Permission::EditNotice, &place::season(&season)) && game.is_over() {
        page = page.link(t.story_write(), format!("{here}/reports"));
    }
    page = page
        .link(t.open_public(), game.href.clone())
        .link(t.object_history(), format!("/admin/history/fixture/{key}"))
        .with(Part::facts("", facts));
    let issue = visitor.may(IssueLink, &at);
    if issue {
        page = links::part(visitor, db, page, &card, &season, again.link).await?;
    }
    let may_appoint = open && visitor.may(Permission::EditSeason, &place::season(&season));
    if may_appoint {
        page = officials::part(visitor, db, page, &card, &season, true, again.appointment).await?;
    }
    page = shifts::part(visitor, db, page, &card).await?;
    page = discipline::part(visitor, db, page, &card, may_edit, again.incident).await?;
    if visitor.may(ReadControl, &place::season(&season)) {
        page = page.with(print::of_game(visitor, db, &season, &card).await?);
    }
    if may_edit {
        let form = game_form(visitor, db, &season, &competition, &act::fields_of(&card))
            .await?
            .to(&here)
            .version(card.fixture.version)
            .typed(again.game);
        page = page.with(Part::form(t.edit_fixture(), form));
        page = status_parts(visitor, page, &card, again.status);
    }
    page.answer(again.game.or(again.status).or(again.link).or(again.incident).or(again.appointment))
}

fn status_parts(visitor: &Visitor, mut page: Page, card: &Card, typed: Option<&Typed>) -> Page {
    let t = visitor.t();
    let here = format!("/admin/fixtures/{}", card.fixture.key);
    let now = card.fixture.status;
    let all = [Status::Scheduled, Status::Live, Status::Postponed, Status::Cancelled, Status::Abandoned];
    let reachable: Vec<&str> =
        all.iter().filter(|next| **next != now && now.may_become(**next)).map(|next| next.as_str()).collect();
    if !reachable.is_empty() {
        let form = FormView::new(visitor, "status", act::STATUS_FIELDS, &Fields::default())
            .to(format!("{here}/status"))
            .version(card.fixture.version)
            .says(t.change_status())
            .only("status", &reachable)
            .marked("status")
            .typed(typed);
        page = page.with(Part::form(t.change_status(), form));
    }
    if !now.is_over() {
        let form = FormView::new(visitor, "archive", &[], &Fields::default())
            .to(format!("{here}/archive"))
            .version(card.fixture.version)
            .says(t.take_off());
        let mut form = form;
        form.plain = true;
        page = page.with(Part::form(t.take_off(), form).noted(t.take_off_said()));
    }
    page
}

pub async fn edit(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    page(&visitor, &mut db, &key, Again::default()).await
}

pub async fn change(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    find(&visitor, &mut tx, &key, EditFixture).await?;
    match act::change(&mut tx, &key, form.version, &form.fields).await {
        Ok(_) => saved(tx, Kind::Fixture, &key, format!("/admin/fixtures/{key}")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { game: Some(&typed), ..Default::default() };
            page(&visitor, &mut visitor.read().await?, &key, again).await
        }
    }
}

pub async fn status(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    find(&visitor, &mut tx, &key, EditFixture).await?;
    match act::change_status(&mut tx, &key, form.version, &form.fields).await {
        Ok(_) => saved(tx, Kind::Fixture, &key, format!("/admin/fixtures/{key}")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { status: Some(&typed), ..Default::default() };
            page(&visitor, &mut visitor.read().await?, &key, again).await
        }
    }
}

pub async fn archive(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = find(&visitor, &mut tx, &key, EditFixture).await?;
    act::archive(&mut tx, &key, form.version).await?;
    saved(tx, Kind::Fixture, &key, format!("/admin/fixtures?s={}", card.season_key)).await
}
