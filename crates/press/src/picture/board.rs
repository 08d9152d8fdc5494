//! Pictures of more than one result: tonight's games, a table, a bracket's round, the game to come.

use super::canvas::{Align, Area, Canvas, colour};
use super::fitting::{Fitted, Paragraph};
use super::frame::{code, head, stack, stripes};
use super::plan::Plan;
use super::{Picture, Shape, hall};
use crate::facts::{Colour, Fact, Language, Name};
use crate::fonts::Weight;
use crate::words::{self, Printed, plain};
use crate::{Error, fonts, png::png};

/// A picture with rows, to be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// The language it is written in.
    pub language: Language,
    /// The league's name.
    pub league: Name,
    /// What it shows: "tonight", "table of group A".
    pub title: Fact<Name>,
    /// What else the reader must know: competition, day, hall.
    pub facts: Vec<Fact<Name>>,
    /// The words over the figures at the right; as many as each row has figures.
    pub columns: Vec<Name>,
    /// The rows, at most as many as can be read.
    pub rows: Vec<BoardRow>,
    /// What stands on the floor.
    pub caption: Fact<Name>,
    /// The address of the live page: http or https.
    pub address: String,
}

/// One row: a team, or the two sides of a game.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRow {
    /// Before it: a rank, an hour, a code.
    pub first: Fact<Name>,
    /// The names, one or two below each other.
    pub names: Vec<(Fact<Name>, Option<[Colour; 2]>)>,
    /// The figures at the right: one list for each name.
    pub figures: Vec<Vec<String>>,
    /// Which name is set in the brighter ink.
    pub leads: Option<usize>,
}

/// Rows beyond this cannot be read on a phone.
pub const MOST_ROWS: usize = 16;

/// Draws a board as PNG.
pub fn board(board: &Board, shape: Shape) -> Result<Picture, Error> {
    let svg = svg(board, shape)?;
    Ok(Picture { bytes: png(&svg)?, missing: fonts::missing_characters(&svg) })
}

/// Draws a board as SVG; its text is text.
pub fn svg(board: &Board, shape: Shape) -> Result<String, Error> {
    let plan = Plan::of(shape);
    let language = board.language;
    let (width, height) = shape.size();
    let mut canvas = Canvas::new(width, height);
    hall::draw(&mut canvas, &plan);
    let title = [language.printed_name(&board.league), language.fact(&board.title)];
    let facts: Vec<Printed> = board.facts.iter().map(|fact| language.fact(fact)).collect();
    head(&mut canvas, &plan, &title, &facts);
    let body = Area::new(
        plan.sides[0].x,
        plan.sides[0].y,
        plan.sides[1].right() - plan.sides[0].x,
        plan.floor - 24.0 * plan.scale - plan.sides[0].y,
    );
    rows(&mut canvas, &plan, board, body);
    caption(&mut canvas, &plan, board);
    code(&mut canvas, &plan, &board.address)?;
    Ok(canvas.finish())
}

fn rows(canvas: &mut Canvas, plan: &Plan, board: &Board, body: Area) {
    let shown: Vec<&BoardRow> = board.rows.iter().take(MOST_ROWS).collect();
    if shown.is_empty() {
        return;
    }
    let scale = plan.scale;
    let heading = if board.columns.is_empty() { 0.0 } else { 40.0 * scale };
    // A wide picture holds two columns of rows, as long as each is wide enough to read.
    let abreast = if body.width > 1400.0 && shown.len() > 3 { 2 } else { 1 };
    let down = shown.len().div_ceil(abreast);
    let gap = 8.0 * scale;
    let tallest = if shown[0].names.len() > 1 { 210.0 } else { 112.0 };
    let height = ((body.height - heading) / down as f32 - gap).min(tallest * scale);
    let width = (body.width - 24.0 * scale * (abreast - 1) as f32) / abreast as f32;
    let top = body.y + heading + (body.height - heading - (height + gap) * down as f32) / 2.0;
    for column in 0..abreast {
        let x = body.x + column as f32 * (width + 24.0 * scale);
        titles(canvas, board, Area::new(x, top - heading, width, heading), scale);
    }
    for (at, own) in shown.iter().enumerate() {
        let (column, place) = (at / down, at % down);
        let x = body.x + column as f32 * (width + 24.0 * scale);
        row(canvas, board, own, Area::new(x, top + place as f32 * (height + gap), width, height), scale);
    }
}

/// The width of one figure's column.
fn figure_width(board: &Board, area: Area, scale: f32) -> f32 {
    let most = board.rows.iter().flat_map(|row| row.figures.iter().map(Vec::len)).max().unwrap_or(0);
    (area.width * 0.42 / most.max(1) as f32).min(150.0 * scale)
}

fn titles(canvas: &mut Canvas, board: &Board, area: Area, scale: f32) {
    let width = figure_width(board, area, scale);
    let left = area.right() - 18.0 * scale - width * board.columns.len() as f32;
    for (at, name) in board.columns.iter().enumerate() {
        let printed = Printed { second: None, ..board.language.printed_name(name) };
        let text =
            Paragraph::new(&[&printed], Weight::Bold).fit(width - 6.0 * scale, area.height, 25.0 * scale);
        let place = Area::new(left + width * at as f32, area.y, width, area.height);
        stack(canvas, place, Align::Centre, &[(&text, colour::STEEL)], 0.0);
    }
}

