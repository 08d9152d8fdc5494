//! Officials of a season: the list, fair shares, one official; appointments on a game's page; fees as Excel.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::receipt;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::money::workbook;
use super::room::{Page, Part, must_enter, room, saved};
use super::{fixture, place};
use crate::access::Permission::{self, EditSeason};
use crate::actions::input::Fields;
use crate::actions::officials as act;
use crate::sheets::lists::{Cell as Written, List};
use crate::store::audit::Kind;
use crate::store::fixtures::{self, Card};
use crate::store::officials::{self as rows, Appointment, Official};
use crate::store::outbox;
use crate::store::seasons::{self, Season};
use crate::store::{Db, clubs};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use axum::response::{IntoResponse, Redirect};
use league::money::Fen;
use league::officials::{Duty, Limits, conflicts, shares};
use league::season::Phase;

fn duties(appointments: &[Appointment]) -> Vec<Duty<'_>> {
    appointments
        .iter()
        .filter(|appointment| appointment.counts() && appointment.status != "cancelled")
        .map(|appointment| Duty {
            official: &appointment.official_key,
            job: appointment.job,
            day: appointment.day,
            fee: Fen(appointment.fee),
        })
        .collect()
}

async fn list_page(
    visitor: &Visitor,
    db: &mut Db,
    chosen: Option<Season>,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.officials(), Here::People, chosen).await?;
    let Some(season) = room.season.clone() else {
        return Page::new(room).with(Part::say("", t.no_season())).answer(None);
    };
    visitor.must(EditSeason, &place::season(&season))?;
    let open = season.phase != Phase::Archived;
    let officials = rows::of_season(db, season.id).await?;
    let appointments = rows::appointments(db, season.id).await?;
    let keys: Vec<&str> = officials.iter().map(|official| official.key.as_str()).collect();
    let columns = [
        t.field("official", "name"),
        t.field("official", "place"),
        t.field("official", "grade"),
        t.share_games(),
        t.share_on_court(),
        t.share_days(),
        t.share_mean(),
        t.fees(),
    ];
    let mut list = ListView::new(t.officials(), &columns, t.no_officials());
    for share in shares(&keys, &duties(&appointments)) {
        let Some(official) = officials.iter().find(|official| official.key == share.official) else {
            continue;
        };
        let tenths = share.above_mean_tenths;
        let sign = if tenths < 0 { "−" } else { "+" };
        list.row(vec![
            Cell::link(official.name.clone(), format!("/admin/officials/{}", official.key))
                .marked(t.sample(), !official.sample.is_empty()),
            Cell::text(t.choice("official", "place", &official.place)),
            Cell::text(official.grade.clone()),
            Cell::Number(share.games.to_string()),
            Cell::Number(share.on_court.to_string()),
            Cell::Number(share.days.to_string()),
            Cell::Number(format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)),
            Cell::Number(share.fees.to_string()),
        ]);
    }
    let mut page = Page::new(room)
        .back("/admin/people", t.people_nav())
        .link(t.fee_sheet(), format!("/admin/seasons/{}/officials.xlsx", season.key))
        .link(t.money(), format!("/admin/money?s={}", season.key))
        .with(Part::list(t.fair_share(), list).noted(t.officials_said()));
    if open && !officials.is_empty() {
        let button = FormView::button_only(
            visitor,
            format!("/admin/seasons/{}/officials/fees", season.key),
            t.post_fees(),
        );
        page = page.with(Part::form(t.fees(), button).noted(t.post_fees_said()));
    }
    if open {
        let blank = Fields::from_pairs([("place", "both")]);
        let form = official_form(visitor, db, &season, &blank)
            .await?
            .to(format!("/admin/seasons/{}/officials", season.key))
            .says(t.new_official())
            .typed(typed);
        page = page.with(Part::form(t.new_official(), form).named("new"));
    }
    page.answer(typed)
}

