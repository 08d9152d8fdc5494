//! Drafts of fixtures: taken from the calendar, set up, planned, moved, mended, published. Every change is a version.

mod publish;
mod search;
mod set_up;

pub use publish::{publish, publishes};
pub use search::{
    begin as begin_search, is_going, keep as keep_search, stop as stop_search, tell as tell_search,
};
pub use set_up::{
    CLUB_FIELDS, COMPETITION_FIELDS, DATE_FIELDS, DAYS, HALL_FIELDS, Part, RULE_FIELDS, WEIGHTS, fields_of,
    set_up, weight_word,
};

use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::{Fault, Outcome, Refused, seasons};
use crate::drafts::{Around, Board, Disruption, Mended, first_setup, games_of_season, give_courts};
use crate::store::Tx;
use crate::store::audit::{Action, Entry, Kind};
use crate::store::drafts::{self, Draft, DraftGame, Version};
use crate::store::seasons::Season;
use chrono::NaiveDateTime;
use league::planner::season::{SeasonRefused, Topic};
use league::planner::{Alternative, Format, Return, alternatives, places_for};
use sqlx::types::Json;

/// What a new draft is made of.
pub const FIELDS: &[Field] = &[
    required("name", Holds::Line(60)),
    optional("competition", Holds::Key),
    optional("legs", Holds::Word(&["single", "mirrored", "fewest_breaks"])),
];

/// What a disruption is made of.
pub const REPAIR_FIELDS: &[Field] = &[
    required("what", Holds::Word(&["closed", "withdrawn", "postponed", "rules"])),
    optional("hall", Holds::Key),
    optional("day", Holds::Date),
    optional("entry", Holds::Key),
    optional("game", Holds::Key),
];

/// Makes a draft of the season's games, or of one competition's.
pub async fn create(tx: &mut Tx, season: &Season, fields: &Fields) -> Outcome<Draft> {
    seasons::must_be_open(tx, season.id).await?;
    let parsed = parse(FIELDS, fields)?;
    let around = season_around(tx, season).await?;
    let wanted = parsed.text("competition");
    let chosen = |key: &String| wanted.is_empty() || *key == wanted;
    let active = around.competitions.iter().filter(|competition| !competition.archived);
    let competitions: Vec<String> = active.map(|c| c.key.clone()).filter(chosen).collect();
    if competitions.is_empty() {
        return Err(vec![Fault::at("competition", What::NoSuchObject)].into());
    }
    let after = match parsed.text("legs").as_str() {
        "mirrored" => Return::Mirrored,
        "fewest_breaks" => Return::FewestBreaks,
        _ => Return::None,
    };
    let random = tx.writer.random.clone();
    let mut games = games_of_season(&around, &competitions, after, &mut || random.key());
    give_courts(&around, &mut games);
    let today = around.now.date();
    let draft = Draft {
        id: 0,
        key: tx.key(),
        season_id: season.id,
        name: parsed.text("name"),
        setup: Json(first_setup(&around, season, &competitions, today)),
        games: Json(games),
        number: 1,
        published_at: None,
        archived: false,
        version: 1,
    };
    let id = drafts::insert(tx, &draft).await?;
    let draft = Draft { id, ..draft };
    keep_version(tx, &draft, "taken", "").await?;
    record(tx, Action::Created, &draft, "taken", "").await?;
    Ok(draft)
}

/// What the season holds as the writer sees it.
async fn season_around(tx: &mut Tx, season: &Season) -> Outcome<Around> {
    let now = tx.now();
    Ok(Around::load(tx, season, now).await?)
}

/// The draft with a key, while its season is open and nobody changed it since.
pub async fn open(tx: &mut Tx, key: &str, version: i64) -> Outcome<(Season, Draft)> {
    let draft = drafts::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    let season = seasons::must_be_open(tx, draft.season_id).await?;
    if draft.version != version { Err(Refused::Conflict) } else { Ok((season, draft)) }
}

/// Saves a draft as its next version.
pub async fn save(tx: &mut Tx, mut draft: Draft, made_by: &str, note: &str) -> Outcome<Draft> {
    draft.number += 1;
    drafts::update(tx, &draft).await?;
    draft.version += 1;
    keep_version(tx, &draft, made_by, note).await?;
    record(tx, Action::Changed, &draft, made_by, note).await?;
    Ok(draft)
}

