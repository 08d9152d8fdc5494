//! Results: entered, confirmed, and corrected in the open.

use super::fixtures::{State, freeze_rules, open, record};
use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::{Fault, Outcome, Refused, outbox, stages};
use crate::store::Tx;
use crate::store::audit::Action;
use crate::store::competitions;
use crate::store::fixtures::{self, Card, Correction, Fixture, Period};
use league::competition::Rules;
use league::fixture::{Outcome as Ended, ResultFault, ResultSheet, Score, Side, Status};
use sqlx::types::Json;

/// What a result is made of.
pub const FIELDS: &[Field] = &[
    required(
        "outcome",
        Holds::Word(&[
            "played",
            "forfeit",
            "default",
            "annulled",
            "absent_work",
            "absent_emergency",
            "absent_no_show",
        ]),
    ),
    optional("outcome_side", Holds::Word(&["a", "b", "both"])),
    optional("score_a", Holds::Number { min: 0, max: 999 }),
    optional("score_b", Holds::Number { min: 0, max: 999 }),
    optional("periods", Holds::Periods),
    optional("reason", Holds::Line(300)),
    optional("document", Holds::Line(200)),
    optional("under_protest", Holds::Flag),
    optional("official", Holds::Flag),
];

/// A result as its form shows it.
pub fn fields_of(state: &State) -> Fields {
    let mut fields = Fields::default();
    let fixture = &state.fixture;
    let number = |points: Option<i64>| points.map(|points| points.to_string()).unwrap_or_default();
    let outcome = if fixture.outcome == "unknown" { "played" } else { &fixture.outcome };
    fields.set("outcome", outcome);
    fields.set("outcome_side", &fixture.outcome_side);
    fields.set("score_a", number(fixture.score_a));
    fields.set("score_b", number(fixture.score_b));
    let pairs: Vec<String> = state.periods.iter().map(|p| format!("{}:{}", p.score_a, p.score_b)).collect();
    fields.set("periods", pairs.join(" "));
    fields.set("reason", &fixture.outcome_reason);
    fields.set("document", &fixture.outcome_document);
    fields.set("under_protest", fixture.under_protest);
    fields
}

/// Enters a result. It counts in the table at once; `official` confirms it in the same act.
pub async fn enter(tx: &mut Tx, key: &str, version: i64, fields: &Fields) -> Outcome<Card> {
    let (season, before) = open(tx, key, version).await?;
    if before.fixture.status == Status::Official {
        return Err(Refused::ResultOfficial);
    }
    let official = parse(FIELDS, fields)?.flag("official");
    let next = if official { Status::Official } else { Status::Final };
    if before.fixture.status != next && !before.fixture.status.may_become(next) {
        return Err(Refused::StatusNotReachable);
    }
    let mut after = before.clone();
    apply(tx, &mut after, fields).await?;
    after.fixture.status = next;
    if official {
        after.fixture.official_at = Some(tx.now());
    }
    save(tx, &after).await?;
    let after = State::load(tx, after.fixture.id).await?;
    let action = if official { Action::ResultConfirmed } else { Action::ResultEntered };
    record(tx, action, &season, Some(&before), &after, "").await?;
    stages::refresh_of(tx, after.fixture.competition_id).await?;
    if official {
        outbox::result_official(tx, &season, &after).await?;
    }
    Ok(fixtures::by_id(tx, after.fixture.id).await?)
}

/// Confirms a result that was entered: from here on it changes only by correction.
pub async fn confirm(tx: &mut Tx, key: &str, version: i64) -> Outcome<Card> {
    let (season, before) = open(tx, key, version).await?;
    if !before.fixture.awaits_confirmation() {
        return Err(Refused::StatusNotReachable);
    }
    let mut after = before.clone();
    after.fixture.status = Status::Official;
    after.fixture.official_at = Some(tx.now());
    fixtures::update(tx, &after.fixture).await?;
    let after = State::load(tx, after.fixture.id).await?;
    record(tx, Action::ResultConfirmed, &season, Some(&before), &after, "").await?;
    stages::refresh_of(tx, after.fixture.competition_id).await?;
    outbox::result_official(tx, &season, &after).await?;
    Ok(fixtures::by_id(tx, after.fixture.id).await?)
}

/// Corrects an official result. Both versions stay readable in the public ledger, with the reason.
pub async fn correct(tx: &mut Tx, key: &str, version: i64, fields: &Fields) -> Outcome<Card> {
    let (season, before) = open(tx, key, version).await?;
    if before.fixture.status != Status::Official {
        return Err(Refused::StatusNotReachable);
    }
    let reason = parse(FIELDS, fields)?.text("reason");
    if reason.is_empty() {
        return Err(vec![Fault::at("reason", What::Required)].into());
    }
    let mut after = before.clone();
    apply(tx, &mut after, fields).await?;
    after.fixture.corrected = true;
    save(tx, &after).await?;
    let after = State::load(tx, after.fixture.id).await?;
    into_ledger(tx, &before, &after, &reason).await?;
    record(tx, Action::ResultCorrected, &season, Some(&before), &after, &reason).await?;
    stages::refresh_of(tx, after.fixture.competition_id).await?;
    let card = fixtures::by_id(tx, after.fixture.id).await?;
    let was = before.fixture.score().map(|score| [i64::from(score.a), i64::from(score.b)]);
    outbox::result_corrected(tx, &season, &card, was, &reason).await?;
    Ok(card)
}

