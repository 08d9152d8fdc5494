//! Recipients: people and groups with the one channel each is told things by.

use crate::actions::input::{Fault, Field, Fields, Holds, What, optional, parse, required};
use crate::actions::{Outcome, Refused};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::outbox::{self, Recipient};
use crate::store::{Tx, clubs};
use league::ids::LeagueId;

/// What a recipient is made of.
pub const FIELDS: &[Field] = &[
    required("name", Holds::Line(60)),
    required("channel", Holds::Word(&["paste", "wecom", "webhook", "email", "sms"])),
    optional("address", Holds::Line(500)),
    optional("secret", Holds::Line(100)),
    optional("club", Holds::Key),
    required("topics", Holds::Word(&["all", "games", "results", "entries", "officials"])),
    required("lang", Holds::Word(&["zh", "en"])),
];

/// A recipient as its form shows it. A secret is never shown again.
pub fn fields_of(recipient: &Recipient) -> Fields {
    let mut fields = Fields::default();
    fields.set("name", &recipient.name);
    fields.set("channel", &recipient.channel);
    fields.set("address", &recipient.address);
    fields.set("club", recipient.club_key.clone().unwrap_or_default());
    fields.set("topics", &recipient.topics);
    fields.set("lang", &recipient.lang);
    fields
}

/// Adds a recipient.
pub async fn create(tx: &mut Tx, league: LeagueId, fields: &Fields) -> Outcome<Recipient> {
    let mut recipient = Recipient {
        id: 0,
        key: tx.key(),
        league_id: league,
        name: String::new(),
        club_id: None,
        club_key: None,
        club_short: None,
        topics: String::new(),
        channel: String::new(),
        address: String::new(),
        secret: String::new(),
        lang: String::new(),
        archived: false,
        version: 1,
    };
    fill(tx, &mut recipient, fields).await?;
    outbox::insert_recipient(tx, &recipient).await?;
    record(tx, Action::Created, None, &recipient).await?;
    outbox::recipient(tx, &recipient.key).await?.ok_or(Refused::NotFound)
}

/// Changes a recipient. An empty secret leaves the one that is there.
pub async fn change(tx: &mut Tx, before: &Recipient, version: i64, fields: &Fields) -> Outcome<()> {
    if before.version != version {
        return Err(Refused::Conflict);
    }
    let mut recipient = before.clone();
    fill(tx, &mut recipient, fields).await?;
    outbox::update_recipient(tx, &recipient).await?;
    record(tx, Action::Changed, Some(before), &recipient).await
}

/// Takes a recipient off the list, with its address.
pub async fn archive(tx: &mut Tx, before: &Recipient, version: i64) -> Outcome<()> {
    if before.version != version {
        return Err(Refused::Conflict);
    }
    let mut recipient = before.clone();
    recipient.archived = true;
    recipient.address = String::new();
    recipient.secret = String::new();
    outbox::update_recipient(tx, &recipient).await?;
    record(tx, Action::Archived, Some(before), &recipient).await
}

async fn fill(tx: &mut Tx, recipient: &mut Recipient, fields: &Fields) -> Outcome<()> {
    let parsed = parse(FIELDS, fields)?;
    let mut faults = Vec::new();
    recipient.name = parsed.text("name");
    recipient.channel = parsed.text("channel");
    recipient.topics = parsed.text("topics");
    recipient.lang = parsed.text("lang");
    recipient.address = parsed.text("address");
    if let Some(what) = address_fault(&recipient.channel, &recipient.address) {
        faults.push(Fault::at("address", what));
    }
    let secret = parsed.text("secret");
    if !secret.is_empty() {
        recipient.secret = secret;
    }
    if recipient.channel == "webhook" && recipient.secret.chars().count() < 16 {
        faults.push(Fault::at("secret", What::TooShort { min: 16 }));
    }
    recipient.club_id = None;
    let club = parsed.text("club");
    if !club.is_empty() {
        match clubs::by_key(tx, &club).await? {
            Some(found) if found.league_id == recipient.league_id && !found.archived => {
                recipient.club_id = Some(found.id.0);
            }
            _ => faults.push(Fault::at("club", What::NoSuchObject)),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

fn address_fault(channel: &str, address: &str) -> Option<What> {
    if channel == "paste" {
        return None;
    }
    if address.is_empty() {
        return Some(What::Required);
    }
    let good = match channel {
        "email" => address.split_once('@').is_some_and(|(name, host)| {
            let plain = |c: char| !c.is_whitespace() && !matches!(c, '<' | '>' | ',' | ';' | '@');
            !name.is_empty()
                && host.contains('.')
                && address.matches('@').count() == 1
                && name.chars().all(plain)
                && host.chars().all(plain)
        }),
        "sms" => {
            let digits = address.strip_prefix('+').unwrap_or(address);
            (5..=20).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())
        }
        // Plain http is for a works network; sending refuses it unless a setting allows private addresses.
        _ => url::Url::parse(address).is_ok_and(|url| {
            matches!(url.scheme(), "https" | "http") && url.has_host() && url.username().is_empty()
        }),
    };
    (!good).then_some(What::NotAnAddress)
}

/// An address as a page or the audit may show it: enough to recognise, not enough to use.
pub fn masked(channel: &str, address: &str) -> String {
    match channel {
        "email" => match address.split_once('@') {
            Some((name, host)) => format!("{}***@{host}", name.chars().next().unwrap_or('*')),
            None => "***".into(),
        },
        "sms" => {
            let tail: String = address.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
            format!("{}****{tail}", address.chars().take(3).collect::<String>())
        }
        "wecom" | "webhook" => url::Url::parse(address)
            .ok()
            .and_then(|url| url.host_str().map(|host| format!("{}://{host}/…", url.scheme())))
            .unwrap_or_default(),
        _ => String::new(),
    }
}

async fn record(tx: &mut Tx, action: Action, before: Option<&Recipient>, after: &Recipient) -> Outcome<()> {
    let shown = |recipient: &Recipient| {
        serde_json::json!({
            "channel": recipient.channel,
            "address": masked(&recipient.channel, &recipient.address),
            "club": recipient.club_id,
            "topics": recipient.topics,
            "lang": recipient.lang,
        })
    };
    // A recipient is often a person: the audit knows it by its key.
    let mut entry = Entry::new(action, Kind::Recipient, &after.key, "").after(shown(after));
    if let Some(before) = before {
        entry = entry.before(shown(before));
    }
    tx.record(entry).await?;
    Ok(())
}
