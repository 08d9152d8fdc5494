//! Words of claims, press sentences and dashboards.

use super::{Lang, T};

texts! {
    claims: "核对报道" | "Check a claim";
    claims_said: "粘贴一句报道:读出数值、单位、动词与时间,与数据账里的说法、座位数、场次对照。只核对,不保存。" | "Paste a sentence of the press: number, unit, verb and time are read and held against the ledger, the seats and the evenings. Nothing is saved.";
    claims_check: "核对" | "Check";
    claims_read: "读出的数字" | "What it says";
    claims_no_figure: "没有读出数字。" | "No figure was found in it.";
    claims_found: "发现" | "Findings";
    claims_found_said: "发现指出规则与算式,不下“真假”的结论。" | "A finding names the rule and the arithmetic; nobody is called a liar.";
    claims_clean: "没有发现问题。" | "Nothing was found.";
    claims_rule: "规则" | "Rule";
    claims_why: "理由" | "Why";
    claims_beside: "与之对照" | "Set against";
    claims_over: "时间" | "Over";
    claims_same: "账上相同的说法" | "The same in the ledger";
    claims_same_none: "账上没有相同的数字与单位。" | "No claim of the ledger has this number and unit.";
    claims_pasted: "这句话" | "this sentence";
    unit_word: "单位" | "Unit";
    verb_word: "动词" | "Verb";
    press: "新闻用句" | "Sentences for the press";
    press_said: "每句出自一个数字,带单位、方法与日期;区间有多宽,就说到多细。直接复制即可。" | "Each from one figure, with unit, method and date, and no more digits than are known. Copy as they are.";
    dashboard: "观众总览" | "Audience at a look";
    dashboard_public: "公开页面" | "The public page";
    dashboard_said: "未知是空缺,不是 0;估计带区间;宣布值单列,不进入合计。" | "Unknown is a gap and not 0; estimates carry their interval; announcements stand apart and enter no total.";
    by_evening: "各比赛夜入场" | "Entries by evening";
    compare_seasons: "历届对比" | "Seasons compared";
    compare_seasons_said: "同一指标才放在一起;定义变了会标出。" | "Only like metrics stand together; a changed definition is marked.";
    redefined: "定义已变" | "definition changed";
    audience_counted: "统计值" | "Counted and estimated";
    audience_announced: "宣布值" | "Announced";
    audience_announced_said: "报道或主办方的说法,照原话登记,未经核实,不进入合计。" | "What press or organisers said, in their words, unverified and in no total.";
}

impl T {
    /// Over what a claim counts.
    pub fn claim_span(self, over: &str) -> &'static str {
        let (zh, en) = match over {
            "season" => ("整季或至当日", "the season so far"),
            "day" => ("一天", "one day"),
            "day_average" => ("日均", "a day on average"),
            "match" => ("一场", "one game"),
            "match_average" => ("场均", "a game on average"),
            "night" => ("一夜", "one evening"),
            _ => ("–", "–"),
        };
        self.0.pick(zh, en)
    }

    /// The rule of a finding.
    pub fn claim_rule(self, code: &str) -> &'static str {
        let (zh, en) = match code {
            "verb_drift" => ("动词变了", "verb drift"),
            "unit_drift" => ("单位变了", "unit drift"),
            "magnitude_slip" => ("数量级差错", "magnitude slip"),
            "season_mismatch" => ("赛季不符", "another season"),
            "mixes_metrics" => ("混合口径", "mixes metrics"),
            "contradicts" => ("相互矛盾", "contradicts"),
            "exceeds_seats" => ("超过座位总量", "exceeds the seats"),
            "exceeds_lanes" => ("超过通行能力", "exceeds the lanes"),
            "exceeds_population" => ("超过人口", "exceeds the population"),
            "rate_implausible" => ("速率不合常理", "implausible rate"),
            "constant_ratio" => ("比例恒定", "constant ratio"),
            "as_of_missing" => ("没有日期", "no date"),
            "method_missing" => ("没有方法", "no method"),
            _ => ("其他", "other"),
        };
        self.0.pick(zh, en)
    }

    /// Figures of which nothing can be said.
    pub fn press_silent(self, number: usize) -> String {
        match self.0 {
            Lang::Zh => format!("另有 {number} 个未知的数字,没有可说的。"),
            Lang::En => format!("{number} figures are unknown: there is nothing to say."),
        }
    }

    /// Figures that were made up.
    pub fn press_samples(self, number: usize) -> String {
        match self.0 {
            Lang::Zh => format!("{number} 个示例数字不供发布。"),
            Lang::En => format!("{number} figures are samples and not for print."),
        }
    }
}
