//! The audit: append-only, one hash chain per season, personal values masked before they are stored.

use super::{Db, Result, Tx, db};
use crate::random::hex;
use chrono::{DateTime, Utc};
use league::ids::SeasonId;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The kinds of object that have a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    League,
    Season,
    Competition,
    Stage,
    Club,
    Entry,
    Venue,
    Fixture,
    Notice,
    Upload,
    Account,
    Capability,
    ApiToken,
    /// The graph of a competition's stages, under the competition's key.
    Plan,
    Ruling,
    Draw,
    /// A figure of the audience.
    Observation,
    /// A gate, a zone or an occasion that figures are about.
    Scope,
    /// Somebody who is told things, by key: the name is personal.
    Recipient,
    /// Something that was told.
    Message,
    Incident,
    SanctionRule,
    Sanction,
    /// A line of the books.
    Ledger,
    /// A plan of fixtures before it is published.
    Draft,
    /// The list of a team, under the entry's key.
    List,
    /// Who is named for a game, under the list's key.
    MatchList,
    /// How a competition takes entries, under the competition's key.
    EntryRules,
    Person,
    /// By key: the name is personal.
    Official,
    Appointment,
    Shift,
    /// A screen of a hall.
    Screen,
    Sponsor,
    /// An item of the run of a show.
    ShowItem,
    /// What the referee reports of a game: it names people.
    GameReport,
    Protest,
}

league::text_enum!(Kind {
    League => "league",
    Season => "season",
    Competition => "competition",
    Stage => "stage",
    Club => "club",
    Entry => "entry",
    Venue => "venue",
    Fixture => "fixture",
    Notice => "notice",
    Upload => "upload",
    Account => "account",
    Capability => "capability",
    ApiToken => "api_token",
    Plan => "plan",
    Ruling => "ruling",
    Draw => "draw",
    Observation => "observation",
    Scope => "scope",
    Recipient => "recipient",
    Message => "message",
    Incident => "incident",
    SanctionRule => "sanction_rule",
    Sanction => "sanction",
    Ledger => "ledger",
    Draft => "draft",
    List => "list",
    MatchList => "match_list",
    EntryRules => "entry_rules",
    Person => "person",
    Official => "official",
    Appointment => "appointment",
    Shift => "shift",
    Screen => "screen",
    Sponsor => "sponsor",
    ShowItem => "show_item",
    GameReport => "game_report",
    Protest => "protest",
});

impl Kind {
    /// Whether a change of this kind can be seen on a page that everyone gets.
    pub fn shows_on_pages(self) -> bool {
        !matches!(
            self,
            Self::Account
                | Self::Capability
                | Self::ApiToken
                | Self::Recipient
                | Self::Message
                | Self::Incident
                | Self::SanctionRule
                | Self::Sanction
                | Self::Ledger
                | Self::Draft
                | Self::Official
                | Self::Appointment
                | Self::Shift
                | Self::GameReport
        )
    }
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Created,
    Changed,
    Archived,
    Restored,
    ResultEntered,
    ResultConfirmed,
    ResultCorrected,
    Undone,
    Imported,
    SignedIn,
    SignedOut,
    PasswordSet,
    LinkIssued,
    LinkRevoked,
    Granted,
    GrantRemoved,
    Reviewed,
    Published,
    /// A device began to count at a gate.
    Counted,
    /// A list went from one state to the next.
    Moved,
    /// Somebody looked at what is kept sealed.
    Revealed,
    Merged,
    Unmerged,
    Erased,
    /// Everything about a person was handed out.
    Exported,
    /// A device began to keep a game's sheet.
    SheetTaken,
    SheetClosed,
    SheetReopened,
    /// A report bears a name and stays as it is.
    Signed,
}

