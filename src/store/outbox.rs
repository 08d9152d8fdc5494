//! The outbox: who is told, what was said, and how far each delivery has come.

pub mod deliveries;

use super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, Utc};
use league::ids::{LeagueId, SeasonId};
use serde_json::Value;
use sqlx::types::Json;

/// Somebody, or a group, that is told things by one channel.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Recipient {
    pub id: i32,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub league_id: LeagueId,
    pub name: String,
    pub club_id: Option<i32>,
    pub club_key: Option<String>,
    pub club_short: Option<String>,
    pub topics: String,
    pub channel: String,
    pub address: String,
    pub secret: String,
    pub lang: String,
    pub archived: bool,
    pub version: i64,
}

macro_rules! recipients {
    () => {
        "select r.id, r.key, r.league_id, r.name, r.club_id, c.key as club_key, c.short_name as club_short, r.topics,
                r.channel, r.address, r.secret, r.lang, r.archived, r.version
           from recipient r
           left join club c on c.id = r.club_id"
    };
}

/// The recipients of a league by name.
pub async fn recipients(db: &mut Db, league: LeagueId) -> Result<Vec<Recipient>> {
    let sql = concat!(recipients!(), " where r.league_id = $1 and not r.archived order by r.name, r.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(league.0).fetch_all(conn).await)?)
}

/// The recipient with a key.
pub async fn recipient(db: &mut Db, key: &str) -> Result<Option<Recipient>> {
    let sql = concat!(recipients!(), " where r.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Adds a recipient.
pub async fn insert_recipient(tx: &mut Tx, recipient: &Recipient) -> Result<()> {
    let sql = "insert into recipient (key, league_id, name, club_id, topics, channel, address, secret, lang)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&recipient.key)
        .bind(recipient.league_id.0)
        .bind(&recipient.name)
        .bind(recipient.club_id)
        .bind(&recipient.topics)
        .bind(&recipient.channel)
        .bind(&recipient.address)
        .bind(&recipient.secret)
        .bind(&recipient.lang)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Saves a recipient unless somebody changed it in between.
pub async fn update_recipient(tx: &mut Tx, recipient: &Recipient) -> Result<()> {
    let sql = "update recipient
                  set name = $1, club_id = $2, topics = $3, channel = $4, address = $5, secret = $6, lang = $7,
                      archived = $8, version = version + 1
                where id = $9
                  and version = $10";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&recipient.name)
        .bind(recipient.club_id)
        .bind(&recipient.topics)
        .bind(&recipient.channel)
        .bind(&recipient.address)
        .bind(&recipient.secret)
        .bind(&recipient.lang)
        .bind(recipient.archived)
        .bind(recipient.id)
        .bind(recipient.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Something that was said once.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Message {
    pub id: i32,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub season_id: SeasonId,
    pub once: String,
    /// The public key of the game it is about, if any.
    pub about: String,
    pub said: Json<Value>,
    pub at: DateTime<Utc>,
}

macro_rules! messages {
    () => {
        "select id, key, season_id, once, about, said, at
           from message"
    };
}

/// Adds a message; `None` when it was said before.
pub async fn insert_message(tx: &mut Tx, message: &Message) -> Result<Option<i32>> {
    let sql = "insert into message (key, season_id, once, about, said, at)
               values ($1, $2, $3, $4, $5, $6)
                   on conflict (once) do nothing
            returning id";
    Ok(db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&message.key)
        .bind(message.season_id.0)
        .bind(&message.once)
        .bind(&message.about)
        .bind(&message.said)
        .bind(message.at)
        .fetch_optional(conn)
        .await)?)
}

/// The newest messages of a season.
pub async fn messages(db: &mut Db, season: SeasonId, limit: i64) -> Result<Vec<Message>> {
    let sql = concat!(messages!(), " where season_id = $1 order by at desc, id desc limit $2");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).bind(limit).fetch_all(conn).await)?)
}

/// The message with a key.
pub async fn message(db: &mut Db, key: &str) -> Result<Option<Message>> {
    let sql = concat!(messages!(), " where key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}
