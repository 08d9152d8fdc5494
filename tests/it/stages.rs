//! From the groups to the final: slots filled by official results, lots, a correction seen and settled, a draw held.

use crate::cli_world::{Folder, open, postgres_url, writer};
use changba::actions::input::{Fields, What};
use changba::actions::{
    Refused, clubs, competitions, criteria, draws, fixtures, results, rulings, seasons, stages, undo,
};
use changba::store::competitions::Competition;
use changba::store::{Store, Tx, audit, entries, fixtures as rows, plans};
use league::draw::file;

macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            use super::*;
            $(#[tokio::test] async fn $name() {
                let folder = Folder::new();
                super::$name(open(&folder.url("league.db")).await).await;
            })*
        }
        mod on_postgres {
            use super::*;
            $(#[tokio::test] async fn $name() {
                let Some(url) = postgres_url().await else { return };
                super::$name(open(&url).await).await;
            })*
        }
    };
}

on_both!(
    a_correction_empties_what_it_touches_until_somebody_agrees,
    lots_are_asked_for_and_close_a_tie,
    rulings_move_points_and_can_be_taken_back,
    own_criteria_are_versioned_and_rank,
    a_draw_is_promised_held_and_put_in,
    a_plan_says_what_does_not_fit,
    a_round_is_played_as_two_legs_on_total_points,
    a_best_of_three_is_over_with_two_wins,
    swiss_rounds_are_paired_when_the_last_is_official,
    a_format_is_replaced_until_a_game_begins,
    best_thirds_are_compared_without_the_last_of_a_larger_group,
    an_own_format_has_its_groups_and_its_knock_out,
    a_second_group_brings_results_along,
    a_result_stands_although_its_ground_was_corrected_away,
    a_game_of_others_is_played_again_in_the_open,
    other_criteria_move_slots_only_with_a_persons_word,
    points_taken_in_one_stage_are_not_taken_in_the_next,
    official_results_leave_no_table_unseen,
    a_group_ends_although_a_team_is_out_or_a_game_is_off,
);

const NAMES: [&str; 4] = ["甲厂", "乙厂", "丙厂", "丁厂"];

fn fields<const N: usize>(pairs: [(&str, &str); N]) -> Fields {
    Fields::from_pairs(pairs)
}

/// A competition of four clubs with the invitational's format: two groups of two, semi-finals, finals.
async fn four_clubs(tx: &mut Tx) -> Competition {
    let league = seasons::found_league(tx, "厂BA", "Works League").await.unwrap();
    let season =
        fields([("name_zh", "2026"), ("zone", "Asia/Shanghai"), ("phase", "running"), ("is_public", "true")]);
    let season = seasons::create(tx, league.id, &season).await.unwrap();
    let competition = fields([
        ("name_zh", "邀请赛"),
        ("kind", "invitational"),
        ("edition", "fiba-2024"),
        ("periods", "4"),
        ("period_minutes", "10"),
        ("overtime_minutes", "5"),
        ("criteria", "fiba"),
    ]);
    let competition = competitions::create(tx, season.id, &competition).await.unwrap();
    for name in NAMES {
        let club = fields([
            ("official_name", &format!("{name}有限公司")),
            ("short_name", name),
            ("colour_light", "#ffffff"),
            ("colour_dark", "#14202b"),
        ]);
        clubs::create(tx, league.id, &club).await.unwrap();
        competitions::enter(tx, &competition, &fields([("name", name)])).await.unwrap();
    }
    competition
}

async fn planned(tx: &mut Tx) -> Competition {
    let competition = four_clubs(tx).await;
    stages::create(tx, &competition, None, &fields([("template", "invitational")])).await.unwrap();
    seat(tx, &competition, ["draw A1", "draw A2", "draw B1", "draw B2"]).await;
    competition
}

async fn seat(tx: &mut Tx, competition: &Competition, places: [&str; 4]) {
    let entered = entries::of_competition(tx, competition.id).await.unwrap();
    let key = |name: &str| entered.iter().find(|entry| entry.short_name == name).unwrap().key.clone();
    let places = places.iter().zip(NAMES).map(|(place, name)| ((*place).to_owned(), key(name))).collect();
    let version = plans::of_competition(tx, competition.id).await.unwrap().unwrap().version;
    stages::enter(tx, competition, version, &places).await.unwrap();
}

/// The game with a code, by the plan.
async fn game(tx: &mut Tx, competition: &Competition, code: &str) -> rows::Card {
    let cards = rows::of_competition(tx, competition.id).await.unwrap();
    cards.into_iter().find(|card| card.fixture.code == code).unwrap()
}

async fn sides(tx: &mut Tx, competition: &Competition, code: &str) -> [String; 2] {
    let card = game(tx, competition, code).await;
    [card.a_short, card.b_short].map(Option::unwrap_or_default)
}

fn score(a: &str, b: &str, official: bool) -> Fields {
    fields([
        ("outcome", "played"),
        ("score_a", a),
        ("score_b", b),
        ("official", if official { "true" } else { "false" }),
    ])
}