league::text_enum!(Action {
    Created => "created",
    Changed => "changed",
    Archived => "archived",
    Restored => "restored",
    ResultEntered => "result_entered",
    ResultConfirmed => "result_confirmed",
    ResultCorrected => "result_corrected",
    Undone => "undone",
    Imported => "imported",
    SignedIn => "signed_in",
    SignedOut => "signed_out",
    PasswordSet => "password_set",
    LinkIssued => "link_issued",
    LinkRevoked => "link_revoked",
    Granted => "granted",
    GrantRemoved => "grant_removed",
    Reviewed => "reviewed",
    Published => "published",
    Counted => "counted",
    Moved => "moved",
    Revealed => "revealed",
    Merged => "merged",
    Unmerged => "unmerged",
    Erased => "erased",
    Exported => "exported",
    SheetTaken => "sheet_taken",
    SheetClosed => "sheet_closed",
    SheetReopened => "sheet_reopened",
    Signed => "signed",
});

/// What a writer hands in; who, when and from where come from the transaction.
#[derive(Clone, Debug)]
pub struct Entry {
    pub action: Action,
    pub kind: Kind,
    pub key: String,
    pub name: String,
    pub season: Option<SeasonId>,
    pub before: Option<Value>,
    pub after: Option<Value>,
    pub reason: String,
}

impl Entry {
    /// An entry about one object, without values yet.
    pub fn new(action: Action, kind: Kind, key: &str, name: &str) -> Self {
        Self {
            action,
            kind,
            key: key.into(),
            name: name.into(),
            season: None,
            before: None,
            after: None,
            reason: String::new(),
        }
    }

    /// Hangs the entry into a season's chain.
    pub fn season(mut self, season: SeasonId) -> Self {
        self.season = Some(season);
        self
    }

    /// The values before the change.
    pub fn before(mut self, value: impl serde::Serialize) -> Self {
        self.before = serde_json::to_value(value).ok();
        self
    }

    /// The values after the change.
    pub fn after(mut self, value: impl serde::Serialize) -> Self {
        self.after = serde_json::to_value(value).ok();
        self
    }

    /// Why it was done, in the words of who did it.
    pub fn reason(mut self, reason: &str) -> Self {
        self.reason = reason.into();
        self
    }
}

/// An audit entry as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Row {
    pub id: i32,
    pub chain: String,
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub season_id: Option<i32>,
    pub actor: String,
    pub actor_name: String,
    #[sqlx(try_from = "String")]
    pub action: Action,
    #[sqlx(try_from = "String")]
    pub object_kind: Kind,
    pub object_key: String,
    pub object_name: String,
    pub before: Option<String>,
    pub after: Option<String>,
    pub reason: String,
    pub origin: String,
    pub request_id: String,
    pub prev_hash: String,
    pub hash: String,
}

impl Row {
    fn computed_hash(&self) -> String {
        let mut hash = Sha256::new();
        let mut part = |text: &str| {
            // Lengths first: no two rows can run together into the same bytes.
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        };
        part(&self.prev_hash);
        part(&self.chain);
        part(&self.seq.to_string());
        part(&self.at.timestamp_micros().to_string());
        part(&self.actor);
        part(&self.actor_name);
        part(self.action.as_str());
        part(self.object_kind.as_str());
        part(&self.object_key);
        part(&self.object_name);
        part(self.before.as_deref().unwrap_or("-"));
        part(self.after.as_deref().unwrap_or("-"));
        part(&self.reason);
        part(&self.origin);
        part(&self.request_id);
        hex(&hash.finalize())
    }
}

