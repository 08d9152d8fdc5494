//! Made-up officials, shifts, a case of discipline and a few lines of the books, so that these pages are not empty. Nothing
//! of this was published: each row says 示例 in its own words and in its `sample` column.

use super::people::surname;
use crate::store::competitions::Competition;
use crate::store::discipline::{self, Incident, Rule, Sanction};
use crate::store::entries::{self, Entry, Player};
use crate::store::fixtures::{self, Card};
use crate::store::ledger::{self, Line};
use crate::store::lists;
use crate::store::officials::{self, Official};
use crate::store::shifts::{self, ShiftRoster};
use crate::store::{self, Result, Tx};
use chrono::{Days, NaiveDate};
use league::competition::Kind as CompetitionKind;
use league::discipline::{Counts, Kind as Of, Sanction as What};
use league::ids::{EntryId, LeagueId, SeasonId};
use league::money::Kind as Books;
use league::officials::Job;
use league::shifts::{Roster, ready_made, usual_shifts};
use sqlx::types::Json;

/// How many works have declared shifts.
const ROSTERS: usize = 3;
/// How many games have their officials.
const STAFFED: usize = 6;

/// Adds them to a season.
pub(super) async fn insert(tx: &mut Tx, league: LeagueId, season: SeasonId) -> Result<()> {
    let competitions = store::competitions::of_season(tx, season).await?;
    let Some(main) = competitions.into_iter().find(|one| one.kind == CompetitionKind::Main) else {
        return Ok(());
    };
    let teams = entries::of_competition(tx, main.id).await?;
    let cards = fixtures::of_competition(tx, main.id).await?;
    // Only games that were made up themselves get made-up officials and incidents.
    let made_up = |card: &&Card| {
        let known = card.fixture.a_entry_id.is_some() && card.fixture.b_entry_id.is_some();
        known && !card.fixture.sample.is_empty() && card.fixture.day.is_some()
    };
    let games: Vec<&Card> = cards.iter().filter(made_up).collect();
    officials_of(tx, season, &games).await?;
    shifts_of(tx, season, &teams).await?;
    case_of(tx, league, &main, &games).await?;
    books_of(tx, season, &teams, &games).await
}

fn mark() -> String {
    "all".into()
}

async fn officials_of(tx: &mut Tx, season: SeasonId, games: &[&Card]) -> Result<()> {
    let posts = [
        ("court", "一级 示例", 30_000, Job::CrewChief),
        ("court", "二级 示例", 20_000, Job::Umpire),
        ("court", "二级 示例", 20_000, Job::Umpire),
        ("table", "示例", 12_000, Job::Scorer),
        ("table", "示例", 12_000, Job::Timer),
        ("table", "示例", 12_000, Job::ShotClock),
    ];
    for (at, (place, grade, fee, job)) in posts.into_iter().enumerate() {
        let official = Official {
            id: 0,
            key: tx.key(),
            season_id: season,
            name: format!("示例{}裁判", surname(at)),
            place: place.into(),
            grade: grade.into(),
            employer: "示例单位".into(),
            employer_club_id: None,
            employer_club_key: None,
            interests: Json(Vec::new()),
            away: Json(Vec::new()),
            fee,
            recipient: String::new(),
            sample: mark(),
            archived: false,
            version: 1,
        };
        officials::insert(tx, &official).await?;
        let Some(made) = officials::by_key(tx, &official.key).await? else { continue };
        for game in games.iter().take(STAFFED) {
            let (key, now) = (tx.key(), tx.now());
            let key = officials::ask(tx, &key, game.fixture.id, made.id, job, fee, now).await?;
            if let Some(asked) = officials::appointment(tx, &key).await? {
                officials::answer(tx, &asked, "confirmed", now).await?;
            }
        }
    }
    Ok(())
}

async fn shifts_of(tx: &mut Tx, season: SeasonId, teams: &[Entry]) -> Result<()> {
    let first = NaiveDate::from_ymd_opt(2025, 6, 2).unwrap_or_default();
    let patterns = ["four_crews", "three_crews", "day_staff"];
    let clubs = teams.iter().filter(|team| team.club_id.is_some());
    for (team, pattern) in clubs.zip(patterns).take(ROSTERS) {
        let Some((cycle, crews, apart)) = ready_made(pattern) else { continue };
        let names = ["甲", "乙", "丙", "丁"];
        let roster = ShiftRoster {
            id: 0,
            key: tx.key(),
            season_id: season,
            club_id: team.club_id.unwrap_or_default(),
            department: "示例车间".into(),
            body: Json(Roster {
                first,
                cycle: cycle.chars().collect(),
                crews: (0..crews).zip(names).map(|(at, name)| (name.to_owned(), at * apart)).collect(),
                shifts: usual_shifts(),
                exceptions: Vec::new(),
            }),
            sample: mark(),
            archived: false,
            version: 1,
        };
        shifts::insert(tx, &roster).await?;
        let Some(made) = shifts::by_key(tx, &roster.key).await? else { continue };
        let crews: Vec<&String> = roster.body.crews.keys().collect();
        for (at, row) in lists::rows(tx, team.id).await?.iter().enumerate() {
            shifts::set_crew(tx, team.id, row.person_id.0, made.id, crews[at % crews.len()]).await?;
        }
    }
    Ok(())
}

