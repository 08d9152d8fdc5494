//! A list from its leader to the public: submitted, sent back, approved, posted, locked. Remarks, objections, links.

use super::super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::super::outbox::{self, Telling, said::Said};
use super::super::{Outcome, Refused};
use super::{By, Context, fault, must_be_open, record};
use crate::lists as reading;
use crate::random::token_hash;
use crate::store::Tx;
use crate::store::audit::Action;
use crate::store::lists::{self, EntryLink, List, Objection, Remark, State};
use chrono::Duration;
use league::eligibility::Verdict;

/// What a remark is made of.
pub const REMARK_FIELDS: &[Field] =
    &[optional("player", Holds::Key), optional("about", Holds::Line(60)), required("body", Holds::Line(300))];

/// What an objection is made of.
pub const OBJECTION_FIELDS: &[Field] =
    &[required("from_name", Holds::Line(80)), required("body", Holds::Text(2_000))];

/// What its answer is made of.
pub const ANSWER_FIELDS: &[Field] =
    &[required("upheld", Holds::Word(&["true", "false"])), required("answer", Holds::Text(1_000))];

/// What a leader's link is made of.
pub const LINK_FIELDS: &[Field] =
    &[required("holder", Holds::Line(40)), optional("days", Holds::Number { min: 1, max: 400 })];

/// Where a list may go from where it stands.
pub fn steps(state: State) -> &'static [State] {
    use State::*;
    match state {
        Draft | SentBack => &[Submitted],
        Submitted => &[SentBack, Approved],
        Approved => &[SentBack, Posted],
        Posted => &[SentBack, Locked],
        Locked => &[],
    }
}

/// Moves a list on, if what that step asks for is there.
pub async fn go(tx: &mut Tx, context: &Context, version: i64, to: State, by: By) -> Outcome<()> {
    must_be_open(tx, context).await?;
    if context.list.version != version {
        return Err(Refused::Conflict);
    }
    let before = context.list.state;
    if !steps(before).contains(&to) {
        return Err(Refused::List("list_step"));
    }
    let now = tx.now();
    let mut list = List { state: to, ..context.list.clone() };
    match to {
        State::Submitted => {
            context.must_edit(by)?;
            if context.rows.iter().all(|row| row.left_on.is_some()) {
                return Err(Refused::List("list_empty"));
            }
            list.submitted_at = Some(now);
            list.receipt = tx.key();
        }
        State::SentBack => {
            let remarks = lists::remarks(tx, context.entry.id).await?;
            let open: Vec<&Remark> = remarks.iter().filter(|remark| remark.settled_at.is_none()).collect();
            if open.is_empty() {
                return Err(Refused::List("list_no_remark"));
            }
            tell_leader(tx, context, &open).await?;
            (list.approved_at, list.posted_at, list.objections_until) = (None, None, None);
        }
        State::Approved => {
            let judged = reading::judged(tx, context.competition.id, context.entry.id, context.today).await?;
            if judged.rows.iter().any(|row| row.verdict == Verdict::Error) {
                return Err(Refused::List("list_red"));
            }
            lists::settle_remarks(tx, context.entry.id).await?;
            list.approved_at = Some(now);
        }
        State::Posted => {
            list.posted_at = Some(now);
            list.objections_until = Some(now + Duration::days(context.rules.objection_days));
        }
        State::Locked => {
            let objections = lists::objections(tx, context.entry.id).await?;
            let waits = list.objections_until.is_some_and(|until| now < until);
            if waits || objections.iter().any(|objection| objection.answered_at.is_none()) {
                return Err(Refused::List("list_objections"));
            }
            list.locked_at = Some(now);
        }
        State::Draft => return Err(Refused::List("list_step")),
    }
    lists::save(tx, &list).await?;
    let (from, to) = (serde_json::json!({ "state": before }), serde_json::json!({ "state": to }));
    record(tx, context, Action::Moved, from, to, "").await
}

/// Tells the club that its list came back, and why.
async fn tell_leader(tx: &mut Tx, context: &Context, open: &[&Remark]) -> Outcome<()> {
    let said = |remark: &&Remark| match remark.field.as_str() {
        "" => remark.body.clone(),
        about => format!("{about}: {}", remark.body),
    };
    let (entry, competition) = (&context.entry, &context.competition);
    let telling = Telling {
        once: format!("list:{}:{}", entry.key, context.list.version),
        about: String::new(),
        said: Said::SentBack {
            team: entry.short_name.clone(),
            competition_zh: competition.name_zh.clone(),
            competition_en: competition.name_en.clone(),
            remarks: open.iter().map(said).collect::<Vec<_>>().join(";"),
        },
        clubs: entry.club_id.into_iter().collect(),
        also: Vec::new(),
        wait: Duration::zero(),
    };
    outbox::tell(tx, &context.season, &telling).await?;
    Ok(())
}

