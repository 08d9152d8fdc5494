//! The demo against the list of what was published: every published fact is there and unmarked, every other is marked.

use crate::cli_world::{Folder, clock, open, open_demo};
use changba::actions::demo::{self, Filled};
use changba::random::Random;
use changba::store::fixtures::Card;
use changba::store::{self, Store};
use league::competition::EntryKind;
use league::fixture::{ResultSheet, Score};
use league::ids::{ClubId, SeasonId};
use league::names::{Found, Registry};
use std::collections::{BTreeMap, BTreeSet};

/// Every fact that was published of a game: competition, day, time, sides (* won, score unknown), score, venue.
/// The venue of the main league of 2025 was published once for all games.
const PUBLISHED: &str = "\
2023 main 2023-07-07 ? 湘钢集团-中车株机 98:76 ? | 红网 2023-07-07
2023 main 2023-07-23 ? 株硬集团-醴陵企联 ? ? | 新华社 2023-07-25
2023 main ? ? 湘钢集团*-? ? ? | 三湘都市报 2024-02-05
2024 preseason 2024-05-15 ? 中车株机-醴陵电瓷 ? 九方体育馆 | 株洲日报 2024-05
2024 allstar 2024-06-19 19:30 地质中学-明星队 76:57 ? | 天元区融媒 2024-06
2024 main 2024-07-28 ? 湘钢集团*-? ? ? | 中新网 2025-09-08
2025 preseason 2025-05-27 ? 中车时代新材-株硬集团 ? 天元中学体育馆 | 新湖南 2025-05-28
2025 preseason ? ? 汽车工程-中车株机 94:77 ? | 株洲广电 2025
2025 preseason ? ? 醴陵电瓷-中车株洲电机 ? 醴陵市体育馆 | 株洲广电 2025
2025 preseason ? ? 千金药业-株洲联通 ? 株洲市体育中心 | 株洲广电 2025
2025 main 2025-06-13 19:00 中车时代新材-千金药业 ? 株洲市体育中心 | 华声在线 2025-06-13
2025 main 2025-06-13 ? 湖南工大-中车株机 ? 株洲市体育中心 | 华声在线 2025-06-13
2025 main ? ? 醴陵华鑫-株硬集团 100:66 ? | 未署名（弱）
2025 main 2025-07-19 ? 中车时代新材-株洲联通 96:55 株洲市体育中心 | 人民网 2025-07-21
2025 main 2025-07-19 ? 醴陵华鑫-千金药业 101:85 株洲市体育中心 | 人民网 2025-07-21
2025 main 2025-07-27 ? 醴陵华鑫-中车时代新材 78:57 株洲市体育中心 | 国际在线 2025-07-28
2025 community 2025-06-16 ? 韶溪社区-花园里社区 65:64 ? | 天元区融媒 2025-06
2025 community 2025-06-16 ? 大坪社区-桥北社区 70:61 ? | 天元区融媒 2025-06
2025 invitational 2025-09-07 ? 醴陵华鑫-帮企陶瓷 ? 株洲市体育中心 | 中新网 2025-09-08
2025 invitational 2025-09-07 ? 欧菲光-奥普特 ? 株洲市体育中心 | 中新网 2025-09-08
2025 invitational 2025-09-13 ? ?-? ? 株洲市体育中心 | 中新网 2025-09-08
2025 invitational 2025-09-13 ? ?-? ? 株洲市体育中心 | 中新网 2025-09-08
2025 invitational 2025-09-14 ? 湘钢集团*-华为生态联队 ? 株洲市体育中心 | CNC/天元区融媒 2025
2025 invitational 2025-09-14 ? 奥普特*-? ? 株洲市体育中心 | CNC/天元区融媒 2025";

async fn demo_store(folder: &Folder) -> Store {
    open_demo(&folder.url("demo.db")).await
}

async fn seasons(store: &Store) -> Vec<(String, SeasonId)> {
    let seasons = store::seasons::all(&mut store.read().await.unwrap()).await.unwrap();
    seasons.into_iter().map(|season| (season.name_zh[..4].to_owned(), season.id)).collect()
}

async fn cards(store: &Store) -> Vec<(String, Card)> {
    let mut cards = Vec::new();
    for (year, id) in seasons(store).await {
        let mut db = store.read().await.unwrap();
        for competition in store::competitions::of_season(&mut db, id).await.unwrap() {
            let label = format!("{year} {}", competition.kind.as_str());
            for card in store::fixtures::of_competition(&mut db, competition.id).await.unwrap() {
                cards.push((label.clone(), card));
            }
        }
    }
    cards
}

