//! HTTP: parse, call, render. What a page may read comes from the store; what it changes goes through actions.

mod asked;
pub mod assets;
mod audience;
pub mod beacon;
mod bracket;
mod cache;
mod calendar;
mod chart;
mod cookies;
mod dashboard;
pub mod error;
mod extract;
mod form;
mod front;
mod gate;
mod guard;
mod lent;
mod live;
mod metrics;
mod ops;
mod outlook;
mod pad;
mod page;
mod pairing;
pub mod paths;
pub mod rates;
pub mod receipt;
mod routes;
mod show;
mod story;
pub mod text;

mod account;
mod admin;
mod api;
mod public;
mod table;

pub use asked::Asked;
pub use extract::Visitor;
pub use front::{Arrival, Front, Remembered, Scheme};
pub use ops::resident_bytes;
pub use pairing::pairing_page;
pub use routes::{RouteInfo, Who};

use crate::actions::accounts::{SessionRules, SessionTimes, ThrottleRules};
use crate::clock::Clock;
use crate::keys::Keys;
use crate::live::Live;
use crate::random::Random;
use crate::store::Store;
use chrono::Duration;
use std::path::PathBuf;
use std::sync::Arc;

/// What the web needs to know of the configuration.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address people type, when it is known: for links in QR codes, feeds and calendars.
    pub public_url: Option<String>,
    /// Networks whose `X-Forwarded-*` headers are believed.
    pub trusted_proxies: Vec<String>,
    /// The folder of uploaded files, outside anything that is served by name.
    pub uploads: PathBuf,
    /// Signs what the server hands out and must recognise; kept outside the database.
    pub secret: [u8; 32],
    /// For what people show of themselves; kept outside the database.
    pub keys: Keys,
    pub session: SessionRules,
    pub throttle: ThrottleRules,
    /// The largest upload in bytes.
    pub upload_limit: usize,
    pub rates: rates::RateRules,
    /// How notices leave the house.
    pub dispatch: crate::dispatch::Rules,
    pub beacon: beacon::BeaconRules,
    /// What a visitor reads who has not chosen.
    pub language: text::Lang,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: None,
            trusted_proxies: Vec::new(),
            uploads: PathBuf::from("data/uploads"),
            secret: [7; 32],
            keys: Keys::of(vec![[9; 32]]),
            session: SessionRules {
                organiser: SessionTimes { idle: Duration::hours(2), absolute: Duration::hours(12) },
                other: SessionTimes { idle: Duration::hours(24), absolute: Duration::days(30) },
                per_account: 5,
            },
            throttle: ThrottleRules { per_account: 5, per_address: 30, longest_wait: Duration::minutes(15) },
            upload_limit: 10 * 1024 * 1024,
            rates: rates::RateRules::default(),
            dispatch: crate::dispatch::Rules::default(),
            beacon: beacon::BeaconRules::default(),
            language: text::Lang::Zh,
        }
    }
}

/// Everything a handler needs.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// The parts of an [`App`].
pub struct Inner {
    pub store: Store,
    pub clock: Clock,
    pub random: Random,
    pub settings: Settings,
    cache: cache::Cache,
    rates: rates::Rates,
    /// Documents take a core each: one at a time leaves the other for the readers.
    pub press: tokio::sync::Semaphore,
    pub(crate) beacons: beacon::Beacons,
    /// Searches for plans take a core each as well.
    pub searches: tokio::sync::Semaphore,
    /// Wakes those who follow a game.
    pub live: Live,
    /// The live streams of this process.
    rooms: live::Rooms,
    metrics: metrics::Metrics,
    request_ids: front::RequestIds,
    stopping: tokio::sync::watch::Sender<bool>,
}

impl std::ops::Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// An application on a store.
    pub fn new(store: Store, clock: Clock, random: Random, settings: Settings) -> Self {
        let cache = cache::Cache::new(store.versions().clone());
        let request_ids = front::RequestIds::new(&random);
        let beacons = beacon::Beacons::new(&clock, &random, &settings.secret, settings.beacon.clone());
        Self(Arc::new(Inner {
            store,
            clock,
            random,
            settings,
            cache,
            rates: rates::Rates::default(),
            press: tokio::sync::Semaphore::new(1),
            beacons,
            searches: tokio::sync::Semaphore::new(2),
            live: Live::default(),
            rooms: live::Rooms::default(),
            metrics: metrics::Metrics::default(),
            request_ids,
            stopping: tokio::sync::watch::Sender::new(false),
        }))
    }

    /// Turns true once, when the server begins to stop: whoever holds a stream open tells its reader to come back.
    pub fn stopping(&self) -> tokio::sync::watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    /// Whether the server has begun to stop.
    pub fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Says that the server stops. Nothing takes it back.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// The whole site as one service: the page cache in front, the router behind.
    pub fn front(&self) -> Front {
        Front::new(self.clone(), routes::router(self.clone()))
    }

    /// Every route with who may use it, for the matrix that tries them all.
    pub fn route_list() -> Vec<RouteInfo> {
        routes::list()
    }
}
