//! Findings that need one row only.

use super::finding::{Code, Finding, Row};
use super::verb::Family;
use super::wording::{Figure, Span};
use chrono::Datelike;

/// Findings of each row by itself.
pub(super) fn find(rows: &[Row]) -> Vec<Finding> {
    rows.iter()
        .flat_map(|row| [mixes(row), no_date(row), no_method(row), wrong_year(row)])
        .flatten()
        .collect()
}

fn mixes(row: &Row) -> Option<Finding> {
    let figure = row.figures.iter().find(|figure| figure.mixed)?;
    let finding = Finding::new(Code::MixesMetrics, row, "one number for several kinds of audience");
    Some(finding.number("value", figure.reading.value).saying(figure.text.clone()))
}

/// Seats are no audience: they have no method and no season.
fn told(row: &Row) -> impl Iterator<Item = &Figure> {
    row.figures.iter().filter(|figure| figure.family != Family::Capacity)
}

fn no_date(row: &Row) -> Option<Finding> {
    told(row).next()?;
    let by_words = told(row)
        .any(|f| f.scope.as_of.or(None).is_some() || f.scope.days.is_some() || f.scope.year.is_some());
    let dated = row.claim.season_certain || row.claim.published.is_some() || by_words;
    (!dated).then(|| Finding::new(Code::AsOfMissing, row, "no season and no date"))
}

const METHODS: &[&str] = &[
    "扫码",
    "检票",
    "闸机",
    "刷脸",
    "验票",
    "人脸",
    "票务",
    "售票",
    "售出",
    "门票",
    "信令",
    "客流监测",
    "客流统计",
    "客流系统",
    "计数",
    "摄像",
    "热力",
    "抽样",
    "调查",
    "问卷",
    "估算",
    "后台",
    "平台数据",
    "清点",
    "turnstile",
    "scanned",
    "survey",
    "tickets sold",
];

fn no_method(row: &Row) -> Option<Finding> {
    told(row).next()?;
    let stated = METHODS.iter().any(|word| row.claim.wording.contains(word));
    (!stated && !separates(row)).then(|| Finding::new(Code::MethodMissing, row, "no method stated"))
}

/// A release that prints its audiences apart, each with its own base and its natural unit, says what was counted.
fn separates(row: &Row) -> bool {
    let natural = |figure: &Figure| match figure.family {
        Family::Place => matches!(figure.unit, Some("人" | "人次")),
        Family::Online => figure.unit.is_some(),
        Family::Click | Family::Exposure => figure.unit == Some("次"),
        _ => false,
    };
    let based = |figure: &Figure| figure.scope.based || figure.scope.over != Span::Season;
    let mut families: Vec<Family> = Vec::new();
    for figure in told(row) {
        if !natural(figure) || !based(figure) || figure.mixed {
            return false;
        }
        if !families.contains(&figure.family) {
            families.push(figure.family);
        }
    }
    families.len() > 1
}

fn wrong_year(row: &Row) -> Option<Finding> {
    let season = row.claim.season.filter(|_| row.claim.season_certain)?;
    let said = row.figures.iter().find_map(|f| f.scope.year).filter(|year| *year != season);
    let printed_before = row.claim.published.map(|day| day.year()).filter(|year| *year < season);
    let other = said.or(printed_before)?;
    let finding = Finding::new(Code::SeasonMismatch, row, "the wording or its date belongs to another year");
    Some(finding.number("season", i64::from(season)).number("other_season", i64::from(other)))
}
