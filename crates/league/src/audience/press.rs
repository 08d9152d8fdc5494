//! Sentences for the press, made from the ledger alone: the number with its unit, verb, method and date. They cannot
//! say more than is known, and reading them back gives what stood in the ledger.

use super::metric::Metric;
use super::observation::{Class, Interval, Observation};
use super::total::Total;
use super::unit::Unit;
use chrono::NaiveDate;

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub zh: String,
    pub en: String,
}

/// Why there is no sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silent {
    /// Nobody knows the number: there is nothing to say.
    Unknown,
    /// A claim of somebody is quoted with its source and wording, which are missing.
    Unsourced,
}

/// What a sentence is about, in both languages: 6月13日 株洲体育中心.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub zh: String,
    pub en: String,
}

/// The sentence for one figure, known up to a day.
pub fn sentence(
    figure: &Observation,
    metric: &Metric,
    about: &About,
    as_of: NaiveDate,
) -> Result<Sentence, Silent> {
    if figure.class == Class::E {
        let wording = figure.wording.as_deref().ok_or(Silent::Unsourced)?;
        return Ok(Sentence {
            zh: format!("{}宣布“{wording}”({}起未经核实,不计入合计)。", figure.source, day_zh(as_of)),
            en: format!(
                "{} announced “{wording}” (unverified, as of {as_of}; not part of any total).",
                figure.source
            ),
        });
    }
    let value = figure.value.ok_or(Silent::Unknown)?;
    let method = figure.method.clone().unwrap_or_else(|| figure.source.clone());
    let number = known(value, figure.interval, metric.unit);
    Ok(Sentence {
        zh: format!(
            "{}{}{}({};{};截至{})。",
            about.zh,
            metric.zh,
            number.zh,
            basis_zh(figure.class),
            method,
            day_zh(as_of)
        ),
        en: format!(
            "{}: {} {} ({}; {method}; as of {as_of}).",
            about.en,
            metric.en,
            number.en,
            basis_en(figure.class)
        ),
    })
}

/// The sentence for a total: what it covers is part of it.
pub fn of_total(found: &Total, metric: &Metric, about: &About, as_of: NaiveDate) -> Sentence {
    let number = match found.value {
        Some(value) => known(value, Some(found.interval), metric.unit),
        None => between(found.interval, metric.unit),
    };
    let (known, of) = (found.coverage.known, found.coverage.of);
    Sentence {
        zh: format!(
            "{}{}{}(覆盖{of}场中的{known}场;{};截至{})。",
            about.zh,
            metric.zh,
            number.zh,
            basis_zh(found.class),
            day_zh(as_of)
        ),
        en: format!(
            "{}: {} {} (covering {known} of {of} occasions; {}; as of {as_of}).",
            about.en,
            metric.en,
            number.en,
            basis_en(found.class)
        ),
    }
}

/// No more digits than are known: an open interval is "at least", a wide one is said with both ends.
fn known(value: i64, interval: Option<Interval>, unit: Unit) -> Sentence {
    let (zh, en) = words(unit);
    match interval {
        None => Sentence { zh: format!("{value}{zh}"), en: format!("{value} {en}") },
        Some(Interval { low, high: None }) => {
            Sentence { zh: format!("至少{low}{zh}"), en: format!("at least {low} {en}") }
        }
        Some(Interval { low, high: Some(high) }) if low == high => {
            Sentence { zh: format!("{value}{zh}"), en: format!("{value} {en}") }
        }
        Some(interval) => between(interval, unit),
    }
}

fn between(interval: Interval, unit: Unit) -> Sentence {
    let (zh, en) = words(unit);
    match interval.high {
        Some(high) => Sentence {
            zh: format!("{}至{high}{zh}之间", interval.low),
            en: format!("between {} and {high} {en}", interval.low),
        },
        None => Sentence {
            zh: format!("至少{}{zh}", interval.low),
            en: format!("at least {} {en}", interval.low),
        },
    }
}

