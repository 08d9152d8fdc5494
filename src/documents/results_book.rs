//! 成绩册, the results book: what was played, who stands where and why, who watched and how that was counted.

use super::papers::{Chapter, Papers};
use super::parts::{self, both, said};
use super::{mark, name, programme};
use crate::tables;
use crate::web::paths;
use league::stages::{Round, Slot};
use press::{Block, Book, Cell, Column, Fact, Language, Name, Row, Sheet, Table, Width};
use serde_json::Value;

/// The results book of a season.
pub fn results_book(papers: &Papers, language: Language, sheet: Sheet) -> Book {
    let path = paths::season(&papers.season.key);
    let mut book = papers.book(language, "results", both("成绩册", "Results"), &path);
    (book.bound, book.sheet) = (true, sheet);
    book.subtitle = programme::subtitle(papers);
    let chapters = [
        (both("最终名次", "Final ranking"), ranking(papers)),
        (both("全部比分", "All scores"), scores(papers)),
        (both("积分榜与名次依据", "Tables and how they were decided"), standings(papers)),
        (both("对阵成绩表", "Results as a matrix"), programme::matrix(papers)),
        (both("对阵图", "Bracket"), programme::brackets(papers)),
        (both("观众数据", "Attendance"), attendance(papers)),
        (both("更正记录", "Corrections"), corrections(papers)),
    ];
    for (title, blocks) in chapters {
        if !blocks.is_empty() {
            book.blocks.push(Block::Chapter(title));
            book.blocks.extend(blocks);
        }
    }
    book
}

/// Who came where, as far as games have decided it: by the ties that play for places, else by the only table.
pub fn places(chapter: &Chapter) -> Vec<(usize, String)> {
    let mut places = Vec::new();
    if let Some(stages) = &chapter.stages {
        let short = |id| stages.entry(id).map(|entry| entry.short_name.clone());
        for tie in stages.graph().ties() {
            let first = match tie.round {
                Round::Final => 1,
                Round::ThirdPlace => 3,
                _ => continue,
            };
            let Some(state) = stages.known.ties.get(&tie.code).filter(|state| state.official) else {
                continue;
            };
            let seated = [Slot::TieA(tie.code.clone()), Slot::TieB(tie.code.clone())];
            let other = seated
                .iter()
                .filter_map(|slot| stages.current.filled.get(slot))
                .find(|id| **id != state.winner);
            places.extend(short(state.winner).map(|name| (first, name)));
            places.extend(other.and_then(|id| short(*id)).map(|name| (first + 1, name)));
        }
    }
    let decided = |table: &&tables::GroupTable| table.group.complete && table.official;
    if places.is_empty()
        && chapter.stages.is_none()
        && chapter.tables.len() == 1
        && let Some(table) = chapter.tables.first().filter(decided)
    {
        let rows = table.standing.rows.iter();
        places = rows.map(|row| (row.rank, table.entry(row.team).short_name.clone())).collect();
    }
    places.sort();
    places
}

fn ranking(papers: &Papers) -> Vec<Block> {
    let mut blocks = Vec::new();
    for chapter in &papers.competitions {
        blocks.push(Block::Heading(Fact::published(chapter.name())));
        let places = places(chapter);
        if places.is_empty() {
            blocks.push(Block::Text(said("名次尚未产生。", "No places have been decided yet.")));
            continue;
        }
        let columns =
            vec![Column::figures("名次", "Place", 24), Column::words("球队", "Team", Width::Part(1))];
        let rows = places.iter().map(|(place, team)| {
            let squad = chapter.entries.iter().find(|squad| squad.entry.short_name == *team);
            let cell =
                Cell::plain(team.as_str()).coloured(squad.and_then(|squad| parts::colours(&squad.entry)));
            Row::Cells(vec![Cell::plain(place.to_string()).strong(), cell])
        });
        blocks.push(Block::Table(Table { columns, rows: rows.collect(), grid: false, small: false }));
    }
    let over = papers.cards.iter().filter(|card| card.fixture.status.is_over()).count();
    blocks.push(Block::Facts(vec![
        (both("已赛", "Played"), Cell::plain(over.to_string())),
        (both("全部场次", "Games in all"), Cell::plain(papers.cards.len().to_string())),
    ]));
    blocks
}

fn scores(papers: &Papers) -> Vec<Block> {
    let mut blocks = Vec::new();
    for chapter in &papers.competitions {
        let cards: Vec<_> =
            chapter.cards(papers).into_iter().filter(|card| card.fixture.status.is_over()).collect();
        if !cards.is_empty() {
            blocks.push(Block::Heading(Fact::published(chapter.name())));
            blocks.push(parts::results(papers, &cards));
        }
    }
    blocks
}

