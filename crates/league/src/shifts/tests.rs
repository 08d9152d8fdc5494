use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn four_crews() -> Roster {
    let (cycle, _, _) = ready_made("four_crews").unwrap();
    Roster {
        first: day("2027-06-01"),
        cycle: cycle.chars().collect(),
        crews: read_crews("甲 0、乙 2、丙 4、丁 6").unwrap(),
        shifts: usual_shifts(),
        exceptions: Vec::new(),
    }
}

/// Which crews cannot play a game that begins then.
fn away(roster: &Roster, date: &str, time: &str) -> String {
    let (from, to) = Slot::at(time.parse().unwrap()).on(day(date));
    let kept = |crew: &&String| roster.at_work(crew, from, to).is_some();
    roster.crews.keys().filter(kept).map(String::as_str).collect::<Vec<_>>().join("")
}

#[test]
fn four_crews_cover_each_day_with_three_and_rest_with_one() {
    let roster = four_crews();
    roster.check().unwrap();
    for number in 0..30 {
        let date = roster.first + Days::new(number);
        let mut signs: Vec<char> = roster.crews.keys().map(|crew| roster.sign(crew, date)).collect();
        signs.sort_unstable();
        let mut all = ['早', '中', '夜', OFF];
        all.sort_unstable();
        assert_eq!(signs, all, "{date}");
    }
    assert_eq!(roster.sign("甲", day("2027-05-31")), OFF, "the cycle goes back too");
}

#[test]
fn an_evening_takes_the_late_crew_and_the_night_before_counts_in_the_morning() {
    let roster = four_crews();
    // On 06-03 甲 begins its late shifts.
    assert_eq!(roster.sign("甲", day("2027-06-03")), '中');
    assert_eq!(away(&roster, "2027-06-03", "19:00"), "甲");
    assert_eq!(away(&roster, "2027-06-01", "19:00"), "丁", "甲 is on the early shift and free");
    // A game at 22:30 ends after midnight: those whose night begins at 0:00 cannot stay.
    let nights = away(&roster, "2027-06-04", "22:30");
    assert!(nights.contains('甲'), "{nights}");
}

#[test]
fn a_night_shift_over_midnight_is_the_day_befores() {
    let roster = Roster {
        first: day("2027-06-01"),
        cycle: "夜休".chars().collect(),
        crews: read_crews("甲").unwrap(),
        shifts: read_shifts("夜 20:00-08:00").unwrap(),
        exceptions: Vec::new(),
    };
    assert_eq!(away(&roster, "2027-06-01", "19:00"), "甲");
    assert_eq!(away(&roster, "2027-06-02", "19:00"), "");
    assert_eq!(away(&roster, "2027-06-02", "08:30"), "甲", "the way there begins before the shift ends");
}

#[test]
fn holidays_and_swaps_go_before_the_pattern() {
    let mut roster = four_crews();
    roster.exceptions =
        read_exceptions("2027-06-03 休\n2027-06-03 乙 中\n\n2027-06-07..2027-06-09 休").unwrap();
    roster.check().unwrap();
    assert_eq!(away(&roster, "2027-06-03", "19:00"), "乙");
    assert_eq!(away(&roster, "2027-06-08", "19:00"), "");
    assert_eq!(away(&roster, "2027-06-10", "19:00").chars().count(), 1);
    let text = write_exceptions(&roster.exceptions);
    assert_eq!(read_exceptions(&text).unwrap(), roster.exceptions);
}

#[test]
fn the_planner_gets_the_same_days() {
    let roster = four_crews();
    let slot = Slot::at("19:00".parse().unwrap());
    assert_eq!(roster.work_days("甲", &slot), [2, 3]);
    assert_eq!(roster.work_days("乙", &slot), [4, 5]);
    // The planner counts the same cycle from the same day.
    for number in 0..20u64 {
        let date = roster.first + Days::new(number);
        let place = u32::try_from(number % 8).unwrap();
        let (from, to) = slot.on(date);
        let works = roster.at_work("甲", from, to).is_some();
        assert_eq!(works, roster.work_days("甲", &slot).contains(&place), "{date}");
    }
}

#[test]
fn what_makes_no_sense_is_named() {
    let mut roster = four_crews();
    roster.cycle.push('晚');
    assert_eq!(roster.check(), Err(Unsound::UnknownSign('晚')));
    roster.cycle.clear();
    assert_eq!(roster.check(), Err(Unsound::NoCycle));
    let mut roster = four_crews();
    roster.exceptions = read_exceptions("2027-06-03 戊 休").unwrap();
    assert_eq!(roster.check(), Err(Unsound::UnknownCrew("戊".into())));
    roster.crews.clear();
    assert_eq!(roster.check(), Err(Unsound::NoCrew));
    for text in ["2027-06-31 休", "2027-06-01", "2027-06-02..2027-06-01 休", "2027-06-01 休息", "a b c d"]
    {
        assert_eq!(read_exceptions(text), Err(Unsound::Line(1)), "{text}");
    }
    for text in ["早 8-16", "早", "早早 08:00-16:00", "早 08:00-16:00\n早 09:00-17:00", "休 08:00-16:00"]
    {
        assert!(read_shifts(text).is_err(), "{text}");
    }
    for text in ["甲 x", "甲 0、甲 1", "甲 0 0"] {
        assert!(read_crews(text).is_err(), "{text}");
    }
    assert_eq!(write_crews(&read_crews("甲、乙、丙").unwrap()), "甲 0、乙 1、丙 2");
    assert_eq!(write_shifts(&usual_shifts()).lines().next(), Some("早 08:00-16:00"));
}
