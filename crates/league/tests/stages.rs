//! Formats as they were played: the number of games, the pairings, byes, and graphs that cannot be played.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::ids::EntryId;
use league::stages::{
    Carry, Crossing, EditRefused, Graph, Group, GroupFormat, Losers, Own, Series, SizeRefused, Slot, Source,
    Stage, StageFault, StageKind, Template, games, generate, knockout, round_robin, rounds_of_ties,
    set_series, set_source, swap, swiss, validate, zones,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const REGULATION: Crossing = Crossing::FirstAgainstLast;

fn made(template: Template, entries: usize) -> Graph {
    let graph = generate(template, entries).unwrap();
    assert_eq!(validate(&graph, Some(entries)), [], "{template:?} for {entries}");
    graph
}

/// "QF1 A1-B4" for every tie.
fn ties(graph: &Graph) -> Vec<String> {
    graph.ties().map(|tie| format!("{} {}-{}", tie.code, tie.a, tie.b)).collect()
}

fn source(text: &str) -> Source {
    text.parse().unwrap()
}

#[test]
fn the_2025_format_has_38_games() {
    let graph = made(Template::Factory2025(REGULATION), 12);
    assert_eq!(games(&graph).len(), 38);
    let expected = [
        "QF1 A1-B4",
        "QF2 A2-B3",
        "QF3 A3-B2",
        "QF4 A4-B1",
        "SF1 winner of QF1-winner of QF2",
        "SF2 winner of QF3-winner of QF4",
        "3P loser of SF1-loser of SF2",
        "F winner of SF1-winner of SF2",
    ];
    assert_eq!(ties(&graph), expected);
}

#[test]
fn a_format_by_own_measures() {
    let own = Own { groups: 4, times: 2, through: 2, best: 0, losers: Losers::FiveToEight };
    let graph = made(Template::Own(own), 18);
    // Groups of 5, 5, 4, 4 meet twice; then quarter-finals, semi-finals, third place, final and places 5 to 8.
    assert_eq!(games(&graph).len(), 2 * (10 + 10 + 6 + 6) + 4 + 2 + 2 + 4);
    assert_eq!(ties(&graph)[..2], ["QF1 A1-D2", "QF2 D1-A2"]);
    let one = Own { groups: 1, times: 3, through: 0, best: 0, losers: Losers::Nothing };
    assert_eq!(games(&made(Template::Own(one), 6)).len(), 45);
    let few = generate(Template::Own(own), 7).unwrap_err();
    assert_eq!((few.least, few.most), (8, 64));
}

#[test]
fn two_of_one_group_do_not_meet_at_once_where_it_can_be_helped() {
    for groups in 2..=8 {
        for through in 1..=4 {
            let own = Own { groups, times: 1, through, best: 0, losers: Losers::ThirdPlace };
            let graph = made(Template::Own(own), usize::from(groups) * 5);
            let first = graph.ties().filter_map(|tie| match (&tie.a, &tie.b) {
                (Source::Group { group: a, .. }, Source::Group { group: b, .. }) => Some((a, b)),
                _ => None,
            });
            assert_eq!(first.filter(|(a, b)| a == b).count(), 0, "{groups} groups, {through} through");
        }
    }
}

#[test]
fn best_next_places_go_through_as_well() {
    let own = Own { groups: 6, times: 1, through: 2, best: 4, losers: Losers::ThirdPlace };
    let graph = made(Template::Own(own), 24);
    let across =
        graph.slots().iter().filter(|(_, source)| matches!(source, Source::Across { place: 3, .. })).count();
    assert_eq!((games(&graph).len(), across), (36 + 8 + 4 + 2 + 2, 4));
}

#[test]
fn the_programme_book_of_2012_pairs_otherwise() {
    let graph = made(Template::Factory2025(Crossing::TwoApart), 12);
    assert_eq!(ties(&graph)[..4], ["QF1 A1-B3", "QF2 A2-B4", "QF3 B1-A3", "QF4 B2-A4"]);
}

#[test]
fn the_2024_format_goes_through_play_in_and_crossover() {
    let graph = made(Template::Factory2024(REGULATION), 14);
    let kinds: Vec<StageKind> = graph.stages.iter().map(|stage| stage.kind).collect();
    use StageKind::*;
    assert_eq!(kinds, [Groups, PlayIn, Crossover, Knockout, Knockout]);
    assert_eq!(games(&graph).len(), 42 + 2 + 4 + 2 + 2);
    assert_eq!(
        ties(&graph)[..6],
        ["PI1 A4-B5", "PI2 B4-A5", "X1 A1-winner of PI2", "X2 A2-B3", "X3 A3-B2", "X4 winner of PI1-B1"]
    );
}

#[test]
fn the_invitational_and_the_community_league_have_their_games() {
    assert_eq!(games(&made(Template::Invitational, 8)).len(), 12 + 2 + 2);
    // 10 adult teams and 8 of U12: 44 games in all, as published.
    let community = |entries| games(&made(Template::Community(REGULATION), entries)).len();
    assert_eq!(community(10) + community(8), 44);
}

#[test]
fn a_template_refuses_a_size_it_cannot_hold() {
    let refused = |template, entries| generate(template, entries).unwrap_err();
    let sizes = SizeRefused { entries: 65, least: 2, most: 64, must_be_even: false };
    assert_eq!(refused(Template::Knockout(Losers::Nothing), 65), sizes);
    assert!(refused(Template::Pairs, 11).must_be_even);
    assert_eq!(games(&made(Template::Pairs, 12)).len(), 6);
}

#[test]
fn a_knock_out_of_any_size_has_byes_for_the_best_seeds() {
    for entries in 2..=64_usize {
        for losers in [Losers::Nothing, Losers::ThirdPlace, Losers::FiveToEight, Losers::Consolation] {
            let graph = generate(Template::Knockout(losers), entries).unwrap();
            // Nobody is left for the games asked for: said, and not passed over.
            let stage = match losers {
                Losers::FiveToEight if entries < 6 => Some("placement"),
                Losers::Consolation if entries < 6 && entries != 4 => Some("consolation"),
                _ => None,
            };
            let faults: Vec<StageFault> =
                stage.into_iter().map(|stage| StageFault::EmptyStage { stage: stage.into() }).collect();
            assert_eq!(validate(&graph, Some(entries)), faults, "{entries}, {losers:?}");
        }
        let graph = made(Template::Knockout(Losers::Nothing), entries);
        assert_eq!(games(&graph).len(), entries - 1);
        let byes = entries.next_power_of_two() - entries;
        let first = &graph.stages[0].ties[0].round;
        let in_first: BTreeSet<&Source> =
            graph.ties().filter(|tie| tie.round == *first).flat_map(|tie| [&tie.a, &tie.b]).collect();
        for seed in 1..=entries {
            let plays = in_first.contains(&Source::Seed(seed as u16));
            assert_eq!(plays, seed > byes, "seed {seed} of {entries}");
        }
        assert_the_better_meet_late(&graph, entries);
    }
}

/// If the better seed always wins, the winner of every round is a seed among as many as are left.
fn assert_the_better_meet_late(graph: &Graph, entries: usize) {
    let mut won: BTreeMap<String, u16> = BTreeMap::new();
    for tie in graph.ties() {
        let seed = |source: &Source| match source {
            Source::Seed(number) => *number,
            Source::Winner(code) => won[code],
            other => panic!("{other}"),
        };
        let (a, b) = (seed(&tie.a), seed(&tie.b));
        assert!(a < b, "{} has the better side second", tie.code);
        let first = tie.round == graph.stages[0].ties[0].round;
        let in_round = graph.ties().filter(|other| other.round == tie.round).count();
        let left = if first { entries.next_power_of_two() } else { in_round * 2 };
        assert_eq!(usize::from(a + b), left + 1, "{} of {entries}", tie.code);
        won.insert(tie.code.clone(), a);
    }
}

#[test]
fn eight_play_out_every_place_or_a_consolation() {
    let graph = made(Template::Knockout(Losers::FiveToEight), 8);
    let text = ties(&graph).join("; ");
    assert!(text.contains("P5-1 loser of QF1-loser of QF2; P5-2 loser of QF3-loser of QF4"), "{text}");
    assert!(text.contains("P7 loser of P5-1-loser of P5-2; P5 winner of P5-1-winner of P5-2"), "{text}");
    for (entries, wanted) in [
        // Two losers play for fifth place; of three, one waits for the winner of the others.
        (6, &["P5 loser of QF1-loser of QF2"][..]),
        (7, &["P5-1 loser of QF2-loser of QF3", "P5 loser of QF1-winner of P5-1"]),
    ] {
        let graph = made(Template::Knockout(Losers::FiveToEight), entries);
        let placement = graph.stages.iter().find(|stage| stage.kind == StageKind::Placement).unwrap();
        let said: Vec<String> =
            placement.ties.iter().map(|tie| format!("{} {}-{}", tie.code, tie.a, tie.b)).collect();
        assert_eq!(said, wanted);
    }
    for (entries, ties) in [(6, 1), (7, 2), (9, 4), (17, 8)] {
        let graph = made(Template::Knockout(Losers::Consolation), entries);
        let consolation = graph.stages.iter().find(|stage| stage.kind == StageKind::Consolation).unwrap();
        assert_eq!(consolation.ties.len(), ties, "{entries}");
    }
    let graph = made(Template::Knockout(Losers::Consolation), 8);
    let consolation = graph.stages.iter().find(|stage| stage.kind == StageKind::Consolation).unwrap();
    assert_eq!(consolation.ties.len(), 3);
}

#[test]
fn a_place_of_a_bracket_lies_in_its_half_and_its_quarter() {
    let parts = |template, entries| -> BTreeMap<String, String> {
        let zones = zones(&made(template, entries));
        zones.into_iter().map(|(source, parts)| (source.to_string(), parts.join(" "))).collect()
    };
    let eight = parts(Template::Knockout(Losers::FiveToEight), 8);
    assert_eq!((&*eight["seed 1"], &*eight["seed 8"], &*eight["seed 4"]), ("SF1 QF1", "SF1 QF1", "SF1 QF2"));
    assert_eq!((&*eight["seed 2"], &*eight["seed 3"]), ("SF2 QF3", "SF2 QF4"));
    // Two rest in the first round: each is a quarter by itself.
    let six = parts(Template::Knockout(Losers::ThirdPlace), 6);
    assert_eq!((&*six["seed 1"], &*six["seed 4"], &*six["seed 3"]), ("SF1 seed 1", "SF1 QF1", "SF2 QF2"));
    let sixteen = parts(Template::Knockout(Losers::Nothing), 16);
    assert_eq!((&*sixteen["seed 1"], &*sixteen["seed 9"]), ("SF1 QF1 R16-1", "SF1 QF1 R16-2"));
    assert_eq!(parts(Template::Pairs, 4)["draw P3"], "PS2");
    assert_eq!(parts(Template::Ladder(3), 4)["seed 3"], "L1-2");
    assert_eq!(parts(Template::Factory2025(REGULATION), 12)["draw B2"], "B");
}

#[test]
fn a_series_has_its_games_with_sides_turned() {
    let seeds = [Source::Seed(1), Source::Seed(2)];
    let stages = |series| Graph { stages: knockout(&seeds, Losers::Nothing, series) };
    let three = games(&stages(Series::BestOf(3)));
    let list: Vec<(&str, bool)> = three.iter().map(|game| (game.code.as_str(), game.if_needed)).collect();
    assert_eq!(list, [("F-1", false), ("F-2", false), ("F-3", true)]);
    assert_eq!(three[1].sources, Some([Source::Seed(2), Source::Seed(1)]));
    assert_eq!(games(&stages(Series::TwoLegs)).len(), 2);
    let even = validate(&stages(Series::BestOf(4)), None);
    assert_eq!(even, [StageFault::EvenSeries { tie: "F".into(), games: 4 }]);
}

#[test]
fn on_a_ladder_the_winner_takes_the_upper_rung() {
    let graph = made(Template::Ladder(2), 4);
    assert_eq!(
        ties(&graph),
        ["L1-1 seed 1-seed 2", "L1-2 seed 3-seed 4", "L2-1 loser of L1-1-winner of L1-2"]
    );
}

#[test]
fn a_source_is_read_as_it_is_written() {
    let texts = [
        "A1",
        "BC12",
        "seed 3",
        "draw A3",
        "winner of QF2",
        "loser of SF1",
        "best third",
        "2nd best third",
        "11th best second",
        "best 9th",
    ];
    for text in texts {
        assert_eq!(source(text).to_string(), text);
        assert_eq!(serde_json::to_string(&source(text)).unwrap(), format!("{text:?}"));
    }
    assert_eq!(source("2nd best third"), Source::Across { best: 2, place: 3 });
    for wrong in [
        "",
        "A",
        "A0",
        "A01",
        "a1",
        "ABC1",
        "seed",
        "seed 0",
        "winner of",
        "best",
        "1st best third",
        "2th best third",
        "best 3rd",
        "QF2胜者",
    ] {
        assert!(wrong.parse::<Source>().is_err(), "{wrong}");
    }
}

#[test]
fn every_fault_of_a_graph_is_named() {
    let graph = || made(Template::Factory2025(REGULATION), 12);
    let faults = |change: fn(&mut Graph)| {
        let mut graph = graph();
        change(&mut graph);
        validate(&graph, Some(12))
    };
    let slot = |code: &str| Slot::TieA(code.into());
    let unknown = faults(|graph| graph.stages[2].ties[0].a = source("winner of QF9"));
    assert_eq!(unknown, [StageFault::UnknownSource { slot: slot("SF1"), source: source("winner of QF9") }]);
    let beyond = faults(|graph| graph.stages[1].ties[0].a = source("A7"));
    assert_eq!(beyond, [StageFault::PlaceBeyond { slot: slot("QF1"), source: source("A7"), places: 6 }]);
    let twice = faults(|graph| graph.stages[1].ties[0].a = source("A2"));
    assert_eq!(
        twice,
        [StageFault::UsedTwice { source: source("A2"), slots: vec![slot("QF1"), slot("QF2")] }]
    );
    let cycle = faults(|graph| graph.stages[1].ties[0].a = source("winner of F"));
    assert!(matches!(&cycle[..], [StageFault::Cycle { through }] if through.len() == 3), "{cycle:?}");
    let size = faults(|graph| drop(graph.stages[0].groups[0].slots.pop()));
    assert_eq!(size, [StageFault::SizesDiffer { slots: 11, entries: 12 }]);
    let tie = faults(|graph| graph.stages[1].ties[1].code = "QF1".into());
    assert!(tie.contains(&StageFault::RepeatedTie { tie: "QF1".into() }));
    let group = faults(|graph| graph.stages[0].groups[1].key = "A".into());
    assert!(group.contains(&StageFault::RepeatedGroup { group: "A".into() }));
    let legs = faults(|graph| graph.stages[0].groups[0].format = GroupFormat::RoundRobin(0));
    assert_eq!(legs, [StageFault::NoGames { group: "A".into() }]);
    let both = faults(|graph| graph.stages[1].ties[0].a = source("best third"));
    assert!(both.contains(&StageFault::ComparedAndDirect { source: source("A3") }), "{both:?}");
    let stage = faults(|graph| {
        graph.stages.push(Stage { key: "x".into(), kind: StageKind::Pairs, groups: vec![], ties: vec![] })
    });
    assert_eq!(stage, [StageFault::EmptyStage { stage: "x".into() }]);
}

#[test]
fn pairings_are_edited_without_breaking_the_graph() {
    let mut graph = made(Template::Factory2025(REGULATION), 12);
    swap(&mut graph, &Slot::TieB("QF1".into()), &Slot::TieB("QF2".into())).unwrap();
    assert_eq!(ties(&graph)[..2], ["QF1 A1-B3", "QF2 A2-B4"]);
    let before = graph.clone();
    let refused = set_source(&mut graph, &Slot::TieA("QF1".into()), source("A2"));
    assert!(matches!(refused, Err(EditRefused::Faults(_))));
    assert_eq!(graph, before);
    set_source(&mut graph, &Slot::TieA("QF1".into()), source("A5")).unwrap();
    let nowhere = Slot::Group { group: "C".into(), index: 0 };
    assert_eq!(set_source(&mut graph, &nowhere, source("A6")), Err(EditRefused::NoSuchSlot(nowhere)));
}

#[test]
fn a_graph_is_the_same_after_writing_and_reading() {
    let graph = made(Template::Factory2024(REGULATION), 14);
    let text = serde_json::to_string(&graph).unwrap();
    assert_eq!(serde_json::from_str::<Graph>(&text).unwrap(), graph);
}

#[test]
fn a_swiss_group_never_repeats_a_meeting() {
    let graph = made(Template::Swiss(4), 9);
    assert_eq!(games(&graph).len(), 16);
    let table: Vec<EntryId> = (1..=9).map(EntryId).collect();
    let (mut met, mut rested) = (Vec::new(), Vec::new());
    for round in 1..=4 {
        let paired = swiss::next_round(&table, &met, &rested, 5 - round).unwrap();
        let mut all: Vec<EntryId> = paired.pairs.iter().flatten().copied().chain(paired.rests).collect();
        all.sort();
        assert_eq!(all, table, "round {round}");
        for pair in &paired.pairs {
            assert!(!met.contains(pair) && !met.contains(&[pair[1], pair[0]]), "{pair:?} again");
        }
        met.extend(paired.pairs);
        rested.extend(paired.rests);
    }
    assert_eq!(rested, [9, 8, 7, 6].map(EntryId));
    let two = [EntryId(1), EntryId(2)];
    assert_eq!(swiss::next_round(&two, &[two], &[], 1), None);
}

#[test]
fn too_many_swiss_rounds_are_a_fault() {
    let group = |rounds| Group {
        key: "S".into(),
        slots: (1..=8).map(Source::Seed).collect(),
        format: GroupFormat::Swiss(rounds),
        carry: Carry::Nothing,
    };
    let graph = |rounds| Graph {
        stages: vec![Stage {
            key: "s".into(),
            kind: StageKind::Swiss,
            groups: vec![group(rounds)],
            ties: vec![],
        }],
    };
    assert_eq!(validate(&graph(7), Some(8)), []);
    let most = StageFault::TooManyRounds { group: "S".into(), rounds: 8, most: 7 };
    assert_eq!(validate(&graph(8), Some(8)), [most]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn everybody_meets_everybody_in_balance(size in 2_usize..25, legs in 1_u8..5) {
        let meetings = round_robin(size, legs);
        let mut pairs: BTreeMap<[usize; 2], [u8; 2]> = BTreeMap::new();
        let mut in_round = BTreeSet::new();
        let mut balance = vec![0_i32; size];
        for meeting in &meetings {
            prop_assert!(in_round.insert((meeting.round, meeting.a)) && in_round.insert((meeting.round, meeting.b)));
            let (low, turned) = ([meeting.a.min(meeting.b), meeting.a.max(meeting.b)], meeting.a > meeting.b);
            pairs.entry(low).or_default()[usize::from(turned)] += 1;
            balance[meeting.a] += 1;
            balance[meeting.b] -= 1;
        }
        prop_assert_eq!(pairs.len(), size * (size - 1) / 2);
        for sides in pairs.values() {
            prop_assert_eq!(sides[0] + sides[1], legs);
            prop_assert!(sides[0].abs_diff(sides[1]) <= 1);
        }
        let bound = i32::from(legs % 2);
        prop_assert!(balance.iter().all(|balance| balance.abs() <= bound), "{:?}", balance);
    }
}

#[test]
fn a_home_pattern_turns_the_sides_and_runs_on_in_turn() {
    let mut graph = made(Template::Knockout(Losers::Nothing), 4);
    set_series(&mut graph, &["F".to_owned()], Series::BestOf(5), &[2, 2]);
    let first: Vec<String> = games(&graph)
        .into_iter()
        .filter(|game| game.tie.as_deref() == Some("F"))
        .map(|game| game.sources.unwrap()[0].to_string())
        .collect();
    let (a, b) = ("winner of SF1", "winner of SF2");
    assert_eq!(first, [a, a, b, b, a]);
    let rounds: Vec<usize> = rounds_of_ties(&graph).iter().map(|(_, codes)| codes.len()).collect();
    assert_eq!(rounds, [2, 1], "semi-finals and final are chosen apart");
}

#[test]
fn a_second_group_plays_only_the_games_it_does_not_bring() {
    for (carry, expected) in [(Carry::Nothing, 15), (Carry::Between, 9), (Carry::All, 9)] {
        let graph = made(Template::SecondGroup(carry), 8);
        let second = games(&graph).into_iter().filter(|game| game.group.as_deref() == Some("F"));
        assert_eq!(second.count(), expected, "{carry:?}");
    }
}

#[test]
fn best_thirds_go_on_from_groups_of_any_size() {
    let graph = made(Template::BestThirds, 10);
    let sizes: Vec<usize> = graph.groups().map(|group| group.slots.len()).collect();
    assert_eq!(sizes, [4, 3, 3]);
    for entries in 9..=24 {
        made(Template::BestThirds, entries);
    }
}
