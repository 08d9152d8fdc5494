//! Capability links: one job, one fixture, no account. That is how a volunteer gets to the scorer's table.

use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::{Fault, Outcome, Refused, seasons};
use crate::actor::Job;
use crate::random::token_hash;
use crate::store::Tx;
use crate::store::accounts::{self, Capability};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::fixtures::Card;
use chrono::{Duration, NaiveTime};
use league::ids::CapabilityId;

/// What a link is made of.
pub const FIELDS: &[Field] = &[
    required("job", Holds::Word(&["scorer", "gate"])),
    optional("gate", Holds::Line(20)),
    optional("holder", Holds::Line(40)),
];

/// Hands out a link and returns its secret, which is shown once.
///
/// It lives from three hours before tip-off to six hours after. A game whose time is unknown gets a link from now on,
/// until six hours after the end of its day, or for twelve hours where the day is unknown too. For three days more a
/// link can be had for three hours, so that a device gets rid of what it still holds.
pub async fn issue(tx: &mut Tx, card: &Card, fields: &Fields) -> Outcome<(Capability, String)> {
    let season = seasons::must_be_open(tx, card.season_id).await?;
    let parsed = parse(FIELDS, fields)?;
    let token = tx.writer.random.token();
    let now = tx.now();
    let midnight = |day: chrono::NaiveDate| {
        use chrono::TimeZone;
        let end = day.and_time(NaiveTime::MIN) + Duration::days(1);
        season.tz().from_local_datetime(&end).earliest().map(|at| at.with_timezone(&chrono::Utc))
    };
    let (from, until) = match (card.fixture.tip_off_at, card.fixture.day.and_then(midnight)) {
        (Some(tip_off), _) => (tip_off - Duration::hours(3), tip_off + Duration::hours(6)),
        (None, Some(midnight)) => (now, midnight + Duration::hours(6)),
        (None, None) => (now, now + Duration::hours(12)),
    };
    // What waits on a device for want of a network is taken for three days: a new link then opens the door again.
    let (from, until) = match until {
        over if over <= now && now < over + Duration::hours(72) => (now, now + Duration::hours(3)),
        _ => (from, until),
    };
    if until <= now {
        return Err(vec![Fault::at("job", What::GameLongOver)].into());
    }
    let job: Job = parsed.text("job").parse().expect("one of the allowed words");
    let capability = Capability {
        id: CapabilityId(0),
        key: tx.key(),
        job,
        fixture_id: card.fixture.id,
        fixture_key: card.fixture.key.clone(),
        gate: parsed.text("gate"),
        holder: parsed.text("holder"),
        valid_from: from,
        expires_at: until,
        revoked_at: None,
    };
    accounts::insert_capability(tx, &capability, &token_hash(&token)).await?;
    tx.record(
        Entry::new(Action::LinkIssued, Kind::Capability, &capability.key, &capability.holder)
            .season(card.season_id)
            .after(serde_json::json!({
                "job": job.as_str(), "fixture": card.fixture.key, "gate": capability.gate,
                "valid_from": from, "expires_at": until,
            })),
    )
    .await?;
    Ok((capability, token))
}

/// Takes a link back.
pub async fn revoke(tx: &mut Tx, card: &Card, key: &str) -> Outcome<()> {
    let capability = accounts::capability_by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    if capability.fixture_id != card.fixture.id {
        return Err(Refused::NotFound);
    }
    accounts::revoke_capability(tx, capability.id).await?;
    tx.record(
        Entry::new(Action::LinkRevoked, Kind::Capability, key, &capability.holder).season(card.season_id),
    )
    .await?;
    Ok(())
}
