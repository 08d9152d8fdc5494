//! Forms and lists of a season: to be filled in, signed, posted or handed in.

use super::papers::{Papers, Squad};
use super::parts::{self, both, said};
use super::{mark, name};
use crate::web::paths;
use press::{Block, Book, Cell, Column, Fact, Language, Name, Row, Table, Width};

fn season_paper(papers: &Papers, language: Language, kind: &'static str, title: Name) -> Book {
    papers.book(language, kind, title, &paths::season(&papers.season.key))
}

/// Puts the same part before each entry of each competition, every one on a page of its own.
fn for_each_entry(papers: &Papers, book: &mut Book, part: impl Fn(&Squad) -> Vec<Block>) {
    for chapter in &papers.competitions {
        for squad in chapter.entries.iter().filter(|squad| !squad.entry.withdrawn) {
            if !book.blocks.is_empty() {
                book.blocks.push(Block::Break);
            }
            let title = mark(Name::zh(squad.entry.name.as_str()), squad.entry.sample.contains("entry"));
            book.blocks.push(Block::Heading(title));
            book.blocks.push(Block::Note(Fact::published(chapter.name())));
            book.blocks.extend(part(squad));
        }
    }
}

fn person(player: &crate::store::entries::Player) -> Cell {
    Cell::fact(mark(Name::zh(player.name.as_str()), !player.sample.is_empty()))
}

/// 报名表: the blank form on paper; the table for machines is the entry template.
pub fn entry_form(papers: &Papers, language: Language) -> Book {
    let mut book = season_paper(papers, language, "entry-form", both("报名表", "Entry form"));
    let empty = |zh: &str, en: &str| (both(zh, en), Cell::blank());
    book.blocks.push(Block::Facts(vec![
        empty("参赛单位(盖章)", "Club, with its stamp"),
        empty("队名简称", "Short name"),
        empty("组别", "Competition"),
        empty("领队 / 电话", "Team leader, telephone"),
        empty("教练 / 助理教练", "Coach, assistant"),
        empty("队医", "Doctor"),
        empty("队服颜色 浅 / 深", "Shirts, light and dark"),
    ]));
    let columns = vec![
        Column::figures("序", "", 8),
        Column::words("姓名", "Name", Width::Part(3)),
        Column::middle("性别", "Sex", 12),
        Column::middle("出生日期", "Born", 24),
        Column::middle("号码", "No.", 13),
        Column::middle("身高", "Height", 15),
        Column::words("位置", "Position", Width::Part(2)),
        Column::words("部门 / 工种", "Department", Width::Part(3)),
    ];
    let rows = (1..=15).map(|number| Row::High(8, vec![Cell::plain(number.to_string())]));
    book.blocks.push(Block::Table(Table { columns, rows: rows.collect(), grid: true, small: false }));
    book.blocks.push(Block::Sign(vec![
        both("领队签字", "Team leader"),
        both("单位工会盖章", "Stamp of the union"),
        both("日期", "Date"),
    ]));
    book
}

/// 承诺书: each club pledges fair play and that its list is true; everybody on it signs.
pub fn pledge(papers: &Papers, language: Language) -> Book {
    let mut book = season_paper(papers, language, "pledge", both("参赛承诺书", "Pledge of fair play"));
    for_each_entry(papers, &mut book, |squad| {
        let mut blocks = vec![Block::Items(vec![
            said(
                "遵守竞赛规程和规则,服从裁判,尊重对手和观众。",
                "We keep to the regulations and rules and respect referees, opponents and spectators.",
            ),
            said("报名信息真实,不冒名顶替。", "What we entered is true, and nobody plays in another's name."),
            said(
                "队员身体健康,适合参加篮球比赛,已办理意外伤害保险。",
                "Our players are fit to play and insured against accidents.",
            ),
            said(
                "如有异议,按规程规定的程序提出。",
                "We raise objections in the way the regulations provide.",
            ),
        ])];
        blocks.push(signing(squad));
        blocks.push(Block::Sign(vec![
            both("领队", "Team leader"),
            both("单位盖章", "Stamp"),
            both("日期", "Date"),
        ]));
        blocks
    });
    book
}

