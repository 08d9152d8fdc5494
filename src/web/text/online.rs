//! Words of the beacon and of charts.

use super::{Lang, T};
use league::audience::online::Filtered;

texts! {
    online: "线上观众" | "Online audience";
    online_said: "由本站页面与播放器自行计数:不用 Cookie,不用第三方,尊重“请勿追踪”。" | "Counted by our own pages and players: no cookie, no third party, Do Not Track honoured.";
    online_none: "还没有线上计数。开赛前 30 分钟起,打开比赛页即开始。" | "Nothing counted yet. It begins with the open game page, 30 minutes before tip-off.";
    online_where: "位置" | "Where";
    online_last: "最近一分钟" | "Last minute";
    online_last_minute: "最近一分钟在看" | "Watching in the last minute";
    online_by_minute: "每分钟观众" | "Audience by minute";
    minute_word: "分钟" | "Minute";
    online_how: "去重依据" | "Told apart by";
    online_basis: "网络 + 浏览器,当天有效;同一网络的同型号手机算一台,所以是下限" | "network + browser, within the day; like phones in one network are one, so it is a lower bound";
    online_filtered: "已剔除" | "Left out";
    online_broke_off: "中断" | "Interruptions";
    online_close_said: "赛后把这些数字记入数据账(A 级);再记一次即为更正。" | "After the game these figures enter the ledger (class A); once more is a correction.";
    chart_said: "图;数字见下方数据表" | "chart; the numbers are in the table below";
    chart_table: "数据表" | "The numbers";
    chart_nothing: "没有已知的数字。" | "No figure is known.";
}

impl T {
    /// Where beats come from.
    pub fn online_place(self, place: &str) -> &'static str {
        match place {
            "player" => self.0.pick("播放器", "Player"),
            _ => self.0.pick("比赛页", "Game page"),
        }
    }

    /// What was left out, and why.
    pub fn filtered(self, found: &Filtered) -> String {
        let Filtered { bots, doubles, crowded } = found;
        match self.0 {
            Lang::Zh => format!("机器 {bots},重复 {doubles},同网过密 {crowded}(次信号)"),
            Lang::En => format!("{bots} of machines, {doubles} repeats, {crowded} crowded (beats)"),
        }
    }

    /// Nodes that died, and what it may have cost.
    pub fn broke_off(self, nodes: usize, seconds: i64) -> String {
        match self.0 {
            Lang::Zh => format!("{nodes} 次,每次最多缺 {seconds} 秒;已计入区间上限"),
            Lang::En => format!("{nodes}, at most {seconds} s each; the upper bound allows for it"),
        }
    }
}
