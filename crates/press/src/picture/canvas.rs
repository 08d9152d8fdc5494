//! The few SVG elements a picture is made of.

use super::fitting::{Fitted, Kind, LINE, TAG, TAG_PADDING, line_width, space_before};
use crate::fonts::{Script, Weight};
use std::fmt::Write;

/// The colours of the works at night; club colours come with the data.
pub mod colour {
    pub const NIGHT: &str = "#0d1215";
    pub const WALL: &str = "#141b1f";
    pub const GIRDER: &str = "#26323a";
    pub const PLATE: &str = "#1d262c";
    pub const RIVET: &str = "#3b4a53";
    pub const STEEL: &str = "#a3b0b8";
    pub const HOT: &str = "#fff4dc";
    pub const LAMP: &str = "#ffd88a";
    pub const FLOOR: &str = "#e9b25a";
    pub const PLANK: &str = "#dca24a";
    pub const LINE: &str = "#f6d394";
    pub const INK: &str = "#17130c";
    pub const SIGNAL: &str = "#9c2a0e";
}

/// A rectangle in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Area {
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }

    pub fn right(self) -> f32 {
        self.x + self.width
    }

    pub fn bottom(self) -> f32 {
        self.y + self.height
    }
}

/// Where a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
}

/// What has been drawn so far.
pub struct Canvas {
    svg: String,
}

impl Canvas {
    pub fn new(width: u32, height: u32) -> Self {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\">"
        );
        Self { svg }
    }

    pub fn finish(mut self) -> String {
        self.svg.push_str("</svg>");
        self.svg
    }

    /// Adds drawing code of our own; nothing from the data may come this way.
    pub fn push(&mut self, svg: &str) {
        self.svg.push_str(svg);
    }

    pub fn rect(&mut self, area: Area, fill: &str) {
        let Area { x, y, width, height } = area;
        self.write(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\"/>"
        ));
    }

    /// A plate with its corners taken off.
    pub fn plate(&mut self, area: Area, cut: f32, fill: &str) {
        let d = plate_path(area, cut);
        self.write(format_args!("<path d=\"{d}\" fill=\"{fill}\"/>"));
    }

    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32, colour: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        self.write(format_args!(
            "<path d=\"M{x1:.1},{y1:.1}L{x2:.1},{y2:.1}\" stroke=\"{colour}\" stroke-width=\"{width:.1}\"/>"
        ));
    }

    pub fn circle(&mut self, x: f32, y: f32, radius: f32, fill: &str) {
        self.write(format_args!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{fill}\"/>"));
    }

    /// Lines of a fitted paragraph, the first one's top at y.
    pub fn paragraph(&mut self, fitted: &Fitted, x: f32, y: f32, align: Align, fill: &str) {
        for (place, line) in fitted.lines.iter().enumerate() {
            let left = match align {
                Align::Left => x,
                Align::Centre => x - line_width(line) * fitted.size / 2.0,
            };
            let baseline = y + (place as f32 * LINE + 0.98) * fitted.size;
            self.pieces(fitted, place, left, baseline, fill);
        }
    }

    fn pieces(&mut self, fitted: &Fitted, line: usize, left: f32, baseline: f32, fill: &str) {
        let mut x = left;
        let mut run = String::new();
        let mut run_left = x;
        for (place, piece) in fitted.lines[line].iter().enumerate() {
            let space = space_before(place, piece) * fitted.size;
            // Our spaces are not the font's, so a run ends at each of them and begins where we counted.
            if space > 0.0 || piece.kind == Kind::Tag {
                self.text(&std::mem::take(&mut run), run_left, baseline, fitted, fill);
                run_left = x + space;
            }
            x += space;
            if piece.kind == Kind::Tag {
                self.tag(&piece.text, x, baseline, fitted.size, fill);
                run_left = x + piece.em() * fitted.size;
            } else {
                run.push_str(&piece.text);
            }
            x += piece.em() * fitted.size;
        }
        self.text(&run, run_left, baseline, fitted, fill);
    }

    fn text(&mut self, text: &str, x: f32, baseline: f32, fitted: &Fitted, fill: &str) {
        if text.is_empty() {
            return;
        }
        let weight = if fitted.weight == Weight::Bold { 700 } else { 400 };
        let (family, size) = (fitted.script.family(), fitted.size);
        self.write(format_args!(
            "<text x=\"{x:.1}\" y=\"{baseline:.1}\" font-family=\"{family}\" font-size=\"{size:.2}\" \
             font-weight=\"{weight}\" fill=\"{fill}\" xml:space=\"preserve\">{}</text>",
            escape(text)
        ));
    }

    /// The mark of a sample: its label in a frame of the ink it stands beside.
    fn tag(&mut self, label: &str, x: f32, baseline: f32, size: f32, ink: &str) {
        let width = super::fitting::tag_width(label) * size;
        let height = size * 0.86;
        let top = baseline - size * 0.8;
        let stroke = (size * 0.045).max(1.0);
        let family = Script::of(label).family();
        self.write(format_args!(
            "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{:.1}\" \
             fill=\"none\" stroke=\"{ink}\" stroke-width=\"{stroke:.1}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" font-family=\"{family}\" font-size=\"{:.2}\" font-weight=\"700\" \
             fill=\"{ink}\">{}</text>",
            size * 0.08,
            x + size * TAG_PADDING,
            top + height * 0.5 + size * TAG * 0.36,
            size * TAG,
            escape(label)
        ));
    }

    fn write(&mut self, element: std::fmt::Arguments<'_>) {
        self.svg.write_fmt(element).expect("a string takes every write");
    }
}

/// The outline of a plate with its corners taken off.
pub fn plate_path(area: Area, cut: f32) -> String {
    let (left, top, right, bottom) = (area.x, area.y, area.right(), area.bottom());
    format!(
        "M{:.1},{top:.1}H{:.1}L{right:.1},{:.1}V{:.1}L{:.1},{bottom:.1}H{:.1}L{left:.1},{:.1}V{:.1}Z",
        left + cut,
        right - cut,
        top + cut,
        bottom - cut,
        right - cut,
        left + cut,
        bottom - cut,
        top + cut
    )
}

/// Text as XML: whatever stands in a name stays text. Characters XML has no place for are left out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}
