//! Words of the report of a game and of protests.

use super::{Lang, T};

texts! {
    game_report: "比赛报告" | "Report of the game";
    game_report_said: "裁判或技术代表赛后填写。违纪在下方逐条登记,由纪律规则提出处罚建议。" | "Written by the referee or the commissioner. Incidents are noted below one by one; the rules of discipline propose from them.";
    report_sign: "签名并锁定" | "Sign and lock";
    report_sign_said: "签名后报告与违纪登记不能再改。" | "Once signed, report and incidents stay as they are.";
    report_signed: "签名" | "Signed";
    report_fees: "裁判费用(元)" | "Fees in yuan";
    official_word: "人员" | "Official";
    live_none_named: "没有名单。" | "No list.";
    protest: "申诉" | "Protest";
    protest_said: "队长在记录台签名(抗议时)也会立案;书面理由须在一小时内提交。" | "A captain's signature on the pad opens the case too; the written reasons are due within an hour.";
    protest_lodge: "登记申诉" | "Open a protest";
    protest_lodged: "提出" | "Lodged";
    protest_due: "书面理由截止" | "Written reasons due";
    protest_late: "已逾期" | "late";
    protest_written: "书面理由提交" | "Handed in";
    protest_hand_in: "提交书面理由" | "Hand in the written reasons";
    protest_decide: "裁决申诉" | "Decide the protest";
    protest_to_decide: "待裁决" | "to decide";
    todo_protests: "申诉待处理" | "Open protests";
}

impl T {
    /// How far a protest has come.
    pub fn protest_state(self, state: &str) -> &'static str {
        let (zh, en) = match state {
            "open" => ("处理中", "open"),
            "upheld" => ("申诉成立", "upheld"),
            "rejected" => ("驳回", "rejected"),
            _ => ("撤回", "withdrawn"),
        };
        self.0.pick(zh, en)
    }

    /// The name of a field of these forms.
    pub(super) fn report_field(self, form: &str, name: &str) -> Option<&'static str> {
        let (zh, en) = match (form, name) {
            ("game_report", "body") => ("经过", "What happened"),
            ("game_report", "conditions") => ("场地、器材、观众", "Floor, equipment, spectators"),
            ("game_report", "signed_by") => ("签名", "Name"),
            ("protest", "side") => ("球队", "Team"),
            ("protest", "reason") => ("理由", "Reasons"),
            ("protest", "deposit") => ("保证金(元)", "Deposit in yuan"),
            ("protest", "verdict") => ("裁决", "Verdict"),
            ("protest", "decision") => ("裁决理由", "Why"),
            ("protest", "document") => ("依据文件", "Document"),
            _ => return None,
        };
        Some(self.0.pick(zh, en))
    }
}
