//! The draw: every legal outcome exactly as likely as any other, impossible draws named, tampering found.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::draw::{
    Ceremony, Choice, Constraint, DrawFault, DrawFile, Entry, FILE_FORMAT, Part, Place, Pot, Reason, RuleRef,
    Secret, Tampered, announce, file, run, verify, verify_announced,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn entries(keys: &str) -> Vec<Entry> {
    let entry = |key: &str| Entry { key: key.into(), name: key.into(), owner: String::new() };
    keys.split_whitespace().map(entry).collect()
}

fn groups(names: &str, size: u16) -> Vec<Place> {
    names.split_whitespace().map(|key| Place { key: key.into(), size, zones: vec![key.into()] }).collect()
}

/// Lines of a bracket, two to a pair, the first half of them above.
fn lines(count: usize) -> Vec<Place> {
    let line = |at: usize| {
        let half = if at < count / 2 { "top" } else { "bottom" };
        Place { key: format!("{}", at + 1), size: 1, zones: vec![half.into(), format!("P{}", at / 2 + 1)] }
    };
    (0..count).map(line).collect()
}

fn draw(
    entries: Vec<Entry>,
    places: Vec<Place>,
    pots: &[(&str, &[&str])],
    constraints: Vec<Constraint>,
) -> DrawFile {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    let pot = |(at, (keys, zones)): (usize, &(&str, &[&str]))| Pot {
        name: format!("{}", at + 1),
        entries: words(keys),
        zones: zones.iter().map(|zone| (*zone).to_owned()).collect(),
    };
    DrawFile {
        format: FILE_FORMAT.into(),
        title: Default::default(),
        entries,
        places,
        pots: pots.iter().enumerate().map(pot).collect(),
        constraints,
    }
}

fn twelve() -> DrawFile {
    serde_json::from_str(include_str!("draws/twelve.json")).unwrap()
}

fn secret(number: u8) -> Secret {
    Secret::new([number; 32])
}

/// Every legal outcome by trying all, without the counting under test: entry by place.
fn enumerate(file: &DrawFile) -> Vec<Vec<usize>> {
    let mut outcomes = Vec::new();
    let mut left: Vec<u16> = file.places.iter().map(|place| place.size).collect();
    fn go(file: &DrawFile, left: &mut [u16], so_far: &mut Vec<usize>, outcomes: &mut Vec<Vec<usize>>) {
        if so_far.len() == file.entries.len() {
            if is_legal(file, so_far) {
                outcomes.push(so_far.clone());
            }
            return;
        }
        for place in 0..left.len() {
            if left[place] > 0 {
                left[place] -= 1;
                so_far.push(place);
                go(file, left, so_far, outcomes);
                so_far.pop();
                left[place] += 1;
            }
        }
    }
    go(file, &mut left, &mut Vec::new(), &mut outcomes);
    outcomes
}

fn is_legal(file: &DrawFile, outcome: &[usize]) -> bool {
    let place = |key: &String| {
        let entry = file.entries.iter().position(|entry| entry.key == *key).unwrap();
        &file.places[outcome[entry]]
    };
    let inside =
        |keys: &[String], zone: &String| keys.iter().filter(|key| place(key).zones.contains(zone)).count();
    file.constraints.iter().all(|constraint| match constraint {
        Constraint::Only { entries, places, .. } => {
            entries.iter().all(|key| places.contains(&place(key).key))
        }
        Constraint::PerZone { entries, zones, least, most, .. } => zones.iter().all(|zone| {
            let inside = inside(entries, zone);
            usize::from(*least) <= inside && inside <= usize::from(*most)
        }),
    }) && file.pots.iter().all(|pot| {
        let (few, many) = match pot.zones.len() {
            0 => (0, usize::MAX),
            zones => (pot.entries.len() / zones, pot.entries.len().div_ceil(zones)),
        };
        pot.zones.iter().all(|zone| (few..=many).contains(&inside(&pot.entries, zone)))
    })
}

