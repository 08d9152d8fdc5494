//! Words of the viewer figures: units, classes, rules of adding, footnotes.

use super::{Lang, T};
use crate::actions::input::What;
use league::audience::observation::{Class, Level, NotTaken};
use league::audience::total::{Footnote, Formed, Refused};
use league::audience::unit::Unit;

texts! {
    audience: "观众" | "Audience";
    audience_said: "每个数字都有来源、方法与可信等级;更正只新增,不覆盖。没有的数字写未知,不写 0。" | "Each figure has its source, method and class; a correction is added and nothing overwritten. What nobody knows is unknown, not 0.";
    audience_new: "录入数字" | "Add a figure";
    audience_none: "还没有观众数字。" | "There are no figures yet.";
    audience_figures: "数字" | "Figures";
    audience_totals: "合计" | "Totals";
    audience_totals_said: "按来源分别合计;能否相加由指标的规则决定,E 级(宣布值)不进入合计。" | "One total a source. The rules of the metric decide what may be added; claims (class E) never enter.";
    audience_sum: "试加两个数字" | "Try to add two figures";
    audience_sum_said: "不能相加时会说明是哪条规则。" | "Where they may not be added, the rule is named.";
    audience_sum_go: "相加" | "Add";
    audience_sum_not: "不能相加" | "They may not be added";
    audience_events: "其他场合" | "Other occasions";
    audience_event_new: "新增场合" | "Add an occasion";
    audience_event_said: "市集、展览、庙会、社区赛或一路直播:与联赛同一口径比较。" | "A market, an exhibition, a fair, a community cup or a stream, measured on one basis with the league.";
    audience_nights: "比赛夜与入口" | "Evenings and gates";
    audience_night_open: "开设计数" | "Open for counting";
    audience_night_said: "一晚一馆为一个比赛夜:几场比赛,一批观众。" | "One hall on one day is one evening: several games, one crowd.";
    audience_history: "更正链" | "Chain of corrections";
    audience_correct: "更正" | "Correct";
    audience_correct_said: "原数字保留,可随时查到;未知写 -- 。" | "The old figure stays and can be looked up; write -- for unknown.";
    audience_superseded: "已被更正" | "superseded";
    audience_original: "证据" | "Evidence";
    audience_not_public: "不公开" | "not public";
    attendance: "现场人数" | "Attendance";
    attendance_unknown: "未知(没有计数,也没有公布)" | "Unknown: neither counted nor announced";
    attendance_evening: "当晚全场(几场比赛,一批观众)" | "whole evening: several games, one crowd";
    of_night: "比赛夜" | "evening";
    metric: "指标" | "Metric";
    figure: "数值" | "Figure";
    interval: "区间" | "Interval";
    class_word: "等级" | "Class";
    method: "方法" | "Method";
    about_what: "对象" | "About";
    coverage: "覆盖" | "Coverage";
    footnote: "注" | "Notes";
    parts_word: "组成" | "Parts";
    wording: "原话" | "Wording";
    gates: "入口" | "Gates";
    gate: "入口" | "Gate";
    gate_new: "新增入口或区域" | "Add a gate or a zone";
    gate_none: "还没有入口。" | "No gates yet.";
    gate_links_said: "给数人的志愿者一个链接:手机扫码即可计数,不用账号。" | "Hand a counter a link: scan the code and count, no account.";
    gate_link: "生成计数链接" | "Make a link";
    gate_no_game: "当晚没有可挂链接的比赛。" | "No game of this evening can carry a link.";
    gate_counter: "入口计数" | "Gate counter";
    gate_open: "打开计数页" | "Open the counter";
    gate_in: "进" | "In";
    gate_out: "出" | "Out";
    gate_undo: "撤销上一次" | "Undo the last";
    gate_mine: "本机累计" | "This device";
    gate_all: "本入口累计" | "This gate, all devices";
    gate_waiting: "待发送" | "waiting";
    gate_online: "已连接,全部已发送" | "Connected, all sent";
    gate_offline: "未连接:照常计数,恢复后自动发送" | "No connection: go on counting, it is sent later";
    gate_sending: "正在发送" | "Sending";
    gate_refused: "服务器未接收,请重新扫码;计数仍保存在本机" | "Not taken: scan the code again. The counts stay on this device";
    gate_saved: "已记录" | "Recorded";
    inside_now: "现在场内" | "Inside now";
    inside_none: "还没有计数。" | "Nothing has been counted yet.";
    per_minutes: "进 / 出,最近 1、5、15 分钟" | "In / out, last 1, 5, 15 minutes";
    approved_number: "核准人数" | "Approved number";
    approved_unknown: "未录入,见场馆页" | "not stated; see the venue";
    minutes_to: "预计到达核准人数的" | "Minutes to a share of the approved number";
    not_filling: "未在增加" | "not filling";
    silent_gates: "无信号的入口" | "Silent gates";
    close_night: "计入数据账" | "Put into the ledger";
    close_night_said: "散场后把各入口的进场合计记为本夜的“计数入场人次”(A- 级,±5 %)。" | "After the doors are shut: the entries of all gates become this evening's figure (class A-, ±5 %).";
    occupancy: "场内人数" | "Occupancy";
}

