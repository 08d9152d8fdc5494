//! Words of results that come from a sheet.

use super::{Lang, T};
use crate::actions::scores::Step;

texts! {
    scores_sheet: "Excel 导入赛果" | "Results from Excel";
    scores_said: "导出的表可直接填写比分再导入;没有编号的行按赛事、两队和日期对应,赛程里没有的会新建,旧赛季可整表导入。先显示每一行的结果,确认后才保存;同一份表再次导入不会改变任何内容。" | "Fill scores into the sheet and bring it back. A row without a key is known by competition, teams and day; games that are missing are set, so a whole old season can come in one sheet. Each row is shown before anything is saved, and the same sheet again changes nothing.";
    scores_out: "导出本赛季的表" | "The season's sheet";
    scores_look: "预览" | "Show what it does";
    scores_preview: "预览:尚未保存" | "Preview: nothing is saved";
    scores_take: "保存这些赛果" | "Save these results";
    scores_nothing: "表中的内容都已在系统里,没有需要保存的。" | "All of it stands already; there is nothing to save.";
    scores_official: "同时确认为官方成绩" | "Confirm them as official";
    scores_row: "行" | "Row";
    scores_step: "处理" | "What is done";
}

impl T {
    /// What a row does, in words.
    pub fn scores_step_word(self, step: Step) -> &'static str {
        let (zh, en) = match step {
            Step::Same => ("已有,不变", "stands already"),
            Step::Created => ("新建场次", "a new game"),
            Step::Entered => ("录入赛果", "result entered"),
        };
        self.0.pick(zh, en)
    }

    /// How many rows stood already.
    pub fn scores_same(self, rows: usize) -> String {
        match self.0 {
            Lang::Zh => format!("另有 {rows} 行已在系统里,不变。"),
            Lang::En => format!("{rows} rows stand already."),
        }
    }
}
