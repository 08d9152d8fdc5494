//! The games of a draft in several orders.

use super::super::super::extract::Visitor;
use super::super::list::{Cell, ListView};
use super::super::room::{Page, Part};
use super::Found;
use crate::actions::drafts as act;
use crate::drafts::Board;
use crate::store::drafts::DraftGame;
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use league::planner::season::{SeasonRefused, Topic, fairness};
use league::planner::{Fault, check};
use std::collections::{BTreeMap, BTreeSet};

type Asked = Result<Board, SeasonRefused>;

/// A day as people say it.
pub fn day_words(visitor: &Visitor, day: NaiveDate) -> String {
    format!("{day} {}", visitor.t().weekday_short(day.weekday()))
}

/// A beginning, a hall and a court in words.
pub fn spot_words(
    visitor: &Visitor,
    found: &Found,
    (at, hall, court): (Option<NaiveDateTime>, &Option<String>, &Option<String>),
) -> String {
    let Some(at) = at else { return visitor.t().date_unknown().to_owned() };
    let name = |key: &Option<String>| key.as_ref().map(|key| named(visitor, found, key)).unwrap_or_default();
    let words =
        format!("{} {} {} {}", day_words(visitor, at.date()), at.format("%H:%M"), name(hall), name(court));
    words.trim().to_owned()
}

/// The name of a key in the reader's language.
pub fn named(visitor: &Visitor, found: &Found, key: &str) -> String {
    let (zh, en) = (found.around.names.zh(key), found.around.names.en(key));
    visitor.lang.pick(&zh, &en).to_owned()
}

/// Both sides of a game, as the reader calls them.
pub fn sides(visitor: &Visitor, found: &Found, game: &DraftGame) -> String {
    let t = visitor.t();
    let [a, b] = found.around.names.sides(game);
    let words = |entry: &Option<String>, name: String| match entry {
        Some(_) => name,
        None if name.is_empty() => "?".to_owned(),
        None => t.source_words(&name),
    };
    let both = format!("{} – {}", words(&game.a, a), words(&game.b, b));
    if game.code.is_empty() || game.round == 0 { both } else { format!("{} {both}", game.code) }
}

/// How the draft stands: what is missed, and by how much.
pub fn state(visitor: &Visitor, page: Page, found: &Found, board: &Asked) -> Page {
    let (t, lang) = (visitor.t(), visitor.lang);
    let board = match board {
        Ok(board) => board,
        Err(refused) => {
            return page.with(Part::say(t.state_broken(), &t.no_season_words(refused)).named("state"));
        }
    };
    let (plan, _) = board.plan();
    let report = check(&board.season.instance, &plan);
    let mut sums: BTreeMap<(bool, &Topic), (u64, u64)> = BTreeMap::new();
    let mut others: Vec<String> = Vec::new();
    for finding in &report.violations {
        match (finding.rule, finding.fault) {
            (Some(rule), _) => {
                let sum = sums.entry((!finding.hard, &board.season.topics[rule])).or_default();
                *sum = (sum.0 + finding.deviation, sum.1 + finding.cost);
            }
            (None, Some(Fault::TwiceInASlot { club, slot })) => {
                let name = named(visitor, found, &board.season.instance.clubs[club]);
                others.push(format!("{name} · {}", board.season.instance.slots[slot]));
            }
            _ => {}
        }
    }
    let mut list = ListView::new(t.state_broken(), &[t.state_broken(), t.status(), t.missed_by()], "");
    let missing = board.unplaced();
    if missing > 0 {
        list.row(vec![
            Cell::text(t.state_missing()),
            Cell::state(t.binds()),
            Cell::Number(missing.to_string()),
        ]);
    }
    for words in others {
        list.row(vec![Cell::text(words), Cell::state(t.binds()), Cell::Number("1".into())]);
    }
    for ((soft, topic), (deviation, cost)) in sums {
        let (zh, en) = act::topic_words(&found.around, topic);
        let (word, figure) = if soft { (t.wished(), cost) } else { (t.binds(), deviation) };
        list.row(vec![
            Cell::text(lang.pick(&zh, &en)),
            if soft { Cell::Quiet(word.into()) } else { Cell::state(word) },
            Cell::Number(figure.to_string()),
        ]);
    }
    list.columns[2].number = true;
    let hard = report.infeasibility > 0 || missing > 0;
    let said = if hard { String::new() } else { t.state_whole().to_owned() };
    let said = format!("{said} {} {}", t.state_cost(), report.objective);
    let part = match list.rows.is_empty() {
        true => Part::say(t.status(), said.trim()),
        false => Part::list(t.status(), list).noted(said.trim()),
    };
    page.with(part.named("state"))
}

