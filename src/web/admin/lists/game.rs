//! Who is named for a game: ticked by the leader on a phone, looked at by the table, locked.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::form::Form;
use super::super::super::page::Here;
use super::super::room::{BenchRow, BenchView, Page, Part, room, saved};
use super::super::{place, place_of};
use super::class_of;
use super::team::said;
use crate::access::Permission::{CheckMatchList, EditList, JudgeList};
use crate::access::{Place, Scope};
use crate::actions::Refused;
use crate::actions::input::Fields;
use crate::actions::match_lists::{self as act, Bench};
use crate::lists as reading;
use crate::store::audit::Kind;
use crate::store::match_lists::ListState;
use crate::store::{Db, fixtures, seasons};
use crate::web::show::FixtureView;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use league::eligibility::Verdict;
use league::fixture::Side;
use league::season::Phase;

/// A side with its two places: the team's, where its leader works, and the game's, where the table works.
async fn find(visitor: &Visitor, db: &mut Db, key: &str, side: &str) -> Result<(Bench, Place, Place), Error> {
    let side: Side = side.parse().map_err(|_| Error::NotFound)?;
    let card =
        fixtures::by_key(db, key).await?.filter(|card| !card.fixture.archived).ok_or(Error::NotFound)?;
    let game = place_of(&card);
    let bench = Bench::read(db, &card, side, visitor.app.clock.now()).await.map_err(Error::from);
    // Whether a side is known is nobody's business who may not see the game.
    let bench = match bench {
        Ok(bench) => bench,
        Err(error) => {
            visitor.must(CheckMatchList, &game)?;
            return Err(error);
        }
    };
    let team = place::of_scope(db, Scope::Entry(bench.entry)).await?.ok_or(Error::NotFound)?;
    if !visitor.may(EditList, &team) && !visitor.may(CheckMatchList, &game) {
        visitor.must(CheckMatchList, &game)?;
    }
    Ok((bench, team, game))
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    (bench, team, game): &(Bench, Place, Place),
    (naming, checking): (Option<(&Fields, Vec<String>)>, Vec<String>),
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let season = seasons::by_id(db, bench.card.season_id).await?;
    let view = FixtureView::of(&bench.card, visitor.lang);
    let own = if bench.side == Side::A { &view.a } else { &view.b };
    let checks = visitor.may(CheckMatchList, game);
    let leads = visitor.may(EditList, team);
    let base = format!("/admin/fixtures/{}/lists/{}", bench.card.fixture.key, bench.side.as_str());
    let frame = match checks && !leads {
        // A volunteer at the table has no control room: the page stands alone.
        true => super::super::room::bare(visitor, t.match_list(), season.clone()),
        false => room(visitor, db, t.match_list(), Here::Competitions, Some(season.clone())).await?,
    };
    let typed = naming.as_ref().map(|(fields, _)| *fields);
    let faults = naming.as_ref().map(|(_, faults)| faults.clone()).unwrap_or_default();
    let chosen: Vec<(String, bool)> =
        bench.named.iter().map(|player| (player.roster_key.clone(), player.starter)).collect();
    let judged =
        reading::named(db, bench.card.fixture.competition_id, bench.entry, bench.day, &chosen).await?;
    let rows: Vec<BenchRow> = judged
        .rows
        .iter()
        .map(|one| {
            let named = bench.named.iter().find(|player| player.roster_key == one.row.key);
            let ticked = |field: String| typed.map(|typed| !typed.get(&field).is_empty());
            let open =
                one.reasons.iter().filter(|(reason, given)| given.is_none() && reason.verdict != Verdict::Ok);
            let mut why: Vec<String> = open.map(|(reason, _)| said(visitor, reason)).collect();
            if !one.bring.is_empty() {
                let things: Vec<&str> = one.bring.iter().map(|thing| t.words_of(thing)).collect();
                why.push(format!("{}: {}", t.bring(), things.join("、")));
            }
            let barred = bench.is_barred(&one.row);
            if barred {
                why.insert(0, t.barred_here().to_owned());
            }
            let verdict = if barred { Verdict::Error } else { one.verdict };
            BenchRow {
                key: one.row.key.clone(),
                shirt: one.row.shirt.clone(),
                name: one.row.name.clone(),
                photo: one.row.photo_id.map(|_| format!("{base}/photos/{}", one.row.key)),
                light: t.verdict_word(verdict),
                class: class_of(verdict),
                why,
                named: ticked(format!("p-{}", one.row.key)).unwrap_or(named.is_some()),
                starts: ticked(format!("s-{}", one.row.key)).unwrap_or(named.is_some_and(|p| p.starter)),
                captain: typed.map_or_else(
                    || named.map_or(bench.named.is_empty() && one.row.captain, |p| p.captain),
                    |typed| typed.get("captain") == one.row.key,
                ),
                verified: named.is_some_and(|player| player.verified),
            }
        })
        .collect();
    let mut page = Page::new(frame);
    if leads {
        page = page.back(format!("/admin/lists/{}", entry_key(bench)), t.team_list());
    }
    page.over = format!("{} · {}", own.name, view.title(t));
    let tz = season.tz();
    let mut facts = vec![
        (t.field("night", "day").to_owned(), format!("{} {}", view.day_text, view.time_text)),
        (t.status().to_owned(), t.match_list_state(bench.list.state).to_owned()),
    ];
    if let Some(at) = bench.closes_at() {
        facts.push((t.match_closes().to_owned(), at.with_timezone(&tz).format("%Y-%m-%d %H:%M").to_string()));
    }
    if !bench.list.checked_by.is_empty() {
        facts.push((t.verified().to_owned(), bench.list.checked_by.clone()));
    }
    page = page.with(Part::facts("", facts));
    let archived = season.phase == Phase::Archived;
    let may_name = (leads || checks) && bench.may_change(checks && at_the_table(visitor, team)) && !archived;
    let form = |checks: bool, locked: bool| BenchView {
        t,
        action: if checks { format!("{base}/check") } else { base.clone() },
        token: visitor.form_token.clone(),
        version: bench.list.version,
        rows: Vec::new(),
        coach: typed.map_or(bench.list.coach.clone(), |typed| typed.get("coach").to_owned()),
        assistant_coach: typed
            .map_or(bench.list.assistant_coach.clone(), |typed| typed.get("assistant_coach").to_owned()),
        faults: Vec::new(),
        button: if checks { t.verify_save() } else { t.hand_in() },
        second: checks.then(|| ("lock", t.verify_lock())),
        checks,
        locked,
    };
    let waits = matches!(bench.list.state, ListState::HandedIn | ListState::Checked);
    if checks && waits {
        let named = |row: &&BenchRow| bench.named.iter().any(|player| player.roster_key == row.key);
        let rows = rows.iter().filter(named).cloned().collect();
        let view = BenchView { rows, faults: checking.clone(), ..form(true, archived) };
        page = page.with(Part::bench(t.verify_players(), view).noted(t.verify_said()));
    }
    if may_name || !(checks && waits) {
        let mut view = BenchView { rows, faults, ..form(false, !may_name) };
        if !may_name {
            view.rows.retain(|row| row.named);
        }
        let part = Part::bench(t.match_list(), view);
        page = page.with(if may_name { part.noted(t.match_list_said()) } else { part });
    }
    let failed = naming.is_some() || !checking.is_empty();
    let mut response = page.answer(None)?;
    if failed {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn entry_key(bench: &Bench) -> &str {
    let key = if bench.side == Side::A { &bench.card.a_key } else { &bench.card.b_key };
    key.as_deref().unwrap_or_default()
}

/// Whether somebody works at the table or for the organiser, and not for the team.
fn at_the_table(visitor: &Visitor, team: &Place) -> bool {
    visitor.may(JudgeList, team) || !visitor.may(EditList, team)
}

pub async fn show(
    visitor: Visitor,
    Path((key, side)): Path<(String, String)>,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, &side).await?;
    page(&visitor, &mut db, &found, (None, Vec::new())).await
}

/// The photo of somebody who may be named: for the team and for the table, on no public page.
pub async fn photo(
    visitor: Visitor,
    Path((key, side, player)): Path<(String, String, String)>,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (bench, _, _) = find(&visitor, &mut db, &key, &side).await?;
    let rows = crate::store::lists::rows(&mut db, bench.entry).await?;
    let row = rows.iter().find(|row| row.key == player).ok_or(Error::NotFound)?;
    super::files::photo_of(&visitor, &mut db, row).await
}

fn sentences(visitor: &Visitor, refused: Refused) -> Result<Vec<String>, Error> {
    let t = visitor.t();
    match refused {
        Refused::Faults(faults) => Ok(faults
            .iter()
            .map(|fault| format!("{}: {}", t.field("match_list", &fault.field), t.fault(&fault.what)))
            .collect()),
        other => Err(other.into()),
    }
}

pub async fn name(Path((key, side)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find(&visitor, &mut tx, &key, &side).await?;
    let at_table = visitor.may(CheckMatchList, &found.2) && at_the_table(&visitor, &found.1);
    match act::name(&mut tx, &found.0, form.version, &form.fields, at_table).await {
        Ok(list) => done(&visitor, tx, &list.key, &key, &side).await,
        Err(refused) => {
            drop(tx);
            let faults = sentences(&visitor, refused)?;
            let mut db = visitor.read().await?;
            page(&visitor, &mut db, &found, (Some((&form.fields, faults)), Vec::new())).await
        }
    }
}

async fn done(
    visitor: &Visitor,
    tx: crate::store::Tx,
    list: &str,
    key: &str,
    side: &str,
) -> Result<Response<Body>, Error> {
    let to = format!("/admin/fixtures/{key}/lists/{side}");
    if visitor.may_somewhere(crate::access::Permission::ReadControl) {
        return saved(tx, Kind::MatchList, list, to).await;
    }
    tx.commit().await?;
    Ok(Redirect::to(&to).into_response())
}

pub async fn check(Path((key, side)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find(&visitor, &mut tx, &key, &side).await?;
    visitor.must(CheckMatchList, &found.2)?;
    let lock = !form.fields.get("lock").is_empty();
    match act::check(&mut tx, &found.0, form.version, &form.fields, lock).await {
        Ok(()) => done(&visitor, tx, &found.0.list.key, &key, &side).await,
        Err(refused) => {
            drop(tx);
            let faults = sentences(&visitor, refused)?;
            let mut db = visitor.read().await?;
            page(&visitor, &mut db, &found, (None, faults)).await
        }
    }
}
