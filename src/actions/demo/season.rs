//! One season of the demo, from its sheet into the tables.

use super::{House, people, sheets};
use crate::actions::{Refused, stages};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::competitions::{Competition, FrozenRules, Pool, Round, Stage};
use crate::store::entries::{Player, PoolPlace};
use crate::store::fixtures::{Fixture, Period};
use crate::store::notices::Notice;
use crate::store::seasons::Season;
use crate::store::{self, Result, Tx, entries};
use chrono::TimeZone;
use league::competition::{EntryKind, Profile, Rules};
use league::fixture::{Side, Status};
use league::ids::{CompetitionId, EntryId, FixtureId, NoticeId, PoolId, RoundId, SeasonId, StageId};
use league::stages::{Crossing, Template};
use sqlx::types::Json;
use std::collections::BTreeMap;

/// The mark of a made-up group, or of an entry's place in one.
const GROUP: &str = "group";

/// Adds a season with everything in it.
pub(super) async fn insert(
    tx: &mut Tx,
    house: &House,
    sheet: &sheets::SeasonSheet,
    sort: i64,
) -> Result<SeasonId> {
    let season = Season {
        id: SeasonId(0),
        key: tx.key(),
        league_id: house.league,
        name_zh: sheet.season.zh.clone(),
        name_en: sheet.season.en.clone(),
        zone: "Asia/Shanghai".into(),
        event_from: Some(sheet.season.event[0]),
        event_to: Some(sheet.season.event[1]),
        match_from: Some(sheet.season.matches[0]),
        match_to: Some(sheet.season.matches[1]),
        phase: sheet.season.phase,
        is_public: true,
        sort,
        about_zh: sheet.season.about_zh.trim().into(),
        about_en: sheet.season.about_en.trim().into(),
        version: 0,
    };
    let id = store::seasons::insert(tx, &season).await?;
    let mut lists = 0;
    for (sort, competition) in sheet.competition.iter().enumerate() {
        let mut tree = Tree::insert(tx, id, competition, sort as i64).await?;
        tree.insert_entries(tx, house, competition, &mut lists).await?;
        for fixture in &competition.fixtures {
            tree.insert_fixture(tx, house, &season, fixture).await?;
        }
        if competition.eight_to_the_quarter_finals {
            let row = store::competitions::by_id(tx, tree.competition).await?;
            let template = Template::Factory2025(Crossing::FirstAgainstLast);
            // Which place met which was never published.
            stages::adopt(tx, &row, template, GROUP).await.map_err(|refused| match refused {
                Refused::Store(error) => error,
                other => store::Error::Unfit(format!("the demo's plan: {other:?}")),
            })?;
        }
    }
    for notice in &sheet.notice {
        let notice = Notice {
            id: NoticeId(0),
            fixture_id: None,
            key: tx.key(),
            season_id: id,
            kind: notice.kind.clone(),
            title_zh: notice.title_zh.clone(),
            title_en: notice.title_en.clone(),
            body_zh: notice.body_zh.trim().into(),
            body_en: notice.body_en.trim().into(),
            pinned: notice.pinned,
            published_at: Some(notice.published),
            archived: false,
            version: 0,
        };
        store::notices::insert(tx, &notice).await?;
    }
    let created = Entry::new(Action::Created, Kind::Season, &season.key, &season.name_zh).season(id);
    tx.record(created).await?;
    Ok(id)
}

/// A competition while it is filled: what its fixtures refer to, by the names of the sheet.
struct Tree {
    competition: CompetitionId,
    rules_hash: Option<String>,
    stages: BTreeMap<String, StageId>,
    pools: BTreeMap<String, PoolId>,
    rounds: BTreeMap<i64, RoundId>,
    entries: BTreeMap<String, EntryId>,
}