async fn official_form(
    visitor: &Visitor,
    db: &mut Db,
    season: &Season,
    values: &Fields,
) -> Result<FormView, Error> {
    let clubs = clubs::all(db, season.league_id).await?;
    let recipients = outbox::recipients(db, season.league_id).await?;
    Ok(FormView::new(visitor, "official", act::FIELDS, values)
        .choices("employer_club", clubs.into_iter().map(|club| (club.key, club.short_name)).collect())
        .choices("recipient", recipients.into_iter().map(|found| (found.key, found.name)).collect()))
}

pub async fn list(visitor: Visitor) -> Result<Response<Body>, Error> {
    must_enter(&visitor)?;
    if !visitor.may_look_somewhere(EditSeason) {
        return Err(Error::Forbidden);
    }
    list_page(&visitor, &mut visitor.read().await?, None, None).await
}

pub async fn create(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let season = super::seasons::find(&visitor, &mut tx, &key, EditSeason).await?;
    match act::create(&mut tx, &season, &form.fields).await {
        Ok(made) => saved(tx, Kind::Official, &made.key, format!("/admin/officials?s={key}")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            list_page(&visitor, &mut visitor.read().await?, Some(season), Some(&typed)).await
        }
    }
}

pub async fn post_fees(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let season = super::seasons::find(&visitor, &mut tx, &key, EditSeason).await?;
    act::post_fees(&mut tx, &season).await?;
    if tx.has_written() {
        tx.commit().await?;
    }
    Ok(Redirect::to(&format!("/admin/money?s={key}")).into_response())
}

async fn find(visitor: &Visitor, db: &mut Db, key: &str) -> Result<(Season, Official), Error> {
    must_enter(visitor)?;
    let official = rows::by_key(db, key).await?.filter(|found| !found.archived).ok_or(Error::NotFound)?;
    let season = seasons::by_id(db, official.season_id).await?;
    visitor.must(EditSeason, &place::season(&season))?;
    Ok((season, official))
}

fn state_cell(visitor: &Visitor, state: &str) -> Cell {
    let word = visitor.t().appointment_state(state).to_owned();
    let class = match state {
        "declined" => "bad",
        "confirmed" => "official",
        _ => "",
    };
    Cell::State { word, class: class.into() }
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    (season, official): &(Season, Official),
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, official.name.clone(), Here::People, Some(season.clone())).await?;
    let here = format!("/admin/officials/{}", official.key);
    let values = act::fields_of(db, season, official).await?;
    let form = official_form(visitor, db, season, &values)
        .await?
        .to(&here)
        .version(official.version)
        .locked(room.locked)
        .typed(typed);
    let columns = [t.outbox_game(), t.field("appointment", "job"), t.status(), t.fees()];
    let mut list = ListView::new(t.appointments(), &columns, t.no_appointments());
    let cards = fixtures::of_season(db, season.id).await?;
    for made in rows::appointments(db, season.id).await? {
        if made.official_id != official.id {
            continue;
        }
        let game = cards.iter().find(|card| card.fixture.id == made.fixture_id);
        let game = game.map(|card| super::super::show::FixtureView::of(card, visitor.lang));
        list.row(vec![
            Cell::link(
                game.map(|game| format!("{} {} {}", game.day_text, game.time_text, game.title(t)))
                    .unwrap_or_default(),
                format!("/admin/fixtures/{}", made.fixture_key),
            ),
            Cell::text(t.official_job(made.job.as_str())),
            state_cell(visitor, &made.state),
            Cell::Number(Fen(made.fee).to_string()),
        ]);
    }
    let open = !room.locked;
    let mut page = Page::new(room)
        .back(format!("/admin/officials?s={}", season.key), t.officials())
        .with(Part::list(t.appointments(), list))
        .with(Part::form(t.edit(), form));
    if open {
        let button =
            FormView::button_only(visitor, format!("{here}/archive"), t.put_away()).version(official.version);
        page = page.with(Part::form("", button));
    }
    page.answer(typed)
}

