//! Notices to the public, and the review of files.

use super::input::{Field, Fields, Holds, optional, parse, required};
use super::{Fault, Outcome, Refused, seasons};
use crate::store::Tx;
use crate::store::audit::{Action, Entry, Kind};
use crate::store::fixtures::Card;
use crate::store::notices::{self, Notice, Upload};
use league::ids::{NoticeId, SeasonId};

/// What a notice is made of.
pub const FIELDS: &[Field] = &[
    required("kind", Holds::Word(&["notice", "spectators"])),
    required("title_zh", Holds::Line(80)),
    optional("title_en", Holds::Line(120)),
    required("body_zh", Holds::Text(20_000)),
    optional("body_en", Holds::Text(20_000)),
    optional("pinned", Holds::Flag),
    optional("published", Holds::Flag),
];

/// What the report of a game is made of.
pub const REPORT_FIELDS: &[Field] = &[
    required("title_zh", Holds::Line(80)),
    optional("title_en", Holds::Line(120)),
    required("body_zh", Holds::Text(20_000)),
    optional("body_en", Holds::Text(20_000)),
    optional("quote_zh", Holds::Text(500)),
    optional("quote_en", Holds::Text(500)),
    optional("published", Holds::Flag),
];

/// A notice as its form shows it.
pub fn fields_of(notice: &Notice) -> Fields {
    let mut fields = Fields::default();
    fields.set("kind", &notice.kind);
    fields.set("title_zh", &notice.title_zh);
    fields.set("title_en", &notice.title_en);
    fields.set("body_zh", &notice.body_zh);
    fields.set("body_en", &notice.body_en);
    fields.set("pinned", notice.pinned);
    fields.set("published", notice.published_at.is_some());
    fields
}

/// Writes a notice; it is a draft until published.
pub async fn create(tx: &mut Tx, season: SeasonId, fields: &Fields) -> Outcome<Notice> {
    insert(tx, season, None, fields).await
}

/// Writes the report of a game, with what a coach said at its end; it is a draft until published.
pub async fn create_report(tx: &mut Tx, card: &Card, fields: &Fields) -> Outcome<Notice> {
    let parsed = parse(REPORT_FIELDS, fields)?;
    let mut own = Fields::default();
    for field in FIELDS {
        own.set(field.name, fields.get(field.name));
    }
    own.set("kind", "notice");
    for (body, quote) in [("body_zh", "quote_zh"), ("body_en", "quote_en")] {
        let paragraphs = [parsed.text(body), parsed.text(quote)];
        let said: Vec<String> = paragraphs.into_iter().filter(|text| !text.is_empty()).collect();
        own.set(body, said.join("\n\n"));
    }
    insert(tx, card.season_id, Some(card.fixture.id.0), &own).await
}

async fn insert(tx: &mut Tx, season: SeasonId, fixture_id: Option<i32>, fields: &Fields) -> Outcome<Notice> {
    seasons::must_be_open(tx, season).await?;
    let mut notice = Notice {
        id: NoticeId(0),
        key: tx.key(),
        season_id: season,
        fixture_id,
        kind: String::new(),
        title_zh: String::new(),
        title_en: String::new(),
        body_zh: String::new(),
        body_en: String::new(),
        pinned: false,
        published_at: None,
        archived: false,
        version: 1,
    };
    fill(tx, &mut notice, fields)?;
    notice.id = notices::insert(tx, &notice).await?;
    tx.record(
        Entry::new(Action::Created, Kind::Notice, &notice.key, &notice.title_zh)
            .season(season)
            .after(&notice),
    )
    .await?;
    Ok(notice)
}

/// Changes, publishes or takes back a notice.
pub async fn change(tx: &mut Tx, key: &str, version: i64, fields: &Fields) -> Outcome<Notice> {
    let before = notices::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    seasons::must_be_open(tx, before.season_id).await?;
    if before.version != version {
        return Err(Refused::Conflict);
    }
    let mut notice = before.clone();
    fill(tx, &mut notice, fields)?;
    notices::update(tx, &notice).await?;
    let after = notices::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    let action = if before.published_at.is_none() && after.published_at.is_some() {
        Action::Published
    } else {
        Action::Changed
    };
    tx.record(
        Entry::new(action, Kind::Notice, key, &after.title_zh)
            .season(after.season_id)
            .before(&before)
            .after(&after),
    )
    .await?;
    Ok(after)
}

/// Keeps a file's row; its content was checked and stored before. Shown only after review.
pub async fn add_upload(tx: &mut Tx, upload: &Upload) -> Outcome<Upload> {
    seasons::must_be_open(tx, upload.season_id).await?;
    notices::insert_upload(tx, upload).await?;
    let after = notices::upload_by_key(tx, &upload.key).await?.ok_or(Refused::NotFound)?;
    tx.record(
        Entry::new(Action::Created, Kind::Upload, &after.key, &after.file_name)
            .season(after.season_id)
            .after(&after),
    )
    .await?;
    Ok(after)
}

/// Shows or refuses a file.
pub async fn review_upload(tx: &mut Tx, key: &str, version: i64, approve: bool) -> Outcome<Upload> {
    let before = notices::upload_by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    seasons::must_be_open(tx, before.season_id).await?;
    if before.version != version {
        return Err(Refused::Conflict);
    }
    let mut upload = before.clone();
    upload.review = if approve { "approved" } else { "refused" }.into();
    notices::review_upload(tx, &upload).await?;
    let after = notices::upload_by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    tx.record(
        Entry::new(Action::Reviewed, Kind::Upload, key, &after.file_name)
            .season(after.season_id)
            .before(&before)
            .after(&after),
    )
    .await?;
    Ok(after)
}

fn fill(tx: &Tx, notice: &mut Notice, fields: &Fields) -> Result<(), Vec<Fault>> {
    let parsed = parse(FIELDS, fields)?;
    notice.kind = parsed.text("kind");
    notice.title_zh = parsed.text("title_zh");
    notice.title_en = parsed.text("title_en");
    notice.body_zh = parsed.text("body_zh");
    notice.body_en = parsed.text("body_en");
    notice.pinned = parsed.flag("pinned");
    notice.published_at = match (parsed.flag("published"), notice.published_at) {
        (true, None) => Some(tx.now()),
        (true, published) => published,
        (false, _) => None,
    };
    Ok(())
}