impl Tree {
    async fn insert(tx: &mut Tx, season: SeasonId, sheet: &sheets::Competition, sort: i64) -> Result<Self> {
        let fiba = Rules::fiba_2024();
        let profile = Profile { period_minutes: sheet.period_minutes, ..fiba.profile.clone() };
        let rules = Rules { profile, ..fiba };
        let competition = Competition {
            id: CompetitionId(0),
            key: tx.key(),
            season_id: season,
            kind: sheet.kind,
            name_zh: sheet.zh.clone(),
            name_en: sheet.en.clone(),
            rules: Json(rules.clone()),
            regulation_zh: sheet.regulation_zh.trim().into(),
            regulation_en: sheet.regulation_en.trim().into(),
            regulation_version: 1,
            sort,
            archived: false,
            version: 0,
        };
        let mut tree = Self {
            competition: store::competitions::insert(tx, &competition).await?,
            rules_hash: None,
            stages: BTreeMap::new(),
            pools: BTreeMap::new(),
            rounds: BTreeMap::new(),
            entries: BTreeMap::new(),
        };
        // By which rules the other games were played nobody published: they freeze none.
        if sheet.rules_assumed {
            let frozen = FrozenRules { rules, regulation_version: 1 };
            tree.rules_hash = Some(store::competitions::freeze(tx, &frozen).await?);
        }
        for (sort, stage) in sheet.stages.iter().enumerate() {
            tree.insert_stage(tx, stage, sort as i64).await?;
        }
        Ok(tree)
    }

    async fn insert_stage(&mut self, tx: &mut Tx, sheet: &sheets::Stage, sort: i64) -> Result<()> {
        let stage = Stage {
            id: StageId(0),
            key: tx.key(),
            competition_id: self.competition,
            kind: sheet.kind,
            name_zh: sheet.zh.clone(),
            name_en: sheet.en.clone(),
            sort,
            sample: sheet.sample.clone(),
            form: String::new(),
        };
        let stage_id = store::competitions::insert_stage(tx, &stage).await?;
        self.stages.insert(sheet.id.clone(), stage_id);
        for (sort, pool) in sheet.pools.iter().enumerate() {
            let row = Pool {
                id: PoolId(0),
                key: tx.key(),
                stage_id,
                name_zh: pool.zh.clone(),
                name_en: pool.en.clone(),
                sort: sort as i64,
                complete: true,
                sample: GROUP.into(),
                code: pool.id.clone(),
            };
            self.pools.insert(pool.id.clone(), store::competitions::insert_pool(tx, &row).await?);
        }
        for number in 1..=sheet.rounds {
            let round = Round {
                id: RoundId(0),
                key: tx.key(),
                stage_id,
                name_zh: format!("第{number}轮"),
                name_en: format!("Round {number}"),
                sort: number,
                sample: GROUP.into(),
            };
            self.rounds.insert(number, store::competitions::insert_round(tx, &round).await?);
        }
        Ok(())
    }

    async fn insert_entries(
        &mut self,
        tx: &mut Tx,
        house: &House,
        sheet: &sheets::Competition,
        lists: &mut usize,
    ) -> Result<()> {
        for (sort, entry) in sheet.entries.iter().enumerate() {
            let club = entry.club.as_ref().map(|club| &house.clubs[club]);
            let named = |given: &Option<String>, of_club: fn(&sheets::Club) -> &String| {
                given.clone().or_else(|| club.map(|(_, club)| of_club(club).clone())).unwrap_or_default()
            };
            let row = entries::Entry {
                id: EntryId(0),
                key: tx.key(),
                competition_id: self.competition,
                club_id: club.map(|(id, _)| id.0),
                club_key: None,
                colour_light: None,
                colour_dark: None,
                kind: entry.kind.unwrap_or(EntryKind::Club),
                name: named(&entry.name, |club| &club.official),
                short_name: named(&entry.short, |club| &club.short),
                is_new: entry.new,
                is_new_reason: entry.new_reason.clone(),
                withdrawn: false,
                sample: entry.sample.clone(),
                version: 0,
            };
            let entry_id = entries::insert(tx, &row).await?;
            self.entries.insert(entry.id.clone(), entry_id);
            if let Some(pool) = &entry.pool {
                let pool_id = self.pools[pool];
                let place = PoolPlace { pool_id, entry_id, sort: sort as i64, sample: GROUP.into() };
                entries::insert_pool_place(tx, &place).await?;
            }
            if entry.players > 0 {
                insert_players(tx, house, entry_id, people::players(*lists, entry.players)).await?;
                *lists += 1;
            }
        }
        Ok(())
    }