async fn play(tx: &mut Tx, competition: &Competition, code: &str, a: &str, b: &str) {
    let card = game(tx, competition, code).await;
    results::enter(tx, &card.fixture.key, card.fixture.version, &score(a, b, true)).await.unwrap();
}

async fn a_correction_empties_what_it_touches_until_somebody_agrees(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = planned(&mut tx).await;
    assert_eq!(sides(&mut tx, &competition, "A-01").await, ["甲厂", "乙厂"]);
    // Not official: nobody goes on.
    let card = game(&mut tx, &competition, "A-01").await;
    results::enter(&mut tx, &card.fixture.key, card.fixture.version, &score("80", "70", false))
        .await
        .unwrap();
    play(&mut tx, &competition, "B-01", "60", "61").await;
    assert_eq!(sides(&mut tx, &competition, "SF1").await, ["", "丙厂"], "A1 against B2");
    let card = game(&mut tx, &competition, "A-01").await;
    results::confirm(&mut tx, &card.fixture.key, card.fixture.version).await.unwrap();
    assert_eq!(sides(&mut tx, &competition, "SF1").await, ["甲厂", "丙厂"]);
    assert_eq!(sides(&mut tx, &competition, "SF2").await, ["丁厂", "乙厂"]);

    // A correction turns the group: both slots are emptied and say who stood there.
    let card = game(&mut tx, &competition, "A-01").await;
    let mut corrected = score("70", "71", false);
    corrected.set("reason", "记录表核对");
    corrected.0.remove("official");
    results::correct(&mut tx, &card.fixture.key, card.fixture.version, &corrected).await.unwrap();
    assert_eq!(sides(&mut tx, &competition, "SF1").await, ["", "丙厂"]);
    assert_eq!(sides(&mut tx, &competition, "SF2").await, ["丁厂", ""]);
    let state = changba::stages::load(&mut tx, &competition).await.unwrap().unwrap();
    assert_eq!(state.plan.held.len(), 2);
    let to =
        state.changes.waiting.iter().find(|w| changba::stages::slot_name(&w.slot) == "SF1/a").unwrap().to;
    assert_eq!(state.entry(to.unwrap()).unwrap().short_name, "乙厂", "who would come");

    let plan = stages::release(&mut tx, &competition, state.plan.version, "SF1/a").await.unwrap();
    assert_eq!(sides(&mut tx, &competition, "SF1").await, ["乙厂", "丙厂"]);
    assert_eq!(plan.held.keys().collect::<Vec<_>>(), ["SF2/b"], "the other waits for its own word");
    let twice = stages::release(&mut tx, &competition, plan.version, "SF1/a").await;
    assert!(matches!(twice, Err(Refused::NotFound)));

    // Corrected back: who stood there comes again without a word.
    let card = game(&mut tx, &competition, "A-01").await;
    let mut back = score("80", "70", false);
    back.set("reason", "原记录无误");
    back.0.remove("official");
    results::correct(&mut tx, &card.fixture.key, card.fixture.version, &back).await.unwrap();
    assert_eq!(sides(&mut tx, &competition, "SF2").await, ["丁厂", "乙厂"]);
    tx.commit().await.unwrap();
    let mut db = store.read().await.unwrap();
    assert!(audit::verify(&mut db).await.unwrap().is_ok());
    assert_eq!(rows::corrections_of_competition(&mut db, competition.id).await.unwrap().len(), 2);
}

async fn lots_are_asked_for_and_close_a_tie(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = four_clubs(&mut tx).await;
    let stage = fields([("name_zh", "小组赛"), ("kind", "groups"), ("groups", "1")]);
    competitions::add_stage(&mut tx, &competition, &stage).await.unwrap();
    let pools = changba::store::competitions::pools(&mut tx, competition.id).await.unwrap();
    let entered = entries::of_competition(&mut tx, competition.id).await.unwrap();
    let by_name = |name: &str| entered.iter().find(|entry| entry.short_name == name).unwrap();
    let three = &NAMES[..3];
    for (sort, name) in three.iter().enumerate() {
        let place = entries::PoolPlace {
            pool_id: pools[0].id,
            entry_id: by_name(name).id,
            sort: sort as i64,
            sample: String::new(),
        };
        entries::insert_pool_place(&mut tx, &place).await.unwrap();
    }
    // A ring of equal scores: nothing separates the three.
    for (a, b) in [(0, 1), (1, 2), (2, 0)] {
        let card = fixtures::create(
            &mut tx,
            &competition,
            &fields([
                ("a", by_name(three[a]).key.as_str()),
                ("b", by_name(three[b]).key.as_str()),
                ("group", &pools[0].key),
            ]),
        )
        .await
        .unwrap();
        results::enter(&mut tx, &card.fixture.key, card.fixture.version, &score("80", "70", true))
            .await
            .unwrap();
    }
    let table = changba::tables::of_competition(&mut tx, &competition).await.unwrap().remove(0);
    assert!(table.group.complete, "everybody has met");
    assert_eq!(table.standing.draw_required[0].len(), 3);
    let ruling = |order: &str| {
        fields([("kind", "lots"), ("order", order), ("reason", "抽签"), ("document", "纪要1号")])
    };
    let two = rulings::create(&mut tx, &competition, &ruling("乙厂 > 甲厂")).await;
    assert!(
        matches!(&two, Err(Refused::Faults(faults)) if faults[0].what == What::NoLotsDue),
        "lots order the whole set: {two:?}"
    );
    rulings::create(&mut tx, &competition, &ruling("乙厂 > 丙厂 > 甲厂")).await.unwrap();
    let table = changba::tables::of_competition(&mut tx, &competition).await.unwrap().remove(0);
    let order: Vec<&str> =
        table.standing.rows.iter().map(|row| table.entry(row.team).short_name.as_str()).collect();
    assert_eq!(order, ["乙厂", "丙厂", "甲厂"]);
    assert!(table.standing.draw_required.is_empty());
    tx.commit().await.unwrap();
}

