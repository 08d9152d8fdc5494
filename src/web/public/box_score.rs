//! The box score of a game as its page shows it: a column only where something was recorded.

use super::super::text::T;
use crate::actions::boxscores::Kept;
use league::boxscore::game::Side;
use league::boxscore::line::{Line, Recorded, Stat};

/// A box score ready for its template.
pub(super) struct BoxView {
    pub header: Vec<&'static str>,
    pub teams: Vec<TeamView>,
    /// Facts of both sides: name, first side, second side.
    pub facts: Vec<(&'static str, String, String)>,
    pub only_score: bool,
    /// The plays add up to something else than the published score.
    pub differs: bool,
    pub finished: bool,
    pub worm: Option<WormView>,
}

/// One team's table.
pub(super) struct TeamView {
    pub name: String,
    pub rows: Vec<RowView>,
    pub totals: Vec<String>,
    pub own: Vec<String>,
}

pub(super) struct RowView {
    pub number: String,
    pub name: String,
    pub starter: bool,
    pub played: bool,
    pub cells: Vec<String>,
}

/// The margin through the game, drawn once.
pub(super) struct WormView {
    /// Points of the line in a box 600 wide and 160 high.
    pub line: String,
    /// Where periods end.
    pub ends: Vec<String>,
    /// The height of a level score.
    pub level: String,
    /// In words for those who do not see it.
    pub said: String,
}

const DASH: &str = "–";

impl BoxView {
    pub fn of(kept: &Kept, t: T) -> Self {
        let report = &kept.report;
        let game = &report.feed.game;
        let columns = columns(&game.recorded);
        let score = report.boxscore.flow.score();
        let published = kept.card.fixture.score().map(|score| [i32::from(score.a), i32::from(score.b)]);
        let over = kept.card.fixture.status.is_over();
        let teams = Side::BOTH.map(|side| team(kept, side, &columns));
        Self {
            header: columns.iter().map(|column| column.title(t)).collect(),
            only_score: game.teams.iter().all(|team| team.players.is_empty()),
            teams: teams.into_iter().collect(),
            facts: facts(kept, t),
            differs: over && published.is_some_and(|published| published != score),
            finished: game.finished,
            worm: worm(kept, t),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Minutes,
    Count(Stat),
    /// Made and tried.
    Shots(Stat, Stat),
    /// Field goals of both kinds.
    FieldGoals,
    PlusMinus,
    Efficiency,
}

impl Column {
    fn title(self, t: T) -> &'static str {
        match self {
            Self::Minutes => t.col_minutes(),
            Self::FieldGoals => t.col_fg(),
            Self::Shots(Stat::Fg3m, _) => t.col_fg3(),
            Self::Shots(..) => t.col_ft(),
            Self::PlusMinus => t.col_plus_minus(),
            Self::Efficiency => t.col_eff(),
            Self::Count(Stat::Points) => t.col_points(),
            Self::Count(Stat::Oreb) => t.col_oreb(),
            Self::Count(Stat::Dreb) => t.col_dreb(),
            Self::Count(Stat::Ast) => t.col_ast(),
            Self::Count(Stat::Stl) => t.col_stl(),
            Self::Count(Stat::Blk) => t.col_blk(),
            Self::Count(Stat::Tov) => t.col_tov(),
            Self::Count(_) => t.col_pf(),
        }
    }

    fn is_recorded(self, recorded: &Recorded) -> bool {
        match self {
            Self::Minutes | Self::PlusMinus => recorded.has(Stat::Oreb),
            Self::Count(stat) | Self::Shots(stat, _) => recorded.has(stat),
            Self::FieldGoals => recorded.has(Stat::Fg2m),
            Self::Efficiency => recorded.efficiency(),
        }
    }

    fn cell(self, recorded: &Recorded, line: &Line) -> String {
        let of = |made: i32, tried: &[Stat]| {
            let known = tried.iter().all(|stat| recorded.has(*stat));
            let tried: i32 = tried.iter().map(|stat| line.get(*stat)).sum();
            // A scoresheet knows what went in and not what was tried.
            if known { format!("{made}/{tried}") } else { made.to_string() }
        };
        match self {
            Self::Minutes | Self::PlusMinus => String::new(),
            Self::Count(stat) => line.get(stat).to_string(),
            Self::Shots(made, tried) => of(line.get(made), &[tried]),
            Self::FieldGoals => of(line.get(Stat::Fg2m) + line.get(Stat::Fg3m), &[Stat::Fg2a, Stat::Fg3a]),
            Self::Efficiency => line.efficiency().to_string(),
        }
    }
}

fn columns(recorded: &Recorded) -> Vec<Column> {
    use Column::*;
    let all = [
        Minutes,
        Count(Stat::Points),
        FieldGoals,
        Shots(Stat::Fg3m, Stat::Fg3a),
        Shots(Stat::Ftm, Stat::Fta),
        Count(Stat::Oreb),
        Count(Stat::Dreb),
        Count(Stat::Ast),
        Count(Stat::Stl),
        Count(Stat::Blk),
        Count(Stat::Tov),
        Count(Stat::Pf),
        PlusMinus,
        Efficiency,
    ];
    all.into_iter().filter(|column| column.is_recorded(recorded)).collect()
}

fn team(kept: &Kept, side: Side, columns: &[Column]) -> TeamView {
    let report = &kept.report;
    let recorded = &report.feed.game.recorded;
    let (team, own) = (&report.feed.game.teams[side as usize], &report.boxscore.teams[side as usize]);
    let whole = |line: &Line| {
        columns
            .iter()
            .map(|column| match column {
                Column::Minutes | Column::PlusMinus => String::new(),
                column => column.cell(recorded, line),
            })
            .collect()
    };
    let row = |(player, line): (&league::boxscore::game::Player, &league::boxscore::replay::PlayerBox)| {
        let cell = |column: &Column| match column {
            Column::Minutes if own.lineup_known => {
                format!("{}:{:02}", line.seconds() / 60, line.seconds() % 60)
            }
            Column::PlusMinus if own.lineup_known => format!("{:+}", line.on_court.plus_minus),
            Column::Minutes | Column::PlusMinus => DASH.to_owned(),
            column => column.cell(recorded, &line.line),
        };
        RowView {
            number: player.number.clone().unwrap_or_default(),
            name: player.name.clone(),
            starter: line.starter,
            played: line.played(own.lineup_known),
            cells: columns.iter().map(cell).collect(),
        }
    };
    TeamView {
        name: team.name.clone(),
        rows: team.players.iter().zip(&own.players).map(row).collect(),
        totals: whole(&own.totals),
        own: if recorded.has(Stat::Oreb) { whole(&own.team) } else { Vec::new() },
    }
}

fn facts(kept: &Kept, t: T) -> Vec<(&'static str, String, String)> {
    let report = &kept.report;
    let (flow, recorded) = (&report.boxscore.flow, &report.feed.game.recorded);
    let mut facts = vec![
        (t.biggest_lead(), flow.biggest_lead[0].to_string(), flow.biggest_lead[1].to_string()),
        (t.biggest_run(), flow.biggest_run[0].to_string(), flow.biggest_run[1].to_string()),
    ];
    let teams = &report.boxscore.teams;
    if teams.iter().all(|team| team.players.iter().any(|player| player.starter)) {
        let bench = |side: usize| teams[side].substitutes.get(Stat::Points).to_string();
        facts.push((t.points_bench(), bench(0), bench(1)));
    }
    for (name, stat) in [
        (t.points_from_turnovers(), Stat::PointsFromTurnovers),
        (t.points_second_chance(), Stat::PointsSecondChance),
        (t.points_in_the_paint(), Stat::PointsInThePaint),
    ] {
        if recorded.has(stat) {
            let of = |side: usize| teams[side].totals.get(stat).to_string();
            facts.push((name, of(0), of(1)));
        }
    }
    for (name, count) in [(t.lead_changes(), flow.lead_changes), (t.ties(), flow.ties)] {
        facts.push((name, count.to_string(), String::new()));
    }
    facts
}

const WIDE: i64 = 600;
const HIGH: i64 = 160;

/// The margin after every score. Without a clock each score is one step to the right.
fn worm(kept: &Kept, t: T) -> Option<WormView> {
    let report = &kept.report;
    let game = &report.feed.game;
    let steps = report.margins();
    let last = steps.last()?;
    let whole = game.begins(game.periods.len());
    let by_clock = whole > 0 && steps.iter().all(|step| step.played.is_some());
    let count = i64::try_from(steps.len()).unwrap_or(1).max(1);
    let most = steps.iter().map(|step| i64::from(step.margin.abs())).max().unwrap_or(0).max(5);
    let height = |margin: i64| HIGH / 2 - margin * (HIGH / 2 - 4) / most;
    let mut line = format!("0,{}", HIGH / 2);
    let mut before = HIGH / 2;
    for (index, step) in (1_i64..).zip(&steps) {
        let across = match step.played {
            Some(played) if by_clock => played.clamp(0, whole) * WIDE / whole,
            _ => index * WIDE / count,
        };
        let high = height(step.margin.into());
        line.push_str(&format!(" {across},{before} {across},{high}"));
        before = high;
    }
    if by_clock {
        let now = if game.finished { WIDE } else { last.played.unwrap_or(0).clamp(0, whole) * WIDE / whole };
        line.push_str(&format!(" {now},{before}"));
    }
    let ends = (1..game.periods.len()).filter(|_| by_clock).map(|period| game.begins(period) * WIDE / whole);
    let [a, b] = [&game.teams[0].name, &game.teams[1].name];
    let flow = &report.boxscore.flow;
    Some(WormView {
        line,
        ends: ends.map(|x| x.to_string()).collect(),
        level: (HIGH / 2).to_string(),
        said: format!(
            "{}: {a} {}, {b} {}. {}: {}",
            t.biggest_lead(),
            flow.biggest_lead[0],
            flow.biggest_lead[1],
            t.lead_changes(),
            flow.lead_changes
        ),
    })
}
