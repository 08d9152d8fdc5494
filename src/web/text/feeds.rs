//! Words of taking a game that another system scored.

use super::{Lang, T};

texts! {
    feed_page: "外部技术统计" | "Scored elsewhere";
    feed_new: "导入 LiveStats 等文件" | "Take a file of LiveStats or another system";
    feed_said: "支持 FIBA LiveStats(data.json)、EuroLeague、NBA、智利联赛 CSV 与 Go Champs。先预览,核对队员后再采用;坏掉的文件只采用完好的部分,其余逐条列出。" | "FIBA LiveStats (data.json), EuroLeague, NBA, the Chile CSV and Go Champs are read. You see it first and check the players; of a broken file what is sound is taken, the rest is listed.";
    feed_taken: "已采用的文件" | "The file that counts";
    feed_drop: "不再采用" | "Take it away";
    feed_take: "采用" | "Take it";
    feed_format: "格式" | "Format";
    feed_plays: "事件数" | "Plays";
    feed_differences: "与文件自带统计的差异(无法解释的)" | "Unexplained differences from the file's own box score";
    feed_no_result: "本场还没有成绩;成绩请另行录入。" | "the game has no result yet; enter it on its own page";
    feed_same_score: "与公布的比分一致" | "the same as the published score";
    feed_other_score: "与公布的比分不同,公布的是" | "not the published score, which is";
    feed_players: "队员对应" | "Who is who";
    feed_nobody: "不对应任何人" | "nobody on the list";
    feed_unsure: "(请核对)" | "(please check)";
    feed_problems: "文件里的问题" | "What is wrong in the file";
    feed_problem: "问题" | "Problem";
    feed_sound: "没有发现问题。" | "Nothing was found.";
    feed_refused: "没有采用:" | "It was not taken:";
    feed_open: "外部技术统计" | "Scored elsewhere";
}

impl T {
    /// A file that no reader understands.
    pub fn feed_unread(self, said: &str) -> String {
        match self.0 {
            Lang::Zh => format!("读不出比赛事件({said})。请上传比赛结束后的完整文件。"),
            Lang::En => format!("No plays can be read ({said}). Upload the whole file of the game."),
        }
    }

    /// How many players want a look.
    pub fn feed_players_said(self, unsure: usize) -> String {
        match (self.0, unsure) {
            (Lang::Zh, 0) => "号码和姓名都对得上。".into(),
            (Lang::Zh, more) => format!("{more} 名队员的号码或姓名对不上,请核对。"),
            (Lang::En, 0) => "Numbers and names agree.".into(),
            (Lang::En, more) => format!("Numbers or names of {more} players do not agree: please check."),
        }
    }
}
