//! The ranking: cut the level teams by the first criterion that separates, then begin again in every class.
//!
//! Teams are never compared pair by pair: results between them are not transitive. OBR Appendix D.

use super::counting::{Count, Counted, Look, Note, Sums, count, quotients};
use super::number::Number;
use super::results::{Group, Refused, Team};
use super::rules::{AtTheEnd, Criterion, RuleSet, Scope, Then, Value};
use serde::Serialize;
use std::cmp::Ordering;

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    pub team: Team,
    /// Shared by teams that nothing separates: 1, 1, 3.
    pub rank: usize,
    pub wins: i32,
    pub losses: i32,
    pub played: i32,
    /// Classification points, adjustments included.
    pub points: i32,
    pub scored: i32,
    pub conceded: i32,
    /// Out after a second forfeit while its results stand.
    pub out: bool,
}

impl Row {
    /// Points scored less points conceded.
    pub fn difference(&self) -> i32 {
        self.scored - self.conceded
    }
}

/// What ended a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decider {
    /// The place of the criterion in the rule set.
    Criterion(usize),
    Draw,
    RankingList,
    Unresolved,
}

impl Decider {
    /// The word for it in a trace, for example `h2h_diff`.
    pub fn id(self, rules: &RuleSet) -> String {
        match self {
            Self::Criterion(index) => rules.criteria[index].id(),
            Self::Draw => "draw".to_owned(),
            Self::RankingList => "ranking_list".to_owned(),
            Self::Unresolved => "unresolved".to_owned(),
        }
    }
}

/// A criterion tried on level teams, with the number of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trial {
    /// The place of the criterion in the rule set.
    pub criterion: usize,
    /// In the order of the step's teams.
    pub numbers: Vec<Number>,
}

/// How one set of level teams was cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    pub teams: Vec<Team>,
    /// The teams between which games counted when the procedure last began.
    pub began_with: Vec<Team>,
    pub decided_by: Decider,
    /// Best first.
    pub classes: Vec<Vec<Team>>,
    /// Up to and with the criterion that decided.
    pub tried: Vec<Trial>,
    /// Results between the level teams, as places in the group's list.
    pub games: Vec<usize>,
}

/// A ranked group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Best first.
    pub rows: Vec<Row>,
    /// Best first; several teams in one element share the rank.
    pub ranking: Vec<Vec<Team>>,
    /// From the top of the table down.
    pub trace: Vec<Step>,
    /// The sets that a draw of lots must order before the group has a final table.
    pub draw_required: Vec<Vec<Team>>,
    pub notes: Vec<Note>,
}

impl Standing {
    /// The rank of a team, where it is ranked.
    pub fn rank_of(&self, team: Team) -> Option<usize> {
        self.rows.iter().find(|row| row.team == team).map(|row| row.rank)
    }
}

/// Ranks a group and keeps the reasons.
pub fn rank(group: &Group, rules: &RuleSet) -> Result<Standing, Refused> {
    let count = count(group, rules)?;
    let mut ranker = Ranker::new(group, rules, &count.games, &count.totals);
    ranker.keep_reasons = true;
    ranker.rank(&count.ranked, &count.adjusted);
    let Ranker { ranking, trace, draw_required, .. } = ranker;
    let rows = rows(&count, &ranking);
    Ok(Standing { rows, ranking, trace, draw_required, notes: count.notes })
}

fn rows(count: &Count, ranking: &[Vec<Team>]) -> Vec<Row> {
    let mut rows = Vec::with_capacity(count.ranked.len());
    let mut rank = 1;
    for place in ranking {
        for &team in place {
            let sums = &count.totals[team.index()];
            rows.push(Row {
                team,
                rank,
                wins: sums.wins,
                losses: sums.losses,
                played: sums.wins + sums.losses,
                points: sums.points + count.adjusted[team.index()],
                scored: sums.scored,
                conceded: sums.conceded,
                out: count.out.contains(&team),
            });
        }
        rank += place.len();
    }
    rows
}

/// One run of the procedure.
pub(crate) struct Ranker<'a> {
    group: &'a Group,
    rules: &'a RuleSet,
    games: &'a [Counted],
    totals: &'a [Sums],
    /// By team: its place in the set being looked at, or `ABSENT`.
    slots: Vec<u16>,
    pub keep_reasons: bool,
    /// Whether the last game is taken as played.
    pub complete: bool,
    pub ranking: Vec<Vec<Team>>,
    pub trace: Vec<Step>,
    pub draw_required: Vec<Vec<Team>>,
}

