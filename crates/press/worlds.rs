//! Days and results to try the documents on: published facts of 厂BA, and made-up ones marked as samples.
#![allow(dead_code, reason = "each test, bench and example takes what it needs")]

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use press::{
    Align, Block, Board, BoardRow, Book, Bracket, BracketSide, BracketTie, Card, Cards, Cell, Club, Colour,
    Column, DaySheet, Entered, Fact, Forfeit, Game, Language, Layout, Name, Official, Period, Points,
    ResultPicture, Role, Row, Score, Scoresheet, Sheet, SheetPlayer, SheetTeam, Side, Span, Status, Table,
    Team, Width,
};

pub const LONG: &str = "湖南省株洲市轨道交通装备制造产业集群专精特新中小企业职工篮球联合代表队(第一分队)";
pub const LONG_EN: &str =
    "Zhuzhou Rail Transit Equipment Manufacturing Cluster Specialised Small Enterprises United";
pub const UNBROKEN: &str = "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW";
pub const HOSTILE: [&str; 8] = [
    "#let x = panic(1) $ a $ *b* @c <d> \\u{41} //",
    "</text></svg><script>alert(1)</script>&lt;&#65;",
    "\u{202e}68:55\u{202c} שלום مرحبا",
    "😀🏀👨‍👩‍👧 e\u{301}\u{301}\u{301}",
    "\"quoted\" 'name' `raw` \\ {\"a\": 1}",
    "a\u{0}b\u{8}c\r\n\td\u{fffe}\u{ffff}",
    UNBROKEN,
    "",
];

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

pub fn at(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("a time of the day")
}

pub fn printed() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-20T18:05:00+08:00").expect("a moment")
}

fn both(zh: &str, en: &str) -> Fact<Name> {
    Fact::published(Name::both(zh, en))
}

fn zh(text: &str) -> Fact<Name> {
    Fact::published(Name::zh(text))
}

pub fn colour(text: &str) -> Colour {
    Colour::parse(text).expect("a colour")
}

pub fn team(short: (&str, &str), official: (&str, &str)) -> Team {
    Team { short: both(short.0, short.1), official: Some(both(official.0, official.1)) }
}

fn new_material() -> Team {
    team(
        ("中车时代新材", "CRRC Times New Material"),
        ("株洲时代新材料科技股份有限公司", "Zhuzhou Times New Material Technology"),
    )
}

fn official(role: Role, name: &str) -> Official {
    Official { role, person: Fact::sample(Name::zh(name)) }
}

/// A game of the group stage of 2025 with everything known or marked.
pub fn game(tip_off: Fact<NaiveTime>, sides: [Team; 2]) -> Game {
    Game {
        tip_off,
        court: both("主馆 1 号场", "Main hall, court 1"),
        competition: both("主联赛", "Main league"),
        place: vec![
            both("小组赛", "Group stage"),
            Fact::sample(Name::both("A组", "Group A")),
            both("第1轮", "Round 1"),
        ],
        sides,
        light: Fact::sample(Side::A),
        score: None,
        officials: Vec::new(),
        remarks: Vec::new(),
    }
}

/// The opening night, 2025-06-13: two games, what is not published is unknown or a sample.
pub fn opening(language: Language) -> DaySheet {
    let mut first = game(
        Fact::published(at(19, 0)),
        [
            new_material(),
            team(
                ("千金药业", "Qianjin Pharma"),
                ("株洲千金药业股份有限公司", "Zhuzhou Qianjin Pharmaceutical"),
            ),
        ],
    );
    first.officials = vec![
        official(Role::CrewChief, "周示范"),
        official(Role::FirstUmpire, "吴示范"),
        official(Role::Scorer, "郑示范"),
        Official { role: Role::Timer, person: Fact::undecided() },
    ];
    first.remarks = vec![both("18:30 开幕式", "Opening ceremony at 18:30")];
    let mut second = game(
        Fact::sample(at(20, 30)),
        [
            team(
                ("湖南工大", "Hunan Univ. of Technology"),
                ("湖南工业大学", "Hunan University of Technology"),
            ),
            team(("中车株机", "CRRC Zhuji"), ("中车株洲电力机车有限公司", "CRRC Zhuzhou Locomotive")),
        ],
    );
    second.light = Fact::undecided();
    DaySheet {
        language,
        league: Name::both("厂BA 株洲市职工篮球联赛", "Factory BA, Zhuzhou workers’ basketball league"),
        season: both("2025 赛季", "Season 2025"),
        date: Fact::published(day(2025, 6, 13)),
        venue: both("株洲市体育中心", "Zhuzhou Sports Centre"),
        games: vec![first, second],
        remarks: vec![both("观众 17:30 起入场", "Doors open at 17:30")],
        version: "s3-000482 · 7f3a9c".to_owned(),
        printed: printed(),
        address: "https://changba.example/s/2025/day/2025-06-13".to_owned(),
    }
}

