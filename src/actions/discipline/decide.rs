//! Decisions: a proposal confirmed or dismissed, a sanction imposed, lifted, appealed against.

use super::{SANCTIONS, amount};
use crate::actions::input::{Fault, Field, Fields, Holds, What, optional, parse, required};
use crate::actions::money::{self, Posting};
use crate::actions::outbox::{self, Telling, said::Said};
use crate::actions::{Outcome, Refused, rulings, seasons};
use crate::discipline::{self, name_of};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::competitions::{self, Competition};
use crate::store::discipline::{self as rows, Sanction};
use crate::store::rulings as ruling_rows;
use crate::store::{Tx, entries, fixtures};
use league::discipline::Sanction as Sort;
use league::money::{Fen, Kind as Books};

/// What a decision about a proposal is made of.
pub const DECIDE_FIELDS: &[Field] = &[
    required("proposal", Holds::Line(200)),
    required("verdict", Holds::Word(&["confirm", "dismiss"])),
    optional("amount", Holds::Line(15)),
    required("reason", Holds::Line(300)),
    optional("document", Holds::Line(200)),
];

/// What a sanction without a proposal is made of.
pub const IMPOSE_FIELDS: &[Field] = &[
    required("entry", Holds::Key),
    optional("shirt", Holds::Line(2)),
    optional("fixture", Holds::Key),
    required("sanction", Holds::Word(SANCTIONS)),
    optional("amount", Holds::Line(15)),
    required("reason", Holds::Line(300)),
    optional("document", Holds::Line(200)),
];

/// What an appeal is made of.
pub const APPEAL_FIELDS: &[Field] =
    &[required("appeal_reason", Holds::Line(300)), optional("appeal_deposit", Holds::Yuan)];

/// What the verdict on an appeal, or lifting a sanction, is made of.
pub const VERDICT_FIELDS: &[Field] = &[
    required("verdict", Holds::Word(&["upheld", "rejected", "lifted"])),
    required("reason", Holds::Line(300)),
];

/// Confirms or dismisses what the rules propose.
pub async fn decide(tx: &mut Tx, competition: &Competition, fields: &Fields) -> Outcome<Sanction> {
    let season = seasons::must_be_open(tx, competition.season_id).await?;
    let parsed = parse(DECIDE_FIELDS, fields)?;
    let state = discipline::load(tx, competition).await?;
    let name = parsed.text("proposal");
    let Some(proposal) = state.proposals.iter().find(|proposal| proposal.name() == name) else {
        return Err(Refused::Conflict);
    };
    let last = proposal.incidents.last().and_then(|key| state.incidents.iter().find(|row| row.key == *key));
    let last = last.ok_or(Refused::NotFound)?;
    let size = match parsed.text("amount") {
        text if text.is_empty() => proposal.amount,
        text => amount(proposal.then, &text)?,
    };
    let confirmed = parsed.text("verdict") == "confirm";
    let personal = proposal.person.is_some();
    let sanction = Sanction {
        key: tx.key(),
        competition_id: competition.id,
        fixture_id: Some(last.fixture_id.0),
        fixture_key: Some(last.fixture_key.clone()),
        entry_id: last.entry_id,
        entry_key: last.entry_key.clone(),
        team: last.team.clone(),
        club_id: None,
        person_id: last.person_id.filter(|_| personal),
        person_key: last.person_key.clone().filter(|_| personal),
        person_name: last.person_name.clone().filter(|_| personal),
        shirt: if personal { last.shirt.clone() } else { String::new() },
        sanction: proposal.then,
        amount: size,
        reason: parsed.text("reason"),
        document: parsed.text("document"),
        proposal: name,
        state: if confirmed { "confirmed" } else { "dismissed" }.into(),
        at: tx.now(),
        appeal: String::new(),
        appeal_reason: String::new(),
        appeal_deposit: 0,
        appeal_at: None,
        ruling: String::new(),
        sample: String::new(),
        version: 1,
    };
    keep(tx, &season, competition, sanction).await
}

