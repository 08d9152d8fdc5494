//! Papers of one game: the list of those who may play, the roll call, the reports.

use super::papers::{Papers, Squad};
use super::parts::{self, both, said};
use super::{mark, name, place, venue};
use crate::store::fixtures::Card;
use crate::web::paths;
use press::{Align, Block, Book, Cell, Column, Fact, Language, Name, Row, Side, Table, Width};

fn paper(papers: &Papers, card: &Card, language: Language, kind: &'static str, title: Name) -> Book {
    let mut book = papers.book(language, kind, title, &paths::fixture(&card.fixture.key));
    book.subtitle = vec![Fact::published(parts::pairing(card))];
    book.blocks.push(Block::Facts(facts(card)));
    book
}

/// What every paper of a game begins with.
fn facts(card: &Card) -> Vec<(Name, Cell)> {
    let date = match card.fixture.day {
        Some(day) => mark(parts::day_name(day), card.fixture.is_sample("date")),
        None if card.fixture.status.is_over() => Fact::unknown(),
        None => Fact::undecided(),
    };
    let mut stage = Cell::name(name(&card.competition_zh, &card.competition_en));
    stage.lines.extend(place(card));
    vec![
        (both("赛事", "Competition"), stage),
        (both("日期", "Date"), Cell::fact(date)),
        (both("时间", "Tip-off"), Cell::fact(parts::hour(card))),
        (both("场馆", "Venue"), Cell::fact(venue(card))),
    ]
}