/// The tables of a competition with the rule that ranks them and every tie set apart.
pub fn tables_of(chapter: &Chapter) -> Vec<Block> {
    let rules = tables::rule_set(&chapter.competition);
    let mut blocks = Vec::new();
    for table in chapter.tables.iter().filter(|table| table.teams.len() > 1) {
        blocks.push(Block::Heading(parts::group_name(table)));
        blocks.push(parts::table(table));
        let reasons = parts::reasons(table, &rules);
        if !reasons.is_empty() {
            blocks.push(Block::Items(reasons));
        }
    }
    if !blocks.is_empty() {
        blocks.push(Block::Note(Fact::published(Name::both(&*rules.wording.zh, &*rules.wording.en))));
    }
    blocks
}

fn standings(papers: &Papers) -> Vec<Block> {
    let mut blocks = Vec::new();
    for chapter in &papers.competitions {
        let own = tables_of(chapter);
        if !own.is_empty() {
            blocks.push(Block::Heading(Fact::published(chapter.name())));
            blocks.extend(own);
        }
    }
    blocks
}

/// Every published figure with its unit, its method and who said it: figures of different units are never added.
pub fn attendance(papers: &Papers) -> Vec<Block> {
    if papers.figures.is_empty() {
        return Vec::new();
    }
    let columns = vec![
        Column::words("范围", "About", Width::Part(3)),
        Column::words("指标", "Metric", Width::Part(3)),
        Column::figures("数值", "Value", 27),
        Column::words("单位", "Unit", Width::Mm(16)),
        Column::words("方法与来源", "Method and source", Width::Part(4)),
        Column::middle("截至", "As of", 20),
    ];
    let rows = papers.figures.iter().map(|figure| {
        let scope = papers.scopes.iter().find(|scope| scope.id == figure.scope_id);
        let metric = papers.metrics.newest(&figure.metric);
        let value = match (figure.value, figure.low, figure.high) {
            (Some(value), _, _) => value.to_string(),
            (None, Some(low), Some(high)) => format!("{low}–{high}"),
            (None, Some(low), None) => format!("≥ {low}"),
            (None, None, Some(high)) => format!("≤ {high}"),
            _ => String::new(),
        };
        let about = scope.map_or_else(
            || Name::zh(""),
            |scope| {
                let on = scope.day.map(|day| format!(" {day}")).unwrap_or_default();
                let names = name(&scope.name_zh, &scope.name_en);
                let words = parts::words(|t| t.level(scope.level).to_owned());
                let zh = if names.zh.is_empty() { words.zh } else { names.zh };
                let en = names.en.or(words.en).unwrap_or_default();
                Name::both(format!("{zh}{on}"), format!("{en}{on}"))
            },
        );
        let unit = metric.map(|metric| parts::words(|t| t.unit(metric.unit).to_owned()));
        let class = parts::words(|t| t.class_said(figure.class).to_owned());
        Row::Cells(vec![
            Cell::name(about),
            metric.map_or_else(Cell::blank, |metric| Cell::name(Name::both(&*metric.zh, &*metric.en))),
            Cell::fact(mark(Name::zh(value), figure.sample.contains("value"))).strong(),
            unit.map_or_else(Cell::blank, Cell::name),
            Cell::name(class).and(Fact::published(Name::zh(figure.source.as_str()))),
            Cell::plain(papers.local(figure.as_of).format("%Y-%m-%d").to_string()),
        ])
    });
    vec![
        Block::Note(said(
            "每个数字都有单位、方法和来源;单位不同的数字不能相加。",
            "Each figure stands with its unit, method and source; figures of different units are never added.",
        )),
        Block::Table(Table { columns, rows: rows.collect(), grid: false, small: true }),
    ]
}

/// The ledger of corrections: both versions, the reason, the document.
pub fn corrections(papers: &Papers) -> Vec<Block> {
    let columns = vec![
        Column::middle("时间", "When", 28),
        Column::words("比赛", "Game", Width::Part(4)),
        Column::middle("更正前", "Before", 22),
        Column::middle("更正后", "After", 22),
        Column::words("理由与依据", "Reason and document", Width::Part(5)),
    ];
    let points = |value: &Value| {
        let one = |key: &str| value.get(key).and_then(Value::as_i64);
        match (one("score_a"), one("score_b")) {
            (Some(a), Some(b)) => format!("{a}:{b}"),
            _ => "–".to_owned(),
        }
    };
    let mut rows = Vec::new();
    for correction in papers.competitions.iter().flat_map(|chapter| &chapter.corrections) {
        let card = papers.cards.iter().find(|card| card.fixture.id == correction.fixture_id);
        let mut reason = Cell::plain(correction.reason.as_str());
        if !correction.document.is_empty() {
            reason = reason.and(Fact::published(Name::zh(correction.document.as_str())));
        }
        rows.push(Row::Cells(vec![
            Cell::plain(papers.local(correction.at).format("%Y-%m-%d %H:%M").to_string()),
            card.map_or_else(Cell::blank, |card| Cell::name(parts::pairing(card))),
            Cell::plain(points(&correction.before.0)),
            Cell::plain(points(&correction.after.0)).strong(),
            reason,
        ]));
    }
    if rows.is_empty() {
        return vec![Block::Text(said("没有更正。", "Nothing has been corrected."))];
    }
    vec![Block::Table(Table { columns, rows, grid: false, small: false })]
}
