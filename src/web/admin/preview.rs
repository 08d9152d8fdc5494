//! A correction before it is confirmed: what it would change in the table and in the pairings.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::page::Here;
use super::super::show::{FixtureView, signed};
use super::form::FormView;
use super::list::{Cell, ListView};
use super::room::{Page, Part, room};
use crate::actions::input::Fields;
use crate::discipline;
use crate::stages::{self, Stages, slot_from, slot_name};
use crate::store::fixtures::{self, Card};
use crate::store::{Db, competitions, seasons};
use crate::tables;
use axum::body::Body;
use axum::http::Response;
use std::collections::BTreeMap;

/// Tables and slots at one moment.
pub struct Snapshot {
    /// Rank, points and difference by the group's code and the entry's key.
    rows: BTreeMap<(String, String), Row>,
    stages: Option<Stages>,
    /// By the key of the sanction.
    suspensions: BTreeMap<String, Suspended>,
}

/// Who is suspended, and the games it falls on.
struct Suspended {
    who: String,
    bars: Vec<Card>,
}

#[derive(Clone, PartialEq)]
struct Row {
    name: String,
    group: String,
    rank: usize,
    points: i32,
    difference: i32,
}

impl Snapshot {
    /// What stands now in the competition of a game.
    pub async fn of(db: &mut Db, card: &Card) -> Result<Self, Error> {
        let competition = competitions::by_id(db, card.fixture.competition_id).await?;
        let mut rows = BTreeMap::new();
        for table in tables::of_competition(db, &competition).await? {
            for row in &table.standing.rows {
                let entry = table.entry(row.team);
                let group = table.pool.as_ref().map(|pool| pool.code.clone()).unwrap_or_default();
                let (rank, points, difference) = (row.rank, row.points, row.difference());
                let name = entry.short_name.clone();
                rows.insert(
                    (group.clone(), entry.key.clone()),
                    Row { name, group, rank, points, difference },
                );
            }
        }
        let kept = discipline::load(db, &competition).await?;
        let cards = fixtures::of_competition(db, competition.id).await?;
        let mut suspensions = BTreeMap::new();
        for sanction in &kept.sanctions {
            let Some(served) = kept.served.get(&sanction.key) else { continue };
            let name = discipline::name_of(sanction.person_name.as_deref(), &sanction.shirt);
            let bars = cards.iter().filter(|card| served.bars.contains(&card.fixture.key)).cloned().collect();
            let who = format!("{} {name}", sanction.team).trim().to_owned();
            suspensions.insert(sanction.key.clone(), Suspended { who, bars });
        }
        Ok(Self { rows, stages: stages::load(db, &competition).await?, suspensions })
    }
}

fn result(game: &FixtureView) -> String {
    format!("{} {}:{} {} {}", game.a.name, game.a.score, game.b.score, game.b.name, game.outcome_word)
}

/// The page between the form and the correction.
pub async fn page(
    visitor: &Visitor,
    card: &Card,
    after: &Card,
    (before, now): (Snapshot, Snapshot),
    (version, fields): (i64, Fields),
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let mut db = visitor.read().await?;
    let season = seasons::by_id(&mut db, card.season_id).await?;
    let room = room(visitor, &mut db, t.preview(), Here::Results, Some(season)).await?;
    let (old, new) = (FixtureView::of(card, visitor.lang), FixtureView::of(after, visitor.lang));
    let here = format!("/admin/fixtures/{}/result", card.fixture.key);
    let facts = vec![
        (t.before().to_owned(), result(&old)),
        (t.after().to_owned(), result(&new)),
        (t.reason().to_owned(), fields.get("reason").to_owned()),
        (t.document().to_owned(), fields.get("document").to_owned()),
    ];
    let mut confirm = FormView::new(visitor, "result", &[], &Fields::default())
        .to(here.clone())
        .says(t.preview_confirm())
        .version(version)
        .hide("seen", "true");
    for (name, value) in &fields.0 {
        confirm = confirm.hide(name, value.clone());
    }
    let touched = slots(visitor, &before, &now);
    let print: Vec<String> = std::iter::once(format!("{}: {}", t.share_picture(), old.title(t)))
        .chain(touched.games.iter().map(|game| format!("{}: {game}", t.day_sheet())))
        .collect();
    let mut page = Page::new(room)
        .back(here, t.preview_back())
        .with(Part::facts(t.preview_result(), facts))
        .with(Part::list(t.preview_table(), ranks(visitor, &before, &now)))
        .with(Part::list(t.preview_slots(), touched.list))
        .with(Part::list(t.preview_suspensions(), suspensions(visitor, &before, &now)))
        .with(Part::say(t.preview_print(), &print.join(" · ")))
        .with(Part::form("", confirm));
    t.preview_said().clone_into(&mut page.note);
    page.answer(None)
}

