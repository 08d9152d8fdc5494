//! Words of box scores, leaders and records.

use super::{Lang, T};
use league::leaders::{Figure, RecordKind};

texts! {
    box_score: "技术统计" | "Box score";
    box_level_score: "只记了比分:不知道是谁得的分。" | "Only the score was kept: nobody noted who scored.";
    box_dash: "「–」表示没有记录,不是 0;「未上场」的队员没有数字。" | "A dash means not recorded, which is not 0. Who did not play has no figures.";
    box_differs: "技术统计的比分与公布的比分不同:公布的比分为准。" | "The plays add up to another score than the published one. The published one counts.";
    box_running: "比赛还没有结束,数字还会变。" | "The game is not over; the figures will change.";
    did_not_play: "未上场" | "did not play";
    starter_word: "首发" | "starter";
    team_itself: "全队" | "Team";
    col_minutes: "时间" | "MIN";
    col_points: "得分" | "PTS";
    col_fg: "投篮" | "FG";
    col_fg3: "三分" | "3P";
    col_ft: "罚球" | "FT";
    col_oreb: "前板" | "OR";
    col_dreb: "后板" | "DR";
    col_ast: "助攻" | "AST";
    col_stl: "抢断" | "STL";
    col_blk: "盖帽" | "BLK";
    col_tov: "失误" | "TO";
    col_pf: "犯规" | "PF";
    col_plus_minus: "正负值" | "+/-";
    col_eff: "效率" | "EFF";
    flow: "比赛走势" | "How it went";
    biggest_lead: "最大领先" | "Biggest lead";
    biggest_run: "最大连续得分" | "Biggest run";
    lead_changes: "交替领先(次)" | "Lead changes";
    ties: "打平(次)" | "Times level";
    points_bench: "替补得分" | "Bench points";
    points_from_turnovers: "利用失误得分" | "Points from turnovers";
    points_second_chance: "二次进攻得分" | "Second-chance points";
    points_in_the_paint: "篮下得分" | "Points in the paint";
    downloads: "下载" | "Downloads";
    plays_word: "逐回合" | "Play by play";
    leaders_word: "数据榜" | "Leaders";
    leaders_said: "只算有记录的比赛。同分并列。" | "Only games that recorded the figure count. Equals share a rank.";
    leaders_none: "这项赛事还没有带球员统计的比赛,所以没有球员榜。" | "No game of this competition has player statistics yet, so there are no player lists.";
    leaders_rule: "场均榜要求:至少出战本队有该项记录的比赛的一半。" | "Averages need at least half of the team's games in which the figure was recorded.";
    by_total: "总数" | "Totals";
    by_average: "场均" | "Averages";
    by_high: "单场最高" | "Game highs";
    games_word: "场" | "Games";
    average_word: "场均" | "Avg";
    rank_word: "名次" | "Rank";
    team_records: "球队纪录" | "Team records";
    team_records_said: "比分未公布的比赛不参加纪录;并列时列出最早的一场。" | "Games whose score is not published set no record; of equals the first game is named.";
    streaks: "近况与连胜" | "Form and streaks";
    won_lost: "胜负" | "W–L";
    streak_now: "目前" | "Now";
    streak_longest: "最长连胜" | "Longest";
    last_five: "近五场" | "Last five";
    head_to_head_said: "本赛事中交手两次以上的球队。" | "Teams that met more than once in this competition.";
    record_times: "次" | "times";
    won_letter: "胜" | "W";
    lost_letter: "负" | "L";
}

impl T {
    /// What a list of leaders is called.
    pub fn leader_list(self, figure: Figure) -> &'static str {
        let (zh, en) = match figure {
            Figure::Points => ("得分榜", "Points"),
            Figure::Rebounds => ("篮板榜", "Rebounds"),
            Figure::Assists => ("助攻榜", "Assists"),
            Figure::Steals => ("抢断榜", "Steals"),
            Figure::Blocks => ("盖帽榜", "Blocks"),
            Figure::Threes => ("三分榜", "Three-pointers made"),
            Figure::FreeThrows => ("罚球榜", "Free throws made"),
            Figure::Efficiency => ("效率榜", "Efficiency"),
        };
        self.0.pick(zh, en)
    }

    /// What a record is called.
    pub fn record(self, kind: RecordKind) -> &'static str {
        let (zh, en) = match kind {
            RecordKind::MostPoints => ("单队最高得分", "Most points of a team"),
            RecordKind::FewestPoints => ("单队最低得分", "Fewest points of a team"),
            RecordKind::BiggestMargin => ("最大分差", "Biggest margin"),
            RecordKind::MostTogether => ("两队合计最高", "Most points together"),
            RecordKind::Closest => ("最小分差", "Smallest margin"),
        };
        self.0.pick(zh, en)
    }

    /// A streak: three wins.
    pub fn streak(self, now: i64) -> String {
        match (self.0, now >= 0) {
            (Lang::Zh, true) => format!("{now} 连胜"),
            (Lang::Zh, false) => format!("{} 连败", -now),
            (Lang::En, true) => format!("won {now}"),
            (Lang::En, false) => format!("lost {}", -now),
        }
    }

    /// How many games the lists are made from.
    pub fn of_games(self, recorded: usize) -> String {
        match self.0 {
            Lang::Zh => format!("{recorded} 场有记录"),
            Lang::En if recorded == 1 => "1 game recorded".to_owned(),
            Lang::En => format!("{recorded} games recorded"),
        }
    }
}
