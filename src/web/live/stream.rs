//! Server-sent events: one frame an event, made once and shared by all who follow; resumed by its id.
//!
//! The database is the truth and the channel only wakes. A room lives as long as somebody follows its game.

use super::super::App;
use super::super::error::Error;
use super::super::extract::Visitor;
use super::feed::snapshot;
use super::scene::{Scene, UNCONFIRMED_AFTER};
use super::seen;
use crate::actions::{console, plays as act};
use crate::store::plays::Sheet;
use crate::store::{Writer, fixtures, plays};
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, HeaderValue, Response, header};
use axum::response::IntoResponse;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::stream;
use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval_at};

/// Events that can be read again after a loss.
const RING: usize = 256;
/// Idle cuts on the way begin near a minute.
const BEAT: Duration = Duration::from_secs(15);
/// Commits of other nodes are seen within a second.
const LOOK: Duration = Duration::from_secs(1);

/// The rooms of one process.
#[derive(Default)]
pub struct Rooms(Mutex<HashMap<String, Arc<Room>>>);

struct Room {
    ring: Mutex<Ring>,
    changed: watch::Sender<i64>,
}

struct Ring {
    epoch: i64,
    newest: i64,
    frames: VecDeque<Frame>,
    /// Everything at once, for whoever comes new or lost too much.
    snapshot: Bytes,
}

struct Frame {
    seq: i64,
    before: i64,
    bytes: Bytes,
}

impl Ring {
    /// What somebody still lacks who has this mark: the frames since, or everything.
    fn since(&self, mark: Option<(i64, i64)>) -> Vec<Bytes> {
        let Some((epoch, seq)) = mark.filter(|(epoch, seq)| *epoch == self.epoch && *seq <= self.newest)
        else {
            return vec![self.snapshot.clone()];
        };
        if seq == self.newest {
            return Vec::new();
        }
        debug_assert_eq!(epoch, self.epoch);
        match self.frames.iter().position(|frame| frame.before <= seq && seq < frame.seq) {
            Some(at) => self.frames.range(at..).map(|frame| frame.bytes.clone()).collect(),
            None => vec![self.snapshot.clone()],
        }
    }
}

impl Rooms {
    /// The room of a game that somebody follows already.
    fn known(&self, key: &str) -> Option<Arc<Room>> {
        self.0.lock().expect("no panic under the lock").get(key).cloned()
    }

    /// The room of a game; its feeder begins with the first who follows.
    fn room(&self, app: &App, key: &str, scene: &Scene) -> Arc<Room> {
        let (epoch, newest) = scene.mark();
        let ring = Ring { epoch, newest, frames: VecDeque::new(), snapshot: snapshot_frame(app, scene) };
        let made = Arc::new(Room { ring: Mutex::new(ring), changed: watch::Sender::new(newest) });
        let mut rooms = self.0.lock().expect("no panic under the lock");
        let room = rooms.entry(key.to_owned()).or_insert_with(|| {
            // Before anything can be missed.
            let woken = app.live.follow(key);
            let due = due(scene.sheet.as_ref(), app.clock.now());
            tokio::spawn(feed(app.clone(), key.to_owned(), made.clone(), (woken, due)));
            made
        });
        room.clone()
    }
}

