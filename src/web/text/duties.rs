//! Words about discipline and money.

use super::{Lang, T};
use league::officials::Conflict;
use league::shifts::Unsound;

texts! {
    discipline: "纪律" | "Discipline";
    discipline_said: "规则只提出建议,处罚由人确认;确认后通知球队,罚款记入账目,扣分与取消资格成为裁定。" | "The rules only propose; a person decides. A confirmed sanction is told to the club, a fine goes into the books, points and exclusion become rulings.";
    proposals: "待决定" | "To decide";
    no_proposals: "没有待决定的处罚。" | "Nothing to decide.";
    proposed: "建议" | "Proposed";
    decide: "决定" | "Decide";
    incident: "违纪" | "Incident";
    incidents: "违纪记录" | "Incidents";
    no_incidents: "没有违纪记录。" | "No incidents noted.";
    add_incident: "登记违纪" | "Note an incident";
    from_plays: "由比赛记录统计" | "counted from the plays";
    sanction: "处罚" | "Sanction";
    sanctions: "处罚决定" | "Decisions";
    no_sanctions: "没有处罚决定。" | "No decisions.";
    impose: "直接处罚" | "Impose a sanction";
    sanction_rules: "处罚规则表" | "Table of rules";
    sanction_rules_said: "每行一条:第几次、按人还是按队累计、建议什么。撤下一条不影响已作的决定。" | "One rule a line: at which count, of a person or a team, and what follows. Taking one out of force leaves decisions as they are.";
    no_sanction_rules: "还没有规则,只能直接处罚。" | "No rules yet: sanctions can only be imposed.";
    add_rule: "增加规则" | "Add a rule";
    sanction_dismissed: "不予处罚" | "dismissed";
    sanction_lifted: "已撤销" | "lifted";
    sanction_holds: "生效" | "in force";
    sanction_served: "已执行完" | "served";
    sanction_lift: "撤销处罚" | "Lift the sanction";
    served_by: "已停赛场次" | "Served at";
    bars: "停赛场次" | "Bars";
    barred_here: "本场停赛" | "Suspended for this game";
    suspended: "停赛球员" | "Suspended";
    suspended_said: "以下球员本场不得上场。比赛改期时停赛顺延到下一场。" | "These may not play this game. When a game moves the suspension moves with it.";
    appeal_open: "申诉中" | "appeal open";
    appeal_upheld: "申诉成立" | "appeal upheld";
    appeal_rejected: "申诉驳回" | "appeal rejected";
    appeal_lodge: "登记申诉" | "Note an appeal";
    appeal_said: "保证金记入账目:成立则退还并撤销处罚,驳回则没收。申诉期间处罚仍然有效。" | "The deposit goes into the books: it returns with a sanction that is lifted, and is kept when the appeal is rejected. Meanwhile the sanction holds.";
    appeal_decide: "裁决申诉" | "Decide the appeal";
    note: "备注" | "Note";
    money: "账目" | "Money";
    money_said: "金额以分计算。录错的一笔划掉并写明原因,不能修改。" | "Counted in whole fen. A wrong line is struck out with its reason, never changed.";
    money_lines: "明细" | "Lines";
    no_lines: "还没有账目。" | "No lines yet.";
    balances: "往来余额" | "Balances";
    balance: "余额" | "Balance";
    party: "对方" | "With";
    deposit_held: "在押保证金" | "Deposit";
    settled: "已结清" | "settled";
    they_owe: "对方欠款" | "they owe";
    we_owe: "应付对方" | "the league owes";
    till: "现金结余" | "In the till";
    till_settled: "全部结清后的结余" | "Left when all is settled";
    add_line: "记一笔" | "Add a line";
    strike: "划掉" | "Strike out";
    struck: "已划掉" | "struck out";
    as_excel: "Excel" | "Excel";
    officials: "裁判与记录台" | "Officials";
    official: "人员" | "Official";
    no_officials: "还没有登记裁判与记录台人员。" | "No officials yet.";
    officials_said: "按场次多少排列;高于或低于平均的场数写在旁边。" | "Most games first; how far above or below the mean stands beside.";
    new_official: "登记人员" | "Add an official";
    fair_share: "任务分配" | "Fair shares";
    share_games: "场次" | "Games";
    share_on_court: "临场执裁" | "On court";
    share_days: "天数" | "Days";
    share_mean: "与平均相比" | "Against the mean";
    fees: "酬金" | "Fees";
    fee_sheet: "酬金表 Excel" | "Fee sheet, Excel";
    signature: "签字" | "Signature";
    post_fees: "把酬金记入账目" | "Put fees into the books";
    post_fees_said: "已确认且赛果官方确认的场次,每次委派只记一次。" | "For confirmed appointments of games that are official; each once.";
    appointments: "委派" | "Appointments";
    no_appointments: "还没有委派。" | "Nobody is appointed.";
    appoint: "委派" | "Appoint";
    appoint_said: "保存后通知本人,由本人打开链接确认。" | "The official is told and confirms by a link.";
    cannot_be_appointed: "不能委派:" | "Cannot be appointed:";
    withdraw_appointment: "取消委派" | "Withdraw";
    shifts: "倒班" | "Shifts";
    shift: "班次" | "Shift";
    shift_hours: "时间" | "Hours";
    shift_roster: "排班表" | "Roster";
    new_shift_roster: "新增排班表" | "New roster";
    shifts_said: "比赛前一小时到赛后两个半小时与班次重叠的球员不能到场。" | "Who works at any time from an hour before the tip-off to two and a half hours after it cannot come.";
    who_can_come: "谁能到场" | "Who can come";
    all_can_come: "所填班次的球员都能到场。" | "Nobody is at work then.";
    crews: "班组" | "Crews";
    crews_said: "给每名球员选择班组;没有倒班的留空。" | "Choose each player's crew; empty for none.";
    for_planner: "赛程编排文件" | "For the planner's file";
    for_planner_said: "晚上七点的比赛:这些天能到场的不足五人。可粘贴到编排文件。" | "For games at seven in the evening: the days on which fewer than five could come. To paste into the planner's file.";
}

