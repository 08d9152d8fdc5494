//! Words of what is wrong with the graph of a format.

use super::{Lang, T};
use league::stages::{Slot, Source, StageFault};

impl T {
    pub(super) fn plan_fault(self, fault: &StageFault) -> String {
        let slots =
            |slots: &[Slot]| self.listed(&slots.iter().map(|slot| self.slot_words(slot)).collect::<Vec<_>>());
        let group = |key: &str| if self.0 == Lang::Zh { format!("{key}组") } else { format!("group {key}") };
        let source = |source: &Source| self.source_words(&source.to_string());
        let (zh, en) = match fault {
            StageFault::UsedTwice { source: used, slots: at } => (
                format!("{} 用了两次:{}", source(used), slots(at)),
                format!("{} is used twice: {}", source(used), slots(at)),
            ),
            StageFault::UnknownSource { source: unknown, .. } => {
                (format!("{} 不存在", source(unknown)), format!("{} does not exist", source(unknown)))
            }
            StageFault::PlaceBeyond { source: beyond, places, .. } => (
                format!("{}:只有 {places} 个名次", source(beyond)),
                format!("{}: there are only {places} places", source(beyond)),
            ),
            StageFault::Cycle { through } => (
                format!("互相等待:{}", through.join(" → ")),
                format!("wait for each other: {}", through.join(" → ")),
            ),
            StageFault::SizesDiffer { slots, entries } => (
                format!("有 {slots} 个位置、{entries} 支球队"),
                format!("{slots} places for {entries} entries"),
            ),
            StageFault::EmptyStage { stage } if stage == "placement" => (
                "进入淘汰赛的队太少,没有五至八名可排:至少要 6 队".into(),
                "too few reach the knock-out for places 5 to 8: at least 6 are needed".into(),
            ),
            StageFault::EmptyStage { stage } if stage == "consolation" => (
                "首轮失利的队太少,组不成安慰赛:淘汰赛至少要 6 队".into(),
                "too few lose the first round for a consolation: the knock-out needs at least 6".into(),
            ),
            StageFault::EmptyStage { stage } => {
                (format!("阶段“{stage}”没有比赛"), format!("the stage {stage:?} has no games"))
            }
            StageFault::RepeatedStage { stage } => {
                (format!("有两个阶段都叫“{stage}”"), format!("two stages are called {stage:?}"))
            }
            StageFault::RepeatedGroup { group: key } => {
                (format!("{}出现两次", group(key)), format!("{} stands there twice", group(key)))
            }
            StageFault::RepeatedTie { tie } => {
                (format!("{tie} 出现两次"), format!("{tie} stands there twice"))
            }
            StageFault::GroupKey { group } => (
                format!("小组名“{group}”不合规:一两个大写字母"),
                format!("the group name {group:?} does not fit: one or two capital letters"),
            ),
            StageFault::TieCode { tie } => (
                format!("编号“{tie}”不合规:大写字母、数字和连字符"),
                format!("the code {tie:?} does not fit: capital letters, digits and hyphens"),
            ),
            StageFault::GroupTooSmall { group: key, size } => (
                format!("{}只有 {size} 队,至少要 2 队", group(key)),
                format!("{} has {size} of the 2 teams it needs at least", group(key)),
            ),
            StageFault::NoGames { group: key } => {
                (format!("{}没有比赛:轮次至少为 1", group(key)), format!("{} has no rounds", group(key)))
            }
            StageFault::TooManyRounds { rounds, most, .. } => (
                format!("瑞士制 {rounds} 轮太多:每两队只交手一次,最多 {most} 轮"),
                format!(
                    "{rounds} Swiss rounds are too many: every two meet once, so there are at most {most}"
                ),
            ),
            StageFault::EvenSeries { tie, games } => (
                format!("{tie}:{games} 场是双数,可能打平;请用单数"),
                format!("{tie}: a best of {games} can end level; take an odd number"),
            ),
            StageFault::ComparedAndDirect { source: used } => (
                format!("{} 既直接晋级,又参加跨组比较", source(used)),
                format!("{} goes on by itself and is compared across the groups as well", source(used)),
            ),
            StageFault::SeedMissing { seed } => {
                (format!("缺少 {seed} 号种子"), format!("seed {seed} is missing"))
            }
        };
        if self.0 == Lang::Zh { zh } else { en }
    }
}
