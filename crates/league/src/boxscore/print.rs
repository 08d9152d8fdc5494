//! The box score as JSON, in the order of its documented fields.

use super::Report;
use super::compare::index_rating;
use super::game::{Hundredths, Period, SECOND, Side};
use super::line::{Line, Stat};
use super::replay::TeamBox;
use serde_json::{Map, Value, json};

impl Report {
    /// One JSON document; null is "not recorded".
    pub fn to_json(&self) -> String {
        let game = &self.feed.game;
        let mut document = Map::new();
        document.insert("format".into(), self.feed.format.as_str().into());
        document.insert("finished".into(), game.finished.into());
        document.insert("teams".into(), Side::BOTH.map(|side| self.team(side)).to_vec().into());
        document.insert("periods".into(), self.periods());
        document.insert("flow".into(), self.flow());
        document.insert("notes".into(), game.notes.clone().into());
        document.insert("problems".into(), json!(self.problems()));
        if let Some(differences) = &self.differences {
            document.insert("differences".into(), json!(differences));
            let compared = self.feed.published.as_ref().map_or(0, |published| published.len());
            document.insert("compared".into(), compared.into());
        }
        serde_json::to_string_pretty(&document).expect("texts and numbers are JSON")
    }

    fn team(&self, side: Side) -> Value {
        let team = &self.feed.game.teams[side as usize];
        let own = &self.boxscore.teams[side as usize];
        let players: Vec<Value> = (0..own.players.len()).map(|index| self.player(side, index)).collect();
        let mut totals = self.line(&own.totals);
        totals.insert("fouls_in_all".into(), (own.totals.get(Stat::Pf) + own.bench_fouls).into());
        totals.insert("points_bench".into(), self.points_bench(own));
        json!({
            "side": if side == Side::A { "a" } else { "b" },
            "name": team.name,
            "code": team.code,
            "score": self.boxscore.flow.score()[side as usize],
            "players": players,
            "team": self.line(&own.team),
            "bench": { "fouls": own.bench_fouls },
            "substitutes": self.line(&own.substitutes),
            "totals": totals,
            "periods": own.periods.iter().zip(&self.feed.game.periods).map(|(line, period)| {
                let mut line = self.line(line);
                line.insert("period".into(), period.number.into());
                line.insert("overtime".into(), period.overtime.into());
                line
            }).collect::<Vec<_>>(),
            "halves": self.halves(own),
        })
    }

    /// Without known starters nobody is known to have come from the bench.
    fn points_bench(&self, team: &TeamBox) -> Value {
        let known = team.players.iter().any(|player| player.starter);
        if known { team.substitutes.get(Stat::Points).into() } else { Value::Null }
    }

    fn player(&self, side: Side, index: usize) -> Value {
        let team = &self.boxscore.teams[side as usize];
        let (player, own) = (&self.feed.game.teams[side as usize].players[index], &team.players[index]);
        let mut fields = Map::new();
        fields.insert("number".into(), player.number.clone().into());
        fields.insert("name".into(), player.name.clone().into());
        fields.insert("starter".into(), own.starter.into());
        fields.insert("played".into(), own.played(team.lineup_known).into());
        fields.insert("seconds".into(), known(team, own.seconds()));
        fields.extend(self.line(&own.line));
        fields.insert("plus_minus".into(), known(team, own.on_court.plus_minus));
        fields.insert("points_by_period".into(), own.points_by_period.clone().into());
        Value::Object(fields)
    }

    fn line(&self, line: &Line) -> Map<String, Value> {
        let (recorded, rules) = (&self.feed.game.recorded, &self.feed.game.rules);
        let mut fields: Map<String, Value> = Map::new();
        for (stat, word) in Stat::ALL {
            let value = if recorded.has(stat) { line.get(stat).into() } else { Value::Null };
            fields.insert(word.into(), value);
        }
        let efficiency = recorded.efficiency().then(|| line.efficiency());
        fields.insert("eff".into(), efficiency.into());
        fields.insert("pir".into(), recorded.index_rating().then(|| index_rating(rules, line)).into());
        fields
    }

    fn halves(&self, team: &TeamBox) -> Vec<Value> {
        let periods = &self.feed.game.periods;
        let quarters = periods.iter().filter(|period| !period.overtime).count().max(4);
        let half = |word: &str, belongs: &dyn Fn(&Period) -> bool| {
            let own: Vec<&Line> = team
                .periods
                .iter()
                .zip(periods)
                .filter(|(_, period)| belongs(period))
                .map(|(line, _)| line)
                .collect();
            let mut sum = Line::default();
            own.iter().for_each(|line| sum.add_line(line));
            let mut fields = self.line(&sum);
            fields.insert("half".into(), word.into());
            (!own.is_empty()).then(|| fields.into())
        };
        let first = |period: &Period| !period.overtime && period.number as usize <= quarters / 2;
        let second = |period: &Period| !period.overtime && period.number as usize > quarters / 2;
        let halves =
            [half("first", &first), half("second", &second), half("overtime", &|period| period.overtime)];
        halves.into_iter().flatten().collect()
    }

    fn periods(&self) -> Value {
        let [a, b] = &self.boxscore.teams;
        let points = |line: Option<&Line>| line.map_or(0, |line| line.get(Stat::Points));
        let rows = self.feed.game.periods.iter().enumerate().map(|(index, period)| {
            json!({
                "period": period.number,
                "overtime": period.overtime,
                "seconds": period.length / SECOND,
                "points": [points(a.periods.get(index)), points(b.periods.get(index))],
            })
        });
        rows.collect()
    }

    fn flow(&self) -> Value {
        let flow = &self.boxscore.flow;
        let seconds = |time: Hundredths| (time + SECOND / 2) / SECOND;
        json!({
            "biggest_lead": flow.biggest_lead,
            "biggest_run": flow.biggest_run,
            "lead_changes": flow.lead_changes,
            "ties": flow.ties,
            "seconds_leading": flow.leading.map(seconds),
            "seconds_level": seconds(flow.level),
        })
    }
}

fn known(team: &TeamBox, value: impl Into<Value>) -> Value {
    if team.lineup_known { value.into() } else { Value::Null }
}