pub async fn edit(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key).await?;
    page(&visitor, &mut db, &found, None).await
}

pub async fn change(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find(&visitor, &mut tx, &key).await?;
    match act::change(&mut tx, &found.1, form.version, &form.fields).await {
        Ok(()) => saved(tx, Kind::Official, &key, format!("/admin/officials/{key}")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &found, Some(&typed)).await
        }
    }
}

pub async fn archive(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (season, official) = find(&visitor, &mut tx, &key).await?;
    act::archive(&mut tx, &official, form.version).await?;
    saved(tx, Kind::Official, &key, format!("/admin/officials?s={}", season.key)).await
}

/// Adds to a game's page who is appointed, and the form to appoint; who cannot is told with the reason.
pub async fn part(
    visitor: &Visitor,
    db: &mut Db,
    page: Page,
    card: &Card,
    season: &Season,
    may_edit: bool,
    typed: Option<&Typed>,
) -> Result<Page, Error> {
    let t = visitor.t();
    let officials = rows::of_season(db, season.id).await?;
    let all = rows::appointments(db, season.id).await?;
    let own: Vec<&Appointment> = all.iter().filter(|made| made.fixture_id == card.fixture.id).collect();
    if officials.is_empty() && own.is_empty() {
        return Ok(page);
    }
    let columns = [t.field("appointment", "job"), t.official(), t.status(), t.edit()];
    let mut list = ListView::new(t.appointments(), &columns, t.no_appointments());
    for made in &own {
        let to = |what: &str| format!("/admin/fixtures/{}/officials/{}/{what}", card.fixture.key, made.key);
        let mut act = Vec::new();
        if may_edit && made.counts() {
            act.push(Cell::link(t.outbox_link(), receipt::duty_path(&visitor.app, &made.key)));
            if made.state == "asked" {
                act.push(Cell::form(FormView::button_only(visitor, to("accept"), t.receipt_accept())));
                act.push(Cell::form(FormView::button_only(visitor, to("decline"), t.receipt_decline())));
            }
            act.push(Cell::form(FormView::button_only(visitor, to("withdraw"), t.withdraw_appointment())));
        }
        list.row(vec![
            Cell::text(t.official_job(made.job.as_str())),
            Cell::text(made.official_name.clone()),
            state_cell(visitor, &made.state),
            Cell::Many(act),
        ]);
    }
    let mut page = page.with(Part::list(t.appointments(), list).named("officials"));
    if may_edit && !card.fixture.status.is_over() {
        let game = act::game_of(db, card).await?;
        let (mut free, mut kept) = (Vec::new(), Vec::new());
        for official in &officials {
            if own.iter().any(|made| made.official_id == official.id && made.counts()) {
                continue;
            }
            let others = act::games_of(&all, official.id);
            match conflicts(&act::rules_of(official), &game, &others, &Limits::default()).first() {
                None => free.push((official.key.clone(), format!("{} {}", official.name, official.grade))),
                Some(conflict) => kept.push(format!("{}({})", official.name, t.conflict(conflict))),
            }
        }
        let form = FormView::new(visitor, "appointment", act::APPOINT_FIELDS, &Fields::default())
            .to(format!("/admin/fixtures/{}/officials", card.fixture.key))
            .says(t.appoint())
            .choices("official", free)
            .marked("appointment")
            .typed(typed);
        let said = if kept.is_empty() {
            t.appoint_said().to_owned()
        } else {
            format!("{} {} {}", t.appoint_said(), t.cannot_be_appointed(), kept.join("、"))
        };
        page = page.with(Part::form(t.appoint(), form).noted(&said));
    }
    Ok(page)
}

async fn find_game(visitor: &Visitor, db: &mut Db, key: &str) -> Result<Card, Error> {
    let card = fixture::find(visitor, db, key, Permission::EditFixture).await?;
    let season = seasons::by_id(db, card.season_id).await?;
    visitor.must(EditSeason, &place::season(&season))?;
    Ok(card)
}