async fn rulings_move_points_and_can_be_taken_back(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = planned(&mut tx).await;
    play(&mut tx, &competition, "A-01", "80", "70").await;
    let entered = entries::of_competition(&mut tx, competition.id).await.unwrap();
    let winner = entered.iter().find(|entry| entry.short_name == "甲厂").unwrap().key.clone();
    let deduction = fields([
        ("kind", "points"),
        ("entry", &winner),
        ("points", "-2"),
        ("reason", "冒名顶替"),
        ("document", "纪律处分3号"),
    ]);
    let without = Fields(deduction.0.clone().into_iter().filter(|(name, _)| name != "document").collect());
    assert!(rulings::create(&mut tx, &competition, &without).await.is_err(), "no ruling without a document");
    rulings::create(&mut tx, &competition, &deduction).await.unwrap();
    tx.commit().await.unwrap();
    let top = async |db: &mut changba::store::Db| {
        let table = changba::tables::of_competition(db, &competition).await.unwrap().remove(0);
        (table.entry(table.standing.rows[0].team).short_name.clone(), table.rulings.len())
    };
    let mut tx = store.write(&writer()).await.unwrap();
    assert_eq!(top(&mut tx).await, ("乙厂".to_owned(), 1));
    assert_eq!(sides(&mut tx, &competition, "SF1").await[0], "", "the slot waits for a person");
    let kind = audit::Filter { object_kind: "ruling".into(), limit: 1, ..Default::default() };
    let row = audit::list(&mut tx, &kind).await.unwrap().remove(0);
    undo::undo(&mut tx, &row).await.unwrap();
    assert_eq!(top(&mut tx).await, ("甲厂".to_owned(), 0));
    assert_eq!(sides(&mut tx, &competition, "SF1").await[0], "甲厂");
    tx.commit().await.unwrap();
}

async fn own_criteria_are_versioned_and_rank(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = planned(&mut tx).await;
    play(&mut tx, &competition, "A-01", "80", "70").await;
    let mut given = criteria::fields_of(&competition.rules.rule_set(), Default::default());
    let same = criteria::change(&mut tx, &competition, competition.version, &given).await.unwrap();
    assert_eq!(same, competition, "what is in force already is no new version");
    given.set("win", "3");
    given.set("title_zh", "本赛事规程");
    given.set("c1_order", "9");
    let changed = criteria::change(&mut tx, &competition, competition.version, &given).await.unwrap();
    let own = changed.rules.ranking.clone().unwrap();
    assert_eq!((own.version, own.criteria[0].id().as_str(), own.points.win), (1, "h2h_diff", 3));
    let table = changba::tables::of_competition(&mut tx, &changed).await.unwrap().remove(0);
    assert_eq!(table.standing.rows[0].points, 3);
    given.set("loss", "3");
    let unsound = criteria::change(&mut tx, &changed, changed.version, &given).await;
    assert!(matches!(&unsound, Err(Refused::Faults(faults)) if faults[0].field == "win"), "{unsound:?}");
    given.set("loss", "0");
    let again = criteria::change(&mut tx, &changed, changed.version, &given).await.unwrap();
    assert_eq!(again.rules.ranking.as_ref().unwrap().version, 2);
    tx.commit().await.unwrap();
}

