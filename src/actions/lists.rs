//! Lists of teams: opened with rules and a deadline, filled by form or file, looked at, posted, locked, changed by
//! protocol. Everything about a person that is recorded here is masked first.

pub mod files;
pub mod flow;
pub mod handover;
pub mod rows;
pub mod rules;
pub mod take;

use super::input::Fault;
use super::{Outcome, Refused, seasons};
use crate::lists as reading;
use crate::store::audit::{self, Action, Kind};
use crate::store::competitions::{self, Competition};
use crate::store::entries::{self, Entry};
use crate::store::entry_rules::{self, EntryRules};
use crate::store::lists::{self, List, Row, State};
use crate::store::seasons::Season;
use crate::store::{Db, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use league::eligibility::Rules;

/// Who changes a list: its leader keeps to the window, the organiser does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Leader,
    Organiser,
}

/// A list with everything it is judged by.
#[derive(Clone, Debug)]
pub struct Context {
    pub entry: Entry,
    pub competition: Competition,
    pub season: Season,
    pub rules: EntryRules,
    pub set: Rules,
    pub list: List,
    pub rows: Vec<Row>,
    /// Today in the season's zone.
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
}

impl Context {
    /// Reads the list of an entry.
    pub async fn read(db: &mut Db, entry: &str, now: DateTime<Utc>) -> Outcome<Self> {
        let entry = entries::by_key(db, entry).await?.ok_or(Refused::NotFound)?;
        let competition = competitions::by_id(db, entry.competition_id).await?;
        let season = crate::store::seasons::by_id(db, competition.season_id).await?;
        let rules = entry_rules::of_competition(db, competition.id).await?;
        Ok(Self {
            set: reading::rule_set(&rules),
            list: lists::of_entry(db, entry.id).await?,
            rows: lists::rows(db, entry.id).await?,
            today: now.with_timezone(&season.tz()).date_naive(),
            entry,
            competition,
            season,
            rules,
            now,
        })
    }

    /// Whether the window is open now.
    pub fn is_open(&self) -> bool {
        self.rules.opens_at.is_none_or(|at| at <= self.now)
            && self.rules.closes_at.is_none_or(|at| self.now < at)
    }

    /// Whether somebody may change rows now. A locked list is changed by protocol only.
    pub fn may_edit(&self, by: By) -> bool {
        match by {
            By::Leader => matches!(self.list.state, State::Draft | State::SentBack) && self.is_open(),
            By::Organiser => self.list.state != State::Locked,
        }
    }

    fn must_edit(&self, by: By) -> Outcome<()> {
        match (self.may_edit(by), self.is_open()) {
            (true, _) => Ok(()),
            (false, false) if by == By::Leader => Err(Refused::List("entry_closed")),
            _ => Err(Refused::List("list_closed")),
        }
    }
}

/// Records a change of a list. Names of people stay out of the record: it can never be erased.
async fn record(
    tx: &mut Tx,
    context: &Context,
    action: Action,
    before: serde_json::Value,
    after: serde_json::Value,
    reason: &str,
) -> Outcome<()> {
    let entry = audit::Entry::new(action, Kind::List, &context.entry.key, &context.entry.short_name)
        .season(context.season.id)
        .before(before)
        .after(after)
        .reason(reason);
    tx.record(entry).await?;
    Ok(())
}

async fn must_be_open(tx: &mut Tx, context: &Context) -> Outcome<()> {
    seasons::must_be_open(tx, context.season.id).await.map(drop)
}

/// Keeps a form that was sent until its rows are taken. It is sealed, and no page shows it to anybody else.
pub async fn keep_sheet(tx: &mut Tx, sent: &lists::Sent) -> Outcome<()> {
    Ok(lists::save_sent(tx, sent).await?)
}

fn fault(field: &str, what: super::input::What) -> Refused {
    vec![Fault::at(field, what)].into()
}
