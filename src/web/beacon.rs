//! The beacon: open pages and players say every twenty seconds that they are there. No cookie, no third party; who
//! asks not to be counted is not. Beats are counted in memory and written down every few seconds.

mod open;
mod seal;

use super::asked::Asked;
use super::error::Error;
use super::front::{Scheme, address_of};
use super::rates::network;
use super::routes::{Routes, Who};
use super::{App, assets};
use crate::actions::audience::beacons::{self as act, NodeState, Part};
use crate::actions::console;
use crate::actions::input::{Fault, Field, Fields, Holds, What, optional, parse, required};
use crate::clock::Clock;
use crate::random::Random;
use axum::body::Body;
use axum::extract::State as Of;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, Response, header};
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};
use hashbrown::HashMap;
use http_body_util::{BodyExt, Limited};
use league::audience::beats::{
    EVERY_MS, FORGOTTEN_MS, Filtered, Lately, Seen, Tally, Visit, is_machine, minute_of,
};
use open::Open;
pub use open::Salts;
pub use seal::viewer;

use seal::Seal;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Mutex;

/// The address, also for pages of other sites that carry our player.
pub const PATH: &str = "/api/v1/beacon";
/// A beat is far smaller.
pub const MOST_BYTES: usize = 512;
/// A minute is written once more after it has ended, then memory lets go of it.
const MINUTES_KEPT: i64 = 3;
/// A game nobody beats for is let go of after this many minutes.
const QUIET_MINUTES: i64 = 10;

/// What a beat holds.
pub const FIELDS: &[Field] = &[
    required("about", Holds::Key),
    required("place", Holds::Word(act::PLACES)),
    optional("beat", Holds::Line(MOST_OF_BEAT)),
];
/// The longest beat that can be ours.
const MOST_OF_BEAT: usize = 64;
/// The longest key of a game.
const MOST_OF_KEY: usize = 64;

/// How the beacon counts.
#[derive(Clone, Debug)]
pub struct BeaconRules {
    /// What was counted is written down this often: a killed process loses no more.
    pub flush: std::time::Duration,
    /// Visits that one network and browser may begin in a minute; a hall's wireless has hundreds of like phones.
    pub begun_per_minute: u32,
    /// Where the salt of the day lies, outside the database.
    pub salts: Salts,
}

impl Default for BeaconRules {
    fn default() -> Self {
        Self { flush: std::time::Duration::from_secs(5), begun_per_minute: 600, salts: Salts::InMemory }
    }
}

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/-/watch.js", Who::Everyone, script)
}

/// A beat as it is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent<'a> {
    about: &'a str,
    place: &'a str,
    #[serde(default)]
    beat: &'a str,
}

/// What the sender is told: its next beat, and when. After nothing, it need not come again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub beat: String,
    pub after_s: i64,
}

impl Reply {
    const STOP: Self = Self { beat: String::new(), after_s: 0 };

    fn after(after_s: i64) -> Self {
        Self { beat: String::new(), after_s }
    }

    /// As the script reads it.
    pub fn json(&self) -> String {
        format!("{{\"beat\":\"{}\",\"after\":{}}}", self.beat, self.after_s)
    }
}

/// Who sent a beat, as far as it is looked at.
#[derive(Clone, Copy, Debug)]
struct Sender<'a> {
    network: IpAddr,
    agent: &'a str,
    /// Do Not Track, or its successor.
    declines: bool,
}

/// All counts of this process.
#[derive(Debug)]
pub struct Beacons {
    node: String,
    started_at: DateTime<Utc>,
    random: Random,
    seal: Seal,
    rules: BeaconRules,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    open: HashMap<String, Open>,
    salt: [u8; 32],
    salt_day: Option<chrono::NaiveDate>,
    lately: Lately,
    begun: HashMap<u64, u32>,
    begun_minute: i64,
    counting: HashMap<(i32, &'static str), Counting>,
    /// Something was written since the last word that nothing is left.
    spoke: bool,
}

#[derive(Debug, Default)]
struct Counting {
    part: String,
    tally: Tally,
    changed: BTreeSet<i64>,
    last_minute: i64,
}

impl Beacons {
    pub(super) fn new(clock: &Clock, random: &Random, secret: &[u8; 32], rules: BeaconRules) -> Self {
        Self {
            node: random.key(),
            started_at: clock.now(),
            random: random.clone(),
            seal: Seal::new(secret),
            rules,
            state: Mutex::default(),
        }
    }

    /// How often to flush.
    pub fn flush_every(&self) -> std::time::Duration {
        self.rules.flush
    }

