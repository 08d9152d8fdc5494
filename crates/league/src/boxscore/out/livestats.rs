//! The shape of LiveStats `data.json`: roster, box score (`tm`) and plays (`pbp`, newest first) in one document.
//!
//! What was not recorded is left out, so that no reader takes it for nought.

use crate::boxscore::Report;
use crate::boxscore::game::{Foul, Hundredths, MINUTE, Marks, Play, SECOND, Side, What, Who};
use crate::boxscore::line::{Line, Stat};
use serde_json::{Map, Value, json};

const FIGURES: &[(&str, Stat)] = &[
    ("sPoints", Stat::Points),
    ("sTwoPointersMade", Stat::Fg2m),
    ("sTwoPointersAttempted", Stat::Fg2a),
    ("sThreePointersMade", Stat::Fg3m),
    ("sThreePointersAttempted", Stat::Fg3a),
    ("sFreeThrowsMade", Stat::Ftm),
    ("sFreeThrowsAttempted", Stat::Fta),
    ("sReboundsOffensive", Stat::Oreb),
    ("sReboundsDefensive", Stat::Dreb),
    ("sAssists", Stat::Ast),
    ("sTurnovers", Stat::Tov),
    ("sSteals", Stat::Stl),
    ("sBlocks", Stat::Blk),
    ("sBlocksReceived", Stat::BlkAgainst),
    ("sFoulsPersonal", Stat::Pf),
    ("sFoulsOn", Stat::FoulsDrawn),
    ("sPointsFromTurnovers", Stat::PointsFromTurnovers),
    ("sPointsInThePaint", Stat::PointsInThePaint),
    ("sPointsSecondChance", Stat::PointsSecondChance),
    ("sPointsFastBreak", Stat::PointsFastBreak),
];

/// Figures that are the sum of two counts.
const SUMS: &[(&str, [Stat; 2])] = &[
    ("sFieldGoalsMade", [Stat::Fg2m, Stat::Fg3m]),
    ("sFieldGoalsAttempted", [Stat::Fg2a, Stat::Fg3a]),
    ("sReboundsTotal", [Stat::Oreb, Stat::Dreb]),
];

impl Report {
    /// The game in the shape of LiveStats.
    pub fn to_livestats(&self) -> Value {
        let game = &self.feed.game;
        let minutes = |overtime: bool, usual: Hundredths| {
            let length = game.periods.iter().find(|period| period.overtime == overtime);
            length.map_or(usual, |period| period.length) / MINUTE
        };
        let last = game.periods.last();
        let pbp = self.pbp();
        let clock = pbp.first().and_then(|play| play["clock"].as_str()).unwrap_or("10:00").to_owned();
        json!({
            "clock": if game.finished { "00:00".to_owned() } else { clock },
            "period": last.map_or(1, |period| period.number),
            "periodType": if last.is_some_and(|period| period.overtime) { "OVERTIME" } else { "REGULAR" },
            "inOT": i32::from(last.is_some_and(|period| period.overtime)),
            "periodLengthREGULAR": minutes(false, 10 * MINUTE),
            "periodLengthOVERTIME": minutes(true, 5 * MINUTE),
            "tm": { "1": self.livestats_team(Side::A), "2": self.livestats_team(Side::B) },
            "pbp": pbp,
        })
    }

    fn livestats_team(&self, side: Side) -> Value {
        let (team, own) = (&self.feed.game.teams[side as usize], &self.boxscore.teams[side as usize]);
        let mut fields = Map::new();
        fields.insert("name".into(), team.name.clone().into());
        fields.insert("code".into(), team.code.clone().into());
        fields.insert("score".into(), self.boxscore.flow.score()[side as usize].into());
        for (period, line) in self.feed.game.periods.iter().zip(&own.periods) {
            let name = if period.overtime { "ot" } else { "p" };
            fields.insert(format!("{name}{}_score", period.number), line.get(Stat::Points).into());
        }
        for (name, value) in self.livestats_line(&own.totals) {
            fields.insert(format!("tot_{name}"), value);
        }
        let recorded = &self.feed.game.recorded;
        for (name, stat) in [
            ("tot_sReboundsTeamOffensive", Stat::Oreb),
            ("tot_sReboundsTeamDefensive", Stat::Dreb),
            ("tot_sTurnoversTeam", Stat::Tov),
        ] {
            if recorded.has(stat) {
                fields.insert(name.into(), own.team.get(stat).into());
            }
        }
        if recorded.has(Stat::Pf) {
            fields.insert("tot_sFoulsTotal".into(), (own.totals.get(Stat::Pf) + own.bench_fouls).into());
            fields.insert("tot_sFoulsTeam".into(), own.bench_fouls.into());
        }
        let players = team.players.iter().zip(&own.players).enumerate().map(|(index, (player, line))| {
            let mut fields = self.livestats_line(&line.line);
            let (first, family) = player.name.split_once(' ').unwrap_or(("", &player.name));
            fields.insert("shirtNumber".into(), player.number.clone().into());
            fields.insert("firstName".into(), first.into());
            fields.insert("familyName".into(), family.into());
            fields.insert("name".into(), player.name.clone().into());
            fields.insert("starter".into(), i32::from(line.starter).into());
            fields.insert("active".into(), i32::from(line.played(own.lineup_known)).into());
            if own.lineup_known {
                let seconds = line.seconds();
                fields.insert("sMinutes".into(), format!("{}:{:02}", seconds / 60, seconds % 60).into());
                fields.insert("sPlusMinusPoints".into(), line.on_court.plus_minus.into());
            }
            ((index + 1).to_string(), Value::Object(fields))
        });
        fields.insert("pl".into(), Value::Object(players.collect()));
        Value::Object(fields)
    }

