//! Today: what waits to be done, and nothing else.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::page::Here;
use super::super::show::FixtureView;
use super::history::{may_read, who};
use super::list::{Cell, ListView};
use super::results::{is_missing, rows};
use super::room::{Page, Part, Room, room};
use super::{place, place_of};
use crate::access::Permission::{
    EditCompetition, EditFixture, EditNotice, IssueLink, ReadAudit, ReadControl, ReviewUpload,
};
use crate::store::audit::{self, Filter};
use crate::store::fixtures::{self, Card};
use crate::store::seasons::Season;
use crate::store::{Db, clubs, competitions, leagues, notices, plays};
use axum::body::Body;
use axum::http::Response;
use league::fixture::Status;

/// Changes shown at the end of the page.
const LAST_CHANGES: usize = 8;

pub async fn show(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let room = room(&visitor, &mut db, t.today_nav(), Here::Today, None).await?;
    let Some(season) = room.season.clone() else {
        return Page::new(room).with(Part::say("", t.no_season())).answer(None);
    };
    let now = visitor.app.clock.now();
    let today = now.with_timezone(&season.tz()).date_naive();
    let locked = room.locked;
    let mut cards = fixtures::of_season(&mut db, season.id).await?;
    cards.retain(|card| visitor.may(ReadControl, &place_of(card)));
    let pick = |wanted: &dyn Fn(&Card) -> bool| cards.iter().filter(|card| wanted(card)).collect::<Vec<_>>();
    let playing = pick(&|c| c.fixture.day == Some(today) || c.fixture.status == Status::Live);
    let confirm = pick(&|c| c.fixture.awaits_confirmation());
    let missing = pick(&|c| is_missing(c, today));
    let mut page = Page::new(room.clone());
    page.over = t.day(today);
    if !playing.is_empty() {
        page = page.with(Part::list(t.todo_today(), games_today(&visitor, &playing, &room)));
    }
    for (heading, found) in [(t.todo_confirm(), &confirm), (t.todo_missing(), &missing)] {
        if !found.is_empty() && !locked {
            page = page.with(Part::list(heading, rows(&visitor, found, locked, "")));
        }
    }
    page = sheets(&visitor, &mut db, &season, &cards, page).await?;
    if let Some(part) = super::game_report::due(&visitor, &mut db, &season, &cards).await? {
        page = page.with(part);
    }
    page = documents(&visitor, &mut db, &season, page).await?;
    if page.parts.is_empty() {
        page = page.with(next_step(&visitor, &mut db, &season, cards.is_empty(), locked).await?);
    }
    if visitor.may(ReadAudit, &place::season(&season)) {
        page = page.with(changes(&visitor, &mut db, &season).await?);
    }
    page.answer(None)
}

fn games_today(visitor: &Visitor, cards: &[&Card], room: &Room) -> ListView {
    let t = visitor.t();
    let mut list = rows(visitor, cards, room.locked, "");
    for (row, card) in list.rows.iter_mut().zip(cards) {
        if visitor.may(IssueLink, &place_of(card)) && !room.locked {
            let to = format!("/admin/fixtures/{}#links", card.fixture.key);
            row.last_mut().into_iter().for_each(|cell| {
                let link = Cell::link(t.scorer_links(), to.clone());
                *cell = Cell::Many(vec![cell.clone(), link]);
            });
        }
        let venue = FixtureView::of(card, visitor.lang);
        row[0] = Cell::text(format!("{} {} {}", venue.time_text, venue.venue, venue.court));
    }
    list
}

/// Tables that need somebody: two scorers with two scores, a device that waits to take over.
async fn sheets(
    visitor: &Visitor,
    db: &mut Db,
    season: &Season,
    cards: &[Card],
    page: Page,
) -> Result<Page, Error> {
    let t = visitor.t();
    let mut list = ListView::new(t.todo_tables(), &[t.game(), t.status()], "");
    for sheet in plays::sheets(db, season.id).await? {
        let Some(card) = cards.iter().find(|card| card.fixture.id == sheet.fixture_id) else { continue };
        let said = match (sheet.differs_since, sheet.check_a, sheet.check_b) {
            (Some(_), Some(a), Some(b)) => {
                format!("{} {a}:{b} ≠ {}:{}", t.todo_differs(), sheet.score_a, sheet.score_b)
            }
            _ if !sheet.asked_by.is_empty() => format!("{} {}", t.todo_asks(), sheet.asked_by),
            _ => continue,
        };
        let game = FixtureView::of(card, visitor.lang);
        let to = format!("/pad/{}", card.fixture.key);
        list.row(vec![Cell::link(game.title(t), to), Cell::state(said)]);
    }
    Ok(if list.rows.is_empty() { page } else { page.with(Part::list(t.todo_tables(), list)) })
}

