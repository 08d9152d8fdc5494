//! The sentences of findings, in English and Chinese; nowhere else does this module speak.

use super::finding::{Code, Finding};

/// One sentence in English and one in Chinese, with the arithmetic.
pub fn words(finding: &Finding) -> (String, String) {
    let number = |name: &str| finding.numbers.get(name).copied().unwrap_or_default();
    let grouped = |name: &str| group(number(name));
    let said = |place: usize| finding.said.get(place).map_or("", String::as_str);
    let with = finding.rows[1..].join(", ");
    let (value, other) = (grouped("value"), grouped("other_value"));
    let times = format!("{}.{}", number("times_tenths") / 10, number("times_tenths") % 10);
    match finding.code {
        Code::VerbDrift => {
            let others = finding.said.iter().skip(1).map(String::as_str).collect::<Vec<_>>();
            (
                format!("{value}: {} has become {}.", others.join(", "), said(0)),
                format!("同一个数{value}，这里说“{}”，而{}。", said(0), others.join("、")),
            )
        }
        Code::UnitDrift => (
            format!("{value}: {} in {with} has become {}.", said(0), said(1)),
            format!("同一个数{value}，{with}的单位是{}，这里是{}。", said(0), said(1)),
        ),
        Code::MagnitudeSlip => (
            format!("{value} against {other} in {with}: equal digits, a factor of {}.", grouped("factor")),
            format!("{value}与{with}的{other}首位数字相同，相差{}倍。", grouped("factor")),
        ),
        Code::SeasonMismatch => (
            format!("The figure belongs to {}, not here. {with}", number("other_season")).trim().to_owned(),
            format!("这个数属于{}年。{with}", number("other_season")),
        ),
        Code::MixesMetrics => (
            format!("{value} puts several kinds of audience into one number."),
            format!("{value}把不同口径的人数合成了一个数。"),
        ),
        Code::Contradicts => (
            format!("{value} here, {other} in {with}; keep both with their dates."),
            format!("这里是{value}，{with}是{other}；两者连同日期都保留。"),
        ),
        Code::ExceedsSeats => {
            let (seats, nights, ceiling) = (grouped("seats"), number("occasions"), grouped("ceiling"));
            let (only, only_zh) = match finding.only_if_attendance {
                true => (
                    " Only if read as attendance, which the verb does not say.",
                    "仅当理解为入场观赛时；原文的动词并不是入场。",
                ),
                false => ("", ""),
            };
            (
                format!("{value} is {times} times {seats} seats x {nights} = {ceiling}.{only}"),
                format!("{value}是{seats}座×{nights}场={ceiling}的{times}倍。{only_zh}"),
            )
        }
        Code::ExceedsLanes => {
            let (lanes, rate, hours) = (number("lanes"), number("lane_rate_per_hour"), number("hours"));
            let (nights, ceiling) = (number("occasions"), grouped("ceiling"));
            (
                format!(
                    "{value} is {times} times {lanes} lanes x {rate} x {hours} h x {nights} = {ceiling}."
                ),
                format!(
                    "{value}是{lanes}条通道×每小时{rate}人×{hours}小时×{nights}场={ceiling}的{times}倍。"
                ),
            )
        }
        Code::ExceedsPopulation => (
            format!("{value} persons are more than the population of {}.", grouped("population")),
            format!("{value}人多于人口{}。", grouped("population")),
        ),
        Code::RateImplausible => {
            let (average, record) = (grouped("average"), grouped("record"));
            let (earlier, nights) = (grouped("earlier"), number("occasions"));
            (
                format!(
                    "({value} - {earlier}) / {nights} = {average} each time; the record is {record}. {with}"
                ),
                format!("({value}−{earlier})÷{nights}={average}，而最高纪录是{record}。{with}"),
            )
        }
        Code::ConstantRatio => {
            let quotient = |name: &str| format!("{}.{:02}", number(name) / 1000, number(name) % 1000 / 10);
            let (own, far) = (quotient("quotient_thousandths"), quotient("other_quotient_thousandths"));
            let (visits, other_visits) = (grouped("visits"), grouped("other_visits"));
            (
                format!(
                    "{value} / {visits} = {own} and {other} / {other_visits} = {far}: one may be derived from the other."
                ),
                format!("{value}÷{visits}={own}，{other}÷{other_visits}={far}：其中一个可能是推算出来的。"),
            )
        }
        Code::AsOfMissing => ("No season and no date.".into(), "没有赛季，也没有日期。".into()),
        Code::MethodMissing => ("No method is stated.".into(), "没有说明统计方法。".into()),
    }
}

fn group(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if number < 0 { format!("-{grouped}") } else { grouped }
}