    fn livestats_line(&self, line: &Line) -> Map<String, Value> {
        let recorded = &self.feed.game.recorded;
        let single = FIGURES.iter().filter(|(_, stat)| recorded.has(*stat));
        let mut fields: Map<String, Value> =
            single.map(|(name, stat)| ((*name).to_owned(), line.get(*stat).into())).collect();
        for (name, [one, other]) in SUMS {
            if recorded.has(*one) && recorded.has(*other) {
                fields.insert((*name).to_owned(), (line.get(*one) + line.get(*other)).into());
            }
        }
        if recorded.efficiency() {
            fields.insert("eff_1".into(), line.efficiency().into());
        }
        if recorded.index_rating() {
            // In this shape a technical foul costs one more, whatever our own rating says.
            let rating = line.index_rating() - line.get(Stat::Technicals);
            fields.insert("eff_5".into(), rating.into());
        }
        fields
    }

    /// Newest first. The clock never runs back here, for readers put the plays in its order.
    fn pbp(&self) -> Vec<Value> {
        let game = &self.feed.game;
        let mut score = [0; 2];
        let (mut period, mut left) = (usize::MAX, 0);
        let mut list = Vec::new();
        for (index, play) in game.plays.iter().enumerate() {
            let Some(now) = game.periods.get(play.period) else { continue };
            if play.period != period {
                (period, left) = (play.period, now.length);
            }
            left = play.left.map_or(left, |given| given.clamp(0, left));
            let Some((kind, sub, made)) = words(play) else { continue };
            if let (What::Shot { worth, .. }, Some(true)) = (play.what, made) {
                score[play.side as usize] += worth;
            } else if made == Some(true) {
                score[play.side as usize] += 1;
            }
            let player = match play.who {
                Who::Player(at) => {
                    game.teams[play.side as usize].players.get(at).map(|player| (at + 1, player))
                }
                Who::Team | Who::Bench => None,
            };
            let mut entry = json!({
                "actionNumber": index + 1,
                "period": now.number,
                "periodType": if now.overtime { "OVERTIME" } else { "REGULAR" },
                "clock": clock_text(left),
                "gt": format!("{:02}:{:02}", left / MINUTE, left % MINUTE / SECOND),
                "tno": if play.side == Side::A { 1 } else { 2 },
                "pno": player.map_or(0, |(number, _)| number),
                "shirtNumber": player.and_then(|(_, player)| player.number.as_deref()).unwrap_or(""),
                "player": player.map_or("", |(_, player)| &player.name),
                "actionType": kind,
                "subType": sub,
                "qualifier": qualifiers(play),
                "scoring": i32::from(made.is_some()),
                "s1": score[0].to_string(),
                "s2": score[1].to_string(),
            });
            if let Some(made) = made {
                entry["success"] = i32::from(made).into();
            }
            if play.what == What::Count(Stat::Blk)
                && let Some(shot) = self.blocked_shot(play)
            {
                entry["previousAction"] = (shot + 1).into();
            }
            list.push(entry);
        }
        list.reverse();
        list
    }

    fn blocked_shot(&self, block: &Play) -> Option<usize> {
        let misses =
            |play: &Play| matches!(play.what, What::Shot { made: false, .. }) && play.side != block.side;
        let plays = &self.feed.game.plays;
        let at = |entry: usize| plays.iter().position(|play| play.entry == entry && misses(play));
        block.entry.checked_sub(1).and_then(at).or_else(|| at(block.entry + 1))
    }
}

fn words(play: &Play) -> Option<(&'static str, &'static str, Option<bool>)> {
    Some(match play.what {
        What::Shot { worth: 3, made, .. } => ("3pt", "jumpshot", Some(made)),
        What::Shot { made, .. } => ("2pt", "jumpshot", Some(made)),
        What::FreeThrow { made, .. } => ("freethrow", "", Some(made)),
        What::Count(Stat::Oreb) => ("rebound", "offensive", None),
        What::Count(Stat::Dreb) => ("rebound", "defensive", None),
        What::Count(Stat::Ast) => ("assist", "", None),
        What::Count(Stat::Stl) => ("steal", "", None),
        What::Count(Stat::Blk) => ("block", "", None),
        What::Count(Stat::Tov) => ("turnover", "other", None),
        What::Count(Stat::FoulsDrawn) => ("foulon", "", None),
        What::Foul(_) if play.who == Who::Bench => ("foul", "benchTechnical", None),
        What::Foul(Foul::Technical) => ("foul", "technical", None),
        What::Foul(Foul::Personal) => ("foul", "personal", None),
        What::In => ("substitution", "in", None),
        What::Out => ("substitution", "out", None),
        What::Count(_) | What::Pause => return None,
    })
}

fn qualifiers(play: &Play) -> Vec<&'static str> {
    let (What::Shot { marks, .. } | What::FreeThrow { marks, .. }) = play.what else { return Vec::new() };
    let Marks { from_turnover, in_the_paint, second_chance, fast_break } = marks;
    let all = [
        (from_turnover, "fromturnover"),
        (in_the_paint, "pointsinthepaint"),
        (second_chance, "2ndchance"),
        (fast_break, "fastbreak"),
    ];
    all.into_iter().filter(|(set, _)| *set).map(|(_, word)| word).collect()
}

fn clock_text(left: Hundredths) -> String {
    format!("{:02}:{:02}:{:02}", left / MINUTE, left % MINUTE / SECOND, left % SECOND)
}