const ABSENT: u16 = u16::MAX;

impl<'a> Ranker<'a> {
    pub fn new(group: &'a Group, rules: &'a RuleSet, games: &'a [Counted], totals: &'a [Sums]) -> Self {
        Self {
            group,
            rules,
            games,
            totals,
            slots: vec![ABSENT; totals.len()],
            keep_reasons: false,
            complete: group.complete,
            ranking: Vec::with_capacity(totals.len()),
            trace: Vec::new(),
            draw_required: Vec::new(),
        }
    }

    pub fn rank(&mut self, teams: &[Team], adjusted: &[i32]) {
        let numbers: Vec<Number> = teams
            .iter()
            .map(|team| {
                let mut sums = self.totals[team.index()];
                sums.points += adjusted[team.index()];
                sums.number(self.rules.ranked_by)
            })
            .collect();
        for class in cut(self.rules.ranked_by, teams, &numbers) {
            self.resolve(&class, &class, 0);
        }
    }

    fn resolve(&mut self, tied: &[Team], began_with: &[Team], first: usize) {
        if tied.len() < 2 {
            self.ranking.extend(tied.first().map(|&team| vec![team]));
            return;
        }
        let mut tried = Vec::new();
        let mut between = Between::default();
        let rules = self.rules;
        for (index, criterion) in rules.criteria.iter().enumerate().skip(first) {
            if !criterion.is_for(tied.len()) || (criterion.when_all_played && self.awaits_games(tied)) {
                continue;
            }
            let numbers = self.numbers(criterion, tied, began_with, &mut between);
            let separates = separates(criterion.value, &numbers);
            let classes = if separates { cut(criterion.value, tied, &numbers) } else { Vec::new() };
            if self.keep_reasons {
                tried.push(Trial { criterion: index, numbers });
            }
            if separates {
                self.step(tied, began_with, Decider::Criterion(index), &classes, tried);
                for class in &classes {
                    match criterion.then {
                        Then::Restart => self.resolve(class, class, 0),
                        Then::GoOn => self.resolve(class, began_with, index + 1),
                    }
                }
                return;
            }
        }
        self.end(tied, began_with, tried);
    }

    /// Nothing separates: the rule set says whether the rank is shared, listed or drawn.
    fn end(&mut self, tied: &[Team], began_with: &[Team], tried: Vec<Trial>) {
        let group = self.group;
        let (order, decider) = match self.rules.at_the_end {
            _ if !self.complete => (None, Decider::Unresolved),
            AtTheEnd::RankingList if listed(&group.ranking_list, tied).is_some() => {
                (listed(&group.ranking_list, tied), Decider::RankingList)
            }
            // Lots that were drawn decide, whatever the rules foresee: a place in the next stage has room for one.
            AtTheEnd::Share | AtTheEnd::Draw | AtTheEnd::RankingList => {
                (group.draws.iter().find_map(|draw| listed(draw, tied)), Decider::Draw)
            }
        };
        if let Some(order) = order {
            let classes: Vec<Vec<Team>> = order.iter().map(|&team| vec![team]).collect();
            self.step(tied, began_with, decider, &classes, tried);
            self.ranking.extend(classes);
            return;
        }
        self.step(tied, began_with, Decider::Unresolved, &[tied.to_vec()], tried);
        if self.complete && self.rules.at_the_end != AtTheEnd::Share {
            self.draw_required.push(tied.to_vec());
        }
        self.ranking.push(tied.to_vec());
    }

    fn step(
        &mut self,
        tied: &[Team],
        began_with: &[Team],
        decider: Decider,
        classes: &[Vec<Team>],
        tried: Vec<Trial>,
    ) {
        if !self.keep_reasons {
            return;
        }
        self.mark(tied);
        let inside = |game: &&Counted| game.teams.iter().all(|team| self.slots[team.index()] != ABSENT);
        let games = self.games.iter().filter(inside).map(|game| game.game).collect();
        self.unmark(tied);
        self.trace.push(Step {
            teams: tied.to_vec(),
            began_with: began_with.to_vec(),
            decided_by: decider,
            classes: classes.to_vec(),
            tried,
            games,
        });
    }

