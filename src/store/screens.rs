//! Screens of a hall, sponsors with their seconds on air, the run of a show.

use super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, NaiveDateTime, Utc};
use league::ids::{FixtureId, SeasonId};

/// What a screen can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    Board,
    Bug,
    LineUps,
    Statistics,
    Sponsors,
    Canteen,
    Show,
    Dark,
}

league::text_enum!(View {
    Board => "board",
    Bug => "bug",
    LineUps => "line_ups",
    Statistics => "statistics",
    Sponsors => "sponsors",
    Canteen => "canteen",
    Show => "show",
    Dark => "dark",
});

impl View {
    /// Whether it is about one game.
    pub fn needs_game(self) -> bool {
        matches!(self, Self::Board | Self::Bug | Self::LineUps | Self::Statistics)
    }
}

/// A screen.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Screen {
    pub id: i32,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub season_id: SeasonId,
    pub name: String,
    #[sqlx(try_from = "String")]
    pub view: View,
    pub fixture_id: Option<i32>,
    pub fixture_key: Option<String>,
    pub archived: bool,
    pub version: i64,
}

macro_rules! screens {
    () => {
        "select s.id, s.key, s.season_id, s.name, s.view, s.fixture_id, f.key as fixture_key, s.archived, s.version
           from screen s
           left join fixture f on f.id = s.fixture_id"
    };
}