async fn a_draw_is_promised_held_and_put_in(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = four_clubs(&mut tx).await;
    let entered = entries::of_competition(&mut tx, competition.id).await.unwrap();
    let host = entered.iter().find(|entry| entry.short_name == "丁厂").unwrap().key.clone();
    let mut wanted = fields([
        ("title_zh", "分组抽签"),
        ("places", "groups"),
        ("finalists", "甲厂、乙厂"),
        ("host", &host),
        ("host_place", "B"),
    ]);
    let early = draws::announce(&mut tx, &competition, &wanted).await;
    assert!(matches!(&early, Err(Refused::Faults(faults)) if faults[0].what == What::PlanFirst));
    stages::create(&mut tx, &competition, None, &fields([("template", "invitational")])).await.unwrap();
    wanted.set("owners", "集团: 甲厂、乙厂、丙厂");
    wanted.set("owners_rule", "apart");
    let clash = draws::announce(&mut tx, &competition, &wanted).await;
    assert!(
        matches!(&clash, Err(Refused::Faults(faults)) if matches!(faults[0].what, What::Draw(_))),
        "{clash:?}"
    );
    wanted.set("owners", "");
    let draw = draws::announce(&mut tx, &competition, &wanted).await.unwrap();
    assert_eq!(draw.outcomes, "2");
    let held = draws::hold(&mut tx, &draw.key, draw.version, &fields([("said", "20260612")])).await.unwrap();
    let record = serde_json::to_string(&held.record).unwrap();
    let verified = file::verify(&record).unwrap();
    assert!(verified.contains(&draw.commit_hash), "the promise was kept");
    let twice = draws::hold(&mut tx, &draw.key, held.version, &fields([("said", "1")])).await;
    assert!(matches!(twice, Err(Refused::StatusNotReachable)), "a draw is held once");
    draws::put_in(&mut tx, &draw.key, held.version).await.unwrap();
    let groups = changba::tables::of_competition(&mut tx, &competition).await.unwrap();
    let in_b: Vec<&str> = groups[1].teams.iter().map(|entry| entry.short_name.as_str()).collect();
    assert!(in_b.contains(&"丁厂") && in_b.len() == 2, "{in_b:?}");
    assert!(sides(&mut tx, &competition, "B-01").await.contains(&"丁厂".to_owned()));
    tx.commit().await.unwrap();
    // Before it is held the secret is nowhere to be read, the audit included.
    let mut db = store.read().await.unwrap();
    let kind = audit::Filter { object_kind: "draw".into(), limit: 9, ..Default::default() };
    let announced = audit::list(&mut db, &kind).await.unwrap().pop().unwrap();
    assert!(!announced.after.unwrap().contains(&draw.secret));
}

async fn a_plan_says_what_does_not_fit(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = four_clubs(&mut tx).await;
    let few = stages::create(&mut tx, &competition, None, &fields([("template", "factory_2025")])).await;
    let fits = |what: &What| matches!(what, What::EntriesDoNotFit { entries: 4, least: 8, .. });
    assert!(matches!(&few, Err(Refused::Faults(faults)) if fits(&faults[0].what)), "{few:?}");
    let plan =
        stages::create(&mut tx, &competition, None, &fields([("template", "invitational")])).await.unwrap();
    let twice = stages::create(&mut tx, &competition, None, &fields([("template", "invitational")])).await;
    assert!(matches!(twice, Err(Refused::Conflict)));
    // A pairing that would wait for itself is refused, another is written into the game.
    let circle = fields([("one", "SF1/a"), ("other", "F/a")]);
    let circle = stages::exchange(&mut tx, &competition, plan.version, &circle).await;
    assert!(
        matches!(&circle, Err(Refused::Faults(faults)) if matches!(faults[0].what, What::PlanUnsound { .. }))
    );
    let exchange = fields([("one", "SF1/b"), ("other", "SF2/b")]);
    stages::exchange(&mut tx, &competition, plan.version, &exchange).await.unwrap();
    let semi = game(&mut tx, &competition, "SF1").await.fixture;
    assert_eq!((semi.a_source.as_str(), semi.b_source.as_str()), ("A1", "A2"));
    tx.commit().await.unwrap();
}

async fn version(tx: &mut Tx, competition: &Competition) -> i64 {
    plans::of_competition(tx, competition.id).await.unwrap().unwrap().version
}

async fn as_series(
    tx: &mut Tx,
    competition: &Competition,
    round: &str,
    series: &str,
) -> Result<plans::Plan, Refused> {
    let version = version(tx, competition).await;
    let chosen = fields([("round", round), ("series", series), ("home", "in_turn")]);
    stages::play_as(tx, competition, version, &chosen).await
}

async fn codes(tx: &mut Tx, competition: &Competition) -> Vec<String> {
    let cards = rows::of_competition(tx, competition.id).await.unwrap();
    let mut codes: Vec<String> = cards.into_iter().map(|card| card.fixture.code).collect();
    codes.sort();
    codes
}

