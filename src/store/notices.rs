//! Notices to the public, and files that wait for review.

use super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, Utc};
use league::ids::{FixtureId, NoticeId, SeasonId, UploadId};
use serde::{Deserialize, Serialize};

/// A notice 通知公告, a spectators' note 观众须知, or the report 战报 of a game.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Notice {
    #[sqlx(try_from = "i32")]
    pub id: NoticeId,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub season_id: SeasonId,
    /// The game it reports.
    #[serde(default)]
    pub fixture_id: Option<i32>,
    pub kind: String,
    pub title_zh: String,
    pub title_en: String,
    pub body_zh: String,
    pub body_en: String,
    pub pinned: bool,
    pub published_at: Option<DateTime<Utc>>,
    pub archived: bool,
    pub version: i64,
}

macro_rules! notices {
    () => {
        "select id, key, season_id, fixture_id, kind, title_zh, title_en, body_zh, body_en, pinned, published_at, archived,
                version
           from notice"
    };
}

/// The notices of a season, pinned and newest first; drafts among them.
pub async fn of_season(db: &mut Db, season: SeasonId) -> Result<Vec<Notice>> {
    let sql = concat!(
        notices!(),
        " where season_id = $1 and not archived order by pinned desc, published_at desc nulls first, id desc"
    );
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// The reports of a game, newest first; drafts among them.
pub async fn of_fixture(db: &mut Db, fixture: FixtureId) -> Result<Vec<Notice>> {
    let sql = concat!(notices!(), " where fixture_id = $1 and not archived order by id desc");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(fixture.0).fetch_all(conn).await)?)
}

/// The notice with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Notice>> {
    let sql = concat!(notices!(), " where key = $1 and not archived");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Adds a notice.
pub async fn insert(tx: &mut Tx, notice: &Notice) -> Result<NoticeId> {
    let sql = "insert into notice
                      (key, season_id, kind, title_zh, title_en, body_zh, body_en, pinned, published_at, fixture_id)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            returning id";
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&notice.key)
        .bind(notice.season_id.0)
        .bind(&notice.kind)
        .bind(&notice.title_zh)
        .bind(&notice.title_en)
        .bind(&notice.body_zh)
        .bind(&notice.body_en)
        .bind(notice.pinned)
        .bind(notice.published_at)
        .bind(notice.fixture_id)
        .fetch_one(conn)
        .await)?;
    Ok(NoticeId(id))
}

/// Saves a notice unless somebody changed it in between.
pub async fn update(tx: &mut Tx, notice: &Notice) -> Result<()> {
    let sql = "update notice
                  set kind = $1, title_zh = $2, title_en = $3, body_zh = $4, body_en = $5, pinned = $6,
                      published_at = $7, archived = $8, version = version + 1
                where id = $9
                  and version = $10";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&notice.kind)
        .bind(&notice.title_zh)
        .bind(&notice.title_en)
        .bind(&notice.body_zh)
        .bind(&notice.body_en)
        .bind(notice.pinned)
        .bind(notice.published_at)
        .bind(notice.archived)
        .bind(notice.id.0)
        .bind(notice.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// A stored file: a photo or an attachment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Upload {
    #[sqlx(try_from = "i32")]
    pub id: UploadId,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub season_id: SeasonId,
    pub notice_id: Option<i32>,
    pub club_id: Option<i32>,
    pub fixture_id: Option<i32>,
    pub kind: String,
    pub file_name: String,
    pub media_type: String,
    pub size_bytes: i64,
    pub stored_as: String,
    pub width: i64,
    pub height: i64,
    pub alt_zh: String,
    pub alt_en: String,
    pub consent: String,
    pub review: String,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

macro_rules! uploads {
    () => {
        "select id, key, season_id, notice_id, club_id, fixture_id, kind, file_name, media_type, size_bytes,
                stored_as, width, height, alt_zh, alt_en, consent, review, created_at, version
           from upload"
    };
}

/// The file with a key.
pub async fn upload_by_key(db: &mut Db, key: &str) -> Result<Option<Upload>> {
    let sql = concat!(uploads!(), " where key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// The files of a season, newest first.
pub async fn uploads_of_season(db: &mut Db, season: SeasonId) -> Result<Vec<Upload>> {
    let sql = concat!(uploads!(), " where season_id = $1 order by id desc");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// Adds a file's row.
pub async fn insert_upload(tx: &mut Tx, upload: &Upload) -> Result<UploadId> {
    let sql = "insert into upload
                      (key, season_id, notice_id, club_id, fixture_id, kind, file_name, media_type, size_bytes,
                       stored_as, width, height, alt_zh, alt_en, consent, review, created_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            returning id";
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&upload.key)
        .bind(upload.season_id.0)
        .bind(upload.notice_id)
        .bind(upload.club_id)
        .bind(upload.fixture_id)
        .bind(&upload.kind)
        .bind(&upload.file_name)
        .bind(&upload.media_type)
        .bind(upload.size_bytes)
        .bind(&upload.stored_as)
        .bind(upload.width)
        .bind(upload.height)
        .bind(&upload.alt_zh)
        .bind(&upload.alt_en)
        .bind(&upload.consent)
        .bind(&upload.review)
        .bind(upload.created_at)
        .fetch_one(conn)
        .await)?;
    Ok(UploadId(id))
}

/// Saves the verdict of a review unless somebody gave one in between.
pub async fn review_upload(tx: &mut Tx, upload: &Upload) -> Result<()> {
    let sql = "update upload
                  set review = $1, version = version + 1
                where id = $2
                  and version = $3";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&upload.review)
        .bind(upload.id.0)
        .bind(upload.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}
