//! One game of a draft: where else it could lie, and what that would cost.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::form::Form;
use super::super::form::{FormView, Trouble, Typed};
use super::super::list::{Cell, ListView};
use super::super::room::{Part, saved};
use super::{find, frame, views};
use crate::access::Permission::{EditFixture, ReadControl};
use crate::actions::drafts as act;
use crate::actions::input::Fields;
use crate::drafts::Board;
use crate::store::Db;
use crate::store::audit::Kind;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{Response, header};
use axum::response::IntoResponse;
use league::planner::Alternative;

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    (key, game): (&str, &str),
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let found = find(visitor, db, key, ReadControl).await?;
    let t = visitor.t();
    let own = found.draft.games.iter().find(|one| one.key == game).cloned().ok_or(Error::NotFound)?;
    let title = views::sides(visitor, &found, &own);
    let mut page = frame(visitor, db, &found, &title).await?;
    page.over = format!("{} · {}", found.draft.name, views::named(visitor, &found, &own.competition));
    page.note = views::spot_words(visitor, &found, (own.at, &own.hall, &own.court));
    if let Some(card) = found.around.card(game) {
        page = page.link(t.fixtures_nav(), format!("/admin/fixtures/{}", card.fixture.key));
    }
    if let Some(typed) = typed
        && let Trouble::Faults(faults) = &typed.trouble
    {
        let said: Vec<String> = faults.iter().map(|fault| t.fault(&fault.what)).collect();
        page = page.with(Part::say(t.faults_head(), &said.join("; ")).named("refused"));
    } else if typed.is_some() {
        page = page.with(Part::say(t.conflict_head(), "").named("refused"));
    }
    let here = format!("{}/games/{game}", found.here());
    let stays = found.around.stays(&own);
    if found.may_edit && own.at.is_some() && (own.locked || !stays) {
        let label = if own.locked { t.game_unlock() } else { t.game_lock() };
        let form = FormView::button_only(visitor, format!("{here}/lock"), label)
            .version(found.draft.version)
            .hide("locked", if own.locked { "false" } else { "true" });
        page = page.with(Part::form("", form));
    }
    if stays {
        return page.with(Part::say(t.game_moves(), t.game_stays())).answer(typed);
    }
    let board = match Board::of_draft(&found.around, &found.draft) {
        Ok(board) => board,
        Err(refused) => return page.with(Part::say("", &t.no_season_words(&refused))).answer(typed),
    };
    let slots = act::slots_for(&board, game).unwrap_or_default();
    let columns = [t.tip_off(), t.game_cost(), t.edit()];
    let mut list = ListView::new(t.game_moves(), &columns, t.state_missing());
    for there in &slots {
        let beginning = board.season.slots[there.slot];
        let hall = board.season.file.halls[beginning.hall].name.clone();
        let slot = act::slot_name(beginning.at, &hall);
        let words = views::spot_words(visitor, &found, (Some(beginning.at), &Some(hall), &None));
        let legal = there.is_legal();
        let cost = match (legal, there.soft) {
            (false, _) => Cell::Quiet(reason_words(visitor, &found, &board, there)),
            (true, 0) => Cell::text(t.game_same_cost()),
            (true, soft) => Cell::Number(format!("{soft:+}")),
        };
        let act = if legal && found.may_edit {
            let form = FormView::button_only(visitor, format!("{here}/move"), t.game_move())
                .version(found.draft.version)
                .hide("slot", slot);
            Cell::form(form)
        } else {
            Cell::text("")
        };
        list.row(vec![if legal { Cell::text(words) } else { Cell::Quiet(words) }, cost, act]);
    }
    page.with(Part::list(t.game_moves(), list).noted(t.game_moves_said()).named("slots")).answer(typed)
}

fn reason_words(visitor: &Visitor, found: &super::Found, board: &Board, there: &Alternative) -> String {
    let (zh, en): (Vec<String>, Vec<String>) = act::reasons(&found.around, board, there).into_iter().unzip();
    visitor.lang.pick(&zh.join("、"), &en.join(", ")).to_owned()
}

pub async fn show(
    visitor: Visitor,
    Path((key, game)): Path<(String, String)>,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    page(&visitor, &mut db, (&key, &game), None).await
}

/// The slots of a game as data: what dragging lights up.
pub async fn slots(
    visitor: Visitor,
    Path((key, game)): Path<(String, String)>,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, ReadControl).await?;
    drop(db);
    let own = found.draft.games.iter().find(|one| one.key == game).ok_or(Error::NotFound)?;
    let board =
        Board::of_draft(&found.around, &found.draft).map_err(|_| Error::NotNow("no_season_to_plan"))?;
    let stays = found.around.stays(own);
    let slots = if stays { Vec::new() } else { act::slots_for(&board, &game).unwrap_or_default() };
    let slots: Vec<serde_json::Value> = slots
        .iter()
        .map(|there| {
            let beginning = board.season.slots[there.slot];
            let hall = &board.season.file.halls[beginning.hall].name;
            serde_json::json!({
                "slot": act::slot_name(beginning.at, hall),
                "legal": there.is_legal(),
                "cost": there.soft,
                "why": if there.is_legal() { String::new() } else { reason_words(&visitor, &found, &board, there) },
            })
        })
        .collect();
    let body = serde_json::json!({ "version": found.draft.version, "slots": slots }).to_string();
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

pub async fn move_to(Path((key, game)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    find(&visitor, &mut tx, &key, EditFixture).await?;
    match act::move_game(&mut tx, &key, form.version, &game, form.fields.get("slot")).await {
        Ok(_) => saved(tx, Kind::Draft, &key, format!("/admin/drafts/{key}#calendar")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, (&key, &game), Some(&typed)).await
        }
    }
}

pub async fn lock(Path((key, game)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    find(&visitor, &mut tx, &key, EditFixture).await?;
    let locked = form.fields.get("locked") == "true";
    match act::lock(&mut tx, &key, form.version, &game, locked).await {
        Ok(_) => saved(tx, Kind::Draft, &key, format!("/admin/drafts/{key}/games/{game}")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(Fields::default(), refused)?;
            page(&visitor, &mut visitor.read().await?, (&key, &game), Some(&typed)).await
        }
    }
}
