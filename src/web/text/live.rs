//! Words of the live page and the screens.

use super::{Lang, T};

texts! {
    live_before: "未开始" | "Not begun";
    live_interval: "休息" | "interval";
    live_over: "比赛结束" | "Final";
    live_fouls: "本节犯规" | "Team fouls";
    live_time_outs: "剩余暂停" | "Time-outs left";
    live_stale: "数据可能延迟" | "This may be late";
    live_good: "实时更新" | "Live";
    live_by_hand: "自动更新需要脚本;请刷新页面。" | "Updating by itself needs scripts; please reload.";
    live_unconfirmed: "比分核对中" | "Score being checked";
    live_none: "记录台还没有数据。" | "Nothing from the scorer's table yet.";
    live_log: "最近动态" | "Latest";
    live_box: "技术统计" | "Box score";
    live_box_said: "「–」表示没有记录,不是 0。" | "\"–\" means not recorded, not 0.";
    live_lead: "领先走势" | "The lead";
    live_lead_said: "上方为甲队领先,下方为乙队领先" | "above the line the first team leads, below it the second";
    live_as_of: "截至" | "as of";
    live_follow: "看直播比分" | "Follow it live";
    live_board: "场馆屏" | "Hall board";
    live_bug: "直播角标" | "Score bug";
    live_screens: "大屏与直播" | "Screens and streams";
    live_screens_said: "在场馆电视、LED 屏或 OBS 的浏览器源中打开;断网时保留最后画面,恢复后自动更新。" | "Open them on the hall's television, an LED wall or as OBS's browser source. Without network the last picture stays; they recover by themselves.";
    live_feed: "数据流" | "Feed";
    todo_tables: "记录台需要处理" | "Scorers' tables that need somebody";
    todo_differs: "两人比分不同" | "two scorers differ";
    todo_asks: "请求接手记录的设备" | "wants to take over:";
    stat_two: "2分" | "2P";
    stat_three: "3分" | "3P";
    stat_ft: "罚球" | "FT";
    stat_rebounds: "篮板" | "REB";
    stat_assists: "助攻" | "AST";
    stat_steals: "抢断" | "STL";
    stat_blocks: "盖帽" | "BLK";
    stat_turnovers: "失误" | "TO";
    stat_fouls: "犯规" | "PF";
    stat_minutes: "时间" | "MIN";
    stat_points: "得分" | "PTS";
    canteen: "食堂屏" | "Canteen screen";
    canteen_now: "正在进行" | "Now";
    canteen_next: "接下来" | "Next";
    canteen_last: "最近结果" | "Results";
    canteen_table: "积分榜" | "Table";
    canteen_none: "目前没有比赛" | "No game right now";
}
