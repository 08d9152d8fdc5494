//! Sentences of a match report. Each says one fact that the data holds.

use super::{Lang, T};

texts! {
    story: "战报" | "Match report";
    story_write: "写战报" | "Write the report";
    story_said: "草稿由本站数据自动写成,只写数据里有的事;带 (示例) 的句子含虚构数据。改好再保存,不选「发布」就只有组委会能看。" | "The draft is written from the data alone and claims nothing that the data does not hold; a sentence marked (sample) has made-up data in it. Edit it, then save; until it is published only the control room reads it.";
    story_short: "简讯" | "Short";
    story_long: "全文" | "Long";
    story_post: "朋友圈" | "Post";
    story_early: "比赛结束后才有战报的草稿。" | "There is a draft once the game is over.";
    story_made_up: "(示例)" | " (sample)";
    story_none: "还没有保存过战报。" | "No report has been saved yet.";
    story_saved: "已保存的战报" | "Saved reports";
}

/// The winner, the loser, and the score from the winner's side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Won<'a> {
    pub winner: &'a str,
    pub loser: &'a str,
    pub points: [i64; 2],
    pub overtimes: usize,
}

/// What a player did, as far as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deeds {
    pub name: String,
    pub points: i32,
    pub rebounds: Option<i32>,
    pub assists: Option<i32>,
}

impl T {
    /// The name of a style.
    pub fn story_style(self, style: &str) -> &'static str {
        match style {
            "short" => self.story_short(),
            "post" => self.story_post(),
            _ => self.story_long(),
        }
    }

    /// Where and when a game was played; what is unknown is left out.
    pub fn story_setting(self, day: &str, competition: &str, stage: &str, venue: &str) -> String {
        let stage = if stage.is_empty() { String::new() } else { format!(" · {stage}") };
        let place = match (self.0, venue.is_empty()) {
            (_, true) => String::new(),
            (Lang::Zh, false) => format!(",{venue}"),
            (Lang::En, false) => format!(", {venue}"),
        };
        match self.0 {
            Lang::Zh => format!("{day}{place},{competition}{stage}。"),
            Lang::En => format!("{day}{place}, {competition}{stage}."),
        }
    }

    /// Who won, by how much, after how many overtimes.
    pub fn story_won(self, won: &Won<'_>) -> String {
        let Won { winner, loser, points: [own, other], overtimes } = won;
        let margin = own - other;
        match (self.0, overtimes) {
            (Lang::Zh, 0) => format!("{winner}以 {own}:{other} 战胜{loser},净胜 {margin} 分。"),
            (Lang::Zh, more) => {
                format!("{winner}经过 {more} 个加时以 {own}:{other} 战胜{loser},净胜 {margin} 分。")
            }
            (Lang::En, 0) => format!("{winner} beat {loser} {own}:{other}, by {margin}."),
            (Lang::En, 1) => format!("{winner} beat {loser} {own}:{other} after overtime, by {margin}."),
            (Lang::En, more) => {
                format!("{winner} beat {loser} {own}:{other} after {more} overtimes, by {margin}.")
            }
        }
    }

    /// A game that ended otherwise than by its score.
    pub fn story_otherwise(self, game: &str, outcome: &str) -> String {
        match self.0 {
            Lang::Zh => format!("{game}:{outcome}。"),
            Lang::En => format!("{game}: {outcome}."),
        }
    }

    /// The points of each period.
    pub fn story_periods(self, periods: &[(String, i64, i64)]) -> String {
        let each = periods.iter().map(|(name, a, b)| format!("{name} {a}:{b}"));
        match self.0 {
            Lang::Zh => format!("各节:{}。", each.collect::<Vec<_>>().join(",")),
            Lang::En => format!("By period: {}.", each.collect::<Vec<_>>().join(", ")),
        }
    }

    /// The winner was never level again after the first points.
    pub fn story_all_the_way(self, winner: &str) -> String {
        match self.0 {
            Lang::Zh => format!("{winner}从得到第一分起一直领先。"),
            Lang::En => format!("{winner} led from their first points to the end."),
        }
    }

    /// When the lead was taken for good; the score is the winner's first.
    pub fn story_for_good(self, winner: &str, period: &str, left: &str, points: [i32; 2]) -> String {
        let [own, other] = points;
        match (self.0, left.is_empty()) {
            (Lang::Zh, true) => format!("{period},{winner}取得 {own}:{other} 的领先,此后没有再被追平。"),
            (Lang::Zh, false) => {
                format!("{period}还剩 {left},{winner}取得 {own}:{other} 的领先,此后没有再被追平。")
            }
            (Lang::En, true) => {
                format!("In {period} {winner} went {own}:{other} ahead and were not caught again.")
            }
            (Lang::En, false) => {
                format!(
                    "With {left} left in {period} {winner} went {own}:{other} ahead and were not caught again."
                )
            }
        }
    }

    /// The biggest lead of the winner.
    pub fn story_lead(self, winner: &str, lead: i32) -> String {
        match self.0 {
            Lang::Zh => format!("{winner}最多领先 {lead} 分。"),
            Lang::En => format!("Their biggest lead was {lead}.").replace("Their", &format!("{winner}:")),
        }
    }

    /// The players of a side who stood out.
    pub fn story_players(self, team: &str, players: &[Deeds]) -> String {
        let one = |deeds: &Deeds| {
            let Deeds { name, points, rebounds, assists } = deeds;
            let more =
                |count: Option<i32>, zh: &str, en: &str| match (count.filter(|count| *count > 0), self.0) {
                    (None, _) => String::new(),
                    (Some(count), Lang::Zh) => format!("、{count} {zh}"),
                    (Some(count), Lang::En) => format!(", {count} {en}"),
                };
            let points = match self.0 {
                Lang::Zh => format!("{name} {points} 分"),
                Lang::En => format!("{name} {points} points"),
            };
            format!("{points}{}{}", more(*rebounds, "篮板", "rebounds"), more(*assists, "助攻", "assists"))
        };
        let each: Vec<String> = players.iter().map(one).collect();
        match self.0 {
            Lang::Zh => format!("{team}:{}。", each.join(";")),
            Lang::En => format!("{team}: {}.", each.join("; ")),
        }
    }

    /// How many came, and how that is known.
    pub fn story_attendance(self, value: &str, metric: &str, how: &str) -> String {
        match self.0 {
            Lang::Zh => format!("{metric}:{value}({how})。"),
            Lang::En => format!("{metric}: {value} ({how})."),
        }
    }

    /// Where a side stands now.
    pub fn story_standing(self, team: &str, group: &str, rank: usize, won: i32, lost: i32) -> String {
        let group = if group.is_empty() { String::new() } else { format!(" {group}") };
        match self.0 {
            Lang::Zh => format!("{team}目前{group} 第 {rank} 名,{won} 胜 {lost} 负。"),
            Lang::En => format!(
                "{team} are now number {rank}{}, {won}–{lost}.",
                if group.is_empty() { group } else { format!(" of{group}") }
            ),
        }
    }

    /// The next game of a side.
    pub fn story_next(self, team: &str, day: &str, opponent: &str) -> String {
        match self.0 {
            Lang::Zh => format!("{team}下一场:{day},对{opponent}。"),
            Lang::En => format!("Next for {team}: {day}, {opponent}."),
        }
    }
}
