//! What happened, in words.

use super::scene::Line;
use crate::web::text::{Lang, T};
use league::fixture::Side;
use league::game::{Fact, ReboundEnd, Shirt};

impl T {
    /// A line of the log; facts that only the table needs have none.
    pub fn play(self, line: &Line, team: impl Fn(Side) -> String) -> Option<String> {
        let zh = self.0 == Lang::Zh;
        let pick = |zh_text: &'static str, en_text: &'static str| if zh { zh_text } else { en_text };
        let who = |side: &Side, player: &Option<Shirt>| match player {
            Some(shirt) => format!("{} {shirt}", team(*side)),
            None => team(*side),
        };
        let said =
            |side: &Side, player: &Option<Shirt>, words: &str| format!("{} {words}", who(side, player));
        Some(match &line.fact {
            Fact::Goal { side, player, points, .. } => {
                said(side, player, &if zh { format!("{points} 分命中") } else { format!("makes {points}") })
            }
            Fact::Miss { side, player, points, .. } => {
                said(side, player, &if zh { format!("{points} 分未中") } else { format!("misses {points}") })
            }
            Fact::FreeThrow { side, player, made } => said(
                side,
                player,
                if *made {
                    pick("罚球命中", "makes a free throw")
                } else {
                    pick("罚球未中", "misses a free throw")
                },
            ),
            Fact::Rebound { side, player, end } => said(
                side,
                player,
                match end {
                    ReboundEnd::Offensive => pick("前场篮板", "offensive rebound"),
                    ReboundEnd::Defensive => pick("后场篮板", "defensive rebound"),
                },
            ),
            Fact::Assist { side, player } => said(side, &Some(*player), pick("助攻", "assists")),
            Fact::Steal { side, player } => said(side, &Some(*player), pick("抢断", "steals")),
            Fact::Block { side, player } => said(side, &Some(*player), pick("盖帽", "blocks")),
            Fact::Turnover { side, player } => said(side, player, pick("失误", "turns it over")),
            Fact::Foul(foul) => {
                let who = match String::from(foul.who) {
                    shirt if shirt.chars().all(|c| c.is_ascii_digit()) => shirt,
                    _ => pick("教练席", "bench").to_owned(),
                };
                format!("{} {who} {} {}", team(foul.side), pick("犯规", "foul"), foul.mark())
            }
            Fact::TimeOut { side } => said(side, &None, pick("暂停", "time-out")),
            Fact::Challenge { side, .. } => said(side, &None, pick("教练挑战", "challenge")),
            Fact::Substitution { side, incoming, out } => {
                let list =
                    |shirts: &[Shirt]| shirts.iter().map(Shirt::to_string).collect::<Vec<_>>().join(" ");
                let left = if out.is_empty() { String::new() } else { format!(" ↓{}", list(out)) };
                format!("{} {} ↑{}{left}", team(*side), pick("换人", "substitution"), list(incoming))
            }
            Fact::HeldBall => pick("争球", "held ball").to_owned(),
            Fact::PeriodStart => pick("本节开始", "the period begins").to_owned(),
            Fact::PeriodEnd => pick("本节结束", "the period ends").to_owned(),
            Fact::GameEnd => pick("比赛结束", "the game ends").to_owned(),
            _ => return None,
        })
    }

    /// How far the game has come.
    pub fn phase_of(self, scene: &super::scene::Scene) -> String {
        use league::game::Phase;
        let regular = i64::from(scene.rules.profile.time.periods);
        let period = i64::from(scene.state.period.max(1));
        let name = self.period_name(period, period > regular, regular);
        match scene.state.phase {
            Phase::Before => self.live_before().to_owned(),
            Phase::Playing => name,
            Phase::Interval => format!("{name} · {}", self.live_interval()),
            Phase::Over => self.live_over().to_owned(),
        }
    }
}