async fn a_round_is_played_as_two_legs_on_total_points(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = planned(&mut tx).await;
    as_series(&mut tx, &competition, "SF1", "two_legs").await.unwrap();
    assert_eq!(
        codes(&mut tx, &competition).await,
        ["3P", "A-01", "B-01", "F", "SF1-1", "SF1-2", "SF2-1", "SF2-2"]
    );
    play(&mut tx, &competition, "A-01", "80", "70").await;
    play(&mut tx, &competition, "B-01", "61", "60").await;
    assert_eq!(sides(&mut tx, &competition, "SF1-1").await, ["甲厂", "丁厂"]);
    assert_eq!(
        sides(&mut tx, &competition, "SF1-2").await,
        ["丁厂", "甲厂"],
        "the second leg turns the sides"
    );
    play(&mut tx, &competition, "SF1-1", "70", "70").await;
    // Level on aggregate: overtime is due, and the result is refused so.
    let card = game(&mut tx, &competition, "SF1-2").await;
    let level =
        results::enter(&mut tx, &card.fixture.key, card.fixture.version, &score("60", "60", true)).await;
    assert!(
        matches!(&level, Err(Refused::Faults(faults)) if faults[0].what == What::Result(league::fixture::ResultFault::ScoreLevel)),
        "{level:?}"
    );
    assert_eq!(sides(&mut tx, &competition, "F").await, ["", ""]);
    play(&mut tx, &competition, "SF1-2", "62", "70").await;
    assert_eq!(sides(&mut tx, &competition, "F").await, ["甲厂", ""], "140:132 on total points");
    let late = as_series(&mut tx, &competition, "SF1", "single").await;
    let said = What::GameBegun { game: "SF1-1".into() };
    assert!(matches!(&late, Err(Refused::Faults(faults)) if faults[0].what == said), "{late:?}");
}

async fn a_best_of_three_is_over_with_two_wins(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = planned(&mut tx).await;
    as_series(&mut tx, &competition, "SF2", "best_of_3").await.unwrap();
    play(&mut tx, &competition, "A-01", "80", "70").await;
    play(&mut tx, &competition, "B-01", "61", "60").await;
    play(&mut tx, &competition, "SF1-1", "70", "60").await;
    assert_eq!(sides(&mut tx, &competition, "F").await, ["", ""], "one win of two");
    play(&mut tx, &competition, "SF1-2", "60", "70").await;
    assert_eq!(sides(&mut tx, &competition, "F").await, ["甲厂", ""], "甲厂 won at home and away");
    let single = as_series(&mut tx, &competition, "F", "best_of_5").await.unwrap();
    assert_eq!(single.filled["F/a"].len(), single.filled["F/a"].trim().len());
    assert_eq!(sides(&mut tx, &competition, "F-3").await, ["甲厂", ""], "new games know who is there");
    as_series(&mut tx, &competition, "F", "single").await.unwrap();
    assert!(codes(&mut tx, &competition).await.contains(&"F".to_owned()), "and go again");
}

async fn swiss_rounds_are_paired_when_the_last_is_official(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = four_clubs(&mut tx).await;
    let swiss = fields([("template", "swiss"), ("rounds", "3")]);
    stages::create(&mut tx, &competition, None, &swiss).await.unwrap();
    let at = version(&mut tx, &competition).await;
    let open = stages::pair_round(&mut tx, &competition, at).await;
    assert!(matches!(&open, Err(Refused::Faults(faults)) if faults[0].what == What::PlacesOpen), "{open:?}");
    seat(&mut tx, &competition, ["seed 1", "seed 2", "seed 3", "seed 4"]).await;
    let at = version(&mut tx, &competition).await;
    stages::pair_round(&mut tx, &competition, at).await.unwrap();
    assert_eq!(sides(&mut tx, &competition, "S-01").await, ["甲厂", "丙厂"], "upper half against lower");
    assert_eq!(sides(&mut tx, &competition, "S-02").await, ["乙厂", "丁厂"]);
    play(&mut tx, &competition, "S-01", "80", "70").await;
    let at = version(&mut tx, &competition).await;
    let early = stages::pair_round(&mut tx, &competition, at).await;
    let said = What::NotOfficialYet { game: "S-02".into() };
    assert!(matches!(&early, Err(Refused::Faults(faults)) if faults[0].what == said), "{early:?}");
    play(&mut tx, &competition, "S-02", "60", "70").await;
    let at = version(&mut tx, &competition).await;
    stages::pair_round(&mut tx, &competition, at).await.unwrap();
    let mut first = sides(&mut tx, &competition, "S-03").await;
    first.sort();
    assert_eq!(first, ["丁厂", "甲厂"], "the winners meet");
}

async fn a_format_is_replaced_until_a_game_begins(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = planned(&mut tx).await;
    let knockout = fields([("template", "knockout"), ("losers", "nothing")]);
    let stale = stages::create(&mut tx, &competition, Some(0), &knockout).await;
    assert!(matches!(stale, Err(Refused::Conflict)), "only by who saw the one there is");
    let at = version(&mut tx, &competition).await;
    stages::create(&mut tx, &competition, Some(at), &knockout).await.unwrap();
    assert_eq!(codes(&mut tx, &competition).await, ["F", "SF1", "SF2"]);
    let names = changba::store::competitions::stages(&mut tx, competition.id).await.unwrap();
    assert_eq!(names.len(), 1, "the stages of the format before are gone: {names:?}");
    seat(&mut tx, &competition, ["seed 1", "seed 2", "seed 3", "seed 4"]).await;
    play(&mut tx, &competition, "SF1", "80", "70").await;
    let at = version(&mut tx, &competition).await;
    let late = stages::create(&mut tx, &competition, Some(at), &knockout).await;
    let said = What::GameBegun { game: "SF1".into() };
    assert!(matches!(&late, Err(Refused::Faults(faults)) if faults[0].what == said), "{late:?}");
}