/// Writes both versions of an official result where everybody reads them.
pub(super) async fn into_ledger(tx: &mut Tx, before: &State, after: &State, reason: &str) -> Outcome<()> {
    let correction = Correction {
        key: tx.key(),
        fixture_id: after.fixture.id,
        at: tx.now(),
        reason: reason.to_owned(),
        document: after.fixture.outcome_document.clone(),
        before: Json(public_result(before)),
        after: Json(public_result(after)),
    };
    Ok(fixtures::insert_correction(tx, &correction).await?)
}

/// What the public ledger shows of a result.
fn public_result(state: &State) -> serde_json::Value {
    let fixture = &state.fixture;
    serde_json::json!({
        "outcome": fixture.outcome,
        "outcome_side": fixture.outcome_side,
        "score_a": fixture.score_a,
        "score_b": fixture.score_b,
        "periods": state.periods.iter().map(|p| [p.score_a, p.score_b]).collect::<Vec<_>>(),
    })
}

async fn apply(tx: &mut Tx, state: &mut State, fields: &Fields) -> Outcome<()> {
    let parsed = parse(FIELDS, fields)?;
    if state.fixture.a_entry_id.is_none() || state.fixture.b_entry_id.is_none() {
        let side = if state.fixture.a_entry_id.is_none() { "score_a" } else { "score_b" };
        return Err(vec![Fault::at(side, What::NotAllowed)].into());
    }
    let Some(outcome) = Ended::from_words(&parsed.text("outcome"), &parsed.text("outcome_side")) else {
        return Err(vec![Fault::at("outcome_side", What::Required)].into());
    };
    let points = |name: &str| parsed.number(name).and_then(|points| u16::try_from(points).ok());
    let score = match (points("score_a"), points("score_b")) {
        (Some(a), Some(b)) => Some(Score { a, b }),
        (None, None) => None,
        (Some(_), None) => return Err(vec![Fault::at("score_b", What::Required)].into()),
        (None, Some(_)) => return Err(vec![Fault::at("score_a", What::Required)].into()),
    };
    if state.fixture.rules_hash.is_none() {
        state.fixture.rules_hash = Some(freeze_rules(tx, &state.fixture).await?);
    }
    let rules = rules_of(tx, &state.fixture).await?;
    let sheet = ResultSheet { outcome, score, periods: parsed.periods("periods") };
    let leg = crate::stages::leg_of(tx, &state.fixture).await?;
    let counted = sheet.check_leg(&rules.profile, leg).map_err(faults)?;
    state.fixture.outcome = outcome.word().into();
    state.fixture.outcome_side = outcome.side_word().into();
    state.fixture.outcome_reason = parsed.text("reason");
    state.fixture.outcome_document = parsed.text("document");
    state.fixture.under_protest = parsed.flag("under_protest");
    state.fixture.score_a = counted.map(|score| i64::from(score.a));
    state.fixture.score_b = counted.map(|score| i64::from(score.b));
    state.periods = numbered(&sheet.periods, usize::from(rules.profile.periods));
    state.fixture.unmark(&["score", "periods"]);
    Ok(())
}

/// The rules this fixture is played by: frozen ones if its game has begun, else the competition's.
pub async fn rules_of(db: &mut crate::store::Db, fixture: &Fixture) -> Outcome<Rules> {
    if let Some(hash) = &fixture.rules_hash
        && let Some(frozen) = competitions::frozen(db, hash).await?
    {
        return Ok(frozen.rules);
    }
    Ok(competitions::by_id(db, fixture.competition_id).await?.rules.0)
}

async fn save(tx: &mut Tx, state: &State) -> Outcome<()> {
    fixtures::update(tx, &state.fixture).await?;
    Ok(fixtures::save_periods(tx, state.fixture.id, &state.periods).await?)
}

fn numbered(periods: &[Score], regular: usize) -> Vec<Period> {
    let period = |(at, score): (usize, &Score)| Period {
        number: at as i64 + 1,
        overtime: at >= regular,
        score_a: i64::from(score.a),
        score_b: i64::from(score.b),
    };
    periods.iter().enumerate().map(period).collect()
}

fn faults(found: Vec<ResultFault>) -> Refused {
    let field = |fault: &ResultFault| match fault {
        ResultFault::ScoreTooHigh { side: Side::B } => "score_b",
        ResultFault::PeriodsMissing { .. }
        | ResultFault::TooManyOvertimes { .. }
        | ResultFault::PeriodsDoNotAddUp { .. }
        | ResultFault::OvertimeNotDue { .. }
        | ResultFault::OvertimeAfterDecision { .. } => "periods",
        ResultFault::DefaultedSideLeads { .. } => "outcome_side",
        _ => "score_a",
    };
    Refused::Faults(found.into_iter().map(|fault| Fault::at(field(&fault), What::Result(fault))).collect())
}