/// Follows the database for a room, until nobody is left in it.
async fn feed(
    app: App,
    key: String,
    room: Arc<Room>,
    (mut woken, mut due): (watch::Receiver<u64>, Option<DateTime<Utc>>),
) {
    let versions = app.store.versions().any();
    let mut seen = 0;
    let mut looks = interval_at(Instant::now() + LOOK, LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut empty = 0;
    loop {
        tokio::select! {
            changed = woken.changed() => if changed.is_err() { woken = app.live.follow(&key) },
            _ = looks.tick() => {
                empty = if room.changed.receiver_count() == 0 { empty + 1 } else { 0 };
                if empty > 10 || app.is_stopping() {
                    app.rooms.0.lock().expect("no panic under the lock").remove(&key);
                    return;
                }
                let now = versions.load(std::sync::atomic::Ordering::Acquire);
                if due.is_some_and(|due| due < app.clock.now()) {
                    due = None;
                    if let Err(error) = say_unconfirmed(&app, &key).await {
                        tracing::warn!(?error, "a difference could not be shown");
                    }
                } else if now == seen {
                    continue;
                }
                seen = now;
            }
        }
        // What fails now is looked at again in a second.
        match renew(&app, &key, &room).await {
            Ok(found) => due = found,
            Err(error) => {
                tracing::warn!(?error, "a live stream could not be renewed");
                seen = -1;
            }
        }
    }
}

/// Makes a new frame of a difference that has come of age.
async fn say_unconfirmed(app: &App, key: &str) -> Result<(), Error> {
    let writer = Writer { random: app.random.clone(), ..console::writer(&app.clock) };
    let mut tx = app.store.write(&writer).await?;
    let Some(card) = fixtures::by_key(&mut tx, key).await? else { return Ok(()) };
    act::say_unconfirmed(&mut tx, &card).await?;
    // Another node may have said it first, or the difference is gone.
    if tx.has_written() {
        tx.commit().await?;
    } else {
        tx.commit_quiet().await?;
    }
    Ok(())
}

/// When a difference between the two scorers has lasted long enough to be shown, if that is still to come.
fn due(sheet: Option<&Sheet>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    Some(sheet?.differs_since? + UNCONFIRMED_AFTER).filter(|due| now <= *due)
}

/// Adds the frame of what is new; gives when a difference becomes due.
async fn renew(app: &App, key: &str, room: &Room) -> Result<Option<DateTime<Utc>>, Error> {
    let mut db = app.store.read().await?;
    let Some(card) = fixtures::by_key(&mut db, key).await? else { return Ok(None) };
    let (epoch, newest) = {
        let ring = room.ring.lock().expect("no panic under the lock");
        (ring.epoch, ring.newest)
    };
    let sheet = plays::sheet(&mut db, card.fixture.id).await?;
    if sheet.as_ref().map_or((1, 0), |sheet| (sheet.epoch, sheet.revision)) == (epoch, newest) {
        return Ok(due(sheet.as_ref(), app.clock.now()));
    }
    let due = due(sheet.as_ref(), app.clock.now());
    let scene = Scene::of(&mut db, card).await?;
    let (epoch, seq) = scene.mark();
    let snapshot = snapshot_frame(app, &scene);
    let mut ring = room.ring.lock().expect("no panic under the lock");
    let before = ring.newest;
    if epoch != ring.epoch {
        ring.frames.clear();
        ring.epoch = epoch;
    }
    let bytes = format!("id: {epoch}-{seq}\ndata: {}\n\n", scene.figures(before, app.clock.now())).into();
    ring.frames.push_back(Frame { seq, before, bytes });
    if ring.frames.len() > RING {
        ring.frames.pop_front();
    }
    (ring.newest, ring.snapshot) = (seq, snapshot);
    drop(ring);
    room.changed.send_replace(seq);
    Ok(due)
}

fn snapshot_frame(app: &App, scene: &Scene) -> Bytes {
    let (epoch, seq) = scene.mark();
    let text = snapshot(scene, app.clock.now()).to_string();
    format!("event: snapshot\nid: {epoch}-{seq}\ndata: {text}\n\n").into()
}

/// One reader of a stream.
struct Reader {
    room: Arc<Room>,
    mark: Option<(i64, i64)>,
    changed: watch::Receiver<i64>,
    waiting: VecDeque<Bytes>,
    beats: tokio::time::Interval,
    stopping: watch::Receiver<bool>,
    ended: bool,
}

impl Reader {
    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        loop {
            if let Some(bytes) = self.waiting.pop_front() {
                return Some((Ok(bytes), self));
            }
            if self.ended {
                return None;
            }
            self.changed.borrow_and_update();
            {
                let ring = self.room.ring.lock().expect("no panic under the lock");
                self.waiting.extend(ring.since(self.mark));
                self.mark = Some((ring.epoch, ring.newest));
            }
            if !self.waiting.is_empty() {
                continue;
            }
            tokio::select! {
                _ = self.changed.changed() => {}
                _ = self.beats.tick() => self.waiting.push_back(Bytes::from_static(b"event: beat\ndata:\n\n")),
                // Come back in a moment: another node, or this one again, is there.
                _ = self.stopping.wait_for(|stopping| *stopping) => {
                    self.waiting.push_back(Bytes::from_static(b"retry: 2000\n\n"));
                    self.ended = true;
                }
            }
        }
    }
}

pub async fn follow(
    visitor: Visitor,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let app = visitor.app.0.clone();
    let mut db = visitor.read().await?;
    let (_, card) = seen(&mut db, &visitor, &key).await?;
    // A crowd that comes at once asks the database for the game once.
    let room = match app.rooms.known(&key) {
        Some(room) => room,
        None => {
            let scene = Scene::of(&mut db, card).await?;
            app.rooms.room(&app, &key, &scene)
        }
    };
    drop(db);
    let since = headers.get("last-event-id").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let since = since.or_else(|| {
        let query = query?;
        query.split('&').find_map(|pair| pair.strip_prefix("since=")).map(str::to_owned)
    });
    let mut beats = interval_at(Instant::now() + BEAT, BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let reader = Reader {
        mark: since.as_deref().and_then(read_mark),
        changed: room.changed.subscribe(),
        room,
        waiting: VecDeque::from([Bytes::from_static(b"retry: 2000\n\n")]),
        beats,
        stopping: app.stopping(),
        ended: app.is_stopping(),
    };
    let mut response = Body::from_stream(stream::unfold(reader, Reader::next)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// Reads an id of ours: the epoch, a hyphen, the revision.
fn read_mark(text: &str) -> Option<(i64, i64)> {
    let (epoch, seq) = text.split_once('-')?;
    Some((epoch.parse().ok()?, seq.parse().ok()?))
}