async fn keep_version(tx: &mut Tx, draft: &Draft, made_by: &str, note: &str) -> Outcome<()> {
    let version = Version {
        number: draft.number,
        at: tx.now(),
        author: tx.writer.actor.name(),
        made_by: made_by.into(),
        note: note.into(),
        setup: draft.setup.clone(),
        games: draft.games.clone(),
    };
    Ok(drafts::insert_version(tx, draft.id, &version).await?)
}

async fn record(tx: &mut Tx, action: Action, draft: &Draft, made_by: &str, note: &str) -> Outcome<()> {
    let placed = draft.games.iter().filter(|game| game.at.is_some()).count();
    let after = serde_json::json!({
        "version": draft.number,
        "made_by": made_by,
        "games": draft.games.len(),
        "with_date": placed,
        "note": note,
    });
    let entry = Entry::new(action, Kind::Draft, &draft.key, &draft.name).season(draft.season_id).after(after);
    tx.record(entry).await?;
    Ok(())
}

/// What a slot of the forms is called: the beginning and the hall.
pub fn slot_name(at: NaiveDateTime, hall: &str) -> String {
    format!("{} {hall}", at.format("%Y-%m-%dT%H:%M"))
}

fn slot_from(text: &str) -> Option<(NaiveDateTime, &str)> {
    let (at, hall) = text.split_once(' ')?;
    Some((super::input::parse_time(at)?, hall))
}

/// The slots a game may take, and what each costs; nothing for a game that this draft does not plan.
pub fn slots_for(board: &Board, key: &str) -> Option<Vec<Alternative>> {
    let place = board.order.iter().position(|place| board.games[*place].key == key)?;
    let (plan, places) = board.plan();
    let instance = &board.season.instance;
    match places.iter().position(|of| *of == place) {
        Some(at) => Some(alternatives(instance, &plan, at)),
        None => {
            let Format::Slots { games } = &instance.format else { return None };
            Some(places_for(instance, &plan, games[place].home, games[place].away))
        }
    }
}

/// The rules that a slot breaks, each once, by name.
pub fn reasons(around: &Around, board: &Board, there: &Alternative) -> Vec<(String, String)> {
    let mut topics: Vec<&Topic> = there
        .breaks
        .iter()
        .filter(|(rule, _)| board.season.instance.rules[*rule].hard)
        .map(|(rule, _)| &board.season.topics[*rule])
        .collect();
    topics.sort_unstable();
    topics.dedup();
    if there.clash.is_some() && topics.is_empty() {
        topics.push(&Topic::OneGameATime);
    }
    topics.into_iter().map(|topic| topic_words(around, topic)).collect()
}

/// A rule in both languages, with names for its keys.
pub fn topic_words(around: &Around, topic: &Topic) -> (String, String) {
    let (zh, en) = (|key: &str| around.names.zh(key), |key: &str| around.names.en(key));
    (topic.renamed(&zh).zh(), topic.renamed(&en).en())
}

/// Moves a game into a slot that every binding rule leaves it.
pub async fn move_game(tx: &mut Tx, key: &str, version: i64, game: &str, slot: &str) -> Outcome<Draft> {
    let (season, mut draft) = open(tx, key, version).await?;
    let around = season_around(tx, &season).await?;
    let board = board(&around, &draft)?;
    let fault = |what| Refused::Faults(vec![Fault::at("slot", what)]);
    let (at, hall) = slot_from(slot).ok_or_else(|| fault(What::NoSuchObject))?;
    let wanted = board.slot(at, hall).ok_or_else(|| fault(What::NoSuchObject))?;
    let place = draft.games.iter().position(|one| one.key == game).ok_or(Refused::NotFound)?;
    if around.stays(&draft.games[place]) {
        return Err(fault(What::GameBegun { game: around.names.sides(&draft.games[place]).join(" – ") }));
    }
    let found = slots_for(&board, game).ok_or(Refused::NotFound)?;
    let there = found.iter().find(|there| there.slot == wanted).ok_or_else(|| fault(What::NoSuchObject))?;
    if !there.is_legal() {
        let (zh, en): (Vec<_>, Vec<_>) = reasons(&around, &board, there).into_iter().unzip();
        return Err(fault(What::SlotForbidden { zh: zh.join("、"), en: en.join(", ") }));
    }
    let moved = &mut draft.games.0[place];
    (moved.at, moved.hall, moved.court) = (Some(at), Some(hall.to_owned()), None);
    let note = around.names.sides(moved).join(" – ");
    give_courts(&around, &mut draft.games.0);
    save(tx, draft, "moved", &note).await
}