/// The unmarked facts of a game, as one line; `None` when it has none of its own.
fn unmarked(label: &str, card: &Card) -> Option<String> {
    let fixture = &card.fixture;
    let fact = |mark: &str, value: Option<String>| {
        if fixture.is_sample(mark) { "?".to_owned() } else { value.unwrap_or_else(|| "?".into()) }
    };
    let star = |side: &str| if fixture.winner_known == side { "*" } else { "" };
    let sides = format!(
        "{}{}-{}{}",
        fact("pairing", card.a_short.clone()),
        star("a"),
        fact("pairing", card.b_short.clone()),
        star("b")
    );
    let day = fact("date", fixture.day.map(|day| day.to_string()));
    let time = fact("time", fixture.tip_off.map(|at| at.format("%H:%M").to_string()));
    let score = fact("score", fixture.score().map(|score| format!("{}:{}", score.a, score.b)));
    let venue = fact("venue", card.venue_zh.clone());
    let own = [&day, &time, &score].iter().any(|value| *value != "?") || sides != "?-?";
    own.then(|| format!("{label} {day} {time} {sides} {score} {venue} | {}", fixture.source))
}

#[tokio::test]
async fn every_published_fact_is_there_and_every_other_is_marked() {
    let folder = Folder::new();
    let store = demo_store(&folder).await;
    let mut found: Vec<String> =
        cards(&store).await.iter().filter_map(|(label, card)| unmarked(label, card)).collect();
    let mut published: Vec<String> = PUBLISHED.lines().map(str::to_owned).collect();
    found.sort();
    published.sort();
    assert_eq!(found.join("\n"), published.join("\n"));
}

#[tokio::test]
async fn a_marked_fact_is_there_and_an_unmarked_game_names_its_source() {
    let folder = Folder::new();
    let store = demo_store(&folder).await;
    const MARKS: [&str; 8] = ["pairing", "date", "time", "score", "periods", "court", "venue", "light"];
    let mut db = store.read().await.unwrap();
    for (label, card) in cards(&store).await {
        let fixture = &card.fixture;
        let periods = store::fixtures::periods(&mut db, fixture.id).await.unwrap();
        for mark in fixture.sample.split(' ').filter(|mark| !mark.is_empty()) {
            let is_there = match mark {
                "pairing" => fixture.a_entry_id.is_some() && fixture.b_entry_id.is_some(),
                "date" => fixture.day.is_some(),
                "time" => fixture.tip_off.is_some(),
                "score" => fixture.score().is_some(),
                "periods" => !periods.is_empty(),
                "venue" => fixture.venue_id.is_some(),
                _ => MARKS.contains(&mark),
            };
            assert!(is_there, "{label} {}: {mark} is marked and missing", fixture.code);
        }
        assert!(periods.is_empty() || fixture.is_sample("periods"), "{label} {}", fixture.code);
        assert!(fixture.is_sample("pairing") || !fixture.source.is_empty(), "{label} {}", fixture.code);
    }
}

#[tokio::test]
async fn every_result_of_the_demo_is_possible() {
    let folder = Folder::new();
    let store = demo_store(&folder).await;
    let mut db = store.read().await.unwrap();
    for (label, card) in cards(&store).await {
        let Some(score) = card.fixture.score() else { continue };
        let rules = store::competitions::by_id(&mut db, card.fixture.competition_id).await.unwrap().rules;
        let periods = store::fixtures::periods(&mut db, card.fixture.id).await.unwrap();
        let points = |points: i64| u16::try_from(points).unwrap();
        let sheet = ResultSheet {
            outcome: card.fixture.outcome(),
            score: Some(score),
            periods: periods
                .iter()
                .map(|period| Score { a: points(period.score_a), b: points(period.score_b) })
                .collect(),
        };
        assert_eq!(sheet.check(&rules.profile), Ok(Some(score)), "{label} {}", card.fixture.code);
    }
}

