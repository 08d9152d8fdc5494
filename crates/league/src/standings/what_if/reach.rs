//! The bound: in which places can level teams end, whatever the margins.

use super::outcome::{Try, World};
use super::{span, unite};
use crate::standings::counting::{Counted, Look, Sums, quotients};
use crate::standings::number::Number;
use crate::standings::results::Team;
use crate::standings::rules::{AtTheEnd, Criterion, Games, Overtime, Scope, Then, Value};
use std::cmp::Ordering;
use std::collections::HashMap;

/// Above so many level teams the orders are not enumerated but bounded pair by pair.
const MOST_ENUMERATED: usize = 8;

/// How two teams can stand under one criterion.
#[derive(Clone, Copy, Default)]
struct Relation {
    better: bool,
    level: bool,
    worse: bool,
}

const ANY: Relation = Relation { better: true, level: true, worse: true };

impl Relation {
    fn fixed(order: Ordering) -> Self {
        Self {
            better: order == Ordering::Less,
            level: order == Ordering::Equal,
            worse: order == Ordering::Greater,
        }
    }
}

/// Sets of teams are bits by place among the ranked teams.
type Set = u64;

/// One combination of winners, with the margins left open.
pub(super) struct Reach<'a> {
    world: &'a World<'a>,
    /// Results of the open games with margin one and no points for the loser: the least of both.
    least: Vec<Counted>,
    known: HashMap<(Set, Set, usize), Vec<u64>>,
}

impl<'a> Reach<'a> {
    pub fn new(world: &'a World<'a>, outcome: u32) -> Self {
        let least = (0..world.open.len())
            .map(|game| {
                let tried = Try { loser: 0, margin: 1, overtime: false };
                world.played(game, world.winner(outcome, game), tried)
            })
            .collect();
        Self { world, least, known: HashMap::new() }
    }

    /// By ranked team, the ranks it can end on.
    pub fn ranks(mut self) -> Vec<u64> {
        let all = members_of(span(0, self.world.teams.len()));
        let first = Criterion {
            scope: Scope::All,
            value: self.world.rules.ranked_by,
            then: Then::Restart,
            overtime: Overtime::AllPoints,
            games: Games::All,
            tied_at_least: None,
            tied_at_most: None,
            when_all_played: false,
        };
        let adjusted: Vec<i32> =
            self.world.teams.iter().map(|team| self.world.count.adjusted[team.index()]).collect();
        let relations = self.relations(&first, &all, span(0, all.len()), &adjusted);
        self.spread(&all, &relations, |reach, class| reach.resolve(class, class, 0))
    }

    /// By member, in order of the bits: the places inside the set.
    fn resolve(&mut self, tied: Set, began: Set, first: usize) -> Vec<u64> {
        if tied.count_ones() < 2 {
            return vec![1];
        }
        if let Some(known) = self.known.get(&(tied, began, first)) {
            return known.clone();
        }
        let members = members_of(tied);
        let places = self.resolve_new(tied, began, first, &members);
        self.known.insert((tied, began, first), places.clone());
        places
    }

    fn resolve_new(&mut self, tied: Set, began: Set, first: usize, members: &[usize]) -> Vec<u64> {
        let rules = self.world.rules;
        for (index, criterion) in rules.criteria.iter().enumerate().skip(first) {
            if !criterion.is_for(members.len()) {
                continue;
            }
            let scope = match criterion.scope {
                Scope::Tied => tied,
                Scope::FirstTied => began,
                Scope::All => 0,
            };
            let relations = self.relations(criterion, members, scope, &vec![0; members.len()]);
            let all_level = |relation: &Relation| relation.level && !relation.better && !relation.worse;
            if relations.iter().flatten().all(all_level) {
                continue;
            }
            return self.spread(members, &relations, |reach, class| match criterion.then {
                _ if class == tied => reach.resolve(class, began, index + 1),
                Then::Restart => reach.resolve(class, class, 0),
                Then::GoOn => reach.resolve(class, began, index + 1),
            });
        }
        self.end(members)
    }

    /// Places of teams that nothing separates.
    fn end(&self, members: &[usize]) -> Vec<u64> {
        let teams: Vec<Team> = members.iter().map(|&member| self.world.teams[member]).collect();
        let over = &self.world.over;
        let names_all = |list: &&Vec<Team>| teams.iter().all(|team| list.contains(team));
        let list = match self.world.rules.at_the_end {
            AtTheEnd::Share => return vec![1; members.len()],
            AtTheEnd::Draw => over.draws.iter().find(names_all),
            AtTheEnd::RankingList => Some(&over.ranking_list).filter(names_all),
        };
        let Some(list) = list else { return vec![span(0, members.len()); members.len()] };
        let order: Vec<&Team> = list.iter().filter(|team| teams.contains(team)).collect();
        teams.iter().map(|team| 1 << order.iter().take_while(|&&other| other != team).count()).collect()
    }

