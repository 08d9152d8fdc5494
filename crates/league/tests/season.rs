//! Seasons from TOML: planned, told in words, and refused with a reason.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::planner::season::{Season, answer, conflict};
use league::planner::{Budget, Effort, Solved, solve};

const SEASON: &str = r#"
name = "株洲 2027"
from = 2027-07-02
to = 2027-08-15
closed = ["2027-07-25"]

[[halls]]
name = "市体育馆"
times = ["19:00", "20:40"]
games_a_day = 2

[[competitions]]
name = "厂BA"
clubs = ["湘钢", "株机", "株硬", "华鑫", "电机", "车辆"]
days = ["fri", "sat", "sun"]
opening = ["湘钢", "株机"]

[[competitions]]
name = "社区"
clubs = ["荷塘", "芦淞", "石峰", "天元"]
days = ["mon", "tue", "wed", "thu"]

[clubs."株硬"]
shift = { first = 2027-07-02, cycle = 4, work = [0, 1] }
blocked = [2027-07-10]
[clubs."车辆"]
not_before = 2027-07-09

[rules]
rest_hours = 20
games_a_week = 2
prime_times = ["20:40"]
"#;

fn planned(season: &Season) -> Solved {
    let budget = Budget { moves: Some(150_000), spent: &|| 0.0 };
    solve(&season.instance, Effort { thread: 0, seed: 1, budget })
}

/// What the words of the plan say, read without the planner's slots.
#[test]
fn a_season_is_planned_as_its_file_says() {
    let season = Season::read(SEASON).unwrap();
    let answer = answer(&season, &planned(&season).plan, None);
    assert_eq!(answer.infeasibility, 0, "{:?}", answer.violations);
    assert_eq!(answer.plan.len(), 15 + 6);
    let first = &answer.plan[0];
    assert!(["湘钢", "株机"].contains(&first.home.as_str()), "{first:?}");
    let mut beginnings = Vec::new();
    for game in &answer.plan {
        assert_ne!(game.date, "2027-07-25");
        let weekend = ["周五", "周六", "周日"].contains(&game.weekday);
        assert_eq!(weekend, game.competition == "厂BA", "{game:?}");
        let plays = |club: &str| game.home == club || game.away == club;
        assert!(!plays("株硬") || game.date != "2027-07-10");
        assert!(!plays("车辆") || game.date.as_str() >= "2027-07-09");
        assert_eq!(game.court, 1);
        beginnings.push((&game.date, &game.time));
    }
    beginnings.dedup();
    assert_eq!(beginnings.len(), 21, "one court, one game at a time");
    for share in &answer.fairness {
        assert!(share.shortest_rest_days >= Some(1), "{share:?}");
        assert_eq!(share.games, if share.competition == "厂BA" { 5 } else { 3 });
    }
}

#[test]
fn rules_that_leave_no_plan_are_named() {
    let season = |from: &str, to: &str| Season::read(&SEASON.replace(from, to)).unwrap();
    assert_eq!(conflict(&season("", ""), 1, 20_000, &|| false), None);
    for (from, to, part) in [
        // 21 games, ten days with two beginnings each.
        ("to = 2027-08-15\n", "to = 2027-07-11\n", "市体育馆的场地数有限"),
        ("not_before = 2027-07-09", "not_before = 2027-08-14", "车辆在 2027-08-14 之前没有比赛"),
    ] {
        let season = season(from, to);
        let found = conflict(&season, 1, 20_000, &|| false);
        let found = found.unwrap();
        assert!(found.proved && found.zh.iter().any(|words| words == part), "{found:?}");
    }
}

#[test]
fn what_is_no_season_is_a_sentence() {
    for (from, to, words) in [
        ("from = 2027-07-02", "from = 2027-13-02", "not readable"),
        ("株机\"]", "某队\"]", "no competition has a club \"某队\""),
        ("20:40\"]\ngames", "25:40\"]\ngames", "no time of day"),
        ("cycle = 4", "cycle = 0", "cycle"),
        ("\"华鑫\", ", "\"华鑫\", \"华鑫\", ", "stands twice"),
        ("to = 2027-08-15\n", "to = 2027-07-01\n", "no hall is free"),
        ("rest_hours", "rest_ours", "rest_ours"),
    ] {
        let refused = Season::read(&SEASON.replace(from, to)).unwrap_err().to_string();
        assert!(refused.contains(words), "{to}: {refused}");
    }
}

/// Days on which shifts leave a club too few players are spared where the plan can, and told where it cannot.
#[test]
fn short_days_of_a_club_are_spared() {
    let short = "[clubs.\"车辆\"]\nshort_days = [2027-07-09, 2027-07-10, 2027-07-16, 2027-07-17]\n";
    let season = Season::read(&SEASON.replace("[clubs.\"车辆\"]\n", short)).unwrap();
    let answer = answer(&season, &planned(&season).plan, None);
    assert_eq!(answer.infeasibility, 0, "{:?}", answer.violations);
    let at_work = |club: &str| answer.fairness.iter().find(|share| share.club == club).unwrap().at_work;
    assert_eq!(at_work("车辆"), 0);
    // Where they are all days, every game falls on one, and the season says so.
    let days: Vec<String> = season.file.from.iter_days().take(60).map(|day| day.to_string()).collect();
    let all = format!("[clubs.\"车辆\"]\nshort_days = [{}]\n", days.join(", "));
    let season = Season::read(&SEASON.replace("[clubs.\"车辆\"]\n", &all)).unwrap();
    let answer = self::answer(&season, &planned(&season).plan, None);
    assert_eq!(answer.fairness.iter().find(|share| share.club == "车辆").unwrap().at_work, 5);
    assert!(answer.violations.iter().any(|broken| broken.zh.contains("车辆倒班")), "{:?}", answer.violations);
}
