//! The table with its rule beside it, the reasons one tap away, and what the games to come can still change.

use super::super::outlook::OutlookView;
use super::super::page::{Here, LONG, Shell, cached, private};
use super::super::paths;
use super::super::show::{FixtureView, TableView, entry_name, number};
use super::super::text::T;
use super::competition::{RulesView, rules_view};
use super::{Error, Visitor, open_competition, targets};
use crate::stages::{self, Compared, Ranked};
use crate::store::entries::Entry;
use crate::tables::{self, GroupTable};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "public/table.html")]
struct TablePage {
    shell: Shell,
    name: String,
    here: String,
    competition: String,
    tables: Vec<GroupPage>,
    across: Vec<AcrossView>,
    rules: RulesView,
    has_bracket: bool,
    /// Whether scores were typed into the form.
    supposed: bool,
}

/// A table with what can still happen.
struct GroupPage {
    view: TableView,
    outlook: Option<OutlookView>,
    open: Vec<OpenGame>,
}

/// A place compared across groups.
struct AcrossView {
    heading: String,
    complete: bool,
    /// Who shares the place in a group, where that hinders the comparison.
    shared: String,
    rows: Vec<AcrossRow>,
}

/// One team of the comparison.
struct AcrossRow {
    rank: usize,
    level: bool,
    goes_on: bool,
    group: String,
    name: String,
    numbers: Vec<String>,
    left_out: Vec<FixtureView>,
}

impl AcrossView {
    fn of(compared: &Compared, t: T) -> Self {
        let row = |one: Ranked<'_>| AcrossRow {
            rank: one.rank,
            level: one.level,
            goes_on: one.goes_on,
            group: one.row.group.clone(),
            name: entry_name(&one.row.entry, t.0),
            numbers: one.row.numbers.iter().map(number).collect(),
            left_out: FixtureView::list(&one.row.left_out, t.0),
        };
        let shared = compared.classes.as_ref().err();
        let names = |entries: &Vec<Entry>| {
            t.listed(&entries.iter().map(|entry| entry_name(entry, t.0)).collect::<Vec<_>>())
        };
        Self {
            heading: t.across_words(compared.place, compared.go_on),
            complete: compared.complete,
            shared: shared.map(names).unwrap_or_default(),
            rows: compared.ranked().map(row).collect(),
        }
    }
}

/// A game to come with what was typed for it.
struct OpenGame {
    game: FixtureView,
    a: String,
    b: String,
}

/// Scores typed into the form, by the key of the game; `a.KEY` and `b.KEY`.
struct Typed(HashMap<String, String>);

impl Typed {
    fn of(visitor: &Visitor) -> Self {
        let asked = visitor.path.split_once('?').map_or("", |(_, query)| query);
        Self(serde_urlencoded::from_str(asked).unwrap_or_default())
    }

    fn get(&self, side: char, key: &str) -> &str {
        self.0.get(&format!("{side}.{key}")).map_or("", |value| value.trim())
    }

    /// Scores that can count: both given, below a thousand and not level.
    fn scores(&self, table: &GroupTable) -> HashMap<String, [u16; 2]> {
        let points = |text: &str| text.parse::<u16>().ok().filter(|points| *points < 1000);
        let score = |key: &String| {
            let score = [points(self.get('a', key))?, points(self.get('b', key))?];
            (score[0] != score[1]).then(|| (key.clone(), score))
        };
        table.open.iter().filter_map(|card| score(&card.fixture.key)).collect()
    }
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, competition) = open_competition(&mut db, &visitor, &key).await?;
    let lang = visitor.lang;
    let rules = tables::rule_set(&competition);
    let stages = stages::load(&mut db, &competition).await?;
    let has_bracket = stages.is_some();
    let across = stages.iter().flat_map(|stages| &stages.across);
    let across = across.map(|compared| AcrossView::of(compared, visitor.t())).collect();
    let graph = stages.map(|stages| stages.plan.graph.0);
    let typed = Typed::of(&visitor);
    let mut supposed = false;
    let mut shown = Vec::new();
    for table in tables::of_competition(&mut db, &competition).await? {
        let open = table.open.iter().map(|card| OpenGame {
            a: typed.get('a', &card.fixture.key).to_owned(),
            b: typed.get('b', &card.fixture.key).to_owned(),
            game: FixtureView::of(card, lang),
        });
        let open: Vec<OpenGame> = open.collect();
        let scores = typed.scores(&table);
        supposed |= !scores.is_empty();
        let instead = if scores.is_empty() { None } else { table.supposing(&scores, &rules) };
        shown.push((instead.unwrap_or(table), open));
    }
    drop(db);
    // Every outcome of a dozen games takes a moment: other requests must not wait for it.
    let work = move || {
        let group = |(table, open): (GroupTable, Vec<OpenGame>)| GroupPage {
            view: TableView::of(&table, &rules, lang),
            outlook: OutlookView::of(&table, &rules, graph.as_ref(), lang),
            open,
        };
        shown.into_iter().map(group).collect()
    };
    let groups =
        tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.to_string()))?;
    let name = lang.pick(&competition.name_zh, &competition.name_en).to_owned();
    let page = TablePage {
        shell: Shell::public(
            &visitor,
            format!("{} · {name}", visitor.t().table()),
            Here::Table,
            &targets(&visitor, &season, Some(&competition)),
        ),
        name,
        here: paths::table(&key),
        competition: paths::competition(&key),
        tables: groups,
        across,
        rules: rules_view(&visitor, &competition),
        has_bracket,
        supposed,
    };
    // What somebody supposes is nobody else's page.
    if visitor.path.contains('?') { private(&page) } else { cached(&visitor, &page, Some(season.id), LONG) }
}
