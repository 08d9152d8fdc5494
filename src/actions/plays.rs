//! The scorer's sheet: who keeps it, the plays that come in, the second person's check, and its closing.

mod called;

use super::fixtures::{self as games, State as GameState};
use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::{Fault, Outcome, Refused, reports, results, seasons};
use crate::random::hex;
use crate::store::audit::{Action, Entry, Kind};
use crate::store::fixtures::{self, Card};
use crate::store::plays::{self as rows, Row, Sheet, Signature};
use crate::store::{Db, Error, Tx};
use league::fixture::{OVERTIME_LIMIT, Side, Status};
use league::game::{Fact, GameRules, Phase, Play, PlayId, State, replay};
use sha2::{Digest, Sha256};
use sqlx::types::Json;
use std::collections::BTreeMap;

/// What a device sends.
pub const PLAYS_FIELDS: &[Field] = &[required("plays", Holds::Plays)];

/// What is done with a sheet, beside its plays.
pub const SHEET_FIELDS: &[Field] = &[
    required(
        "act",
        Holds::Word(&["open", "ask", "grant", "refuse", "take", "check", "sign", "close", "reopen"]),
    ),
    required("device", Holds::Line(32)),
    optional("score_a", Holds::Number { min: 0, max: 999 }),
    optional("score_b", Holds::Number { min: 0, max: 999 }),
    optional("role", Holds::Word(&["scorer", "timer", "referee", "umpire", "captain_a", "captain_b"])),
    optional("path", Holds::Text(20_000)),
];

/// The most plays of one message.
pub const MOST_PLAYS: usize = 200;
/// The longest name of who entered a play.
pub const MOST_BY: usize = 40;
/// Ten times as many as the fullest box score has.
const MOST_OF_GAME: usize = 6000;
/// No list in a play is longer: a squad with everybody on it.
const MOST_IN_LIST: usize = 40;

/// What became of a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    pub sheet: Sheet,
    /// Each play of the batch with its arrival number, in the order it was sent; true where it was there before.
    pub arrivals: Vec<(PlayId, i64, bool)>,
}

/// The rules a game is replayed by.
pub async fn rules_of(db: &mut Db, card: &Card) -> Outcome<GameRules> {
    let rules = results::rules_of(db, &card.fixture).await?;
    GameRules::of(&rules)
        .map_err(|unknown| Refused::Store(Error::Unfit(format!("no rules are called {:?}", unknown.0))))
}

/// The state of a game by its plays.
pub async fn state_of(db: &mut Db, card: &Card) -> Outcome<State> {
    let rules = rules_of(db, card).await?;
    let plays: Vec<Play> = rows::all(db, card.fixture.id).await?.into_iter().map(|row| row.body.0).collect();
    Ok(replay(&rules, &plays))
}

/// Takes plays in, each once, whatever is sent how often and in which order. All of them or none.
pub async fn take(tx: &mut Tx, card: &Card, sent: Vec<Play>) -> Outcome<Taken> {
    seasons::must_be_open(tx, card.season_id).await?;
    let rules = rules_of(tx, card).await?;
    for (at, play) in sent.iter().enumerate() {
        if !is_possible(&rules, play) {
            return Err(vec![Fault::at("plays", What::NotAPlay { at: at + 1 })].into());
        }
    }
    let mut sheet = rows::open(tx, card.fixture.id).await?;
    let known = rows::all(tx, card.fixture.id).await?;
    let mut plays: BTreeMap<PlayId, (i64, Play)> =
        known.into_iter().map(|row| (row.body.0.id.clone(), (row.arrival, row.body.0))).collect();
    let mut arrivals = Vec::new();
    let mut news = false;
    for play in sent {
        match plays.get(&play.id) {
            Some((arrival, before)) if *before == play => {
                arrivals.push((play.id, *arrival, true));
                continue;
            }
            Some(_) => return Err(Refused::PlayIdReused),
            None => {}
        }
        if i64::from(play.epoch) > sheet.epoch || (is_foreign_take_over(&sheet, &play)) {
            return Err(Refused::EpochUnknown);
        }
        if plays.len() >= MOST_OF_GAME {
            return Err(Refused::TooManyPlays);
        }
        sheet.arrivals += 1;
        let row = Row {
            arrival: sheet.arrivals,
            body: Json(play.clone()),
            sent_by: tx.writer.actor.tag(),
            received_at: tx.now(),
        };
        rows::insert(tx, card.fixture.id, &row).await?;
        arrivals.push((play.id.clone(), sheet.arrivals, false));
        plays.insert(play.id.clone(), (sheet.arrivals, play));
        news = true;
    }
    if news {
        let plays: Vec<Play> = plays.into_values().map(|(_, play)| play).collect();
        count(&mut sheet, &replay(&rules, &plays));
        if sheet.closed_at.is_some() {
            called::note(tx, card, &rules, &plays).await?;
        }
        compare(&mut sheet, tx.now());
        if sheet.phase != word_of(Phase::Before) {
            begin(tx, card).await?;
        }
        save(tx, card, &mut sheet).await?;
    }
    Ok(Taken { sheet, arrivals })
}

