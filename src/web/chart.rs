//! Charts as drawings that print and scale, each with its numbers as a table beside it. Unknown is a gap and never nought.

use super::audience::grouped;
use super::text::T;
use askama::Template;

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 170.0;
const LEFT: f64 = 44.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 24.0;

/// One place on the horizontal axis.
#[derive(Clone, Debug, Default)]
pub struct Point {
    pub label: String,
    pub value: Option<i64>,
    pub low: Option<i64>,
    pub high: Option<i64>,
    /// What stands in the table beside the number: class, source.
    pub said: String,
    pub sample: bool,
}

/// A chart of one metric in one unit.
#[derive(Clone, Debug, Template)]
#[template(path = "chart.html")]
pub struct Chart {
    pub t: T,
    pub label: String,
    /// What the horizontal axis names.
    pub over: String,
    pub unit: String,
    pub points: Vec<Point>,
    /// A line for time that flows, bars for single occasions.
    pub as_line: bool,
}

struct Bar {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    whisker: Option<(f64, f64, f64)>,
    sample: bool,
}

impl Chart {
    fn top(&self) -> i64 {
        let most = self.points.iter().filter_map(|point| point.high.max(point.value)).max().unwrap_or(0);
        round_up(most.max(1))
    }

    fn y(&self, value: i64) -> f64 {
        let share = value as f64 / self.top() as f64;
        tenth(TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - share.clamp(0.0, 1.0)))
    }

    fn x(&self, at: usize) -> f64 {
        tenth(LEFT + (WIDTH - LEFT - 6.0) * (at as f64 + 0.5) / self.points.len().max(1) as f64)
    }

    /// Lines across, with their numbers.
    fn grid(&self) -> Vec<(f64, String)> {
        let top = self.top();
        [0, top / 2, top].map(|value| (self.y(value), short(value, self.t))).to_vec()
    }

    /// Words below: as many as fit.
    fn words(&self) -> Vec<(f64, &'static str, &str)> {
        let last = self.points.len().saturating_sub(1);
        let mut chosen = vec![0, last / 2, last];
        chosen.dedup();
        let anchor = |at: usize| match at {
            _ if last == 0 => "middle",
            0 => "start",
            at if at == last => "end",
            _ => "middle",
        };
        let word = |at: usize| {
            let x = match anchor(at) {
                "start" => LEFT,
                "end" => WIDTH - 4.0,
                _ => self.x(at),
            };
            (x, anchor(at), self.points[at].label.as_str())
        };
        if self.points.is_empty() { Vec::new() } else { chosen.into_iter().map(word).collect() }
    }

    fn bars(&self) -> Vec<Bar> {
        let width = tenth(((WIDTH - LEFT - 6.0) / self.points.len().max(1) as f64 * 0.7).min(34.0));
        let bar = |(at, point): (usize, &Point)| {
            let value = point.value?;
            let (x, y) = (self.x(at), self.y(value));
            let whisker = match (point.low, point.high) {
                (Some(low), Some(high)) if low < high => Some((x, self.y(low), self.y(high))),
                _ => None,
            };
            Some(Bar {
                x: tenth(x - width / 2.0),
                y,
                width,
                height: tenth(self.y(0) - y),
                whisker,
                sample: point.sample,
            })
        };
        self.points.iter().enumerate().filter_map(bar).collect()
    }

    /// The line, broken where nothing is known.
    fn path(&self) -> String {
        let mut path = String::new();
        let mut pen_is_down = false;
        for (at, point) in self.points.iter().enumerate() {
            let Some(value) = point.value else {
                pen_is_down = false;
                continue;
            };
            let step = if pen_is_down { 'L' } else { 'M' };
            path.push_str(&format!("{step}{} {}", self.x(at), self.y(value)));
            pen_is_down = true;
        }
        path
    }

    fn number(&self, point: &Point) -> String {
        point.value.map_or_else(|| self.t.unknown().to_owned(), grouped)
    }

    fn bounds(&self, point: &Point) -> String {
        match (point.low, point.high) {
            (Some(low), Some(high)) if low < high => format!("{} – {}", grouped(low), grouped(high)),
            (Some(low), None) if point.value.is_some() => format!("≥ {}", grouped(low)),
            _ => String::new(),
        }
    }

    fn has_bounds(&self) -> bool {
        self.points.iter().any(|point| !self.bounds(point).is_empty())
    }

    fn has_said(&self) -> bool {
        self.points.iter().any(|point| !point.said.is_empty())
    }

    fn is_sample(&self) -> bool {
        self.points.iter().any(|point| point.sample)
    }

    fn is_empty(&self) -> bool {
        self.points.iter().all(|point| point.value.is_none())
    }
}

/// The next number that reads well: 1, 2 or 5 and noughts.
fn round_up(most: i64) -> i64 {
    let mut step = 1_i64;
    loop {
        for lead in [2, 4, 6, 10] {
            if most <= step.saturating_mul(lead) {
                return step.saturating_mul(lead);
            }
        }
        step = step.saturating_mul(10);
    }
}

fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// Large numbers at an axis, as the reader's language shortens them.
fn short(value: i64, t: T) -> String {
    use super::text::Lang;
    let (unit, name) = match t.0 {
        Lang::Zh if value >= 100_000_000 => (100_000_000, "亿"),
        Lang::Zh if value >= 10_000 => (10_000, "万"),
        Lang::En if value >= 1_000_000 => (1_000_000, "m"),
        Lang::En if value >= 10_000 => (1_000, "k"),
        _ => return grouped(value),
    };
    format!("{}{name}", tenth(value as f64 / f64::from(unit)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::Lang;

    fn chart(values: &[Option<i64>]) -> Chart {
        let point = |value: &Option<i64>| Point { label: "x".into(), value: *value, ..Default::default() };
        let points = values.iter().map(point).collect();
        let (label, over, unit) = ("观众".to_owned(), "场次".to_owned(), "人".to_owned());
        Chart { t: T(Lang::Zh), label, over, unit, points, as_line: true }
    }

    #[test]
    fn unknown_is_a_gap_in_the_line_and_a_word_in_the_table() {
        let found = chart(&[Some(1), Some(2), None, Some(3)]);
        assert_eq!(found.path().matches('M').count(), 2);
        assert!(found.render().expect("a chart").contains("未知"));
        assert!(chart(&[None]).is_empty());
    }

    #[test]
    fn axes_end_at_numbers_that_read_well() {
        assert_eq!([1, 3, 41, 3412, 540_000].map(round_up), [2, 4, 60, 4000, 600_000]);
        assert_eq!(short(5_400_000, T(Lang::Zh)), "540万");
        assert_eq!(short(5_400_000, T(Lang::En)), "5.4m");
    }
}
