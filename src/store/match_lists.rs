//! Match lists: who of a team is named for a game, and who stands in for it where nobody named anyone.

use super::fixtures::Card;
use super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, Utc};
use league::fixture::Side;
use league::ids::{EntryId, FixtureId, MatchListId, RosterId};
use serde::{Deserialize, Serialize};

/// Where a match list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListState {
    Draft,
    /// The leader has named the players.
    HandedIn,
    /// The table has looked at photos and documents.
    Checked,
    Locked,
}

league::text_enum!(ListState { Draft => "draft", HandedIn => "handed_in", Checked => "checked", Locked => "locked" });

/// A match list of one side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct MatchList {
    #[sqlx(try_from = "i32")]
    pub id: MatchListId,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub fixture_id: FixtureId,
    #[sqlx(try_from = "String")]
    pub side: Side,
    #[sqlx(try_from = "i32")]
    pub entry_id: EntryId,
    #[sqlx(try_from = "String")]
    pub state: ListState,
    pub coach: String,
    pub assistant_coach: String,
    pub handed_in_at: Option<DateTime<Utc>>,
    pub checked_at: Option<DateTime<Utc>>,
    pub checked_by: String,
    pub locked_at: Option<DateTime<Utc>>,
    pub version: i64,
}

/// Somebody who may play for a side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct LineUpPlayer {
    #[sqlx(try_from = "i32")]
    pub roster_id: RosterId,
    /// Key of the place on the team's list: the same in every game.
    pub roster_key: String,
    pub person_key: String,
    /// "0" and "00" differ.
    pub shirt: String,
    pub name: String,
    pub position: String,
    pub height_cm: Option<i64>,
    pub captain: bool,
    pub starter: bool,
    pub verified: bool,
}

/// Who plays for a side: named for this game, or else everybody on the team's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineUp {
    pub entry_id: EntryId,
    /// The state of the match list; nothing where the players are the team's whole list.
    pub list: Option<ListState>,
    pub coach: String,
    pub assistant_coach: String,
    pub players: Vec<LineUpPlayer>,
}

/// Who plays for a side of a fixture, by shirt; nothing where it is not known who plays there.
///
/// A list that is only a draft does not count: until it is handed in the whole roster stands.
pub async fn line_up(db: &mut Db, card: &Card, side: Side) -> Result<Option<LineUp>> {
    let entry = match side {
        Side::A => card.fixture.a_entry_id,
        Side::B => card.fixture.b_entry_id,
    };
    let Some(entry) = entry.map(EntryId::from) else { return Ok(None) };
    let list = of_side(db, card.fixture.id, side).await?;
    if let Some(list) = list.filter(|list| list.entry_id == entry && list.state != ListState::Draft) {
        return Ok(Some(LineUp {
            entry_id: entry,
            list: Some(list.state),
            players: players(db, list.id).await?,
            coach: list.coach,
            assistant_coach: list.assistant_coach,
        }));
    }
    let (coach, assistant_coach) = super::lists::coaches(db, entry).await?;
    Ok(Some(LineUp {
        entry_id: entry,
        list: None,
        coach,
        assistant_coach,
        players: roster(db, entry).await?,
    }))
}

macro_rules! lists {
    () => {
        "select id, key, fixture_id, side, entry_id, state, coach, assistant_coach, handed_in_at, checked_at, checked_by,
                locked_at, version
           from match_list"
    };
}

/// The match list of a side, in whatever state.
pub async fn of_side(db: &mut Db, fixture: FixtureId, side: Side) -> Result<Option<MatchList>> {
    let sql = concat!(lists!(), " where fixture_id = $1 and side = $2");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(fixture.0).bind(side.as_str()).fetch_optional(conn).await)?)
}

