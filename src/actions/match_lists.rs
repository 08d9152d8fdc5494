//! Match lists: the leader names players, the table looks at them, the list is locked.

use super::input::{Fault, Fields, What};
use super::{Outcome, Refused, seasons};
use crate::discipline::{self, Barred};
use crate::lists as reading;
use crate::store::audit::{Action, Entry, Kind};
use crate::store::entry_rules::{self, EntryRules};
use crate::store::fixtures::Card;
use crate::store::lists::{Row, State};
use crate::store::match_lists::{self, ListState, MatchList, Named};
use crate::store::{Db, Tx, competitions, entries};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use league::eligibility::Verdict;
use league::fixture::{Side, Status};
use league::ids::{EntryId, MatchListId};

/// The fewest who can begin a game.
const LEAST: usize = 5;

/// One side of a game with its list.
#[derive(Clone, Debug)]
pub struct Bench {
    pub card: Card,
    pub side: Side,
    pub entry: EntryId,
    pub rules: EntryRules,
    pub list: MatchList,
    pub named: Vec<match_lists::LineUpPlayer>,
    /// Who of this side is suspended for the game.
    pub barred: Vec<Barred>,
    /// The day of the game, or today: ages and windows are counted on it.
    pub day: NaiveDate,
    pub now: DateTime<Utc>,
}

impl Bench {
    /// Reads a side; nothing where it is not known who plays there.
    pub async fn read(db: &mut Db, card: &Card, side: Side, now: DateTime<Utc>) -> Outcome<Self> {
        let entry = match side {
            Side::A => card.fixture.a_entry_id,
            Side::B => card.fixture.b_entry_id,
        };
        let entry = EntryId(entry.ok_or(Refused::NotFound)?);
        let season = crate::store::seasons::by_id(db, card.season_id).await?;
        let rules = entry_rules::of_competition(db, card.fixture.competition_id).await?;
        let kept = match_lists::of_side(db, card.fixture.id, side).await?;
        // Another team may have come into the slot since: its list begins anew.
        let kept = kept.map(|list| if list.entry_id == entry { list } else { emptied(list, entry) });
        let named = match &kept {
            // What was named for another team does not count for this one.
            Some(list) if list.state == ListState::Draft => Vec::new(),
            Some(list) => match_lists::players(db, list.id).await?,
            None => Vec::new(),
        };
        let list = match kept {
            Some(list) => list,
            None => {
                let (coach, assistant_coach) = crate::store::lists::coaches(db, entry).await?;
                MatchList { coach, assistant_coach, ..blank(card, side, entry) }
            }
        };
        let today = now.with_timezone(&season.tz()).date_naive();
        let competition = competitions::by_id(db, card.fixture.competition_id).await?;
        let entry_key = entries::by_id(db, entry).await?.key;
        let mut barred = discipline::load(db, &competition).await?.barred(&card.fixture.key);
        barred.retain(|one| one.entry == entry_key);
        Ok(Self {
            barred,
            day: card.fixture.day.unwrap_or(today),
            card: card.clone(),
            side,
            entry,
            rules,
            list,
            named,
            now,
        })
    }

    /// Whether a player serves a suspension in this game.
    pub fn is_barred(&self, row: &Row) -> bool {
        self.barred.iter().any(|one| match &one.person {
            Some(person) => *person == row.person_key,
            None => !one.shirt.is_empty() && one.shirt == row.shirt,
        })
    }

    /// When the leader can no longer change it.
    pub fn closes_at(&self) -> Option<DateTime<Utc>> {
        self.card.fixture.tip_off_at.map(|at| at - Duration::minutes(self.rules.match_closes_min))
    }

    /// Whether somebody may still change it. At the table names are put right until the list is locked.
    pub fn may_change(&self, at_the_table: bool) -> bool {
        let before = self.closes_at().is_none_or(|at| self.now < at);
        let open = matches!(self.list.state, ListState::Draft | ListState::HandedIn);
        let played =
            !matches!(self.card.fixture.status, Status::Scheduled | Status::Postponed | Status::Live);
        match at_the_table {
            true => self.list.state != ListState::Locked && !played,
            false => open && before && self.card.fixture.status == Status::Scheduled,
        }
    }
}

fn blank(card: &Card, side: Side, entry: EntryId) -> MatchList {
    MatchList {
        id: MatchListId(0),
        key: String::new(),
        fixture_id: card.fixture.id,
        side,
        entry_id: entry,
        state: ListState::Draft,
        coach: String::new(),
        assistant_coach: String::new(),
        handed_in_at: None,
        checked_at: None,
        checked_by: String::new(),
        locked_at: None,
        version: 0,
    }
}

fn emptied(list: MatchList, entry: EntryId) -> MatchList {
    MatchList {
        entry_id: entry,
        state: ListState::Draft,
        handed_in_at: None,
        checked_at: None,
        checked_by: String::new(),
        locked_at: None,
        ..list
    }
}

