use super::*;

const VIEWER: u64 = 77;

/// Beats at these seconds, as one visit.
fn watched(seconds: &[i64]) -> Tally {
    let mut tally = Tally::default();
    let mut visit = Visit::begin(1, seconds[0] * 1000);
    tally.begin(visit, VIEWER);
    for second in &seconds[1..] {
        let Some(step) = visit.step(second * 1000) else {
            tally.filter(second * 1000, Filtered::Double);
            continue;
        };
        tally.step(visit, step, VIEWER);
        visit = step.next;
    }
    tally
}

fn seconds_by_minute(tally: &Tally) -> Vec<(i64, i64)> {
    tally.minutes.iter().map(|(minute, found)| (*minute, found.watched_ms / 1000)).collect()
}

#[test]
fn watching_is_credited_to_the_minutes_in_which_it_was() {
    let tally = watched(&[50, 70, 90, 110, 130]);
    assert_eq!(seconds_by_minute(&tally), [(0, 10), (1, 60), (2, 10)]);
    assert!(tally.minutes.values().all(|minute| minute.visits.count().0 == 1));
    assert_eq!(tally.minutes[&0].visits_begun, 1);
}

#[test]
fn after_a_silence_nobody_is_believed_to_have_watched() {
    let tally = watched(&[0, 20, 40, 140, 160]);
    assert_eq!(seconds_by_minute(&tally), [(0, 40), (2, 20)]);
    assert_eq!(tally.reached[1].count().0, 0, "no minute without a break");
}

#[test]
fn a_viewer_is_reached_by_time_without_a_break() {
    let beats: Vec<i64> = (0..=9).map(|beat| beat * 20).collect();
    let reached = watched(&beats).reached.map(|sketch| sketch.count().0);
    assert_eq!(reached, [1, 1, 1, 0], "three minutes, not fifteen");
}

#[test]
fn a_beat_too_soon_is_a_double_and_brings_nothing() {
    let tally = watched(&[0, 1, 2, 3, 20]);
    assert_eq!(seconds_by_minute(&tally), [(0, 20)]);
    assert_eq!(tally.minutes[&0].doubles, 3);
}

#[test]
fn the_same_beat_is_remembered_until_it_is_too_old_to_bring_anything() {
    let (mut lately, visit) = (Lately::default(), Visit::begin(5, 0));
    assert_eq!(lately.see(visit, 20_000), Seen::New);
    for now in [20_000, 40_000, 70_000, 100_000] {
        assert_eq!(lately.see(visit, now), Seen::Again, "{now}");
    }
    assert_eq!(lately.see(Visit { beats: 1, ..visit }, 40_000), Seen::New);
}

#[test]
fn programs_are_known_by_their_names() {
    let phone =
        "Mozilla/5.0 (Linux; Android 14; V2318A) AppleWebKit/537.36 Chrome/124 Mobile MicroMessenger/8.0.50";
    assert!(!is_machine(phone));
    for agent in ["", "curl/8.5.0", "Mozilla/5.0 (compatible; bingbot/2.0)", "Mozilla/5.0 HeadlessChrome/131"]
    {
        assert!(is_machine(agent), "{agent}");
    }
}

#[test]
fn two_nodes_give_the_minute_of_one() {
    let (mut one, two) = (watched(&[0, 20, 40]), watched(&[0, 20]));
    let minute = one.minutes.get_mut(&0).unwrap();
    minute.merge(&two.minutes[&0]);
    assert_eq!((minute.watched_ms, minute.visits_begun, minute.visits.count().0), (60_000, 2, 1));
}