/// A keeping of the sheet begins on the device the server gave it to.
fn is_foreign_take_over(sheet: &Sheet, play: &Play) -> bool {
    matches!(play.fact, Fact::TakeOver { .. })
        && (i64::from(play.epoch) != sheet.epoch || play.id.device.as_str() != sheet.holder)
}

/// What a device may have written without a network is never refused for what it says, only for what it is.
fn is_possible(rules: &GameRules, play: &Play) -> bool {
    let last_period = usize::from(rules.profile.time.periods) + OVERTIME_LIMIT;
    let fact = match &play.fact {
        Fact::Amend { fact, .. } => fact,
        fact => fact,
    };
    let fits = |length: usize| length <= MOST_IN_LIST;
    let lists = match fact {
        Fact::Squad { players, .. } | Fact::Starters { players, .. } => fits(players.len()),
        Fact::Substitution { incoming, out, .. } => fits(incoming.len()) && fits(out.len()),
        Fact::TakeOver { known } => fits(known.len()),
        Fact::Accept { plays } | Fact::Decline { plays } => plays.len() <= MOST_OF_GAME,
        Fact::Foul(foul) => foul.code.chars().count() <= 4,
        Fact::Amend { .. } => false,
        _ => true,
    };
    lists && play.by.chars().count() <= MOST_BY && usize::from(play.period) <= last_period
}

fn word_of(phase: Phase) -> &'static str {
    match phase {
        Phase::Before => "before",
        Phase::Playing => "playing",
        Phase::Interval => "interval",
        Phase::Over => "over",
    }
}

fn count(sheet: &mut Sheet, state: &State) {
    sheet.phase = word_of(state.phase).into();
    sheet.period = i64::from(state.period);
    (sheet.score_a, sheet.score_b) = (i64::from(state.score.a), i64::from(state.score.b));
}

/// Whether the second person has another score, and since when.
fn compare(sheet: &mut Sheet, now: chrono::DateTime<chrono::Utc>) {
    let differs = match (sheet.check_a, sheet.check_b) {
        (Some(a), Some(b)) => (a, b) != (sheet.score_a, sheet.score_b),
        _ => false,
    };
    sheet.differs_since = if differs { sheet.differs_since.or(Some(now)) } else { None };
}

/// Moves the revision of a sheet whose two scorers differ, so that streams say so.
pub async fn say_unconfirmed(tx: &mut Tx, card: &Card) -> Outcome<()> {
    let mut sheet = rows::open(tx, card.fixture.id).await?;
    if sheet.differs_since.is_some() {
        save(tx, card, &mut sheet).await?;
    }
    Ok(())
}

async fn begin(tx: &mut Tx, card: &Card) -> Outcome<()> {
    let now = fixtures::by_id(tx, card.fixture.id).await?.fixture;
    if matches!(now.status, Status::Scheduled | Status::Postponed) {
        let live = Fields::from_pairs([("status", "live")]);
        games::change_status(tx, &now.key, now.version, &live).await?;
    }
    Ok(())
}

async fn save(tx: &mut Tx, card: &Card, sheet: &mut Sheet) -> Outcome<()> {
    sheet.moved_at = tx.now();
    rows::save(tx, sheet).await?;
    sheet.revision += 1;
    tx.shows(card.season_id);
    Ok(())
}

/// Does something with a sheet. `may_force`: the organiser may hand it over without its keeper.
pub async fn act(tx: &mut Tx, card: &Card, fields: &Fields, may_force: bool) -> Outcome<Sheet> {
    seasons::must_be_open(tx, card.season_id).await?;
    let parsed = parse(SHEET_FIELDS, fields)?;
    let device = parsed.text("device");
    if league::game::DeviceName::parse(&device).is_none() {
        return Err(vec![Fault::at("device", What::NoSuchObject)].into());
    }
    let mut sheet = rows::open(tx, card.fixture.id).await?;
    let is_holder = sheet.holder == device;
    match parsed.text("act").as_str() {
        "open" if sheet.holder.is_empty() => {
            sheet.holder = device.clone();
            taken(tx, card, &sheet).await?;
        }
        "open" => return Ok(sheet),
        "ask" if is_holder => return Ok(sheet),
        "ask" => sheet.asked_by = device,
        "grant" if (is_holder || may_force) && !sheet.asked_by.is_empty() => {
            sheet.granted_to = std::mem::take(&mut sheet.asked_by);
        }
        "refuse" if is_holder || may_force => {
            sheet.asked_by.clear();
            sheet.granted_to.clear();
        }
        "grant" | "refuse" => return Err(Refused::SheetHeld),
        "take" if is_holder => return Ok(sheet),
        "take" if may_force || sheet.granted_to == device || sheet.holder.is_empty() => {
            sheet.epoch += 1;
            sheet.holder = device;
            sheet.asked_by.clear();
            sheet.granted_to.clear();
            taken(tx, card, &sheet).await?;
        }
        "take" => return Err(Refused::SheetHeld),
        "check" => {
            let score = (parsed.number("score_a"), parsed.number("score_b"));
            let (Some(a), Some(b)) = score else {
                let field = if score.0.is_none() { "score_a" } else { "score_b" };
                return Err(vec![Fault::at(field, What::Required)].into());
            };
            (sheet.check_device, sheet.check_a, sheet.check_b) = (device, Some(a), Some(b));
            compare(&mut sheet, tx.now());
        }
        "sign" => sign(tx, card, &parsed.text("role"), &parsed.text("path"), device).await?,
        "close" => close(tx, card, &mut sheet).await?,
        "reopen" => reopen(tx, card, &mut sheet).await?,
        _ => return Ok(sheet),
    }
    save(tx, card, &mut sheet).await?;
    Ok(sheet)
}

