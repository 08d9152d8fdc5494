//! Words of stages, brackets, rulings, corrections and draws.

use super::{Lang, T};
use crate::actions::input::What;
use crate::web::outlook::Need;
use league::draw::{DrawFault, Part, Reason, RuleRef};
use league::stages::{Round, Series, Slot, Source, StageFault, StageKind, Why};
use league::standings::RuleSetError;

impl T {
    /// Where the entry of a slot comes from, written as people say it; any other text stays as it is.
    pub fn source_words(self, text: &str) -> String {
        let Ok(source) = text.parse::<Source>() else { return text.to_owned() };
        match (self.0, &source) {
            (Lang::Zh, Source::Seed(number)) => format!("{number}号种子"),
            (Lang::Zh, Source::Drawn { place }) => format!("抽签位 {place}"),
            (Lang::Zh, Source::Winner(code)) => format!("{code} 胜者"),
            (Lang::Zh, Source::Loser(code)) => format!("{code} 负者"),
            (Lang::Zh, Source::Across { best: 1, place }) => format!("成绩最好的小组第{place}名"),
            (Lang::Zh, Source::Across { best, place }) => format!("成绩第{best}好的小组第{place}名"),
            (Lang::En, Source::Drawn { place }) => format!("drawn as {place}"),
            _ => source.to_string(),
        }
    }

    /// A slot.
    pub fn slot_words(self, slot: &Slot) -> String {
        match (self.0, slot) {
            (Lang::Zh, Slot::Group { group, index }) => format!("{group}组第{}位", index + 1),
            (Lang::En, Slot::Group { group, index }) => format!("group {group}, place {}", index + 1),
            (Lang::Zh, Slot::TieA(code)) => format!("{code} 前一队"),
            (Lang::Zh, Slot::TieB(code)) => format!("{code} 后一队"),
            (Lang::En, Slot::TieA(code)) => format!("{code}, first side"),
            (Lang::En, Slot::TieB(code)) => format!("{code}, second side"),
        }
    }

    /// The name of a round.
    pub fn round_words(self, round: Round) -> String {
        let (zh, en) = match round {
            Round::Number(number) => (format!("第{number}轮"), format!("Round {number}")),
            Round::LastOf(left) => (format!("{left}强赛"), format!("Last {left}")),
            Round::QuarterFinal => ("四分之一决赛".into(), "Quarter-final".into()),
            Round::SemiFinal => ("半决赛".into(), "Semi-final".into()),
            Round::Final => ("决赛".into(), "Final".into()),
            Round::ThirdPlace => ("三四名决赛".into(), "Third place".into()),
            Round::Place(place) => (format!("第{place}名排位"), format!("For place {place}")),
            Round::PlayIn => ("附加赛".into(), "Play-in".into()),
            Round::Crossover => ("交叉赛".into(), "Crossover".into()),
            Round::Consolation(number) => {
                (format!("安慰赛第{number}轮"), format!("Consolation, round {number}"))
            }
        };
        if self.0 == Lang::Zh { zh } else { en }
    }

    /// How a tie of several games is played.
    pub fn series_words(self, series: Series) -> String {
        let (zh, en) = match series {
            Series::Single => ("一场决胜".into(), "one game".into()),
            Series::BestOf(games) => (format!("{games} 场 {} 胜", games / 2 + 1), format!("best of {games}")),
            Series::TwoLegs => ("两回合总分".into(), "two legs, total points".into()),
        };
        if self.0 == Lang::Zh { zh } else { en }
    }

    /// A place compared across groups.
    pub fn across_words(self, place: u16, go_on: u16) -> String {
        match self.0 {
            Lang::Zh => format!("各组第{place}名比较:前 {go_on} 名晋级"),
            Lang::En => {
                format!(
                    "Number {place} of each group compared: the best {go_on} {}",
                    if go_on == 1 { "goes on" } else { "go on" }
                )
            }
        }
    }

