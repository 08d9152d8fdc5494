//! What people are said to have done. One number told with four verbs is four claims.

use serde::Serialize;

/// The verb of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    AttendAndCheckIn,
    Come,
    Attend,
    Participate,
    CheckIn,
    Watch,
    Play,
    Click,
    Read,
    Interact,
    Expose,
    Flow,
    Enter,
    Hold,
    Trade,
    Spend,
}

/// What sort of thing a figure counts; only figures of one sort are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// People at the place: in the hall, on the square, in the city.
    Place,
    Online,
    Exposure,
    Click,
    Capacity,
    NightMarket,
    Spending,
    /// The words do not say.
    Unsaid,
}

/// Longest first, so that 观赛打卡 is not taken for 观赛.
const WORDS: &[(&str, Verb)] = &[
    ("观赛打卡", Verb::AttendAndCheckIn),
    ("打卡观赛", Verb::AttendAndCheckIn),
    ("现场观看", Verb::Attend),
    ("来到", Verb::Come),
    ("到访", Verb::Come),
    ("涌入", Verb::Come),
    ("接待", Verb::Come),
    ("visited", Verb::Come),
    ("观赛", Verb::Attend),
    ("观球", Verb::Attend),
    ("观战", Verb::Attend),
    ("看球", Verb::Attend),
    ("attended", Verb::Attend),
    ("参与", Verb::Participate),
    ("参加", Verb::Participate),
    ("took part", Verb::Participate),
    ("打卡", Verb::CheckIn),
    ("观看", Verb::Watch),
    ("收看", Verb::Watch),
    ("围观", Verb::Watch),
    ("watched", Verb::Watch),
    ("播放", Verb::Play),
    ("点击", Verb::Click),
    ("阅读", Verb::Read),
    ("浏览", Verb::Read),
    ("互动", Verb::Interact),
    ("点赞", Verb::Interact),
    ("曝光", Verb::Expose),
    ("人流量", Verb::Flow),
    ("客流", Verb::Flow),
    ("入场", Verb::Enter),
    ("进场", Verb::Enter),
    ("检票", Verb::Enter),
    ("容纳", Verb::Hold),
];

/// 观众 and 游客 say who, and only by that what they did.
const NOUNS: &[(&str, Verb)] = &[("观众", Verb::Attend), ("球迷", Verb::Attend), ("游客", Verb::Come)];

impl Verb {
    /// The verb as the issue of the day prints it.
    pub fn zh(self) -> &'static str {
        match self {
            Self::AttendAndCheckIn => "观赛打卡",
            Self::Come => "来到",
            Self::Attend => "观赛",
            Self::Participate => "参与",
            Self::CheckIn => "打卡",
            Self::Watch => "观看",
            Self::Play => "播放",
            Self::Click => "点击",
            Self::Read => "阅读",
            Self::Interact => "互动",
            Self::Expose => "曝光",
            Self::Flow => "人流量",
            Self::Enter => "入场",
            Self::Hold => "容纳",
            Self::Trade => "夜市",
            Self::Spend => "消费",
        }
    }

    /// The first verb of a text and the byte behind it; a noun for people only where no verb stands.
    pub fn first_in(text: &str) -> Option<(Self, usize)> {
        let first = |words: &[(&str, Self)]| {
            let found = words.iter().filter_map(|(word, verb)| Some((text.find(word)?, word.len(), *verb)));
            let first = found.min_by_key(|(at, length, _)| (*at, usize::MAX - length));
            first.map(|(at, length, verb)| (verb, at + length))
        };
        first(WORDS).or_else(|| first(NOUNS))
    }

    /// The verb that ends last; of two that end together the longer.
    pub fn last_in(text: &str) -> Option<Self> {
        let last = |words: &[(&str, Self)]| {
            let found = words
                .iter()
                .filter_map(|(word, verb)| Some((text.rfind(word)? + word.len(), word.len(), *verb)));
            found.max_by_key(|(end, length, _)| (*end, *length)).map(|(_, _, verb)| verb)
        };
        last(WORDS).or_else(|| last(NOUNS))
    }

    /// What an amount of money was taken for.
    pub fn of_money(head: &str) -> Option<Self> {
        if head.contains("夜市") || head.contains("夜间") {
            return Some(Self::Trade);
        }
        ["消费", "收入", "创收", "营业额", "交易额"]
            .iter()
            .any(|word| head.contains(word))
            .then_some(Self::Spend)
    }
}

impl Family {
    /// The sort of a figure with this verb.
    pub fn of(verb: Option<Verb>, money: bool, online: bool, on_site: bool) -> Self {
        use Verb::*;
        match verb {
            Some(Trade) => Self::NightMarket,
            Some(Spend) => Self::Spending,
            _ if money => Self::Spending,
            Some(Hold) => Self::Capacity,
            Some(Expose) => Self::Exposure,
            Some(Click | Read | Interact) => Self::Click,
            Some(Play) => Self::Online,
            Some(_) if online && !on_site => Self::Online,
            Some(Watch) if !on_site || online => Self::Unsaid,
            Some(_) => Self::Place,
            None if online && !on_site => Self::Online,
            None => Self::Unsaid,
        }
    }

    /// Whether figures of both can mean the same thing.
    pub fn may_mean(self, other: Self) -> bool {
        let people = |family: Self| matches!(family, Self::Place | Self::Online | Self::Unsaid);
        self == other || (people(self) && people(other) && (self == Self::Unsaid || other == Self::Unsaid))
    }

    /// Whether the figure counts an audience, not seats or money.
    pub fn is_audience(self) -> bool {
        !matches!(self, Self::Capacity | Self::NightMarket | Self::Spending)
    }
}
