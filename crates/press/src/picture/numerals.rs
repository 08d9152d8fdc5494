//! Figures cut like steel plate: straight strokes, corners taken off, as on a locomotive's number.

use std::fmt::Write;

/// Centre lines of the ten figures in a box of 60 x 100, drawn with a stroke of 22.
const FIGURES: [&str; 10] = [
    "M14,0H46L60,14V86L46,100H14L0,86V14Z",
    "M12,20L34,0V111",
    "M0,26V14L14,0H46L60,14V38L0,88V100H71",
    "M0,22V14L14,0H46L60,14V37L47,50L60,63V86L46,100H14L0,86V78M22,50H48",
    "M44,111V0L0,62V76H71",
    "M69,0H4V44H46L60,58V86L46,100H14L0,86V78",
    "M60,22V14L46,0H14L0,14V86L14,100H46L60,86V60L46,46H4",
    "M-9,0H60V12L24,111",
    "M14,0H46L60,14V36L46,49H14L0,36V14ZM14,49H46L60,62V86L46,100H14L0,86V62Z",
    "M0,78V86L14,100H46L60,86V14L46,0H14L0,14V40L14,54H56",
];

const STROKE: f32 = 22.0;
const BOX_WIDTH: f32 = 60.0 + STROKE;
const BOX_HEIGHT: f32 = 100.0 + STROKE;
const GAP: f32 = 14.0;

/// The width of a number at a height.
pub fn width(number: u16, height: f32) -> f32 {
    let figures = number.to_string().len() as f32;
    (figures * BOX_WIDTH + (figures - 1.0) * GAP) * height / BOX_HEIGHT
}

/// A number with its upper left corner at x, y.
pub fn draw(number: u16, x: f32, y: f32, height: f32, colour: &str) -> String {
    let scale = height / BOX_HEIGHT;
    let mut svg = format!(
        "<g transform=\"translate({x:.1} {y:.1}) scale({scale:.4})\" fill=\"none\" stroke=\"{colour}\" \
         stroke-width=\"{STROKE}\" stroke-linejoin=\"bevel\">"
    );
    for (place, figure) in number.to_string().bytes().enumerate() {
        let left = place as f32 * (BOX_WIDTH + GAP) + STROKE / 2.0;
        let path = FIGURES[usize::from(figure - b'0')];
        write!(svg, "<path transform=\"translate({left:.1} {})\" d=\"{path}\"/>", STROKE / 2.0)
            .expect("a string takes every write");
    }
    svg.push_str("</g>");
    svg
}
