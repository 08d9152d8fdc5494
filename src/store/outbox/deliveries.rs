//! Deliveries: each is claimed by one node, settled once, and read at most once.

use super::super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, Utc};
use league::ids::SeasonId;
use serde_json::Value;
use sqlx::types::Json;

/// One message on its way to one recipient.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Delivery {
    pub id: i32,
    pub key: String,
    pub message_id: i32,
    pub message_key: String,
    #[sqlx(try_from = "i32")]
    pub season_id: SeasonId,
    pub about: String,
    pub said: Json<Value>,
    pub recipient_key: String,
    pub recipient_name: String,
    pub channel: String,
    pub address: String,
    pub secret: String,
    pub lang: String,
    pub state: String,
    pub run_at: DateTime<Utc>,
    pub attempts: i64,
    pub sent_at: Option<DateTime<Utc>>,
    pub read_at: Option<DateTime<Utc>>,
    pub failure: String,
}

macro_rules! deliveries {
    () => {
        "select d.id, d.key, d.message_id, m.key as message_key, m.season_id, m.about, m.said, r.key as recipient_key,
                r.name as recipient_name, r.channel, r.address, r.secret, r.lang, d.state, d.run_at, d.attempts,
                d.sent_at, d.read_at, d.failure
           from delivery d
           join message m on m.id = d.message_id
           join recipient r on r.id = d.recipient_id"
    };
}

/// The deliveries of a message.
pub async fn of_message(db: &mut Db, message: i32) -> Result<Vec<Delivery>> {
    let sql = concat!(deliveries!(), " where d.message_id = $1 order by r.name, d.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(message).fetch_all(conn).await)?)
}

/// The deliveries of a season's messages.
pub async fn of_season(db: &mut Db, season: SeasonId) -> Result<Vec<Delivery>> {
    let sql = concat!(deliveries!(), " where m.season_id = $1 order by d.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// The delivery with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Delivery>> {
    let sql = concat!(deliveries!(), " where d.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Puts a delivery on its way.
pub async fn insert(
    tx: &mut Tx,
    key: &str,
    message: i32,
    recipient: i32,
    state: &str,
    run_at: DateTime<Utc>,
) -> Result<()> {
    let sql = "insert into delivery (key, message_id, recipient_id, state, run_at)
               values ($1, $2, $3, $4, $5)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(key)
        .bind(message)
        .bind(recipient)
        .bind(state)
        .bind(run_at)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Whether anything is due.
pub async fn any_due(db: &mut Db, now: DateTime<Utc>) -> Result<bool> {
    let sql = "select count(*)
                 from delivery
                where state = 'waiting'
                  and run_at <= $1";
    let count: i64 = db!(db, |conn| sqlx::query_scalar(sql).bind(now).fetch_one(conn).await)?;
    Ok(count > 0)
}

/// Takes one delivery that is due. The state is asked for twice: of two nodes only one finds it still waiting.
pub async fn claim(tx: &mut Tx, node: &str, now: DateTime<Utc>) -> Result<Option<Delivery>> {
    let sql = "update delivery
                  set state = 'sending', claimed_by = $1, claimed_at = $2, attempts = attempts + 1
                where id = (select id
                              from delivery
                             where state = 'waiting'
                               and run_at <= $2
                             order by run_at, id
                             limit 1)
                  and state = 'waiting'
            returning key";
    let key: Option<String> =
        db!(tx, |conn| sqlx::query_scalar(sql).bind(node).bind(now).fetch_optional(conn).await)?;
    match key {
        Some(key) => by_key(tx, &key).await,
        None => Ok(None),
    }
}

/// What was claimed before an instant and never settled: it may have arrived or not.
pub async fn give_up_stale(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    let sql = "update delivery
                  set state = 'unclear', failure = 'stopped'
                where state = 'sending'
                  and claimed_at < $1";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    pub state: &'static str,
    pub run_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub failure: String,
}

/// Writes down how an attempt ended.
pub async fn settle(tx: &mut Tx, id: i32, ended: &Ended) -> Result<()> {
    let sql = "update delivery
                  set state = $1, run_at = $2, sent_at = $3, failure = $4
                where id = $5
                  and state = 'sending'";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(ended.state)
        .bind(ended.run_at)
        .bind(ended.sent_at)
        .bind(&ended.failure)
        .bind(id)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Lets a delivery that ended badly begin again.
pub async fn again(tx: &mut Tx, id: i32, now: DateTime<Utc>) -> Result<()> {
    let sql = "update delivery
                  set state = 'waiting', run_at = $1, attempts = 0, failure = ''
                where id = $2
                  and state in ('given_up', 'unclear')";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(now)
        .bind(id)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Notes that somebody pasted it where it belongs.
pub async fn pasted(tx: &mut Tx, id: i32, now: DateTime<Utc>) -> Result<()> {
    let sql = "update delivery
                  set state = 'sent', sent_at = $1, attempts = 1
                where id = $2
                  and state = 'by_hand'";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(now)
        .bind(id)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Takes back what was said about something at an instant and has not left yet.
pub async fn take_back(tx: &mut Tx, about: &str, at: DateTime<Utc>) -> Result<()> {
    let sql = "update delivery
                  set state = 'taken_back'
                where state in ('waiting', 'by_hand')
                  and message_id in (select id from message where about = $1 and at = $2)";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(about).bind(at).execute(conn).await.map(drop))?)
}

/// Notes that the recipient has read it; the first time counts.
pub async fn read(tx: &mut Tx, id: i32, now: DateTime<Utc>) -> Result<()> {
    let sql = "update delivery
                  set read_at = $1
                where id = $2
                  and read_at is null";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(now).bind(id).execute(conn).await.map(drop))?)
}
