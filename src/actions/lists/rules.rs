//! How a competition takes entries.

use super::super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::super::seasons;
use super::{Outcome, Refused, fault};
use crate::store::Tx;
use crate::store::audit::{Action, Entry, Kind};
use crate::store::competitions::Competition;
use crate::store::entry_rules::{self, EntryRules};
use crate::store::seasons::Season;
use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use league::eligibility::Rules;

/// What the entry rules are made of.
pub const FIELDS: &[Field] = &[
    optional("opens_at", Holds::DateTime),
    optional("closes_at", Holds::DateTime),
    required("match_size", Holds::Number { min: 1, max: 40 }),
    required("match_closes_min", Holds::Number { min: 0, max: 2_880 }),
    required("objection_days", Holds::Number { min: 0, max: 60 }),
    required("names", Holds::Word(&["full", "initials", "nobody"])),
    required("minors", Holds::Word(&["full", "initials", "nobody"])),
    optional("keeps_number", Holds::Flag),
    optional("keeps_number_reason", Holds::Line(200)),
    optional("keep_until", Holds::Date),
    optional("rules", Holds::Text(60_000)),
];

/// The rules as their form shows them.
pub fn fields_of(rules: &EntryRules, season: &Season) -> Fields {
    let local = |at: Option<DateTime<Utc>>| {
        at.map(|at| at.with_timezone(&season.tz()).format("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
    };
    let mut fields = Fields::default();
    fields.set("opens_at", local(rules.opens_at));
    fields.set("closes_at", local(rules.closes_at));
    fields.set("match_size", rules.match_size);
    fields.set("match_closes_min", rules.match_closes_min);
    fields.set("objection_days", rules.objection_days);
    fields.set("names", &rules.names);
    fields.set("minors", &rules.minors);
    fields.set("keeps_number", rules.keeps_number);
    fields.set("keeps_number_reason", &rules.keeps_number_reason);
    fields.set("keep_until", rules.keep_until.map(|day| day.to_string()).unwrap_or_default());
    fields.set("rules", &rules.rules);
    fields
}

/// Sets how a competition takes entries.
pub async fn change(
    tx: &mut Tx,
    competition: &Competition,
    version: i64,
    fields: &Fields,
) -> Outcome<EntryRules> {
    let season = seasons::must_be_open(tx, competition.season_id).await?;
    let before = entry_rules::of_competition(tx, competition.id).await?;
    if before.version != version {
        return Err(Refused::Conflict);
    }
    let parsed = parse(FIELDS, fields)?;
    let instant = |at: Option<NaiveDateTime>| {
        at.and_then(|at| season.tz().from_local_datetime(&at).earliest()).map(|at| at.to_utc())
    };
    let (opens_at, closes_at) = (instant(parsed.time("opens_at")), instant(parsed.time("closes_at")));
    if let (Some(opens), Some(closes)) = (opens_at, closes_at)
        && closes <= opens
    {
        return Err(fault("closes_at", What::EndsBeforeItBegins));
    }
    let rules = parsed.text("rules");
    if !rules.is_empty()
        && let Err(error) = Rules::from_toml(&rules)
    {
        return Err(fault("rules", What::EntryRules { said: error.0.chars().take(400).collect() }));
    }
    if parsed.flag("keeps_number") && parsed.text("keeps_number_reason").is_empty() {
        return Err(fault("keeps_number_reason", What::Required));
    }
    let after = EntryRules {
        competition_id: competition.id,
        rules,
        opens_at,
        closes_at,
        match_size: parsed.number("match_size").unwrap_or(12),
        match_closes_min: parsed.number("match_closes_min").unwrap_or(40),
        objection_days: parsed.number("objection_days").unwrap_or(3),
        names: parsed.text("names"),
        minors: parsed.text("minors"),
        keeps_number: parsed.flag("keeps_number"),
        keeps_number_reason: parsed.text("keeps_number_reason"),
        keep_until: parsed.date("keep_until"),
        version,
    };
    entry_rules::save(tx, &after).await?;
    let record = Entry::new(Action::Changed, Kind::EntryRules, &competition.key, &competition.name_zh)
        .season(competition.season_id)
        .before(&before)
        .after(&after);
    tx.record(record).await?;
    Ok(after)
}
