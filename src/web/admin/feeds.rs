//! A game scored in FIBA LiveStats or another system: its file looked at beside our lists, then taken.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::{Form, Sheet};
use super::super::page::Here;
use super::super::paths;
use super::super::show::FixtureView;
use super::fixture::find;
use super::form::{Ask, FormView, Trouble, Typed};
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, room, saved};
use crate::access::Permission::EditFixture;
use crate::actions::feeds::{self as act, Seen};
use crate::actions::input::{Fault, Fields, What};
use crate::actions::{Refused, boxscores};
use crate::store::audit::Kind;
use crate::store::feeds::{self, Players};
use crate::store::fixtures::Card;
use crate::store::{Db, seasons};
use crate::uploads;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::boxscore::attach::{By, Listed, is_turned, match_players};
use league::boxscore::{Feed, Report, read, report};
use league::season::Phase;

/// Problems of a file that are shown one by one.
const MOST_PROBLEMS: usize = 20;

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    card: &Card,
    typed: Option<&Typed>,
    refusal: Option<String>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let season = seasons::by_id(db, card.season_id).await?;
    let here = format!("/admin/fixtures/{}/feed", card.fixture.key);
    let room = room(visitor, db, t.feed_page(), Here::Fixtures, Some(season.clone())).await?;
    let locked = season.phase == Phase::Archived;
    let mut form = FormView::new(visitor, "feed", &[], &Fields::default())
        .to(&here)
        .choose("file", "", "", &[])
        .says(t.import_look())
        .locked(locked)
        .typed(typed);
    form.with_file = true;
    for field in &mut form.fields {
        field.ask = Ask::File;
        field.required = true;
        field.label = t.file().to_owned();
        if let Some(said) = &refusal {
            field.fault = Some(said.clone());
            form.faults.push((field.id.clone(), field.label.clone(), said.clone()));
        }
    }
    let mut page = Page::new(room)
        .back(format!("/admin/fixtures/{}", card.fixture.key), t.fixtures_nav())
        .link(t.open_public(), paths::fixture(&card.fixture.key));
    page.over = FixtureView::of(card, visitor.lang).title(t);
    if let Some(feed) = feeds::of_fixture(db, card.fixture.id).await? {
        let facts = vec![
            (t.file().to_owned(), feed.file_name.clone()),
            ("SHA-256".to_owned(), feed.sha256.clone()),
            (
                t.as_of().to_owned(),
                feed.taken_at.with_timezone(&season.tz()).format("%Y-%m-%d %H:%M").to_string(),
            ),
        ];
        let undo = FormView::button_only(visitor, format!("{here}/drop"), t.feed_drop()).locked(locked);
        page = page.with(Part::facts(t.feed_taken(), facts)).with(Part::form("", undo));
    }
    page.with(Part::form(t.feed_new(), form).noted(t.feed_said())).answer(typed)
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let card = find(&visitor, &mut db, &key, EditFixture).await?;
    page(&visitor, &mut db, &card, None, None).await
}

/// What a file holds as a game, or the reader's words for why it holds none.
fn read_text(bytes: &[u8]) -> Result<(String, Feed), String> {
    let text = String::from_utf8(bytes.to_vec()).map_err(|_| "UTF-8".to_owned())?;
    let feed = read(&[text.trim_start_matches('\u{feff}')], None).map_err(|unread| unread.to_string())?;
    Ok((text, feed))
}

