//! Searches for the plans of drafts, in the background: each tells the database how far it is, so that any page of any
//! node can show it, and stops when somebody asks there.

use crate::actions::drafts as act;
use crate::clock::Stopwatch;
use crate::drafts::{Around, Board};
use crate::store::drafts::{Draft, Search};
use crate::store::{Store, Writer};
use crate::web::App;
use league::planner::{Budget, Course, Effort, Game, solve_on};
use sqlx::types::Json;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How often a search tells of itself.
const BEAT: Duration = Duration::from_millis(700);

/// What the thread that searches shares with the task that tells of it.
#[derive(Default)]
struct Shared {
    stop: AtomicBool,
    asked: AtomicU64,
    best: Mutex<Option<(Vec<Game>, u64, u64)>>,
}

/// Searches until the time is spent or somebody stops it.
pub fn start(app: &App, writer: Writer, draft: &Draft, around: Around, search: Search) {
    let Ok(board) = Board::of(&around, &draft.setup, &search.games) else { return };
    let app = app.clone();
    tokio::spawn(async move {
        // Searches take a core each: those that wait for one say so by standing at nothing.
        let Ok(_turn) = app.searches.acquire().await else { return };
        run(&app, writer, board, around, search).await;
    });
}

async fn run(app: &App, writer: Writer, board: Board, around: Around, mut search: Search) {
    let shared = Arc::new(Shared::default());
    let board = Arc::new(board);
    let watch = Stopwatch::start();
    let seconds = search.seconds.max(1) as f64;
    let mut thread = tokio::task::spawn_blocking({
        let (shared, board, seed) = (shared.clone(), board.clone(), writer.random.bytes());
        let seed = u64::from_le_bytes(seed[..8].try_into().unwrap_or_default());
        move || look(&shared, &board, watch, seconds, seed)
    });
    loop {
        let ended = tokio::select! {
            _ = &mut thread => true,
            () = tokio::time::sleep(BEAT) => false,
        };
        search.permille = ((watch.elapsed().as_secs_f64() / seconds).min(1.0) * 1000.0) as i64;
        search.beat_at = app.clock.now();
        search.moves = shared.asked.load(Ordering::Relaxed) as i64;
        if let Some((plan, hard, soft)) = shared.best.lock().expect("no panic under the lock").clone() {
            search.games = Json(board.laid(&around, &plan));
            (search.infeasibility, search.objective) = (Some(hard as i64), Some(soft as i64));
        }
        if ended {
            "done".clone_into(&mut search.state);
        }
        let goes_on = tell(&app.store, &writer, &search).await;
        if ended {
            return;
        }
        if !goes_on || app.is_stopping() {
            shared.stop.store(true, Ordering::Relaxed);
        }
    }
}

/// The search itself, on a thread of its own.
fn look(shared: &Shared, board: &Board, watch: Stopwatch, seconds: f64, seed: u64) {
    let spent = || {
        // Asked once for every so many moves.
        shared.asked.fetch_add(MOVES_A_LOOK, Ordering::Relaxed);
        if shared.stop.load(Ordering::Relaxed) { 1.0 } else { watch.elapsed().as_secs_f64() / seconds }
    };
    let better = |plan: &[Game], hard: u64, soft: u64| {
        *shared.best.lock().expect("no panic under the lock") = Some((plan.to_vec(), hard, soft));
    };
    let (start, _) = board.plan();
    let budget = Budget { moves: None, spent: &spent };
    let effort = Effort { thread: 0, seed, budget };
    let found = solve_on(&board.season.instance, effort, Course { start: &start, better: Some(&better) });
    better(&found.plan, found.report.infeasibility, found.report.objective);
    shared.asked.store(found.moves, Ordering::Relaxed);
}

const MOVES_A_LOOK: u64 = 512;

/// A database that is busy for a moment does not end a search.
async fn tell(store: &Store, writer: &Writer, search: &Search) -> bool {
    let Ok(mut tx) = store.write(writer).await else { return true };
    let Ok(goes_on) = act::tell_search(&mut tx, search).await else { return true };
    tx.commit_quiet().await.is_err() || goes_on
}