fn ranks(visitor: &Visitor, before: &Snapshot, now: &Snapshot) -> ListView {
    let t = visitor.t();
    let columns = [t.team(), t.group(), t.before(), t.after()];
    let mut list = ListView::new(t.preview_table(), &columns, t.preview_table_same());
    let words = |row: Option<&Row>| {
        row.map_or_else(
            || t.out_of_table().to_owned(),
            |row| {
                format!(
                    "{} {} · {} {} · {} {}",
                    t.rank(),
                    row.rank,
                    row.points,
                    t.points(),
                    t.difference(),
                    signed(row.difference)
                )
            },
        )
    };
    let mut changed: Vec<(&Row, Option<&Row>)> = before
        .rows
        .iter()
        .map(|(key, row)| (row, now.rows.get(key)))
        .filter(|(row, other)| *other != Some(row))
        .collect();
    changed.sort_by_key(|(row, _)| (row.group.clone(), row.rank));
    for (row, other) in changed {
        list.row(vec![
            Cell::text(&row.name),
            Cell::text(&row.group),
            Cell::Quiet(words(Some(row))),
            Cell::text(words(other)),
        ]);
    }
    list
}

/// Suspensions that fall on other games than before.
fn suspensions(visitor: &Visitor, before: &Snapshot, now: &Snapshot) -> ListView {
    let t = visitor.t();
    let columns = [t.suspended(), t.before(), t.after()];
    let mut list = ListView::new(t.preview_suspensions(), &columns, t.preview_suspensions_same());
    let games = |cards: &[Card]| {
        let title = |card: &Card| {
            let view = FixtureView::of(card, visitor.lang);
            format!("{} {}", view.day_text, view.title(t))
        };
        if cards.is_empty() {
            "–".to_owned()
        } else {
            cards.iter().map(title).collect::<Vec<_>>().join(" · ")
        }
    };
    let none: &[Card] = &[];
    for (key, old) in &before.suspensions {
        let new = now.suspensions.get(key).map_or(none, |found| &found.bars);
        let same = old.bars.iter().map(|card| card.fixture.id).eq(new.iter().map(|card| card.fixture.id));
        if !same {
            list.row(vec![Cell::text(&old.who), Cell::Quiet(games(&old.bars)), Cell::text(games(new))]);
        }
    }
    list
}

struct Touched {
    list: ListView,
    games: Vec<String>,
}

fn slots(visitor: &Visitor, before: &Snapshot, now: &Snapshot) -> Touched {
    let t = visitor.t();
    let columns = [t.pairing(), t.before(), t.after()];
    let list = ListView::new(t.preview_slots(), &columns, t.preview_slots_same());
    let mut touched = Touched { list, games: Vec::new() };
    let (Some(before), Some(now)) = (&before.stages, &now.stages) else { return touched };
    let name = |key: Option<&String>| {
        let entry = key.and_then(|key| now.entries.iter().find(|entry| entry.key == *key));
        entry.map_or_else(|| t.to_be_set().to_owned(), |entry| entry.short_name.clone())
    };
    let mut changed: Vec<&String> = before.plan.filled.keys().chain(now.plan.filled.keys()).collect();
    changed.sort();
    changed.dedup();
    for slot in changed {
        let (old, new) = (before.plan.filled.get(slot), now.plan.filled.get(slot));
        let Some(at) = slot_from(slot).filter(|_| old != new) else { continue };
        let to = now.changes.waiting.iter().find(|waiting| slot_name(&waiting.slot) == *slot);
        let to = to.and_then(|waiting| waiting.to).and_then(|id| now.entry(id));
        let after = match (new, to) {
            (Some(key), _) => name(Some(key)),
            (None, Some(entry)) => format!("{} · {} {}", t.to_be_set(), t.held_to(), entry.short_name),
            (None, None) => t.to_be_set().to_owned(),
        };
        let words = t.slot_words(&at);
        touched.games.push(words.clone());
        touched.list.row(vec![Cell::text(words), Cell::Quiet(name(old)), Cell::text(after)]);
    }
    touched
}