/// Names players for a side. The fields: `p-KEY` for each player named, `s-KEY` for those who begin, `captain`, `coach`,
/// `assistant_coach`.
pub async fn name(
    tx: &mut Tx,
    bench: &Bench,
    version: i64,
    given: &Fields,
    at_the_table: bool,
) -> Outcome<MatchList> {
    seasons::must_be_open(tx, bench.card.season_id).await?;
    if bench.list.version != version {
        return Err(Refused::Conflict);
    }
    if !bench.may_change(at_the_table) {
        return Err(Refused::List("match_list_closed"));
    }
    let entry_list = crate::store::lists::of_entry(tx, bench.entry).await?;
    // Where lists go through the organiser's hands, nobody is named from one that nobody has approved.
    if entry_list.version > 0 && matches!(entry_list.state, State::Draft | State::Submitted | State::SentBack)
    {
        return Err(Refused::List("list_not_approved"));
    }
    let chosen: Vec<(String, bool)> = given
        .0
        .iter()
        .filter_map(|(field, value)| field.strip_prefix("p-").filter(|_| !value.is_empty()))
        .map(|key| (key.to_owned(), !given.get(&format!("s-{key}")).is_empty()))
        .collect();
    let judged =
        reading::named(tx, bench.card.fixture.competition_id, bench.entry, bench.day, &chosen).await?;
    let mut faults = Vec::new();
    let most = usize::try_from(bench.rules.match_size).unwrap_or(12);
    if !(LEAST..=most).contains(&chosen.len()) {
        faults.push(Fault::at("players", What::MatchListSize { least: LEAST, most, found: chosen.len() }));
    }
    let named: Vec<&reading::JudgedRow> =
        judged.rows.iter().filter(|row| chosen.iter().any(|(key, _)| *key == row.row.key)).collect();
    if named.len() < chosen.len() {
        faults.push(Fault::at("players", What::NoSuchObject));
    }
    let may_not = |row: &&&reading::JudgedRow| row.verdict == Verdict::Error || bench.is_barred(&row.row);
    let red: Vec<&str> = named.iter().filter(may_not).map(|row| row.row.shirt.as_str()).collect();
    if !red.is_empty() {
        faults.push(Fault::at("players", What::MayNotPlay { shirts: red.join(", ") }));
    }
    for reason in judged
        .reasons
        .iter()
        .filter(|reason| matches!(reason.scope, "match" | "court") && reason.verdict == Verdict::Error)
    {
        let said =
            |words: &str| format!("{} {words} ({} → {})", reason.number, reason.found, reason.expected);
        let (zh, en) = (said(&reason.wording.zh), said(&reason.wording.en));
        faults.push(Fault::at("players", What::MatchRule { zh, en }));
    }
    let starters = chosen.iter().filter(|(_, begins)| *begins).count();
    if starters != 0 && starters != 5 {
        faults.push(Fault::at("starters", What::MatchListSize { least: 5, most: 5, found: starters }));
    }
    let captain = given.get("captain");
    if !chosen.iter().any(|(key, _)| key == captain) {
        faults.push(Fault::at("captain", What::Required));
    }
    for field in ["coach", "assistant_coach"] {
        if given.get(field).chars().count() > 40 {
            faults.push(Fault::at(field, What::TooLong { max: 40 }));
        }
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let rows: Vec<Named> = named
        .iter()
        .map(|row| Named {
            roster: row.row.id,
            captain: row.row.key == captain,
            starter: chosen.iter().any(|(key, begins)| *key == row.row.key && *begins),
            verified: false,
        })
        .collect();
    let mut list = bench.list.clone();
    if list.version == 0 {
        list.key = tx.key();
        list.id = match_lists::insert(tx, &list).await?;
        list.version = 1;
    }
    list.entry_id = bench.entry;
    list.state = ListState::HandedIn;
    list.handed_in_at = Some(tx.now());
    (list.checked_at, list.checked_by) = (None, String::new());
    list.coach = given.get("coach").trim().to_owned();
    list.assistant_coach = given.get("assistant_coach").trim().to_owned();
    match_lists::update(tx, &list).await?;
    match_lists::save_players(tx, list.id, &rows).await?;
    let shirts: Vec<&str> = named.iter().map(|row| row.row.shirt.as_str()).collect();
    record(tx, bench, &list, Action::Changed, serde_json::json!({ "shirts": shirts })).await?;
    Ok(list)
}

/// Notes at the table whose photo and document were looked at (`v-KEY`), and locks the list when asked to.
pub async fn check(tx: &mut Tx, bench: &Bench, version: i64, given: &Fields, lock: bool) -> Outcome<()> {
    seasons::must_be_open(tx, bench.card.season_id).await?;
    if bench.list.version != version {
        return Err(Refused::Conflict);
    }
    if !matches!(bench.list.state, ListState::HandedIn | ListState::Checked) {
        return Err(Refused::List("match_list_closed"));
    }
    let rows: Vec<Named> = bench
        .named
        .iter()
        .map(|player| Named {
            roster: player.roster_id,
            captain: player.captain,
            starter: player.starter,
            verified: !given.get(&format!("v-{}", player.roster_key)).is_empty(),
        })
        .collect();
    let all = rows.iter().all(|row| row.verified);
    if lock && !all {
        return Err(vec![Fault::at("players", What::Required)].into());
    }
    match_lists::save_players(tx, bench.list.id, &rows).await?;
    let now = tx.now();
    let mut list = bench.list.clone();
    list.state = if lock { ListState::Locked } else { ListState::Checked };
    list.checked_at = Some(now);
    list.checked_by = tx.writer.actor.name();
    list.locked_at = lock.then_some(now);
    match_lists::update(tx, &list).await?;
    let seen = rows.iter().filter(|row| row.verified).count();
    record(tx, bench, &list, Action::Moved, serde_json::json!({ "state": list.state, "verified": seen }))
        .await
}

async fn record(
    tx: &mut Tx,
    bench: &Bench,
    list: &MatchList,
    action: Action,
    after: serde_json::Value,
) -> Outcome<()> {
    let name = match bench.side {
        Side::A => &bench.card.a_short,
        Side::B => &bench.card.b_short,
    };
    let entry = Entry::new(action, Kind::MatchList, &list.key, name.as_deref().unwrap_or_default())
        .season(bench.card.season_id)
        .after(after);
    tx.record(entry).await?;
    Ok(())
}
