//! The table of periods on the floor.

use super::{mark, stack};
use crate::facts::{Score, Side};
use crate::fonts::Weight;
use crate::picture::canvas::{Align, Area, Canvas, colour};
use crate::picture::fitting::Paragraph;
use crate::picture::plan::Plan;
use crate::picture::{ResultPicture, Span};
use crate::words::{self, Printed, plain};

struct Column {
    head: String,
    cells: [Printed; 2],
    is_sample: bool,
}

/// Draws the periods and the total, side A above side B. Without periods the floor stays bare.
pub fn draw(canvas: &mut Canvas, plan: &Plan, result: &ResultPicture) {
    if result.periods.is_empty() {
        return;
    }
    let columns = columns(result);
    let (area, scale) = (plan.periods, plan.scale);
    let width = (area.width * 0.74 / columns.len() as f32).min(112.0 * scale);
    let left = area.right() - width * columns.len() as f32;
    let head = area.height * 0.34;
    let row = (area.height - head) / 2.0;
    let row_area =
        |side: usize, x: f32, width: f32| Area::new(x, area.y + head + row * side as f32, width, row);
    for side in [0, 1] {
        let y = area.y + head + row * side as f32;
        canvas.line((area.x, y), (area.right(), y), 3.0 * scale, colour::INK);
        let mut name = result.language.fact(&result.clubs[side].short);
        name.mark = None;
        let name = Paragraph::new(&[&name], Weight::Bold).fit(
            left - area.x - 12.0 * scale,
            row * 0.96,
            32.0 * scale,
        );
        stack(canvas, row_area(side, area.x, left), Align::Left, &[(&name, colour::INK)], 0.0);
    }
    for (place, column) in columns.iter().enumerate() {
        let x = left + width * place as f32;
        let is_total = place + 1 == columns.len();
        let weight = if is_total { Weight::Bold } else { Weight::Regular };
        for (side, cell) in column.cells.iter().enumerate() {
            let text = Paragraph::new(&[cell], weight).fit(width - 6.0 * scale, row, 44.0 * scale);
            stack(canvas, row_area(side, x, width), Align::Centre, &[(&text, colour::INK)], 0.0);
        }
        let title = Paragraph::new(&[&plain(&column.head)], Weight::Bold).fit(
            width - 6.0 * scale,
            33.0 * scale,
            26.0 * scale,
        );
        let sample = column.is_sample.then(|| {
            let mut mark = mark(result, scale);
            mark.size = (30.0 * scale).min(mark.size);
            mark
        });
        let mut parts = vec![(&title, colour::INK)];
        parts.extend(sample.iter().map(|mark| (mark, colour::INK)));
        stack(canvas, Area::new(x, area.y, width, head), Align::Centre, &parts, 0.0);
    }
}

fn columns(result: &ResultPicture) -> Vec<Column> {
    let language = result.language;
    let points = |score: &Score, side: Side| if side == Side::A { score.a } else { score.b };
    let cell = |fact: &crate::Fact<Score>, side: Side| {
        let mut cell = language.printed(fact, |score| plain(points(score, side).to_string()));
        cell.mark = None;
        cell
    };
    let column = |head: String, fact: &crate::Fact<Score>| Column {
        head,
        cells: [cell(fact, Side::A), cell(fact, Side::B)],
        is_sample: fact.sample,
    };
    let mut columns: Vec<Column> =
        result.periods.iter().map(|period| column(head(language, period.span), &period.score)).collect();
    columns.push(column(language.short_word(words::TOTAL).to_owned(), &result.score));
    columns
}

fn head(language: crate::Language, span: Span) -> String {
    let chinese = language != crate::Language::En;
    match span {
        Span::Quarter(number) if chinese => format!("第{}节", numeral(number)),
        Span::Quarter(number) => format!("Q{number}"),
        Span::Half(number) if chinese => if number == 1 { "上半场" } else { "下半场" }.to_owned(),
        Span::Half(number) => format!("H{number}"),
        Span::Overtime(1) if chinese => "加时".to_owned(),
        Span::Overtime(number) if chinese => format!("加时{number}"),
        Span::Overtime(1) => "OT".to_owned(),
        Span::Overtime(number) => format!("OT{number}"),
    }
}

fn numeral(number: u8) -> String {
    match number {
        1..=4 => ["一", "二", "三", "四"][usize::from(number) - 1].to_owned(),
        _ => number.to_string(),
    }
}