async fn many_clubs(tx: &mut Tx, count: usize) -> Competition {
    let competition = four_clubs(tx).await;
    for number in NAMES.len()..count {
        let guest = format!("客队{number}");
        let guest = fields([("name", guest.as_str()), ("kind", "guest")]);
        competitions::enter(tx, &competition, &guest).await.unwrap();
    }
    competition
}

/// Everybody takes the drawn place of their number, and every group game is won by whoever entered first.
async fn play_groups(tx: &mut Tx, competition: &Competition, sizes: &[(&str, usize)]) {
    let entered = entries::of_competition(tx, competition.id).await.unwrap();
    let places =
        sizes.iter().flat_map(|(group, size)| (1..=*size).map(move |at| format!("draw {group}{at}")));
    let seated = places.zip(entered.iter().map(|entry| entry.key.clone())).collect();
    let at = version(tx, competition).await;
    stages::enter(tx, competition, at, &seated).await.unwrap();
    let by_group = |code: &str| sizes.iter().any(|(group, _)| code.starts_with(&format!("{group}-")));
    for card in rows::of_competition(tx, competition.id).await.unwrap() {
        if by_group(&card.fixture.code) {
            let rank = |id: Option<i32>| entered.iter().position(|entry| Some(entry.id.0) == id).unwrap();
            let (a, b) = (rank(card.fixture.a_entry_id), rank(card.fixture.b_entry_id));
            let points = |own: usize, other: usize| if own < other { "80" } else { "70" };
            play(tx, competition, &card.fixture.code, points(a, b), points(b, a)).await;
        }
    }
}

async fn best_thirds_are_compared_without_the_last_of_a_larger_group(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = many_clubs(&mut tx, 10).await;
    stages::create(&mut tx, &competition, None, &fields([("template", "best_thirds")])).await.unwrap();
    play_groups(&mut tx, &competition, &[("A", 4), ("B", 3), ("C", 3)]).await;
    let state = changba::stages::load(&mut tx, &competition).await.unwrap().unwrap();
    let compared = &state.across[0];
    assert_eq!((compared.place, compared.go_on, compared.complete), (3, 2, true));
    assert!(
        compared.ranked().all(|one| one.rank == 1 && one.level && !one.goes_on),
        "two places, three level"
    );
    let level = &compared.classes.as_ref().unwrap()[0];
    assert_eq!(level.len(), 3, "without its game against A4 the third of A has lost both as well");
    assert_eq!(level[0].left_out.len(), 1, "and the game left out is named");
    assert_eq!(
        sides(&mut tx, &competition, "QF3").await[1],
        "",
        "nothing separates them: nobody goes on yet"
    );
    let names: Vec<String> = level.iter().rev().map(|row| row.entry.short_name.clone()).collect();
    let order = names.join(" > ");
    let lots = fields([("kind", "lots"), ("order", &order), ("reason", "抽签"), ("document", "纪要1号")]);
    rulings::create(&mut tx, &competition, &lots).await.unwrap();
    assert_eq!(sides(&mut tx, &competition, "QF3").await[1], names[0], "lots across groups decide");
    assert_eq!(sides(&mut tx, &competition, "QF1").await[1], names[1]);
    let state = changba::stages::load(&mut tx, &competition).await.unwrap().unwrap();
    let order: Vec<_> = state.across[0].ranked().map(|one| (one.rank, one.level, one.goes_on)).collect();
    assert_eq!(order, [(1, false, true), (2, false, true), (3, false, false)]);
}

async fn an_own_format_has_its_groups_and_its_knock_out(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = many_clubs(&mut tx, 9).await;
    let measures =
        [("template", "own"), ("groups", "3"), ("times", "2"), ("through", "2"), ("losers", "nothing")];
    stages::create(&mut tx, &competition, None, &fields(measures)).await.unwrap();
    let games = rows::of_competition(&mut tx, competition.id).await.unwrap();
    assert_eq!(games.len(), 3 * 6 + 2 + 2 + 1, "three groups of three twice, and six with two byes");
    let competition = many_clubs(&mut tx, 5).await;
    let few = stages::create(&mut tx, &competition, None, &fields(measures)).await;
    assert!(matches!(few, Err(Refused::Faults(_))), "{few:?}");
}

