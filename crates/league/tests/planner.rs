//! Plans of the planner, judged by its checker, which shares no code with the search.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::planner::{
    Bounds, Budget, Demand, Effort, Format, Game, Instance, Refused, Return, Rule, Side, Solved, check,
    instant, robinx, solve,
};
use proptest::prelude::*;

fn rounds(clubs: usize, legs: u8, phased: bool, rules: Vec<Rule>) -> Instance {
    Instance {
        name: "厂BA".to_owned(),
        clubs: (0..clubs).map(|club| format!("队{club}")).collect(),
        slots: (0..Instance::rounds(clubs, legs)).map(|slot| format!("第{slot}轮")).collect(),
        format: Format::Rounds { legs, phased },
        rules,
    }
}

fn solved(instance: &Instance, moves: u64, threads: usize, seed: u64) -> Solved {
    let budget = Budget { moves: Some(moves), spent: &|| 0.0 };
    let work = |thread| solve(instance, Effort { thread, seed, budget });
    Solved::best((0..threads).map(work).collect()).unwrap()
}

fn breaks(instance: &Instance, plan: &[Game]) -> u64 {
    let demand = Demand::Breaks {
        clubs: (0..instance.clubs.len()).collect(),
        side: Side::Either,
        slots: (0..instance.slots.len()).collect(),
        most: 0,
    };
    let rule = Rule { hard: false, weight: 1, demand };
    check(&Instance { rules: vec![rule], ..instance.clone() }, plan).objective
}

#[test]
fn an_instant_plan_has_as_few_breaks_as_there_can_be() {
    for clubs in 4..=24_usize {
        let even = clubs % 2 == 0;
        let (n, odd_breaks) = (clubs as u64, if even { None } else { Some(0) });
        for (after, legs, fewest) in [
            (Return::None, 1, odd_breaks.unwrap_or(n - 2)),
            (Return::Mirrored, 2, if even { 3 * n - 6 } else { n }),
            (Return::FewestBreaks, 2, odd_breaks.unwrap_or(2 * n - 4)),
        ] {
            let instance = rounds(clubs, legs, legs == 2, Vec::new());
            let plan = instant(clubs, after);
            assert_eq!(check(&instance, &plan).infeasibility, 0, "{clubs} {after:?}");
            assert_eq!(breaks(&instance, &plan), fewest, "{clubs} {after:?}");
            for club in 0..clubs {
                let home = plan.iter().filter(|game| game.home == club).count();
                let away = plan.iter().filter(|game| game.away == club).count();
                assert!(home.abs_diff(away) <= usize::from(even && legs == 1), "{clubs} {after:?}");
            }
        }
    }
}

#[test]
fn none_or_one_club_have_an_empty_plan() {
    for clubs in 0..2 {
        assert_eq!(instant(clubs, Return::Mirrored), []);
        for legs in [1, 2] {
            let solved = solved(&rounds(clubs, legs, false, Vec::new()), 1000, 2, 1);
            assert_eq!((solved.plan.len(), solved.report.infeasibility), (0, 0));
        }
    }
}

#[test]
fn contradictory_rules_leave_a_plan_that_says_what_it_misses() {
    let home = |most, least| Rule {
        hard: true,
        weight: 1,
        demand: Demand::ClubGames {
            clubs: vec![0],
            side: Side::Home,
            slots: vec![0],
            bounds: Bounds { least, most },
        },
    };
    let solved = solved(&rounds(6, 2, true, vec![home(0, 0), home(1, 1)]), 5000, 1, 1);
    assert_eq!(solved.report.infeasibility, 1);
    assert_eq!(solved.plan.len(), 30);
    assert_eq!(solved.report.violations[0].constraint, "CA1");
}