#[tokio::test]
async fn the_main_league_of_2025_is_a_whole_season() {
    let folder = Folder::new();
    let store = demo_store(&folder).await;
    let main: Vec<Card> = cards(&store)
        .await
        .into_iter()
        .filter(|(label, _)| label == "2025 main")
        .map(|(_, card)| card)
        .collect();
    assert_eq!(main.len(), 38);
    let mut nights: BTreeMap<_, usize> = BTreeMap::new();
    let mut pairs = BTreeSet::new();
    let (mut wins, mut group) = (BTreeMap::new(), BTreeMap::new());
    for card in main.iter().filter(|card| card.pool_key.is_some()) {
        *nights.entry(card.fixture.day.unwrap()).or_default() += 1;
        let (a, b) = (card.a_short.clone().unwrap(), card.b_short.clone().unwrap());
        let winner = if card.fixture.score_a > card.fixture.score_b { &a } else { &b };
        *wins.entry(winner.clone()).or_insert(0) += 1;
        for side in [&a, &b] {
            group.insert(side.clone(), card.pool_zh.clone().unwrap());
            wins.entry(side.clone()).or_insert(0);
        }
        assert!(pairs.insert(BTreeSet::from([a, b])), "a pair meets once");
    }
    assert_eq!((nights.len(), pairs.len(), group.len()), (15, 30, 12));
    assert!(nights.values().all(|games| *games == 2), "two a night");
    // Those who reach the quarter-finals have won at least as often as those who do not.
    let last_eight: BTreeSet<&String> = main
        .iter()
        .filter(|card| card.fixture.code.starts_with("QF"))
        .flat_map(|card| [card.a_short.as_ref().unwrap(), card.b_short.as_ref().unwrap()])
        .collect();
    assert_eq!(last_eight.len(), 8);
    for pool in ["A组", "B组"] {
        let inside = wins.iter().filter(|(club, _)| group[*club] == pool);
        let (through, out): (Vec<_>, Vec<_>) = inside.partition(|(club, _)| last_eight.contains(club));
        let fewest = through.iter().map(|(_, wins)| **wins).min();
        assert_eq!((through.len(), out.len()), (4, 2));
        assert!(fewest >= out.iter().map(|(_, wins)| **wins).max(), "{pool}");
    }
    // "winner of QF1" plays where it says.
    let by_code: BTreeMap<&str, &Card> = main.iter().map(|card| (card.fixture.code.as_str(), card)).collect();
    for card in &main {
        let sides = [
            (&card.fixture.a_source, card.fixture.a_entry_id),
            (&card.fixture.b_source, card.fixture.b_entry_id),
        ];
        for (source, entry) in sides {
            let Some((word, code)) = source.split_once(" of ") else { continue };
            let game = &by_code[code].fixture;
            let a_won = game.score_a > game.score_b;
            let expected = if a_won == (word == "winner") { game.a_entry_id } else { game.b_entry_id };
            assert_eq!(entry, expected, "{} {source}", card.fixture.code);
        }
    }
}

#[tokio::test]
async fn nobody_of_the_demo_is_real() {
    let folder = Folder::new();
    let store = demo_store(&folder).await;
    let mut db = store.read().await.unwrap();
    let league = store::leagues::all(&mut db).await.unwrap()[0].id;
    let people = store::entries::people_after(&mut db, league, 0, 1000).await.unwrap();
    assert!(people.len() >= 144);
    assert!(people.iter().all(|person| person.sample == "name"));
    for (year, season) in seasons(&store).await {
        for competition in store::competitions::of_season(&mut db, season).await.unwrap() {
            for entry in store::entries::of_competition(&mut db, competition.id).await.unwrap() {
                let players = store::entries::players(&mut db, entry.id).await.unwrap();
                if year == "2025" && competition.sort == 0 {
                    assert!((12..=13).contains(&players.len()), "{}", entry.name);
                    let shirts: Vec<&str> = players.iter().map(|player| player.shirt.as_str()).collect();
                    assert!(shirts.contains(&"0") && shirts.contains(&"00"));
                } else {
                    assert!(players.is_empty(), "{year} {}", entry.name);
                }
                assert!(players.iter().all(|player| player.sample == "name"));
            }
        }
    }
}

#[tokio::test]
async fn groups_are_marked_and_stand_in_2025_only() {
    let folder = Folder::new();
    let store = demo_store(&folder).await;
    let mut db = store.read().await.unwrap();
    for (year, season) in seasons(&store).await {
        for competition in store::competitions::of_season(&mut db, season).await.unwrap() {
            let pools = store::competitions::pools(&mut db, competition.id).await.unwrap();
            let expected = if year == "2025" && competition.sort == 0 { 2 } else { 0 };
            assert_eq!(pools.len(), expected, "{year} {}", competition.name_zh);
            assert!(pools.iter().all(|pool| pool.sample == "group" && pool.complete));
            let places = store::entries::pool_places(&mut db, competition.id).await.unwrap();
            assert!(places.iter().all(|place| place.sample == "group"));
        }
    }
}

async fn names(
    store: &Store,
) -> (Registry<ClubId, SeasonId>, BTreeMap<String, ClubId>, BTreeMap<String, SeasonId>) {
    let mut db = store.read().await.unwrap();
    let league = store::leagues::all(&mut db).await.unwrap()[0].id;
    let registry = store::clubs::registry(&mut db, league).await.unwrap();
    let clubs = store::clubs::all(&mut db, league).await.unwrap();
    let clubs = clubs.into_iter().map(|club| (club.short_name, club.id)).collect();
    drop(db);
    (registry, clubs, seasons(store).await.into_iter().collect())
}