/// Keeps the file under the hash of its content and shows what it says. Nothing is taken yet.
pub async fn look(Path(key): Path<String>, sheet: Sheet) -> Result<Response<Body>, Error> {
    let Sheet { visitor, file, .. } = sheet;
    let mut db = visitor.read().await?;
    let card = find(&visitor, &mut db, &key, EditFixture).await?;
    let t = visitor.t();
    let refused = async |db: &mut Db, said: String| {
        let typed = Typed { fields: Fields::default(), trouble: Trouble::Faults(Vec::new()) };
        page(&visitor, db, &card, Some(&typed), Some(said)).await
    };
    let Some(file) = file.filter(|file| !file.bytes.is_empty()) else {
        return refused(&mut db, t.upload_missing().to_owned()).await;
    };
    if file.bytes.len() > visitor.app.settings.upload_limit {
        return refused(&mut db, t.upload_too_large().to_owned()).await;
    }
    let (folder, bytes) = (visitor.app.settings.uploads.clone(), file.bytes);
    let work = tokio::task::spawn_blocking(move || {
        let found = read_text(&bytes);
        let stored = found.is_ok().then(|| uploads::store(&folder, &bytes)).transpose();
        (found, stored)
    });
    let (found, stored) = work.await.map_err(|error| Error::Internal(error.to_string()))?;
    let feed = match found {
        Ok((_, feed)) => feed,
        Err(said) => return refused(&mut db, t.feed_unread(&said)).await,
    };
    let sha256 = match stored {
        Ok(Some(sha256)) => sha256,
        Err(error) if error.kind() == std::io::ErrorKind::StorageFull => return Err(Error::Full),
        Err(error) => return Err(Error::Internal(format!("a feed could not be stored: {error}"))),
        Ok(None) => return Err(Error::Internal("a feed that was read was not stored".into())),
    };
    preview(&visitor, &mut db, &card, super::import::plain_name(&file.name), sha256, feed).await
}

async fn preview(
    visitor: &Visitor,
    db: &mut Db,
    card: &Card,
    name: String,
    sha256: String,
    feed: Feed,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let season = seasons::by_id(db, card.season_id).await?;
    let here = format!("/admin/fixtures/{}/feed", card.fixture.key);
    let room = room(visitor, db, t.feed_page(), Here::Fixtures, Some(season.clone())).await?;
    let game = FixtureView::of(card, visitor.lang);
    let lists = boxscores::lists(db, card).await?;
    let names = boxscores::side_names(db, card).await?;
    let turned = is_turned(&feed, [&names[0], &names[1]]);
    let feed = if turned { feed.turned() } else { feed };
    let periods: Vec<String> = feed.points_by_period().iter().map(|[a, b]| format!("{a}:{b}")).collect();
    let report = report(feed).compared();
    let score = report.boxscore.flow.score();
    let published = card.fixture.score().map(|score| [i32::from(score.a), i32::from(score.b)]);
    let said = match published {
        None => t.feed_no_result().to_owned(),
        Some(known) if known == score => t.feed_same_score().to_owned(),
        Some([a, b]) => format!("{} {a}:{b}", t.feed_other_score()),
    };
    let teams = &report.feed.game.teams;
    let facts = vec![
        (t.file().to_owned(), name.clone()),
        (t.feed_format().to_owned(), report.feed.format.as_str().to_owned()),
        (
            t.team().to_owned(),
            format!("{} = {} · {} = {}", teams[0].name, game.a.name, teams[1].name, game.b.name),
        ),
        (t.score().to_owned(), format!("{}:{} · {said}", score[0], score[1])),
        (t.periods().to_owned(), periods.join(" ")),
        (t.feed_plays().to_owned(), report.feed.game.plays.len().to_string()),
        (t.feed_differences().to_owned(), report.unexplained().to_string()),
    ];
    let mut form = FormView::new(visitor, "feed", &[], &Fields::default())
        .to(format!("{here}/take"))
        .says(t.feed_take())
        .hide("sha256", &sha256)
        .hide("name", &name)
        .hide("turned", if turned { "true" } else { "false" });
    let mut unsure = 0;
    for (side, (team, list)) in teams.iter().zip(&lists).enumerate() {
        let mut choices = vec![(String::new(), t.feed_nobody().to_owned())];
        choices.extend(list.iter().map(|one| (one.key.clone(), format!("{} {}", one.shirt, one.name))));
        for (player, found) in team.players.iter().zip(match_players(team, list)) {
            let Some(number) = player.number.as_deref() else { continue };
            let key = found.listed.map(|at| list[at].key.clone()).unwrap_or_default();
            let mark = match found.by {
                By::NumberAndName => "",
                By::Number | By::Name | By::Nobody => t.feed_unsure(),
            };
            unsure += usize::from(!mark.is_empty());
            let label = format!("{} · {number} {} {mark}", team.name, player.name);
            form = form.choose(format!("p.{side}.{number}"), label.trim(), key, &choices);
        }
    }
    let mut page = Page::new(room).back(here, t.feed_page()).with(Part::facts("", facts));
    page.over = game.title(t);
    page = page.with(problems(&report, visitor));
    page.with(Part::form(t.feed_players(), form).noted(&t.feed_players_said(unsure))).answer(None)
}

