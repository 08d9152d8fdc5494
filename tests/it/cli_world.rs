//! Fresh databases, filled or empty, on SQLite and, where TEST_POSTGRES_URL names a server, on PostgreSQL.

use changba::actions::console;
use changba::actions::demo::{self, Filled};
use changba::clock::Clock;
use changba::random::Random;
use changba::store::{Store, Writer};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder of its own for each test, removed when the test ends.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("changba-it-{}-{}", std::process::id(), next()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn url(&self, name: &str) -> String {
        format!("sqlite:{}", self.path(name).display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn next() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::SeqCst)
}

/// The evening after the final of 2025.
pub fn clock() -> Clock {
    Clock::by_hand("2025-07-28T12:00:00Z".parse().unwrap())
}

pub fn writer() -> Writer {
    console::writer(&clock())
}

/// A new database with the schema.
pub async fn open(url: &str) -> Store {
    let store = Store::open(url).await.unwrap();
    store.migrate(clock().now()).await.unwrap();
    store
}

/// A new database with the demo.
pub async fn open_demo(url: &str) -> Store {
    let store = open(url).await;
    assert_eq!(demo::fill(&store, &clock(), &Random::seeded(demo::SEED)).await.unwrap(), Filled::Now);
    store
}

/// The URL of a new PostgreSQL database, or `None` where there is no server to make one on.
pub async fn postgres_url() -> Option<String> {
    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
        eprintln!("skipped: TEST_POSTGRES_URL is not set");
        return None;
    };
    let name = format!("changba_cli_{}_{}", std::process::id(), next());
    let pool = sqlx::PgPool::connect(&server).await.unwrap();
    let create = format!("create database {name}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(create)).execute(&pool).await.unwrap();
    pool.close().await;
    let mut url = url::Url::parse(&server).unwrap();
    url.set_path(&name);
    Some(url.into())
}

/// The keys of the demo's seasons: 2023, 2024, 2025.
pub async fn season_keys(store: &Store) -> [String; 3] {
    let mut seasons = changba::store::seasons::all(&mut store.read().await.unwrap()).await.unwrap();
    seasons.sort_by_key(|season| season.sort);
    let keys: Vec<String> = seasons.into_iter().map(|season| season.key).collect();
    keys.try_into().unwrap()
}
