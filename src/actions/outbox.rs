//! The outbox: what the league tells people, said once, sent by the recipient's own channel.
//!
//! Whoever changes something that others must know calls [`tell`] in the same transaction. Words are chosen later.

pub mod recipients;
pub mod said;

use super::fixtures::State;
use super::input::{Field, Fields, Holds, optional, parse, required};
use super::{Outcome, Refused, seasons};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::fixtures::{self, Card};
use crate::store::outbox::deliveries::{self, Delivery, Ended};
use crate::store::outbox::{self, Message, Recipient};
use crate::store::seasons::{self as season_rows, Season};
use crate::store::{Store, Tx, Writer};
use chrono::{DateTime, Duration, Utc};
use said::{Said, Topic};
use sqlx::types::Json;

/// Something to tell.
#[derive(Clone, Debug)]
pub struct Telling {
    /// What makes it the same thing: said a second time, nothing happens.
    pub once: String,
    /// The game it is about, by public key; empty for none.
    pub about: String,
    pub said: Said,
    /// The clubs it concerns, by id.
    pub clubs: Vec<i32>,
    /// The recipients it is meant for, by public key, whatever their topics.
    pub also: Vec<String>,
    /// How long it waits, so that a slip can be taken back.
    pub wait: Duration,
}

impl Telling {
    /// Something about a game, for its two clubs.
    pub fn about_game(once: String, card: &Card, said: Said) -> Self {
        Self {
            once,
            about: card.fixture.key.clone(),
            said,
            clubs: [card.a_club_id, card.b_club_id].into_iter().flatten().collect(),
            also: Vec::new(),
            wait: super::undo::OFFERED_FOR,
        }
    }
}

/// Tells people something, once. Nothing is sent here: the job does that after the commit.
pub async fn tell(tx: &mut Tx, season: &Season, telling: &Telling) -> Outcome<Option<Message>> {
    let mut message = Message {
        id: 0,
        key: tx.key(),
        season_id: season.id,
        once: telling.once.clone(),
        about: telling.about.clone(),
        said: Json(serde_json::to_value(&telling.said)?),
        at: tx.now(),
    };
    let Some(id) = outbox::insert_message(tx, &message).await? else { return Ok(None) };
    message.id = id;
    let run_at = tx.now() + telling.wait;
    let mut reached = 0;
    for recipient in outbox::recipients(tx, season.league_id).await? {
        if !concerns(&recipient, telling) {
            continue;
        }
        let key = tx.key();
        let state = if recipient.channel == "paste" { "by_hand" } else { "waiting" };
        deliveries::insert(tx, &key, id, recipient.id, state, run_at).await?;
        reached += 1;
    }
    let after = serde_json::json!({
        "kind": telling.said.kind(), "about": telling.about, "recipients": reached,
    });
    let entry = Entry::new(Action::Created, Kind::Message, &message.key, telling.said.kind());
    tx.record(entry.season(season.id).after(after)).await?;
    Ok(Some(message))
}

fn concerns(recipient: &Recipient, telling: &Telling) -> bool {
    if telling.also.contains(&recipient.key) {
        return true;
    }
    let topic = telling.said.topic();
    let named = recipient.topics == topic.as_str();
    match recipient.club_id {
        Some(club) => telling.clubs.contains(&club) && (named || recipient.topics == "all"),
        // What concerns one person or one club is not for a group of everybody, unless it asked for it.
        None => named || (recipient.topics == "all" && matches!(topic, Topic::Games | Topic::Results)),
    }
}

/// What an organiser writes by hand.
pub const FIELDS: &[Field] = &[
    required("title_zh", Holds::Line(80)),
    optional("title_en", Holds::Line(120)),
    required("body_zh", Holds::Text(2_000)),
    optional("body_en", Holds::Text(2_000)),
    required("to", Holds::Word(&["games", "results", "entries", "officials"])),
];

/// Tells people something in the organiser's own words.
pub async fn write(tx: &mut Tx, season: &Season, fields: &Fields) -> Outcome<Message> {
    seasons::must_be_open(tx, season.id).await?;
    let parsed = parse(FIELDS, fields)?;
    let said = Said::Plain {
        title_zh: parsed.text("title_zh"),
        title_en: parsed.text("title_en"),
        body_zh: parsed.text("body_zh"),
        body_en: parsed.text("body_en"),
        to: parsed.text("to").parse().expect("one of the allowed words"),
    };
    let clubs = crate::store::clubs::all(tx, season.league_id).await?.iter().map(|club| club.id.0).collect();
    let telling = Telling {
        once: format!("plain:{}", tx.key()),
        about: String::new(),
        said,
        clubs,
        also: Vec::new(),
        wait: Duration::zero(),
    };
    tell(tx, season, &telling).await?.ok_or(Refused::Conflict)
}