    fn take(&self, now_ms: i64, sent: &Sent<'_>, place: &'static str, sender: Sender<'_>) -> Reply {
        let mut state = self.state.lock().expect("no panic under the lock");
        let Some(open) = state.open.get(sent.about).copied() else { return Reply::STOP };
        if now_ms < open.from_ms {
            return Reply::after(((open.from_ms - now_ms) / 1000 + 1).min(600));
        }
        if now_ms >= open.to_ms || sender.declines {
            return Reply::STOP;
        }
        let about = (open.fixture_id, place);
        let filter = |state: &mut State, why| {
            let counting = state.counting(about, &self.random, now_ms);
            counting.tally.filter(now_ms, why);
            Reply::STOP
        };
        if is_machine(sender.agent) {
            return filter(&mut state, Filtered::Bot);
        }
        let viewer = viewer(&state.salt, sender.network, sender.agent);
        let before = self.seal.open(sent.beat, about);
        match before.filter(|visit| now_ms - visit.at_ms <= FORGOTTEN_MS) {
            None => {
                if !state.may_begin(viewer, minute_of(now_ms), self.rules.begun_per_minute) {
                    return filter(&mut state, Filtered::Crowded);
                }
                let visit = Visit::begin(seal::number(&self.random.bytes()), now_ms);
                state.counting(about, &self.random, now_ms).tally.begin(visit, viewer);
                self.next(visit, about)
            }
            Some(before) => {
                let Some(step) = before.step(now_ms) else {
                    filter(&mut state, Filtered::Double);
                    return Reply::after(EVERY_MS / 1000);
                };
                match state.lately.see(before, now_ms) {
                    Seen::New => {
                        let counting = state.counting(about, &self.random, now_ms);
                        // What was watched may lie in the minute before.
                        counting.changed.insert(minute_of(now_ms - step.watched_ms));
                        counting.tally.step(before, step, viewer);
                        self.next(step.next, about)
                    }
                    Seen::Again => filter(&mut state, Filtered::Double),
                    Seen::Full => filter(&mut state, Filtered::Crowded),
                }
            }
        }
    }

    fn next(&self, visit: Visit, about: (i32, &'static str)) -> Reply {
        Reply { beat: self.seal.close(visit, about), after_s: EVERY_MS / 1000 }
    }

    /// What has changed since it was last asked for, to be written down.
    fn unwritten(&self) -> (Vec<Part>, bool) {
        let mut state = self.state.lock().expect("no panic under the lock");
        let mut parts = Vec::new();
        for ((fixture_id, place), counting) in &mut state.counting {
            if counting.changed.is_empty() {
                continue;
            }
            let changed = std::mem::take(&mut counting.changed);
            let minutes = changed
                .iter()
                .filter_map(|minute| Some((*minute, counting.tally.minutes.get(minute)?.clone())))
                .collect();
            parts.push(Part {
                fixture_id: *fixture_id,
                place,
                part: counting.part.clone(),
                minutes,
                reached: std::array::from_fn(|rung| counting.tally.reached[rung].to_bytes()),
            });
        }
        let speaks = !parts.is_empty() || state.spoke;
        state.spoke = !state.counting.is_empty();
        (parts, speaks)
    }

    /// They were not written: they have changed still.
    fn put_back(&self, parts: &[Part]) {
        let mut state = self.state.lock().expect("no panic under the lock");
        state.spoke = true;
        for part in parts {
            if let Some(counting) = state.counting.get_mut(&(part.fixture_id, part.place)) {
                counting.changed.extend(part.minutes.iter().map(|(minute, _)| *minute));
            }
        }
    }

    /// Lets go of minutes that are over and written.
    fn forget(&self, now_ms: i64) {
        let minute = minute_of(now_ms);
        let mut state = self.state.lock().expect("no panic under the lock");
        for counting in state.counting.values_mut() {
            let changed = &counting.changed;
            counting.tally.minutes.retain(|at, _| *at > minute - MINUTES_KEPT || changed.contains(at));
        }
        state.counting.retain(|_, counting| {
            !counting.changed.is_empty() || counting.last_minute > minute - QUIET_MINUTES
        });
        if state.begun_minute < minute {
            state.begun = HashMap::new();
        }
    }
}

impl State {
    fn counting(&mut self, about: (i32, &'static str), random: &Random, now_ms: i64) -> &mut Counting {
        let counting = self
            .counting
            .entry(about)
            .or_insert_with(|| Counting { part: random.key(), ..Counting::default() });
        counting.last_minute = minute_of(now_ms);
        counting.changed.insert(minute_of(now_ms));
        counting
    }

    fn may_begin(&mut self, viewer: u64, minute: i64, most: u32) -> bool {
        if self.begun_minute != minute {
            self.begun_minute = minute;
            self.begun.clear();
        }
        let begun = self.begun.entry(viewer).or_insert(0);
        *begun += 1;
        *begun <= most
    }
}

impl App {
    /// Takes a beat, however its request was read; nothing for one that is no beat.
    pub fn beat(&self, asked: &impl Asked, body: &[u8], scheme: Option<Scheme>) -> Option<Reply> {
        let sent: Sent<'_> = serde_json::from_slice(body).ok()?;
        if !is_key(sent.about) || sent.beat.chars().count() > MOST_OF_BEAT {
            return None;
        }
        let place = act::PLACES.iter().find(|place| **place == sent.place)?;
        let address = address_of(self, asked, scheme);
        let one = |name: &HeaderName| asked.value(name) == Some("1");
        let sender = Sender {
            network: network(address.parse().unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))),
            agent: asked.value(&header::USER_AGENT).unwrap_or(""),
            declines: one(&header::DNT) || one(&SEC_GPC),
        };
        Some(self.beacons.take(self.clock.now().timestamp_millis(), &sent, place, sender))
    }