pub(super) async fn append(tx: &mut Tx, entry: Entry) -> Result<i32> {
    let chain = entry.season.map_or_else(|| "league".to_owned(), |season| format!("season:{}", season.0));
    let sql = "insert into audit_chain (chain, length, head)
               values ($1, 1, '')
                   on conflict (chain) do update set length = audit_chain.length + 1
            returning length, head";
    let (seq, prev_hash): (i64, String) =
        db!(tx, |conn| sqlx::query_as(sql).bind(&chain).fetch_one(conn).await)?;
    let mut row = Row {
        id: 0,
        chain,
        seq,
        at: tx.now(),
        season_id: entry.season.map(|season| season.0),
        actor: tx.writer.actor.tag(),
        actor_name: tx.writer.actor.name(),
        action: entry.action,
        object_kind: entry.kind,
        object_key: entry.key,
        object_name: entry.name,
        before: entry.before.map(|value| value.to_string()),
        after: entry.after.map(|value| value.to_string()),
        reason: entry.reason,
        origin: tx.writer.origin.clone(),
        request_id: tx.writer.request_id.clone(),
        prev_hash,
        hash: String::new(),
    };
    row.hash = row.computed_hash();
    let sql = "update audit_chain
                  set head = $1
                where chain = $2";
    db!(tx, |conn| sqlx::query(sql).bind(&row.hash).bind(&row.chain).execute(conn).await.map(drop))?;
    let sql = "insert into audit
                      (chain, seq, at, season_id, actor, actor_name, action, object_kind, object_key, object_name,
                       before, after, reason, origin, request_id, prev_hash, hash)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            returning id";
    let id = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&row.chain)
        .bind(row.seq)
        .bind(row.at)
        .bind(row.season_id)
        .bind(&row.actor)
        .bind(&row.actor_name)
        .bind(row.action.as_str())
        .bind(row.object_kind.as_str())
        .bind(&row.object_key)
        .bind(&row.object_name)
        .bind(&row.before)
        .bind(&row.after)
        .bind(&row.reason)
        .bind(&row.origin)
        .bind(&row.request_id)
        .bind(&row.prev_hash)
        .bind(&row.hash)
        .fetch_one(conn)
        .await)?;
    Ok(id)
}

macro_rules! columns {
    () => {
        "select id, chain, seq, at, season_id, actor, actor_name, action, object_kind, object_key, object_name,
                before, after, reason, origin, request_id, prev_hash, hash
           from audit"
    };
}

/// What to show of the audit; an empty text filters nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub season: Option<SeasonId>,
    pub object_kind: String,
    pub object_key: String,
    pub actor: String,
    pub action: String,
    pub from: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
    /// Entries older than this id, for paging.
    pub before_id: Option<i32>,
    pub limit: i64,
}

/// Entries, newest first.
pub async fn list(db: &mut Db, filter: &Filter) -> Result<Vec<Row>> {
    let sql = concat!(
        columns!(),
        "
          where (season_id = coalesce($1, season_id) or season_id is null)
            and ($2 = '' or object_kind = $2)
            and ($3 = '' or object_key = $3)
            and ($4 = '' or lower(actor_name) like '%' || lower($4) || '%' escape '!')
            and ($5 = '' or action = $5)
            and coalesce(id < $6, true)
            and coalesce(at >= $8, true)
            and coalesce(at < $9, true)
          order by id desc
          limit $7"
    );
    Ok(db!(db, |conn| sqlx::query_as(sql)
        .bind(filter.season.map(|s| s.0))
        .bind(&filter.object_kind)
        .bind(&filter.object_key)
        .bind(escape_like(&filter.actor))
        .bind(&filter.action)
        .bind(filter.before_id)
        .bind(filter.limit)
        .bind(filter.from)
        .bind(filter.until)
        .fetch_all(conn)
        .await)?)
}

/// What a number in an entry stands for.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Named {
    pub key: String,
    pub name: String,
}