/// The games in one of the orders.
pub fn show(visitor: &Visitor, mut page: Page, found: &Found, board: &Asked, view: &str) -> Page {
    let t = visitor.t();
    let here = found.here();
    for (word, label) in [
        ("list", t.view_list()),
        ("matrix", t.view_matrix()),
        ("clubs", t.view_clubs()),
        ("fairness", t.view_fairness()),
    ] {
        page = page.link(label, format!("{here}?view={word}"));
    }
    match view {
        "list" => page.with(list(visitor, found)),
        "matrix" => matrix(visitor, page, found),
        "clubs" => clubs(visitor, page, found),
        "fairness" => match board {
            Ok(board) => page.with(fair(visitor, found, board)),
            Err(_) => page,
        },
        _ => page.with(calendar(visitor, found, board)),
    }
}

fn link(visitor: &Visitor, found: &Found, game: &DraftGame, label: String) -> Cell {
    let href = format!("{}/games/{}", found.here(), game.key);
    let cell = match (game.at, &game.hall) {
        (Some(at), Some(hall)) if found.may_edit && !found.around.stays(game) => {
            Cell::Game { label, href, slot: act::slot_name(at, hall) }
        }
        _ => Cell::Link { label, href },
    };
    let t = visitor.t();
    let mut cells = vec![cell];
    if game.out {
        cells.push(Cell::state(t.game_out()));
    } else if game.locked {
        cells.push(Cell::state(t.game_locked()));
    }
    Cell::Many(cells)
}

/// One row a day, one column a hall; free slots are shown where the rules have them.
fn calendar(visitor: &Visitor, found: &Found, board: &Asked) -> Part {
    let t = visitor.t();
    let mut halls: Vec<String> = found.draft.setup.halls.iter().map(|hall| hall.name.clone()).collect();
    let mut slots: BTreeMap<(NaiveDate, usize), BTreeSet<NaiveDateTime>> = BTreeMap::new();
    let mut days: BTreeSet<NaiveDate> = BTreeSet::new();
    for game in found.draft.games.iter().filter(|game| !game.out) {
        if let Some(at) = game.at {
            days.insert(at.date());
            let hall = game.hall.clone().unwrap_or_default();
            let place = halls.iter().position(|known| *known == hall).unwrap_or_else(|| {
                halls.push(hall);
                halls.len() - 1
            });
            slots.entry((at.date(), place)).or_default().insert(at);
        }
    }
    if let Ok(board) = board {
        for slot in &board.season.slots {
            let hall = &board.season.file.halls[slot.hall].name;
            if let Some(place) = halls.iter().position(|known| known == hall) {
                days.insert(slot.at.date());
                slots.entry((slot.at.date(), place)).or_default().insert(slot.at);
            }
        }
    }
    let mut labels = vec![t.col_day().to_owned()];
    labels.extend(halls.iter().map(|hall| named(visitor, found, hall)));
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let mut list = ListView::new(t.view_calendar(), &labels, t.no_fixtures());
    for day in days {
        let mut row = vec![Cell::text(day_words(visitor, day))];
        for (place, hall) in halls.iter().enumerate() {
            let mut cells = Vec::new();
            for at in slots.get(&(day, place)).into_iter().flatten() {
                let here = |game: &&DraftGame| {
                    !game.out && game.at == Some(*at) && game.hall.clone().unwrap_or_default() == *hall
                };
                let time = at.format("%H:%M").to_string();
                let mut games = found.draft.games.iter().filter(here).peekable();
                if games.peek().is_none() {
                    let label = format!("{time} {}", t.free_slot());
                    cells.push(Cell::Free { label, slot: act::slot_name(*at, hall) });
                }
                for game in games {
                    cells.push(link(visitor, found, game, format!("{time} {}", sides(visitor, found, game))));
                }
            }
            row.push(Cell::Many(cells));
        }
        list.row(row);
    }
    let waiting: Vec<Cell> = found
        .draft
        .games
        .iter()
        .filter(|game| game.at.is_none() && !game.out)
        .map(|game| link(visitor, found, game, sides(visitor, found, game)))
        .collect();
    if !waiting.is_empty() {
        let mut row = vec![Cell::text(t.date_unknown()), Cell::Many(waiting)];
        row.resize(halls.len().max(1) + 1, Cell::text(""));
        list.row(row);
    }
    Part::list(t.view_calendar(), list).named("calendar")
}

