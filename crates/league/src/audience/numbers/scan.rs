//! Finds the numbers in a sentence, with the words that qualify them.

use super::{Qualifier, Reading, Written, range, reading};

/// A number found in a text; `start` and `end` are its bytes, qualifiers included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub start: usize,
    pub end: usize,
    pub reading: Reading,
}

/// All numbers of a text that [`super::normal`] made uniform, in order.
pub fn scan(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let after = found.last().map_or(0, |f| f.end);
        match number_at(text, at, after) {
            Some(number) => {
                at = number.end;
                found.push(number);
            }
            // The rest of a number that cannot be read (9.9元, 25 digits) is no number of its own.
            None if text.as_bytes()[at].is_ascii_digit() => {
                let rest = &text.as_bytes()[at..];
                at += rest.iter().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

const BEFORE: &[(&str, Qualifier)] = &[
    ("不超过", Qualifier::AtMost),
    ("最多", Qualifier::AtMost),
    ("至多", Qualifier::AtMost),
    ("不足", Qualifier::AtMost),
    ("不到", Qualifier::AtMost),
    ("低于", Qualifier::AtMost),
    ("不少于", Qualifier::AtLeast),
    ("不低于", Qualifier::AtLeast),
    ("至少", Qualifier::AtLeast),
    ("超过", Qualifier::AtLeast),
    ("超出", Qualifier::AtLeast),
    ("突破", Qualifier::AtLeast),
    ("多于", Qualifier::AtLeast),
    ("高于", Qualifier::AtLeast),
    ("逾", Qualifier::AtLeast),
    ("超", Qualifier::AtLeast),
    ("破", Qualifier::AtLeast),
    ("过", Qualifier::AtLeast),
    ("more than ", Qualifier::AtLeast),
    ("More than ", Qualifier::AtLeast),
    ("over ", Qualifier::AtLeast),
    ("Over ", Qualifier::AtLeast),
    ("at least ", Qualifier::AtLeast),
    ("将近", Qualifier::Near),
    ("接近", Qualifier::Near),
    ("逼近", Qualifier::Near),
    ("近", Qualifier::Near),
    ("nearly ", Qualifier::Near),
    ("almost ", Qualifier::Near),
    ("大约", Qualifier::About),
    ("约", Qualifier::About),
    ("about ", Qualifier::About),
    ("成千上", Qualifier::Upwards),
    ("上", Qualifier::Upwards),
    ("数", Qualifier::Several),
    ("几", Qualifier::Several),
    (">", Qualifier::AtLeast),
    ("<", Qualifier::AtMost),
];

const BEHIND: &[(&str, Qualifier)] = &[
    ("以上", Qualifier::AtLeast),
    ("+", Qualifier::AtLeast),
    ("左右", Qualifier::About),
    ("上下", Qualifier::About),
    ("以下", Qualifier::AtMost),
    ("以内", Qualifier::AtMost),
];

/// Words that join a verb to its number and say nothing: 突破了400万, 超过达400万.
const FILLERS: &[&str] = &["了", "达到", "高达", "达", "至", " "];

fn number_at(text: &str, at: usize, after: usize) -> Option<Found> {
    let (mut start, mut before) = qualifier_before(text, at, after);
    if let Some((low, high, end)) = range_at(text, at) {
        return Some(Found { start, end, reading: range(low, high) });
    }
    let number = digits_at(text, at)?;
    // 万 alone is a number only behind a word that makes it one: 上万, 近千万, 数十万, 万余.
    if number.bare_multiplier && before == Qualifier::None && !number.odd {
        return None;
    }
    // 数万 and 上万 are words of size; in 人数12.6万 and 场上12人 the same characters belong to another word.
    if matches!(before, Qualifier::Several | Qualifier::Upwards) && !number.bare_multiplier {
        (start, before) = (at, Qualifier::None);
    }
    let mut end = number.end;
    let mut qualifier = if number.odd { Qualifier::Odd } else { before };
    for (word, meaning) in BEHIND {
        let behind =
            |unit: &&&str| text[end..].strip_prefix(**unit).is_some_and(|rest| rest.starts_with(word));
        if let Some(unit) = ["", "人次", "人", "次", "元"].iter().find(|unit| behind(unit)) {
            qualifier = *meaning;
            // A word behind the unit stays where it is: the unit must still be found.
            end += if unit.is_empty() { word.len() } else { 0 };
            break;
        }
    }
    Some(Found { start, end, reading: reading(number.written, qualifier) })
}

/// "3.7-4.2万" writes the multiplier once; "3.7万-4.2万" twice.
fn range_at(text: &str, at: usize) -> Option<(Written, Written, usize)> {
    let (first, length) = mantissa(&text[at..])?;
    let (own, size) = multiplier(&text[at + length..]);
    let sign_at = at + length + size;
    let sign = ["~", "-", "至", "到"].iter().find(|sign| text[sign_at..].starts_with(**sign))?;
    let (second, second_length) = mantissa(&text[sign_at + sign.len()..])?;
    let second_end = sign_at + sign.len() + second_length;
    let (other, other_size) = multiplier(&text[second_end..]);
    let low = first.times(if size > 0 { own } else { other })?;
    let high = second.times(other)?;
    (low.value < high.value).then_some((low, high, second_end + other_size))
}

/// Larger than anything counted, and small enough that sums of many stay numbers.
const LARGEST: i64 = 1_000_000_000_000_000;

/// Digits as written: 37 over 10 for 3.7.
#[derive(Clone, Copy)]
struct Mantissa {
    numerator: i64,
    scale: i64,
}

impl Mantissa {
    /// 9.9元 counts nobody: a number that is not whole is no number of people.
    fn times(self, multiplier: i64) -> Option<Written> {
        let product = self.numerator.checked_mul(multiplier)?;
        let whole = product % self.scale == 0;
        let (value, step) = (product / self.scale, (multiplier / self.scale).max(1));
        (whole && value <= LARGEST).then(|| Written { value, step, last: last_digit(value, step) })
    }
}

fn mantissa(rest: &str) -> Option<(Mantissa, usize)> {
    let bytes = rest.as_bytes();
    let (mut numerator, mut scale, mut length, mut fraction) = (0i64, 1i64, 0, false);
    while let Some(&byte) = bytes.get(length) {
        match byte {
            b'0'..=b'9' => {
                numerator = numerator.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                scale = if fraction { scale.checked_mul(10)? } else { scale };
            }
            b',' if length > 0 && !fraction && thousands(&bytes[length + 1..]) => {}
            b'.' if length > 0 && !fraction && bytes.get(length + 1).is_some_and(u8::is_ascii_digit) => {
                fraction = true;
            }
            _ => break,
        }
        length += 1;
    }
    (length > 0).then_some((Mantissa { numerator, scale }, length))
}

struct Digits {
    written: Written,
    end: usize,
    odd: bool,
    bare_multiplier: bool,
}

fn qualifier_before(text: &str, at: usize, after: usize) -> (usize, Qualifier) {
    let mut head = &text[after..at];
    loop {
        if let Some((word, meaning)) = BEFORE.iter().find(|(word, _)| head.ends_with(word)) {
            return (after + head.len() - word.len(), *meaning);
        }
        match FILLERS.iter().find(|filler| head.ends_with(**filler)) {
            Some(filler) => head = &head[..head.len() - filler.len()],
            None => return (at, Qualifier::None),
        }
    }
}

fn digits_at(text: &str, at: usize) -> Option<Digits> {
    let first = text[at..].chars().next()?;
    if first.is_ascii_digit() { arabic_at(text, at) } else { chinese_at(text, at) }
}

fn arabic_at(text: &str, at: usize) -> Option<Digits> {
    let rest = &text[at..];
    let (digits, length) = mantissa(rest)?;
    // 400余万: the odd word stands before the multiplier; 4.5亿余: behind it; 400余人 has none.
    let (odd_first, skip) = odd(&rest[length..]);
    let (multiplier, size) = multiplier(&rest[length + skip..]);
    let (odd_last, last_skip) = if odd_first { (false, 0) } else { odd(&rest[length + skip + size..]) };
    Some(Digits {
        written: digits.times(multiplier)?,
        end: at + length + skip + size + last_skip,
        odd: odd_first || odd_last,
        bare_multiplier: false,
    })
}

fn thousands(rest: &[u8]) -> bool {
    rest.len() >= 3
        && rest[..3].iter().all(u8::is_ascii_digit)
        && rest.get(3).is_none_or(|next| !next.is_ascii_digit())
}

fn odd(rest: &str) -> (bool, usize) {
    match rest.chars().next() {
        Some(word @ ('余' | '多' | '几')) => (true, word.len_utf8()),
        _ => (false, 0),
    }
}

fn multiplier(rest: &str) -> (i64, usize) {
    const WORDS: &[(&str, i64)] = &[
        ("万亿", 1_000_000_000_000),
        ("千亿", 100_000_000_000),
        ("百亿", 10_000_000_000),
        ("十亿", 1_000_000_000),
        ("亿", 100_000_000),
        ("千万", 10_000_000),
        ("百万", 1_000_000),
        ("十万", 100_000),
        ("万", 10_000),
        ("千", 1_000),
        ("百", 100),
        (" billion", 1_000_000_000),
        (" million", 1_000_000),
        (" thousand", 1_000),
        ("bn", 1_000_000_000),
        ("w", 10_000),
        ("W", 10_000),
        ("k", 1_000),
        ("K", 1_000),
        ("m ", 1_000_000),
    ];
    let found = WORDS.iter().find(|(word, _)| rest.starts_with(word));
    found.map_or((1, 0), |(word, value)| (*value, word.trim_end().len()))
}

/// The step of the last digit that is not 0: 100万 for 400万, 1000 for 12.6万.
fn last_digit(value: i64, step: i64) -> i64 {
    let mut last = step.max(1);
    while value != 0 && value / last % 10 == 0 && last <= value / 10 {
        last *= 10;
    }
    last
}

fn chinese_at(text: &str, at: usize) -> Option<Digits> {
    let rest = &text[at..];
    let (mut total, mut section, mut digit) = (0i64, 0i64, None::<i64>);
    let (mut length, mut digits, mut largest) = (0, 0, 1i64);
    let mut is_odd = false;
    // No number has more characters; a page of 一一一一 must not be read again from each of them.
    for c in rest.chars().take(24) {
        match c {
            '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '零' => {
                digit = Some(match c {
                    '一' => 1,
                    '二' | '两' => 2,
                    '三' => 3,
                    '四' => 4,
                    '五' => 5,
                    '六' => 6,
                    '七' => 7,
                    '八' => 8,
                    '九' => 9,
                    _ => 0,
                });
                digits += 1;
            }
            '十' | '百' | '千' => {
                let size = [('十', 10), ('百', 100), ('千', 1000)].iter().find(|(w, _)| *w == c)?.1;
                section += digit.take().unwrap_or(1) * size;
                largest = largest.max(size);
            }
            '万' | '亿' => {
                let size = if c == '万' { 10_000 } else { 100_000_000 };
                let below = section + digit.take().unwrap_or(0);
                let below = if below == 0 && total == 0 { 1 } else { below };
                total = total.checked_add(below)?.checked_mul(size)?;
                section = 0;
                largest = largest.max(size);
            }
            '余' | '多' | '几' if length > 0 && !is_odd && largest > 1 => is_odd = true,
            _ => break,
        }
        length += c.len_utf8();
    }
    let value = total.checked_add(section)?.checked_add(digit.unwrap_or(0))?;
    // 一, 三 and the like are parts of words far more often than they are figures.
    if length == 0 || largest == 1 || !(2..=LARGEST).contains(&value) {
        return None;
    }
    let last = if digit.is_some() { 1 } else { last_digit(value, 1) };
    Some(Digits {
        written: Written { value, step: last, last },
        end: at + length,
        odd: is_odd,
        bare_multiplier: digits == 0,
    })
}
