//! The panel that drives every screen of a hall: what each shows, the sponsors, the run of a show.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::show::FixtureView;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::money::workbook;
use super::place;
use super::room::{Page, Part, must_enter, room, saved};
use crate::access::Permission::EditSeason;
use crate::actions::input::Fields;
use crate::actions::screens as act;
use crate::sheets::lists::{Cell as Written, List};
use crate::store::audit::Kind;
use crate::store::screens::{self as rows, Screen, ShowItem, Sponsor};
use crate::store::seasons::{self, Season};
use crate::store::{Db, fixtures};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::fixture::Status;
use league::season::Phase;

/// What was typed into which form of the page.
#[derive(Default)]
struct Again<'a> {
    screen: Option<&'a Typed>,
    /// The key of a screen, or "all".
    tell: Option<(&'a str, &'a Typed)>,
    sponsor: Option<&'a Typed>,
    item: Option<&'a Typed>,
}

pub async fn show(visitor: Visitor) -> Result<Response<Body>, Error> {
    must_enter(&visitor)?;
    if !visitor.may_somewhere(EditSeason) {
        return Err(Error::Forbidden);
    }
    page(&visitor, &mut visitor.read().await?, None, Again::default()).await
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    chosen: Option<Season>,
    again: Again<'_>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.screens(), Here::Fixtures, chosen).await?;
    let Some(season) = room.season.clone() else {
        return Page::new(room).with(Part::say("", t.no_season())).answer(None);
    };
    visitor.must(EditSeason, &place::season(&season))?;
    let open = season.phase != Phase::Archived;
    let games = games(visitor, db, &season).await?;
    let screens = rows::of_season(db, season.id).await?;
    let base = format!("/admin/seasons/{}", season.key);
    let mut page = Page::new(room)
        .back(format!("/admin/fixtures?s={}", season.key), t.fixtures_nav())
        .link(t.canteen(), format!("/screen/season/{}", season.key))
        .with(
            Part::list(t.screens(), screen_list(visitor, &screens, &games, open, again.tell))
                .noted(t.screens_said()),
        );
    if open && screens.len() > 1 {
        let typed = again.tell.filter(|(key, _)| *key == "all").map(|(_, typed)| typed);
        let form = tell_form(visitor, format!("{base}/screens/all"), &games, "all", None).typed(typed);
        page = page.with(Part::form(t.tell_all(), form).named("all"));
    }
    if open {
        let form = FormView::new(visitor, "screen", act::SCREEN_FIELDS, &Fields::default())
            .to(format!("{base}/screens"))
            .says(t.add_screen())
            .marked("new")
            .typed(again.screen);
        page = page.with(Part::form(t.add_screen(), form));
    }
    let items = rows::items(db, season.id).await?;
    page = page.with(
        Part::list(t.run_of_show(), item_list(visitor, &season, &items, open))
            .noted(t.run_of_show_said())
            .named("show"),
    );
    if open {
        let mut blank = Fields::default();
        blank.set("minutes", 5);
        let form = FormView::new(visitor, "show_item", act::ITEM_FIELDS, &blank)
            .to(format!("{base}/show"))
            .only("view", act::VIEWS)
            .choices("fixture", games.clone())
            .says(t.add_item())
            .marked("item");
        page = page.with(Part::form(t.add_item(), with_nothing(form, "view").typed(again.item)));
    }
    let sponsors = rows::sponsors(db, season.id).await?;
    page = page.with(
        Part::list(t.sponsors(), sponsor_list(visitor, &sponsors, open))
            .noted(t.sponsors_said())
            .named("sponsors"),
    );
    if !sponsors.is_empty() {
        page = page.link(t.aired_log(), format!("{base}/aired.xlsx"));
    }
    if open {
        let mut blank = Fields::default();
        blank.set("seconds", 10);
        let form = FormView::new(visitor, "sponsor", act::SPONSOR_FIELDS, &blank)
            .to(format!("{base}/sponsors"))
            .says(t.add_sponsor())
            .marked("sponsor")
            .typed(again.sponsor);
        page = page.with(Part::form(t.add_sponsor(), form));
    }
    page.answer(again.screen.or(again.tell.map(|(_, typed)| typed)).or(again.sponsor).or(again.item))
}

