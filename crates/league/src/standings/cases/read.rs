//! From the JSON of a standings case to a group.

use super::field::{CaseError, Field, Problem};
use crate::standings::{
    Absence, Adjustment, GameResult, Group, OpenGame, Outcome, RuleSet, SecondForfeit, Side, Team,
};
use std::collections::{HashMap, HashSet};

/// A case as read: names by team, and the group.
pub(super) struct Read {
    pub names: Vec<String>,
    pub group: Group,
}

/// The rule set a case names itself.
pub(super) fn own_rules(case: &Field<'_>) -> Result<Option<RuleSet>, CaseError> {
    let Some(name) = case.get("rules") else { return Ok(None) };
    let found = RuleSet::by_name(name.text()?);
    found.map(Some).ok_or_else(|| name.error(Problem::OneOf("the name of a ready-made rule set")))
}

const CASE: &[&[&str]] = &[
    &["id", "type", "rule", "rules", "games", "open", "members", "disqualified", "group_complete"],
    &["ot_game_ids", "regulation_scores", "draws", "ranking_list", "adjustments", "second_forfeit"],
    super::FOR_PEOPLE,
];
const GAME: &[&[&str]] = &[&[
    "id",
    "date",
    "a",
    "b",
    "score_a",
    "score_b",
    "forfeit",
    "default",
    "nullified",
    "ot",
    "absence",
    "notes",
]];
const OPEN_GAME: &[&[&str]] = &[&["id", "date", "a", "b", "notes"]];
const ABSENCE: &[&[&str]] = &[&["side", "kind"]];
const ADJUSTMENT: &[&[&str]] = &[&["team", "points", "reason", "document"]];

/// A group of any league is far below; the sums of so many games stay within their numbers.
const MOST_GAMES: usize = 20_000;
const MOST_TEAMS: usize = 10_000;

/// Reads games and conditions of a standings case.
pub(super) fn group(case: &Field<'_>) -> Result<Read, CaseError> {
    case.only(CASE)?;
    if let Some(rule) = case.get("rule")
        && rule.text()? != "FIBA"
    {
        return Err(rule.error(Problem::OneOf("\"FIBA\"; any other rule set is named by rules")));
    }
    let complete = case.get("group_complete").map(|field| field.truth()).transpose()?;
    let mut teams = Teams::default();
    let mut group = Group::finished(0, Vec::new());
    let overtimes = Overtimes::read(case)?;
    let mut ids = HashSet::new();
    let games = case.at("games")?;
    for game in limited(&games)? {
        game.only(GAME)?;
        let id = game.get("id").map(|id| id.text()).transpose()?;
        if let Some(id) = id.filter(|id| !ids.insert(*id)) {
            return Err(game.at("id")?.error(Problem::Repeated(id.to_owned())));
        }
        let (a, b) = sides(&game, &mut teams)?;
        let scoreless = game.get("score_a").is_none() && game.get("score_b").is_none();
        if scoreless && complete == Some(false) && outcome(&game)? == Outcome::Played {
            group.open.push(OpenGame { a, b });
        } else {
            group.results.push(result(&game, a, b, id, &overtimes)?);
        }
    }
    overtimes.check_ids(&ids)?;
    if let Some(open) = case.get("open") {
        for game in limited(&open)? {
            game.only(OPEN_GAME)?;
            let (a, b) = sides(&game, &mut teams)?;
            group.open.push(OpenGame { a, b });
        }
    }
    if let (Some(true), false) = (complete, group.open.is_empty()) {
        return Err(case.at("group_complete")?.error(Problem::StillOpen));
    }
    group.complete = complete.unwrap_or(group.open.is_empty());
    let too_many = || games.error(Problem::TooMany { what: "teams", most: MOST_TEAMS });
    group.teams = u16::try_from(teams.names.len()).map_err(|_| too_many())?;
    group.disqualified = teams.list(case.get("disqualified"))?.unwrap_or_default();
    group.members = match teams.list(case.get("members"))? {
        Some(members) => members,
        None => (0..group.teams).map(Team).collect(),
    };
    if case.get("members").is_some() {
        let thrown_out = group.members.iter().position(|team| group.disqualified.contains(team));
        if let Some(place) = thrown_out {
            let name = teams.names[group.members[place].index()].to_owned();
            return Err(case.at("members")?.items()?[place].error(Problem::Disqualified(name)));
        }
    }
    decisions(case, &teams, &mut group)?;
    Ok(Read { names: teams.names.into_iter().map(str::to_owned).collect(), group })
}

fn limited<'a>(games: &Field<'a>) -> Result<Vec<Field<'a>>, CaseError> {
    let items = games.items()?;
    if items.len() > MOST_GAMES {
        return Err(games.error(Problem::TooMany { what: "games", most: MOST_GAMES }));
    }
    Ok(items)
}