    async fn insert_fixture(
        &self,
        tx: &mut Tx,
        house: &House,
        season: &Season,
        sheet: &sheets::Fixture,
    ) -> Result<()> {
        let tip_off = sheet.day.zip(sheet.time).map(|(day, time)| day.and_time(time));
        let tip_off_at = tip_off.and_then(|at| season.tz().from_local_datetime(&at).single());
        // A report of a game without its result says that it was played, not how it ended.
        let is_decided = sheet.score.is_some() || sheet.winner.is_some();
        let (status, outcome) =
            if is_decided { (Status::Official, "played") } else { (Status::Final, "unknown") };
        let entry = |id: &Option<String>| id.as_ref().map(|id| self.entries[id].0);
        let fixture = Fixture {
            id: FixtureId(0),
            key: tx.key(),
            competition_id: self.competition,
            stage_id: sheet.stage.as_ref().map(|id| self.stages[id].0),
            pool_id: sheet.pool.as_ref().map(|id| self.pools[id].0),
            round_id: sheet.round.map(|number| self.rounds[&number].0),
            code: sheet.code.clone(),
            a_entry_id: entry(&sheet.a),
            a_source: sheet.a_source.clone(),
            b_entry_id: entry(&sheet.b),
            b_source: sheet.b_source.clone(),
            light_side: Side::A,
            day: sheet.day,
            tip_off,
            tip_off_at: tip_off_at.map(|at| at.to_utc()),
            venue_id: sheet.venue.as_ref().map(|id| house.venues[id].0),
            court_id: None,
            stream_url: String::new(),
            status,
            outcome: outcome.into(),
            outcome_side: String::new(),
            outcome_reason: String::new(),
            outcome_document: String::new(),
            under_protest: false,
            in_doubt: false,
            corrected: false,
            score_a: sheet.score.map(|score| score.a),
            score_b: sheet.score.map(|score| score.b),
            winner_known: sheet.winner.map_or("", Side::as_str).into(),
            rules_hash: self.rules_hash.clone(),
            // When a result became official was published for none.
            official_at: None,
            sequence: 0,
            remark_zh: sheet.remark_zh.clone(),
            remark_en: sheet.remark_en.clone(),
            source: sheet.source.clone(),
            sample: sheet.sample.clone(),
            archived: false,
            version: 0,
        };
        let id = store::fixtures::insert(tx, &fixture).await?;
        let periods: Vec<Period> = (1..)
            .zip(&sheet.periods)
            .map(|(number, points)| Period {
                number,
                overtime: number > 4,
                score_a: points.a,
                score_b: points.b,
            })
            .collect();
        if !periods.is_empty() {
            store::fixtures::save_periods(tx, id, &periods).await?;
        }
        Ok(())
    }
}

async fn insert_players(
    tx: &mut Tx,
    house: &House,
    entry_id: EntryId,
    players: Vec<people::Sample>,
) -> Result<()> {
    for player in players {
        let person_key = tx.key();
        let person = entries::insert_person(tx, house.league, &person_key, &player.name, "name").await?;
        let row = Player {
            key: tx.key(),
            entry_id,
            person_key,
            name: player.name,
            shirt: player.shirt.into(),
            position: player.position.into(),
            height_cm: None,
            captain: player.captain,
            sample: "name".into(),
        };
        entries::insert_player(tx, person, &row).await?;
    }
    Ok(())
}
