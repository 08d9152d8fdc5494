//! What new stages, groups and rounds are called until somebody names them otherwise.

use league::stages::{Stage, StageKind};

/// The name of a stage in both languages.
pub(super) fn of_stage(stage: &Stage) -> (&'static str, &'static str) {
    match (stage.key.as_str(), stage.kind) {
        ("quarter_finals", _) => ("四分之一决赛", "Quarter-finals"),
        ("semi_finals", _) => ("半决赛", "Semi-finals"),
        ("finals", _) => ("决赛", "Finals"),
        (_, StageKind::Groups) => ("小组赛", "Group stage"),
        (_, StageKind::Swiss) => ("瑞士制", "Swiss rounds"),
        (_, StageKind::PlayIn) => ("附加赛", "Play-in"),
        (_, StageKind::Crossover) => ("交叉赛", "Crossover"),
        (_, StageKind::Knockout) => ("淘汰赛", "Knock-out"),
        (_, StageKind::Placement) => ("排位赛", "Placement games"),
        (_, StageKind::Consolation) => ("安慰赛", "Consolation"),
        (_, StageKind::Pairs) => ("季前赛", "Pre-season games"),
        (_, StageKind::Ladder) => ("擂台赛", "Ladder"),
    }
}

/// The name of a group.
pub(super) fn of_group(code: &str) -> (String, String) {
    (format!("{code}组"), format!("Group {code}"))
}

/// The name of a numbered round.
pub(super) fn of_round(number: u16) -> (String, String) {
    (format!("第{number}轮"), format!("Round {number}"))
}