/// One game with nothing known but the sides.
pub fn bare(language: Language) -> DaySheet {
    let mut sheet = opening(language);
    let side = |slot: &str| Team { short: zh(slot), official: None };
    let mut only = game(Fact::undecided(), [side("A1"), Team { short: Fact::undecided(), official: None }]);
    (only.court, only.light, only.place) = (Fact::unknown(), Fact::unknown(), vec![zh("半决赛")]);
    sheet.games = vec![only];
    sheet.remarks = Vec::new();
    (sheet.date, sheet.venue) = (Fact::undecided(), Fact::unknown());
    sheet
}

/// Eight games with long names, rare characters, foreign letters and scores.
pub fn crowded(language: Language) -> DaySheet {
    let mut sheet = opening(language);
    let names = [
        ("中车株机", "CRRC Zhuji"),
        (LONG, LONG_EN),
        ("喆堃镕旻犇翀祎队", "Rare Characters"),
        ("Šibenik Žalgiris Łódź 联队", "Šibenik Žalgiris Łódź United"),
        ("韡队", "A character without a glyph"),
        (UNBROKEN, UNBROKEN),
        ("社区", "Community"),
        ("三一", "Sany"),
    ];
    sheet.games = (0..8)
        .map(|number: usize| {
            let (a, b) = (names[number], names[(number + 1) % names.len()]);
            let mut game = game(Fact::published(at(9 + number as u32, 30)), [team(a, a), team(b, b)]);
            game.score = match number % 3 {
                0 => Some(Fact::published(Score { a: 101 + number as u16, b: 85 })),
                1 => Some(Fact::sample(Score { a: 65, b: 64 })),
                _ => None,
            };
            game
        })
        .collect();
    sheet
}

pub fn club(short: (&str, &str), official: (&str, &str), colours: [&str; 2]) -> Club {
    Club {
        short: both(short.0, short.1),
        official: Some(both(official.0, official.1)),
        colours: colours.map(colour),
    }
}

/// The final of 2025: the score is published, its periods are made up.
pub fn final_of_2025(language: Language) -> ResultPicture {
    let quarters = [(18, 15), (21, 12), (17, 16), (22, 14)];
    ResultPicture {
        language,
        league: Name::both("厂BA", "Factory BA"),
        competition: both("2025 主联赛", "Main league 2025"),
        place: vec![both("决赛", "Final")],
        date: Fact::published(day(2025, 7, 27)),
        venue: both("株洲市体育中心", "Zhuzhou Sports Centre"),
        clubs: [
            club(
                ("醴陵华鑫", "Liling Huaxin"),
                ("醴陵华鑫电瓷科技有限公司", "Liling Huaxin Insulator Technology"),
                ["#d7263d", "#f7f3e9"],
            ),
            club(
                ("中车时代新材", "CRRC Times New Material"),
                ("株洲时代新材料科技股份有限公司", "Zhuzhou Times New Material Technology"),
                ["#0a2f6b", "#101418"],
            ),
        ],
        score: Fact::published(Score { a: 78, b: 57 }),
        periods: quarters
            .into_iter()
            .zip(1..)
            .map(|((a, b), number)| Period {
                span: Span::Quarter(number),
                score: Fact::sample(Score { a, b }),
            })
            .collect(),
        status: Status::Official,
        corrected: false,
        forfeit: None,
        address: "https://changba.example/f/k7m2q9".to_owned(),
    }
}

