//! The season's facts as tables for Excel.

use super::papers::Papers;
use super::parts;
use super::{Language, Side};
use crate::sheets::report::{Column, Page, Report, Value};
use crate::store::fixtures::Card;
use press::{Fact, Name};

/// Which workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workbook {
    Schedule,
    Lists,
    Results,
    Audience,
}

/// Puts a workbook together.
pub fn workbook(papers: &Papers, which: Workbook, language: Language) -> Report {
    let say = Say(language);
    let mut report = Report {
        pages: match which {
            Workbook::Schedule => vec![schedule(papers, say)],
            Workbook::Lists => vec![lists(papers, say)],
            Workbook::Results => vec![results(papers, say), tables(papers, say)],
            Workbook::Audience => vec![audience(papers, say)],
        },
        explained: Vec::new(),
        explanation_title: say.of("说明", "About this file"),
    };
    let mut explain = |zh: (&str, &str), en: (&str, &str)| {
        report.explained.push((say.of(zh.0, en.0), say.of(zh.1, en.1)));
    };
    explain(
        ("空白", "没有公布或尚未确定。空白不等于零。"),
        ("blank", "Not published or not decided. Blank is not nought."),
    );
    explain(
        ("示例", "为演示而虚构的事实,列在“示例”一列中。"),
        ("sample", "Facts made up for the demonstration are named in the column “sample”."),
    );
    explain(("时间", "比赛地当地时间。"), ("time", "Local time at the venue."));
    explain(
        ("键", "对象的固定公开编号,用于再次导入和链接。"),
        ("key", "The fixed public name of an object, for imports and links."),
    );
    let version = papers.head.label();
    report.explained.push((say.of("数据版本", "data version"), version));
    let changed = papers.changed().format("%Y-%m-%d %H:%M").to_string();
    report.explained.push((say.of("最后更改", "last change"), changed));
    report.explained.push((
        say.of("实时页面", "live page"),
        papers.address(&crate::web::paths::season(&papers.season.key)),
    ));
    report
}

/// The words of one language, or of both with a stroke between them.
#[derive(Clone, Copy)]
struct Say(Language);

impl Say {
    fn of(self, zh: &str, en: &str) -> String {
        match self.0 {
            Language::Zh => zh.to_owned(),
            Language::En => en.to_owned(),
            Language::Both => format!("{zh} / {en}"),
        }
    }

    fn name(self, zh: &str, en: &str) -> String {
        match self.0 {
            Language::En if !en.is_empty() => en.to_owned(),
            Language::Both if !en.is_empty() && en != zh => format!("{zh} / {en}"),
            _ => zh.to_owned(),
        }
    }

    fn fact(self, fact: &Fact<Name>) -> String {
        fact.value().map_or_else(String::new, |name| self.name(&name.zh, name.en.as_deref().unwrap_or("")))
    }

    fn column(self, zh: &str, en: &str, width: f64) -> Column {
        Column { title: self.of(zh, en), width }
    }
}

fn game_columns(say: Say) -> Vec<Column> {
    vec![
        say.column("日期", "Date", 12.0),
        say.column("时间", "Time", 8.0),
        say.column("赛事", "Competition", 18.0),
        say.column("阶段", "Stage", 22.0),
        say.column("代号", "Code", 9.0),
        say.column("主队", "Side A", 18.0),
        say.column("客队", "Side B", 18.0),
        say.column("场馆", "Venue", 24.0),
    ]
}

fn game(card: &Card, say: Say) -> Vec<Value> {
    let fixture = &card.fixture;
    let stage: Vec<String> = super::place(card).iter().map(|part| say.fact(part)).collect();
    vec![
        fixture.day.map_or(Value::Empty, Value::Date),
        fixture.tip_off.map_or(Value::Empty, |at| Value::Time(at.time())),
        Value::text(say.name(&card.competition_zh, &card.competition_en)),
        Value::text(stage.join(" · ")),
        Value::text(fixture.code.as_str()),
        Value::text(say.fact(&parts::side_name(card, Side::A))),
        Value::text(say.fact(&parts::side_name(card, Side::B))),
        Value::text(say.fact(&super::venue(card))),
    ]
}

fn ending(card: &Card) -> [Value; 2] {
    [Value::text(card.fixture.sample.as_str()), Value::text(card.fixture.key.as_str())]
}

fn ending_columns(say: Say) -> [Column; 2] {
    [say.column("示例", "Sample", 16.0), say.column("键", "Key", 14.0)]
}

fn schedule(papers: &Papers, say: Say) -> Page {
    let mut columns = game_columns(say);
    columns.push(say.column("状态", "State", 12.0));
    columns.extend(ending_columns(say));
    let rows = papers.cards.iter().map(|card| {
        let mut row = game(card, say);
        let status = parts::words(|t| t.status_word(card.fixture.status).to_owned());
        row.push(Value::text(say.fact(&Fact::published(status))));
        row.extend(ending(card));
        row
    });
    Page { name: say.of("赛程", "Schedule"), rows: rows.collect(), columns }
}

