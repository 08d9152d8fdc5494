use super::*;

fn at(day: u32, time: &str) -> Option<NaiveDateTime> {
    let (hour, minute) = time.split_once(':').unwrap();
    NaiveDate::from_ymd_opt(2027, 6, day)?.and_hms_opt(hour.parse().unwrap(), minute.parse().unwrap(), 0)
}

/// "G1 13 19:00 中心 湘钢 株机" as a game.
fn game(text: &str) -> Game {
    let words: Vec<&str> = text.split_whitespace().collect();
    let day: u32 = words[1].parse().unwrap();
    Game {
        key: words[0].into(),
        day: NaiveDate::from_ymd_opt(2027, 6, day),
        tip_off: at(day, words[2]),
        venue: Some(words[3].into()),
        clubs: words[4..].iter().map(|club| (*club).to_owned()).collect(),
        employers: words[4..].iter().map(|club| format!("{club}有限公司")).collect(),
    }
}

fn check(official: &Official, wanted: &str, others: &[&str], expected: &str) {
    let others: Vec<Game> = others.iter().map(|text| game(text)).collect();
    let found = conflicts(official, &game(wanted), &others, &Limits::default());
    assert_eq!(found.iter().map(|conflict| format!("{conflict:?}")).collect::<Vec<_>>().join("; "), expected);
}

#[test]
fn nobody_referees_his_own_employer() {
    let by_club = Official { employer_club: Some("湘钢".into()), ..Official::default() };
    let by_name = Official { employer: "株机有限公司".into(), ..Official::default() };
    check(&by_club, "G1 13 19:00 中心 湘钢 株机", &[], "OwnEmployer");
    check(&by_name, "G1 13 19:00 中心 湘钢 株机", &[], "OwnEmployer");
    check(&by_name, "G1 13 19:00 中心 湘钢 株硬", &[], "");
    let father = Official { interests: vec!["株硬".into()], ..Official::default() };
    check(&father, "G1 13 19:00 中心 湘钢 株硬", &[], "Interest { club: \"株硬\" }");
}

#[test]
fn one_game_at_a_time_with_time_to_travel_and_to_rest() {
    let nobody = Official::default();
    check(&nobody, "G2 13 19:30 中心 A B", &["G1 13 19:00 中心 C D"], "DoubleBooked { game: \"G1\" }");
    check(&nobody, "G2 13 20:40 中心 A B", &["G1 13 19:00 中心 C D"], "");
    check(&nobody, "G2 13 20:40 九方 A B", &["G1 13 19:00 中心 C D"], "TooFar { game: \"G1\" }");
    check(&nobody, "G2 13 21:25 九方 A B", &["G1 13 19:00 中心 C D"], "");
    let two = ["G1 13 17:20 中心 C D", "G2 13 19:00 中心 E F"];
    check(&nobody, "G3 13 20:40 中心 A B", &two, "TooManyInARow { limit: 2 }");
    check(&nobody, "G3 14 20:40 中心 A B", &two, "");
    // A game in the middle of two counts with both.
    check(
        &nobody,
        "G3 13 18:40 中心 A B",
        &["G1 13 17:00 中心 C D", "G2 13 20:20 中心 E F"],
        "TooManyInARow { limit: 2 }",
    );
    check(
        &nobody,
        "G4 13 21:00 中心 A B",
        &["G1 13 09:00 中心 C D", "G2 13 13:00 中心 E F", "G3 13 17:00 中心 G H"],
        "TooManyOnADay { limit: 3 }",
    );
}

#[test]
fn nobody_is_appointed_while_away() {
    let day = |day| NaiveDate::from_ymd_opt(2027, 6, day).unwrap();
    let away = Official { away: vec![(day(10), day(13))], ..Official::default() };
    check(&away, "G1 13 19:00 中心 A B", &[], "Away");
    check(&away, "G1 14 19:00 中心 A B", &[], "");
}

#[test]
fn shares_show_who_was_given_too_much() {
    let day = |day| NaiveDate::from_ymd_opt(2027, 6, day);
    let duty = |official, job, on| Duty { official, job, day: day(on), fee: Fen(15_000) };
    let duties = [
        duty("甲", Job::CrewChief, 13),
        duty("甲", Job::Umpire, 13),
        duty("甲", Job::Scorer, 14),
        duty("乙", Job::Umpire, 13),
    ];
    let found: Vec<String> = shares(&["甲", "乙", "丙"], &duties)
        .iter()
        .map(|share| {
            format!(
                "{} {} games {} on court {} days {} {:+}",
                share.official, share.games, share.on_court, share.days, share.fees, share.above_mean_tenths
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "甲 3 games 2 on court 2 days 450.00 +16",
            "乙 1 games 1 on court 1 days 150.00 -3",
            "丙 0 games 0 on court 0 days 0.00 -13",
        ]
    );
}