impl T {
    /// A unit behind its number.
    pub fn unit(self, unit: Unit) -> &'static str {
        let (zh, en) = match unit {
            Unit::Person => ("人", "people"),
            Unit::Account => ("个账号", "accounts"),
            Unit::Device => ("台设备", "devices"),
            Unit::Visit => ("人次", "visits"),
            Unit::Play => ("次播放", "plays"),
            Unit::Show => ("次曝光", "exposures"),
            Unit::Action => ("次互动", "actions"),
            Unit::Minute => ("分钟", "minutes"),
            Unit::Yuan => ("元", "yuan"),
            Unit::Ticket => ("张票", "tickets"),
            Unit::Seat => ("座", "seats"),
            Unit::Composite => ("热度值", "points"),
        };
        self.0.pick(zh, en)
    }

    /// What a class means.
    pub fn class_said(self, class: Class) -> &'static str {
        let (zh, en) = match class {
            Class::A => ("自己计数,逐条留底", "counted by us, each record kept"),
            Class::AMinus => ("自己计数,只有合计", "counted by us, a tally"),
            Class::B => ("平台报告,文件留存", "reported by the platform, file kept"),
            Class::BMinus => ("抄自屏幕,截图留存", "read off a screen, picture kept"),
            Class::C => ("抽样估计", "estimated from a sample"),
            Class::D => ("推算", "modelled or derived"),
            Class::E => ("媒体或主办方宣布,未经计数", "claimed by press or organiser, not counted"),
        };
        self.0.pick(zh, en)
    }

    /// What a figure is about.
    pub fn level(self, level: Level) -> &'static str {
        let (zh, en) = match level {
            Level::Season => ("整个赛季", "whole season"),
            Level::Round => ("轮次", "round"),
            Level::Match => ("比赛", "game"),
            Level::VenueNight => ("比赛夜", "evening"),
            Level::SideEvent => ("其他场合", "side event"),
            Level::Stream => ("直播", "stream"),
            Level::Zone => ("区域", "zone"),
            Level::Gate => ("入口", "gate"),
        };
        self.0.pick(zh, en)
    }

    /// How a total was formed.
    pub fn formed(self, formed: Formed) -> &'static str {
        let (zh, en) = match formed {
            Formed::Sum => ("相加", "sum"),
            Formed::Weighted => ("按分钟加权", "weighted by minutes"),
            Formed::Max => ("取最大", "largest"),
            Formed::Bounds => ("只有上下界", "bounds only"),
            Formed::Difference => ("末次减首次", "last less first"),
        };
        self.0.pick(zh, en)
    }

    /// The rule that forbids a total.
    pub fn no_total(self, refused: &Refused) -> String {
        use Refused::*;
        let (zh, en) = match refused {
            Nothing => ("没有已知的数字", "No part is known"),
            UnknownMetric { .. } => ("没有这个指标", "No such metric"),
            DifferentUnits => (
                "单位不同:人、人次、次、元不能相加",
                "Different units: people, visits, exposures and yuan have no sum",
            ),
            DifferentMetrics => ("指标不同,只能并列", "Different metrics stand side by side"),
            DifferentVersions => {
                ("同一指标的两个定义,不能相加", "Two definitions of one metric count two things")
            }
            NeverOverTime => ("此指标不能跨时间相加", "This metric has no sum over time"),
            NeverOverPlatforms => {
                ("此指标不能跨平台相加,只能并列", "This metric has no sum over platforms; list them")
            }
            ThresholdsDiffer => ("起算秒数不同", "They count from different seconds on"),
            ThresholdUnknown => ("起算秒数未知", "From which second on they count is unknown"),
            WindowsDiffer => ("时段不同", "Different windows of time"),
            WindowsOverlap { .. } => {
                ("时段重叠,会重复计算", "Their windows overlap: minutes would count twice")
            }
            ReplayMixed => ("一个含回放,一个不含", "One includes replay, the other does not"),
            SamplingStepsDiffer => ("采样间隔不同的峰值", "Peaks of different sampling steps"),
            DedupDiffers => ("去重依据不同(账号、设备)", "Told apart by different marks: account, device"),
            Claim { .. } => ("E 级宣布值不进入合计", "A claim (class E) never enters a total"),
            CounterFell { .. } => ("只增不减的计数下降了", "A counter that never falls fell"),
            TooLarge => ("数字过大", "Too large"),
        };
        self.0.pick(zh, en).to_owned()
    }

    /// What stands beside a total.
    pub fn footnote_said(self, note: &Footnote) -> String {
        let (zh, en) = match note {
            Footnote::NotAllCovered => ("有的场次没有数字", "some occasions have no figure"),
            Footnote::UnknownPart => ("有的部分未知,不按 0 计", "a part is unknown, and not nought"),
            Footnote::OnlyBounds => ("同一人可能重复,只给上下界", "people may be the same: bounds only"),
            Footnote::OpenAbove => ("有的部分只有下限", "a part is open above"),
            Footnote::ThresholdUnknown => ("起算秒数未知", "threshold unknown"),
            Footnote::ReplayUnknown => ("是否含回放未知", "replay unknown"),
            Footnote::Overruled(reason) => return reason.clone(),
        };
        self.0.pick(zh, en).to_owned()
    }

    /// So many of so many occasions.
    pub fn covered(self, known: usize, of: usize) -> String {
        match self.0 {
            Lang::Zh => format!("{of} 次中的 {known} 次"),
            Lang::En => format!("{known} of {of}"),
        }
    }

    /// Claims that were left out of a total.
    pub fn claims_left_out(self, number: usize) -> String {
        match self.0 {
            Lang::Zh => format!("另有 {number} 个 E 级宣布值,未计入"),
            Lang::En => format!("{number} claims (class E) left out"),
        }
    }

    /// A figure that the ledger refused.
    pub fn figure_fault(self, what: &What) -> String {
        let (zh, en) = match what {
            What::NotAFigure => (
                "写数字,例如 3412、12.6万、超400万;未知写 --",
                "A number such as 3412, 12.6万 or 超400万; -- for unknown",
            ),
            What::NotAHash => ("SHA-256 是 64 位十六进制数", "A SHA-256 has 64 hexadecimal digits"),
            What::NotCounts => ("不是计数列表", "Not a list of counts"),
            What::NotTaken(why) => match why {
                NotTaken::OutsideInterval => ("数值不在区间内", "The value lies outside its interval"),
                NotTaken::ClaimWithoutWording => {
                    ("E 级要写原话,以及出处的文件名或网址", "A claim needs its wording, and where it stands")
                }
                NotTaken::NoEvidence => (
                    "B 级要有平台的文件、截图或网址",
                    "What a platform says needs its file, picture or address",
                ),
                NotTaken::NoInterval => ("估计与推算要写区间", "An estimate needs its interval"),
                NotTaken::WindowUpsideDown => ("结束早于开始", "Ends before it begins"),
                NotTaken::NoReason => ("请写更正理由", "A correction says why"),
                _ => ("与账上规则不符", "Against a rule of the ledger"),
            },
            _ => ("有误", "Wrong"),
        };
        self.0.pick(zh, en).to_owned()
    }
}