/// Lets a delivery that ended badly begin again, on a person's word.
pub async fn send_again(tx: &mut Tx, delivery: &Delivery) -> Outcome<()> {
    seasons::must_be_open(tx, delivery.season_id).await?;
    let now = tx.now();
    deliveries::again(tx, delivery.id, now).await?;
    record(tx, delivery, Action::Restored).await
}

/// Notes that somebody pasted it into its group.
pub async fn pasted(tx: &mut Tx, delivery: &Delivery) -> Outcome<()> {
    seasons::must_be_open(tx, delivery.season_id).await?;
    let now = tx.now();
    deliveries::pasted(tx, delivery.id, now).await?;
    record(tx, delivery, Action::Changed).await
}

/// Notes that the recipient has read it.
pub async fn read(tx: &mut Tx, delivery: &Delivery) -> Outcome<()> {
    let now = tx.now();
    deliveries::read(tx, delivery.id, now).await?;
    record(tx, delivery, Action::Reviewed).await
}

async fn record(tx: &mut Tx, delivery: &Delivery, action: Action) -> Outcome<()> {
    let entry = Entry::new(action, Kind::Message, &delivery.message_key, &delivery.recipient_key);
    tx.record(entry.season(delivery.season_id)).await?;
    Ok(())
}

/// The waits after a first, second .. failed attempt; after the last one it is given up.
const WAITS: &[Duration] = &[
    Duration::minutes(1),
    Duration::minutes(5),
    Duration::minutes(30),
    Duration::hours(2),
    Duration::hours(6),
];

/// A claim older than this belongs to a node that stopped.
const CLAIM_LASTS: Duration = Duration::minutes(10);

/// How sending went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    Arrived,
    /// It did not arrive; another attempt may help.
    Later(String),
    /// It did not arrive and never will this way.
    Never(String),
    /// It may have arrived: a second attempt could be a second message.
    Unclear(String),
}

/// Takes the next delivery that is due, if any. Committed before anything is sent.
pub async fn claim(store: &Store, writer: &Writer, node: &str) -> Outcome<Option<Delivery>> {
    if !deliveries::any_due(&mut store.read().await?, writer.now).await? {
        return Ok(None);
    }
    let mut tx = store.write(writer).await?;
    let claimed = deliveries::claim(&mut tx, node, writer.now).await?;
    tx.commit_quiet().await?;
    Ok(claimed)
}

/// Writes down how sending went.
pub async fn settle(store: &Store, writer: &Writer, delivery: &Delivery, sent: &Sent) -> Outcome<()> {
    let now = writer.now;
    let wait = usize::try_from(delivery.attempts - 1).ok().and_then(|made| WAITS.get(made));
    let ended = |state, failure: &str| Ended { state, run_at: now, sent_at: None, failure: failure.into() };
    let ended = match (sent, wait) {
        (Sent::Arrived, _) => Ended { sent_at: Some(now), ..ended("sent", "") },
        (Sent::Later(failure), Some(wait)) => Ended { run_at: now + *wait, ..ended("waiting", failure) },
        (Sent::Later(failure) | Sent::Never(failure), _) => ended("given_up", failure),
        (Sent::Unclear(failure), _) => ended("unclear", failure),
    };
    let mut tx = store.write(writer).await?;
    deliveries::settle(&mut tx, delivery.id, &ended).await?;
    Ok(tx.commit_quiet().await?)
}

/// Gives up what a node claimed and never settled.
pub async fn give_up_stale(store: &Store, writer: &Writer) -> Outcome<()> {
    let mut tx = store.write(writer).await?;
    deliveries::give_up_stale(&mut tx, writer.now - CLAIM_LASTS).await?;
    Ok(tx.commit_quiet().await?)
}

/// The hour from which tomorrow's games are announced.
const REMIND_FROM_HOUR: u32 = 9;