/// The object a field of an entry points to. People are not named: their names do not enter the audit.
pub async fn named(db: &mut Db, field: &str, id: i64) -> Result<Option<Named>> {
    let sql = match field {
        "league_id" => "select key, name_zh as name from league where id = $1",
        "season_id" => "select key, name_zh as name from season where id = $1",
        "competition_id" => "select key, name_zh as name from competition where id = $1",
        "stage_id" => "select key, name_zh as name from stage where id = $1",
        "pool_id" => "select key, name_zh as name from pool where id = $1",
        "round_id" => "select key, name_zh as name from round where id = $1",
        "venue_id" => "select key, name_zh as name from venue where id = $1",
        "court_id" => "select key, name_zh as name from court where id = $1",
        "club_id" => "select key, short_name as name from club where id = $1",
        "a_entry_id" | "b_entry_id" | "entry_id" => "select key, short_name as name from entry where id = $1",
        "fixture_id" => "select key, code as name from fixture where id = $1",
        "notice_id" => "select key, title_zh as name from notice where id = $1",
        _ => return Ok(None),
    };
    let Ok(id) = i32::try_from(id) else { return Ok(None) };
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(id).fetch_optional(conn).await)?)
}

/// One entry.
pub async fn by_id(db: &mut Db, id: i32) -> Result<Option<Row>> {
    let sql = concat!(columns!(), " where id = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(id).fetch_optional(conn).await)?)
}

/// The newest entry about an object.
pub async fn newest(db: &mut Db, kind: Kind, key: &str) -> Result<Option<Row>> {
    let sql = concat!(columns!(), " where object_kind = $1 and object_key = $2 order by id desc limit 1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(kind.as_str()).bind(key).fetch_optional(conn).await)?)
}

/// Where a season's chain stands: the version of everything printed from it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    pub seq: i64,
    pub hash: String,
    pub at: DateTime<Utc>,
}

impl Head {
    /// The version as people read it: a number that grows and enough of the hash to compare.
    pub fn label(&self) -> String {
        format!("{}-{}", self.seq, self.hash.get(..8).unwrap_or(""))
    }
}

/// The newest entry of a season's chain.
pub async fn head(db: &mut Db, season: SeasonId) -> Result<Option<Head>> {
    let sql = "select seq, hash, at
                 from audit
                where chain = $1
                order by seq desc
                limit 1";
    let chain = format!("season:{}", season.0);
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(chain).fetch_optional(conn).await)?)
}

/// When each fixture and season was last changed, by key.
pub async fn last_changes(db: &mut Db) -> Result<HashMap<String, DateTime<Utc>>> {
    let sql = "select object_key, max(at)
                 from audit
                where object_kind in ('fixture', 'season')
                group by object_key
                order by object_key";
    let rows: Vec<(String, DateTime<Utc>)> = db!(db, |conn| sqlx::query_as(sql).fetch_all(conn).await)?;
    Ok(rows.into_iter().collect())
}

/// The first broken link of a chain, if any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    pub chain: String,
    pub seq: i64,
}

/// Walks every chain and gives the number of entries, or the first that does not fit.
pub async fn verify(db: &mut Db) -> Result<std::result::Result<usize, Break>> {
    let sql = concat!(columns!(), " order by chain, seq");
    let rows: Vec<Row> = db!(db, |conn| sqlx::query_as(sql).fetch_all(conn).await)?;
    let sql = "select chain, head
                 from audit_chain
                order by chain";
    let heads: Vec<(String, String)> = db!(db, |conn| sqlx::query_as(sql).fetch_all(conn).await)?;
    let mut last: HashMap<&str, (i64, &str)> = HashMap::new();
    for row in &rows {
        let (seq, hash) = last.get(row.chain.as_str()).copied().unwrap_or((0, ""));
        if row.seq != seq + 1 || row.prev_hash != hash || row.hash != row.computed_hash() {
            return Ok(Err(Break { chain: row.chain.clone(), seq: row.seq }));
        }
        last.insert(&row.chain, (row.seq, &row.hash));
    }
    for (chain, head) in &heads {
        let (seq, hash) = last.get(chain.as_str()).copied().unwrap_or((0, ""));
        if hash != head {
            return Ok(Err(Break { chain: chain.clone(), seq: seq + 1 }));
        }
    }
    Ok(Ok(rows.len()))
}

/// Text for `like .. escape '!'`: its own wildcards mean themselves.
pub(super) fn escape_like(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}