/// Notes what the leader should mend.
pub async fn remark(tx: &mut Tx, context: &Context, given: &Fields) -> Outcome<()> {
    must_be_open(tx, context).await?;
    if matches!(context.list.state, State::Draft | State::Locked) {
        return Err(Refused::List("list_step"));
    }
    let parsed = parse(REMARK_FIELDS, given)?;
    let player = match parsed.text("player").as_str() {
        "" => None,
        key => {
            let row = context.rows.iter().find(|row| row.key == key);
            Some(row.ok_or_else(|| fault("player", What::NoSuchObject))?.id.0)
        }
    };
    let remark = Remark {
        key: tx.key(),
        entry_id: context.entry.id.0,
        roster_id: player,
        field: parsed.text("about"),
        body: parsed.text("body"),
        at: tx.now(),
        by_name: tx.writer.actor.name(),
        settled_at: None,
    };
    lists::insert_remark(tx, &remark).await?;
    let after = serde_json::json!({ "remark": remark.key, "field": remark.field });
    record(tx, context, Action::Reviewed, serde_json::Value::Null, after, "").await
}

/// Notes an objection that came in against a posted list.
pub async fn object(tx: &mut Tx, context: &Context, given: &Fields) -> Outcome<()> {
    must_be_open(tx, context).await?;
    if context.list.state != State::Posted {
        return Err(Refused::List("list_step"));
    }
    let parsed = parse(OBJECTION_FIELDS, given)?;
    let objection = Objection {
        key: tx.key(),
        entry_id: context.entry.id.0,
        from_name: parsed.text("from_name"),
        body: parsed.text("body"),
        at: tx.now(),
        answer: String::new(),
        upheld: None,
        answered_at: None,
    };
    lists::insert_objection(tx, &objection).await?;
    let after = serde_json::json!({ "objection": objection.key });
    record(tx, context, Action::Created, serde_json::Value::Null, after, "").await
}

/// Answers an objection.
pub async fn answer(tx: &mut Tx, context: &Context, key: &str, given: &Fields) -> Outcome<()> {
    must_be_open(tx, context).await?;
    let parsed = parse(ANSWER_FIELDS, given)?;
    let known = lists::objections(tx, context.entry.id).await?;
    if !known.iter().any(|objection| objection.key == key) {
        return Err(Refused::NotFound);
    }
    let upheld = parsed.text("upheld") == "true";
    lists::update_objection(tx, key, upheld, &parsed.text("answer")).await?;
    let after = serde_json::json!({ "objection": key, "upheld": upheld });
    record(tx, context, Action::Reviewed, serde_json::Value::Null, after, "").await
}

/// How long a link lives unless somebody asks for another time: an entry and its games.
const LIVES_DAYS: i64 = 60;

/// Hands a leader a link to the list and returns its secret, which is shown once.
pub async fn issue_link(tx: &mut Tx, context: &Context, given: &Fields) -> Outcome<(EntryLink, String)> {
    must_be_open(tx, context).await?;
    let parsed = parse(LINK_FIELDS, given)?;
    let token = tx.writer.random.token();
    let now = tx.now();
    let link = EntryLink {
        key: tx.key(),
        entry_id: context.entry.id,
        entry_key: context.entry.key.clone(),
        holder: parsed.text("holder"),
        created_at: now,
        expires_at: now + Duration::days(parsed.number("days").unwrap_or(LIVES_DAYS)),
        revoked_at: None,
    };
    lists::insert_link(tx, &link, &token_hash(&token)).await?;
    if context.list.version == 0 {
        lists::save(tx, &context.list).await?;
    }
    let after = serde_json::json!({ "link": link.key, "expires_at": link.expires_at });
    record(tx, context, Action::LinkIssued, serde_json::Value::Null, after, "").await?;
    Ok((link, token))
}

/// Takes a link back.
pub async fn revoke_link(tx: &mut Tx, context: &Context, key: &str) -> Outcome<()> {
    let known = lists::links(tx, context.entry.id).await?;
    if !known.iter().any(|link| link.key == key) {
        return Err(Refused::NotFound);
    }
    lists::revoke_link(tx, key).await?;
    let before = serde_json::json!({ "link": key });
    record(tx, context, Action::LinkRevoked, before, serde_json::Value::Null, "").await
}