fn words(unit: Unit) -> (&'static str, &'static str) {
    match unit {
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
    }
}

fn basis_zh(class: Class) -> &'static str {
    match class {
        Class::A => "逐条计数",
        Class::AMinus => "手动计数",
        Class::B => "平台数据",
        Class::BMinus => "平台数据,抄自屏幕",
        Class::C => "抽样估算",
        Class::D => "推算",
        Class::E => "宣布",
    }
}

fn basis_en(class: Class) -> &'static str {
    match class {
        Class::A => "counted, each record kept",
        Class::AMinus => "counted by hand",
        Class::B => "reported by the platform",
        Class::BMinus => "read off the platform's screen",
        Class::C => "estimated from a sample",
        Class::D => "derived",
        Class::E => "announced",
    }
}

fn day_zh(day: NaiveDate) -> String {
    use chrono::Datelike;
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::super::claims::figures;
    use super::super::metric::MetricBook;
    use super::super::observation::{Dedup, ObservationId, ScopeKey};
    use super::*;

    fn figure(
        metric: &str,
        value: Option<i64>,
        interval: Option<(i64, Option<i64>)>,
        class: Class,
    ) -> Observation {
        let at = "2025-06-13T15:00:00Z".parse().expect("an instant");
        Observation {
            id: ObservationId(1),
            metric: metric.to_owned(),
            metric_version: 1,
            scope: ScopeKey("night".into()),
            from: at,
            to: at,
            source: "gates".into(),
            value,
            interval: interval.map(|(low, high)| Interval { low, high }),
            class,
            method: Some("计数器 2 台".into()),
            dedup: Dedup::None,
            sampling_step_s: None,
            threshold_s: None,
            includes_replay: None,
            wording: None,
            evidence: None,
            as_of: at,
            supersedes: None,
            reason: None,
        }
    }

    fn said(figure: &Observation) -> Result<Sentence, Silent> {
        let book = MetricBook::ready_made();
        let about =
            About { zh: "2025年6月13日株洲体育中心".into(), en: "13 June 2025, Zhuzhou".into() };
        sentence(figure, book.newest(&figure.metric).expect("a metric"), &about, figure.as_of.date_naive())
    }

    /// The sentence, read back by the checker of claims, is the figure again: same number, same unit.
    #[test]
    fn what_is_printed_reads_back_as_what_was_known() {
        for (metric, unit) in [("entries_clicked", "人次"), ("attendees", "人"), ("night_market", "元")] {
            for value in [7, 3_412, 126_000, 5_400_000] {
                let text = said(&figure(metric, Some(value), None, Class::A)).expect("a sentence").zh;
                let read = figures(&text, Some(2025));
                let found = read.iter().find(|found| found.reading.value == value);
                assert_eq!(found.and_then(|found| found.unit), Some(unit), "{text}: {read:?}");
            }
        }
    }

    #[test]
    fn no_sentence_claims_more_than_is_known() {
        let open = said(&figure("entries_clicked", Some(4_000_000), Some((4_000_000, None)), Class::AMinus));
        let open = open.expect("a sentence");
        assert!(
            open.zh.contains("至少4000000人次") && open.en.contains("at least 4000000 visits"),
            "{open:?}"
        );
        let wide = said(&figure("entries_clicked", Some(3412), Some((3241, Some(3583))), Class::AMinus))
            .expect("a sentence");
        assert!(wide.zh.contains("3241至3583人次之间") && !wide.zh.contains("3412"), "{wide:?}");
        assert_eq!(said(&figure("entries_clicked", None, None, Class::A)), Err(Silent::Unknown));
        assert_eq!(said(&figure("footfall", Some(5), None, Class::E)), Err(Silent::Unsourced));
        let mut claim = figure("footfall", Some(4_000_000), None, Class::E);
        claim.wording = Some("超400万人次观赛".into());
        let claim = said(&claim).expect("a quotation");
        assert!(claim.zh.contains("宣布“超400万人次观赛”") && claim.zh.contains("未经核实"), "{claim:?}");
    }
}