/// 自愿参赛责任书: everybody takes part of their own will and knows the risk.
pub fn waiver(papers: &Papers, language: Language) -> Book {
    let mut book =
        season_paper(papers, language, "waiver", both("自愿参赛责任书", "Declaration of voluntary entry"));
    for_each_entry(papers, &mut book, |squad| {
        vec![
            Block::Text(said(
                "本人自愿参加比赛,了解篮球运动的风险,确认身体状况适合参赛;如有不适,立即停止比赛并报告。",
                "I take part of my own will, know the risks of basketball and am fit to play; if I feel unwell I stop at once and say so.",
            )),
            signing(squad),
        ]
    });
    book
}

fn signing(squad: &Squad) -> Block {
    let columns = vec![
        Column::figures("号码", "No.", 13),
        Column::words("姓名", "Name", Width::Part(2)),
        Column::words("本人签字", "Signature", Width::Part(3)),
        Column::words("日期", "Date", Width::Part(2)),
    ];
    let mut rows: Vec<Row> = squad
        .players
        .iter()
        .map(|player| Row::High(8, vec![Cell::plain(player.shirt.as_str()), person(player)]))
        .collect();
    while rows.len() < 12 {
        rows.push(Row::High(8, Vec::new()));
    }
    Block::Table(Table { columns, rows, grid: true, small: false })
}

/// 保险名单: names for the insurer; numbers of papers are written in by hand, since they are not kept.
pub fn insurance(papers: &Papers, language: Language) -> Book {
    let mut book = season_paper(papers, language, "insurance", both("保险名单", "List for the insurer"));
    let period = parts::span(papers.season.match_from, papers.season.match_to);
    book.blocks.push(Block::Facts(vec![
        (
            both("保险期间", "Insured from, to"),
            period.map_or_else(|| Cell::fact(Fact::undecided()), Cell::name),
        ),
        (both("保险公司 / 保单号", "Insurer, policy"), Cell::blank()),
    ]));
    for_each_entry(papers, &mut book, |squad| {
        let columns = vec![
            Column::figures("序", "", 10),
            Column::words("姓名", "Name", Width::Part(2)),
            Column::words("证件号码(手填,不留存)", "Number of identity paper, by hand", Width::Part(3)),
            Column::words("电话", "Telephone", Width::Part(2)),
        ];
        let rows = (1..).zip(&squad.players).map(|(number, player): (usize, _)| {
            Row::High(7, vec![Cell::plain(number.to_string()), person(player)])
        });
        vec![Block::Table(Table { columns, rows: rows.collect(), grid: true, small: false })]
    });
    book
}

/// 公示: who was entered, posted so that anybody can object.
pub fn posting(papers: &Papers, language: Language) -> Book {
    let mut book =
        season_paper(papers, language, "posting", both("参赛名单公示", "Public posting of the lists"));
    book.blocks.push(Block::Text(said(
        "以下名单予以公示。如有异议,请在公示期内以书面形式、署实名向组委会提出。",
        "These lists are posted for everyone to see. Objections in writing and under one's name reach the committee within the time below.",
    )));
    book.blocks.push(Block::Facts(vec![
        (both("公示时间", "Posted from, to"), Cell::blank()),
        (both("受理人 / 电话", "Objections to, telephone"), Cell::blank()),
    ]));
    for chapter in &papers.competitions {
        let columns = vec![
            Column::words("球队", "Team", Width::Part(2)),
            Column::words("号码与姓名", "Numbers and names", Width::Part(6)),
        ];
        let rows = chapter.entries.iter().map(|squad| {
            let made_up = squad.players.iter().any(|player| !player.sample.is_empty());
            let players: Vec<String> =
                squad.players.iter().map(|player| format!("{} {}", player.shirt, player.name)).collect();
            let listed = if players.is_empty() {
                Cell::fact(Fact::undecided())
            } else {
                Cell::fact(mark(Name::zh(players.join("、")), made_up))
            };
            Row::Cells(vec![
                Cell::plain(squad.entry.short_name.as_str()).coloured(parts::colours(&squad.entry)),
                listed,
            ])
        });
        let rows: Vec<Row> = rows.collect();
        book.blocks.push(Block::Heading(Fact::published(chapter.name())));
        book.blocks.push(Block::Table(Table { columns, rows, grid: false, small: false }));
    }
    book
}

