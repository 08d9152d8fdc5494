//! Numbers as Chinese text writes them, read as a value with the interval the words leave open.
//!
//! A press text never says 4,000,000: it says 超400万 or 400余万 or 近千万, and each leaves another interval. The rule
//! by which a number was read stands beside it, so that a page can explain the interval it prints.

use super::observation::Interval;
use serde::{Deserialize, Serialize};

mod scan;

pub use scan::{Found, scan};

#[cfg(test)]
mod tests;

/// How the words were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// 3412: every digit is written.
    Exact,
    /// 12.6万 can be anything that rounds to it.
    Rounded,
    /// 超, 逾, 破, 突破, 过, 至少: this or more.
    AtLeast,
    /// 400余万, 十几万: up to the next step of the last digit written.
    Odd,
    /// 上万, 成千上万: of this size or more.
    Upwards,
    /// 近: up to this, and not far below.
    Near,
    /// 约, 左右: about.
    About,
    /// 不足, 不超过, 至多: this or less.
    AtMost,
    /// 3.7-4.2万: from here to there.
    Range,
    /// 数万: some of these.
    Several,
}

text_enum!(Rule {
    Exact => "exact",
    Rounded => "rounded",
    AtLeast => "at_least",
    Odd => "odd",
    Upwards => "upwards",
    Near => "near",
    About => "about",
    AtMost => "at_most",
    Range => "range",
    Several => "several",
});

/// A number as read: what was said, and between what it leaves the truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub value: i64,
    pub interval: Interval,
    pub rule: Rule,
}

/// Reads a text that is one number and nothing else: "12.6万", "超400万", "近千万", "400余万人次".
/// A unit behind the number is passed over; anything else makes it None.
pub fn read(text: &str) -> Option<Reading> {
    let text = normal(text);
    let text = text.trim();
    let found = scan(text).into_iter().next()?;
    let behind = ["以上", "左右", "上下", "以下", "以内"]
        .iter()
        .fold(text[found.end..].trim(), |behind, word| behind.strip_suffix(word).unwrap_or(behind));
    let is_unit =
        ["", "人次", "人", "次", "元", "座", "张", "席", "分钟", "场次", "个", "户"].contains(&behind);
    (found.start == 0 && is_unit).then_some(found.reading)
}

/// Full-width digits and signs, and the traditional characters of the words read here, in their usual form.
pub fn normal(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + u8::try_from(c as u32 - '０' as u32).unwrap_or(0)),
            '．' => '.',
            '－' | '—' | '–' | '～' | '〜' | '−' => '~',
            '＋' => '+',
            '％' => '%',
            '　' | '\u{a0}' => ' ',
            '萬' => '万',
            '億' => '亿',
            '兩' => '两',
            '餘' => '余',
            '幾' => '几',
            '數' => '数',
            '館' => '馆',
            '張' => '张',
            '場' => '场',
            '體' => '体',
            '動' => '动',
            '觀' => '观',
            '眾' => '众',
            '線' => '线',
            '網' => '网',
            '總' => '总',
            '與' => '与',
            '參' => '参',
            '來' => '来',
            '約' => '约',
            '達' => '达',
            '過' => '过',
            '賽' => '赛',
            '現' => '现',
            '點' => '点',
            '擊' => '击',
            '閱' => '阅',
            '讀' => '读',
            other => other,
        })
        .collect()
}

/// What the words before and behind a number say about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Qualifier {
    None,
    AtLeast,
    Odd,
    Upwards,
    Near,
    About,
    AtMost,
    Several,
}

/// A written number: its value, the step of its last written digit, and that of its last digit that is not 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub value: i64,
    /// 100,000 for 1.5百万; 1 where every digit is written out.
    pub step: i64,
    pub last: i64,
}

/// The reading of a written number under a qualifier.
pub(super) fn reading(written: Written, qualifier: Qualifier) -> Reading {
    let Written { value, step, last } = written;
    let closed = |low: i64, high: i64| Interval { low: low.max(0), high: Some(high) };
    // 近 and 约 are words of one digit's looseness, and never of more than a tenth.
    let loose = (last / 2).min(value / 10);
    let (rule, interval) = match qualifier {
        Qualifier::None if step == 1 => (Rule::Exact, Interval::exact(value)),
        Qualifier::None => (Rule::Rounded, closed(value - step / 2, value + (step - 1) / 2)),
        Qualifier::AtLeast => (Rule::AtLeast, Interval { low: value, high: None }),
        Qualifier::Upwards => (Rule::Upwards, Interval { low: value, high: None }),
        Qualifier::Odd => (Rule::Odd, closed(value, value.saturating_add(last - 1))),
        Qualifier::Near => (Rule::Near, closed(value - loose, value)),
        Qualifier::About => (Rule::About, closed(value - loose, value.saturating_add(loose))),
        Qualifier::AtMost => (Rule::AtMost, closed(0, value)),
        // 数万 is two to nine of them.
        Qualifier::Several => {
            let interval = closed(value.saturating_mul(2), value.saturating_mul(10).saturating_sub(1));
            return Reading { value: interval.low, interval, rule: Rule::Several };
        }
    };
    Reading { value, interval, rule }
}

/// The reading of a range; the value is its middle.
pub(super) fn range(low: Written, high: Written) -> Reading {
    let value = low.value + (high.value - low.value) / 2;
    Reading { value, interval: Interval { low: low.value, high: Some(high.value) }, rule: Rule::Range }
}
