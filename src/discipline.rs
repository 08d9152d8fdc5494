//! Where discipline stands in a competition: what the rules propose, what was decided, and who is suspended when.
//! Worked out from the games as they stand now, never stored.

use crate::store::competitions::Competition;
use crate::store::discipline::{self as rows, Incident, Rule, Sanction};
use crate::store::fixtures::{self, Card};
use crate::store::{Db, Result};
use league::discipline::{self, Ban, Game, Proposal, Sanction as What, Standing};
use league::fixture::{Losers, Outcome, Side, Status};
use std::collections::HashMap;

/// Everything a page or a table needs to know.
#[derive(Clone, Debug)]
pub struct Discipline {
    pub rules: Vec<Rule>,
    pub incidents: Vec<Incident>,
    pub sanctions: Vec<Sanction>,
    /// What nobody has decided yet.
    pub proposals: Vec<Proposal>,
    /// By the key of a suspension that holds.
    pub served: HashMap<String, Served>,
}

/// How far a suspension is served.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Served {
    /// Keys of the games that served it, and of those ahead that it bars.
    pub served: Vec<String>,
    pub bars: Vec<String>,
    pub left: u32,
}

/// Somebody who may not play a game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barred {
    pub sanction: String,
    pub entry: String,
    pub team: String,
    pub person: Option<String>,
    /// The name, or the shirt where nobody knows it.
    pub name: String,
    pub shirt: String,
    pub left: u32,
}

/// Loads a competition's discipline.
pub async fn load(db: &mut Db, competition: &Competition) -> Result<Discipline> {
    let rules = rows::rules(db, competition.id).await?;
    let incidents = rows::incidents(db, competition.id).await?;
    let sanctions = rows::sanctions(db, competition.id).await?;
    let cards = fixtures::of_competition(db, competition.id).await?;
    let decided = |name: &str| sanctions.iter().any(|sanction| sanction.proposal == name);
    let mut proposals = discipline::propose(&plain_rules(&rules), &plain_incidents(&incidents));
    proposals.retain(|proposal| !decided(&proposal.name()));
    let served = served(&sanctions, &cards);
    Ok(Discipline { rules, incidents, sanctions, proposals, served })
}

impl Discipline {
    /// Who may not play a game, by entry and name.
    pub fn barred(&self, fixture: &str) -> Vec<Barred> {
        let mut barred: Vec<Barred> = self
            .sanctions
            .iter()
            .filter_map(|sanction| {
                let served = self.served.get(&sanction.key)?;
                served.bars.iter().any(|game| game == fixture).then(|| Barred {
                    sanction: sanction.key.clone(),
                    entry: sanction.entry_key.clone(),
                    team: sanction.team.clone(),
                    person: sanction.person_key.clone(),
                    name: name_of(sanction.person_name.as_deref(), &sanction.shirt),
                    shirt: sanction.shirt.clone(),
                    left: served.left,
                })
            })
            .collect();
        barred.sort_by(|a, b| (&a.entry, &a.name).cmp(&(&b.entry, &b.name)));
        barred.dedup_by(|a, b| a.entry == b.entry && a.name == b.name);
        barred
    }
}

/// A person's name, or the shirt where nobody knows it; empty for the team.
pub fn name_of(name: Option<&str>, shirt: &str) -> String {
    match (name, shirt) {
        (Some(name), "") => name.to_owned(),
        (Some(name), shirt) => format!("{shirt} {name}"),
        (None, "") => String::new(),
        (None, shirt) => format!("#{shirt}"),
    }
}

fn plain_rules(rules: &[Rule]) -> Vec<discipline::Rule> {
    rules
        .iter()
        .map(|rule| discipline::Rule {
            key: rule.key.clone(),
            kind: rule.kind,
            counts: rule.counts,
            at: u32::try_from(rule.at_count).unwrap_or(0),
            repeats: rule.repeats,
            then: rule.sanction,
            amount: rule.amount,
        })
        .collect()
}

fn plain_incidents(incidents: &[Incident]) -> Vec<discipline::Incident> {
    let plain = |incident: &Incident| discipline::Incident {
        key: incident.key.clone(),
        team: incident.entry_key.clone(),
        person: incident.whom(),
        kind: incident.kind,
        game: incident.fixture_key.clone(),
    };
    // What was counted from plays stands in one row with its number.
    let times = |incident: &Incident| usize::try_from(incident.count).unwrap_or(1).min(99);
    incidents.iter().flat_map(|incident| std::iter::repeat_n(plain(incident), times(incident))).collect()
}

/// Suspensions of one person follow each other; a team's own are its own.
fn served(sanctions: &[Sanction], cards: &[Card]) -> HashMap<String, Served> {
    let mut all = HashMap::new();
    let holds = |sanction: &&Sanction| sanction.holds() && sanction.sanction == What::Suspension;
    let mut by_person: HashMap<(i32, Option<String>), Vec<&Sanction>> = HashMap::new();
    for sanction in sanctions.iter().filter(holds) {
        by_person.entry((sanction.entry_id, sanction.whom())).or_default().push(sanction);
    }
    for ((entry, _), own) in by_person {
        let games: Vec<Game> = cards.iter().filter_map(|card| game_of(card, entry)).collect();
        let bans: Vec<Ban> = own
            .iter()
            .map(|sanction| {
                let after = cards.iter().find(|card| Some(card.fixture.id.0) == sanction.fixture_id);
                let at = after.and_then(wall_clock);
                Ban {
                    after: after.map_or("", |card| card.fixture.key.as_str()),
                    // Without a game it holds from the instant of the decision.
                    after_at: at.or_else(|| after.is_none().then(|| sanction.at.naive_utc())),
                    games: u32::try_from(sanction.amount).unwrap_or(0),
                }
            })
            .collect();
        for (sanction, served) in own.iter().zip(discipline::serve(&bans, &games)) {
            let keys = |keys: Vec<&str>| keys.into_iter().map(str::to_owned).collect();
            let served = Served { served: keys(served.served), bars: keys(served.bars), left: served.left };
            all.insert(sanction.key.clone(), served);
        }
    }
    all
}

fn wall_clock(card: &Card) -> Option<chrono::NaiveDateTime> {
    let fixture = &card.fixture;
    fixture.tip_off.or_else(|| fixture.day.and_then(|day| day.and_hms_opt(12, 0, 0)))
}

/// A game of an entry, as suspensions see it.
fn game_of(card: &Card, entry: i32) -> Option<Game<'_>> {
    let fixture = &card.fixture;
    let side = match (fixture.a_entry_id, fixture.b_entry_id) {
        (Some(a), _) if a == entry => Side::A,
        (_, Some(b)) if b == entry => Side::B,
        _ => return None,
    };
    let standing = match fixture.status {
        Status::Scheduled | Status::Live => Standing::Ahead,
        Status::Postponed | Status::Cancelled | Status::Abandoned => Standing::DoesNot,
        Status::Final | Status::Official => match fixture.outcome() {
            Outcome::Played => Standing::Counts,
            Outcome::Forfeit(losers) | Outcome::Absent(_, losers) => {
                let own = match side {
                    Side::A => matches!(losers, Losers::A | Losers::Both),
                    Side::B => matches!(losers, Losers::B | Losers::Both),
                };
                if own { Standing::DoesNot } else { Standing::Counts }
            }
            Outcome::Annulled => Standing::DoesNot,
            // Begun and lost for want of players, or a result nobody knows: it was played.
            Outcome::Default(_) | Outcome::Unknown => Standing::Counts,
        },
    };
    Some(Game { key: &fixture.key, at: wall_clock(card), standing })
}