/// All match lists of a fixture.
pub async fn of_fixture(db: &mut Db, fixture: FixtureId) -> Result<Vec<MatchList>> {
    let sql = concat!(lists!(), " where fixture_id = $1 order by side, id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(fixture.0).fetch_all(conn).await)?)
}

/// The players of a match list by shirt.
pub async fn players(db: &mut Db, list: MatchListId) -> Result<Vec<LineUpPlayer>> {
    let sql =
        "select r.id as roster_id, r.key as roster_key, p.key as person_key, r.shirt, p.name, r.position,
                      r.height_cm, m.captain, m.starter, m.verified
                 from match_list_player m
                 join roster r on r.id = m.roster_id
                 join person p on p.id = r.person_id
                where m.match_list_id = $1
                order by length(r.shirt), r.shirt, r.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(list.0).fetch_all(conn).await)?)
}

/// Everybody on a team's list who has not left, by shirt.
pub async fn roster(db: &mut Db, entry: EntryId) -> Result<Vec<LineUpPlayer>> {
    let sql =
        "select r.id as roster_id, r.key as roster_key, p.key as person_key, r.shirt, p.name, r.position,
                      r.height_cm, r.captain, false as starter, false as verified
                 from roster r
                 join person p on p.id = r.person_id
                where r.entry_id = $1
                  and r.left_on is null
                order by length(r.shirt), r.shirt, r.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(entry.0).fetch_all(conn).await)?)
}

/// Adds a match list.
pub async fn insert(tx: &mut Tx, list: &MatchList) -> Result<MatchListId> {
    let sql = "insert into match_list (key, fixture_id, side, entry_id, state, coach, assistant_coach)
               values ($1, $2, $3, $4, $5, $6, $7)
            returning id";
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&list.key)
        .bind(list.fixture_id.0)
        .bind(list.side.as_str())
        .bind(list.entry_id.0)
        .bind(list.state.as_str())
        .bind(&list.coach)
        .bind(&list.assistant_coach)
        .fetch_one(conn)
        .await)?;
    Ok(MatchListId(id))
}

/// Saves a match list unless somebody changed it in between.
pub async fn update(tx: &mut Tx, list: &MatchList) -> Result<()> {
    let sql = "update match_list
                  set entry_id = $1, state = $2, coach = $3, assistant_coach = $4, handed_in_at = $5, checked_at = $6,
                      checked_by = $7, locked_at = $8, version = version + 1
                where id = $9
                  and version = $10";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(list.entry_id.0)
        .bind(list.state.as_str())
        .bind(&list.coach)
        .bind(&list.assistant_coach)
        .bind(list.handed_in_at)
        .bind(list.checked_at)
        .bind(&list.checked_by)
        .bind(list.locked_at)
        .bind(list.id.0)
        .bind(list.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// One player of a match list as it is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    pub roster: RosterId,
    pub captain: bool,
    pub starter: bool,
    pub verified: bool,
}

/// Puts these players in the place of those that stood on a match list.
pub async fn save_players(tx: &mut Tx, list: MatchListId, players: &[Named]) -> Result<()> {
    let sql = "delete from match_list_player where match_list_id = $1";
    db!(tx, |conn| sqlx::query(sql).bind(list.0).execute(conn).await.map(drop))?;
    let sql = "insert into match_list_player (match_list_id, roster_id, captain, starter, verified)
               values ($1, $2, $3, $4, $5)";
    for player in players {
        db!(tx, |conn| sqlx::query(sql)
            .bind(list.0)
            .bind(player.roster.0)
            .bind(player.captain)
            .bind(player.starter)
            .bind(player.verified)
            .execute(conn)
            .await
            .map(drop))?;
    }
    Ok(())
}

/// Whether somebody was named for any game.
pub async fn was_named(db: &mut Db, roster: RosterId) -> Result<bool> {
    let sql = "select count(*) from match_list_player where roster_id = $1";
    let count: i64 = db!(db, |conn| sqlx::query_scalar(sql).bind(roster.0).fetch_one(conn).await)?;
    Ok(count > 0)
}
