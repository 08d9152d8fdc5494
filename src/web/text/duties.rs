//! Words about discipline and money.

use super::{Lang, T};

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