/// The occasions of a season for a permit: each day and hall with its games and its approved number.
pub fn permit(papers: &Papers, language: Language) -> Book {
    let title = both("大型活动场次表", "Occasions for the permit");
    let mut book = season_paper(papers, language, "permit", title);
    book.blocks.push(Block::Note(said(
        "依据《大型群众性活动安全管理条例》(国务院令第505号)报备时附用;人数由承办单位填写并负责。",
        "To go with an application under State Council Order 505; the expected numbers are the organiser's to fill in.",
    )));
    let columns = vec![
        Column::words("日期", "Date", Width::Part(4)),
        Column::words("场馆", "Venue", Width::Part(4)),
        Column::words("比赛", "Games", Width::Part(6)),
        Column::figures("核准人数", "Approved", 20),
        Column::figures("预计人数", "Expected", 20),
        Column::words("安保负责人 / 电话", "Security, telephone", Width::Part(4)),
    ];
    let mut rows = Vec::new();
    for day in papers.days() {
        for (venue, capacities) in &papers.venues {
            let games: Vec<_> = papers
                .cards
                .iter()
                .filter(|card| card.fixture.day == Some(day) && card.venue_key.as_deref() == Some(&venue.key))
                .collect();
            let Some(first) = games.first() else { continue };
            let approved = capacities.iter().rev().find(|capacity| capacity.kind == "approved");
            let mut list = Cell::default();
            for card in &games {
                let pairing = parts::pairing(card);
                let time = card.fixture.tip_off.map(|at| at.format("%H:%M ").to_string()).unwrap_or_default();
                let made_up = card.fixture.is_sample("pairing") || card.fixture.is_sample("time");
                list.lines.push(mark(
                    both(
                        format!("{time}{}", pairing.zh),
                        format!("{time}{}", pairing.en.unwrap_or_default()),
                    ),
                    made_up,
                ));
            }
            rows.push(Row::Cells(vec![
                Cell::fact(mark(parts::day_name(day), first.fixture.is_sample("date"))),
                Cell::name(name(&venue.name_zh, &venue.name_en)),
                list,
                approved.map_or_else(Cell::blank, |capacity| Cell::plain(capacity.seats.to_string())),
                Cell::blank(),
                Cell::blank(),
            ]));
        }
    }
    book.blocks.push(Block::Table(Table { columns, rows, grid: true, small: true }));
    book.blocks.push(Block::Sign(vec![
        both("承办单位盖章", "Organiser's stamp"),
        both("负责人", "In charge"),
        both("日期", "Date"),
    ]));
    book
}

/// 流程单, run-of-show: what happens when on each evening, counted from the tip-offs.
pub fn run_of_show(papers: &Papers, day: chrono::NaiveDate, language: Language) -> Book {
    let mut book = season_paper(papers, language, "run-of-show", both("流程单", "Run of show"));
    book.subtitle = vec![Fact::published(parts::day_name(day))];
    book.blocks.push(Block::Note(said(
        "时间由开球时间推算,可在纸上改动。",
        "Times are counted from the tip-offs; change them on the paper where the evening differs.",
    )));
    // Minutes from the tip-off of a game.
    let steps: [(i64, &str, &str); 8] = [
        (-60, "技术台、计时设备、网络检查", "Table, clocks and network are tried"),
        (-40, "检录", "Roll call"),
        (-30, "热身", "Warm-up"),
        (-20, "交上场名单,核对号码", "Match lists are handed in"),
        (-6, "球队与裁判员入场介绍", "Teams and referees are introduced"),
        (0, "开球", "Tip-off"),
        (45, "中场", "Half-time"),
        (105, "终场,签字,公布比分", "End: sheet signed, score announced"),
    ];
    let columns = vec![
        Column::middle("时间", "Time", 20),
        Column::words("事项", "What", Width::Part(5)),
        Column::words("负责人", "Who", Width::Part(2)),
        Column::words("备注", "Remarks", Width::Part(3)),
    ];
    let mut rows = Vec::new();
    for card in papers.cards.iter().filter(|card| card.fixture.day == Some(day)) {
        rows.push(Row::Across(Cell::name(parts::pairing(card)).and(parts::hour(card)).strong()));
        for (minutes, zh, en) in steps {
            let time = match card.fixture.tip_off {
                Some(at) => (at + chrono::Duration::minutes(minutes)).format("%H:%M").to_string(),
                None => format!("{minutes:+}′"),
            };
            rows.push(Row::High(6, vec![Cell::plain(time).strong(), Cell::name(both(zh, en))]));
        }
    }
    book.blocks.push(Block::Table(Table { columns, rows, grid: true, small: false }));
    book
}