async fn a_second_group_brings_results_along(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = many_clubs(&mut tx, 8).await;
    let chosen = fields([("template", "second_group"), ("carry", "between")]);
    stages::create(&mut tx, &competition, None, &chosen).await.unwrap();
    play_groups(&mut tx, &competition, &[("A", 4), ("B", 4)]).await;
    let played = async |tx: &mut Tx| {
        let tables = changba::tables::of_competition(tx, &competition).await.unwrap();
        let second = tables.into_iter().find(|table| table.pool.as_ref().unwrap().code == "F").unwrap();
        let games: Vec<_> = second.standing.rows.iter().map(|row| row.played).collect();
        (second.teams.len(), second.fixtures.len(), games, second.group.complete)
    };
    let (teams, games, each, complete) = played(&mut tx).await;
    assert_eq!((teams, games, complete), (6, 6, false), "three games of each group come along");
    assert!(each.iter().all(|games| *games == 2), "{each:?}");
    play(&mut tx, &competition, "F-01", "80", "70").await;
    assert_eq!(played(&mut tx).await.1, 7);
}

async fn correct(tx: &mut Tx, competition: &Competition, code: &str, a: &str, b: &str) {
    let card = game(tx, competition, code).await;
    let mut fields = score(a, b, false);
    fields.set("reason", "记录表核对");
    fields.0.remove("official");
    results::correct(tx, &card.fixture.key, card.fixture.version, &fields).await.unwrap();
}

/// Groups and the first semi-final are over; then a correction puts another team into that semi-final.
async fn corrected_too_late(tx: &mut Tx) -> Competition {
    let competition = planned(tx).await;
    play(tx, &competition, "A-01", "80", "70").await;
    play(tx, &competition, "B-01", "60", "61").await;
    play(tx, &competition, "SF1", "90", "60").await;
    assert_eq!(sides(tx, &competition, "F").await[0], "甲厂");
    correct(tx, &competition, "A-01", "70", "71").await;
    competition
}

async fn a_result_stands_although_its_ground_was_corrected_away(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = corrected_too_late(&mut tx).await;
    assert_eq!(sides(&mut tx, &competition, "F").await[0], "", "nobody goes on before a person's word");
    for slot in ["SF1/a", "SF2/b"] {
        let at = version(&mut tx, &competition).await;
        stages::let_stand(&mut tx, &competition, at, slot).await.unwrap();
    }
    assert_eq!(sides(&mut tx, &competition, "SF1").await, ["甲厂", "丙厂"]);
    assert_eq!(sides(&mut tx, &competition, "F").await[0], "甲厂", "the semi-final counts again");
    play(&mut tx, &competition, "SF2", "80", "81").await;
    assert_eq!(sides(&mut tx, &competition, "F").await, ["甲厂", "乙厂"]);
}

async fn a_game_of_others_is_played_again_in_the_open(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = corrected_too_late(&mut tx).await;
    for slot in ["SF1/a", "SF2/b"] {
        let at = version(&mut tx, &competition).await;
        stages::release(&mut tx, &competition, at, slot).await.unwrap();
    }
    let old = game(&mut tx, &competition, "SF1").await;
    assert_eq!(old.a_short.as_deref(), Some("甲厂"), "what was played keeps its sides");
    let again = fields([("tie", "SF1"), ("reason", "小组赛成绩更正"), ("document", "组委会决定5号")]);
    let without = fields([("tie", "SF1"), ("reason", "小组赛成绩更正")]);
    let at = version(&mut tx, &competition).await;
    assert!(
        stages::replay(&mut tx, &competition, at, &without).await.is_err(),
        "no replay without a document"
    );
    stages::replay(&mut tx, &competition, at, &again).await.unwrap();
    let cards = rows::of_competition(&mut tx, competition.id).await.unwrap();
    let both: Vec<_> = cards.iter().filter(|card| card.fixture.code == "SF1").collect();
    assert_eq!(both.len(), 2, "the old game stays to be read");
    let new = both.iter().find(|card| card.fixture.id != old.fixture.id).unwrap();
    assert_eq!(new.a_short.as_deref(), Some("乙厂"));
    let entered = score("81", "80", true);
    results::enter(&mut tx, &new.fixture.key, new.fixture.version, &entered).await.unwrap();
    let state = changba::stages::load(&mut tx, &competition).await.unwrap().unwrap();
    for slot in state.plan.held.keys() {
        let at = version(&mut tx, &competition).await;
        stages::release(&mut tx, &competition, at, slot).await.unwrap();
    }
    assert_eq!(sides(&mut tx, &competition, "F").await[0], "乙厂", "the new game counts");
    assert_eq!(rows::corrections_of_competition(&mut tx, competition.id).await.unwrap().len(), 2);
}