#[tokio::test]
async fn the_four_zhongche_clubs_never_merge() {
    let folder = Folder::new();
    let (registry, clubs, seasons) = names(&demo_store(&folder).await).await;
    let expect = [
        ("中车株机", ["中车株洲电力机车有限公司", "株机", "中车株机"]),
        ("中车株洲电机", ["中车株洲电机有限公司", "株洲电机", "中车株洲电机"]),
        ("中车株洲所", ["中车株洲电力机车研究所有限公司", "中车株洲所", "中车株洲所"]),
        (
            "中车时代新材",
            ["株洲时代新材料科技股份有限公司", "时代新材", "中车株洲时代新材料科技股份有限公司"],
        ),
    ];
    for (club, said) in expect {
        for name in said {
            assert_eq!(registry.find(name, Some(seasons["2025"])), Found::One(clubs[club]), "{name}");
        }
    }
    assert!(matches!(registry.find("中车", None), Found::None { .. }));
}

#[tokio::test]
async fn one_club_keeps_its_names_by_season() {
    let folder = Folder::new();
    let (registry, clubs, seasons) = names(&demo_store(&folder).await).await;
    let huaxin = Found::One(clubs["醴陵华鑫"]);
    assert_eq!(registry.find("醴陵企联", Some(seasons["2023"])), huaxin);
    assert_eq!(registry.find("醴陵电瓷", Some(seasons["2025"])), huaxin);
    assert!(matches!(registry.find("醴陵企联", Some(seasons["2025"])), Found::None { .. }));
    assert_eq!(registry.find("湖汽职院", Some(seasons["2024"])), Found::One(clubs["汽车工程"]));
    assert!(matches!(registry.find("湖汽职院", Some(seasons["2025"])), Found::None { .. }));
}

#[tokio::test]
async fn entries_number_what_was_published() {
    let folder = Folder::new();
    let store = demo_store(&folder).await;
    let mut db = store.read().await.unwrap();
    let mut counted = Vec::new();
    for (year, season) in seasons(&store).await {
        for competition in store::competitions::of_season(&mut db, season).await.unwrap() {
            let entries = store::entries::of_competition(&mut db, competition.id).await.unwrap();
            let unknown = entries.iter().filter(|entry| entry.kind == EntryKind::Unknown).count();
            let inferred = entries.iter().filter(|entry| entry.sample == "entry").count();
            let kind = competition.kind.as_str();
            counted.push(format!("{year} {kind} {} {unknown} {inferred}", entries.len()));
        }
    }
    counted.sort();
    let expected = [
        "2023 main 12 2 4",
        "2024 allstar 2 0 0",
        "2024 main 14 0 0",
        "2024 preseason 2 0 0",
        "2025 community 10 4 0",
        "2025 invitational 8 1 0",
        "2025 main 12 1 0",
        "2025 preseason 8 0 0",
        "2025 u12 8 4 0",
    ];
    assert_eq!(counted, expected);
}

#[tokio::test]
async fn the_demo_is_filled_once_and_never_into_another_league() {
    let folder = Folder::new();
    let store = demo_store(&folder).await;
    let again = demo::fill(&store, &clock(), &Random::seeded(demo::SEED)).await.unwrap();
    assert_eq!(again, Filled::Before);
    let store = open(&folder.url("league.db")).await;
    let mut tx = store.write(&crate::cli_world::writer()).await.unwrap();
    store::leagues::insert(&mut tx, "k", "联赛", "League").await.unwrap();
    tx.commit_quiet().await.unwrap();
    let refused = demo::fill(&store, &clock(), &Random::seeded(demo::SEED)).await.unwrap();
    assert_eq!(refused, Filled::NotEmpty);
    assert!(store::seasons::all(&mut store.read().await.unwrap()).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_same_objects_have_the_same_keys_on_every_machine() {
    let folder = Folder::new();
    let one = cards(&open_demo(&folder.url("one.db")).await).await;
    let two = cards(&open_demo(&folder.url("two.db")).await).await;
    let keys =
        |cards: &[(String, Card)]| cards.iter().map(|(_, c)| c.fixture.key.clone()).collect::<Vec<_>>();
    assert_eq!(keys(&one), keys(&two));
}

#[tokio::test]
async fn the_newest_season_is_the_one_shown() {
    let folder = Folder::new();
    let store = demo_store(&folder).await;
    let current = store::seasons::current(&mut store.read().await.unwrap()).await.unwrap().unwrap();
    assert!(current.name_zh.starts_with("2025"), "{}", current.name_zh);
}