fn results(papers: &Papers, say: Say) -> Page {
    let mut columns = game_columns(say);
    columns.push(say.column("主队得分", "Points A", 10.0));
    columns.push(say.column("客队得分", "Points B", 10.0));
    columns.push(say.column("各节", "Periods", 26.0));
    columns.push(say.column("备注", "Remarks", 20.0));
    columns.extend(ending_columns(say));
    let over = papers.cards.iter().filter(|card| card.fixture.status.is_over());
    let rows = over.map(|card| {
        let mut row = game(card, say);
        row.push(Value::whole(card.fixture.score_a));
        row.push(Value::whole(card.fixture.score_b));
        let lines =
            |cell: &press::Cell| cell.lines.iter().map(|line| say.fact(line)).collect::<Vec<_>>().join("; ");
        row.push(Value::text(lines(&parts::periods(card, papers.periods_of(card)))));
        row.push(Value::text(lines(&parts::remarks(card))));
        row.extend(ending(card));
        row
    });
    Page { name: say.of("成绩", "Results"), rows: rows.collect(), columns }
}

fn tables(papers: &Papers, say: Say) -> Page {
    let columns = vec![
        say.column("赛事", "Competition", 18.0),
        say.column("组别", "Group", 14.0),
        say.column("名次", "Rank", 8.0),
        say.column("球队", "Team", 20.0),
        say.column("场", "Played", 8.0),
        say.column("胜", "Won", 8.0),
        say.column("负", "Lost", 8.0),
        say.column("得分", "For", 9.0),
        say.column("失分", "Against", 9.0),
        say.column("净胜", "Difference", 11.0),
        say.column("积分", "Points", 9.0),
    ];
    let mut rows = Vec::new();
    for chapter in &papers.competitions {
        let competition = say.fact(&Fact::published(chapter.name()));
        for table in chapter.tables.iter().filter(|table| table.teams.len() > 1) {
            let group = say.fact(&parts::group_name(table));
            for row in &table.standing.rows {
                let figure = |value: i32| Value::Whole(i64::from(value));
                rows.push(vec![
                    Value::text(competition.as_str()),
                    Value::text(group.as_str()),
                    Value::Whole(i64::try_from(row.rank).unwrap_or(0)),
                    Value::text(table.entry(row.team).short_name.as_str()),
                    figure(row.played),
                    figure(row.wins),
                    figure(row.losses),
                    figure(row.scored),
                    figure(row.conceded),
                    figure(row.difference()),
                    figure(row.points),
                ]);
            }
        }
    }
    Page { name: say.of("积分榜", "Tables"), columns, rows }
}

fn lists(papers: &Papers, say: Say) -> Page {
    let columns = vec![
        say.column("赛事", "Competition", 18.0),
        say.column("球队", "Team", 20.0),
        say.column("号码", "Number", 9.0),
        say.column("姓名", "Name", 16.0),
        say.column("位置", "Position", 12.0),
        say.column("身高 cm", "Height cm", 11.0),
        say.column("队长", "Captain", 9.0),
        say.column("示例", "Sample", 12.0),
    ];
    let mut rows = Vec::new();
    for chapter in &papers.competitions {
        for squad in &chapter.entries {
            for player in &squad.players {
                rows.push(vec![
                    Value::text(say.fact(&Fact::published(chapter.name()))),
                    Value::text(squad.entry.short_name.as_str()),
                    // 0 and 00 are two shirts: a number would make them one.
                    Value::text(player.shirt.as_str()),
                    Value::text(player.name.as_str()),
                    Value::text(player.position.as_str()),
                    Value::whole(player.height_cm),
                    if player.captain { Value::text(say.of("是", "yes")) } else { Value::Empty },
                    Value::text(player.sample.as_str()),
                ]);
            }
        }
    }
    Page { name: say.of("名单", "Lists"), columns, rows }
}

fn audience(papers: &Papers, say: Say) -> Page {
    let columns = vec![
        say.column("范围", "About", 26.0),
        say.column("日期", "Day", 12.0),
        say.column("指标", "Metric", 24.0),
        say.column("数值", "Value", 14.0),
        say.column("下限", "Low", 12.0),
        say.column("上限", "High", 12.0),
        say.column("单位", "Unit", 10.0),
        say.column("等级", "Class", 8.0),
        say.column("方法", "Method", 30.0),
        say.column("来源", "Source", 30.0),
        say.column("截至", "As of", 12.0),
        say.column("示例", "Sample", 12.0),
    ];
    let rows = papers.figures.iter().map(|figure| {
        let scope = papers.scopes.iter().find(|scope| scope.id == figure.scope_id);
        let metric = papers.metrics.newest(&figure.metric);
        let about = scope.map(|scope| {
            let level = parts::words(|t| t.level(scope.level).to_owned());
            let own = say.name(&scope.name_zh, &scope.name_en);
            if own.is_empty() { say.fact(&Fact::published(level)) } else { own }
        });
        vec![
            Value::text(about.unwrap_or_default()),
            scope.and_then(|scope| scope.day).map_or(Value::Empty, Value::Date),
            Value::text(
                metric.map_or_else(|| figure.metric.clone(), |metric| say.name(&metric.zh, &metric.en)),
            ),
            Value::whole(figure.value),
            Value::whole(figure.low),
            Value::whole(figure.high),
            Value::text(metric.map_or_else(String::new, |metric| {
                say.fact(&Fact::published(parts::words(|t| t.unit(metric.unit).to_owned())))
            })),
            Value::text(figure.class.as_str()),
            Value::text(figure.method.as_str()),
            Value::text(figure.source.as_str()),
            Value::Date(papers.local(figure.as_of).date_naive()),
            Value::text(figure.sample.as_str()),
        ]
    });
    Page { name: say.of("观众数据", "Audience"), rows: rows.collect(), columns }
}
