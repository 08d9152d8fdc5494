//! What a server does by itself: it follows the commits of other processes, so that no page is more than a second
//! behind, sends what is due, and forgets what has run out.

use crate::actions::{answers, console, people};
use crate::jobs::{files, outbox};
use crate::store::{Engine, Store};
use crate::web::App;
use sqlx::PgPool;
use sqlx::postgres::PgListener;
use std::time::Duration;

/// How old an answer may be against a commit of another process.
const AT_MOST_BEHIND: Duration = Duration::from_secs(1);

/// Reads the cache versions each second. A failure is logged once, until it is over.
pub async fn follow_versions(store: Store) {
    let mut failing = false;
    let mut ticks = tokio::time::interval(AT_MOST_BEHIND);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match store.refresh_versions().await {
            Ok(()) if failing => {
                failing = false;
                tracing::info!("the database answers again");
            }
            Ok(()) => {}
            Err(error) if !failing => {
                failing = true;
                tracing::error!(%error, "the database does not answer");
            }
            Err(_) => {}
        }
    }
}

/// Forgets each hour what has run out. What one hour fails to forget, the next one does.
pub async fn forget_old(app: App) {
    let mut ticks = tokio::time::interval(Duration::from_secs(3600));
    loop {
        ticks.tick().await;
        if let Err(error) = answers::forget_old(&app.store, &console::writer(&app.clock)).await {
            tracing::warn!(?error, "what has run out was not forgotten");
        }
        let today = app.clock.now().with_timezone(&chrono_tz::Asia::Shanghai).date_naive();
        match people::forget_past(&app.store, &console::writer(&app.clock), today).await {
            Ok(0) => {}
            Ok(people) => tracing::info!(people, "personal data past its day was erased"),
            Err(error) => tracing::warn!(?error, "personal data past its day was not erased"),
        }
        if let Err(error) = files::sweep(&app).await {
            tracing::warn!(?error, "files of people whose rows are gone were not removed");
        }
    }
}

/// Sends notices that are due, every few seconds; looks for tomorrow's games every five minutes.
pub async fn send_notices(app: App) {
    const LOOK_AROUND_EACH: u32 = 60;
    let mut ticks = tokio::time::interval(Duration::from_secs(5));
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let (mut tick, mut failing) = (0, false);
    loop {
        ticks.tick().await;
        let mut done = outbox::deliver_due(&app).await;
        if tick == 0 && done.is_ok() {
            done = outbox::look_around(&app).await;
        }
        tick = (tick + 1) % LOOK_AROUND_EACH;
        match done {
            Ok(_) => failing = false,
            Err(error) if !failing => {
                failing = true;
                tracing::warn!(?error, "notices are not sent");
            }
            Err(_) => {}
        }
    }
}

/// Writes down every few seconds what pages and players beat. A failure is logged once, until it is over.
pub async fn flush_beacons(app: App) {
    let mut failing = false;
    let mut ticks = tokio::time::interval(app.beacons.flush_every());
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match app.flush_beacons(false).await {
            Ok(()) => failing = false,
            Err(error) if !failing => {
                failing = true;
                tracing::error!(?error, "beats were not written; they are kept and tried again");
            }
            Err(_) => {}
        }
    }
}

/// The pool to listen on, where other nodes can say that they committed.
pub fn postgres_to_listen(store: &Store) -> Option<PgPool> {
    match store.engine() {
        Engine::Postgres(pool) => Some(pool.clone()),
        Engine::Sqlite { .. } => None,
    }
}

/// Reads the cache versions as soon as any node commits. The look-up each second covers what is lost on the way.
pub async fn wake_on_commit(store: Store, pool: PgPool) {
    loop {
        if let Ok(mut listener) = PgListener::connect_with(&pool).await
            && listener.listen("changba").await.is_ok()
        {
            while listener.recv().await.is_ok() {
                // The look-up each second reports what fails.
                let _ = store.refresh_versions().await;
            }
        }
        tokio::time::sleep(AT_MOST_BEHIND).await;
    }
}
