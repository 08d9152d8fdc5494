//! Random plans to begin with.
//!
//! The circle method gives plans whose chains are often one long cycle, from which partial swaps lead nowhere. Hill
//! climbing on partial colourings (Dinitz and Stinson) gives any colouring, in milliseconds.

use fastrand::Rng;

const FREE: usize = usize::MAX;

/// A random single round robin of an even number of clubs: the opponent of each club in each round.
pub(super) fn random_rounds(clubs: usize, rng: &mut Rng) -> Vec<Vec<usize>> {
    let rounds = clubs - 1;
    let mut climb = Climb {
        opponent: vec![vec![FREE; rounds]; clubs],
        round_of: vec![vec![FREE; clubs]; clubs],
        games: 0,
    };
    let all = clubs * rounds / 2;
    while climb.games < all {
        if rng.bool() {
            climb.fill_club(clubs, rounds, rng);
        } else {
            climb.fill_round(clubs, rounds, rng);
        }
    }
    climb.opponent
}

struct Climb {
    opponent: Vec<Vec<usize>>,
    round_of: Vec<Vec<usize>>,
    games: usize,
}

impl Climb {
    /// Gives a club that misses a game one against an opponent it has not met; who was in the way loses a game.
    fn fill_club(&mut self, clubs: usize, rounds: usize, rng: &mut Rng) {
        let club = rng.usize(..clubs);
        let free: Vec<usize> = (0..rounds).filter(|&round| self.opponent[club][round] == FREE).collect();
        let unmet: Vec<usize> =
            (0..clubs).filter(|&other| other != club && self.round_of[club][other] == FREE).collect();
        if free.is_empty() || unmet.is_empty() {
            return;
        }
        let round = free[rng.usize(..free.len())];
        let other = unmet[rng.usize(..unmet.len())];
        let third = self.opponent[other][round];
        if third != FREE {
            self.clear(other, third, round);
        }
        self.set(club, other, round);
    }

    /// Gives a round that misses a game one between two idle clubs, taking it from another round if they have met.
    fn fill_round(&mut self, clubs: usize, rounds: usize, rng: &mut Rng) {
        let round = rng.usize(..rounds);
        let idle: Vec<usize> = (0..clubs).filter(|&club| self.opponent[club][round] == FREE).collect();
        if idle.len() < 2 {
            return;
        }
        let first = rng.usize(..idle.len());
        let second = (first + rng.usize(1..idle.len())) % idle.len();
        let (club, other) = (idle[first], idle[second]);
        let elsewhere = self.round_of[club][other];
        if elsewhere != FREE {
            self.clear(club, other, elsewhere);
        }
        self.set(club, other, round);
    }

    fn set(&mut self, club: usize, other: usize, round: usize) {
        self.opponent[club][round] = other;
        self.opponent[other][round] = club;
        self.round_of[club][other] = round;
        self.round_of[other][club] = round;
        self.games += 1;
    }

    fn clear(&mut self, club: usize, other: usize, round: usize) {
        self.opponent[club][round] = FREE;
        self.opponent[other][round] = FREE;
        self.round_of[club][other] = FREE;
        self.round_of[other][club] = FREE;
        self.games -= 1;
    }
}