pub async fn appoint(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = find_game(&visitor, &mut tx, &key).await?;
    match act::appoint(&mut tx, &card, &form.fields).await {
        Ok(made) => saved(tx, Kind::Appointment, &made.key, format!("/admin/fixtures/{key}#officials")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = fixture::Again { appointment: Some(&typed), ..Default::default() };
            fixture::page(&visitor, &mut visitor.read().await?, &key, again).await
        }
    }
}

async fn find_appointment(db: &mut Db, card: &Card, key: &str) -> Result<Appointment, Error> {
    let found = rows::appointment(db, key).await?;
    found.filter(|found| found.fixture_id == card.fixture.id).ok_or(Error::NotFound)
}

pub async fn answer(
    Path((key, appointment, what)): Path<(String, String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = find_game(&visitor, &mut tx, &key).await?;
    let made = find_appointment(&mut tx, &card, &appointment).await?;
    match what.as_str() {
        "accept" => act::answer(&mut tx, &made, true).await?,
        "decline" => act::answer(&mut tx, &made, false).await?,
        "withdraw" => act::withdraw(&mut tx, &card, &made).await?,
        _ => return Err(Error::NotFound),
    }
    let to = format!("/admin/fixtures/{key}#officials");
    if tx.has_written() {
        return saved(tx, Kind::Appointment, &appointment, to).await;
    }
    Ok(Redirect::to(&to).into_response())
}

/// What each official did and earned, as a workbook to sign on.
pub async fn sheet(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let season = super::seasons::find(&visitor, &mut db, &key, EditSeason).await?;
    let t = visitor.t();
    let appointments = rows::appointments(&mut db, season.id).await?;
    let cards = fixtures::of_season(&mut db, season.id).await?;
    let confirmed: Vec<&Appointment> = appointments.iter().filter(|made| made.state == "confirmed").collect();
    let mut names: Vec<(&str, &str)> =
        confirmed.iter().map(|made| (made.official_name.as_str(), made.official_key.as_str())).collect();
    names.sort_by_key(|(name, key)| (league::names::sort_key(name), *key));
    names.dedup();
    let mut sums = List {
        name: t.fee_sheet().into(),
        columns: [t.official(), t.share_games(), t.fees(), t.signature()].map(str::to_owned).to_vec(),
        rows: Vec::new(),
    };
    for (name, key) in names {
        let own = confirmed.iter().filter(|made| made.official_key == key);
        let (games, fees) = own.fold((0, 0), |(games, fees), made| (games + 1, fees + made.fee));
        sums.rows.push(vec![
            Written::text(name),
            Written::Count(games),
            Written::Fen(fees),
            Written::text(""),
        ]);
    }
    let total = confirmed.iter().map(|made| made.fee).sum();
    sums.rows.push(vec![Written::text(t.total()), Written::text(""), Written::Fen(total)]);
    let mut games = List {
        name: t.appointments().into(),
        columns: [
            t.tip_off(),
            t.outbox_game(),
            t.field("appointment", "job"),
            t.official(),
            t.status(),
            t.fees(),
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: Vec::new(),
    };
    for made in &appointments {
        let game = cards.iter().find(|card| card.fixture.id == made.fixture_id);
        let game = game.map(|card| super::super::show::FixtureView::of(card, visitor.lang));
        games.rows.push(vec![
            Written::text(
                made.tip_off
                    .map(|at| at.format("%Y-%m-%d %H:%M").to_string())
                    .or(made.day.map(|day| day.to_string()))
                    .unwrap_or_default(),
            ),
            Written::text(game.map(|game| game.title(t)).unwrap_or_default()),
            Written::text(t.official_job(made.job.as_str())),
            Written::text(made.official_name.clone()),
            Written::text(t.appointment_state(&made.state)),
            Written::Fen(made.fee),
        ]);
    }
    workbook(&[sums, games], "officials.xlsx")
}
