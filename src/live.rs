//! Wakes whoever follows a game. It knows no facts of the match: those are read from the database.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// Who follows which game.
#[derive(Clone, Debug, Default)]
pub struct Live(Arc<Mutex<HashMap<String, watch::Sender<u64>>>>);

impl Live {
    /// Says that something of a game was committed.
    pub fn wake(&self, fixture: &str) {
        let mut games = self.0.lock().expect("no panic under the lock");
        if let Some(game) = games.get(fixture) {
            game.send_modify(|times| *times += 1);
            if game.receiver_count() == 0 {
                games.remove(fixture);
            }
        }
    }

    /// Says that something of any game may have been committed elsewhere.
    pub fn wake_all(&self) {
        let mut games = self.0.lock().expect("no panic under the lock");
        games.retain(|_, game| game.receiver_count() > 0);
        games.values().for_each(|game| game.send_modify(|times| *times += 1));
    }

    /// Turns with each commit about a game.
    pub fn follow(&self, fixture: &str) -> watch::Receiver<u64> {
        let mut games = self.0.lock().expect("no panic under the lock");
        games.entry(fixture.to_owned()).or_default().subscribe()
    }
}