/// The screens of a season; those put away are not among them.
pub async fn of_season(db: &mut Db, season: SeasonId) -> Result<Vec<Screen>> {
    let sql = concat!(screens!(), " where s.season_id = $1 and not s.archived order by s.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// The screen with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Screen>> {
    let sql = concat!(screens!(), " where s.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Adds a screen.
pub async fn insert(tx: &mut Tx, key: &str, season: SeasonId, name: &str, view: View) -> Result<()> {
    let sql = "insert into screen (key, season_id, name, view)
               values ($1, $2, $3, $4)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(key)
        .bind(season.0)
        .bind(name)
        .bind(view.as_str())
        .execute(conn)
        .await
        .map(drop))?)
}

/// Saves what a screen shows, and whether it is put away.
pub async fn update(tx: &mut Tx, screen: &Screen) -> Result<()> {
    let sql = "update screen
                  set name = $1, view = $2, fixture_id = $3, archived = $4, version = version + 1
                where key = $5
                  and version = $6";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&screen.name)
        .bind(screen.view.as_str())
        .bind(screen.fixture_id)
        .bind(screen.archived)
        .bind(&screen.key)
        .bind(screen.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// A sponsor, with the seconds the screens say they showed it.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Sponsor {
    pub id: i32,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub season_id: SeasonId,
    pub name: String,
    pub line: String,
    /// How long it stays in each round of the loop.
    pub seconds: i64,
    pub sample: String,
    pub archived: bool,
    pub version: i64,
    pub aired: i64,
}

macro_rules! sponsors {
    () => {
        "select s.id, s.key, s.season_id, s.name, s.line, s.seconds, s.sample, s.archived, s.version,
                (select cast(coalesce(sum(a.seconds), 0) as bigint) from airing a where a.sponsor_id = s.id) as aired
           from sponsor s"
    };
}

/// The sponsors of a season in the order of the loop.
pub async fn sponsors(db: &mut Db, season: SeasonId) -> Result<Vec<Sponsor>> {
    let sql = concat!(sponsors!(), " where s.season_id = $1 and not s.archived order by s.name, s.key");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// The sponsor with a key.
pub async fn sponsor(db: &mut Db, key: &str) -> Result<Option<Sponsor>> {
    let sql = concat!(sponsors!(), " where s.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Adds a sponsor.
pub async fn insert_sponsor(tx: &mut Tx, sponsor: &Sponsor) -> Result<()> {
    let sql = "insert into sponsor (key, season_id, name, line, seconds, sample)
               values ($1, $2, $3, $4, $5, $6)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&sponsor.key)
        .bind(sponsor.season_id.0)
        .bind(&sponsor.name)
        .bind(&sponsor.line)
        .bind(sponsor.seconds)
        .bind(&sponsor.sample)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Takes a sponsor out of the loop; its seconds stay.
pub async fn archive_sponsor(tx: &mut Tx, key: &str, version: i64) -> Result<()> {
    let sql = "update sponsor
                  set archived = true, version = version + 1
                where key = $1
                  and version = $2
                  and not archived";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(key)
        .bind(version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Writes down the total that one run of a screen's page has shown a sponsor; totals only grow.
pub async fn air(tx: &mut Tx, screen: i32, sponsor: i32, run: &str, seconds: i64) -> Result<()> {
    let now = tx.now();
    let sql = "insert into airing (screen_id, sponsor_id, run, seconds, began_at, heard_at)
               values ($1, $2, $3, $4, $5, $5)
                   on conflict (screen_id, sponsor_id, run)
                   do update set seconds = excluded.seconds,
                                 heard_at = excluded.heard_at
                           where airing.seconds < excluded.seconds";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(screen)
        .bind(sponsor)
        .bind(run)
        .bind(seconds)
        .bind(now)
        .execute(conn)
        .await
        .map(drop))?)
}

/// What one screen showed of a sponsor.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Airing {
    pub screen: String,
    pub sponsor: String,
    pub seconds: i64,
    pub began_at: DateTime<Utc>,
    pub heard_at: DateTime<Utc>,
}

/// All runs of a season's loops, oldest first.
pub async fn airings(db: &mut Db, season: SeasonId) -> Result<Vec<Airing>> {
    let sql = "select c.name as screen, s.name as sponsor, a.seconds, a.began_at, a.heard_at
                 from airing a
                 join screen c on c.id = a.screen_id
                 join sponsor s on s.id = a.sponsor_id
                where c.season_id = $1
                order by a.began_at, a.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// An item of the run of a show.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct ShowItem {
    pub id: i32,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub season_id: SeasonId,
    pub title: String,
    pub who: String,
    pub at: NaiveDateTime,
    pub minutes: i64,
    /// What all screens change to when it begins; empty leaves them.
    pub view: String,
    pub fixture_id: Option<i32>,
    pub state: String,
    pub begun_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub sample: String,
    pub archived: bool,
    pub version: i64,
}

macro_rules! items {
    () => {
        "select i.id, i.key, i.season_id, i.title, i.who, i.at, i.minutes, i.view, i.fixture_id, i.state, i.begun_at,
                i.ended_at, i.sample, i.archived, i.version
           from show_item i"
    };
}

/// The items of a season by their time.
pub async fn items(db: &mut Db, season: SeasonId) -> Result<Vec<ShowItem>> {
    let sql = concat!(items!(), " where i.season_id = $1 and not i.archived order by i.at, i.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// The item with a key.
pub async fn item(db: &mut Db, key: &str) -> Result<Option<ShowItem>> {
    let sql = concat!(items!(), " where i.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Adds an item.
pub async fn insert_item(tx: &mut Tx, item: &ShowItem) -> Result<()> {
    let sql = "insert into show_item (key, season_id, title, who, at, minutes, view, fixture_id, sample)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&item.key)
        .bind(item.season_id.0)
        .bind(&item.title)
        .bind(&item.who)
        .bind(item.at)
        .bind(item.minutes)
        .bind(&item.view)
        .bind(item.fixture_id)
        .bind(&item.sample)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Saves how far an item has come, and whether it is put away.
pub async fn update_item(tx: &mut Tx, item: &ShowItem) -> Result<()> {
    let sql = "update show_item
                  set state = $1, begun_at = $2, ended_at = $3, archived = $4, version = version + 1
                where key = $5
                  and version = $6";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&item.state)
        .bind(item.begun_at)
        .bind(item.ended_at)
        .bind(item.archived)
        .bind(&item.key)
        .bind(item.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

impl Screen {
    /// The game it is about.
    pub fn fixture(&self) -> Option<FixtureId> {
        self.fixture_id.map(FixtureId)
    }
}
