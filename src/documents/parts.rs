//! The parts that several papers share: games in a row, tables with their reasons, crosses of results, brackets.

use super::papers::{Chapter, Papers, Squad};
use super::{mark, name, names, place, side_colours, venue};
use crate::stages::{Stages, series_of};
use crate::store::entries::Entry;
use crate::store::fixtures::{Card, Period};
use crate::tables::{self, GroupTable};
use crate::web::text::{Lang, T};
use chrono::{Datelike, NaiveDate};
use league::fixture::Status;
use league::stages::{self as graph, Round, Series, Slot, Source};
use league::standings::{Decider, Number};
use press::{
    Align, Block, Bracket, BracketSide, BracketTie, Cell, Colour, Column, Fact, Language, Name, Row, Side,
    Table, Width,
};

/// A fixed word or sentence in both languages.
pub fn both(zh: impl Into<String>, en: impl Into<String>) -> Name {
    Name::both(zh, en)
}

/// The same as a fact.
pub fn said(zh: impl Into<String>, en: impl Into<String>) -> Fact<Name> {
    Fact::published(Name::both(zh, en))
}

/// What the site calls something, in both languages.
pub fn words(of: impl Fn(T) -> String) -> Name {
    Name::both(of(T(Lang::Zh)), of(T(Lang::En)))
}

/// A day with its weekday.
pub fn day_name(day: NaiveDate) -> Name {
    let weekday = ["一", "二", "三", "四", "五", "六", "日"][day.weekday().num_days_from_monday() as usize];
    Name::both(
        format!("{}年{}月{}日 星期{weekday}", day.year(), day.month(), day.day()),
        day.format("%A %-d %B %Y").to_string(),
    )
}

