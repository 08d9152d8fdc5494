//! Ten contradictions planted in a season: each is found, is named, and leaves a plan as soon as one rule goes.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::planner::season::{Conflict, Season, conflict};

/// Six clubs, one hall with two games an evening on Friday and Saturday, six weeks: 15 games, 24 slots.
const SEASON: &str = r#"
name = "株洲 2027"
from = 2027-07-02
to = 2027-08-08
#closed
#together
#derbies
[[halls]]
name = "市体育馆"
days = ["fri", "sat"]
times = ["19:00", "20:40"]
#hall
[[competitions]]
name = "厂BA"
clubs = ["湘钢", "株机", "株硬", "华鑫", "电机", "车辆"]
#competition
#rounds
#clubs
[rules]
#rules
"#;

fn planted(changes: &[(&str, &str)]) -> Conflict {
    let mut text = SEASON.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    let season = Season::read(&text).unwrap();
    let found = conflict(&season, 1, 20_000, &|| false);
    found.unwrap_or_else(|| panic!("no conflict in {text}"))
}

/// The rules of the set in Chinese, without the sentence that counts games and slots.
fn named(found: &Conflict) -> Vec<&str> {
    found.zh[..found.topics.len()].iter().map(String::as_str).collect()
}

#[test]
fn a_season_without_contradiction_has_none() {
    let season = Season::read(SEASON).unwrap();
    assert_eq!(conflict(&season, 1, 20_000, &|| false), None);
}

#[test]
fn ten_planted_contradictions_are_found_and_named() {
    let only = |rest: &'static str| ("#clubs", rest);
    for (changes, wanted) in [
        // 1. Fewer slots than games: 15 games, 10 slots.
        (vec![("to = 2027-08-08", "to = 2027-07-16")], vec!["市体育馆的场地数有限"]),
        // 2. The permit allows one game a day: 12 for 15.
        (vec![("#hall", "games_a_day = 1")], vec!["市体育馆的许可每天最多 1 场"]),
        // 3. One club starts too late for its five games.
        (vec![only("[clubs.\"车辆\"]\nnot_before = 2027-08-07")], vec!["车辆在 2027-08-07 之前没有比赛"]),
        // 4. A crew that works on every evening of the hall.
        (
            vec![only("[clubs.\"株硬\"]\nshift = { first = 2027-07-02, cycle = 7, work = [0, 1] }")],
            vec!["株硬倒班当班时不比赛"],
        ),
        // 5. A competition on days on which its hall is shut.
        (vec![("#competition", "days = [\"mon\"]")], vec!["厂BA只在规定的日子比赛"]),
        // 6. The opening match on a day that one of its clubs has blocked.
        (
            vec![
                ("#competition", "opening = [\"湘钢\", \"株机\"]"),
                only("[clubs.\"湘钢\"]\nblocked = [2027-07-02]"),
            ],
            vec!["揭幕战是 湘钢 对 株机", "湘钢有不能比赛的日期"],
        ),
        // 7. Two clubs whose weekdays never meet.
        (
            vec![only("[clubs.\"电机\"]\ndays = [\"fri\"]\n[clubs.\"华鑫\"]\ndays = [\"sat\"]")],
            vec!["华鑫只在规定的日子比赛", "电机只在规定的日子比赛"],
        ),
        // 8. So much rest that five games do not fit into five weeks.
        (vec![("#rules", "rest_hours = 240")], vec!["两场之间至少休息 240 小时"]),
        // 9. A derby on a day that is closed to one of its clubs.
        (
            vec![
                ("#derbies", "[[derbies]]\nclubs = [\"株机\", \"车辆\"]\ndates = [2027-07-09]"),
                only("[clubs.\"株机\"]\nblocked = [2027-07-09]"),
            ],
            vec!["株机 对 车辆 安排在指定时段", "株机有不能比赛的日期"],
        ),
        // 10. A final before the games that lead to it can be over.
        (
            vec![("#rounds", "rounds = [{ name = \"决赛\", games = [\"F\"], to = 2027-07-03 }]")],
            vec!["厂BA决赛只在规定的日期和场馆", "厂BA决赛在前面的比赛之后至少 1 天"],
        ),
    ] {
        let found = planted(&changes);
        let mut names = named(&found);
        names.sort_unstable();
        let mut wanted = wanted;
        wanted.sort_unstable();
        assert_eq!(names, wanted, "{changes:?}: {found:?}");
        assert!(found.smallest, "{changes:?}");
        assert!(!found.ways_out.is_empty(), "{changes:?}");
        assert!(found.ways_out.iter().all(|way| way.missed > 0), "{found:?}");
        // Without any one of its rules the set leaves a plan: dropping a rule must end that conflict.
        assert!(found.ways_out.windows(2).all(|pair| pair[0].missed <= pair[1].missed));
    }
}

#[test]
fn what_gives_way_is_counted() {
    // 15 games on 6 Fridays and 6 Saturdays with one game a day: three days have to take a second.
    let found = planted(&[("#hall", "games_a_day = 1")]);
    assert_eq!((found.ways_out.len(), found.ways_out[0].missed), (1, 3));
    assert_eq!(found.ways_out[0].en, "the permit of 市体育馆 allows 1 games a day");
    assert!(found.proved);
    assert_eq!(found.en.last().unwrap(), "15 games, 24 beginnings");
}
