//! Words of the planner: drafts, their rules, searches, moves, repairs.

use super::{Lang, T};
use crate::drafts::Moved;
use league::planner::season::SeasonRefused;
use league::planner::{Refused as PlannerRefused, Return};

texts! {
    drafts: "赛程编排" | "Plan fixtures";
    drafts_said: "草案不公开。编排、移动、修复都在草案里进行,满意后再发布到赛程。" | "Drafts are not public. Plan, move and repair in a draft; publish it when it is right.";
    drafts_none: "还没有草案。" | "There are no drafts yet.";
    draft_new: "新建草案" | "New draft";
    draft_new_said: "取赛季现有的场次(已有日期的保留);没有场次的赛事按所选循环方式生成。" | "Takes the games the season has, with their dates. A competition without games gets everybody against everybody.";
    draft_games: "场次" | "Games";
    draft_dated: "已排" | "with a date";
    draft_newest: "版本" | "Version";
    draft_published: "已发布" | "published";
    draft_setup: "条件" | "Rules";
    draft_plan: "编排" | "Plan";
    draft_publish: "发布" | "Publish";
    draft_versions: "版本" | "Versions";
    draft_repair: "变故与修复" | "Repair";
    draft_excel: "Excel 导出" | "Excel";
    draft_excel_in: "导入 Excel" | "Read Excel";
    draft_excel_said: "导出的表改好时间、场馆、场地后再导入;编号一列请勿改动。导入前先显示差别。" | "Change time, hall and court in the sheet and bring it back; leave the key alone. The difference is shown first.";
    draft_archive: "停用草案" | "Put the draft away";
    view_calendar: "日历" | "Calendar";
    view_list: "列表" | "List";
    view_matrix: "对阵表" | "Matrix";
    view_clubs: "按球队" | "By team";
    view_fairness: "公平性" | "Fairness";
    state_whole: "所有必须的条件都满足。" | "Every rule that binds is kept.";
    state_broken: "未满足的条件" | "Rules that are not kept";
    state_missing: "还没有时段的场次" | "games without a slot";
    state_cost: "愿望扣分" | "cost of wishes";
    binds: "必须" | "binds";
    wished: "愿望" | "wish";
    missed_by: "差" | "missed by";
    conflict_heading: "这些条件互相矛盾" | "These rules contradict each other";
    conflict_proved: "清点即可证明:按这些条件排不出来。" | "Counting proves it: with these rules there is no plan.";
    conflict_searched: "只用这些条件也没有找到方案。" | "A search with these rules alone found no plan.";
    conflict_smallest: "去掉其中任何一条就能排出来。" | "Without any one of them there is a plan.";
    conflict_none: "没有找到互相矛盾的条件:请让编排再算一会儿。" | "No contradiction was found: let the search go on for longer.";
    conflict_find: "找出矛盾的条件" | "Find the contradiction";
    ways_out: "出路" | "Ways out";
    way_out_gives: "放宽" | "Let give way";
    col_day: "日期" | "Day";
    free_slot: "空" | "free";
    setup_dates: "1. 日期" | "1. Dates";
    setup_halls: "2. 场馆与时段" | "2. Halls and evenings";
    setup_competitions: "3. 赛事" | "3. Competitions";
    setup_rules: "4. 规则" | "4. Rules";
    setup_clubs: "5. 球队" | "5. Teams";
    setup_clubs_said: "倒班:填周期第 1 天的日期、周期天数和上班的是第几天,例如四班三倒上二休二为 4 天、1 2。" | "Shifts: the date of day 1, the length of the cycle, and the days of it that are work, for example 4 and 1 2.";
    setup_club_choose: "选择球队" | "Choose a team";
    setup_club_open: "打开" | "Open";
    search_heading: "编排" | "Search";
    search_said: "从现在的草案开始找更好的方案,在后台进行:可以离开此页,随时停止、保留、再继续。" | "Looks for a better plan from the draft as it is, in the background: leave the page, stop, keep and go on as you like.";
    search_seconds: "时间" | "Time";
    search_start: "开始编排" | "Plan";
    search_on: "继续编排" | "Go on";
    search_stop: "停止" | "Stop";
    search_keep: "采用目前最好的方案" | "Keep the best plan so far";
    search_state: "状态" | "State";
    search_running: "进行中" | "running";
    search_stopping: "正在停止" | "stopping";
    search_done: "已结束" | "ended";
    search_silent: "中断(最好的方案还在)" | "interrupted (its best plan is kept)";
    search_none: "还没有编排过。" | "Nothing was searched yet.";
    search_progress: "进度" | "Progress";
    search_moves: "尝试" | "Tried";
    search_hard: "必须条件差" | "Binding rules missed by";
    search_soft: "愿望扣分" | "Cost of wishes";
    search_changes: "与草案不同" | "Unlike the draft";
    search_stale: "草案已经改变,请重新编排。" | "The draft has changed since; plan again.";
    search_reload: "刷新" | "Look again";
    game_move: "移动" | "Move";
    game_moves: "可选时段" | "Other slots";
    game_moves_said: "按代价从小到大;灰色的不行,并说明原因。" | "The cheapest first; grey ones are not possible and say why.";
    game_lock: "锁定" | "Lock";
    game_unlock: "解锁" | "Unlock";
    game_locked: "已锁定" | "locked";
    game_cost: "代价" | "Cost";
    game_same_cost: "不变" | "the same";
    game_stays: "这场比赛已经开始或被锁定,不能移动。" | "This game has begun or is locked: it does not move.";
    game_out: "不再进行" | "not played";
    repair_said: "尽量少动:已公布的比已排的难动,直播的更难。修复先进入草案,发布前谁也看不到。" | "As few moves as can be: published games weigh more than planned ones, broadcasts most. It stays in the draft until you publish.";
    repair_go: "修复" | "Repair";
    repair_least: "已证明没有移动更少的方案" | "shown to move as few as any plan";
    repair_searched: "搜索得到,可能还有移动更少的" | "found by a search: fewer might do";
    repair_not_whole: "仍有必须条件未满足" | "some binding rules are still missed";
    repair_moved: "移动场次" | "games moved";
    versions_compare: "比较" | "Compare";
    versions_restore: "恢复此版本" | "Bring back";
    versions_made: "来由" | "Made by";
    versions_same: "两个版本的场次相同。" | "The games of both are the same.";
    versions_one: "旧版本" | "Old";
    versions_other: "新版本" | "New";
    changes: "变化" | "Changes";
    changes_none: "没有变化:赛程与草案一致。" | "Nothing changes: the calendar is as the draft.";
    change_before: "原来" | "Before";
    change_after: "现在" | "Now";
    to_be_told: "需要通知" | "To be told";
    told_said: "发布后请通知以下球队;文字可直接复制到群里。" | "Tell these teams after publishing; the text can be copied into a chat.";
    publish_said: "发布会写入赛程:日历订阅随之更新,锁定和已开始的场次不动。" | "Publishing writes the calendar; subscribed calendars follow. Locked and begun games stay.";
    publish_go: "发布这些变化" | "Publish these changes";
    import_preview: "导入的差别" | "What the sheet changes";
    import_apply: "采用" | "Take it";
    instant: "即时对阵表" | "Instant rounds";
    instant_said: "4 到 24 队,单循环或双循环,连续主客场最少。" | "4 to 24 teams, once or twice, with the fewest breaks there can be.";
    instant_teams: "队数" | "Teams";
    instant_round: "轮次" | "Round";
    instant_breaks: "连续主场或客场" | "Breaks";
    instant_rests: "轮空" | "rests";
    beside: "草案对比" | "Side by side";
    beside_said: "各草案按自己的条件计算;“变动”指发布后与现有赛程不同的场次。" | "Each by its own rules; changes are games that publishing would move.";
    beside_missed: "未满足" | "Rules missed";
    beside_cost: "代价" | "Cost";
    beside_undated: "未排" | "Without a date";
    beside_changes: "变动场次" | "Changes";
    beside_late: "晚场差" | "Late games, widest gap";
    fairness_word: "赛程公平性" | "Fairness of the calendar";
    fairness_said: "按已公布的场次统计,任何人都可以核对。早晚场按同一天同一馆的第一场和最后一场计。" | "Counted from the published games, so that anybody can check it. Early and late: the first and last game of a day in a hall.";
    fairness_none: "还没有公布日期的比赛。" | "No game has a date yet.";
    fair_games: "场次" | "Games";
    fair_early: "早场" | "Early";
    fair_late: "晚场" | "Late";
    fair_prime: "黄金时段" | "Prime";
    fair_rest: "最少间隔天数" | "Shortest rest, days";
    fair_back: "连日比赛" | "Back to back";
    fair_work: "当班日比赛" | "On work days";
    fair_missing: "当班缺席(人 场)" | "At work, by name and games";
    fair_halls: "场馆" | "Halls";
    fair_said: "早晚场按同一天同一馆的第一场和最后一场计。" | "Early and late: the first and last game of a day in a hall.";
    night_heading: "比赛夜" | "Match night";
    night_said: "一晚的场次按场地和时间排开。推迟一次,后面的一并顺延。" | "The games of an evening by court and time. One delay pushes what follows along.";
    night_delay: "推迟分钟" | "Delay, minutes";
    night_from: "从这场起" | "From this game";
    night_push: "顺延" | "Push along";
    night_none: "这一天没有比赛。" | "No games on this day.";
    night_court: "场地" | "Court";
}