async fn other_criteria_move_slots_only_with_a_persons_word(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = four_clubs(&mut tx).await;
    let format = fields([("template", "own"), ("groups", "1"), ("through", "2"), ("losers", "nothing")]);
    stages::create(&mut tx, &competition, None, &format).await.unwrap();
    let entered = entries::of_competition(&mut tx, competition.id).await.unwrap();
    let places = (1..=4).map(|at| format!("draw A{at}")).zip(entered.iter().map(|entry| entry.key.clone()));
    let at = version(&mut tx, &competition).await;
    stages::enter(&mut tx, &competition, at, &places.collect()).await.unwrap();
    // Three teams beat each other in a ring; the third wins highest against the last.
    let wins = [
        ("甲厂", "乙厂", 90),
        ("乙厂", "丙厂", 71),
        ("丙厂", "甲厂", 71),
        ("甲厂", "丁厂", 71),
        ("乙厂", "丁厂", 71),
        ("丙厂", "丁厂", 120),
    ];
    for card in rows::of_competition(&mut tx, competition.id).await.unwrap() {
        let names = [card.a_short.clone().unwrap_or_default(), card.b_short.clone().unwrap_or_default()];
        let Some((winner, _, points)) = wins
            .iter()
            .find(|(w, l, _)| names.contains(&(*w).to_owned()) && names.contains(&(*l).to_owned()))
        else {
            continue;
        };
        let points = points.to_string();
        let (a, b) = if names[0] == *winner { (points.as_str(), "70") } else { ("70", points.as_str()) };
        play(&mut tx, &competition, &card.fixture.code, a, b).await;
    }
    let state = changba::stages::load(&mut tx, &competition).await.unwrap().unwrap();
    let before = state.plan.filled.clone();
    assert!(before.contains_key("F/a"), "{before:?}");
    let mut other = competitions::fields_of(&competition);
    other.set("criteria", "overall-first");
    competitions::change(&mut tx, &competition.key, competition.version, &other).await.unwrap();
    let after = plans::of_competition(&mut tx, competition.id).await.unwrap().unwrap();
    assert!(!after.held.is_empty(), "the order is another now, and a person must say so: {after:?}");
}

async fn points_taken_in_one_stage_are_not_taken_in_the_next(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = many_clubs(&mut tx, 8).await;
    let chosen = fields([("template", "second_group"), ("carry", "nothing")]);
    stages::create(&mut tx, &competition, None, &chosen).await.unwrap();
    let entered = entries::of_competition(&mut tx, competition.id).await.unwrap();
    play_groups(&mut tx, &competition, &[("A", 4), ("B", 4)]).await;
    let deduction = |pool: &str| {
        fields([
            ("kind", "points"),
            ("entry", &entered[0].key),
            ("points", "-1"),
            ("reason", "冒名顶替"),
            ("document", "纪律处分3号"),
            ("pool", pool),
        ])
    };
    assert!(rulings::create(&mut tx, &competition, &deduction("B")).await.is_err(), "it never stood there");
    let made = rulings::create(&mut tx, &competition, &deduction("A")).await.unwrap();
    assert_eq!(made.pool, "A");
    for table in changba::tables::of_competition(&mut tx, &competition).await.unwrap() {
        let expected = usize::from(table.pool.as_ref().unwrap().code == "A");
        assert_eq!(table.rulings.len(), expected, "{:?}", table.pool);
    }
    let unnamed = rulings::create(&mut tx, &competition, &deduction("")).await.unwrap();
    assert_eq!(unnamed.pool, "F", "where it stands now");
}

async fn official_results_leave_no_table_unseen(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = planned(&mut tx).await;
    play(&mut tx, &competition, "A-01", "80", "70").await;
    let card = game(&mut tx, &competition, "A-01").await;
    let mut moved = fixtures::fields_of(&card);
    moved.set("group", "");
    let refused = fixtures::change(&mut tx, &card.fixture.key, card.fixture.version, &moved).await;
    assert!(matches!(refused, Err(Refused::ResultOfficial)), "{refused:?}");
    let plan = plans::of_competition(&mut tx, competition.id).await.unwrap().unwrap();
    let mut swapped = plan.entered.0.clone();
    let (one, other) = (swapped["draw A1"].clone(), swapped["draw B1"].clone());
    swapped.insert("draw A1".into(), other);
    swapped.insert("draw B1".into(), one);
    let refused = stages::enter(&mut tx, &competition, plan.version, &swapped).await;
    let Err(Refused::Faults(faults)) = refused else { panic!("{refused:?}") };
    assert!(matches!(&faults[0].what, What::GameBegun { game } if game == "A-01"), "{faults:?}");
}

async fn a_group_ends_although_a_team_is_out_or_a_game_is_off(store: Store) {
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = planned(&mut tx).await;
    play(&mut tx, &competition, "B-01", "80", "70").await;
    let complete = async |tx: &mut Tx| {
        let tables = changba::tables::of_competition(tx, &competition).await.unwrap();
        tables.iter().map(|table| table.group.complete).collect::<Vec<_>>()
    };
    assert_eq!(complete(&mut tx).await, [false, true]);
    let card = game(&mut tx, &competition, "A-01").await;
    let off = fields([("status", "cancelled"), ("reason", "乙厂退出")]);
    fixtures::change_status(&mut tx, &card.fixture.key, card.fixture.version, &off).await.unwrap();
    assert_eq!(complete(&mut tx).await, [true, true]);
}