    /// A kind of stage of a plan.
    pub fn form_words(self, kind: StageKind) -> &'static str {
        let (zh, en) = match kind {
            StageKind::Groups => ("小组赛", "Groups"),
            StageKind::Swiss => ("瑞士制", "Swiss rounds"),
            StageKind::PlayIn => ("附加赛", "Play-in"),
            StageKind::Crossover => ("交叉赛", "Crossover"),
            StageKind::Knockout => ("淘汰赛", "Knock-out"),
            StageKind::Placement => ("排位赛", "Placement"),
            StageKind::Consolation => ("安慰赛", "Consolation"),
            StageKind::Pairs => ("季前赛", "Single games"),
            StageKind::Ladder => ("擂台赛", "Ladder"),
        };
        self.0.pick(zh, en)
    }

    /// Why a slot is empty; names are given for those who must draw lots.
    pub fn waiting_words(self, why: &Why, names: &[String]) -> String {
        let (zh, en) = match why {
            Why::NotEntered => ("待抽签或指定".into(), "to be drawn or named".into()),
            Why::GroupOpen { group } => (format!("{group}组未结束"), format!("group {group} is not over")),
            Why::GroupNotOfficial { group } => {
                (format!("{group}组成绩待确认"), format!("group {group} is not official yet"))
            }
            Why::DrawRequired { .. } => {
                (format!("{} 需抽签", names.join("、")), format!("lots needed: {}", names.join(", ")))
            }
            Why::NoSuchPlace => ("没有这个名次".into(), "there is no such place".into()),
            Why::TieOpen { tie } => (format!("{tie} 未结束"), format!("{tie} is not decided")),
            Why::TieNotOfficial { tie } => (format!("{tie} 待确认"), format!("{tie} is not official yet")),
            Why::Nobody { tie } => (
                format!("{tie} 没有球队晋级,对手直接晋级"),
                format!("nobody comes from {tie}; the opponent goes on without a game"),
            ),
            Why::OtherEntries { of } => {
                (format!("{of} 由别的球队打完"), format!("{of} was played by other teams"))
            }
            Why::Held => {
                ("更正后待组委会确认".into(), "after a correction, awaits the committee's word".into())
            }
            Why::Cycle => ("互相等待".into(), "waits for itself".into()),
        };
        if self.0 == Lang::Zh { zh } else { en }
    }

    pub(super) fn stage_fault(self, what: &What) -> String {
        let (zh, en) = match what {
            What::EntriesDoNotFit { entries, must_be_even: true, .. } => (
                format!("现有 {entries} 队,须为双数"),
                format!("There are {entries} entries; an even number is needed"),
            ),
            What::EntriesDoNotFit { entries, least, most, .. } => (
                format!("现有 {entries} 队,此赛制需要 {least} 到 {most} 队"),
                format!("There are {entries} entries; this format holds {least} to {most}"),
            ),
            What::PlanUnsound { faults } => {
                let said: Vec<String> = faults.iter().map(|fault| self.plan_fault(fault)).collect();
                return said.join(if self.0 == Lang::Zh { ";" } else { "; " });
            }
            What::GameBegun { game } => (
                format!("{game} 已经开始或结束,不能再改"),
                format!("{game} has begun or is over: this cannot change any more"),
            ),
            What::NotOfficialYet { game } => (
                format!("{game} 尚未正式确认,下一轮暂不能编排"),
                format!("{game} is not official yet: the next round cannot be paired"),
            ),
            What::PlacesOpen => (
                "还有种子位空缺,请先在下方指定各队".into(),
                "Some seeds are still open; say below who they are".into(),
            ),
            What::NoPairing => (
                "找不到不重复的对阵:各队已互相交手".into(),
                "No round without a repeated meeting was found".into(),
            ),
            What::PlanFirst => (
                "请先在“赛制”中选定赛制,抽签填入其中的位置".into(),
                "Choose the format first; a draw fills its places".into(),
            ),
            What::NoSuchTeam { name } => (
                format!("本赛事没有名为“{name}”的球队"),
                format!("No team of this competition is called {name}"),
            ),
            What::NoLotsDue => (
                "这些球队不在同一组并列,或小组尚未结束,无需抽签".into(),
                "These teams are not level in one finished group: no lots are due".into(),
            ),
            What::Criteria(error) => return self.rule_fault(error),
            What::Draw(fault) => return self.draw_fault(fault),
            _ => (String::new(), String::new()),
        };
        if self.0 == Lang::Zh { zh } else { en }
    }

    fn plan_fault(self, fault: &StageFault) -> String {
        let slots =
            |slots: &[Slot]| slots.iter().map(|slot| self.slot_words(slot)).collect::<Vec<_>>().join("、");
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
            other => (format!("赛制不完整:{other:?}"), format!("the format is not whole: {other:?}")),
        };
        if self.0 == Lang::Zh { zh } else { en }
    }

    fn rule_fault(self, error: &RuleSetError) -> String {
        let (zh, en): (String, String) = match error {
            RuleSetError::Points => {
                ("胜一场的积分须多于负一场".into(), "A win must be worth more than a loss".into())
            }
            RuleSetError::Score { outcome } => (
                format!("判定比分须让对方得分更多:{}", self.outcome_kind(outcome)),
                format!("The credited score must give the opponent more: {}", self.outcome_kind(outcome)),
            ),
            RuleSetError::TiedBounds { criterion } => (
                format!("第 {} 条:同分队数的下限不能大于上限,且从 2 起", criterion + 1),
                format!(
                    "Criterion {}: the bounds on how many are level begin at 2 and do not cross",
                    criterion + 1
                ),
            ),
            RuleSetError::Repeated { criterion } => (
                format!("第 {} 条与前面重复", criterion + 1),
                format!("Criterion {} repeats an earlier one", criterion + 1),
            ),
            RuleSetError::Name(_) => ("名称不合规".into(), "The name does not fit".into()),
            RuleSetError::Unreadable(text) => (format!("无法读取:{text}"), format!("Not readable: {text}")),
        };
        if self.0 == Lang::Zh { zh } else { en }
    }

    /// An outcome other than a played game, as rule sets name it.
    pub fn outcome_kind(self, name: &str) -> &'static str {
        let (zh, en) = match name {
            "forfeit" => ("弃权", "forfeit"),
            "default" => ("缺员告负", "default"),
            "double_forfeit" => ("双方弃权", "double forfeit"),
            "work_conflict" => ("因工缺席", "absent for work"),
            "emergency" => ("紧急缺席", "absent, emergency"),
            "no_show" => ("无故缺席", "no show"),
            _ => ("其他", "other"),
        };
        self.0.pick(zh, en)
    }

    /// A result that counts nowhere, and because of whom.
    pub fn note_annulled(self, game: &str, team: &str) -> String {
        match (self.0, team) {
            (Lang::Zh, "") => format!("{game}:成绩取消,不计入"),
            (Lang::Zh, team) => format!("{game}:因{team}被取消资格,成绩取消"),
            (Lang::En, "") => format!("{game}: annulled, counts nowhere"),
            (Lang::En, team) => format!("{game}: annulled because {team} is out"),
        }
    }

    /// A team out after its second forfeit.
    pub fn note_second(self, team: &str, results_stand: bool) -> String {
        match (self.0, results_stand) {
            (Lang::Zh, true) => format!("{team}:两次弃权,退出比赛,成绩保留"),
            (Lang::Zh, false) => format!("{team}:两次弃权,取消资格,全部成绩取消"),
            (Lang::En, true) => format!("{team}: out after a second forfeit; its results stand"),
            (Lang::En, false) => format!("{team}: out after a second forfeit; all its results are annulled"),
        }
    }

    /// Another score than the recorded one counts.
    pub fn note_credited(self, game: &str, score: [u16; 2]) -> String {
        let [a, b] = score;
        match self.0 {
            Lang::Zh => format!("{game}:按规程判为 {a}:{b}"),
            Lang::En => format!("{game}: credited as {a}:{b} by the regulation"),
        }
    }

    /// A score that enters no difference.
    pub fn note_ignored(self, game: &str) -> String {
        match self.0 {
            Lang::Zh => format!("{game}:比分不计入净胜分"),
            Lang::En => format!("{game}: the score enters no difference"),
        }
    }

    /// What a team needs to end on one of the first places.
    pub fn need(self, need: &Need) -> String {
        let zh = self.0 == Lang::Zh;
        match *need {
            Need::Certain { rank } if zh => format!("名次已定:第 {rank}"),
            Need::Certain { rank } => format!("certain of place {rank}"),
            Need::Sure { first } if zh => format!("已确保前 {first}"),
            Need::Sure { first } => format!("sure of the first {first}"),
            Need::Lost { first } if zh => format!("已无缘前 {first}"),
            Need::Lost { first } => format!("cannot reach the first {first} any more"),
            Need::Wins { first, wins } if zh => format!("再胜 {wins} 场即确保前 {first}"),
            Need::Wins { first, wins: 1 } => format!("one more win makes the first {first} certain"),
            Need::Wins { first, wins } => format!("{wins} more wins make the first {first} certain"),
            Need::Hopes { first, wins: 0 } if zh => format!("能否进前 {first} 还要看其他比赛"),
            Need::Hopes { first, wins: 0 } => format!("the first {first} depend on other games"),
            Need::Hopes { first, wins } if zh => {
                format!("至少再胜 {wins} 场才有可能进前 {first},还要看其他比赛或分差")
            }
            Need::Hopes { first, wins } => {
                format!(
                    "needs at least {wins} more wins for a chance of the first {first}, and other games or margins"
                )
            }
            Need::Open { first } if zh => format!("仍可能进前 {first}"),
            Need::Open { first } => format!("may still reach the first {first}"),
        }
    }

    /// Why a constraint of a draw is there.
    pub fn draw_reason(self, reason: Reason) -> &'static str {
        let (zh, en) = match reason {
            Reason::LastFinalists => ("上届决赛队分开", "last finalists apart"),
            Reason::OneOwner => ("同一集团的球队分开", "clubs of one owner apart"),
            Reason::Host => ("东道主位置", "host's place"),
            Reason::Seed => ("种子", "seed"),
            Reason::Given => ("指定位置", "given place"),
            Reason::Organiser => ("组委会规定", "the organiser's rule"),
        };
        self.0.pick(zh, en)
    }

    /// A pot by its number.
    pub fn pot_name(self, number: &str) -> String {
        match self.0 {
            Lang::Zh => format!("第{number}档"),
            Lang::En => format!("Pot {number}"),
        }
    }

    /// How many of some teams come into one zone.
    pub fn per_zone(self, least: u16, most: u16) -> String {
        match (self.0, least) {
            (Lang::Zh, 0) => format!("(每组至多 {most} 队)"),
            (Lang::Zh, _) => format!("(每组 {least} 至 {most} 队)"),
            (Lang::En, 0) => format!(" (at most {most} in one group)"),
            (Lang::En, _) => format!(" ({least} to {most} in each group)"),
        }
    }

    /// What keeps a draw from being held.
    pub fn draw_fault(self, fault: &DrawFault) -> String {
        let zh = self.0 == Lang::Zh;
        match fault {
            DrawFault::Impossible(clash) => {
                let rules: Vec<String> = clash
                    .rules
                    .iter()
                    .map(|rule| match rule {
                        RuleRef::Pot { name, .. } if zh => format!("档次“{name}”"),
                        RuleRef::Pot { name, .. } => format!("pot {name}"),
                        RuleRef::Constraint { reason, .. } => self.draw_reason(*reason).to_owned(),
                    })
                    .collect();
                let places = clash.places.join(if zh { "、" } else { ", " });
                if zh {
                    format!("没有任何结果能同时满足:{}(涉及 {places})", rules.join(" + "))
                } else {
                    format!("No outcome satisfies together: {} (on {places})", rules.join(" + "))
                }
            }
            DrawFault::InTwoPots { .. } if zh => "有球队在两个档次里".into(),
            DrawFault::Empty(Part::Entries) if zh => "没有球队可抽".into(),
            other if zh => format!("抽签文件有误:{other}"),
            other => other.to_string(),
        }
    }
}
