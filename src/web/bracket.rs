//! A competition's stages as a picture: one drawing for the public page, the control room and paper.

use super::show::{FixtureView, Plate};
use super::text::{Lang, T};
use crate::stages::{Stages, slot_name};
use crate::store::entries::Entry;
use crate::store::fixtures::Card;
use askama::Template;
use league::fixture::Status;
use league::ids::EntryId;
use league::stages::{self, Round, Series, Slot, Source};
use league::standings::series::SeriesState;

/// The picture.
#[derive(Clone, Debug, Template)]
#[template(path = "bracket.html")]
pub struct Bracket {
    pub stages: Vec<StageView>,
    t: T,
}

/// One stage: a column of the picture.
#[derive(Clone, Debug)]
pub struct StageView {
    pub name: String,
    pub groups: Vec<GroupView>,
    pub ties: Vec<TieView>,
}

/// A group with its order as it stands, or the places that wait.
#[derive(Clone, Debug)]
pub struct GroupView {
    pub name: String,
    pub complete: bool,
    pub rows: Vec<GroupRow>,
}

/// A line of a group.
#[derive(Clone, Debug)]
pub struct GroupRow {
    pub place: String,
    pub name: String,
    pub plate: Option<Plate>,
}

/// A tie.
#[derive(Clone, Debug)]
pub struct TieView {
    pub code: String,
    pub round: String,
    pub sides: [SlotView; 2],
    pub games: Vec<FixtureView>,
    /// How a series is played and where it stands.
    pub series: String,
    pub live: bool,
    pub waiting: Vec<String>,
}

/// One side of a tie.
#[derive(Clone, Debug)]
pub struct SlotView {
    pub name: String,
    pub source: String,
    pub plate: Option<Plate>,
    pub known: bool,
    pub won: bool,
    /// The score of a single game, the games won of a series.
    pub score: String,
    /// What a correction changed here.
    pub held: String,
}

impl Bracket {
    /// The picture of stages as they stand.
    pub fn of(stages: &Stages, lang: Lang) -> Self {
        let t = T(lang);
        let drawing = Drawing { stages, t, lang };
        Self { stages: stages.graph().stages.iter().map(|stage| drawing.stage(stage)).collect(), t }
    }

    /// The picture of a graph that nobody plays yet.
    pub fn draft(graph: &stages::Graph, t: T) -> Self {
        let waiting = |source: &Source| SlotView {
            name: t.source_words(&source.to_string()),
            source: String::new(),
            plate: None,
            known: false,
            won: false,
            score: String::new(),
            held: String::new(),
        };
        let group = |group: &stages::Group| GroupView {
            name: group_name(t, &group.key),
            complete: true,
            rows: (1..)
                .zip(&group.slots)
                .map(|(place, source)| GroupRow {
                    place: format!("{}{place}", group.key),
                    name: t.source_words(&source.to_string()),
                    plate: None,
                })
                .collect(),
        };
        let tie = |tie: &stages::Tie| TieView {
            code: tie.code.clone(),
            round: t.round_words(tie.round),
            sides: [waiting(&tie.a), waiting(&tie.b)],
            games: Vec::new(),
            series: if tie.series == Series::Single { String::new() } else { t.series_words(tie.series) },
            live: false,
            waiting: Vec::new(),
        };
        let stage = |stage: &stages::Stage| StageView {
            name: stage_name(t, stage),
            groups: stage.groups.iter().map(group).collect(),
            ties: in_view(stage).into_iter().map(tie).collect(),
        };
        Self { stages: graph.stages.iter().map(stage).collect(), t }
    }
}

/// The ties of a stage as they are drawn: the final above the game for third place.
fn in_view(stage: &stages::Stage) -> Vec<&stages::Tie> {
    let mut ties: Vec<&stages::Tie> = stage.ties.iter().collect();
    ties.sort_by_key(|tie| tie.round == Round::ThirdPlace);
    ties
}

fn stage_name(t: T, stage: &stages::Stage) -> String {
    let of_one_round =
        |round: Round| stage.ties.iter().all(|tie| tie.round == round || tie.round == Round::ThirdPlace);
    match stage.ties.last() {
        Some(tie) if stage.kind == stages::StageKind::Knockout && of_one_round(tie.round) => {
            t.round_words(tie.round)
        }
        _ => t.form_words(stage.kind).to_owned(),
    }
}

fn group_name(t: T, key: &str) -> String {
    match t.0 {
        Lang::Zh => format!("{key}组"),
        Lang::En => format!("Group {key}"),
    }
}

struct Drawing<'a> {
    stages: &'a Stages,
    t: T,
    lang: Lang,
}