/// An empty choice in front of the others.
fn with_nothing(mut form: FormView, name: &str) -> FormView {
    for field in form.fields.iter_mut().filter(|field| field.name == name) {
        field.choices.insert(0, (String::new(), "–".into()));
    }
    form
}

/// Games worth a screen: those of today and those that run first, then all others that are not over.
async fn games(visitor: &Visitor, db: &mut Db, season: &Season) -> Result<Vec<(String, String)>, Error> {
    let today = visitor.app.clock.now().with_timezone(&season.tz()).date_naive();
    let mut cards = fixtures::of_season(db, season.id).await?;
    cards.retain(|card| !matches!(card.fixture.status, Status::Cancelled | Status::Postponed));
    let far = |card: &fixtures::Card| {
        let days = card.fixture.day.map_or(i64::MAX, |day| (day - today).num_days().abs());
        (card.fixture.status != Status::Live, days)
    };
    cards.sort_by_key(far);
    let named = |card: &fixtures::Card| {
        let game = FixtureView::of(card, visitor.lang);
        (card.fixture.key.clone(), format!("{} {}", game.title(visitor.t()), game.day_text))
    };
    Ok(cards.iter().take(40).map(named).collect())
}

fn tell_form(
    visitor: &Visitor,
    to: String,
    games: &[(String, String)],
    mark: &str,
    now: Option<&Screen>,
) -> FormView {
    let mut values = Fields::default();
    if let Some(screen) = now {
        values.set("view", screen.view.as_str());
        values.set("fixture", screen.fixture_key.as_deref().unwrap_or(""));
    }
    FormView::new(visitor, "screen", act::TELL_FIELDS, &values)
        .to(to)
        .only("view", act::VIEWS)
        .choices("fixture", games.to_vec())
        .says(visitor.t().tell_screen())
        .marked(mark)
}

fn screen_list(
    visitor: &Visitor,
    screens: &[Screen],
    games: &[(String, String)],
    open: bool,
    typed: Option<(&str, &Typed)>,
) -> ListView {
    let t = visitor.t();
    let columns = [t.screen(), t.screen_shows(), t.screen_address(), t.edit()];
    let mut list = ListView::new(t.screens(), &columns, t.no_screens());
    for screen in screens {
        let path = format!("/screen/of/{}", screen.key);
        let here = format!("/admin/screens/{}", screen.key);
        let game = games.iter().find(|(key, _)| Some(key) == screen.fixture_key.as_ref());
        let mut edit = Vec::new();
        if open {
            let own = typed.filter(|(key, _)| *key == screen.key).map(|(_, typed)| typed);
            let form = tell_form(visitor, here.clone(), games, &screen.key, Some(screen)).small().typed(own);
            edit.push(Cell::form(form));
            edit.push(Cell::form(FormView::button_only(visitor, format!("{here}/archive"), t.put_away())));
        }
        list.row(vec![
            Cell::text(screen.name.clone()),
            Cell::Many(vec![
                Cell::state(t.screen_view(screen.view.as_str())),
                Cell::Quiet(game.map(|(_, name)| name.clone()).unwrap_or_default()),
            ]),
            Cell::link(visitor.address(&path), path),
            Cell::Many(edit),
        ]);
    }
    list
}