fn in_order(found: &Found) -> Vec<&DraftGame> {
    let mut games: Vec<&DraftGame> = found.draft.games.iter().collect();
    games.sort_by_key(|game| (game.at.is_none(), game.at, game.hall.clone(), game.court.clone()));
    games
}

fn list(visitor: &Visitor, found: &Found) -> Part {
    let t = visitor.t();
    let columns = [t.tip_off(), t.competition(), t.team(), t.venue()];
    let mut list = ListView::new(t.view_list(), &columns, t.no_fixtures());
    list.quick = true;
    for game in in_order(found) {
        let when = match game.at {
            Some(at) => format!("{} {}", day_words(visitor, at.date()), at.format("%H:%M")),
            None => t.date_unknown().to_owned(),
        };
        let name =
            |key: &Option<String>| key.as_ref().map(|key| named(visitor, found, key)).unwrap_or_default();
        list.row(vec![
            Cell::text(when),
            Cell::Quiet(named(visitor, found, &game.competition)),
            link(visitor, found, game, sides(visitor, found, game)),
            Cell::text(format!("{} {}", name(&game.hall), name(&game.court))),
        ]);
    }
    Part::list(t.games(list.rows.len()), list).named("list")
}

/// Teams against teams, one table a competition; the row is the first side.
fn matrix(visitor: &Visitor, mut page: Page, found: &Found) -> Page {
    let t = visitor.t();
    for competition in &found.around.competitions {
        let games: Vec<&DraftGame> = found
            .draft
            .games
            .iter()
            .filter(|game| game.competition == competition.key && game.round == 0 && !game.out)
            .collect();
        let mut teams: Vec<String> = Vec::new();
        for side in games.iter().flat_map(|game| found.around.names.sides(game)) {
            if !teams.contains(&side) {
                teams.push(side);
            }
        }
        if teams.is_empty() {
            continue;
        }
        teams.sort_by_key(|name| league::names::sort_key(name));
        let mut labels = vec![t.team()];
        labels.extend(teams.iter().map(String::as_str));
        let heading = visitor.lang.pick(&competition.name_zh, &competition.name_en).to_owned();
        let mut list = ListView::new(heading.clone(), &labels, "");
        list.grid = true;
        for first in &teams {
            let mut row = vec![Cell::text(first.clone())];
            for second in &teams {
                let pair = [first.clone(), second.clone()];
                let own = games.iter().filter(|game| found.around.names.sides(game) == pair);
                let cells: Vec<Cell> = own
                    .map(|game| {
                        let label =
                            game.at.map_or("–".to_owned(), |at| at.format("%m-%d %H:%M").to_string());
                        link(visitor, found, game, label)
                    })
                    .collect();
                row.push(Cell::Many(cells));
            }
            list.row(row);
        }
        page = page.with(Part::list(heading, list));
    }
    page
}