/// What in the file is not sound.
fn problems(report: &Report, visitor: &Visitor) -> Part {
    let t = visitor.t();
    let mut list = ListView::new(t.feed_problems(), &[t.column(), t.feed_problem()], t.feed_sound());
    for problem in report.problems().iter().take(MOST_PROBLEMS) {
        list.row(vec![Cell::text(&problem.place), Cell::text(&problem.text)]);
    }
    let more = report.problems().len().saturating_sub(MOST_PROBLEMS);
    let part = Part::list(t.feed_problems(), list);
    if more > 0 { part.noted(&format!("+ {more}")) } else { part }
}

pub async fn take(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = find(&visitor, &mut tx, &key, EditFixture).await?;
    let sha256 = form.fields.get("sha256").to_owned();
    if sha256.len() != 64 || !sha256.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f')) {
        return Err(Error::NotFound);
    }
    let path = uploads::path_of(&visitor.app.settings.uploads, &sha256);
    let work = tokio::task::spawn_blocking(move || Some(read_text(&std::fs::read(path).ok()?)));
    let read = work.await.map_err(|error| Error::Internal(error.to_string()))?;
    // Nobody looked at such a file, or it is no game.
    let Some(Ok((body, _))) = read else { return Err(Error::NotFound) };
    let lists = boxscores::lists(&mut tx, &card).await?;
    let mut players = Players::default();
    let mut faults = Vec::new();
    for (name, value) in form.fields.0.iter().filter(|(_, value)| !value.is_empty()) {
        let Some((side, number)) = name.strip_prefix("p.").and_then(|rest| rest.split_once('.')) else {
            continue;
        };
        let side = match side {
            "0" => 0,
            "1" => 1,
            _ => continue,
        };
        if lists[side].iter().any(|one: &Listed| one.key == *value) {
            players[side].insert(number.to_owned(), value.clone());
        } else {
            faults.push(Fault::at(name, What::NoSuchObject));
        }
    }
    let seen = Seen {
        file_name: super::import::plain_name(form.fields.get("name")),
        sha256,
        body,
        turned: form.fields.get("turned") == "true",
        players,
    };
    let done =
        if faults.is_empty() { act::take(&mut tx, &card, seen).await } else { Err(Refused::Faults(faults)) };
    match done {
        Ok(()) => saved(tx, Kind::Fixture, &key, format!("/admin/fixtures/{key}/feed")).await,
        Err(Refused::Faults(faults)) => {
            drop(tx);
            let t = visitor.t();
            let said: Vec<String> = faults.iter().map(|fault| t.fault(&fault.what)).collect();
            let typed = Typed { fields: Fields::default(), trouble: Trouble::Faults(Vec::new()) };
            let said = format!("{} {}", t.feed_refused(), said.join(" "));
            page(&visitor, &mut visitor.read().await?, &card, Some(&typed), Some(said)).await
        }
        Err(other) => Err(other.into()),
    }
}

pub async fn remove(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let mut tx = form.visitor.write().await?;
    let card = find(&form.visitor, &mut tx, &key, EditFixture).await?;
    act::drop_feed(&mut tx, &card).await?;
    saved(tx, Kind::Fixture, &key, format!("/admin/fixtures/{key}/feed")).await
}

/// Whether the visitor may come here from a game's page.
pub fn may_come(visitor: &Visitor, card: &Card, season: &seasons::Season) -> bool {
    visitor.may(EditFixture, &super::place_of(card)) && visitor.may(EditFixture, &place::season(season))
}