fn item_list(visitor: &Visitor, season: &Season, items: &[ShowItem], open: bool) -> ListView {
    let t = visitor.t();
    let form = |item: &ShowItem, act: &str, says| {
        let mut form = FormView::button_only(visitor, format!("/admin/show/{}/{act}", item.key), says);
        form.version = Some(item.version);
        Cell::form(form)
    };
    let columns = [
        t.field("show_item", "at"),
        t.field("show_item", "title"),
        t.field("show_item", "who"),
        t.field("show_item", "view"),
        t.status(),
        t.edit(),
    ];
    let mut list = ListView::new(t.run_of_show(), &columns, t.no_items());
    for item in items {
        let mut state =
            vec![Cell::light(t.item_state(&item.state), if item.state == "now" { "good" } else { "" })];
        if let Some(begun) = item.begun_at {
            let begun = begun.with_timezone(&season.tz());
            let late = (begun.naive_local() - item.at).num_minutes();
            let late = if late > 0 {
                format!(" ({} {})", t.item_late(), visitor.lang.minutes(late))
            } else {
                String::new()
            };
            state.push(Cell::Quiet(format!("{}{late}", begun.format("%H:%M"))));
        }
        let mut edit = Vec::new();
        if open {
            edit.push(if item.state == "now" {
                form(item, "end", t.end_item())
            } else {
                form(item, "begin", t.begin_item())
            });
            edit.push(form(item, "archive", t.remove()));
        }
        list.row(vec![
            Cell::Number(format!(
                "{} · {}",
                item.at.format("%m-%d %H:%M"),
                visitor.lang.minutes(item.minutes)
            )),
            Cell::text(item.title.clone()).marked(t.sample(), !item.sample.is_empty()),
            Cell::Quiet(item.who.clone()),
            Cell::text(if item.view.is_empty() { "–" } else { t.screen_view(&item.view) }),
            Cell::Many(state),
            Cell::Many(edit),
        ]);
    }
    list
}

fn sponsor_list(visitor: &Visitor, sponsors: &[Sponsor], open: bool) -> ListView {
    let t = visitor.t();
    let columns = [
        t.sponsors(),
        t.field("sponsor", "line"),
        t.field("sponsor", "seconds"),
        t.aired_seconds(),
        t.edit(),
    ];
    let mut list = ListView::new(t.sponsors(), &columns, t.no_sponsors());
    for sponsor in sponsors {
        let mut form =
            FormView::button_only(visitor, format!("/admin/sponsors/{}/archive", sponsor.key), t.remove());
        form.version = Some(sponsor.version);
        list.row(vec![
            Cell::text(sponsor.name.clone()).marked(t.sample(), !sponsor.sample.is_empty()),
            Cell::Quiet(sponsor.line.clone()),
            Cell::Number(sponsor.seconds.to_string()),
            Cell::Number(sponsor.aired.to_string()),
            if open { Cell::form(form) } else { Cell::text("") },
        ]);
    }
    list
}

fn panel(season: &Season, mark: &str) -> String {
    format!("/admin/screens?s={}{mark}", season.key)
}

async fn season_of(visitor: &Visitor, db: &mut Db, key: &str) -> Result<Season, Error> {
    super::seasons::find(visitor, db, key, EditSeason).await
}

pub async fn add(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let season = season_of(&visitor, &mut tx, &key).await?;
    match act::add(&mut tx, &season, &form.fields).await {
        Ok(made) => saved(tx, Kind::Screen, &made.key, panel(&season, "")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { screen: Some(&typed), ..Again::default() };
            page(&visitor, &mut visitor.read().await?, Some(season), again).await
        }
    }
}

async fn screen_of(visitor: &Visitor, db: &mut Db, key: &str) -> Result<(Season, Screen), Error> {
    must_enter(visitor)?;
    let screen = rows::by_key(db, key).await?.filter(|screen| !screen.archived).ok_or(Error::NotFound)?;
    let season = seasons::by_id(db, screen.season_id).await?;
    visitor.must(EditSeason, &place::season(&season))?;
    Ok((season, screen))
}

pub async fn tell(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (season, screen) = screen_of(&visitor, &mut tx, &key).await?;
    match act::tell(&mut tx, &season, vec![screen], &form.fields).await {
        Ok(()) => saved(tx, Kind::Screen, &key, panel(&season, "")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { tell: Some((&key, &typed)), ..Again::default() };
            page(&visitor, &mut visitor.read().await?, Some(season), again).await
        }
    }
}