impl Read {
    /// How many teams the table has.
    pub fn ranked(&self) -> usize {
        let out = |team: &&Team| self.group.disqualified.contains(team);
        self.group.members.len() - self.group.members.iter().filter(out).count()
    }

    /// The group with its open games; where none are named in an unfinished group, those missing from a round robin
    /// in which every pair meets as often as the pair that met most. The flag says that they were assumed.
    pub fn with_assumed_games(&self) -> (Group, bool) {
        let mut group = self.group.clone();
        if group.complete || !group.open.is_empty() {
            return (group, false);
        }
        let ranked: Vec<Team> =
            group.members.iter().copied().filter(|team| !group.disqualified.contains(team)).collect();
        let met =
            |a: Team, b: Team| self.group.results.iter().filter(|game| game.has(a) && game.has(b)).count();
        let pairs: Vec<(Team, Team)> = (0..ranked.len())
            .flat_map(|first| ranked[first + 1..].iter().map(move |&other| (first, other)))
            .map(|(first, other)| (ranked[first], other))
            .collect();
        let rounds = pairs.iter().map(|&(a, b)| met(a, b)).max().unwrap_or(0);
        for (a, b) in pairs {
            group.open.extend(std::iter::repeat_n(OpenGame { a, b }, rounds - met(a, b)));
        }
        (group, true)
    }
}

/// Team names in the order in which the games name them.
#[derive(Default)]
struct Teams<'a> {
    names: Vec<&'a str>,
    by_name: HashMap<&'a str, Team>,
}

impl<'a> Teams<'a> {
    fn add(&mut self, name: &'a str, field: &Field<'a>) -> Result<Team, CaseError> {
        if let Some(&known) = self.by_name.get(name) {
            return Ok(known);
        }
        let next = u16::try_from(self.names.len()).ok().filter(|next| usize::from(*next) < MOST_TEAMS);
        let too_many = || field.error(Problem::TooMany { what: "teams", most: MOST_TEAMS });
        let team = Team(next.ok_or_else(too_many)?);
        self.names.push(name);
        self.by_name.insert(name, team);
        Ok(team)
    }

    fn known(&self, field: &Field<'a>) -> Result<Team, CaseError> {
        let name = field.text()?;
        self.by_name.get(name).copied().ok_or_else(|| field.error(Problem::UnknownTeam(name.to_owned())))
    }

    fn list(&self, field: Option<Field<'a>>) -> Result<Option<Vec<Team>>, CaseError> {
        let Some(field) = field else { return Ok(None) };
        let mut list = Vec::new();
        for item in field.items()? {
            let team = self.known(&item)?;
            if list.contains(&team) {
                return Err(item.error(Problem::Repeated(item.text()?.to_owned())));
            }
            list.push(team);
        }
        Ok(Some(list))
    }
}

fn sides<'a>(game: &Field<'a>, teams: &mut Teams<'a>) -> Result<(Team, Team), CaseError> {
    let (a, b) = (game.at("a")?, game.at("b")?);
    if a.text()? == b.text()? {
        return Err(b.error(Problem::SameTeamTwice));
    }
    Ok((teams.add(a.text()?, &a)?, teams.add(b.text()?, &b)?))
}

fn result(
    game: &Field<'_>,
    a: Team,
    b: Team,
    id: Option<&str>,
    overtimes: &Overtimes<'_>,
) -> Result<GameResult, CaseError> {
    let outcome = outcome(game)?;
    let decided = matches!(outcome, Outcome::Forfeit(_) | Outcome::DoubleForfeit | Outcome::Absent(..));
    let given = game.get("score_a").is_some() || game.get("score_b").is_some();
    // A forfeit's score follows from the rule set, so a case need not repeat it.
    let score = if decided && !given {
        [0, 0]
    } else {
        [game.at("score_a")?.points()?, game.at("score_b")?.points()?]
    };
    if given && !matches!(outcome, Outcome::Annulled | Outcome::DoubleForfeit) {
        if score[0] == score[1] {
            return Err(game.at("score_b")?.error(Problem::LevelScore));
        }
        if let [side] = outcome.at_fault()
            && score[side.index()] > score[side.other().index()]
        {
            let field = if *side == Side::A { "score_a" } else { "score_b" };
            return Err(game.at(field)?.error(Problem::WinnerAtFault));
        }
    }
    let flag = game.get("ot").map(|ot| ot.truth()).transpose()?;
    let listed = id.is_some_and(|id| overtimes.ids.contains(id));
    if listed && flag == Some(false) {
        return Err(game.at("ot")?.error(Problem::OvertimeDenied));
    }
    let overtime = listed || flag == Some(true);
    let level_at = id.and_then(|id| overtimes.level.get(id)).copied();
    if let (Some(level), Outcome::Played) = (level_at, outcome) {
        for (key, points) in ["score_a", "score_b"].into_iter().zip(score) {
            if points < level {
                return Err(game.at(key)?.error(Problem::BelowRegulation));
            }
        }
    }
    Ok(GameResult { a, b, score, outcome, overtime, level_at })
}