/// 抽签纪要: what was drawn, and the numbers by which anybody can draw it again.
pub fn draw_minutes(papers: &Papers, language: Language) -> Option<Book> {
    let mut book = season_paper(papers, language, "draw-minutes", both("抽签纪要", "Minutes of the draw"));
    for chapter in &papers.competitions {
        for draw in &chapter.draws {
            let Some(record) = draw.record.as_ref().map(|record| &record.0) else { continue };
            book.blocks.push(Block::Heading(Fact::published(name(&draw.title_zh, &draw.title_en))));
            let held = draw.held_at.map(|at| papers.local(at).format("%Y-%m-%d %H:%M").to_string());
            book.blocks.push(Block::Facts(vec![
                (both("赛事", "Competition"), Cell::name(chapter.name())),
                (both("时间", "Held"), Cell::plain(held.unwrap_or_default())),
                (
                    both("现场报出的号码", "Number said in the hall"),
                    Cell::plain(record.said.to_string()).strong(),
                ),
                (both("合规结果总数", "Legal outcomes"), Cell::plain(record.outcomes.to_string())),
                (both("文件哈希", "Hash of the file"), Cell::plain(record.file_hash.as_str())),
                (both("承诺值", "Commitment"), Cell::plain(record.commit.as_str())),
                (both("公开的密值", "Secret, now public"), Cell::plain(record.secret.as_str())),
            ]));
            let columns = vec![
                Column::figures("序", "Ball", 14),
                Column::words("球队", "Team", Width::Part(4)),
                Column::words("位置", "Place", Width::Part(2)),
                Column::words("可去的位置", "Could come to", Width::Part(5)),
            ];
            let short = |key: &str| {
                let squads = chapter.entries.iter().find(|squad| squad.entry.key == key);
                squads.map_or_else(|| key.to_owned(), |squad| squad.entry.short_name.clone())
            };
            let rows = record.balls.iter().map(|ball| {
                let choices: Vec<&str> = ball.choices.iter().map(|choice| choice.place.as_str()).collect();
                Row::Cells(vec![
                    Cell::plain(ball.number.to_string()),
                    Cell::plain(short(&ball.entry)),
                    Cell::plain(ball.place.as_str()).strong(),
                    Cell::plain(choices.join("、")),
                ])
            });
            book.blocks.push(Block::Table(Table {
                columns,
                rows: rows.collect(),
                grid: false,
                small: false,
            }));
            book.blocks.push(Block::Sign(vec![
                both("主持人", "Held by"),
                both("见证人", "Witness"),
                both("监督人", "Supervisor"),
            ]));
        }
    }
    (!book.blocks.is_empty()).then_some(book)
}

/// The ledger of corrections alone, to be posted.
pub fn corrections(papers: &Papers, language: Language) -> Book {
    let mut book = season_paper(papers, language, "corrections", both("更正记录", "Corrections"));
    book.blocks = super::results_book::corrections(papers);
    book
}

/// 赛程表: all games by day, to be posted.
pub fn schedule(papers: &Papers, language: Language) -> Book {
    let mut book = season_paper(papers, language, "schedule", both("赛程表", "Schedule"));
    let cards: Vec<_> = papers.cards.iter().collect();
    book.blocks.push(parts::schedule(&cards, papers.competitions.len() > 1));
    book
}

/// 积分榜: the tables with the rule and the reasons, to be posted.
pub fn tables(papers: &Papers, language: Language) -> Book {
    let mut book = season_paper(papers, language, "tables", both("积分榜", "Tables"));
    for chapter in &papers.competitions {
        let own = super::results_book::tables_of(chapter);
        if !own.is_empty() {
            book.blocks.push(Block::Heading(Fact::published(chapter.name())));
            book.blocks.extend(own);
        }
    }
    book
}

/// 对阵图, to be posted.
pub fn bracket(papers: &Papers, language: Language) -> Option<Book> {
    let mut book = season_paper(papers, language, "bracket", both("对阵图", "Bracket"));
    book.sheet.landscape = true;
    book.blocks = super::programme::brackets(papers);
    (!book.blocks.is_empty()).then_some(book)
}