/// Long names, three figures, four overtimes, corrected.
pub fn marathon(language: Language) -> ResultPicture {
    let mut result = final_of_2025(language);
    result.clubs[0] = club((LONG, LONG_EN), (LONG, LONG_EN), ["#ffffff", "#ffd400"]);
    result.clubs[1] = club(
        ("Šibenik Žalgiris Łódź 喆堃镕旻犇联队", UNBROKEN),
        (UNBROKEN, UNBROKEN),
        ["#006b3c", "#0d1215"],
    );
    result.competition =
        both("2025 “中国动力谷杯”社区篮球联赛成人组(女子)", "Community league 2025, adults, women");
    result.place = vec![
        both("附加赛", "Play-in"),
        Fact::sample(Name::both("B组", "Group B")),
        both("第 12 轮", "Round 12"),
    ];
    result.venue = both(
        "株洲市全民健身服务中心篮球馆室外二号风雨球场",
        "Zhuzhou Fitness Centre, covered outdoor court 2",
    );
    result.score = Fact::sample(Score { a: 128, b: 131 });
    for number in 1..=4 {
        let score = Fact::published(Score { a: 12, b: 12 });
        result.periods.push(Period { span: Span::Overtime(number), score });
    }
    (result.status, result.corrected) = (Status::Final, true);
    result
}

/// A forfeit with nobody's periods.
pub fn forfeited(language: Language) -> ResultPicture {
    let mut result = final_of_2025(language);
    result.score = Fact::published(Score { a: 20, b: 0 });
    result.periods = Vec::new();
    result.forfeit = Some(Forfeit::By(Side::B));
    result
}

/// A game of which nobody published the score, the day or the hall.
pub fn unpublished(language: Language) -> ResultPicture {
    let mut result = final_of_2025(language);
    (result.score, result.date, result.venue) = (Fact::unknown(), Fact::unknown(), Fact::unknown());
    result.periods.truncate(2);
    for period in &mut result.periods {
        period.score = Fact::unknown();
    }
    result.clubs[1] =
        Club { short: Fact::unknown(), official: None, colours: [colour("#888888"), colour("#444444")] };
    result.status = Status::Final;
    result
}

/// A bracket of eight with a game for third place.
pub fn bracket() -> Bracket {
    let side = |name: &str, score: &str, won| BracketSide { name: zh(name), score: score.to_owned(), won };
    let tie = |code: &str, round, names: [&str; 2], leads: &[&str]| BracketTie {
        code: code.to_owned(),
        round,
        sides: [side(names[0], "78", true), side(names[1], "57", false)],
        note: Name::both("7月27日 19:30", "27 July 19:30"),
        leads: leads.iter().map(|code| (*code).to_owned()).collect(),
    };
    Bracket {
        rounds: vec![
            Name::both("四分之一决赛", "Quarter-finals"),
            Name::both("半决赛", "Semi-finals"),
            Name::both("决赛", "Final"),
        ],
        ties: vec![
            tie("QF1", 0, ["湘钢", LONG], &["SF1"]),
            tie("QF2", 0, ["株机", UNBROKEN], &["SF1"]),
            tie("QF3", 0, ["株硬", "B3"], &["SF2"]),
            tie("QF4", 0, ["旗滨", "B4"], &["SF2"]),
            tie("SF1", 1, ["湘钢", "株机"], &["F", "P3"]),
            tie("SF2", 1, ["株硬", "旗滨"], &["F", "P3"]),
            tie("F", 2, ["湘钢", "株硬"], &[]),
            tie("P3", 2, ["株机", "旗滨"], &[]),
        ],
    }
}

