//! What pages and players beat: written down as it was counted, and put into the ledger once the game is over.

use super::super::input::{Fields, What};
use super::super::{Fault, Outcome, Refused, seasons};
use crate::store::audience::beacons::{self as rows, MinutePart, Node};
use crate::store::audience::{self, Figure, scopes};
use crate::store::fixtures::Card;
use crate::store::{Db, Store, Writer};
use chrono::{DateTime, Utc};
use league::audience::beats::{Minute, REACH_S};
use league::audience::online::{Known, Lost, Online, online};

/// Where a beat comes from, and how the ledger calls that source.
pub const PLACES: &[&str] = &["page", "player"];

/// How visitors are told apart; it stands beside each figure.
const METHOD: &str = "own beacon, network + browser";

/// What a node has counted of one game since it last wrote.
#[derive(Clone, Debug)]
pub struct Part {
    pub fixture_id: i32,
    pub place: &'static str,
    pub part: String,
    pub minutes: Vec<(i64, Minute)>,
    /// Who was reached, by the rungs of the ladder.
    pub reached: [Vec<u8>; REACH_S.len()],
}

/// The node that writes.
#[derive(Clone, Debug)]
pub struct NodeState {
    pub key: String,
    pub started_at: DateTime<Utc>,
    pub flush_ms: i64,
    /// It holds nothing more that is not written.
    pub ended: bool,
}

/// Writes down what a node has counted. No page shows it before somebody looks, so no page is made anew.
pub async fn flush(store: &Store, writer: &Writer, node: &NodeState, parts: &[Part]) -> Outcome<()> {
    let mut tx = store.write(writer).await?;
    let id = rows::put_node(&mut tx, &node.key, node.started_at, node.ended, node.flush_ms).await?;
    for part in parts {
        let about = (part.fixture_id, part.place);
        for (minute, found) in &part.minutes {
            rows::put_minute(&mut tx, about, &part.part, id, *minute, found).await?;
        }
        for (seconds, viewers) in REACH_S.iter().zip(&part.reached) {
            rows::put_reach(&mut tx, about, &part.part, id, *seconds, viewers).await?;
        }
    }
    Ok(tx.commit_quiet().await?)
}

/// A count with what may be missing from it.
#[derive(Clone, Debug)]
pub struct Found {
    pub online: Online,
    /// How many nodes ended without a last word, and how much each may have lost at most, in seconds.
    pub broke_off: usize,
    pub flush_s: i64,
}

/// What was counted of a game in one kind of place; nothing when nobody beat.
pub async fn found(db: &mut Db, fixture: i32, place: &str, now: DateTime<Utc>) -> Outcome<Option<Found>> {
    let (tally, parts) = rows::tally(db, fixture, place).await?;
    let nodes = rows::nodes(db, fixture).await?;
    let dead: Vec<&Node> = nodes.iter().filter(|node| is_dead(node, now)).collect();
    let mut lost = Lost::default();
    for node in &dead {
        let own = || parts.iter().filter(|part| part.node_id == node.id);
        let most = |of: fn(&MinutePart) -> i64| own().map(of).max().unwrap_or(0);
        // The busiest minute of the node, for as long as it may have been counting unwritten.
        lost.watched_ms += most(|part| part.found.visits.count().0) * node.flush_ms;
        lost.visits += (most(|part| part.found.visits_begun) * node.flush_ms + 59_999) / 60_000;
    }
    let flush_s = dead.iter().map(|node| node.flush_ms / 1000).max().unwrap_or(0);
    Ok(online(&tally, None, lost).map(|online| Found { online, broke_off: dead.len(), flush_s }))
}

fn is_dead(node: &Node, now: DateTime<Utc>) -> bool {
    node.ended_at.is_none() && (now - node.flushed_at).num_milliseconds() > 6 * node.flush_ms
}

/// Puts what was counted of a game into the ledger: new figures, or corrections of those that are there.
pub async fn close(tx: &mut crate::store::Tx, card: &Card, place: &str) -> Outcome<Vec<Figure>> {
    let season = seasons::must_be_open(tx, card.season_id).await?;
    let now = tx.now();
    let Some(found) = found(tx, card.fixture.id.0, place, now).await? else {
        return Err(vec![Fault::at("value", What::Required)].into());
    };
    let own = &found.online;
    let standing = match scopes::of_fixture(tx, card.fixture.id.0).await? {
        Some(scope) => audience::of_scope(tx, scope.id).await?,
        None => Vec::new(),
    };
    let source = source_of(place);
    let mut made = Vec::new();
    let filtered = own.filtered;
    let left_out = filtered.bots + filtered.doubles + filtered.crowded;
    let method = match found.broke_off {
        0 => format!("{METHOD}; {left_out} beats filtered"),
        broken => format!(
            "{METHOD}; {left_out} beats filtered; {broken} interruption(s) of at most {} s",
            found.flush_s
        ),
    };
    for (metric, known) in figures(own) {
        let before = standing.iter().find(|figure| {
            figure.stands()
                && figure.metric == metric
                && figure.source == source
                && figure.class.as_str() == "A"
        });
        let mut fields = Fields::from_pairs([("class", "A"), ("source", source), ("method", &method)]);
        fields.set("value", known.value);
        fields.set("low", known.low);
        fields.set("high", known.high);
        match before {
            Some(before) if (before.value, before.high) == (Some(known.value), Some(known.high)) => {
                made.push(before.clone());
            }
            Some(before) => {
                fields.set("reason", "counted again by the beacon");
                made.push(super::correct(tx, &before.key, &fields).await?);
            }
            None => {
                let local = |minute: i64| {
                    let at = DateTime::from_timestamp(minute * 60, 0).unwrap_or(now);
                    at.with_timezone(&season.tz()).format("%Y-%m-%dT%H:%M").to_string()
                };
                fields.set("metric", metric);
                fields.set("about", format!("fixture:{}", card.fixture.key));
                fields.set("from", local(own.from_minute));
                fields.set("to", local(own.to_minute));
                fields.set("dedup", "device");
                fields.set("step_s", 60);
                fields.set("replay", "without");
                made.push(super::create(tx, &season, &fields).await?);
            }
        }
    }
    if made.is_empty() { Err(Refused::NotFound) } else { Ok(made) }
}

/// How the ledger calls a kind of place.
pub fn source_of(place: &str) -> &'static str {
    if place == "player" { "changba player" } else { "changba page" }
}

/// The metrics of the ledger with what was counted.
pub fn figures(own: &Online) -> [(&'static str, Known); 8] {
    let [devices, one, three, fifteen] = own.reached;
    [
        ("average_minute_audience", own.average_minute_audience),
        ("peak_online", own.peak),
        ("watch_minutes", own.watch_minutes),
        ("views", own.visits),
        ("viewing_devices", devices),
        ("viewing_devices_1min", one),
        ("viewing_devices_3min", three),
        ("viewing_devices_15min", fifteen),
    ]
}