fn sides<'a>(papers: &'a Papers, card: &Card) -> [(Side, Option<&'a Squad>); 2] {
    [(Side::A, papers.squad(card.fixture.a_entry_id)), (Side::B, papers.squad(card.fixture.b_entry_id))]
}

fn heading(card: &Card, side: Side) -> Block {
    let letter = if side == Side::A { "A" } else { "B" };
    let fact = parts::side_name(card, side);
    Block::Heading(fact.map(|own| Name {
        zh: format!("{letter} · {}", own.zh),
        en: own.en.as_ref().map(|en| format!("{letter} · {en}")),
    }))
}

/// Rows of players: number, name, captain, then empty cells to be ticked or signed.
fn rows(squad: Option<&Squad>, empty: usize, least: usize, height: u16) -> Vec<Row> {
    let players = squad.map_or(&[][..], |squad| squad.players.as_slice());
    let mut rows: Vec<Row> = players
        .iter()
        .map(|player| {
            let mut own = Cell::fact(mark(Name::zh(player.name.as_str()), !player.sample.is_empty()));
            if player.captain {
                own = own.and(said("队长", "captain"));
            }
            let mut cells = vec![Cell::plain(player.shirt.as_str()).strong(), own];
            cells.extend((0..empty).map(|_| Cell::blank()));
            Row::High(height, cells)
        })
        .collect();
    while rows.len() < least {
        rows.push(Row::High(height, Vec::new()));
    }
    rows
}

/// 上场名单: who may play, to be signed by the coach before the game.
pub fn match_list(papers: &Papers, card: &Card, language: Language) -> Book {
    let mut book = paper(papers, card, language, "match-list", both("上场名单", "Match list"));
    for (side, squad) in sides(papers, card) {
        book.blocks.push(heading(card, side));
        let columns = vec![
            Column::figures("号码", "No.", 13),
            Column::words("姓名", "Name", Width::Part(3)),
            Column { title: both("本场 12 人", "Of the 12"), width: Width::Mm(26), align: Align::Middle },
            Column::middle("首发", "Starter", 22),
            Column::words("备注", "Remarks", Width::Part(2)),
        ];
        let rows = rows(squad, 3, 12, 5);
        book.blocks.push(Block::Table(Table { columns, rows, grid: true, small: false }));
        book.blocks.push(Block::Sign(vec![
            both("主教练签字", "Head coach"),
            both("记录员签字", "Scorer"),
            both("时间", "Time"),
        ]));
    }
    book
}

/// 检录单: identity, shirt and health are looked at before anybody warms up.
pub fn roll_call(papers: &Papers, card: &Card, language: Language) -> Book {
    let mut book = paper(papers, card, language, "roll-call", both("检录单", "Roll call"));
    for (side, squad) in sides(papers, card) {
        book.blocks.push(heading(card, side));
        let columns = vec![
            Column::figures("号码", "No.", 13),
            Column::words("姓名", "Name", Width::Part(3)),
            Column::middle("身份证件", "Identity", 22),
            Column::middle("人证一致", "Face", 22),
            Column::middle("队服号码", "Shirt", 22),
            Column::words("本人签字", "Signature", Width::Part(2)),
        ];
        let rows = rows(squad, 4, 12, 6);
        book.blocks.push(Block::Table(Table { columns, rows, grid: true, small: false }));
    }
    book.blocks.push(Block::Sign(vec![
        both("检录员", "Checked by"),
        both("技术代表", "Commissioner"),
        both("时间", "Time"),
    ]));
    book
}

/// 裁判报告: what the crew chief reports, on lines to write on.
pub fn referee_report(papers: &Papers, card: &Card, language: Language) -> Book {
    let mut book = paper(papers, card, language, "referee-report", both("裁判员报告", "Referee's report"));
    book.blocks.push(Block::Facts(vec![
        (both("比分", "Score"), Cell::fact(parts::score(card)).strong()),
        (both("各节", "Periods"), parts::periods(card, papers.periods_of(card))),
    ]));
    let sections = [
        ("取消比赛资格的犯规(时间、球员、经过)", "Disqualifying fouls: when, who, what happened"),
        ("球队席与观众", "Benches and spectators"),
        ("器材、计时与场地", "Equipment, clock and floor"),
        ("弃权、中断或抗议", "Forfeit, interruption or protest"),
    ];
    for (zh, en) in sections {
        book.blocks.push(Block::Heading(said(zh, en)));
        book.blocks.push(Block::Lines(4));
    }
    book.blocks.push(Block::Sign(vec![
        both("主裁判员", "Crew chief"),
        both("第一副裁判员", "Umpire 1"),
        both("技术代表", "Commissioner"),
    ]));
    book
}

/// 战报: the report of a game in words, from its facts alone; a field is left for what the coach said.
pub fn report(papers: &Papers, card: &Card, language: Language) -> Book {
    let mut book = paper(papers, card, language, "report", both("战报", "Game report"));
    let score = Cell::fact(parts::score(card)).strong();
    let columns = vec![
        Column::words("球队", "Team", Width::Part(4)),
        Column::words("各节", "Periods", Width::Part(4)),
        Column::figures("总分", "Total", 24),
    ];
    let total = card.fixture.score().filter(|_| card.fixture.status.is_over());
    let row = |side: Side| {
        let periods: Vec<String> = papers
            .periods_of(card)
            .iter()
            .map(|period| if side == Side::A { period.score_a } else { period.score_b }.to_string())
            .collect();
        let points = total.map(|score| if side == Side::A { score.a } else { score.b }.to_string());
        let made_up = card.fixture.is_sample("periods");
        Row::Cells(vec![
            parts::side(card, side),
            Cell::fact(mark(Name::zh(periods.join("  ")), made_up && !periods.is_empty())),
            Cell::plain(points.unwrap_or_default()).strong(),
        ])
    };
    book.blocks.push(Block::Table(Table {
        columns,
        rows: vec![row(Side::A), row(Side::B)],
        grid: false,
        small: false,
    }));
    book.blocks.push(Block::Facts(vec![
        (both("比分", "Score"), score),
        (both("备注", "Remarks"), parts::remarks(card)),
    ]));
    book.blocks.extend(story(papers, card).into_iter().map(Block::Text));
    let chapter = papers.competitions.iter().find(|own| own.competition.id == card.fixture.competition_id);
    let group = chapter.and_then(|own| {
        own.tables.iter().find(|table| table.pool.as_ref().map(|pool| pool.id.0) == card.fixture.pool_id)
    });
    if let Some(group) = group.filter(|_| card.fixture.pool_id.is_some()) {
        book.blocks.push(Block::Heading(said("赛后积分榜", "The table after the game")));
        book.blocks.push(parts::table(group));
    }
    book.blocks.push(Block::Heading(said("教练的话", "What the coaches said")));
    book.blocks.push(Block::Lines(3));
    book
}

/// Sentences that the facts allow, and no other.
fn story(papers: &Papers, card: &Card) -> Vec<Fact<Name>> {
    let Some(score) = card.fixture.score().filter(|_| card.fixture.status.is_over()) else {
        return vec![said("本场比分未公布。", "The score of this game has not been published.")];
    };
    let known = |side| parts::side_name(card, side).value().cloned().unwrap_or_else(|| Name::zh("?"));
    let (winner, loser, own, other) = if score.a >= score.b {
        (known(Side::A), known(Side::B), score.a, score.b)
    } else {
        (known(Side::B), known(Side::A), score.b, score.a)
    };
    let en = |name: &Name| name.en.clone().unwrap_or_else(|| name.zh.clone());
    let made_up = card.fixture.is_sample("score");
    let mut lines = vec![mark(
        both(
            format!("{} {own}:{other} 胜 {},净胜 {} 分。", winner.zh, loser.zh, own - other),
            format!("{} beat {} {own}–{other}, by {}.", en(&winner), en(&loser), own - other),
        ),
        made_up,
    )];
    let periods = papers.periods_of(card);
    let halves = periods.iter().filter(|period| !period.overtime).count();
    if halves == 4 {
        let sum =
            |of: fn(&crate::store::fixtures::Period) -> i64| periods.iter().take(2).map(of).sum::<i64>();
        let (a, b) = (sum(|period| period.score_a), sum(|period| period.score_b));
        lines.push(mark(
            both(
                format!("半场 {} {a}:{b} {}。", known(Side::A).zh, known(Side::B).zh),
                format!("At half-time {} {a}–{b} {}.", en(&known(Side::A)), en(&known(Side::B))),
            ),
            card.fixture.is_sample("periods"),
        ));
    }
    let overtimes = periods.iter().filter(|period| period.overtime).count();
    if overtimes > 0 {
        lines.push(mark(
            both(format!("经过 {overtimes} 个加时。"), format!("After {overtimes} overtimes.")),
            card.fixture.is_sample("periods"),
        ));
    }
    lines
}

/// 技术统计: the box score, from the plays; nothing where no play was recorded.
pub fn box_score(papers: &Papers, game: &super::sheet::GamePapers, language: Language) -> Option<Book> {
    let state = game.state()?;
    let card = &game.card;
    let mut book = paper(papers, card, language, "box-score", both("技术统计", "Box score"));
    book.sheet.landscape = true;
    let periods: Vec<String> = state.periods.iter().map(|score| format!("{}:{}", score.a, score.b)).collect();
    book.blocks.push(Block::Facts(vec![
        (both("比分", "Score"), Cell::plain(format!("{}:{}", state.score.a, state.score.b)).strong()),
        (both("各节", "Periods"), Cell::plain(periods.join("  "))),
    ]));
    for side in [Side::A, Side::B] {
        let (own, at) = if side == Side::A { (&state.a, 0) } else { (&state.b, 1) };
        book.blocks.push(heading(card, side));
        let mut columns =
            vec![Column::figures("号码", "No.", 12), Column::words("姓名", "Name", Width::Part(1))];
        let figures = [
            ("时间", "Min"),
            ("得分", "Pts"),
            ("2分", "2P"),
            ("3分", "3P"),
            ("罚球", "FT"),
            ("前板", "OR"),
            ("后板", "DR"),
            ("助攻", "As"),
            ("抢断", "St"),
            ("盖帽", "Bl"),
            ("失误", "To"),
            ("犯规", "PF"),
            ("+/−", "+/−"),
        ];
        columns.extend(figures.map(|(zh, en)| Column::figures(zh, en, 15)));
        let named = |shirt: &str| {
            let line_up = game.line_ups[at].as_ref()?;
            line_up.players.iter().find(|player| player.shirt == shirt).map(|player| player.name.clone())
        };
        let listed = papers.squad(if at == 0 { card.fixture.a_entry_id } else { card.fixture.b_entry_id });
        let mut players: Vec<_> = own.players.iter().collect();
        players.retain(|(_, player)| player.in_squad || player.points.is_some() || player.fouls.is_some());
        let rows = players.into_iter().map(|(shirt, player)| {
            let shirt = shirt.to_string();
            let made_up = listed.is_some_and(|squad| {
                squad.players.iter().any(|player| player.shirt == shirt && !player.sample.is_empty())
            });
            let name = named(&shirt).map_or_else(Fact::unknown, |name| mark(Name::zh(name), made_up));
            let figure = |value: Option<String>| value.map_or_else(Cell::blank, Cell::plain);
            let number = |value: Option<u32>| figure(value.map(|value| value.to_string()));
            let (made, more) = (player.made, player.statistics);
            // Without misses there is no rate, only what counted.
            let shots = |made: Option<u32>, missed: Option<u32>| {
                figure(made.map(|made| {
                    missed.map_or_else(|| made.to_string(), |missed| format!("{made}/{}", made + missed))
                }))
            };
            Row::Cells(vec![
                Cell::plain(shirt.as_str()).strong(),
                Cell::fact(name),
                figure(player.seconds.map(|seconds| format!("{}:{:02}", seconds / 60, seconds % 60))),
                number(player.points).strong(),
                shots(made.map(|made| made.twos), more.map(|more| more.twos_missed)),
                shots(made.map(|made| made.threes), more.map(|more| more.threes_missed)),
                shots(made.map(|made| made.free_throws), more.map(|more| more.free_throws_missed)),
                number(more.map(|more| more.offensive_rebounds)),
                number(more.map(|more| more.defensive_rebounds)),
                number(more.map(|more| more.assists)),
                number(more.map(|more| more.steals)),
                number(more.map(|more| more.blocks)),
                number(more.map(|more| more.turnovers)),
                number(player.personal_fouls.map(u32::from)),
                figure(player.plus_minus.map(parts::signed)),
            ])
        });
        let rows = rows.collect();
        book.blocks.push(Block::Table(Table { columns, rows, grid: false, small: true }));
    }
    book.blocks.push(Block::Note(said(
        "空白表示没有记录,不等于零。",
        "Blank means that it was not recorded, not that it was nought.",
    )));
    Some(book)
}