pub async fn tell_all(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let season = season_of(&visitor, &mut tx, &key).await?;
    let screens = rows::of_season(&mut tx, season.id).await?;
    let first = screens.first().ok_or(Error::NotFound)?.key.clone();
    match act::tell(&mut tx, &season, screens, &form.fields).await {
        Ok(()) => saved(tx, Kind::Screen, &first, panel(&season, "")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { tell: Some(("all", &typed)), ..Again::default() };
            page(&visitor, &mut visitor.read().await?, Some(season), again).await
        }
    }
}

pub async fn archive(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (season, screen) = screen_of(&visitor, &mut tx, &key).await?;
    act::archive(&mut tx, screen).await?;
    saved(tx, Kind::Screen, &key, panel(&season, "")).await
}

pub async fn add_sponsor(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let season = season_of(&visitor, &mut tx, &key).await?;
    match act::add_sponsor(&mut tx, &season, &form.fields).await {
        Ok(made) => saved(tx, Kind::Sponsor, &made.key, panel(&season, "#sponsors")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { sponsor: Some(&typed), ..Again::default() };
            page(&visitor, &mut visitor.read().await?, Some(season), again).await
        }
    }
}

pub async fn archive_sponsor(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    must_enter(&visitor)?;
    let mut tx = visitor.write().await?;
    let sponsor = rows::sponsor(&mut tx, &key).await?.ok_or(Error::NotFound)?;
    let season = seasons::by_id(&mut tx, sponsor.season_id).await?;
    visitor.must(EditSeason, &place::season(&season))?;
    act::archive_sponsor(&mut tx, &sponsor, form.version).await?;
    saved(tx, Kind::Sponsor, &key, panel(&season, "#sponsors")).await
}

pub async fn add_item(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let season = season_of(&visitor, &mut tx, &key).await?;
    match act::add_item(&mut tx, &season, &form.fields).await {
        Ok(made) => saved(tx, Kind::ShowItem, &made.key, panel(&season, "#show")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { item: Some(&typed), ..Again::default() };
            page(&visitor, &mut visitor.read().await?, Some(season), again).await
        }
    }
}

async fn item_of(visitor: &Visitor, db: &mut Db, key: &str) -> Result<(Season, ShowItem), Error> {
    must_enter(visitor)?;
    let item = rows::item(db, key).await?.filter(|item| !item.archived).ok_or(Error::NotFound)?;
    let season = seasons::by_id(db, item.season_id).await?;
    visitor.must(EditSeason, &place::season(&season))?;
    Ok((season, item))
}

pub async fn begin(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (season, item) = item_of(&visitor, &mut tx, &key).await?;
    act::begin(&mut tx, &season, &item, form.version).await?;
    saved(tx, Kind::ShowItem, &key, panel(&season, "#show")).await
}

pub async fn end(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (season, item) = item_of(&visitor, &mut tx, &key).await?;
    act::end(&mut tx, &item, form.version).await?;
    saved(tx, Kind::ShowItem, &key, panel(&season, "#show")).await
}

pub async fn archive_item(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (season, item) = item_of(&visitor, &mut tx, &key).await?;
    act::archive_item(&mut tx, &item, form.version).await?;
    saved(tx, Kind::ShowItem, &key, panel(&season, "#show")).await
}

/// What each screen says it showed of each sponsor, run by run.
pub async fn aired(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let season = season_of(&visitor, &mut db, &key).await?;
    let t = visitor.t();
    let at = |at: chrono::DateTime<chrono::Utc>| {
        Written::text(at.with_timezone(&season.tz()).format("%Y-%m-%d %H:%M:%S").to_string())
    };
    let rows = rows::airings(&mut db, season.id).await?;
    let rows = rows.into_iter().map(|row| {
        vec![
            Written::text(row.screen),
            Written::text(row.sponsor),
            at(row.began_at),
            at(row.heard_at),
            Written::Count(row.seconds),
        ]
    });
    let columns = [t.screen(), t.sponsors(), t.aired_from(), t.aired_to(), t.aired_seconds()];
    let columns = columns.map(str::to_owned).to_vec();
    workbook(&[List { name: t.sponsors().into(), columns, rows: rows.collect() }], "sponsors.xlsx")
}