impl T {
    /// What happened.
    pub fn incident_kind(self, kind: &str) -> &'static str {
        let (zh, en) = match kind {
            "technical" => ("技术犯规", "technical foul"),
            "unsportsmanlike" => ("违反体育运动精神犯规(至 2026-09)", "unsportsmanlike foul (until 2026-09)"),
            "disruptive" => ("破坏性犯规(2026-10 起)", "disruptive foul (from 2026-10)"),
            "flagrant" => ("恶意犯规(2026-10 起)", "flagrant foul (from 2026-10)"),
            "disqualifying" => ("取消比赛资格犯规", "disqualifying foul"),
            "impostor" => ("冒名顶替", "impostor"),
            "unregistered" => ("未报名上场", "unregistered player"),
            "late" => ("迟到", "late"),
            "no_show" => ("弃权未到", "did not come"),
            "withdrawal" => ("退赛", "withdrew"),
            _ => ("赛风赛纪", "conduct"),
        };
        self.0.pick(zh, en)
    }

    /// When a rule proposes something.
    pub fn rule_count(self, at: i64, repeats: bool, counts: &str) -> String {
        match (self.0, repeats) {
            (Lang::Zh, false) => format!("{counts}第 {at} 次"),
            (Lang::Zh, true) => format!("{counts}每 {at} 次"),
            (Lang::En, false) => format!("at {at}, {counts}"),
            (Lang::En, true) => format!("at each {at}, {counts}"),
        }
    }

    /// What is left of a suspension.
    pub fn games_left(self, left: u32) -> String {
        match self.0 {
            Lang::Zh => format!("还需停赛 {left} 场"),
            Lang::En if left == 1 => "1 game left".into(),
            Lang::En => format!("{left} games left"),
        }
    }

    /// Where an appointment stands.
    pub fn appointment_state(self, state: &str) -> &'static str {
        let (zh, en) = match state {
            "asked" => ("待确认", "asked"),
            "confirmed" => ("已确认", "confirmed"),
            "declined" => ("无法到场", "declined"),
            _ => ("已取消", "withdrawn"),
        };
        self.0.pick(zh, en)
    }

    /// What stands against an appointment.
    pub fn conflict(self, conflict: &Conflict) -> String {
        match (self.0, conflict) {
            (Lang::Zh, Conflict::OwnEmployer) => "本单位参赛".into(),
            (Lang::En, Conflict::OwnEmployer) => "the own employer plays".into(),
            (Lang::Zh, Conflict::Interest { .. }) => "与参赛球队有利害关系".into(),
            (Lang::En, Conflict::Interest { .. }) => "has an interest in a club that plays".into(),
            (Lang::Zh, Conflict::Away) => "当天不在".into(),
            (Lang::En, Conflict::Away) => "away on that day".into(),
            (Lang::Zh, Conflict::DoubleBooked { .. }) => "同一时间已有任务".into(),
            (Lang::En, Conflict::DoubleBooked { .. }) => "has another game at that time".into(),
            (Lang::Zh, Conflict::TooFar { .. }) => "来不及从另一场馆赶到".into(),
            (Lang::En, Conflict::TooFar { .. }) => "too little time from the other hall".into(),
            (Lang::Zh, Conflict::TooManyInARow { limit }) => format!("连续执裁不超过 {limit} 场"),
            (Lang::En, Conflict::TooManyInARow { limit }) => format!("at most {limit} games in a row"),
            (Lang::Zh, Conflict::TooManyOnADay { limit }) => format!("一天不超过 {limit} 场"),
            (Lang::En, Conflict::TooManyOnADay { limit }) => format!("at most {limit} games on a day"),
        }
    }

    /// What makes no sense about shifts.
    pub fn unsound_shifts(self, unsound: &Unsound) -> String {
        match (self.0, unsound) {
            (Lang::Zh, Unsound::NoCycle) => "请填写周期,一天一个字,或选择模板".into(),
            (Lang::En, Unsound::NoCycle) => "Write the cycle, one sign a day, or choose a pattern".into(),
            (Lang::Zh, Unsound::TooLong) => "周期不超过 366 天".into(),
            (Lang::En, Unsound::TooLong) => "A cycle has at most 366 days".into(),
            (Lang::Zh, Unsound::NoCrew) => "请填写班组".into(),
            (Lang::En, Unsound::NoCrew) => "Name the crews".into(),
            (Lang::Zh, Unsound::UnknownSign(sign)) => format!("没有班次“{sign}”,请在班次时间中写明"),
            (Lang::En, Unsound::UnknownSign(sign)) => format!("No shift is called {sign}: say its hours"),
            (Lang::Zh, Unsound::UnknownCrew(crew)) => format!("没有班组“{crew}”"),
            (Lang::En, Unsound::UnknownCrew(crew)) => format!("There is no crew {crew}"),
            (Lang::Zh, Unsound::Line(line)) => format!("第 {line} 项看不懂"),
            (Lang::En, Unsound::Line(line)) => format!("Item {line} cannot be read"),
        }
    }

    /// How many of a list cannot come.
    pub fn cannot_come(self, away: usize, players: usize) -> String {
        match self.0 {
            Lang::Zh => format!("{players} 人中 {away} 人不能到场"),
            Lang::En => format!("{away} of {players} cannot come"),
        }
    }

    /// Of how many the shifts are known.
    pub fn shifts_known(self, known: usize, players: usize) -> String {
        match self.0 {
            Lang::Zh => format!("已知班组的球员 {known}/{players}。"),
            Lang::En => format!("Shifts are known of {known} of {players}."),
        }
    }

    /// What a line of the books is about.
    pub fn ledger_kind(self, kind: &str) -> &'static str {
        let (zh, en) = match kind {
            "entry_fee" => ("应收报名费", "entry fee"),
            "deposit" => ("应收保证金", "deposit asked"),
            "deposit_back" => ("退还保证金", "deposit given back"),
            "deduction" => ("扣款、罚款", "deduction or fine"),
            "prize" => ("奖金", "prize"),
            "official_fee" => ("裁判酬金", "official's fee"),
            "payment" => ("收款", "money in"),
            "payout" => ("付款", "money out"),
            "income" => ("其他收入", "other income"),
            _ => ("其他支出", "other spending"),
        };
        self.0.pick(zh, en)
    }
}