async fn taken(tx: &mut Tx, card: &Card, sheet: &Sheet) -> Outcome<()> {
    let value = serde_json::json!({ "device": sheet.holder, "epoch": sheet.epoch });
    record(tx, Action::SheetTaken, card, value).await
}

async fn record(tx: &mut Tx, action: Action, card: &Card, value: serde_json::Value) -> Outcome<()> {
    let side = |short: &Option<String>, source: &str| short.clone().unwrap_or_else(|| source.to_owned());
    let fixture = &card.fixture;
    let name =
        format!("{} v {}", side(&card.a_short, &fixture.a_source), side(&card.b_short, &fixture.b_source));
    let entry = Entry::new(action, Kind::Fixture, &fixture.key, &name).season(card.season_id);
    tx.record(entry.after(value)).await?;
    Ok(())
}

/// Only what a finger draws: moves and lines of a path.
async fn sign(tx: &mut Tx, card: &Card, role: &str, path: &str, device: String) -> Outcome<()> {
    let fault = |field: &str, what: What| Refused::from(vec![Fault::at(field, what)]);
    if role.is_empty() {
        return Err(fault("role", What::Required));
    }
    let drawn = |c: char| c.is_ascii_digit() || matches!(c, 'M' | 'L' | ' ' | '.' | '-');
    if path.is_empty() || !path.chars().all(drawn) {
        return Err(fault("path", What::NotPlainText));
    }
    let signature = Signature { role: role.to_owned(), path: path.to_owned(), device, at: tx.now() };
    rows::sign(tx, card.fixture.id, &signature).await?;
    // A captain signs in one case only.
    match role {
        "captain_a" => reports::lodge(tx, card, Side::A).await,
        "captain_b" => reports::lodge(tx, card, Side::B).await,
        _ => Ok(()),
    }
}

/// Closes the sheet: what it adds up to becomes the result, still to be confirmed.
async fn close(tx: &mut Tx, card: &Card, sheet: &mut Sheet) -> Outcome<()> {
    let state = state_of(tx, card).await?;
    if state.phase != Phase::Over {
        return Err(Refused::GameNotOver);
    }
    let now = GameState::load(tx, card.fixture.id).await?;
    // What the table does not know, a document or a protest, stays as the committee set it.
    let mut fields = results::fields_of(&now);
    fields.set("outcome", "played");
    fields.set("outcome_side", "");
    fields.set("score_a", state.score.a);
    fields.set("score_b", state.score.b);
    let periods: Vec<String> = state.periods.iter().map(|score| format!("{}:{}", score.a, score.b)).collect();
    fields.set("periods", periods.join(" "));
    results::enter(tx, &card.fixture.key, now.fixture.version, &fields).await?;
    sheet.closed_at = Some(tx.now());
    count(sheet, &state);
    let plays = rows::all(tx, card.fixture.id).await?;
    let rules = rules_of(tx, card).await?;
    let bodies: Vec<Play> = plays.iter().map(|row| row.body.0.clone()).collect();
    called::note(tx, card, &rules, &bodies).await?;
    let value = serde_json::json!({ "plays": plays.len(), "sha256": fingerprint(&plays) });
    record(tx, Action::SheetClosed, card, value).await
}

/// A hash over all plays in the order of arrival: the audit holds it, so that a later change of a row shows.
fn fingerprint(plays: &[Row]) -> String {
    let mut hash = Sha256::new();
    for row in plays {
        hash.update(row.arrival.to_le_bytes());
        hash.update(serde_json::to_string(&row.body.0).unwrap_or_default());
    }
    hex(&hash.finalize())
}

/// Opens a closed sheet again, as long as nobody has confirmed its result.
async fn reopen(tx: &mut Tx, card: &Card, sheet: &mut Sheet) -> Outcome<()> {
    if sheet.closed_at.take().is_none() {
        return Ok(());
    }
    let now = fixtures::by_id(tx, card.fixture.id).await?.fixture;
    let live = Fields::from_pairs([("status", "live")]);
    games::change_status(tx, &now.key, now.version, &live).await?;
    record(tx, Action::SheetReopened, card, serde_json::json!({})).await
}