    /// Unites the places over every way to cut the members into classes that the relations allow.
    fn spread(
        &mut self,
        members: &[usize],
        relations: &[Vec<Relation>],
        mut resolve: impl FnMut(&mut Self, Set) -> Vec<u64>,
    ) -> Vec<u64> {
        let set = |class: u64| members_of(class).iter().fold(0, |set, &place| set | 1_u64 << members[place]);
        if let Some(classes) = fixed_classes(relations) {
            let mut places = vec![0; members.len()];
            let mut offset = 0;
            for class in classes {
                let inside = resolve(self, set(class));
                for (place, bits) in members_of(class).into_iter().zip(inside) {
                    places[place] = bits << offset;
                }
                offset += class.count_ones();
            }
            return places;
        }
        if members.len() > MOST_ENUMERATED {
            return pair_by_pair(relations);
        }
        let mut places = vec![0; members.len()];
        for (class, offset) in classes_in_some_order(relations) {
            let inside = resolve(self, set(class));
            for (place, bits) in members_of(class).into_iter().zip(inside) {
                places[place] |= bits << offset;
            }
        }
        places
    }

    /// How each member can stand to each other under a criterion; `scope` 0 takes all games.
    fn relations(
        &self,
        criterion: &Criterion,
        members: &[usize],
        scope: Set,
        adjusted: &[i32],
    ) -> Vec<Vec<Relation>> {
        let look = Look::of(criterion);
        let teams: Vec<Team> = members.iter().map(|&member| self.world.teams[member]).collect();
        let inside = self.inside(criterion.scope, scope);
        let counted: Vec<&Counted> = self.world.count.games.iter().filter(|game| inside(game)).collect();
        let open: Vec<&Counted> = self.least.iter().filter(|game| inside(game)).collect();
        let mut sums = vec![Sums::default(); teams.len()];
        for (sums, &adjusted) in sums.iter_mut().zip(adjusted) {
            sums.adjust(adjusted, self.world.rules);
        }
        for game in counted.iter().chain(&open).filter(|game| look.sees(game)) {
            for (side, team) in game.teams.iter().enumerate() {
                if let Some(place) = teams.iter().position(|other| other == team) {
                    sums[place].add(game, side, Look { overtime: look.overtime, games: Games::All });
                }
            }
        }
        let numbers: Vec<Number> = match criterion.value {
            Value::Quotients => {
                let sum = |&team| Number::Quotients(quotients(team, counted.iter().copied(), look));
                teams.iter().map(sum).collect()
            }
            value => sums.iter().map(|sums| sums.number(value)).collect(),
        };
        let pair = |left: usize, right: usize| {
            let less = criterion.value.less_is_better();
            let touched = open
                .iter()
                .any(|game| game.teams.contains(&teams[left]) || game.teams.contains(&teams[right]));
            let fixed = Relation::fixed(numbers[left].better_first(&numbers[right], less));
            match criterion.value {
                _ if left == right => Relation { level: true, ..Relation::default() },
                Value::Record | Value::Wins | Value::WinPercentage => fixed,
                _ if !touched => fixed,
                value => match (&numbers[left], &numbers[right]) {
                    (Number::Whole(own), Number::Whole(theirs)) => {
                        linear(criterion, own - theirs, value, [teams[left], teams[right]], &open)
                    }
                    _ => ANY,
                },
            }
        };
        (0..teams.len()).map(|left| (0..teams.len()).map(|right| pair(left, right)).collect()).collect()
    }

    fn inside(&self, scope: Scope, set: Set) -> impl Fn(&Counted) -> bool {
        let mut marked = vec![scope == Scope::All; self.world.count.totals.len()];
        for member in members_of(set) {
            marked[self.world.teams[member].index()] = true;
        }
        move |game| game.teams.iter().all(|team| marked[team.index()])
    }
}

