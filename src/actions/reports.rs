//! The report of a game by its referee or commissioner, and protests: lodged by a signature, written, decided.

use super::fixtures::{State, record as record_game};
use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::money::{self, Posting};
use super::{Fault, Outcome, Refused, seasons};
use crate::store::Tx;
use crate::store::audit::{Action, Entry, Kind};
use crate::store::fixtures::{self, Card};
use crate::store::reports::{self as rows, Protest, Report};
use chrono::Duration;
use league::fixture::Side;
use league::money::{Fen, Kind as Books};
use sha2::{Digest, Sha256};

/// What a report is made of.
pub const REPORT_FIELDS: &[Field] =
    &[optional("body", Holds::Text(4_000)), optional("conditions", Holds::Text(1_000))];

/// The name under a report.
pub const SIGN_FIELDS: &[Field] = &[required("signed_by", Holds::Line(40))];

/// Who protests.
pub const LODGE_FIELDS: &[Field] = &[required("side", Holds::Word(&["a", "b"]))];

/// What is handed in in writing.
pub const WRITE_FIELDS: &[Field] =
    &[required("reason", Holds::Text(2_000)), optional("deposit", Holds::Yuan)];

/// How a protest ends.
pub const DECIDE_FIELDS: &[Field] = &[
    required("verdict", Holds::Word(&["upheld", "rejected", "withdrawn"])),
    required("decision", Holds::Text(1_000)),
    optional("document", Holds::Line(200)),
];

/// The written reasons are due this long after the captain signed (FIBA Official Basketball Rules 2024, C.2).
const WRITTEN_WITHIN: Duration = Duration::hours(1);

/// Writes a report down; one that is signed stays as it is.
pub async fn write(tx: &mut Tx, card: &Card, version: i64, fields: &Fields) -> Outcome<Report> {
    seasons::must_be_open(tx, card.season_id).await?;
    let parsed = parse(REPORT_FIELDS, fields)?;
    rows::begin(tx, card.fixture.id).await?;
    let before = rows::report(tx, card.fixture.id).await?.ok_or(Refused::NotFound)?;
    if before.signed_at.is_some() {
        return Err(Refused::List("report_signed"));
    }
    let mut after = before.clone();
    // A report that nobody had begun has the version of its first writing.
    after.version = if version == 0 { before.version } else { version };
    (after.body, after.conditions) = (parsed.text("body"), parsed.text("conditions"));
    after.written_by = tx.writer.actor.tag();
    rows::save(tx, &after).await?;
    record(tx, Action::Changed, card, &after).await?;
    rows::report(tx, card.fixture.id).await?.ok_or(Refused::NotFound)
}

/// Signs a report: from here on it does not change. The audit holds its hash.
pub async fn sign(tx: &mut Tx, card: &Card, version: i64, fields: &Fields) -> Outcome<()> {
    seasons::must_be_open(tx, card.season_id).await?;
    let name = parse(SIGN_FIELDS, fields)?.text("signed_by");
    let mut report = rows::report(tx, card.fixture.id).await?.ok_or(Refused::NotFound)?;
    if report.signed_at.is_some() {
        return Err(Refused::List("report_signed"));
    }
    if report.body.is_empty() {
        return Err(vec![Fault::at("signed_by", What::NotAllowed)].into());
    }
    (report.version, report.signed_by, report.signed_at) = (version, name, Some(tx.now()));
    rows::save(tx, &report).await?;
    record(tx, Action::Signed, card, &report).await
}

/// Opens a protest of a side, once: the game is under protest from here on.
pub async fn lodge(tx: &mut Tx, card: &Card, side: Side) -> Outcome<()> {
    let season = seasons::must_be_open(tx, card.season_id).await?;
    let now = tx.now();
    let protest = Protest {
        key: tx.key(),
        fixture_id: card.fixture.id,
        fixture_key: card.fixture.key.clone(),
        side,
        lodged_at: now,
        due_at: now + WRITTEN_WITHIN,
        reason: String::new(),
        written_at: None,
        deposit: 0,
        state: "open".into(),
        decision: String::new(),
        document: String::new(),
        decided_at: None,
        sample: String::new(),
        version: 1,
    };
    if !rows::lodge(tx, &protest).await? {
        return Ok(());
    }
    record_protest(tx, Action::Created, card, &protest).await?;
    set_under_protest(tx, &season, card, true).await
}

/// Opens a protest from a form.
pub async fn lodge_by(tx: &mut Tx, card: &Card, fields: &Fields) -> Outcome<()> {
    let side = parse(LODGE_FIELDS, fields)?.text("side");
    let (side, entry) =
        if side == "a" { (Side::A, card.fixture.a_entry_id) } else { (Side::B, card.fixture.b_entry_id) };
    if entry.is_none() {
        return Err(vec![Fault::at("side", What::NoSuchObject)].into());
    }
    if rows::protests(tx, card.fixture.id).await?.iter().any(|protest| protest.side == side) {
        return Err(vec![Fault::at("side", What::Taken)].into());
    }
    lodge(tx, card, side).await
}

