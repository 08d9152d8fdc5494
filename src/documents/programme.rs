//! 秩序册, the programme book: printed from what the season is run by, so that the two never differ.

use super::papers::{Chapter, Papers};
use super::parts::{self, both, said};
use super::{mark, name};
use crate::tables::GroupTable;
use crate::web::paths;
use press::{Block, Book, Cell, Column, Fact, Language, Name, Row, Sheet, Table, Width};

/// The chapters in their usual order, by the words that choose them.
pub const CHAPTERS: [&str; 8] =
    ["regulations", "notices", "clubs", "groups", "schedule", "matrix", "bracket", "numbers"];

/// The programme of a season, with the chapters asked for, in the order asked for.
pub fn programme(papers: &Papers, language: Language, sheet: Sheet, chapters: &[String]) -> Book {
    let path = paths::season(&papers.season.key);
    let mut book = papers.book(language, "programme", both("秩序册", "Programme"), &path);
    (book.bound, book.sheet) = (true, sheet);
    book.subtitle = subtitle(papers);
    for chapter in chapters {
        let (title, blocks) = match chapter.as_str() {
            "regulations" => (both("竞赛规程", "Regulations"), regulations(papers, language)),
            "notices" => (both("通知与须知", "Notices"), notices(papers, language)),
            "clubs" => (both("参赛队与名单", "Clubs and players"), clubs(papers)),
            "groups" => (both("分组", "Groups"), groups(papers)),
            "schedule" => (both("赛程(按日期)", "Schedule by day"), schedule(papers)),
            "matrix" => (both("赛程(对阵表)", "Schedule as a matrix"), matrix(papers)),
            "bracket" => (both("对阵图", "Bracket"), brackets(papers)),
            _ => (both("人数统计与场馆", "Numbers and halls"), numbers(papers)),
        };
        if !blocks.is_empty() {
            book.blocks.push(Block::Chapter(title));
            book.blocks.extend(blocks);
        }
    }
    book
}

/// Days and halls of a season, for a cover.
pub fn subtitle(papers: &Papers) -> Vec<Fact<Name>> {
    let season = &papers.season;
    let days = parts::span(season.match_from, season.match_to).or_else(|| {
        let days = papers.days();
        parts::span(days.first().copied(), days.last().copied())
    });
    let mut lines = vec![days.map_or_else(Fact::undecided, Fact::published)];
    lines
        .extend(papers.venues.iter().map(|(venue, _)| Fact::published(name(&venue.name_zh, &venue.name_en))));
    lines
}

fn each(papers: &Papers, make: impl Fn(&Chapter) -> Vec<Block>) -> Vec<Block> {
    let mut all = Vec::new();
    for chapter in &papers.competitions {
        let blocks = make(chapter);
        if blocks.is_empty() {
            continue;
        }
        if papers.competitions.len() > 1 {
            all.push(Block::Heading(Fact::published(chapter.name())));
        }
        all.extend(blocks);
    }
    all
}

fn regulations(papers: &Papers, language: Language) -> Vec<Block> {
    each(papers, |chapter| parts::regulations(chapter, language))
}

fn notices(papers: &Papers, language: Language) -> Vec<Block> {
    let mut blocks = Vec::new();
    for notice in &papers.notices {
        blocks.push(Block::Heading(Fact::published(name(&notice.title_zh, &notice.title_en))));
        blocks.extend(parts::paragraphs(language, &notice.body_zh, &notice.body_en));
        if let Some(at) = notice.published_at {
            let on = papers.local(at).format("%Y-%m-%d").to_string();
            blocks.push(Block::Note(said(format!("发布于 {on}"), format!("published {on}"))));
        }
    }
    blocks
}

fn clubs(papers: &Papers) -> Vec<Block> {
    each(papers, |chapter| {
        let mut blocks = Vec::new();
        for squad in &chapter.entries {
            let entry = &squad.entry;
            let made_up = entry.sample.contains("entry");
            blocks.push(Block::Heading(mark(Name::zh(entry.short_name.as_str()), made_up)));
            let full = Cell::plain(entry.name.as_str()).coloured(parts::colours(entry));
            let mut facts = vec![(both("全称与队服颜色", "Name and colours"), full)];
            if !squad.employers.is_empty() {
                let joint = Cell::plain(squad.employers.join("、"));
                facts.push((both("联队单位", "Employers"), joint));
            }
            if entry.withdrawn {
                facts.push((both("状态", "State"), Cell::name(both("已退出", "withdrawn"))));
            }
            blocks.push(Block::Facts(facts));
            blocks.push(if squad.players.is_empty() {
                Block::Note(said("名单尚未公布。", "The list of players has not been published."))
            } else {
                parts::players(squad)
            });
        }
        blocks
    })
}

