//! What one sentence says: its figures, each with unit, verb and scope, from the words alone.

use super::verb::{Family, Verb};
use crate::audience::numbers::{Found, Reading, normal, scan};
use chrono::NaiveDate;
use serde::Serialize;

/// Over what a figure was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// The season, or as much of it as had been played.
    Season,
    Day,
    DayAverage,
    Match,
    MatchAverage,
    Night,
}

/// Where and over what a figure was counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Scope {
    pub over: Span,
    pub as_of: Option<NaiveDate>,
    /// 50余天 is 50 to 59 days.
    pub days: Option<(i64, i64)>,
    pub year: Option<i32>,
    pub online: bool,
    pub on_site: bool,
    /// The place of a capacity.
    pub place: Option<Place>,
    /// The words name what was counted, beyond the verb: 首场, 相关新闻.
    #[serde(skip)]
    pub based: bool,
}

/// A hall and a stadium of one sports centre have each their own seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    Hall,
    Stadium,
}

/// One figure of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub text: String,
    pub reading: Reading,
    /// As printed: 人次, 次, 元.
    pub unit: Option<&'static str>,
    pub verb: Option<Verb>,
    pub family: Family,
    pub scope: Scope,
    /// Different kinds of audience in one number.
    pub mixed: bool,
    /// 固定 or 活动 seats: parts of one capacity.
    pub part: bool,
}

/// Units in the order in which they are tried, with what they are called in a figure.
const UNITS: &[(&str, &str)] = &[
    ("人次", "人次"),
    ("人数", ""),
    ("人民币", "元"),
    ("人", "人"),
    ("位观众", "人"),
    ("名观众", "人"),
    ("名游客", "人"),
    ("名球迷", "人"),
    ("次", "次"),
    ("元", "元"),
    ("座", "座"),
    ("张", "张"),
    ("个座", "座"),
    ("席", "座"),
    (" visits", "人次"),
    (" people", "人"),
    (" spectators", "人"),
    (" viewers", "人"),
    (" views", "次"),
    (" yuan", "元"),
    (" seats", "座"),
];

/// Words before a number that say its unit: 参与人次突破500万, 观众过千.
const NOUNS: &[(&str, &str)] = &[
    ("人次", "人次"),
    ("人流量", "人次"),
    ("客流", "人次"),
    ("人数", "人"),
    ("观众", "人"),
    ("游客", "人"),
    ("次数", "次"),
    ("曝光", "次"),
    ("点击", "次"),
    ("播放", "次"),
    ("阅读", "次"),
    ("观看量", "次"),
    ("浏览", "次"),
    ("金额", "元"),
    ("交易额", "元"),
    ("营业额", "元"),
    ("收入", "元"),
    ("创收", "元"),
    ("消费", "元"),
    ("容纳", "人"),
    ("座", "座"),
];

const BREAKS: &[char] =
    &['，', '。', '；', '、', '/', '|', ';', ',', '！', '!', '？', '?', ' ', '\n', '\t', '：', ':'];

/// All figures of a sentence. `year` dates "截至7月18日".
pub fn figures(wording: &str, year: Option<i32>) -> Vec<Figure> {
    let text = normal(wording);
    let numbers = scan(&text);
    let year_said = said_year(&text);
    let as_of = said_day(&text, year_said.or(year));
    let days = said_days(&text, &numbers);
    let (mut figures, mut from): (Vec<Figure>, usize) = (Vec::new(), 0);
    for (place, number) in numbers.iter().enumerate() {
        let head = text.get(from..number.start).unwrap_or("");
        let next = numbers.get(place + 1).map_or(text.len(), |n| n.start);
        let previous = figures.last();
        let Some((unit, behind)) = unit(&text[number.end..next], head, number, previous) else { continue };
        let rest = &text[number.end + behind..next];
        let is_followed = next < text.len();
        let tail = if is_followed { own_tail(rest, clause(head)) } else { to_break(rest) };
        let mut figure = figure(head, tail, unit, number, previous);
        figure.text = text[number.start..number.end + behind].trim().to_owned();
        figure.scope.as_of = as_of;
        figure.scope.days = days;
        figure.scope.year = year_said;
        from = number.end + behind + tail.len();
        figures.push(figure);
    }
    each_its_place(&text, &mut figures);
    figures
}