/// Imposes a sanction that no rule proposed.
pub async fn impose(tx: &mut Tx, competition: &Competition, fields: &Fields) -> Outcome<Sanction> {
    let season = seasons::must_be_open(tx, competition.season_id).await?;
    let parsed = parse(IMPOSE_FIELDS, fields)?;
    let fault = |field: &str, what: What| Refused::from(vec![Fault::at(field, what)]);
    let entered = entries::of_competition(tx, competition.id).await?;
    let entry = entered.iter().find(|entry| entry.key == parsed.text("entry"));
    let entry = entry.ok_or_else(|| fault("entry", What::NoSuchObject))?;
    let kind: Sort = parsed.text("sanction").parse().expect("one of the allowed words");
    let shirt: String = parsed.text("shirt").chars().map(league::names::half_width).collect();
    if kind == Sort::Suspension && shirt.is_empty() {
        return Err(fault("shirt", What::Required));
    }
    let whole_team = matches!(kind, Sort::Points | Sort::Forfeit | Sort::Out);
    if whole_team && !shirt.is_empty() {
        return Err(fault("shirt", What::NotAllowed));
    }
    let list = entries::players(tx, entry.id).await?;
    let player = list.iter().find(|player| player.shirt == shirt);
    if !shirt.is_empty() && player.is_none() && !list.is_empty() {
        return Err(fault("shirt", What::NoSuchObject));
    }
    let mut person_id = None;
    if let Some(player) = player {
        let people = entries::people(tx, season.league_id).await?;
        person_id = people.iter().find(|known| known.key == player.person_key).map(|known| known.id.0);
    }
    let fixture = parsed.text("fixture");
    let game = if fixture.is_empty() { None } else { fixtures::by_key(tx, &fixture).await? };
    let plays = |id: Option<i32>| id == Some(entry.id.0);
    match &game {
        None if !fixture.is_empty() || kind == Sort::Forfeit => {
            return Err(fault(
                "fixture",
                if fixture.is_empty() { What::Required } else { What::NoSuchObject },
            ));
        }
        Some(card) if !plays(card.fixture.a_entry_id) && !plays(card.fixture.b_entry_id) => {
            return Err(fault("fixture", What::NoSuchObject));
        }
        _ => {}
    }
    let sanction = Sanction {
        key: tx.key(),
        competition_id: competition.id,
        fixture_id: game.as_ref().map(|card| card.fixture.id.0),
        fixture_key: None,
        entry_id: entry.id.0,
        entry_key: entry.key.clone(),
        team: entry.short_name.clone(),
        club_id: entry.club_id,
        person_id,
        person_key: None,
        person_name: player.map(|player| player.name.clone()),
        shirt,
        sanction: kind,
        amount: amount(kind, &parsed.text("amount"))?,
        reason: parsed.text("reason"),
        document: parsed.text("document"),
        proposal: String::new(),
        state: "confirmed".into(),
        at: tx.now(),
        appeal: String::new(),
        appeal_reason: String::new(),
        appeal_deposit: 0,
        appeal_at: None,
        ruling: String::new(),
        sample: String::new(),
        version: 1,
    };
    keep(tx, &season, competition, sanction).await
}

/// Stores a decision with what follows from it: a ruling in the table, a line in the books, a word to the club.
async fn keep(
    tx: &mut Tx,
    season: &crate::store::seasons::Season,
    competition: &Competition,
    mut sanction: Sanction,
) -> Outcome<Sanction> {
    if sanction.holds() && matches!(sanction.sanction, Sort::Points | Sort::Out) {
        let document = if sanction.document.is_empty() { &sanction.reason } else { &sanction.document };
        let mut fields = Fields::from_pairs([
            ("kind", sanction.sanction.as_str()),
            ("entry", &sanction.entry_key),
            ("reason", &sanction.reason),
        ]);
        // A document is a name of at most 200 characters.
        fields.set("document", document.chars().take(200).collect::<String>());
        if sanction.sanction == Sort::Points {
            fields.set("points", sanction.amount);
        }
        sanction.ruling = rulings::create(tx, competition, &fields).await?.key;
    }
    rows::insert_sanction(tx, &sanction).await?;
    let stored = rows::sanction(tx, &sanction.key).await?.ok_or(Refused::NotFound)?;
    record(tx, Action::Created, competition, None, &stored).await?;
    if stored.holds() {
        if stored.sanction == Sort::Fine {
            let posting = Posting {
                once: format!("fine:{}", stored.key),
                kind: Books::Deduction,
                club: stored.club_id,
                official: None,
                amount: Fen(stored.amount),
                note: stored.reason.clone(),
                document: stored.document.clone(),
            };
            if stored.club_id.is_some() {
                money::post(tx, season, &posting).await?;
            }
        }
        say(tx, season, &stored, &stored.reason, false).await?;
    }
    Ok(stored)
}

/// Lifts a sanction: it no longer holds, and what followed is taken back.
pub async fn lift(tx: &mut Tx, before: &Sanction, version: i64, reason: &str) -> Outcome<()> {
    let competition = competitions::by_id(tx, before.competition_id).await?;
    let season = seasons::must_be_open(tx, competition.season_id).await?;
    if before.version != version {
        return Err(Refused::Conflict);
    }
    if !before.holds() {
        return Err(Refused::StatusNotReachable);
    }
    let mut after = before.clone();
    after.state = "lifted".into();
    rows::update_sanction(tx, &after).await?;
    record(tx, Action::Archived, &competition, Some(before), &after).await?;
    if !before.ruling.is_empty()
        && let Some(ruling) = ruling_rows::by_key(tx, &before.ruling).await?
        && !ruling.archived
    {
        rulings::set_archived(tx, &ruling.key, ruling.version, true).await?;
    }
    if before.sanction == Sort::Fine {
        strike(tx, &season, &format!("fine:{}", before.key), reason).await?;
    }
    say(tx, &season, &after, reason, true).await
}