/// Takes the written reasons in, with the deposit.
pub async fn written(
    tx: &mut Tx,
    card: &Card,
    protest: &Protest,
    version: i64,
    fields: &Fields,
) -> Outcome<()> {
    let season = seasons::must_be_open(tx, card.season_id).await?;
    let parsed = parse(WRITE_FIELDS, fields)?;
    if protest.state != "open" || protest.written_at.is_some() {
        return Err(Refused::Conflict);
    }
    let mut after = protest.clone();
    after.version = version;
    (after.reason, after.deposit) = (parsed.text("reason"), parsed.number("deposit").unwrap_or(0));
    after.written_at = Some(tx.now());
    rows::save_protest(tx, &after).await?;
    record_protest(tx, Action::Changed, card, &after).await?;
    deposit(tx, &season, card, &after, Books::Deposit).await
}

/// Decides a protest. Upheld or withdrawn before: the deposit goes back; rejected: it is kept.
pub async fn decide(
    tx: &mut Tx,
    card: &Card,
    protest: &Protest,
    version: i64,
    fields: &Fields,
) -> Outcome<()> {
    let season = seasons::must_be_open(tx, card.season_id).await?;
    let parsed = parse(DECIDE_FIELDS, fields)?;
    if protest.state != "open" {
        return Err(Refused::Conflict);
    }
    let mut after = protest.clone();
    (after.version, after.state) = (version, parsed.text("verdict"));
    (after.decision, after.document) = (parsed.text("decision"), parsed.text("document"));
    after.decided_at = Some(tx.now());
    rows::save_protest(tx, &after).await?;
    record_protest(tx, Action::Reviewed, card, &after).await?;
    let kind = if after.state == "rejected" { Books::Deduction } else { Books::DepositBack };
    deposit(tx, &season, card, &after, kind).await?;
    let others = rows::protests(tx, card.fixture.id).await?;
    let open = others.iter().any(|other| other.state == "open");
    set_under_protest(tx, &season, card, open).await
}

async fn deposit(
    tx: &mut Tx,
    season: &crate::store::seasons::Season,
    card: &Card,
    protest: &Protest,
    kind: Books,
) -> Outcome<()> {
    let club = if protest.side == Side::A { card.a_club_id } else { card.b_club_id };
    let posting = Posting {
        once: format!("protest:{}:{}", protest.key, kind.as_str()),
        kind,
        club,
        official: None,
        amount: Fen(if club.is_some() { protest.deposit } else { 0 }),
        note: format!("申诉保证金 {}", card.fixture.code).trim_end().to_owned(),
        document: protest.document.clone(),
    };
    money::post(tx, season, &posting).await?;
    Ok(())
}

async fn set_under_protest(
    tx: &mut Tx,
    season: &crate::store::seasons::Season,
    card: &Card,
    under: bool,
) -> Outcome<()> {
    let before = State::load(tx, card.fixture.id).await?;
    if before.fixture.under_protest == under {
        return Ok(());
    }
    let mut after = before.clone();
    after.fixture.under_protest = under;
    fixtures::update(tx, &after.fixture).await?;
    let after = State::load(tx, card.fixture.id).await?;
    record_game(tx, Action::Changed, season, Some(&before), &after, "").await
}

fn name_of(card: &Card) -> String {
    let side = |short: &Option<String>, source: &str| short.clone().unwrap_or_else(|| source.to_owned());
    let fixture = &card.fixture;
    format!("{} v {}", side(&card.a_short, &fixture.a_source), side(&card.b_short, &fixture.b_source))
}

/// Reports name people: the audit holds their hash and length.
async fn record(tx: &mut Tx, action: Action, card: &Card, report: &Report) -> Outcome<()> {
    let text = format!("{}\n{}", report.body, report.conditions);
    let after = serde_json::json!({
        "characters": text.chars().count(),
        "sha256": crate::random::hex(&Sha256::digest(&text)),
        "signed": report.signed_at.is_some(),
    });
    let entry = Entry::new(action, Kind::GameReport, &report.key, &name_of(card));
    tx.record(entry.season(card.season_id).after(after)).await?;
    Ok(())
}

async fn record_protest(tx: &mut Tx, action: Action, card: &Card, protest: &Protest) -> Outcome<()> {
    let after = serde_json::json!({
        "side": if protest.side == Side::A { "a" } else { "b" },
        "due_at": protest.due_at, "written_at": protest.written_at, "deposit": protest.deposit,
        "state": protest.state, "document": protest.document,
    });
    let entry = Entry::new(action, Kind::Protest, &protest.key, &name_of(card));
    tx.record(entry.season(card.season_id).after(after)).await?;
    Ok(())
}