/// A book with every kind of block, a club of thirty players and names too long for a column.
pub fn book(language: Language) -> Book {
    let player = |number: usize| {
        let name = if number == 7 { UNBROKEN.to_owned() } else { format!("喆示范{number}") };
        Row::Cells(vec![
            Cell::plain(number.to_string()).strong(),
            Cell::fact(Fact::sample(Name::zh(name))),
            Cell::name(Name::zh(if number == 3 { LONG } else { "株洲机务段" })),
        ])
    };
    let columns = vec![
        Column::figures("号码", "No.", 14),
        Column::words("姓名", "Name", Width::Part(2)),
        Column { title: Name::both("单位", "Employer"), width: Width::Part(3), align: Align::Left },
    ];
    let mut rows = vec![Row::Across(Cell::name(Name::both("全部队员", "All players")))];
    rows.extend((1..=30).map(player));
    let form = Table {
        columns: columns.clone(),
        rows: vec![Row::High(9, vec![Cell::shaded(), Cell::blank()]); 4],
        grid: true,
        small: true,
    };
    Book {
        language,
        kind: "programme",
        title: Name::both("秩序册", "Programme"),
        subtitle: vec![both("2025年6月13日至7月27日", "13 June to 27 July 2025"), Fact::undecided()],
        league: Name::both("厂BA 株洲市职工篮球联赛", "Factory BA, Zhuzhou workers’ basketball league"),
        season: Name::both("2025 赛季", "Season 2025"),
        sheet: Sheet::A4,
        bound: true,
        blocks: vec![
            Block::Chapter(Name::both("竞赛规程", "Regulations")),
            Block::Heading(both("竞赛办法", "Method")),
            Block::Text(both(
                "采用国际篮联最新规则。四节,每节十分钟,净时;“加时”五分钟。",
                "FIBA rules in force. Four periods of ten minutes of clean time; overtimes of five.",
            )),
            Block::Items(vec![both("胜一场得 2 分", "A win counts 2 points"), Fact::unknown()]),
            Block::Facts(vec![
                (Name::both("场馆", "Venue"), Cell::name(Name::zh(LONG))),
                (Name::both("用时", "Periods"), Cell::plain("4 × 10′")),
            ]),
            Block::Chapter(Name::both("参赛队", "Clubs")),
            Block::Table(Table { columns, rows, ..Table::default() }),
            Block::Note(both("名单以报名截止时为准。", "Lists as of the closing of entries.")),
            Block::Chapter(Name::both("对阵图", "Bracket")),
            Block::Bracket(bracket()),
            Block::Break,
            Block::Table(form),
            Block::Lines(3),
            Block::Sign(vec![
                Name::both("主裁判员", "Crew chief"),
                Name::both("记录员", "Scorer"),
                Name::both("技术代表", "Commissioner"),
            ]),
        ],
        version: "s3-000482 · 7f3a9c".to_owned(),
        printed: printed(),
        address: "https://changba.example/s/2025".to_owned(),
    }
}

/// Eleven cards with a very long name, a rare one and one without a place to break.
pub fn cards(layout: Layout, language: Language) -> Cards {
    let card = |number: usize| Card {
        over: Name::both("厂BA 2025 赛季", "Factory BA, season 2025"),
        title: match number {
            1 => zh(LONG),
            2 => zh(UNBROKEN),
            3 => both("醴陵华鑫 — 中车时代新材", "Liling Huaxin – CRRC Times New Material"),
            _ => Fact::sample(Name::zh("喆示范")),
        },
        number: number.to_string(),
        lines: vec![both("株洲市体育中心", "Zhuzhou Sports Centre"), Fact::undecided()],
        colours: Some([colour("#d7263d"), colour("#f7f3e9")]),
        sign: Name::both("组委会", "Committee"),
        address: format!("https://changba.example/f/{}", number % 3),
    };
    Cards {
        language,
        kind: "cards",
        title: Name::both("奖状", "Certificate"),
        league: Name::both("厂BA 株洲市职工篮球联赛", "Factory BA, Zhuzhou workers’ basketball league"),
        season: Name::both("2025 赛季", "Season 2025"),
        layout,
        cards: (1..=11).map(card).collect(),
        version: "s3-000482 · 7f3a9c".to_owned(),
        printed: printed(),
    }
}