type UnitAndLength = (Option<&'static str>, usize);

/// The unit of a number and its bytes; None where the number counts something else (12支, 18日).
fn unit(rest: &str, head: &str, number: &Found, previous: Option<&Figure>) -> Option<UnitAndLength> {
    let trimmed = rest.trim_start_matches(['余', '多', '+']);
    let skipped = rest.len() - trimmed.len();
    let spaced = trimmed.strip_prefix(' ').unwrap_or(trimmed);
    for (word, unit) in UNITS.iter().filter(|(_, unit)| !unit.is_empty()) {
        for start in [trimmed, spaced] {
            if start.starts_with(word) {
                // 名观众: the measure belongs to the number, the noun to the words behind it.
                let own = if word.starts_with(['名', '位']) { '名'.len_utf8() } else { word.len() };
                return Some((Some(unit), skipped + (trimmed.len() - start.len()) + own));
            }
        }
    }
    if trimmed.starts_with('个') && clause(head).contains('座') {
        return Some((Some("座"), skipped + '个'.len_utf8()));
    }
    let is_large = number.reading.value >= 1000 && number.reading.value % 1000 == 0;
    let ends = spaced.is_empty() || trimmed.starts_with(BREAKS) || is_large && !starts_another_count(trimmed);
    if !ends {
        return None;
    }
    let near = clause(head);
    if let Some((_, unit)) = NOUNS.iter().find(|(word, _)| near.contains(word)) {
        return Some((Some(unit), 0));
    }
    let listed = head.trim_matches([' ', '、', ',', '，', '和', '/']).is_empty();
    if let Some(previous) = previous.filter(|p| listed && p.family == Family::Capacity) {
        return Some((previous.unit, 0));
    }
    (is_large && number.reading.value >= 10_000 && (number.end - number.start) > 3 && !near.contains("20"))
        .then_some((None, 0))
}

fn starts_another_count(rest: &str) -> bool {
    [
        "天", "日", "月", "年", "号", "支", "队", "场", "轮", "届", "家", "个", "名", "位", "岁", "米", "平",
        "%", "美元", "条", "篇", "户", "辆", "件", "公里",
    ]
    .iter()
    .any(|word| rest.starts_with(word))
}

/// The words behind a figure that is followed by another: to the end of its clause, or of its own verb.
fn own_tail<'a>(rest: &'a str, head: &str) -> &'a str {
    let clause = to_break(rest);
    if clause.len() < rest.len() {
        return clause;
    }
    match Verb::first_in(clause) {
        Some((_, end)) if Verb::last_in(head).is_none() || end == clause.len() => &clause[..end],
        Some(_) => "",
        None => clause,
    }
}

fn to_break(rest: &str) -> &str {
    &rest[..rest.find(BREAKS).unwrap_or(rest.len())]
}

/// The last clause of a text.
fn clause(head: &str) -> &str {
    // A colon or a space between a noun and its number joins them: "观众：3万人".
    let head = head.trim_end_matches([' ', '：', ':']);
    head.rfind(BREAKS).map_or(head, |at| head[at..].trim_start_matches(BREAKS))
}

fn figure(
    head: &str,
    tail: &str,
    unit: Option<&'static str>,
    number: &Found,
    previous: Option<&Figure>,
) -> Figure {
    let near = clause(head);
    let has = |words: &[&str]| words.iter().any(|word| near.contains(word) || tail.contains(word));
    let online = has(&[
        "线上",
        "网上",
        "网络",
        "全网",
        "直播",
        "平台",
        "云上",
        "云端",
        "在线",
        "抖音",
        "快手",
        "视频号",
        "online",
    ]);
    let on_site = has(&["线下", "现场", "到场", "场内", "入场", "on site"]) && !has(&["场内外"]);
    let money = unit == Some("元");
    let mut verb = if money {
        Verb::of_money(head)
    } else {
        Verb::first_in(tail)
            .map(|(verb, _)| verb)
            .or_else(|| Verb::last_in(near))
            .or_else(|| Verb::last_in(head))
    };
    let listed = head.trim_matches([' ', '、', '和']).is_empty();
    if unit == Some("座") || has(&["座椅", "座席", "座位", "容纳"]) {
        verb = Some(Verb::Hold);
    } else if verb.is_none() && listed {
        verb = previous.filter(|p| p.verb == Some(Verb::Hold)).and(Some(Verb::Hold));
    }
    let family = Family::of(verb, money, online, on_site);
    let online_kinds = ["曝光", "播放", "观看", "阅读", "点击", "互动"];
    let kinds = online_kinds.iter().filter(|kind| near.contains(**kind)).count();
    Figure {
        text: String::new(),
        reading: number.reading,
        unit,
        verb,
        family,
        scope: Scope {
            over: span(head, tail),
            as_of: None,
            days: None,
            year: None,
            online,
            on_site,
            place: place_words(head).pop(),
            based: has(&["新闻", "首场", "单场", "场均", "决赛", "抖音", "快手", "视频号", "话题"]),
        },
        mixed: !money && family != Family::Capacity && (online && on_site || kinds > 1),
        part: has(&["固定", "活动", "临时", "移动"]) && family == Family::Capacity,
    }
}