/// One player sent off in a made-up game: the rule, what happened, the suspension and the fine that a person decided.
async fn case_of(tx: &mut Tx, league: LeagueId, main: &Competition, games: &[&Card]) -> Result<()> {
    let rules = [
        (Of::Disqualifying, Counts::Person, 1, What::Suspension, 1),
        (Of::Technical, Counts::Person, 3, What::Suspension, 1),
        (Of::NoShow, Counts::Team, 1, What::Fine, 50_000),
    ];
    for (kind, counts, at_count, sanction, amount) in rules {
        let rule = Rule {
            key: tx.key(),
            competition_id: main.id,
            kind,
            counts,
            at_count,
            repeats: true,
            sanction,
            amount,
            regulation: "示例条款".into(),
            archived: false,
            version: 1,
        };
        discipline::insert_rule(tx, &rule).await?;
    }
    let Some((game, player)) = culprit(tx, games).await? else { return Ok(()) };
    let people = entries::people(tx, league).await?;
    let person = people.iter().find(|one| one.key == player.person_key).map(|one| one.id.0);
    let incident = Incident {
        key: tx.key(),
        fixture_id: game.fixture.id,
        fixture_key: String::new(),
        entry_id: player.entry_id.0,
        entry_key: String::new(),
        team: String::new(),
        person_id: person,
        person_key: None,
        person_name: None,
        shirt: player.shirt.clone(),
        kind: Of::Disqualifying,
        count: 1,
        note: "示例:末节推搡".into(),
        source: "hand".into(),
        at: tx.now(),
        sample: mark(),
        archived: false,
        version: 1,
    };
    discipline::insert_incident(tx, &incident).await?;
    let rule = discipline::rules(tx, main.id).await?.into_iter().find(|rule| rule.kind == Of::Disqualifying);
    let team = entries::by_id(tx, player.entry_id).await?;
    let proposal = rule.map(|rule| format!("{}:{}:{}:1", rule.key, team.key, player.person_key));
    for (what, amount, proposal) in
        [(What::Suspension, 1, proposal.unwrap_or_default()), (What::Fine, 20_000, String::new())]
    {
        let sanction = Sanction {
            key: tx.key(),
            competition_id: main.id,
            fixture_id: Some(game.fixture.id.0),
            fixture_key: None,
            entry_id: player.entry_id.0,
            entry_key: String::new(),
            team: String::new(),
            club_id: None,
            person_id: (what == What::Suspension).then_some(person).flatten(),
            person_key: None,
            person_name: None,
            shirt: if what == What::Suspension { player.shirt.clone() } else { String::new() },
            sanction: what,
            amount,
            reason: "示例:被取消比赛资格".into(),
            document: "示例纪要1号".into(),
            proposal,
            state: "confirmed".into(),
            at: tx.now(),
            appeal: String::new(),
            appeal_reason: String::new(),
            appeal_deposit: 0,
            appeal_at: None,
            ruling: String::new(),
            sample: mark(),
            version: 1,
        };
        discipline::insert_sanction(tx, &sanction).await?;
    }
    Ok(())
}

/// A made-up player in a made-up game.
async fn culprit<'a>(tx: &mut Tx, games: &[&'a Card]) -> Result<Option<(&'a Card, Player)>> {
    for game in games {
        let entry = EntryId(game.fixture.a_entry_id.unwrap_or_default());
        let players = entries::players(tx, entry).await?;
        if let Some(player) = players.into_iter().find(|player| !player.sample.is_empty()) {
            return Ok(Some((*game, player)));
        }
    }
    Ok(None)
}

async fn books_of(tx: &mut Tx, season: SeasonId, teams: &[Entry], games: &[&Card]) -> Result<()> {
    let day = games.first().and_then(|game| game.fixture.day).unwrap_or_default();
    let before = |days: u64| day.checked_sub_days(Days::new(days)).unwrap_or(day);
    let club = |at: usize| teams.iter().filter_map(|team| team.club_id).nth(at);
    let fined = games.first().and_then(|game| game.fixture.a_entry_id);
    let fined = teams.iter().find(|team| Some(team.id.0) == fined).and_then(|team| team.club_id);
    let lines = [
        (Books::EntryFee, club(0), 300_000, before(20), "示例报名费"),
        (Books::EntryFee, club(1), 300_000, before(20), "示例报名费"),
        (Books::Deposit, club(0), 200_000, before(20), "示例保证金"),
        (Books::Deposit, club(1), 200_000, before(20), "示例保证金"),
        (Books::Payment, club(0), 500_000, before(15), "示例到账"),
        (Books::Payment, club(1), 500_000, before(14), "示例到账"),
        (Books::Deduction, fined, 20_000, day, "示例罚款"),
        (Books::Income, None, 5_000_000, before(30), "示例赞助"),
        (Books::Expense, None, 860_000, before(3), "示例场地费"),
    ];
    for (kind, club_id, amount, day, note) in lines {
        if club_id.is_none() && !kind.is_leagues_own() {
            continue;
        }
        let line = Line {
            key: tx.key(),
            season_id: season,
            club_id,
            club_short: None,
            official_id: None,
            official_name: None,
            kind,
            amount,
            day,
            note: note.into(),
            document: String::new(),
            once: None,
            voided: false,
            void_reason: String::new(),
            sample: mark(),
            version: 1,
        };
        ledger::insert(tx, &line).await?;
    }
    Ok(())
}