/// How the difference of two teams' sums can come out, `least` being its value at margin one and loser's points zero.
fn linear(criterion: &Criterion, least: i64, value: Value, teams: [Team; 2], open: &[&Counted]) -> Relation {
    // A game with overtime that counts as level is a margin of zero.
    let zero_allowed = criterion.overtime == Overtime::Level;
    let (mut low, mut high) = (Some(least), Some(least));
    let (mut only_even, mut fixed) = (true, true);
    for game in open {
        let part = |team: Team| {
            let side = game.teams.iter().position(|&other| other == team);
            side.map_or([0, 0], |side| by_margin_and_points(value, game.won[side]))
        };
        let (own, theirs) = (part(teams[0]), part(teams[1]));
        for (kind, change) in [own[0] - theirs[0], own[1] - theirs[1]].into_iter().enumerate() {
            if change == 0 {
                continue;
            }
            fixed = false;
            only_even &= change % 2 == 0;
            let below = if kind == 0 && zero_allowed { change } else { 0 };
            if change > 0 {
                high = None;
                low = low.map(|low| low - below);
            } else {
                low = None;
                high = high.map(|high| high - below);
            }
        }
    }
    let even_fits = fixed || !only_even || least % 2 == 0;
    let more = high.is_none_or(|high| high > 0);
    let fewer = low.is_none_or(|low| low < 0);
    let level = low.is_none_or(|low| low <= 0) && high.is_none_or(|high| high >= 0) && even_fits;
    let (better, worse) = if value.less_is_better() { (fewer, more) } else { (more, fewer) };
    Relation { better, level, worse }
}

/// What one more point of margin, and one more point for the loser, change for a side.
pub(super) fn by_margin_and_points(value: Value, won: bool) -> [i64; 2] {
    match (value, won) {
        (Value::Difference, true) => [1, 0],
        (Value::Difference, false) => [-1, 0],
        (Value::Scored, true) | (Value::Conceded, false) => [1, 1],
        _ => [0, 1],
    }
}

/// The classes, where no margin can change them.
fn fixed_classes(relations: &[Vec<Relation>]) -> Option<Vec<u64>> {
    let sure = |relation: &Relation| {
        u8::from(relation.better) + u8::from(relation.level) + u8::from(relation.worse) == 1
    };
    if !relations.iter().flatten().all(sure) {
        return None;
    }
    let above = |place: usize| relations[place].iter().filter(|relation| relation.worse).count();
    let mut order: Vec<usize> = (0..relations.len()).collect();
    order.sort_by_key(|&place| above(place));
    let classes = order.chunk_by(|&left, &right| above(left) == above(right));
    Some(classes.map(|class| class.iter().fold(0, |set, &place| set | 1_u64 << place)).collect())
}

/// Each class that some allowed order has, with the number of teams above it.
fn classes_in_some_order(relations: &[Vec<Relation>]) -> Vec<(u64, u32)> {
    let whole = span(0, relations.len());
    let together = |class: u64| {
        let places = members_of(class);
        places.iter().all(|&left| places.iter().all(|&right| relations[left][right].level))
    };
    let level: Vec<bool> = (0..=whole).map(together).collect();
    let beats: Vec<u64> = relations
        .iter()
        .map(|row| (0..row.len()).filter(|&other| row[other].better).fold(0, |set, other| set | 1 << other))
        .collect();
    let on_top = |class: u64, rest: u64| {
        level[class as usize] && members_of(class).into_iter().all(|place| beats[place] & rest == rest)
    };
    let mut can_end = vec![false; whole as usize + 1];
    can_end[0] = true;
    for left in 1..=whole {
        can_end[left as usize] =
            subsets(left).any(|class| can_end[(left & !class) as usize] && on_top(class, left & !class));
    }
    let mut reached = vec![false; whole as usize + 1];
    reached[whole as usize] = true;
    let mut found = Vec::new();
    for left in (1..=whole).rev().filter(|&left| can_end[left as usize]) {
        if !reached[left as usize] {
            continue;
        }
        for class in subsets(left) {
            let rest = left & !class;
            if can_end[rest as usize] && on_top(class, rest) {
                reached[rest as usize] = true;
                found.push((class, whole.count_ones() - left.count_ones()));
            }
        }
    }
    found
}

fn pair_by_pair(relations: &[Vec<Relation>]) -> Vec<u64> {
    let places = |row: &Vec<Relation>| {
        let above = row.iter().filter(|relation| !relation.better && !relation.level).count();
        let below = row.iter().filter(|relation| !relation.worse && !relation.level).count();
        span(above, relations.len() - below)
    };
    let mut all = vec![0; relations.len()];
    unite(&mut all, &relations.iter().map(places).collect::<Vec<u64>>());
    all
}

/// The non-empty subsets of a set.
fn subsets(set: u64) -> impl Iterator<Item = u64> {
    let next = move |&subset: &u64| subset.checked_sub(1).map(|less| less & set);
    std::iter::successors(Some(set), next).take_while(|&subset| subset != 0)
}

fn members_of(set: Set) -> Vec<usize> {
    (0..64).filter(|place| set >> place & 1 == 1).collect()
}