/// Holds a game where it is, or lets it go.
pub async fn lock(tx: &mut Tx, key: &str, version: i64, game: &str, locked: bool) -> Outcome<Draft> {
    let (season, mut draft) = open(tx, key, version).await?;
    let around = season_around(tx, &season).await?;
    let held = draft.games.0.iter_mut().find(|one| one.key == game).ok_or(Refused::NotFound)?;
    held.locked = locked && held.at.is_some();
    let note = around.names.sides(held).join(" – ");
    save(tx, draft, "locked", &note).await
}

/// Reads what happened.
pub fn disruption(draft: &Draft, fields: &Fields) -> Outcome<Disruption> {
    let parsed = parse(REPAIR_FIELDS, fields)?;
    let missing = |field: &str| Refused::Faults(vec![Fault::at(field, What::Required)]);
    let unknown = |field: &str| Refused::Faults(vec![Fault::at(field, What::NoSuchObject)]);
    let given = |field: &str| Some(parsed.text(field)).filter(|text| !text.is_empty());
    Ok(match parsed.text("what").as_str() {
        "closed" => {
            let hall = given("hall").ok_or_else(|| missing("hall"))?;
            if draft.setup.halls.iter().all(|known| known.name != hall) {
                return Err(unknown("hall"));
            }
            Disruption::Closed { hall, day: parsed.date("day").ok_or_else(|| missing("day"))? }
        }
        "withdrawn" => {
            let entry = given("entry").ok_or_else(|| missing("entry"))?;
            let plays =
                |game: &DraftGame| [&game.a, &game.b].into_iter().flatten().any(|side| *side == entry);
            if !draft.games.iter().any(plays) {
                return Err(unknown("entry"));
            }
            Disruption::Withdrawn { entry }
        }
        "postponed" => {
            let game = given("game").ok_or_else(|| missing("game"))?;
            if draft.games.iter().all(|one| one.key != game) {
                return Err(unknown("game"));
            }
            Disruption::Postponed { game }
        }
        _ => Disruption::Rules,
    })
}

/// Saves a mended draft.
pub async fn repaired(tx: &mut Tx, key: &str, version: i64, mended: Mended, note: &str) -> Outcome<Draft> {
    let (_, mut draft) = open(tx, key, version).await?;
    (draft.setup, draft.games) = (Json(mended.setup), Json(mended.games));
    save(tx, draft, "repaired", note).await
}

/// Brings a version back, as the newest one.
pub async fn restore(tx: &mut Tx, key: &str, version: i64, number: i64) -> Outcome<Draft> {
    let (_, mut draft) = open(tx, key, version).await?;
    let old = drafts::version(tx, draft.id, number).await?.ok_or(Refused::NotFound)?;
    (draft.setup, draft.games) = (old.setup, old.games);
    save(tx, draft, "restored", &number.to_string()).await
}

/// Takes games as a spreadsheet laid them.
pub async fn import(tx: &mut Tx, key: &str, version: i64, games: Vec<DraftGame>) -> Outcome<Draft> {
    let (season, mut draft) = open(tx, key, version).await?;
    let around = season_around(tx, &season).await?;
    draft.games = Json(games);
    give_courts(&around, &mut draft.games.0);
    save(tx, draft, "imported", "").await
}

/// Puts a draft away.
pub async fn archive(tx: &mut Tx, key: &str, version: i64) -> Outcome<Draft> {
    let (_, mut draft) = open(tx, key, version).await?;
    draft.archived = true;
    drafts::update(tx, &draft).await?;
    record(tx, Action::Archived, &draft, "taken", "").await?;
    Ok(draft)
}

/// The question that a draft asks, or why it asks none.
pub fn board(around: &Around, draft: &Draft) -> Outcome<Board> {
    Board::of_draft(around, draft).map_err(no_season)
}

/// A season that cannot be planned, as a fault of the rules.
pub fn no_season(refused: SeasonRefused) -> Refused {
    Refused::Faults(vec![Fault::at("rules", What::NoSeason(Box::new(refused)))])
}