fn row(canvas: &mut Canvas, board: &Board, own: &BoardRow, area: Area, scale: f32) {
    let language = board.language;
    canvas.plate(area, 12.0 * scale, colour::PLATE);
    let first = language.fact(&own.first);
    let first_width = if own.names.len() > 1 { 150.0 } else { 84.0 } * scale;
    if !first.main.is_empty() {
        let size = if own.names.len() > 1 { 34.0 } else { 44.0 } * scale;
        let text = Paragraph::new(&[&Printed { second: None, ..first }], Weight::Bold);
        let text = text.fit(first_width - 24.0 * scale, area.height * 0.8, size);
        let place = Area::new(area.x + 12.0 * scale, area.y, first_width - 12.0 * scale, area.height);
        stack(canvas, place, Align::Centre, &[(&text, colour::LAMP)], 0.0);
    }
    let figures = figure_width(board, area, scale);
    let count = own.figures.iter().map(Vec::len).max().unwrap_or(0);
    let right = area.right() - 18.0 * scale - figures * count as f32;
    let line = area.height / own.names.len().max(1) as f32;
    for (at, (name, colours)) in own.names.iter().enumerate() {
        let y = area.y + line * at as f32;
        let mut left = area.x + first_width + 8.0 * scale;
        if let Some(colours) = colours {
            // The stripe's own insets are those of a large plate: drawn at a scale where it fits the row.
            let small = (line / 262.0).min(scale);
            stripes(canvas, Area::new(left - 30.0 * small, y, 114.0 * small, line), *colours, small);
            left += 68.0 * small;
        }
        let ink = if own.leads.is_none_or(|leads| leads == at) { colour::HOT } else { colour::STEEL };
        let printed = language.fact(name);
        let room = (right - left - 12.0 * scale).max(20.0);
        let second = Paragraph::second(&[&printed], Weight::Regular)
            .map(|text| text.fit(room, line * 0.3, 22.0 * scale));
        let share = if second.is_some() { 0.56 } else { 0.8 };
        let text = Paragraph::new(&[&printed], Weight::Bold).fit(room, line * share, 44.0 * scale);
        let mut parts: Vec<(&Fitted, &str)> = vec![(&text, ink)];
        parts.extend(second.iter().map(|second| (second, colour::STEEL)));
        stack(canvas, Area::new(left, y, room, line), Align::Left, &parts, 2.0 * scale);
        for (column, figure) in own.figures.get(at).into_iter().flatten().enumerate() {
            let text = Paragraph::new(&[&plain(figure.as_str())], Weight::Bold);
            let text = text.fit(figures - 6.0 * scale, line * 0.8, 46.0 * scale);
            let place = Area::new(right + figures * column as f32, y, figures, line);
            stack(canvas, place, Align::Centre, &[(&text, ink)], 0.0);
        }
    }
}

/// What stands on the floor; whether anything was made up is said there too.
fn caption(canvas: &mut Canvas, plan: &Plan, board: &Board) {
    let language = board.language;
    let hidden = board.rows.len().saturating_sub(MOST_ROWS);
    let mut lines = vec![language.fact(&board.caption)];
    if hidden > 0 {
        let more = language.word_with(words::MORE_ROWS, &hidden.to_string());
        lines.push(plain(more));
    }
    let wanted = [44.0, 30.0];
    let fitted: Vec<Fitted> = lines
        .iter()
        .zip(wanted)
        .map(|(line, size)| {
            Paragraph::new(&[line], Weight::Bold).fit(
                plan.periods.width,
                plan.periods.height * 0.5,
                size * plan.scale,
            )
        })
        .collect();
    let parts: Vec<(&Fitted, &str)> = fitted.iter().map(|line| (line, colour::INK)).collect();
    stack(canvas, plan.periods, Align::Left, &parts, 6.0 * plan.scale);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worlds;

    #[test]
    fn every_shape_is_drawn_with_every_name_as_text() {
        for shape in Shape::ALL {
            let drawn = svg(&worlds::board(Language::Both), shape).unwrap();
            assert!(drawn.contains("醴陵华鑫") && drawn.contains("19:30"), "{shape:?}");
            assert!(!board(&worlds::board(Language::Zh), shape).unwrap().bytes.is_empty());
        }
    }

    #[test]
    fn rows_that_cannot_be_read_are_counted_and_not_squeezed_in() {
        let mut many = worlds::board(Language::Zh);
        let first = many.rows[0].clone();
        many.rows = vec![first; MOST_ROWS + 3];
        let drawn = svg(&many, Shape::Portrait).unwrap();
        // Each script is drawn in a face of its own.
        assert!(drawn.contains(">另有<") && drawn.contains(">3<"), "{drawn}");
    }

    #[test]
    fn a_name_stays_text_whatever_stands_in_it() {
        let mut hostile = worlds::board(Language::Zh);
        hostile.rows[0].names[0].0 = Fact::published(Name::zh("</text><script>x</script>"));
        let drawn = svg(&hostile, Shape::Square).unwrap();
        assert!(!drawn.contains("<script"));
    }
}
