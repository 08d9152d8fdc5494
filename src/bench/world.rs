//! The league that benchmarks run on: 14 clubs, everyone against everyone, 91 fixtures, two in three played.

use crate::actions::input::Fields;
use crate::actions::{Outcome, clubs, competitions, fixtures, results, seasons, venues};
use crate::actor::Actor;
use crate::clock::Clock;
use crate::random::Random;
use crate::store::{Store, Writer, entries};
use chrono::{Duration, NaiveDate};

const CLUBS: usize = 14;

/// Where the pages of the league lie.
#[derive(Clone, Debug)]
pub struct World {
    pub competition: String,
    pub fixtures: Vec<String>,
}

/// Who writes in a benchmark.
pub fn writer(clock: &Clock) -> Writer {
    Writer {
        actor: Actor::System,
        now: clock.now(),
        random: Random::System,
        origin: String::new(),
        request_id: "bench".into(),
    }
}

/// Makes the league, in one transaction.
pub async fn make(store: &Store, clock: &Clock) -> Outcome<World> {
    let mut tx = store.write(&writer(clock)).await?;
    let league = seasons::found_league(&mut tx, "基准联赛", "Bench League").await?;
    let season = Fields::from_pairs([
        ("name_zh", "基准赛季"),
        ("name_en", "Bench season"),
        ("zone", "Asia/Shanghai"),
        ("match_from", "2025-06-01"),
        ("match_to", "2025-09-30"),
        ("phase", "running"),
        ("is_public", "true"),
    ]);
    let season = seasons::create(&mut tx, league.id, &season).await?;
    let competition = Fields::from_pairs([
        ("name_zh", "主联赛"),
        ("name_en", "Main league"),
        ("kind", "main"),
        ("edition", "fiba-2024"),
        ("periods", "4"),
        ("period_minutes", "10"),
        ("overtime_minutes", "5"),
        ("criteria", "fiba"),
    ]);
    let competition = competitions::create(&mut tx, season.id, &competition).await?;
    let stage = Fields::from_pairs([
        ("name_zh", "循环赛"),
        ("name_en", "Round robin"),
        ("kind", "groups"),
        ("groups", "1"),
    ]);
    competitions::add_stage(&mut tx, &competition, &stage).await?;
    let pools = crate::store::competitions::pools(&mut tx, competition.id).await?;
    let group = pools.first().map(|pool| pool.key.clone()).unwrap_or_default();
    let hall = Fields::from_pairs([("name_zh", "基准球馆"), ("name_en", "Bench hall"), ("city", "株洲")]);
    let hall = venues::create(&mut tx, league.id, &hall).await?;
    let mut entered = Vec::new();
    for number in 1..=CLUBS {
        let (official, short) = (format!("第{number}机械制造厂篮球队"), format!("{number}机"));
        let club = Fields::from_pairs([
            ("official_name", official.as_str()),
            ("short_name", short.as_str()),
            ("colour_light", "#ffffff"),
            ("colour_dark", "#14202b"),
        ]);
        clubs::create(&mut tx, league.id, &club).await?;
        let entry = Fields::from_pairs([("name", short.as_str()), ("group", group.as_str())]);
        entered.push(competitions::enter(&mut tx, &competition, &entry).await?);
    }
    let keys = set_fixtures(&mut tx, &competition, &entered, &hall.key).await?;
    tx.commit().await?;
    Ok(World { competition: competition.key, fixtures: keys })
}

async fn set_fixtures(
    tx: &mut crate::store::Tx,
    competition: &crate::store::competitions::Competition,
    entered: &[entries::Entry],
    hall: &str,
) -> Outcome<Vec<String>> {
    let first_day = NaiveDate::from_ymd_opt(2025, 6, 1).expect("a day of the calendar");
    let mut keys = Vec::new();
    for (at, a) in entered.iter().enumerate() {
        for b in &entered[at + 1..] {
            let number = keys.len();
            let day = first_day + Duration::days(number as i64);
            let tip_off = format!("{day}T19:30");
            let fields =
                Fields::from_pairs([("a", &a.key), ("b", &b.key), ("venue", hall), ("tip_off", &tip_off)]);
            let card = fixtures::create(tx, competition, &fields).await?;
            if number % 3 != 0 {
                let (us, them) = ((60 + number % 31).to_string(), (59 - number % 17).to_string());
                let result =
                    Fields::from_pairs([("outcome", "played"), ("score_a", &us), ("score_b", &them)]);
                results::enter(tx, &card.fixture.key, card.fixture.version, &result).await?;
            }
            keys.push(card.fixture.key);
        }
    }
    Ok(keys)
}