fn span(head: &str, tail: &str) -> Span {
    const WORDS: &[(&str, Span)] = &[
        ("场均", Span::MatchAverage),
        ("平均每场", Span::MatchAverage),
        ("每场", Span::MatchAverage),
        ("日均", Span::DayAverage),
        ("每天", Span::DayAverage),
        ("每日", Span::DayAverage),
        ("单日", Span::Day),
        ("最高日", Span::Day),
        ("当日", Span::Day),
        ("一天", Span::Day),
        ("首日", Span::Day),
        ("单场", Span::Match),
        ("首场", Span::Match),
        ("一场比赛", Span::Match),
        ("揭幕战", Span::Match),
        ("决赛", Span::Match),
        ("场比赛观众", Span::Match),
        ("当晚", Span::Night),
        ("单晚", Span::Night),
        ("一晚", Span::Night),
        ("每晚", Span::Night),
        ("per game", Span::MatchAverage),
        ("per day", Span::DayAverage),
    ];
    let said = WORDS.iter().find(|(word, _)| head.contains(word) || tail.contains(word));
    said.map_or(Span::Season, |(_, span)| *span)
}

fn place_words(text: &str) -> Vec<Place> {
    let mut found: Vec<(usize, Place)> = text.match_indices('馆').map(|(at, _)| (at, Place::Hall)).collect();
    for word in ["体育场", "球场", "stadium"] {
        found.extend(text.match_indices(word).map(|(at, _)| (at, Place::Stadium)));
    }
    found.extend(text.match_indices("hall").map(|(at, _)| (at, Place::Hall)));
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, place)| place).collect()
}

/// "体育场 体育馆 分别可容纳4.2万 7500" names the places first; elsewhere a place holds until the next is named.
fn each_its_place(text: &str, figures: &mut [Figure]) {
    let in_turn = if text.contains("分别") { place_words(text) } else { Vec::new() };
    let mut last = None;
    let capacities = figures.iter_mut().filter(|f| f.family == Family::Capacity);
    for (turn, figure) in capacities.enumerate() {
        figure.scope.place = in_turn.get(turn).copied().or(figure.scope.place).or(last);
        last = figure.scope.place;
    }
}

fn said_year(text: &str) -> Option<i32> {
    let at = text.find('年')?;
    text.get(at.checked_sub(4)?..at)?.parse().ok().filter(|year| (1900..2200).contains(year))
}

/// "截至7月18日": the day up to which was counted.
fn said_day(text: &str, year: Option<i32>) -> Option<NaiveDate> {
    let from = ["截至", "截止", "as of", "到"].iter().find_map(|word| text.find(word))?;
    let rest = &text[from..];
    let month_at = rest.find('月')?;
    let digits = |text: &str| -> Option<u32> {
        let digits: String = text.chars().rev().take_while(char::is_ascii_digit).collect();
        digits.chars().rev().collect::<String>().parse().ok()
    };
    let day_end = rest[month_at..].find(['日', '号'])? + month_at;
    NaiveDate::from_ymd_opt(year?, digits(&rest[..month_at])?, digits(&rest[..day_end])?)
}

fn said_days(text: &str, numbers: &[Found]) -> Option<(i64, i64)> {
    let counted = |number: &Found| {
        let rest = text[number.end..].trim_start();
        let unit = [("天", 1), ("days", 1), ("个月", 31), ("months", 31), ("周", 7), ("weeks", 7)];
        let (_, days) = unit.iter().find(|(word, _)| rest.starts_with(word))?;
        let interval = number.reading.interval;
        Some((interval.low.checked_mul(*days)?, interval.high?.checked_mul(*days)?))
    };
    let months = [
        ("一个月", 1),
        ("两个月", 2),
        ("二个月", 2),
        ("三个月", 3),
        ("四个月", 4),
        ("one month", 1),
        ("two months", 2),
        ("three months", 3),
    ];
    let spelt = || months.iter().find(|(word, _)| text.contains(word)).map(|(_, n)| (n * 28, n * 31));
    numbers.iter().find_map(counted).or_else(spelt)
}
