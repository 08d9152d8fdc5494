//! Life breaks a plan: a hall shuts, a team leaves, a game is put off. The draft is mended with the fewest moves.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::form::Form;
use super::super::form::{FormView, Typed};
use super::super::room::{Part, saved};
use super::{Found, find, frame, views};
use crate::access::Permission::{EditFixture, ReadControl};
use crate::actions::drafts as act;
use crate::actions::input::Fields;
use crate::clock::Stopwatch;
use crate::drafts::mend;
use crate::store::Db;
use crate::store::audit::Kind;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    found: &Found,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let mut page = frame(visitor, db, found, t.draft_repair()).await?;
    t.repair_said().clone_into(&mut page.note);
    let halls = &found.draft.setup.halls;
    let halls =
        halls.iter().map(|hall| (hall.name.clone(), views::named(visitor, found, &hall.name))).collect();
    let mut teams: Vec<String> =
        found.draft.games.iter().flat_map(|game| [&game.a, &game.b]).flatten().cloned().collect();
    teams.sort_by_key(|key| league::names::sort_key(&found.around.names.zh(key)));
    teams.dedup();
    let teams = teams.into_iter().map(|key| (key.clone(), views::named(visitor, found, &key))).collect();
    let games = found.draft.games.iter().filter(|game| game.at.is_some() && !found.around.stays(game));
    let label = |game: &crate::store::drafts::DraftGame| {
        let spot = views::spot_words(visitor, found, (game.at, &None, &None));
        (game.key.clone(), format!("{spot} {}", views::sides(visitor, found, game)))
    };
    let mut games: Vec<(String, String)> = games.map(label).collect();
    games.sort_by(|one, other| one.1.cmp(&other.1));
    let form =
        FormView::new(visitor, "repair", act::REPAIR_FIELDS, &Fields::from_pairs([("what", "closed")]))
            .to(format!("{}/repair", found.here()))
            .choices("hall", halls)
            .choices("entry", teams)
            .choices("game", games)
            .version(found.draft.version)
            .says(t.repair_go())
            .locked(!found.may_edit)
            .typed(typed);
    page.with(Part::form(t.draft_repair(), form)).answer(typed)
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, ReadControl).await?;
    page(&visitor, &mut db, &found, None).await
}

/// What a repair may take before a search takes over.
const SECONDS: f64 = 1.0;

pub async fn apply(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let (visitor, fields) = (form.visitor, form.fields);
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, EditFixture).await?;
    drop(db);
    let t = visitor.t();
    // Worked out before the database is held: the version says whether the draft is still the same.
    let (around, draft) = (found.around.clone(), found.draft.clone());
    let mended = match act::disruption(&draft, &fields) {
        Err(refused) => Err(refused),
        Ok(disruption) => {
            let work = move || {
                let watch = Stopwatch::start();
                let stop = || watch.elapsed().as_secs_f64() > SECONDS;
                mend(&around, &draft.setup, &draft.games, &disruption, &stop)
            };
            let done = tokio::task::spawn_blocking(work).await;
            done.map_err(|error| Error::Internal(error.to_string()))?.map_err(act::no_season)
        }
    };
    let done = match mended {
        Err(refused) => Err(refused),
        Ok(mended) => {
            let proof = match (mended.whole, mended.least) {
                (false, _) => t.repair_not_whole(),
                (true, true) => t.repair_least(),
                (true, false) => t.repair_searched(),
            };
            let what = t.choice("repair", "what", fields.get("what"));
            let note = format!("{what} · {} {} · {proof}", t.repair_moved(), mended.moved);
            let mut tx = visitor.write().await?;
            match act::repaired(&mut tx, &key, form.version, mended, &note).await {
                Ok(_) => return saved(tx, Kind::Draft, &key, format!("/admin/drafts/{key}/versions")).await,
                Err(refused) => Err(refused),
            }
        }
    };
    match done {
        Ok(()) => Err(Error::NotFound),
        Err(refused) => {
            let typed = Typed::new(fields, refused)?;
            let mut db = visitor.read().await?;
            let found = find(&visitor, &mut db, &key, ReadControl).await?;
            page(&visitor, &mut db, &found, Some(&typed)).await
        }
    }
}