impl T {
    /// A way for the return leg.
    pub fn return_words(self, after: Return) -> &'static str {
        let (zh, en) = match after {
            Return::None => ("单循环", "once"),
            Return::Mirrored => ("双循环,次循环顺序相同", "twice, the second in the same order"),
            Return::FewestBreaks => ("双循环,连续主客场最少", "twice, with the fewest breaks"),
        };
        self.0.pick(zh, en)
    }

    /// How a version of a draft came about.
    pub fn made_by(self, word: &str) -> &'static str {
        let (zh, en) = match word {
            "taken" => ("取自赛程", "taken from the calendar"),
            "set_up" => ("修改条件", "rules changed"),
            "planned" => ("编排", "planned"),
            "moved" => ("移动", "moved a game"),
            "locked" => ("锁定或解锁", "locked or let go"),
            "repaired" => ("修复", "repaired"),
            "restored" => ("恢复版本", "brought back version"),
            "imported" => ("导入 Excel", "read from Excel"),
            _ => ("发布", "published"),
        };
        self.0.pick(zh, en)
    }

    /// What happens to a game.
    pub fn moved_words(self, what: Moved) -> &'static str {
        let (zh, en) = match what {
            Moved::New => ("新定", "set"),
            Moved::Elsewhere => ("改期", "moved"),
            Moved::Court => ("换场地", "other court"),
            Moved::Out => ("取消", "cancelled"),
        };
        self.0.pick(zh, en)
    }

    /// The day of the week, in short.
    pub fn weekday_short(self, day: chrono::Weekday) -> &'static str {
        let place = day.num_days_from_monday() as usize;
        let zh = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][place];
        let en = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][place];
        self.0.pick(zh, en)
    }

    /// Why a season cannot be planned.
    pub fn no_season_words(self, refused: &SeasonRefused) -> String {
        let (zh, en) = match refused {
            SeasonRefused::NoSlots => (
                "没有可用的时段:请检查日期、场馆和比赛日".to_owned(),
                "There are no slots: check the dates, the halls and their evenings".to_owned(),
            ),
            SeasonRefused::UnknownClub(name) => (format!("没有参赛队 {name}"), format!("No team {name}")),
            SeasonRefused::UnknownHall(name) => (format!("没有场馆 {name}"), format!("No hall {name}")),
            SeasonRefused::Repeated(name) => (format!("{name} 重复"), format!("{name} stands twice")),
            SeasonRefused::Time(time) => (format!("{time} 不是时间"), format!("{time} is no time of day")),
            SeasonRefused::Cycle(name) => {
                (format!("{name} 的倒班周期无效"), format!("No cycle of shifts: {name}"))
            }
            SeasonRefused::Unreadable(error) => {
                (format!("读不出来:{error}"), format!("Not readable: {error}"))
            }
            SeasonRefused::Planner(PlannerRefused::TooMany { what, given, limit }) => (
                format!("规模太大:{given} 超过 {limit}"),
                format!("Too large: {given} {what} are more than {limit}"),
            ),
            SeasonRefused::Planner(other) => (format!("无法编排:{other}"), other.to_string()),
        };
        if self.0 == Lang::Zh { zh } else { en }
    }
}