    fn awaits_games(&self, tied: &[Team]) -> bool {
        self.group.open.iter().any(|game| tied.contains(&game.a) && tied.contains(&game.b))
    }

    fn numbers(
        &mut self,
        criterion: &Criterion,
        tied: &[Team],
        began_with: &[Team],
        cache: &mut Between,
    ) -> Vec<Number> {
        let look = Look::of(criterion);
        let scope = match criterion.scope {
            Scope::Tied => tied,
            Scope::FirstTied => began_with,
            Scope::All => &[],
        };
        if criterion.value == Value::Quotients {
            return self.quotients(tied, scope, look);
        }
        if criterion.scope == Scope::All && look == Look::PLAIN {
            return tied.iter().map(|team| self.totals[team.index()].number(criterion.value)).collect();
        }
        if cache.key != Some((criterion.scope, look)) {
            cache.key = Some((criterion.scope, look));
            self.sum_games(tied, scope, look, &mut cache.sums);
        }
        cache.sums.iter().map(|sums| sums.number(criterion.value)).collect()
    }

    /// Sums per team over the games between the teams of the scope, or over all games where it is empty.
    fn sum_games(&mut self, tied: &[Team], scope: &[Team], look: Look, sums: &mut Vec<Sums>) {
        sums.clear();
        sums.resize(tied.len().max(scope.len()), Sums::default());
        let marked = if scope.is_empty() { tied } else { scope };
        self.mark(marked);
        for game in self.games.iter().filter(|game| look.sees(game)) {
            let slots = game.teams.map(|team| self.slots[team.index()]);
            if !scope.is_empty() && slots.contains(&ABSENT) {
                continue;
            }
            for (side, &slot) in slots.iter().enumerate() {
                if let Some(sums) = sums.get_mut(usize::from(slot)) {
                    sums.add(game, side, look);
                }
            }
        }
        if marked != tied {
            // The scope is wider than the teams still level: only theirs are asked for.
            let own = tied.iter().map(|team| sums[usize::from(self.slots[team.index()])]).collect();
            *sums = own;
        }
        self.unmark(marked);
    }

    fn quotients(&mut self, tied: &[Team], scope: &[Team], look: Look) -> Vec<Number> {
        self.mark(scope);
        let slots = &self.slots;
        let inside =
            |game: &&Counted| scope.is_empty() || game.teams.iter().all(|team| slots[team.index()] != ABSENT);
        let numbers = tied
            .iter()
            .map(|&team| Number::Quotients(quotients(team, self.games.iter().filter(inside), look)))
            .collect();
        self.unmark(scope);
        numbers
    }

    fn mark(&mut self, teams: &[Team]) {
        for (slot, team) in (0..).zip(teams) {
            self.slots[team.index()] = slot;
        }
    }

    fn unmark(&mut self, teams: &[Team]) {
        for team in teams {
            self.slots[team.index()] = ABSENT;
        }
    }
}

/// Sums shared by criteria that look at the same games in the same way.
#[derive(Default)]
struct Between {
    key: Option<(Scope, Look)>,
    sums: Vec<Sums>,
}

fn separates(value: Value, numbers: &[Number]) -> bool {
    let less = value.less_is_better();
    numbers.windows(2).any(|pair| pair[0].better_first(&pair[1], less) != Ordering::Equal)
}

/// Cuts teams into classes of equal value, best first.
pub(crate) fn cut(value: Value, teams: &[Team], numbers: &[Number]) -> Vec<Vec<Team>> {
    let less = value.less_is_better();
    let mut order: Vec<usize> = (0..teams.len()).collect();
    order.sort_by(|&left, &right| numbers[left].better_first(&numbers[right], less));
    let level =
        |left: &usize, right: &usize| numbers[*left].better_first(&numbers[*right], less) == Ordering::Equal;
    order.chunk_by(level).map(|class| class.iter().map(|&place| teams[place]).collect()).collect()
}

/// The order of the teams in a list, where it names all of them.
fn listed(list: &[Team], teams: &[Team]) -> Option<Vec<Team>> {
    let order: Vec<Team> = list.iter().copied().filter(|team| teams.contains(team)).collect();
    (order.len() == teams.len()).then_some(order)
}
