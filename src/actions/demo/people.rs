//! Made-up players. Their given names are words of the works, so that nobody takes one for a person of flesh and blood.

/// Family names of the made-up players.
const FAMILY: &[&str] = &[
    "丁", "方", "石", "田", "江", "林", "秦", "陶", "龚", "康", "梁", "葛", "鲁", "温", "谢", "詹", "蓝",
    "廖", "谭", "潘", "薛", "戴", "魏", "瞿",
];

/// Given names: rails, moulds, lathes, shifts and whistles.
const GIVEN: &[&str] = &[
    "轨生", "铸明", "轮远", "轴正", "炉晖", "哨亮", "笛扬", "梁钢", "锤定", "钳稳", "铆坚", "焊光", "模齐",
    "缆长", "闸平", "铣言", "镗宇", "砂白", "班早", "班晚", "阀宁", "桥通", "图细", "尺准", "钢来", "釉青",
    "窑暖", "线直", "泵清", "簧劲",
];

/// The nth family name, for somebody who is made up and no player.
pub(super) fn surname(at: usize) -> &'static str {
    FAMILY[at % FAMILY.len()]
}

/// Shirts of a list; 0 and 00 are two numbers.
const SHIRTS: [&str; 13] = ["0", "00", "4", "5", "7", "8", "9", "11", "13", "15", "23", "33", "77"];

/// Positions of a list: five guards, five forwards, three centres.
const POSITIONS: [&str; 13] = ["G", "G", "G", "F", "F", "C", "G", "F", "F", "C", "G", "F", "C"];

/// A made-up player.
pub(super) struct Sample {
    pub name: String,
    pub shirt: &'static str,
    pub position: &'static str,
    pub captain: bool,
}

/// The made-up players of the nth list; no two lists share a name.
pub(super) fn players(list: usize, count: usize) -> Vec<Sample> {
    (0..count.min(SHIRTS.len()))
        .map(|at| {
            let number = list * SHIRTS.len() + at;
            // Stepping both lists at once repeats a pair only after 120 steps; the shift after each turn avoids that.
            let turn = number / 120;
            let family = FAMILY[number % FAMILY.len()];
            let given = GIVEN[(number + turn) % GIVEN.len()];
            Sample {
                name: format!("{family}{given}"),
                shirt: SHIRTS[at],
                position: POSITIONS[at],
                captain: at == 3,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_made_up_players_share_a_name() {
        let names: Vec<String> = (0..24).flat_map(|list| players(list, 13)).map(|p| p.name).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    }
}
