use super::*;

const MINUTE: i64 = 60_000;
const PHONE: &str = "Mozilla/5.0 (Linux; Android 14; V2318A) AppleWebKit/537.36 Chrome/124 Mobile";

fn beacons() -> Beacons {
    let clock = Clock::by_hand(DateTime::UNIX_EPOCH);
    let made = Beacons::new(&clock, &Random::seeded(1), &[1; 32], BeaconRules::default());
    let open = Open { fixture_id: 1, from_ms: 10 * MINUTE, to_ms: 200 * MINUTE };
    made.state.lock().expect("alone").open.insert("game".into(), open);
    made
}

fn beat(beacons: &Beacons, now_ms: i64, beat: &str, last: u8) -> Reply {
    by(
        beacons,
        now_ms,
        beat,
        Sender { network: IpAddr::from([192, 0, 2, last]), agent: PHONE, declines: false },
    )
}

fn by(beacons: &Beacons, now_ms: i64, beat: &str, sender: Sender<'_>) -> Reply {
    beacons.take(now_ms, &Sent { about: "game", place: "page", beat }, "page", sender)
}

fn minute(beacons: &Beacons, at: i64) -> league::audience::beats::Minute {
    let state = beacons.state.lock().expect("alone");
    let counting = state.counting.get(&(1, "page"));
    counting.and_then(|counting| counting.tally.minutes.get(&at).cloned()).unwrap_or_default()
}

#[test]
fn a_page_beats_and_its_repeats_change_nothing() {
    let own = beacons();
    let start = 20 * MINUTE;
    let first = beat(&own, start, "", 1);
    assert_eq!(first.after_s, 20);
    let second = beat(&own, start + 20_000, &first.beat, 1);
    assert_eq!(beat(&own, start + 20_500, &first.beat, 1), Reply::STOP, "the same beat again");
    assert_eq!(beat(&own, start + 21_000, &second.beat, 1).after_s, 20, "too soon");
    let found = minute(&own, 20);
    assert_eq!((found.watched_ms, found.visits_begun, found.beats, found.doubles), (20_000, 1, 2, 2));
}

#[test]
fn a_state_that_was_made_up_begins_a_visit_and_brings_no_time() {
    let own = beacons();
    let first = beat(&own, 20 * MINUTE, "", 1);
    let mut forged = first.beat.clone();
    forged.replace_range(20..21, if forged.as_bytes()[20] == b'A' { "B" } else { "A" });
    beat(&own, 20 * MINUTE + 20_000, &forged, 1);
    let found = minute(&own, 20);
    assert_eq!((found.watched_ms, found.visits_begun), (0, 2));
}

#[test]
fn before_and_after_the_game_and_for_those_who_decline_nothing_is_kept() {
    let own = beacons();
    assert_eq!(beat(&own, 5 * MINUTE, "", 1), Reply::after(301), "come again when it opens");
    assert_eq!(beat(&own, 300 * MINUTE, "", 1), Reply::STOP);
    let network = IpAddr::from([192, 0, 2, 1]);
    assert_eq!(by(&own, 20 * MINUTE, "", Sender { network, agent: PHONE, declines: true }), Reply::STOP);
    assert!(own.state.lock().expect("alone").counting.is_empty());
    assert_eq!(
        by(&own, 20 * MINUTE, "", Sender { network, agent: "curl/8.5", declines: false }),
        Reply::STOP
    );
    assert_eq!(minute(&own, 20).bots, 1, "a machine is reported");
}

#[test]
fn a_flood_from_one_network_and_browser_is_cut_off_and_reported() {
    let own = beacons();
    for _ in 0..700 {
        beat(&own, 20 * MINUTE, "", 1);
    }
    assert_eq!(beat(&own, 20 * MINUTE, "", 2).after_s, 20, "somebody else is not in its way");
    let found = minute(&own, 20);
    assert_eq!((found.visits_begun, found.crowded), (601, 100));
    assert_eq!(beat(&own, 21 * MINUTE, "", 1).after_s, 20, "the next minute is a new one");
}

#[test]
fn what_was_not_written_is_tried_again_and_memory_lets_go_of_what_was() {
    let own = beacons();
    beat(&own, 20 * MINUTE, "", 1);
    let (parts, speaks) = own.unwritten();
    assert!(speaks && parts.len() == 1);
    own.put_back(&parts);
    own.forget(40 * MINUTE);
    assert_eq!(own.unwritten().0[0].minutes.len(), 1, "nothing is forgotten before it is written");
    own.forget(40 * MINUTE);
    assert!(own.state.lock().expect("alone").counting.is_empty());
    assert!(own.unwritten().1, "it says goodbye");
    assert!(!own.unwritten().1);
}