impl Drawing<'_> {
    fn stage(&self, stage: &stages::Stage) -> StageView {
        StageView {
            name: stage_name(self.t, stage),
            groups: stage.groups.iter().map(|group| self.group(group)).collect(),
            ties: in_view(stage).into_iter().map(|tie| self.tie(tie)).collect(),
        }
    }

    fn group(&self, group: &stages::Group) -> GroupView {
        let table = self.stages.table(&group.key);
        let ranked: Vec<(&Entry, String)> = table
            .map(|table| {
                let rows = &table.standing.rows;
                // Who shares a place is not put above the other: =2, =2.
                let shared = |rank: usize| rows.iter().filter(|row| row.rank == rank).count() > 1;
                let place = |rank: usize| format!("{}{rank}", if shared(rank) { "=" } else { "" });
                rows.iter().map(|row| (table.entry(row.team), place(row.rank))).collect()
            })
            .unwrap_or_default();
        let rows = (0..group.slots.len()).map(|at| match ranked.get(at) {
            Some((entry, place)) => GroupRow {
                place: match place.strip_prefix('=') {
                    Some(rank) => format!("={}{rank}", group.key),
                    None => format!("{}{place}", group.key),
                },
                name: entry.short_name.clone(),
                plate: Some(Plate::of(entry)),
            },
            None => GroupRow {
                place: format!("{}{}", group.key, at + 1),
                name: self.t.source_words(&group.slots[at].to_string()),
                plate: None,
            },
        });
        GroupView {
            name: group_name(self.t, &group.key),
            complete: table.is_some_and(|table| table.group.complete),
            rows: rows.collect(),
        }
    }

    fn tie(&self, tie: &stages::Tie) -> TieView {
        let cards = self.stages.games_of(tie);
        let sides = [(Slot::TieA(tie.code.clone()), &tie.a), (Slot::TieB(tie.code.clone()), &tie.b)];
        let waiting =
            self.stages.changes.waiting.iter().filter(|waiting| {
                sides.iter().any(|(slot, _)| *slot == waiting.slot) && waiting.to.is_none()
            });
        TieView {
            code: tie.code.clone(),
            round: self.t.round_words(tie.round),
            live: cards.iter().any(|card| card.fixture.status == Status::Live),
            waiting: waiting.map(|waiting| self.waiting(waiting)).collect(),
            series: self.series(tie, &cards),
            games: cards.iter().map(|card| FixtureView::of(card, self.lang)).collect(),
            sides: sides.map(|(slot, source)| self.slot(tie, &slot, source)),
        }
    }

    fn waiting(&self, waiting: &stages::Waiting) -> String {
        let names = match &waiting.why {
            stages::Why::DrawRequired { entries } => entries.iter().map(|id| self.name(*id)).collect(),
            _ => Vec::new(),
        };
        self.t.waiting_words(&waiting.why, &names)
    }

    fn slot(&self, tie: &stages::Tie, slot: &Slot, source: &Source) -> SlotView {
        let t = self.t;
        let source = t.source_words(&source.to_string());
        let entry = self.stages.current.filled.get(slot).and_then(|id| self.stages.entry(*id));
        let decided = self.stages.known.ties.get(&tie.code);
        let won = entry.is_some_and(|entry| decided.is_some_and(|state| state.winner == entry.id));
        let score = entry.map(|entry| self.score(tie, entry.id)).unwrap_or_default();
        SlotView {
            name: entry.map_or_else(|| source.clone(), |entry| entry.short_name.clone()),
            plate: entry.map(Plate::of),
            known: entry.is_some(),
            won,
            score,
            held: self.held(slot),
            source: if entry.is_some() { source } else { String::new() },
        }
    }

    /// What a correction did to a slot, in a sentence.
    fn held(&self, slot: &Slot) -> String {
        let Some(held) = self.stages.current.held.get(slot) else { return String::new() };
        let to = self.stages.changes.waiting.iter().find(|w| w.slot == *slot).and_then(|w| w.to);
        let t = self.t;
        let to = to.map(|to| format!(" · {} {}", t.held_to(), self.name(to))).unwrap_or_default();
        format!("{} · {} {}{to}", t.held_said(), t.held_was(), self.name(held.was))
    }

    fn name(&self, id: EntryId) -> String {
        self.stages.entry(id).map(|entry| entry.short_name.clone()).unwrap_or_default()
    }

    fn state(&self, tie: &stages::Tie) -> Option<SeriesState> {
        let seated = |slot: Slot| self.stages.current.filled.get(&slot).copied();
        let sides = [seated(Slot::TieA(tie.code.clone()))?, seated(Slot::TieB(tie.code.clone()))?];
        crate::stages::series_of(tie, &self.stages.games_of(tie), sides)
    }

    /// "best of 3 · 2:1"; for two legs the points of both.
    fn series(&self, tie: &stages::Tie, cards: &[&Card]) -> String {
        if tie.series == Series::Single {
            return String::new();
        }
        let Some(state) = self.state(tie) else { return self.t.series_words(tie.series) };
        let over = cards.iter().filter(|card| card.fixture.status.is_over()).count();
        let mut said =
            format!("{} · {}:{}", self.t.series_words(tie.series), state.aggregate[0], state.aggregate[1]);
        if state.winner.is_some() && over < cards.len() {
            said = format!("{said} · {}", self.t.series_decided());
        }
        said
    }

    fn score(&self, tie: &stages::Tie, entry: EntryId) -> String {
        if tie.series != Series::Single {
            let Some(state) = self.state(tie) else { return String::new() };
            let is_a = self.stages.current.filled.get(&Slot::TieA(tie.code.clone())) == Some(&entry);
            return state.aggregate[usize::from(!is_a)].to_string();
        }
        let cards = self.stages.games_of(tie);
        let points = |card: &Card| {
            let fixture = &card.fixture;
            let score =
                fixture.score().filter(|_| fixture.status.is_over() || fixture.status == Status::Live)?;
            match entry.0 {
                id if fixture.a_entry_id == Some(id) => Some(score.a),
                id if fixture.b_entry_id == Some(id) => Some(score.b),
                _ => None,
            }
        };
        cards
            .iter()
            .filter_map(|card| points(card))
            .map(|points| points.to_string())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Every slot that waits for a person's word: its stored name and what happened, in words.
pub fn held(stages: &Stages, lang: Lang) -> Vec<(String, String)> {
    let drawing = Drawing { stages, t: T(lang), lang };
    let line =
        |slot: &Slot| (slot_name(slot), format!("{}: {}", drawing.t.slot_words(slot), drawing.held(slot)));
    stages.current.held.keys().map(line).collect()
}
