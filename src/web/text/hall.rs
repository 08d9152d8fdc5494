//! Words of the panel that drives the screens, of sponsors and of the run of a show.

use super::{Lang, T};

texts! {
    screens: "大屏控制台" | "Screens";
    screen: "屏幕" | "Screen";
    screens_said: "每块屏幕打开一次自己的地址,之后显示什么都由这里决定。断网时保留最后画面,恢复后自动跟上。" | "Open each screen's address on it once; what it shows is decided here. Without network it keeps its last picture and catches up by itself.";
    no_screens: "还没有屏幕。添加一块,把它的地址在电视或 LED 的浏览器里打开。" | "No screen yet. Add one and open its address in the browser of the television or the LED wall.";
    add_screen: "添加屏幕" | "Add a screen";
    tell_screen: "切换" | "Show";
    tell_all: "全部屏幕切换" | "All screens at once";
    screen_shows: "现在显示" | "Shows now";
    screen_address: "地址" | "Address";
    sponsors: "赞助商" | "Sponsors";
    sponsors_said: "按顺序循环,秒数由屏幕自己记录。" | "One after the other; the screens themselves count the seconds.";
    no_sponsors: "还没有赞助商。" | "No sponsors yet.";
    add_sponsor: "添加赞助商" | "Add a sponsor";
    aired_seconds: "已播出(秒)" | "On air (seconds)";
    aired_log: "播出记录(Excel)" | "Log of seconds on air (Excel)";
    aired_from: "首次记录" | "First told";
    aired_to: "最近记录" | "Last told";
    run_of_show: "流程单" | "Run of show";
    run_of_show_said: "开幕式、决赛等的环节。点「开始」时,选了画面的环节会把全部屏幕一起切过去。" | "Items of an opening or a final. An item with a picture changes all screens when it begins.";
    no_items: "还没有环节。" | "No items yet.";
    add_item: "添加环节" | "Add an item";
    begin_item: "开始" | "Begin";
    end_item: "结束" | "End";
    item_waiting: "待开始" | "to come";
    item_now: "进行中" | "now";
    item_done: "已结束" | "done";
    item_late: "比计划晚" | "behind by";
}

impl T {
    /// The name of a field of these forms.
    pub(super) fn hall_field(self, form: &str, name: &str) -> Option<&'static str> {
        let (zh, en) = match (form, name) {
            ("screen", "name") => ("名称", "Name"),
            ("screen" | "show_item", "view") => ("画面", "Picture"),
            ("screen" | "show_item", "fixture") => ("比赛", "Game"),
            ("sponsor", "name") => ("名称", "Name"),
            ("sponsor", "line") => ("广告语", "Line"),
            ("sponsor", "seconds") => ("每轮秒数", "Seconds a round"),
            ("show_item", "title") => ("环节", "Item"),
            ("show_item", "at") => ("时间", "Time"),
            ("show_item", "minutes") => ("时长(分钟)", "Minutes"),
            ("show_item", "who") => ("负责人", "Who"),
            _ => return None,
        };
        Some(self.0.pick(zh, en))
    }

    /// What helps to fill these forms in.
    pub(super) fn hall_hint(self, form: &str, name: &str) -> Option<&'static str> {
        let (zh, en) = match (form, name) {
            ("screen", "name") => {
                ("例如 主屏、LED 墙、直播角标", "For example: main screen, LED wall, stream")
            }
            ("screen" | "show_item", "fixture") => {
                ("比分牌、阵容、统计、角标需要选择比赛", "Board, line-ups, statistics and bug need a game")
            }
            ("show_item", "view") => ("留空则屏幕不变", "Empty leaves the screens as they are"),
            _ => return None,
        };
        Some(self.0.pick(zh, en))
    }

    /// What a screen can show, in words.
    pub fn screen_view(self, view: &str) -> &'static str {
        let (zh, en) = match view {
            "board" => ("比分牌", "board"),
            "bug" => ("直播角标", "score bug"),
            "line_ups" => ("阵容", "line-ups"),
            "statistics" => ("技术统计", "statistics"),
            "sponsors" => ("赞助商轮播", "sponsors"),
            "canteen" => ("食堂屏", "canteen screen"),
            "show" => ("流程单", "run of show"),
            "dark" => ("黑屏", "dark"),
            _ => ("不变", "unchanged"),
        };
        self.0.pick(zh, en)
    }

    /// How far an item has come.
    pub fn item_state(self, state: &str) -> &'static str {
        match state {
            "now" => self.item_now(),
            "done" => self.item_done(),
            _ => self.item_waiting(),
        }
    }
}

impl Lang {
    /// Minutes, as a run of show says them.
    pub fn minutes(self, minutes: i64) -> String {
        match self {
            Self::Zh => format!("{minutes} 分钟"),
            Self::En => format!("{minutes} min"),
        }
    }
}