/// From one day to another.
pub fn span(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Option<Name> {
    let (from, to) = (from?, to?);
    Some(Name::both(
        format!("{}年{}月{}日至{}月{}日", from.year(), from.month(), from.day(), to.month(), to.day()),
        format!("{} to {}", from.format("%-d %B"), to.format("%-d %B %Y")),
    ))
}

/// The colours of an entry's club.
pub fn colours(entry: &Entry) -> Option<[Colour; 2]> {
    let colour = |text: &Option<String>| text.as_deref().and_then(Colour::parse);
    Some([colour(&entry.colour_dark)?, colour(&entry.colour_light)?])
}

/// One side of a game behind its colours.
pub fn side(card: &Card, side: Side) -> Cell {
    Cell::fact(side_name(card, side)).coloured(side_colours(card, side))
}

/// Who plays on a side, or where that will come from, in words.
pub fn side_name(card: &Card, side: Side) -> Fact<Name> {
    let (entry, source) = match side {
        Side::A => (&card.a_short, &card.fixture.a_source),
        Side::B => (&card.b_short, &card.fixture.b_source),
    };
    match (entry, source.is_empty()) {
        (None, false) => mark(words(|t| t.source_words(source)), card.fixture.is_sample("pairing")),
        _ => names(card, side).0,
    }
}

/// "湘钢 — 株机", as a title.
pub fn pairing(card: &Card) -> Name {
    let said = |side| match side_name(card, side).value() {
        Some(name) => (name.zh.clone(), name.en.clone().unwrap_or_else(|| name.zh.clone())),
        None => ("待定".to_owned(), "TBD".to_owned()),
    };
    let (a, b) = (said(Side::A), said(Side::B));
    Name::both(format!("{} — {}", a.0, b.0), format!("{} – {}", a.1, b.1))
}

/// The hour of a game, or that it is not known.
pub fn hour(card: &Card) -> Fact<Name> {
    match card.fixture.tip_off {
        Some(at) => mark(Name::zh(at.format("%H:%M").to_string()), card.fixture.is_sample("time")),
        None if card.fixture.status.is_over() => Fact::unknown(),
        None => Fact::undecided(),
    }
}

/// The score of a game that is over, or what became of it.
pub fn score(card: &Card) -> Fact<Name> {
    let fixture = &card.fixture;
    match fixture.score().filter(|_| fixture.status.is_over()) {
        Some(score) => mark(Name::zh(format!("{}:{}", score.a, score.b)), fixture.is_sample("score")),
        None if fixture.status.is_over() => Fact::unknown(),
        None => match fixture.status {
            Status::Scheduled | Status::Live => Fact::published(Name::zh("")),
            other => Fact::published(words(|t| t.status_word(other).to_owned())),
        },
    }
}

/// Where in the competition a game stands: stage, group, round, code.
pub fn within(card: &Card) -> Cell {
    let mut parts = place(card);
    if !card.fixture.code.is_empty() {
        parts.push(Fact::published(Name::zh(card.fixture.code.as_str())));
    }
    Cell { lines: parts, ..Cell::default() }
}

/// The hall and the court.
pub fn hall(card: &Card) -> Cell {
    let mut cell = Cell::fact(venue(card));
    if let Some(court) = &card.court_zh {
        let court = name(court, card.court_en.as_deref().unwrap_or(""));
        cell = cell.and(mark(court, card.fixture.is_sample("court")));
    }
    cell
}

/// The games by day, each day under its date.
pub fn schedule(cards: &[&Card], several: bool) -> Block {
    let mut columns = vec![
        Column::figures("场次", "No.", 11),
        Column::middle("时间", "Time", 17),
        Column::words("主队", "Side A", Width::Part(5)),
        Column::middle("比分", "Score", 20),
        Column::words("客队", "Side B", Width::Part(5)),
        Column::words("阶段", "Stage", Width::Part(4)),
        Column::words("场地", "Venue", Width::Part(5)),
    ];
    if several {
        columns[5].title = both("赛事 / 阶段", "Competition, stage");
    }
    let mut rows = Vec::new();
    let mut day = None;
    for (number, card) in (1..).zip(cards) {
        if rows.is_empty() || day != Some(card.fixture.day) {
            day = Some(card.fixture.day);
            let date = match card.fixture.day {
                Some(day) => mark(day_name(day), card.fixture.is_sample("date")),
                None => Fact::undecided(),
            };
            rows.push(Row::Across(Cell::fact(date).strong()));
        }
        let mut stage = within(card);
        if several {
            let competition = name(&card.competition_zh, &card.competition_en);
            stage.lines.insert(0, Fact::published(competition));
        }
        rows.push(Row::Cells(vec![
            Cell::plain(number.to_string()),
            Cell::fact(hour(card)),
            side(card, Side::A),
            Cell::fact(score(card)).strong(),
            side(card, Side::B),
            stage,
            hall(card),
        ]));
    }
    Block::Table(Table { columns, rows, grid: false, small: several })
}

/// Results with the points of each period.
pub fn results(papers: &Papers, cards: &[&Card]) -> Block {
    let columns = vec![
        Column::middle("日期", "Date", 21),
        Column::words("主队", "Side A", Width::Part(4)),
        Column::middle("比分", "Score", 22),
        Column::words("客队", "Side B", Width::Part(4)),
        Column::words("各节", "Periods", Width::Part(4)),
        Column::words("阶段", "Stage", Width::Part(4)),
        Column::words("备注", "Remarks", Width::Part(3)),
    ];
    let rows = cards.iter().map(|card| {
        let fixture = &card.fixture;
        let date = match fixture.day {
            Some(day) => mark(Name::zh(day.format("%Y-%m-%d").to_string()), fixture.is_sample("date")),
            None => Fact::unknown(),
        };
        Row::Cells(vec![
            Cell::fact(date),
            side(card, Side::A),
            Cell::fact(score(card)).strong(),
            side(card, Side::B),
            periods(card, papers.periods_of(card)),
            within(card),
            remarks(card),
        ])
    });
    Block::Table(Table { columns, rows: rows.collect(), grid: false, small: true })
}

/// "18:15 21:12", the periods of a game in a row.
pub fn periods(card: &Card, periods: &[Period]) -> Cell {
    if periods.is_empty() {
        return Cell::blank();
    }
    let row: Vec<String> = periods
        .iter()
        .map(|period| {
            let overtime = if period.overtime { "+" } else { "" };
            format!("{overtime}{}:{}", period.score_a, period.score_b)
        })
        .collect();
    Cell::fact(mark(Name::zh(row.join("  ")), card.fixture.is_sample("periods")))
}

/// What a reader of a result must know besides the score.
pub fn remarks(card: &Card) -> Cell {
    let fixture = &card.fixture;
    let mut lines = Vec::new();
    if fixture.outcome != "played" && fixture.outcome != "unknown" {
        lines.push(Fact::published(words(|t| t.outcome_word(&fixture.outcome).to_owned())));
    }
    if fixture.corrected {
        lines.push(said("已更正", "corrected"));
    }
    if fixture.under_protest {
        lines.push(said("抗议中", "under protest"));
    }
    if fixture.status.is_over() && fixture.official_at.is_none() {
        lines.push(said("待确认", "not yet official"));
    }
    if !fixture.remark_zh.is_empty() {
        lines.push(Fact::published(name(&fixture.remark_zh, &fixture.remark_en)));
    }
    Cell { lines, ..Cell::default() }
}

/// The name of a table's group.
pub fn group_name(table: &GroupTable) -> Fact<Name> {
    match &table.pool {
        Some(pool) => mark(name(&pool.name_zh, &pool.name_en), table.sample),
        None => Fact::published(name(&table.stage.name_zh, &table.stage.name_en)),
    }
}

/// A league table.
pub fn table(table: &GroupTable) -> Block {
    let columns = vec![
        Column::figures("名次", "Rank", 12),
        Column::words("球队", "Team", Width::Part(6)),
        Column::figures("场", "P", 11),
        Column::figures("胜", "W", 11),
        Column::figures("负", "L", 11),
        Column::figures("得分", "For", 16),
        Column::figures("失分", "Ag.", 16),
        Column::figures("净胜", "Diff", 16),
        Column::figures("积分", "Pts", 14),
    ];
    let rows = table.standing.rows.iter().map(|row| {
        let entry = table.entry(row.team);
        let figure = |value: i32| Cell::plain(value.to_string());
        Row::Cells(vec![
            figure(i32::try_from(row.rank).unwrap_or(0)).strong(),
            Cell::fact(mark(Name::zh(entry.short_name.as_str()), table.sample)).coloured(colours(entry)),
            figure(row.played),
            figure(row.wins),
            figure(row.losses),
            figure(row.scored),
            figure(row.conceded),
            Cell::plain(signed(row.difference())),
            figure(row.points).strong(),
        ])
    });
    Block::Table(Table { columns, rows: rows.collect(), grid: false, small: false })
}

/// A difference with its sign, minus as a minus and not a hyphen.
pub fn signed(value: i32) -> String {
    match value {
        0 => "0".into(),
        1.. => format!("+{value}"),
        _ => format!("\u{2212}{}", value.unsigned_abs()),
    }
}

fn number(number: &Number) -> String {
    match (number, number.thousandths()) {
        (Number::Whole(whole), _) => whole.to_string(),
        (_, Some(thousandths)) => format!("{}.{:03}", thousandths / 1000, thousandths.rem_euclid(1000)),
        _ => "-".into(),
    }
}

/// How level teams were set apart: each criterion tried, with the number of each team.
pub fn reasons(table: &GroupTable, rules: &league::standings::RuleSet) -> Vec<Fact<Name>> {
    let short = |team: &league::standings::Team| table.entry(*team).short_name.clone();
    let step = |step: &league::standings::Step| {
        let teams: Vec<String> = step.teams.iter().map(short).collect();
        let tried = |t: T| -> Vec<String> {
            let line = |trial: &league::standings::Trial| {
                let numbers: Vec<String> = step
                    .teams
                    .iter()
                    .zip(&trial.numbers)
                    .map(|(team, at)| format!("{} {}", short(team), number(at)))
                    .collect();
                format!("{}: {}", t.criterion(&rules.criteria[trial.criterion].id()), numbers.join(", "))
            };
            step.tried.iter().map(line).collect()
        };
        let classes: Vec<String> = step
            .classes
            .iter()
            .map(|class| class.iter().map(short).collect::<Vec<_>>().join(" = "))
            .collect();
        let result = |t: T| match step.decided_by {
            Decider::Unresolved if table.group.complete => t.draw_needed().to_owned(),
            Decider::Unresolved => t.shared_rank().to_owned(),
            _ => classes.join(" > "),
        };
        let (zh, en) = (T(Lang::Zh), T(Lang::En));
        said(
            format!("{} 同分。{}。结果: {}", teams.join("、"), tried(zh).join("; "), result(zh)),
            format!("{} level. {}. Result: {}", teams.join(", "), tried(en).join("; "), result(en)),
        )
    };
    table.standing.trace.iter().map(step).collect()
}

/// Everybody against everybody: the score, or the day it is played on.
pub fn cross(table: &GroupTable) -> Option<Block> {
    let teams: Vec<&Entry> = table.standing.rows.iter().map(|row| table.entry(row.team)).collect();
    if !(2..=16).contains(&teams.len()) {
        return None;
    }
    let mut columns = vec![Column::words("", "", Width::Mm(30))];
    columns.extend(teams.iter().map(|team| Column {
        title: Name::zh(team.short_name.as_str()),
        width: Width::Part(1),
        align: Align::Middle,
    }));
    let games: Vec<&Card> = table.fixtures.iter().chain(&table.open).collect();
    let between = |row: &Entry, column: &Entry| {
        let mut cell = Cell::blank();
        for card in &games {
            let sides = [card.fixture.a_entry_id, card.fixture.b_entry_id];
            let turned = match sides {
                [Some(a), Some(b)] if a == row.id.0 && b == column.id.0 => false,
                [Some(a), Some(b)] if b == row.id.0 && a == column.id.0 => true,
                _ => continue,
            };
            let over = card.fixture.score().filter(|_| card.fixture.status.is_over());
            cell.lines.push(match (over, card.fixture.day) {
                (Some(score), _) => {
                    let (own, other) = if turned { (score.b, score.a) } else { (score.a, score.b) };
                    mark(Name::zh(format!("{own}:{other}")), card.fixture.is_sample("score"))
                }
                (None, Some(day)) => {
                    mark(Name::zh(format!("{}/{}", day.month(), day.day())), card.fixture.is_sample("date"))
                }
                (None, None) => Fact::undecided(),
            });
        }
        cell
    };
    let rows = teams.iter().map(|row| {
        let mut cells = vec![Cell::plain(row.short_name.as_str()).strong().coloured(colours(row))];
        cells.extend(
            teams
                .iter()
                .map(|column| if row.id == column.id { Cell::shaded() } else { between(row, column) }),
        );
        Row::Cells(cells)
    });
    Some(Block::Table(Table { rows: rows.collect(), columns, grid: true, small: true }))
}

/// The ties of a competition by round; nothing where there is no knock-out.
pub fn bracket(stages: &Stages) -> Option<Bracket> {
    let mut drawn = Bracket::default();
    for stage in stages.graph().stages.iter().filter(|stage| !stage.ties.is_empty()) {
        let first = drawn.rounds.len();
        let mut rounds: Vec<Round> = Vec::new();
        for tie in &stage.ties {
            // The game for third place stands in the column of the final.
            let round = if tie.round == Round::ThirdPlace { Round::Final } else { tie.round };
            if !rounds.contains(&round) {
                rounds.push(round);
            }
        }
        drawn.rounds.extend(rounds.iter().map(|round| words(|t| t.round_words(*round))));
        let mut ties: Vec<&graph::Tie> = stage.ties.iter().collect();
        ties.sort_by_key(|tie| tie.round == Round::ThirdPlace);
        for tie in ties {
            let round = if tie.round == Round::ThirdPlace { Round::Final } else { tie.round };
            let column = first + rounds.iter().position(|other| *other == round).unwrap_or(0);
            drawn.ties.push(bracket_tie(stages, tie, column));
        }
    }
    (!drawn.ties.is_empty()).then_some(drawn)
}

fn bracket_tie(stages: &Stages, tie: &graph::Tie, round: usize) -> BracketTie {
    let cards = stages.games_of(tie);
    let goes_to = |other: &&graph::Tie| {
        [&other.a, &other.b].iter().any(|source| matches!(source, Source::Winner(code) if *code == tie.code))
    };
    let slots = [(Slot::TieA(tie.code.clone()), &tie.a), (Slot::TieB(tie.code.clone()), &tie.b)];
    let seated = |slot: &Slot| stages.current.filled.get(slot).copied();
    let both_seated = [seated(&slots[0].0), seated(&slots[1].0)];
    let series = match both_seated {
        [Some(a), Some(b)] if tie.series != Series::Single => series_of(tie, &cards, [a, b]),
        _ => None,
    };
    let made_up = cards.iter().any(|card| card.fixture.is_sample("pairing"));
    let sides = [0, 1].map(|at| {
        let (_, source) = &slots[at];
        let entry = both_seated[at].and_then(|id| stages.entry(id));
        let won = entry.is_some_and(|entry| {
            stages.known.ties.get(&tie.code).is_some_and(|state| state.winner == entry.id)
        });
        let score = match (&series, entry) {
            (Some(series), _) => series.aggregate[at].to_string(),
            (None, Some(entry)) => single_score(&cards, entry.id.0),
            _ => String::new(),
        };
        let name = match entry {
            Some(entry) => Name::zh(entry.short_name.as_str()),
            None => words(|t| t.source_words(&source.to_string())),
        };
        BracketSide { name: mark(name, made_up && entry.is_some()), score, won }
    });
    let when = cards.first().and_then(|card| card.fixture.day);
    let note = match (when, tie.series) {
        (Some(day), Series::Single) => {
            let time = cards[0].fixture.tip_off.map(|at| at.format(" %H:%M").to_string()).unwrap_or_default();
            Name::both(
                format!("{}月{}日{time}", day.month(), day.day()),
                format!("{}{time}", day.format("%-d %b")),
            )
        }
        (_, Series::Single) => Name::zh(""),
        (_, series) => words(|t| t.series_words(series)),
    };
    let leads = stages.graph().ties().filter(goes_to).map(|other| other.code.clone()).collect();
    BracketTie { code: tie.code.clone(), round, sides, note, leads }
}

fn single_score(cards: &[&Card], entry: i32) -> String {
    let points = |card: &&Card| {
        let score = card.fixture.score().filter(|_| card.fixture.status.is_over())?;
        match entry {
            id if card.fixture.a_entry_id == Some(id) => Some(score.a.to_string()),
            id if card.fixture.b_entry_id == Some(id) => Some(score.b.to_string()),
            _ => None,
        }
    };
    cards.iter().filter_map(points).collect::<Vec<_>>().join(" ")
}

/// The players of an entry, in a table.
pub fn players(squad: &Squad) -> Block {
    let columns = vec![
        Column::figures("号码", "No.", 13),
        Column::words("姓名", "Name", Width::Part(3)),
        Column::words("位置", "Position", Width::Part(2)),
        Column::figures("身高 cm", "Height", 19),
        Column::words("备注", "Remarks", Width::Part(2)),
    ];
    let rows = squad.players.iter().map(|player| {
        let made_up = !player.sample.is_empty();
        Row::Cells(vec![
            Cell::plain(player.shirt.as_str()).strong(),
            Cell::fact(mark(Name::zh(player.name.as_str()), made_up)),
            Cell::plain(player.position.as_str()),
            Cell::plain(player.height_cm.map(|height| height.to_string()).unwrap_or_default()),
            if player.captain { Cell::name(both("队长", "captain")) } else { Cell::blank() },
        ])
    });
    Block::Table(Table { columns, rows: rows.collect(), grid: false, small: false })
}

/// A text as paragraphs: the Chinese ones, and the English ones behind them where both are printed.
pub fn paragraphs(language: Language, zh: &str, en: &str) -> Vec<Block> {
    let lines = |text: &str| -> Vec<Block> {
        let kept = text.lines().map(str::trim).filter(|line| !line.is_empty());
        kept.map(|line| Block::Text(Fact::published(Name::zh(line)))).collect()
    };
    match language {
        Language::Zh => lines(zh),
        Language::En if en.trim().is_empty() => lines(zh),
        Language::En => lines(en),
        Language::Both => {
            let mut all = lines(zh);
            all.extend(lines(en));
            all
        }
    }
}

/// The rules of a competition, from the configuration that the games are played by.
pub fn regulations(chapter: &Chapter, language: Language) -> Vec<Block> {
    let competition = &chapter.competition;
    let (profile, rules) = (&competition.rules.profile, tables::rule_set(competition));
    let clock = if profile.running_clock { ("毛时", "running clock") } else { ("净时", "clean time") };
    let edition = competition.rules.edition.to_uppercase().replace('-', " ");
    let points = &rules.points;
    let forfeit = &rules.outcomes.forfeit;
    let mut facts = vec![
        (both("规则版本", "Rule book"), Cell::plain(edition)),
        (
            both("比赛时间", "Playing time"),
            Cell::name(both(
                format!(
                    "{} 节 × {} 分钟({}),加时 {} 分钟",
                    profile.periods, profile.period_minutes, clock.0, profile.overtime_minutes
                ),
                format!(
                    "{} periods of {} minutes ({}), overtimes of {}",
                    profile.periods, profile.period_minutes, clock.1, profile.overtime_minutes
                ),
            )),
        ),
        (
            both("积分", "Points"),
            Cell::name(both(
                format!("胜一场 {} 分,负一场 {} 分,弃权 {} 分", points.win, points.loss, forfeit.points),
                format!("win {}, loss {}, forfeit {}", points.win, points.loss, forfeit.points),
            )),
        ),
    ];
    if let Some([winner, loser]) = forfeit.score {
        facts.push((both("弃权比分", "Score of a forfeit"), Cell::plain(format!("{winner}:{loser}"))));
    }
    facts.push((both("名次依据", "Ranking"), Cell::name(Name::both(&*rules.title.zh, &*rules.title.en))));
    let mut blocks = vec![Block::Facts(facts)];
    blocks.push(Block::Text(Fact::published(Name::both(&*rules.wording.zh, &*rules.wording.en))));
    let criteria =
        rules.criteria.iter().map(|criterion| Fact::published(words(|t| t.criterion(&criterion.id()))));
    let criteria: Vec<Fact<Name>> = criteria.collect();
    if !criteria.is_empty() {
        blocks.push(Block::Heading(said("积分相等时依次比较", "Teams level on points are separated by")));
        blocks.push(Block::Items(criteria));
    }
    if let Some(stages) = &chapter.stages {
        blocks.push(Block::Heading(said("阶段与对阵", "Stages and pairings")));
        blocks.push(Block::Items(stages.graph().stages.iter().map(stage_line).collect()));
    }
    let regulation = paragraphs(language, &competition.regulation_zh, &competition.regulation_en);
    if !regulation.is_empty() {
        let version = competition.regulation_version;
        blocks.push(Block::Heading(said(
            format!("竞赛规程(第 {version} 版)"),
            format!("Regulations, version {version}"),
        )));
        blocks.extend(regulation);
    }
    blocks
}

/// A stage in one sentence: its groups and how they play, or its ties.
fn stage_line(stage: &graph::Stage) -> Fact<Name> {
    let describe = |t: T| {
        let mut parts: Vec<String> = Vec::new();
        for group in &stage.groups {
            let format = match (t.0, group.format) {
                (Lang::Zh, graph::GroupFormat::RoundRobin(1)) => "单循环".to_owned(),
                (Lang::Zh, graph::GroupFormat::RoundRobin(times)) => format!("{times} 次循环"),
                (Lang::Zh, graph::GroupFormat::Swiss(rounds)) => format!("瑞士制 {rounds} 轮"),
                (_, graph::GroupFormat::RoundRobin(1)) => "round robin".to_owned(),
                (_, graph::GroupFormat::RoundRobin(times)) => format!("round robin, {times} times"),
                (_, graph::GroupFormat::Swiss(rounds)) => format!("{rounds} Swiss rounds"),
            };
            parts.push(match t.0 {
                Lang::Zh => format!("{}组 {} 队 {format}", group.key, group.slots.len()),
                Lang::En => format!("group {} of {} teams, {format}", group.key, group.slots.len()),
            });
        }
        for tie in &stage.ties {
            let series = match tie.series {
                Series::Single => String::new(),
                series => format!(" ({})", t.series_words(series)),
            };
            parts.push(format!(
                "{}: {} – {}{series}",
                tie.code,
                t.source_words(&tie.a.to_string()),
                t.source_words(&tie.b.to_string())
            ));
        }
        format!("{} — {}", t.form_words(stage.kind), parts.join("; "))
    };
    Fact::published(words(describe))
}
