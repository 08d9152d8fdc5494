//! The books: lines are added and struck out, never changed.

use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::{Fault, Outcome, Refused, seasons};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::ledger::{self, Line};
use crate::store::seasons::Season;
use crate::store::{Tx, clubs, officials};
use chrono::NaiveDate;
use league::ids::SeasonId;
use league::money::{Fen, Kind as Of};

/// What a line is made of.
pub const FIELDS: &[Field] = &[
    required(
        "kind",
        Holds::Word(&[
            "entry_fee",
            "deposit",
            "payment",
            "deduction",
            "deposit_back",
            "prize",
            "official_fee",
            "payout",
            "income",
            "expense",
        ]),
    ),
    optional("party", Holds::Key),
    required("amount", Holds::Yuan),
    required("day", Holds::Date),
    optional("note", Holds::Line(200)),
    optional("document", Holds::Line(200)),
];

/// What striking a line out is made of.
pub const STRIKE_FIELDS: &[Field] = &[required("reason", Holds::Line(200))];

/// Adds a line by hand.
pub async fn add(tx: &mut Tx, season: &Season, fields: &Fields) -> Outcome<Line> {
    seasons::must_be_open(tx, season.id).await?;
    let parsed = parse(FIELDS, fields)?;
    let kind: Of = parsed.text("kind").parse().expect("one of the allowed words");
    let party = parsed.text("party");
    // Officials earn, and are paid; what is asked of clubs is asked of clubs only.
    let for_official = matches!(kind, Of::OfficialFee | Of::Payout | Of::Payment);
    let mut line = blank(tx, season.id, kind, Fen(parsed.number("amount").unwrap_or(0)));
    line.day = parsed.date("day").expect("a required date");
    line.note = parsed.text("note");
    line.document = parsed.text("document");
    match (kind.is_leagues_own(), party.is_empty()) {
        (true, true) => {}
        (true, false) => return Err(vec![Fault::at("party", What::NotAllowed)].into()),
        (false, true) => return Err(vec![Fault::at("party", What::Required)].into()),
        (false, false) => match clubs::by_key(tx, &party).await? {
            Some(club) if club.league_id == season.league_id && !club.archived => {
                line.club_id = Some(club.id.0)
            }
            _ => match officials::by_key(tx, &party).await? {
                Some(official) if official.season_id == season.id && for_official => {
                    line.official_id = Some(official.id);
                }
                _ => return Err(vec![Fault::at("party", What::NoSuchObject)].into()),
            },
        },
    }
    ledger::insert(tx, &line).await?;
    record(tx, Action::Created, None, &line).await?;
    Ok(line)
}

/// A line that the program writes as the consequence of something else, once.
#[derive(Clone, Debug)]
pub struct Posting {
    /// What it stands for: written a second time, nothing happens.
    pub once: String,
    pub kind: Of,
    pub club: Option<i32>,
    pub official: Option<i32>,
    pub amount: Fen,
    pub note: String,
    pub document: String,
}

/// Writes the consequence of something else into the books. False when it stands there already.
pub async fn post(tx: &mut Tx, season: &Season, posting: &Posting) -> Outcome<bool> {
    if posting.amount.0 <= 0 {
        return Ok(false);
    }
    let mut line = blank(tx, season.id, posting.kind, posting.amount);
    line.club_id = posting.club;
    line.official_id = posting.official;
    line.day = tx.now().with_timezone(&season.tz()).date_naive();
    line.note.clone_from(&posting.note);
    line.document.clone_from(&posting.document);
    line.once = Some(posting.once.clone());
    let added = ledger::insert(tx, &line).await?;
    if added {
        record(tx, Action::Created, None, &line).await?;
    }
    Ok(added)
}

/// Strikes a line out.
pub async fn strike(tx: &mut Tx, before: &Line, version: i64, fields: &Fields) -> Outcome<()> {
    seasons::must_be_open(tx, before.season_id).await?;
    let parsed = parse(STRIKE_FIELDS, fields)?;
    if before.version != version || before.voided {
        return Err(Refused::Conflict);
    }
    ledger::strike(tx, &before.key, version, &parsed.text("reason")).await?;
    let after = ledger::by_key(tx, &before.key).await?.ok_or(Refused::NotFound)?;
    record(tx, Action::Archived, Some(before), &after).await
}

fn blank(tx: &Tx, season: SeasonId, kind: Of, amount: Fen) -> Line {
    Line {
        key: tx.key(),
        season_id: season,
        club_id: None,
        club_short: None,
        official_id: None,
        official_name: None,
        kind,
        amount: amount.0,
        day: NaiveDate::default(),
        note: String::new(),
        document: String::new(),
        once: None,
        voided: false,
        void_reason: String::new(),
        sample: String::new(),
        version: 1,
    }
}

async fn record(tx: &mut Tx, action: Action, before: Option<&Line>, after: &Line) -> Outcome<()> {
    let shown = |line: &Line| {
        serde_json::json!({
            "kind": line.kind.as_str(), "club": line.club_id, "official": line.official_id, "amount": line.amount, "day": line.day,
            "note": line.note, "document": line.document, "voided": line.voided,
        })
    };
    let mut entry = Entry::new(action, Kind::Ledger, &after.key, after.kind.as_str())
        .season(after.season_id)
        .after(shown(after))
        .reason(&after.void_reason);
    if let Some(before) = before {
        entry = entry.before(shown(before));
    }
    tx.record(entry).await?;
    Ok(())
}