/// Reminds people of tomorrow's games; each game of a day once, however often and on however many nodes this runs.
pub async fn remind(store: &Store, writer: &Writer) -> Outcome<usize> {
    use chrono::Timelike;
    let mut db = store.read().await?;
    let mut due: Vec<(Season, Card)> = Vec::new();
    for season in season_rows::all(&mut db).await? {
        let local = writer.now.with_timezone(&season.tz());
        if season.phase != league::season::Phase::Running || local.hour() < REMIND_FROM_HOUR {
            continue;
        }
        let tomorrow = local.date_naive() + Duration::days(1);
        for card in fixtures::of_season(&mut db, season.id).await? {
            let scheduled = card.fixture.status == league::fixture::Status::Scheduled;
            if card.fixture.day == Some(tomorrow) && scheduled {
                due.push((season.clone(), card));
            }
        }
    }
    drop(db);
    let mut told = 0;
    for (season, card) in due {
        let day = card.fixture.day.map(|day| day.to_string()).unwrap_or_default();
        let mut telling = Telling::about_game(
            format!("reminder:{}:{day}", card.fixture.key),
            &card,
            Said::Reminder { game: said::Game::of(&card) },
        );
        telling.wait = Duration::zero();
        let mut tx = store.write(writer).await?;
        if tell(&mut tx, &season, &telling).await?.is_some() {
            tx.commit().await?;
            told += 1;
        }
    }
    Ok(told)
}

/// Takes back what was said about a game at the instant of a change that is undone.
pub async fn take_back(tx: &mut Tx, about: &str, at: DateTime<Utc>) -> Outcome<()> {
    Ok(deliveries::take_back(tx, about, at).await?)
}

/// Tells people that a game moved, was postponed or cancelled; nothing where nothing they know has changed.
pub async fn game_changed(tx: &mut Tx, season: &Season, was: &Card, reason: &str) -> Outcome<()> {
    use league::fixture::Status;
    let now = fixtures::by_id(tx, was.fixture.id).await?;
    let (before, after) = (said::Game::of(was), said::Game::of(&now));
    if !season.is_public || was.fixture.day.is_none() {
        return Ok(());
    }
    let reason = reason.to_owned();
    let said = match (was.fixture.status, now.fixture.status) {
        (before, Status::Postponed) if before != Status::Postponed => Said::Postponed { game: after, reason },
        (before, Status::Cancelled) if before != Status::Cancelled => Said::Cancelled { game: after, reason },
        (_, Status::Scheduled | Status::Postponed) if before.slot() != after.slot() => {
            Said::Moved { game: after, was: before }
        }
        _ => return Ok(()),
    };
    let once = format!("{}:{}:{}", said.kind(), now.fixture.key, now.fixture.version);
    tell(tx, season, &Telling::about_game(once, &now, said)).await?;
    Ok(())
}

/// A result older than this is history: it is told to those who asked for results, and makes no notice to copy.
const NEWS_FOR: Duration = Duration::days(7);

/// Tells people that a result is official.
pub async fn result_official(tx: &mut Tx, season: &Season, now: &State) -> Outcome<()> {
    if !season.is_public {
        return Ok(());
    }
    let card = fixtures::by_id(tx, now.fixture.id).await?;
    let fixture = &now.fixture;
    let said = Said::Official {
        game: said::Game::of(&card),
        score: fixture.score_a.zip(fixture.score_b).map(|(a, b)| [a, b]),
        periods: now.periods.iter().map(|period| [period.score_a, period.score_b]).collect(),
        outcome: fixture.outcome.clone(),
        outcome_side: fixture.outcome_side.clone(),
    };
    let once = format!("{}:{}:{}", said.kind(), fixture.key, fixture.version);
    let telling = Telling::about_game(once, &card, said);
    let today = tx.now().with_timezone(&season.tz()).date_naive();
    let is_news = fixture.day.is_none_or(|day| today - day <= NEWS_FOR);
    let recipients = outbox::recipients(tx, season.league_id).await?;
    if is_news || recipients.iter().any(|recipient| concerns(recipient, &telling)) {
        tell(tx, season, &telling).await?;
    }
    Ok(())
}

/// Tells people that an official result was corrected.
pub async fn result_corrected(
    tx: &mut Tx,
    season: &Season,
    card: &Card,
    was: Option<[i64; 2]>,
    reason: &str,
) -> Outcome<()> {
    if !season.is_public {
        return Ok(());
    }
    let score = |a: Option<i64>, b: Option<i64>| a.zip(b).map(|(a, b)| [a, b]);
    let said = Said::Corrected {
        game: said::Game::of(card),
        was,
        now: score(card.fixture.score_a, card.fixture.score_b),
        reason: reason.to_owned(),
    };
    let once = format!("{}:{}:{}", said.kind(), card.fixture.key, card.fixture.version);
    tell(tx, season, &Telling::about_game(once, card, said)).await?;
    Ok(())
}
