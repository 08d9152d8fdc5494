//! What pages and players beat, as the nodes counted it. A node writes its own parts whole, so that writing twice
//! changes nothing; a reader merges the parts.

use crate::store::{Db, Result, Tx, db};
use chrono::{DateTime, Utc};
use league::audience::beats::{Minute, REACH_S, Tally};
use league::audience::sketch::Sketch;

/// A game whose beats may count, with what its window hangs on.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Watched {
    pub id: i32,
    pub key: String,
    pub tip_off_at: Option<DateTime<Utc>>,
    pub day: Option<chrono::NaiveDate>,
    pub zone: String,
}

/// A node that counts.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Node {
    pub id: i32,
    pub key: String,
    pub started_at: DateTime<Utc>,
    pub flushed_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub flush_ms: i64,
}

/// One part of one minute.
#[derive(Clone, Debug)]
pub struct MinutePart {
    pub node_id: i32,
    pub minute: i64,
    pub found: Minute,
}

/// The games around a day, of seasons that everybody may see.
pub async fn watched(db: &mut Db, from: chrono::NaiveDate, to: chrono::NaiveDate) -> Result<Vec<Watched>> {
    let sql = "select f.id, f.key, f.tip_off_at, f.day, s.zone
                 from fixture f
                 join competition c on c.id = f.competition_id
                 join season s on s.id = c.season_id
                where s.is_public
                  and not f.archived
                  and f.day >= $1
                  and f.day <= $2
                order by f.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(from).bind(to).fetch_all(conn).await)?)
}

/// Says that a node lives; `ended` is its last word.
pub async fn put_node(
    tx: &mut Tx,
    key: &str,
    started_at: DateTime<Utc>,
    ended: bool,
    flush_ms: i64,
) -> Result<i32> {
    let now = tx.now();
    let sql = "insert into beacon_node (key, started_at, flushed_at, ended_at, flush_ms)
               values ($1, $2, $3, $4, $5)
                   on conflict (key)
                   do update set flushed_at = excluded.flushed_at, ended_at = excluded.ended_at
            returning id";
    Ok(db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(key)
        .bind(started_at)
        .bind(now)
        .bind(ended.then_some(now))
        .bind(flush_ms)
        .fetch_one(conn)
        .await)?)
}

/// Writes one minute of a part, whole.
pub async fn put_minute(
    tx: &mut Tx,
    (fixture, place): (i32, &str),
    part: &str,
    node: i32,
    minute: i64,
    found: &Minute,
) -> Result<()> {
    let sql = "insert into beacon_minute
                      (fixture_id, place, minute, part, node_id, watched_ms, visits_begun, beats, bots, doubles, crowded,
                       visits)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                   on conflict (fixture_id, place, minute, part)
                   do update set watched_ms = excluded.watched_ms,
                                 visits_begun = excluded.visits_begun,
                                 beats = excluded.beats,
                                 bots = excluded.bots,
                                 doubles = excluded.doubles,
                                 crowded = excluded.crowded,
                                 visits = excluded.visits";
    db!(tx, |conn| sqlx::query(sql)
        .bind(fixture)
        .bind(place)
        .bind(at(minute))
        .bind(part)
        .bind(node)
        .bind(found.watched_ms)
        .bind(found.visits_begun)
        .bind(found.beats)
        .bind(found.bots)
        .bind(found.doubles)
        .bind(found.crowded)
        .bind(found.visits.to_bytes())
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}

/// Writes who was reached by a part, whole.
pub async fn put_reach(
    tx: &mut Tx,
    (fixture, place): (i32, &str),
    part: &str,
    node: i32,
    at_least_s: u32,
    viewers: &[u8],
) -> Result<()> {
    let sql = "insert into beacon_reach (fixture_id, place, at_least_s, part, node_id, viewers)
               values ($1, $2, $3, $4, $5, $6)
                   on conflict (fixture_id, place, at_least_s, part)
                   do update set viewers = excluded.viewers";
    db!(tx, |conn| sqlx::query(sql)
        .bind(fixture)
        .bind(place)
        .bind(i64::from(at_least_s))
        .bind(part)
        .bind(node)
        .bind(viewers)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct MinuteRow {
    minute: DateTime<Utc>,
    node_id: i32,
    watched_ms: i64,
    visits_begun: i64,
    beats: i64,
    bots: i64,
    doubles: i64,
    crowded: i64,
    visits: Vec<u8>,
}

/// The parts of all minutes of a game, in order of time.
pub async fn minutes(db: &mut Db, fixture: i32, place: &str) -> Result<Vec<MinutePart>> {
    let sql = "select minute, node_id, watched_ms, visits_begun, beats, bots, doubles, crowded, visits
                 from beacon_minute
                where fixture_id = $1
                  and place = $2
                order by minute, part";
    let rows: Vec<MinuteRow> =
        db!(db, |conn| sqlx::query_as(sql).bind(fixture).bind(place).fetch_all(conn).await)?;
    Ok(rows
        .into_iter()
        .map(|row| MinutePart {
            node_id: row.node_id,
            minute: row.minute.timestamp().div_euclid(60),
            found: Minute {
                watched_ms: row.watched_ms,
                visits_begun: row.visits_begun,
                beats: row.beats,
                bots: row.bots,
                doubles: row.doubles,
                crowded: row.crowded,
                visits: Sketch::from_bytes(&row.visits).unwrap_or(Minute::default().visits),
            },
        })
        .collect())
}

/// All that was counted of a game in one kind of place, merged, with the parts it came from.
pub async fn tally(db: &mut Db, fixture: i32, place: &str) -> Result<(Tally, Vec<MinutePart>)> {
    let parts = minutes(db, fixture, place).await?;
    let mut tally = Tally::default();
    for part in &parts {
        tally.minutes.entry(part.minute).or_default().merge(&part.found);
    }
    let sql = "select at_least_s, viewers
                 from beacon_reach
                where fixture_id = $1
                  and place = $2
                order by at_least_s, part";
    let rows: Vec<(i64, Vec<u8>)> =
        db!(db, |conn| sqlx::query_as(sql).bind(fixture).bind(place).fetch_all(conn).await)?;
    for (at_least, bytes) in rows {
        let rung = REACH_S.iter().position(|seconds| i64::from(*seconds) == at_least);
        if let (Some(rung), Some(sketch)) = (rung, Sketch::from_bytes(&bytes)) {
            tally.reached[rung].merge(&sketch);
        }
    }
    Ok((tally, parts))
}

/// The nodes that counted a game.
pub async fn nodes(db: &mut Db, fixture: i32) -> Result<Vec<Node>> {
    let sql = "select n.id, n.key, n.started_at, n.flushed_at, n.ended_at, n.flush_ms
                 from beacon_node n
                where exists (select 1 from beacon_minute m where m.node_id = n.id and m.fixture_id = $1)
                order by n.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(fixture).fetch_all(conn).await)?)
}

/// A game of a season that was watched online, and where.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Counted {
    pub fixture_id: i32,
    pub place: String,
    pub last_minute: DateTime<Utc>,
}

/// The games of a season that were counted, newest first.
pub async fn counted(db: &mut Db, season: league::ids::SeasonId) -> Result<Vec<Counted>> {
    let sql = "select b.fixture_id, b.place, max(b.minute) as last_minute
                 from beacon_minute b
                 join fixture f on f.id = b.fixture_id
                 join competition c on c.id = f.competition_id
                where c.season_id = $1
                group by b.fixture_id, b.place
                order by last_minute desc, b.fixture_id, b.place";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(minute * 60, 0).unwrap_or_default()
}