fn is_played(table: &&GroupTable) -> bool {
    table.teams.len() > 1
}

fn groups(papers: &Papers) -> Vec<Block> {
    each(papers, |chapter| {
        let tables: Vec<&GroupTable> = chapter.tables.iter().filter(is_played).collect();
        let mut blocks = Vec::new();
        for some in tables.chunks(4) {
            let columns = some.iter().map(|table| {
                let title = parts::group_name(table).value().cloned().unwrap_or_else(|| Name::zh(""));
                Column { title, width: Width::Part(1), align: press::Align::Left }
            });
            let most = some.iter().map(|table| table.teams.len()).max().unwrap_or(0);
            let rows = (0..most).map(|at| {
                Row::Cells(
                    some.iter()
                        .map(|table| match table.teams.get(at) {
                            Some(entry) => {
                                Cell::fact(mark(Name::zh(entry.short_name.as_str()), table.sample))
                                    .coloured(parts::colours(entry))
                            }
                            None => Cell::shaded(),
                        })
                        .collect(),
                )
            });
            let rows = rows.collect();
            blocks.push(Block::Table(Table { columns: columns.collect(), rows, grid: true, small: false }));
        }
        blocks
    })
}

fn schedule(papers: &Papers) -> Vec<Block> {
    let cards: Vec<_> = papers.cards.iter().collect();
    if cards.is_empty() { Vec::new() } else { vec![parts::schedule(&cards, papers.competitions.len() > 1)] }
}

/// The crosses of all groups, each under its name.
pub fn matrix(papers: &Papers) -> Vec<Block> {
    each(papers, |chapter| {
        let mut blocks = Vec::new();
        for table in chapter.tables.iter().filter(is_played) {
            if let Some(cross) = parts::cross(table) {
                blocks.push(Block::Heading(parts::group_name(table)));
                blocks.push(cross);
            }
        }
        blocks
    })
}

/// The brackets of all competitions that have one.
pub fn brackets(papers: &Papers) -> Vec<Block> {
    each(papers, |chapter| {
        let drawn = chapter.stages.as_ref().and_then(parts::bracket);
        drawn.map(|bracket| vec![Block::Bracket(bracket)]).unwrap_or_default()
    })
}

fn numbers(papers: &Papers) -> Vec<Block> {
    let mut columns = vec![Column::words("球队", "Team", Width::Part(4))];
    columns.push(Column::words("赛事", "Competition", Width::Part(3)));
    columns.push(Column::figures("运动员", "Players", 24));
    let mut rows = Vec::new();
    let mut players = 0;
    let mut teams = 0;
    for chapter in &papers.competitions {
        for squad in &chapter.entries {
            players += squad.players.len();
            teams += 1;
            rows.push(Row::Cells(vec![
                Cell::plain(squad.entry.short_name.as_str()).coloured(parts::colours(&squad.entry)),
                Cell::name(chapter.name()),
                Cell::plain(squad.players.len().to_string()),
            ]));
        }
    }
    rows.push(Row::Cells(vec![
        Cell::name(both(format!("合计 {teams} 队"), format!("{teams} teams in all"))).strong(),
        Cell::blank(),
        Cell::plain(players.to_string()).strong(),
    ]));
    let days = papers.days().len();
    let games = papers.cards.len();
    let mut blocks = vec![
        Block::Facts(vec![
            (both("比赛场次", "Games"), Cell::plain(games.to_string())),
            (both("比赛日", "Days of play"), Cell::plain(days.to_string())),
            (both("场馆", "Halls"), Cell::plain(papers.venues.len().to_string())),
        ]),
        Block::Table(Table { columns, rows, grid: false, small: false }),
    ];
    for (venue, capacities) in &papers.venues {
        blocks.push(Block::Heading(Fact::published(name(&venue.name_zh, &venue.name_en))));
        let mut facts =
            vec![(both("地址", "Address"), Cell::plain(format!("{} {}", venue.city, venue.address)))];
        for capacity in capacities {
            let on = capacity.as_of.map(|day| day.to_string()).unwrap_or_default();
            facts.push((
                both("公布的容量", "Published capacity"),
                Cell::plain(capacity.seats.to_string())
                    .and(Fact::published(Name::zh(format!("{} {on}", capacity.source)))),
            ));
        }
        facts.push((both("现场负责人", "In charge there"), Cell::blank()));
        facts.push((
            both("急救电话 120 · 报警 110 · 火警 119", "Ambulance 120, police 110, fire 119"),
            Cell::blank(),
        ));
        blocks.push(Block::Facts(facts));
    }
    blocks
}