/// Rules of every kind over the first clubs and slots.
fn rules(clubs: usize, slots: usize) -> impl Strategy<Value = Vec<Rule>> {
    let side = prop_oneof![Just(Side::Home), Just(Side::Away), Just(Side::Either)];
    let some_clubs = proptest::collection::btree_set(0..clubs, 1..=clubs);
    let some_slots = proptest::collection::btree_set(0..slots, 1..=slots);
    let of_sets = (some_clubs.clone(), some_clubs, some_slots, side, 0_u32..4, 0_u32..3, 1_usize..5);
    let rule = (0_usize..9, of_sets, any::<bool>(), 1_u32..9).prop_map(
        move |(kind, (one, two, slots, side, least, more, length), hard, weight)| {
            let (clubs, against): (Vec<_>, Vec<_>) = (one.into_iter().collect(), two.into_iter().collect());
            let slots: Vec<_> = slots.into_iter().collect();
            let bounds = Bounds { least: least.saturating_sub(1), most: least + more };
            let most = least;
            let demand = match kind {
                0 => Demand::ClubGames { clubs, side, slots, bounds },
                1 => Demand::GamesAgainst { clubs, against, side, slots, bounds },
                2 => Demand::Spell { clubs, against, side, length, bounds },
                3 | 4 => Demand::GamesBetween { clubs, against, side, slots, each_slot: kind == 3, bounds },
                5 => {
                    let pairs = clubs.iter().flat_map(|a| against.iter().map(move |b| (*a, *b)));
                    Demand::Meetings { meetings: pairs.filter(|(a, b)| a != b).collect(), slots, bounds }
                }
                6 => Demand::ClubBreaks { clubs, side, slots, most },
                7 => Demand::Breaks { clubs, side, slots, most },
                _ if side == Side::Home => Demand::HomeLead { clubs, slots, most },
                _ => Demand::Separation { clubs, least: most + 1 },
            };
            Rule { hard, weight, demand }
        },
    );
    proptest::collection::vec(rule, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// The structure is the search's own promise; rules may be out of reach.
    #[test]
    fn every_plan_in_rounds_is_whole(
        clubs in 2_usize..9, legs in 1_u8..3, phased: bool, seed: u64, rules in rules(2, 1),
    ) {
        let instance = rounds(clubs, legs, phased && legs == 2, rules);
        let solved = solved(&instance, 2000, 1, seed);
        let bare = Instance { rules: Vec::new(), ..instance };
        prop_assert_eq!(check(&bare, &solved.plan).infeasibility, 0);
    }

    /// A plan in more slots than games needs is found whole, and a game never lies where it may not.
    #[test]
    fn every_plan_in_slots_is_whole(clubs in 2_usize..7, seed: u64) {
        let games = (0..clubs).flat_map(|home| (0..clubs).map(move |away| (home, away)));
        let games = games.filter(|(home, away)| home != away);
        let pairing = |(home, away)| league::planner::Pairing { home, away, either_side: false };
        let slots = 6 * clubs;
        let never = Demand::ClubGames {
            clubs: vec![0], side: Side::Either, slots: vec![0, 1, 2], bounds: Bounds { least: 0, most: 0 },
        };
        let instance = Instance {
            format: Format::Slots { games: games.map(pairing).collect() },
            slots: (0..slots).map(|slot| slot.to_string()).collect(),
            rules: vec![Rule { hard: true, weight: 1, demand: never }],
            ..rounds(clubs, 2, false, Vec::new())
        };
        let solved = solved(&instance, 60_000, 1, seed);
        prop_assert_eq!(solved.report.infeasibility, 0, "{:?}", solved.report.violations);
        prop_assert_eq!(solved.plan.len(), clubs * (clubs - 1));
    }

    /// Reading what was written gives the plan, and the same seed gives it again.
    #[test]
    fn a_search_repeats_and_its_plan_survives_the_file(rules in rules(6, 10), seed: u64, threads in 1_usize..3) {
        let instance = rounds(6, 2, true, rules);
        let first = solved(&instance, 3000, threads, seed);
        let again = solved(&instance, 3000, threads, seed);
        prop_assert_eq!(&first.plan, &again.plan);
        let text = robinx::write_solution(&instance, &first.plan, &first.report);
        prop_assert_eq!(robinx::solution(&text, &instance).unwrap(), first.plan);
    }

    /// Whatever stands in a file, the answer is a plan or a sentence.
    #[test]
    fn no_text_makes_the_reader_panic(at in 0_usize..2000, text in ".{0,12}") {
        let mut broken = SMALL.to_owned();
        let at = (0..=at.min(SMALL.len())).rev().find(|at| SMALL.is_char_boundary(*at)).unwrap();
        broken.insert_str(at, &text);
        if let Err(refused) = robinx::instance(&broken) {
            prop_assert!(!refused.to_string().is_empty());
        }
    }
}

const SMALL: &str = r#"<?xml version="1.0"?>
<Instance>
  <MetaData><InstanceName>四队</InstanceName></MetaData>
  <Structure><Format leagueIds="0"><numberRoundRobin>2</numberRoundRobin><compactness>C</compactness><gameMode>P</gameMode></Format></Structure>
  <Resources>
    <TeamGroups><teamGroup id="0" name="all"/></TeamGroups>
    <Teams>
      <team id="0" league="0" name="湘钢" teamGroups="0"/><team id="1" league="0" name="株机" teamGroups="0"/>
      <team id="2" league="0" name="株硬" teamGroups="0"/><team id="3" league="0" name="华鑫" teamGroups="0"/>
    </Teams>
    <Slots>
      <slot id="0" name="0"/><slot id="1" name="1"/><slot id="2" name="2"/>
      <slot id="3" name="3"/><slot id="4" name="4"/><slot id="5" name="5"/>
    </Slots>
  </Resources>
  <Constraints>
    <CapacityConstraints>
      <CA1 max="0" min="0" mode="A" penalty="1" slots="0" teams="0" type="HARD"/>
      <CA3 intp="3" max="2" min="0" mode1="HA" mode2="SLOTS" penalty="5" teamGroups1="0" teams2="1;2" type="SOFT"/>
    </CapacityConstraints>
    <GameConstraints><GA1 max="1" min="1" meetings="2,3;" penalty="1" slots="5" type="HARD"/></GameConstraints>
    <SeparationConstraints><SE1 mode1="SLOTS" min="2" penalty="10" teamGroups="0" type="SOFT"/></SeparationConstraints>
  </Constraints>
</Instance>"#;

/// Every game is there, but 湘钢 plays twice in two slots, and 华鑫 in two others.
const CROWDED: &str = r#"<Solution><Games>
  <ScheduledMatch home="0" away="3" slot="0"/><ScheduledMatch home="1" away="2" slot="0"/>
  <ScheduledMatch home="0" away="1" slot="1"/><ScheduledMatch home="3" away="2" slot="2"/>
  <ScheduledMatch home="3" away="1" slot="2"/><ScheduledMatch home="2" away="0" slot="1"/>
  <ScheduledMatch home="3" away="0" slot="3"/><ScheduledMatch home="2" away="1" slot="3"/>
  <ScheduledMatch home="1" away="0" slot="4"/><ScheduledMatch home="2" away="3" slot="5"/>
  <ScheduledMatch home="1" away="3" slot="5"/><ScheduledMatch home="0" away="2" slot="4"/>
</Games></Solution>"#;

#[test]
fn the_checker_counts_structure_faults_as_hard() {
    let instance = robinx::instance(SMALL).unwrap();
    let plan = robinx::solution(CROWDED, &instance).unwrap();
    let report = check(&instance, &plan);
    assert_eq!(report.infeasibility, 4, "{report:?}");
    let report = check(&instance, &plan[1..]);
    assert_eq!(report.infeasibility, 5, "{report:?}");
}

#[test]
fn a_small_instance_is_solved_to_its_optimum() {
    let instance = robinx::instance(SMALL).unwrap();
    let solved = solved(&instance, 50_000, 1, 3);
    assert_eq!(solved.report.infeasibility, 0);
    assert_eq!(check(&instance, &solved.plan), solved.report);
    let mirrored = solved.plan.iter().all(|game| {
        let back = solved.plan.iter().find(|back| back.home == game.away && back.away == game.home);
        back.unwrap().slot.abs_diff(game.slot) >= 3
    });
    assert!(mirrored, "{:?}", solved.plan);
}

#[test]
fn what_cannot_be_planned_is_named() {
    let refused = |from: &str, to: &str| robinx::instance(&SMALL.replace(from, to)).unwrap_err();
    for (from, to, words) in [
        ("CA1 max", "CA5 max", "constraint CA5"),
        ("<numberRoundRobin>2", "<numberRoundRobin>3", "numberRoundRobin 3"),
        ("mode2=\"SLOTS\"", "mode2=\"GAMES\"", "CA3 with mode2 \"GAMES\""),
        ("</Instance>", "", "not readable"),
        ("teams=\"0\"", "teams=\"9\"", "no \"9\""),
        ("penalty=\"5\"", "penalty=\"-5\"", "penalty is \"-5\""),
        ("meetings=\"2,3;\"", "meetings=\"2\"", "meeting \"2\""),
        ("<slot id=\"5\" name=\"5\"/>", "", "no \"5\""),
        ("<compactness>C", "<compactness>Q", "compactness Q"),
        ("penalty=\"5\"", "penalty=\"99999999999\"", "units in one number"),
    ] {
        let sentence = refused(from, to).to_string();
        assert!(sentence.contains(words), "{to}: {sentence}");
    }
    let slots: String = (0..3000).map(|slot| format!("<slot id=\"{slot}\" name=\"\"/>")).collect();
    let begin = SMALL.find("<slot id").unwrap();
    let long = format!("{}{slots}{}", &SMALL[..begin], &SMALL[SMALL.find("</Slots>").unwrap()..]);
    assert_eq!(robinx::instance(&long), Err(Refused::Slots { given: 3000, needed: 6 }));
    let relaxed = long.replace("<compactness>C", "<compactness>R").replace("<gameMode>P", "<gameMode>");
    let plan = solved(&robinx::instance(&relaxed).unwrap(), 2000, 1, 1).plan;
    assert_eq!(plan.len(), 12);
    let wide = relaxed.replace("intp=\"3\"", "intp=\"1500\"");
    assert!(robinx::instance(&wide).unwrap_err().to_string().contains("games that rules count"));
    let free = robinx::instance(&SMALL.replace("penalty=\"5\"", "penalty=\"0\"")).unwrap();
    assert_eq!(solved(&free, 5000, 1, 1).report.infeasibility, 0);
}

/// The optima of the small test instances, and what nobody has ever been below.
const KNOWN: [(&str, u64); 6] =
    [("Test1", 1066), ("Test2", 176), ("Test3", 1253), ("Test4", 4535), ("Test5", 2), ("Middle_4", 7)];

#[test]
fn no_plan_is_better_than_the_best_known() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/vectors/itc2021");
    let mut skipped = 0;
    for (name, best) in KNOWN {
        let Ok(text) = std::fs::read_to_string(format!("{folder}/ITC2021_{name}.xml")) else {
            skipped += 1;
            continue;
        };
        let instance = robinx::instance(&text).unwrap();
        let solved = solved(&instance, 30_000, 1, 1);
        if solved.report.infeasibility == 0 {
            assert!(solved.report.objective >= best, "{name}: {:?}", solved.report.objective);
        }
    }
    println!("skipped {skipped} cases: ../shared/vectors is absent");
}