/// Notes an appeal; its deposit goes into the books.
pub async fn appeal(tx: &mut Tx, before: &Sanction, version: i64, fields: &Fields) -> Outcome<()> {
    let competition = competitions::by_id(tx, before.competition_id).await?;
    let season = seasons::must_be_open(tx, competition.season_id).await?;
    let parsed = parse(APPEAL_FIELDS, fields)?;
    if before.version != version {
        return Err(Refused::Conflict);
    }
    if !before.holds() || !before.appeal.is_empty() {
        return Err(Refused::StatusNotReachable);
    }
    let mut after = before.clone();
    after.appeal = "open".into();
    after.appeal_reason = parsed.text("appeal_reason");
    after.appeal_deposit = parsed.number("appeal_deposit").unwrap_or(0);
    after.appeal_at = Some(tx.now());
    rows::update_sanction(tx, &after).await?;
    record(tx, Action::Changed, &competition, Some(before), &after).await?;
    if after.club_id.is_some() {
        post_appeal(tx, &season, &after, "asked", Books::Deposit).await?;
    }
    Ok(())
}

/// Decides an appeal. Upheld: the sanction is lifted and the deposit goes back; rejected: it is kept.
pub async fn settle_appeal(tx: &mut Tx, before: &Sanction, version: i64, fields: &Fields) -> Outcome<()> {
    let competition = competitions::by_id(tx, before.competition_id).await?;
    let season = seasons::must_be_open(tx, competition.season_id).await?;
    let parsed = parse(VERDICT_FIELDS, fields)?;
    if before.version != version {
        return Err(Refused::Conflict);
    }
    let verdict = parsed.text("verdict");
    if verdict == "lifted" {
        return lift(tx, before, version, &parsed.text("reason")).await;
    }
    if before.appeal != "open" {
        return Err(Refused::StatusNotReachable);
    }
    let mut after = before.clone();
    after.appeal.clone_from(&verdict);
    rows::update_sanction(tx, &after).await?;
    let after = rows::sanction(tx, &before.key).await?.ok_or(Refused::NotFound)?;
    record(tx, Action::Changed, &competition, Some(before), &after).await?;
    if after.club_id.is_some() {
        post_appeal(tx, &season, &after, "settled", Books::DepositBack).await?;
        if verdict == "rejected" {
            post_appeal(tx, &season, &after, "kept", Books::Deduction).await?;
        }
    }
    if verdict == "upheld" {
        lift(tx, &after, after.version, &parsed.text("reason")).await?;
    }
    Ok(())
}

async fn post_appeal(
    tx: &mut Tx,
    season: &crate::store::seasons::Season,
    sanction: &Sanction,
    step: &str,
    kind: Books,
) -> Outcome<()> {
    let posting = Posting {
        once: format!("appeal:{}:{step}", sanction.key),
        kind,
        club: sanction.club_id,
        official: None,
        amount: Fen(sanction.appeal_deposit),
        note: sanction.appeal_reason.clone(),
        document: String::new(),
    };
    money::post(tx, season, &posting).await?;
    Ok(())
}

async fn strike(
    tx: &mut Tx,
    season: &crate::store::seasons::Season,
    once: &str,
    reason: &str,
) -> Outcome<()> {
    let lines = crate::store::ledger::of_season(tx, season.id).await?;
    if let Some(line) = lines.iter().find(|line| line.once.as_deref() == Some(once) && !line.voided) {
        let fields = Fields::from_pairs([("reason", reason)]);
        money::strike(tx, line, line.version, &fields).await?;
    }
    Ok(())
}

/// Tells the club. Where nobody was sanctioned in person, the team itself is meant.
async fn say(
    tx: &mut Tx,
    season: &crate::store::seasons::Season,
    sanction: &Sanction,
    reason: &str,
    lifted: bool,
) -> Outcome<()> {
    let subject = match name_of(sanction.person_name.as_deref(), &sanction.shirt) {
        name if name.is_empty() => sanction.team.clone(),
        name => name,
    };
    let telling = Telling {
        once: format!("sanction:{}:{lifted}", sanction.key),
        about: sanction.fixture_key.clone().unwrap_or_default(),
        said: Said::Sanction {
            team: sanction.team.clone(),
            subject,
            sanction: sanction.sanction.as_str().into(),
            amount: sanction.amount,
            reason: reason.to_owned(),
            lifted,
        },
        clubs: sanction.club_id.into_iter().collect(),
        also: Vec::new(),
        wait: chrono::Duration::zero(),
    };
    outbox::tell(tx, season, &telling).await?;
    Ok(())
}

async fn record(
    tx: &mut Tx,
    action: Action,
    competition: &Competition,
    before: Option<&Sanction>,
    after: &Sanction,
) -> Outcome<()> {
    let shown = |sanction: &Sanction| {
        serde_json::json!({
            "entry": sanction.entry_key, "person": sanction.person_key, "shirt": sanction.shirt,
            "fixture": sanction.fixture_key, "sanction": sanction.sanction.as_str(), "amount": sanction.amount,
            "document": sanction.document, "state": sanction.state, "appeal": sanction.appeal,
            "appeal_deposit": sanction.appeal_deposit,
        })
    };
    let mut entry = Entry::new(action, Kind::Sanction, &after.key, &after.team)
        .season(competition.season_id)
        .after(shown(after))
        .reason(&after.reason);
    if let Some(before) = before {
        entry = entry.before(shown(before));
    }
    tx.record(entry).await?;
    Ok(())
}
