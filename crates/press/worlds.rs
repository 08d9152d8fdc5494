//! Days and results to try the documents on: published facts of 厂BA, and made-up ones marked as samples.
#![allow(dead_code, reason = "each test, bench and example takes what it needs")]

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use press::{
    Club, Colour, DaySheet, Fact, Forfeit, Game, Language, Name, Official, Period, ResultPicture, Role,
    Score, Side, Span, Status, Team,
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