/// Walks every way the ceremony can go and multiplies the chances of its balls, as one exact fraction per outcome.
fn walk(
    file: &DrawFile,
    so_far: &mut Vec<(usize, Choice)>,
    chances: &mut BTreeMap<Vec<usize>, (u128, u128)>,
) {
    let mut ceremony = Ceremony::new(file).unwrap();
    let (mut over, mut under) = (1, 1);
    for (_, choice) in so_far.iter() {
        let divisor = gcd(choice.weight, ceremony.outcomes());
        let (by, of) = (choice.weight / divisor, ceremony.outcomes() / divisor);
        let crosswise = (gcd(by, under), gcd(over, of));
        (over, under) =
            ((over / crosswise.1) * (by / crosswise.0), (under / crosswise.0) * (of / crosswise.1));
        ceremony.take(*choice);
    }
    let choices = ceremony.choices().unwrap();
    let Some(entry) = ceremony.next() else {
        let mut outcome = vec![0; file.entries.len()];
        for (entry, choice) in so_far.iter() {
            outcome[*entry] = choice.place;
        }
        assert_eq!(chances.insert(outcome, (over, under)), None);
        return;
    };
    assert_eq!(choices.iter().map(|choice| choice.weight).sum::<u128>(), ceremony.outcomes());
    for choice in choices {
        so_far.push((entry, choice));
        walk(file, so_far, chances);
        so_far.pop();
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn assert_every_outcome_equally_likely(file: &DrawFile) {
    let legal = enumerate(file);
    let mut chances = BTreeMap::new();
    walk(file, &mut Vec::new(), &mut chances);
    assert_eq!(chances.keys().cloned().collect::<Vec<_>>(), legal);
    let each = (1, legal.len() as u128);
    assert!(chances.values().all(|&chance| chance == each), "{chances:?}");
}

#[test]
fn six_clubs_in_two_groups_have_equally_likely_outcomes() {
    let file = draw(
        entries("a b c d e f"),
        groups("A B", 3),
        &[("a b", &["A", "B"]), ("c d e f", &[])],
        vec![
            Constraint::apart(Reason::OneOwner, &["b", "c"], &["A", "B"]),
            Constraint::only(Reason::Host, &["d"], &["A"]),
        ],
    );
    assert_every_outcome_equally_likely(&file);
}

#[test]
fn six_clubs_in_a_bracket_of_eight_lines_have_equally_likely_outcomes() {
    // Two lines stay free: a bye is a place nobody came to. Drawn ball by ball without weights, the dead ends of the
    // apart clubs would make some outcomes likelier.
    let file = draw(
        entries("a b c d e f"),
        lines(8),
        &[("a b", &["top", "bottom"]), ("c d e f", &["P1", "P2", "P3", "P4"])],
        vec![
            Constraint::only(Reason::Seed, &["a"], &["1", "8"]),
            Constraint::apart(Reason::OneOwner, &["b", "e", "f"], &["P1", "P2", "P3", "P4"]),
        ],
    );
    assert_every_outcome_equally_likely(&file);
}

#[test]
fn twelve_clubs_are_drawn_evenly_over_many_seeds() {
    // Chi-square over all legal outcomes of the 12-club draw, with fixed secrets.
    let file = twelve();
    let outcomes = usize::try_from(file.check().unwrap()).unwrap();
    let draws = outcomes * 10;
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for said in 0..draws {
        let record = run(&file, &secret(42), said as u64).unwrap();
        let seats: String = record.balls.iter().map(|ball| ball.place.as_str()).collect();
        *seen.entry(seats).or_default() += 1;
    }
    assert_eq!(seen.len(), outcomes, "some outcome never came");
    let squares: u64 = seen.values().map(|&count| count * count).sum();
    // sum (seen - 10)^2 / 10, by parts; its mean is the degrees of freedom, its variance twice that.
    let chi_square = squares / 10 - draws as u64;
    let freedom = outcomes as u64 - 1;
    let three_sigma = 3 * (2 * freedom).isqrt();
    assert!(chi_square.abs_diff(freedom) < three_sigma, "{chi_square} for {freedom} degrees of freedom");
}

#[test]
fn the_most_entries_with_pots_and_owners_are_counted_in_a_blink() {
    let keys: Vec<String> = (1..=24).map(|number| format!("c{number}")).collect();
    let zones = ["A", "B", "C", "D"];
    let positions = |zone: &str| -> Vec<Place> {
        let place = |at| Place { key: format!("{zone}{at}"), size: 1, zones: vec![zone.to_owned()] };
        (1..=6).map(place).collect()
    };
    let pots: Vec<String> = keys.chunks(4).map(|pot| pot.join(" ")).collect();
    let pots: Vec<(&str, &[&str])> = pots.iter().map(|pot| (pot.as_str(), zones.as_slice())).collect();
    let owners = [["c1", "c6", "c11", "c16"], ["c2", "c8", "c13", "c20"], ["c5", "c10", "c23", "c24"]];
    let mut rules: Vec<Constraint> =
        owners.iter().map(|clubs| Constraint::spread(Reason::OneOwner, clubs, &zones)).collect();
    rules[2] = Constraint::apart(Reason::OneOwner, &owners[2][..3], &zones);
    let file =
        draw(entries(&keys.join(" ")), zones.iter().flat_map(|zone| positions(zone)).collect(), &pots, rules);
    assert!(file.check().unwrap() > 1_000_000_000_000);
    let record = run(&file, &secret(1), 5).unwrap();
    assert_eq!(record.balls.len(), 24);

    let knockout = draw(
        entries(&keys.join(" ")),
        lines(24),
        &[],
        vec![Constraint::apart(
            Reason::OneOwner,
            &["c1", "c2", "c3", "c4"],
            &["P1", "P2", "P3", "P4", "P5", "P6"],
        )],
    );
    assert!(knockout.check().is_ok());
}

#[test]
fn an_impossible_draw_names_its_smallest_clash_before_the_ceremony() {
    let file = draw(
        entries("株机 时代 电机 湘钢"),
        groups("A B", 2),
        &[("株机 湘钢", &["A", "B"])],
        vec![
            Constraint::only(Reason::Host, &["湘钢"], &["A"]),
            Constraint::apart(Reason::OneOwner, &["株机", "时代", "电机"], &["A", "B"]),
        ],
    );
    let Err(DrawFault::Impossible(clash)) = file.check() else {
        panic!("three clubs in two groups are apart?")
    };
    assert_eq!(clash.rules, [RuleRef::Constraint { number: 1, reason: Reason::OneOwner }]);
    assert_eq!(clash.entries, ["株机", "时代", "电机"]);

    let mut file = file;
    file.constraints[1] = Constraint::only(Reason::Given, &["株机"], &["A"]);
    let Err(DrawFault::Impossible(clash)) = file.check() else { panic!("both in A, and one pot apart?") };
    assert_eq!(clash.rules.len(), 3, "{clash}");
    assert_eq!(
        clash.to_string(),
        "pots[0] (1) and constraints[0] (host) and constraints[1] (given) for 株机, 湘钢 on A, B"
    );
}

/// Rules by chance that hang together: each over some of the entries, in some of the zones.
fn entangled(rules: usize, least: u16, most: u16) -> DrawFile {
    let mut chance = fastrand::Rng::with_seed(7);
    let keys: Vec<String> = (1..=32).map(|number| format!("c{number}")).collect();
    let zones: Vec<String> = (1..=16).map(|number| format!("P{number}")).collect();
    let mut some = |of: &[String], count: usize| {
        let mut of = of.to_vec();
        chance.shuffle(&mut of);
        of.truncate(count);
        of
    };
    let rule = |_| Constraint::PerZone {
        reason: Reason::Organiser,
        entries: some(&keys, 8),
        zones: some(&zones, 6),
        least,
        most,
    };
    let rules: Vec<Constraint> = (0..rules).map(rule).collect();
    draw(entries(&keys.join(" ")), lines(32), &[], rules)
}

#[test]
fn rules_too_entangled_to_count_are_refused_with_those_to_drop() {
    let Err(DrawFault::TooEntangled { rules }) = entangled(40, 0, 1).check() else { panic!("counted") };
    assert_eq!(rules.len(), 5);
}

#[test]
fn a_clash_among_many_rules_is_found() {
    // Each rule asks for two of its eight entries in each of six pairs.
    let mut file = entangled(60, 2, 2);
    let Err(DrawFault::Impossible(clash)) = file.check() else { panic!("twelve of eight entries?") };
    assert_eq!((clash.rules.len(), clash.smallest), (1, true));
    // One impossible rule among forty that nobody can count.
    file.constraints = entangled(40, 0, 1).constraints;
    file.constraints.push(Constraint::apart(Reason::OneOwner, &["c1", "c2", "c3"], &["top", "bottom"]));
    let Err(DrawFault::Impossible(clash)) = file.check() else { panic!("three in two halves?") };
    assert_eq!(clash.rules, [RuleRef::Constraint { number: 40, reason: Reason::OneOwner }]);
}

#[test]
fn owners_are_read_from_the_entries() {
    let zones = ["A", "B"];
    let spread = twelve().owners(&zones, Constraint::spread);
    assert_eq!(spread, [Constraint::spread(Reason::OneOwner, &["shidai", "zhuji", "dianji"], &zones)]);
}

#[test]
fn a_wrong_file_is_refused_by_name() {
    let fault = |change: fn(&mut DrawFile)| {
        let mut file = twelve();
        change(&mut file);
        file.check().unwrap_err()
    };
    assert_eq!(fault(|file| file.format = "draw/9".into()), DrawFault::Format("draw/9".into()));
    assert_eq!(fault(|file| file.entries.clear()), DrawFault::Empty(Part::Entries));
    let twice = DrawFault::Repeated { part: Part::Entries, key: "huaxin".into() };
    assert_eq!(fault(|file| file.entries[3].key = "huaxin".into()), twice);
    assert_eq!(fault(|file| file.places[0].size = 5), DrawFault::TooFewSeats { entries: 12, seats: 11 });
    let two_pots = DrawFault::InTwoPots { key: "huaxin".into() };
    assert_eq!(fault(|file| file.pots[1].entries.push("huaxin".into())), two_pots);
    let unknown = DrawFault::UnknownEntry { part: Part::Pot(0), key: "nobody".into() };
    assert_eq!(fault(|file| file.pots[0].entries[0] = "nobody".into()), unknown);
    let zone = DrawFault::UnknownZone { part: Part::Pot(0), key: "C".into() };
    assert_eq!(fault(|file| file.pots[0].zones[0] = "C".into()), zone);
    assert!(file::check("{").unwrap_err().to_string().starts_with("not readable"));
}

#[test]
fn a_tampered_record_is_refused_where_it_differs() {
    let file = twelve();
    let record = run(&file, &secret(9), 118).unwrap();
    assert!(verify(&record).is_ok());
    let place = |record: &mut league::draw::DrawRecord| {
        let place = &mut record.balls[4].place;
        *place = if place == "A" { "B".into() } else { "A".into() };
    };
    type Change = Box<dyn Fn(&mut league::draw::DrawRecord)>;
    let changes: Vec<(&str, Change)> = vec![
        ("balls[4].place", Box::new(place)),
        ("balls[0].entry", Box::new(|record| record.balls[0].entry = "gaoke".into())),
        ("balls[1].choices", Box::new(|record| record.balls[1].choices[0].weight += 1)),
        ("balls[2].of", Box::new(|record| record.balls[2].of += 1)),
        ("balls[3].drawn", Box::new(|record| record.balls[3].drawn ^= 1)),
        ("balls", Box::new(|record| drop(record.balls.pop()))),
        ("outcomes", Box::new(|record| record.outcomes += 1)),
        ("commit", Box::new(|record| record.secret = secret(10).hex())),
        ("secret", Box::new(|record| record.secret.push('0'))),
        ("file_hash", Box::new(|record| record.file.entries[0].name.push('队'))),
        ("format", Box::new(|record| record.format.push('2'))),
    ];
    for (place, change) in changes {
        let mut tampered = record.clone();
        change(&mut tampered);
        let Err(Tampered::Differs { at, .. }) = verify(&tampered) else { panic!("{place} passes") };
        assert_eq!(at, place);
    }
    let mut other_number = record.clone();
    other_number.said += 1;
    assert!(verify(&other_number).is_err());
}

#[test]
fn the_seats_of_a_group_are_numbered_as_the_stages_name_them() {
    let seats = run(&twelve(), &secret(9), 118).unwrap().seats();
    let mut places: Vec<&str> = seats.iter().map(|seat| seat.0.as_str()).collect();
    places.sort_unstable();
    assert_eq!(places, ["A1", "A2", "A3", "A4", "A5", "A6", "B1", "B2", "B3", "B4", "B5", "B6"]);
    let single = draw(entries("a b"), lines(2), &[], vec![Constraint::only(Reason::Given, &["a"], &["2"])]);
    let seat = |place: &str, entry: &str| (place.to_owned(), entry.to_owned());
    assert_eq!(run(&single, &secret(1), 1).unwrap().seats(), [seat("2", "a"), seat("1", "b")]);
}

#[test]
fn a_whole_new_draw_does_not_pass_for_the_announced_one() {
    let file = twelve();
    let announced = announce(&file, &secret(9)).unwrap();
    assert!(verify_announced(&run(&file, &secret(9), 118).unwrap(), &announced).is_ok());
    let again = run(&file, &secret(8), 118).unwrap();
    assert!(verify(&again).is_ok());
    let Err(Tampered::Differs { at, .. }) = verify_announced(&again, &announced) else { panic!("it passes") };
    assert_eq!(at, "announcement.commit");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_count_is_the_number_of_outcomes_found_by_trying_all(
        in_groups in any::<bool>(),
        sets in proptest::collection::vec((1_u8..64, 0_u8..3, 0_u16..2, 1_u16..4), 0..4),
        pot in 0_u8..64,
    ) {
        let keys = ["a", "b", "c", "d", "e", "f"];
        let chosen = |bits: u8| -> Vec<&str> {
            keys.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, key)| *key).collect()
        };
        let places = if in_groups { groups("A B C", 2) } else { lines(6) };
        let zones: &[&str] = if in_groups { &["A", "B", "C"] } else { &["P1", "P2", "P3"] };
        let wide: &[&str] = if in_groups { &["A", "B"] } else { &["top", "P3"] };
        let rule = |(bits, kind, least, most): (u8, u8, u16, u16)| {
            let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
            let entries = owned(&chosen(bits));
            let reason = Reason::Organiser;
            match kind {
                0 => Constraint::Only { reason, entries, places: places.iter().step_by(2).map(|place| place.key.clone()).collect() },
                1 => Constraint::PerZone { reason, entries, zones: owned(zones), least, most },
                _ => Constraint::PerZone { reason, entries, zones: owned(wide), least, most },
            }
        };
        let pot = chosen(pot).join(" ");
        let pots = [(pot.as_str(), zones)];
        let pots = if pot.is_empty() { &pots[..0] } else { &pots[..] };
        let file = draw(entries("a b c d e f"), places.clone(), pots, sets.into_iter().map(rule).collect());
        let found = enumerate(&file).len() as u128;
        match file.check() {
            Ok(count) => prop_assert_eq!(count, found),
            Err(DrawFault::Impossible(_)) => prop_assert_eq!(0, found),
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}