/// Tonight: two games, one of long names.
pub fn board(language: Language) -> Board {
    let colours = Some([colour("#d7263d"), colour("#f7f3e9")]);
    let game = |hour: &str, names: [Fact<Name>; 2], figures: [&str; 2]| BoardRow {
        first: Fact::sample(Name::zh(hour)),
        names: names.map(|name| (name, colours)).into(),
        figures: figures.map(|figure| vec![figure.to_owned()]).into(),
        leads: Some(0),
    };
    Board {
        language,
        league: Name::both("厂BA", "Factory BA"),
        title: both("今晚看球", "Tonight"),
        facts: vec![both("2025年6月13日", "13 June 2025"), both("株洲市体育中心", "Zhuzhou Sports Centre")],
        columns: vec![Name::both("得分", "Points")],
        rows: vec![
            game(
                "19:30",
                [both("醴陵华鑫", "Liling Huaxin"), both("中车时代新材", "CRRC Times New Material")],
                ["78", "57"],
            ),
            game("21:00", [zh(LONG), zh(UNBROKEN)], ["101", "99"]),
        ],
        caption: both("扫码看直播和比分", "Scan for the live score"),
        address: "https://changba.example/s/2025".to_owned(),
    }
}

/// A scoresheet with nothing on it but the heads.
pub fn blank_sheet(language: Language) -> Scoresheet {
    let team = || SheetTeam {
        name: Fact::published(Name::zh("")),
        players: Vec::new(),
        coach: String::new(),
        coach_fouls: Vec::new(),
        assistant: String::new(),
        assistant_fouls: Vec::new(),
        team_fouls: Vec::new(),
        time_outs: Vec::new(),
    };
    Scoresheet {
        language,
        league: Name::both("厂BA 株洲市职工篮球联赛", "Factory BA, Zhuzhou workers’ basketball league"),
        season: Name::both("2025 赛季", "Season 2025"),
        competition: Name::both("主联赛", "Main league"),
        date: String::new(),
        hour: String::new(),
        venue: Name::zh(""),
        number: String::new(),
        teams: [team(), team()],
        points: Vec::new(),
        periods: Vec::new(),
        regular: 4,
        end: None,
        officials: std::array::from_fn(|_| String::new()),
        version: "s3-000482 · 7f3a9c".to_owned(),
        printed: printed(),
        address: "https://changba.example/f/k7m2q9".to_owned(),
    }
}

/// A game of two short periods for A and many baskets for B, with overtime, long names and every mark.
pub fn played_sheet(language: Language) -> Scoresheet {
    let mut game = blank_sheet(language);
    let player = |number: usize| SheetPlayer {
        shirt: if number == 0 { "00".to_owned() } else { number.to_string() },
        name: match number {
            3 => zh(LONG),
            4 => zh(UNBROKEN),
            _ => Fact::sample(Name::zh(format!("喆示范{number}"))),
        },
        captain: number == 7,
        entered: [Entered::Starter, Entered::In, Entered::No][number % 3],
        fouls: ["P", "P2", "T1", "U2", "GD"].iter().take(number % 6).map(|mark| (*mark).to_owned()).collect(),
    };
    for (team, count) in game.teams.iter_mut().zip([12, 15]) {
        team.players = (0..count).map(player).collect();
        team.coach = "郑示范".to_owned();
        team.coach_fouls = vec!["C1".to_owned(), "B1".to_owned()];
        team.team_fouls = vec![Some(4), Some(2), Some(0), None];
        team.time_outs = vec![(2, Some(7)), (3, Some(9)), (5, Some(1))];
    }
    game.teams[0].name = both("醴陵华鑫", "Liling Huaxin");
    game.teams[1].name = zh(LONG);
    (game.date, game.hour, game.number) = ("2025-07-27".to_owned(), "19:30".to_owned(), "F".to_owned());
    game.venue = Name::both("株洲市体育中心", "Zhuzhou Sports Centre");
    game.officials = std::array::from_fn(|at| format!("示范{at}"));
    let point = |side, points, shirt: &str, period| Points { side, points, shirt: shirt.to_owned(), period };
    game.points = vec![
        point(Side::A, 2, "7", 1),
        point(Side::A, 3, "00", 1),
        point(Side::A, 1, "7", 1),
        point(Side::A, 2, "9", 2),
    ];
    for number in 0..40u8 {
        game.points.push(point(Side::B, 1 + number % 3, &(number % 15).to_string(), 1 + number / 9));
    }
    let score = |a, b| Score { a, b };
    game.periods = vec![score(6, 18), score(2, 18), score(0, 18), score(70, 18), score(0, 6)];
    game.end = Some(score(78, 79));
    game
}