async fn documents(visitor: &Visitor, db: &mut Db, season: &Season, mut page: Page) -> Result<Page, Error> {
    let t = visitor.t();
    let at = place::season(season);
    if visitor.may(ReviewUpload, &at) {
        let mut list = ListView::new(t.todo_uploads(), &[t.file(), t.status()], "");
        for upload in notices::uploads_of_season(db, season.id).await? {
            if upload.review == "waiting" {
                let to = format!("/admin/uploads/{}", upload.key);
                list.row(vec![Cell::link(upload.file_name, to), Cell::state(t.waiting())]);
            }
        }
        if !list.rows.is_empty() {
            page = page.with(Part::list(t.todo_uploads(), list));
        }
    }
    if visitor.may(EditNotice, &at) {
        let mut list = ListView::new(t.todo_drafts(), &[t.notice(), t.status()], "");
        for notice in notices::of_season(db, season.id).await? {
            if notice.published_at.is_none() {
                let title = visitor.lang.pick(&notice.title_zh, &notice.title_en);
                list.row(vec![
                    Cell::link(title, format!("/admin/notices/{}", notice.key)),
                    Cell::state(t.draft()),
                ]);
            }
        }
        if !list.rows.is_empty() {
            page = page.with(Part::list(t.todo_drafts(), list));
        }
    }
    Ok(page)
}

/// Nothing waits: either all is well, or the season is only beginning and this is the next step.
async fn next_step(
    visitor: &Visitor,
    db: &mut Db,
    season: &Season,
    no_games: bool,
    locked: bool,
) -> Result<Part, Error> {
    let t = visitor.t();
    let at = place::season(season);
    if locked || !no_games || !visitor.may(EditCompetition, &at) {
        return Ok(Part::say("", t.nothing_to_do()));
    }
    let held = competitions::of_season(db, season.id).await?;
    let league = leagues::by_id(db, season.league_id).await?.key;
    let (said, label, to) = if clubs::all(db, season.league_id).await?.is_empty() {
        (t.start_clubs(), t.new_club(), format!("/admin/leagues/{league}/clubs/new"))
    } else if let Some(first) = held.first() {
        let to = if visitor.may(EditFixture, &at) { "/fixtures/new" } else { "" };
        (t.start_fixtures(), t.new_fixture(), format!("/admin/competitions/{}{to}", first.key))
    } else {
        let to = format!("/admin/seasons/{}/competitions/new", season.key);
        (t.start_competition(), t.new_competition(), to)
    };
    Ok(Part::list(t.todo_start(), ListView::new("", &[], said).next(label, to)))
}

async fn changes(visitor: &Visitor, db: &mut Db, season: &Season) -> Result<Part, Error> {
    let t = visitor.t();
    let filter = Filter { season: Some(season.id), limit: 40, ..Default::default() };
    let columns = [t.audit_when(), t.audit_who(), t.audit_what(), t.audit_object()];
    let mut list = ListView::new(t.todo_changes(), &columns, t.audit_none());
    for row in audit::list(db, &filter).await? {
        if list.rows.len() == LAST_CHANGES {
            break;
        }
        if !may_read(visitor, db, &row).await? {
            continue;
        }
        list.row(vec![
            Cell::Number(row.at.with_timezone(&season.tz()).format("%m-%d %H:%M").to_string()),
            Cell::text(who(t, &row)),
            Cell::text(t.audit_action(row.action.as_str())),
            Cell::link(
                format!("{} {}", t.object_kind(row.object_kind.as_str()), row.object_name),
                format!("/admin/history/{}/{}", row.object_kind.as_str(), row.object_key),
            ),
        ]);
    }
    Ok(Part::list(t.todo_changes(), list))
}

/// The list of keys, for those without the dialog.
pub async fn keys(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let mut room = room(&visitor, &mut db, t.keys(), Here::Elsewhere, None).await?;
    room.locked = false;
    let mut facts = vec![
        ("/".to_owned(), t.key_search().to_owned()),
        ("?".to_owned(), t.key_help().to_owned()),
        ("Esc".to_owned(), t.key_close().to_owned()),
    ];
    facts.extend(room.nav.iter().map(|entry| (format!("g {}", entry.letter), entry.label.to_owned())));
    Page::new(room).with(Part::facts("", facts).noted(t.keys_said())).answer(None)
}