fn clubs(visitor: &Visitor, mut page: Page, found: &Found) -> Page {
    let t = visitor.t();
    let mut teams: Vec<&String> =
        found.draft.games.iter().flat_map(|game| [&game.a, &game.b]).flatten().collect();
    teams.sort_by_key(|key| league::names::sort_key(&found.around.names.zh(key)));
    teams.dedup();
    for team in teams {
        let mut list = ListView::new(t.team(), &[t.tip_off(), t.team(), t.venue()], "");
        for game in in_order(found) {
            if [&game.a, &game.b].into_iter().flatten().any(|side| side == team) {
                let spot = spot_words(visitor, found, (game.at, &None, &None));
                let hall = game.hall.as_ref().map(|hall| named(visitor, found, hall)).unwrap_or_default();
                list.row(vec![
                    Cell::text(spot),
                    link(visitor, found, game, sides(visitor, found, game)),
                    Cell::text(hall),
                ]);
            }
        }
        let competition = found.around.entries.iter().find(|entry| entry.key == *team);
        let of = competition.and_then(|entry| {
            found.around.competitions.iter().find(|competition| competition.id == entry.competition_id)
        });
        let of = of.map(|of| visitor.lang.pick(&of.name_zh, &of.name_en)).unwrap_or_default();
        page = page.with(Part::list(format!("{} · {of}", named(visitor, found, team)), list));
    }
    page
}

fn fair(visitor: &Visitor, found: &Found, board: &Board) -> Part {
    let t = visitor.t();
    let columns = [
        t.team(),
        t.competition(),
        t.fair_games(),
        t.fair_early(),
        t.fair_late(),
        t.fair_prime(),
        t.fair_rest(),
        t.fair_back(),
        t.fair_work(),
        t.fair_missing(),
        t.fair_halls(),
    ];
    let mut list = ListView::new(t.view_fairness(), &columns, t.no_fixtures());
    list.grid = true;
    for column in &mut list.columns[2..9] {
        column.number = true;
    }
    let (plan, _) = board.plan();
    for share in fairness(&board.season, &plan) {
        let halls =
            share.halls.iter().map(|(hall, games)| format!("{} {games}", named(visitor, found, hall)));
        let number = |number: usize| Cell::Number(number.to_string());
        let team = match found.around.entries.iter().any(|entry| entry.key == share.club) {
            true => named(visitor, found, &share.club),
            false => t.source_words(&share.club),
        };
        list.row(vec![
            Cell::text(team),
            Cell::Quiet(named(visitor, found, &share.competition)),
            number(share.games),
            number(share.early),
            number(share.late),
            number(share.prime),
            Cell::Number(share.shortest_rest_days.map_or("–".to_owned(), |days| days.to_string())),
            number(share.back_to_back),
            number(share.at_work),
            Cell::Quiet(missing(found, board, &share.club)),
            Cell::text(halls.collect::<Vec<_>>().join(" · ")),
        ]);
    }
    Part::list(t.view_fairness(), list).noted(t.fair_said()).named("fairness")
}

/// Who of a team is at work during its games, by name and the number of games.
fn missing(found: &Found, board: &Board, team: &str) -> String {
    let Some(shifts) = found.around.shifts.get(team) else { return String::new() };
    let mut games: BTreeMap<String, usize> = BTreeMap::new();
    let of_team = |game: &&DraftGame| [&game.a, &game.b].iter().any(|side| side.as_deref() == Some(team));
    for at in board.games.iter().filter(|game| !game.out).filter(of_team).filter_map(|game| game.at) {
        for (player, _) in shifts.away(at) {
            *games.entry(player.name).or_default() += 1;
        }
    }
    let mut sorted: Vec<(String, usize)> = games.into_iter().collect();
    sorted.sort_by_key(|(name, games)| (std::cmp::Reverse(*games), name.clone()));
    sorted.iter().map(|(name, games)| format!("{name} {games}")).collect::<Vec<_>>().join(" · ")
}