    fn salt_of(&self, day: chrono::NaiveDate) -> Result<[u8; 32], Error> {
        let salt = self.beacons.rules.salts.of(day, &self.random);
        salt.map_err(|error| Error::Internal(format!("the salt of the day: {error}")))
    }

    /// Learns which games are on and the salt of the day, and writes down what was counted. The last time, it says
    /// goodbye.
    pub async fn flush_beacons(&self, ended: bool) -> Result<(), Error> {
        let now = self.clock.now();
        if !ended {
            let open = open::games(&mut self.store.read().await?, now).await?;
            let day = open::day_of(now);
            let known = self.beacons.state.lock().expect("no panic under the lock").salt_day == Some(day);
            let salt = if known { None } else { Some(self.salt_of(day)?) };
            let mut state = self.beacons.state.lock().expect("no panic under the lock");
            state.open = open;
            if let Some(salt) = salt {
                (state.salt, state.salt_day) = (salt, Some(day));
            }
        }
        let (parts, speaks) = self.beacons.unwritten();
        if speaks {
            let quiet = self.beacons.state.lock().expect("no panic under the lock").counting.is_empty();
            let node = NodeState {
                key: self.beacons.node.clone(),
                started_at: self.beacons.started_at,
                flush_ms: i64::try_from(self.beacons.rules.flush.as_millis()).unwrap_or(i64::MAX),
                ended: ended || quiet,
            };
            let written = act::flush(&self.store, &console::writer(&self.clock), &node, &parts).await;
            if let Err(refused) = written {
                self.beacons.put_back(&parts);
                return Err(refused.into());
            }
        }
        self.beacons.forget(now.timestamp_millis());
        Ok(())
    }
}

const SEC_GPC: HeaderName = HeaderName::from_static("sec-gpc");

/// Takes a beat that came the long way: by HTTP/2, or from a client the quick lane does not know.
pub(super) async fn submit(Of(app): Of<App>, request: Request<Body>) -> Result<Response<Body>, Error> {
    let scheme = request.extensions().get::<Scheme>().copied();
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, MOST_BYTES).collect().await.map_err(|_| Error::TooLarge)?.to_bytes();
    let head = Request::from_parts(parts, ());
    let reply = app.beat(&head, &body, scheme).ok_or_else(|| not_a_beat(&body))?;
    let mut response = reply.json().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    // Pages of other sites may carry our player; nothing here depends on who is signed in.
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}

fn is_key(text: &str) -> bool {
    (1..=MOST_OF_KEY).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// What is wrong with a body that was refused, said as for every other operation.
fn not_a_beat(body: &[u8]) -> Error {
    let members = match serde_json::from_slice::<Value>(body) {
        Err(_) => return Error::BadBody,
        Ok(Value::Object(members)) => members,
        Ok(_) => return Error::Faults(vec![Fault::at("", What::WrongType)]),
    };
    let mut fields = Fields::default();
    let mut faults = Vec::new();
    for (name, value) in &members {
        match value {
            Value::String(text) => fields.set(name, text),
            _ => faults.push(Fault::at(name, What::WrongType)),
        }
    }
    if faults.is_empty() {
        faults = parse(FIELDS, &fields).err().unwrap_or_else(|| vec![Fault::at("about", What::NoSuchObject)]);
    }
    Error::Faults(faults)
}

/// The script under an address that stays, for players on other sites.
async fn script(headers: HeaderMap) -> Result<Response<Body>, Error> {
    let mut response = assets::named("watch.js", &headers)?;
    let set = response.headers_mut();
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    set.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    Ok(response)
}

#[cfg(test)]
mod tests;