fn outcome(game: &Field<'_>) -> Result<Outcome, CaseError> {
    let mut found = Vec::new();
    if let Some(forfeit) = game.get("forfeit") {
        found.push(match forfeit.text()? {
            "both" => Outcome::DoubleForfeit,
            _ => Outcome::Forfeit(side(&forfeit, "\"a\", \"b\" or \"both\"")?),
        });
    }
    if let Some(default) = game.get("default") {
        found.push(Outcome::Default(side(&default, "\"a\" or \"b\"")?));
    }
    if let Some(absence) = game.get("absence") {
        absence.only(ABSENCE)?;
        let kind = absence.at("kind")?;
        let reason = match kind.text()? {
            "work_conflict" => Absence::WorkConflict,
            "emergency" => Absence::Emergency,
            "no_show" => Absence::NoShow,
            _ => return Err(kind.error(Problem::OneOf("work_conflict, emergency or no_show"))),
        };
        found.push(Outcome::Absent(side(&absence.at("side")?, "\"a\" or \"b\"")?, reason));
    }
    if found.len() > 1 {
        return Err(game.error(Problem::Together("forfeit, default, absence")));
    }
    let annulled = game.get("nullified").map(|field| field.truth()).transpose()?.unwrap_or(false);
    Ok(if annulled { Outcome::Annulled } else { found.pop().unwrap_or(Outcome::Played) })
}

fn side(field: &Field<'_>, allowed: &'static str) -> Result<Side, CaseError> {
    match field.text()? {
        "a" => Ok(Side::A),
        "b" => Ok(Side::B),
        _ => Err(field.error(Problem::OneOf(allowed))),
    }
}

/// Overtime as a case lists it beside its games.
#[derive(Default)]
struct Overtimes<'a> {
    ids: HashSet<&'a str>,
    level: HashMap<&'a str, u16>,
    fields: Vec<(Field<'a>, &'a str)>,
}

impl<'a> Overtimes<'a> {
    fn read(case: &Field<'a>) -> Result<Self, CaseError> {
        let mut overtimes = Self::default();
        if let Some(list) = case.get("ot_game_ids") {
            for field in list.items()? {
                let id = field.text()?;
                overtimes.ids.insert(id);
                overtimes.fields.push((field, id));
            }
        }
        if let Some(scores) = case.get("regulation_scores") {
            for id in scores.object()?.keys() {
                let field = scores.at(id)?;
                let [a, b] = field.pair()?;
                if a != b {
                    return Err(field.error(Problem::NotLevel));
                }
                overtimes.ids.insert(id);
                overtimes.level.insert(id, a);
                overtimes.fields.push((field, id));
            }
        }
        Ok(overtimes)
    }

    fn check_ids(&self, games: &HashSet<&str>) -> Result<(), CaseError> {
        match self.fields.iter().find(|(_, id)| !games.contains(id)) {
            Some((field, id)) => Err(field.error(Problem::UnknownGame((*id).to_owned()))),
            None => Ok(()),
        }
    }
}

fn decisions<'a>(case: &Field<'a>, teams: &Teams<'a>, group: &mut Group) -> Result<(), CaseError> {
    if let Some(draws) = case.get("draws") {
        for draw in draws.items()? {
            group.draws.extend(teams.list(Some(draw))?);
        }
    }
    group.ranking_list = teams.list(case.get("ranking_list"))?.unwrap_or_default();
    if let Some(adjustments) = case.get("adjustments") {
        for adjustment in limited(&adjustments)? {
            adjustment.only(ADJUSTMENT)?;
            let text = |key: &'static str| {
                adjustment.get(key).map(|field| field.text().map(str::to_owned)).transpose()
            };
            group.adjustments.push(Adjustment {
                team: teams.known(&adjustment.at("team")?)?,
                points: adjustment.at("points")?.whole()?,
                reason: text("reason")?.unwrap_or_default(),
                document: text("document")?.unwrap_or_default(),
            });
        }
    }
    if let Some(second) = case.get("second_forfeit") {
        group.second_forfeit = match second.text()? {
            "nothing" => SecondForfeit::Nothing,
            "out_annulled" => SecondForfeit::OutAnnulled,
            "out_standing" => SecondForfeit::OutStanding,
            _ => return Err(second.error(Problem::OneOf("nothing, out_annulled or out_standing"))),
        };
    }
    Ok(())
}
