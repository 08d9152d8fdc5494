//! Lines that fit: a text is wrapped, then shrunk, and only then broken inside a word. Nothing overflows.

use crate::fonts::{Script, Weight, is_ideograph, width};
use crate::words::Printed;

/// Letters past this number tell a reader of a picture nothing; the page behind the code has them all.
const LONGEST_TEXT: usize = 160;
/// The space between two facts on a line, in units of the font size.
const SPACE: f32 = 0.28;
/// Kerning and rounding may not push a line over its edge.
const SAFETY: f32 = 1.015;

/// The smallest piece that stays together.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    pub text: String,
    pub kind: Kind,
    /// Whether a space stands before it, unless it begins a line.
    pub spaced: bool,
    em: f32,
}

/// What a piece is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters.
    Text,
    /// The mark of a sample, drawn in a frame.
    Tag,
    /// The dot between two facts; a line break takes its place.
    Dot,
}

/// A paragraph cut into pieces, all in one weight.
#[derive(Debug, Clone)]
pub struct Paragraph {
    pieces: Vec<Piece>,
    pub weight: Weight,
    pub script: Script,
}

/// A paragraph that fits its box.
#[derive(Debug, Clone)]
pub struct Fitted {
    pub size: f32,
    pub lines: Vec<Vec<Piece>>,
    pub weight: Weight,
    pub script: Script,
}

impl Fitted {
    /// The height of all lines.
    pub fn height(&self) -> f32 {
        self.lines.len() as f32 * self.size * LINE
    }
}

/// Line height in units of the font size.
pub const LINE: f32 = 1.24;

impl Paragraph {
    /// Facts in the first language, with a middle dot between them, each followed by its mark.
    pub fn new(facts: &[&Printed], weight: Weight) -> Self {
        let whole: String = facts.iter().map(|fact| fact.main.as_str()).collect();
        let script = Script::of(&whole);
        let mut paragraph = Self { pieces: Vec::new(), weight, script };
        for (place, fact) in facts.iter().enumerate() {
            if place > 0 {
                paragraph.push("·", Kind::Dot, script == Script::Latin);
            }
            paragraph.push_text(&fact.main, place > 0 && script == Script::Latin);
            if let Some(mark) = &fact.mark {
                paragraph.push(mark, Kind::Tag, true);
            }
        }
        paragraph
    }

    /// The English of facts that have one, as a paragraph of its own; the marks stay with the first language.
    pub fn second(facts: &[&Printed], weight: Weight) -> Option<Self> {
        let english = |text: &String| Printed { main: text.clone(), second: None, mark: None, known: true };
        let facts: Vec<Printed> = facts.iter().filter_map(|fact| fact.second.as_ref()).map(english).collect();
        (!facts.is_empty()).then(|| Self::new(&facts.iter().collect::<Vec<_>>(), weight))
    }

    fn push_text(&mut self, text: &str, spaced: bool) {
        let clipped: String = text.chars().take(LONGEST_TEXT).collect();
        let mut word = String::new();
        let mut spaced = spaced;
        let mut chars = clipped.chars().peekable();
        while let Some(c) = chars.next() {
            if c == ' ' {
                if !word.is_empty() {
                    self.push(&std::mem::take(&mut word), Kind::Text, spaced);
                }
                spaced = true;
                continue;
            }
            word.push(c);
            // A line neither begins with a closing sign nor ends with an opening one.
            let opens = "（《「『“‘(".contains(c);
            let may_break = chars.peek().is_none_or(|next| !opens && breaks_between(c, *next));
            if may_break {
                self.push(&std::mem::take(&mut word), Kind::Text, spaced);
                spaced = false;
            }
        }
        if !word.is_empty() {
            self.push(&word, Kind::Text, spaced);
        }
    }

    fn push(&mut self, text: &str, kind: Kind, spaced: bool) {
        let em = if kind == Kind::Tag { tag_width(text) } else { width(text, self.script, self.weight) };
        self.pieces.push(Piece { text: text.to_owned(), kind, spaced, em });
    }

    /// Fits the paragraph into a box, at `size` if possible: with more lines the smaller it gets.
    pub fn fit(&self, width: f32, height: f32, size: f32) -> Fitted {
        let width = width.max(1.0);
        let step = 0.95;
        let mut tried = size;
        while tried > size * 0.42 {
            if let Some(fitted) = self.wrap(&self.pieces, width, height, tried) {
                return fitted;
            }
            tried *= step;
        }
        // That is small enough: from here a word wider than the box is broken, so that it does not vanish.
        let mut tried = size * 0.6;
        loop {
            let broken = self.broken(width / tried / SAFETY);
            if let Some(fitted) = self.wrap(&broken, width, height, tried) {
                return fitted;
            }
            tried *= step;
        }
    }

    fn broken(&self, em: f32) -> Vec<Piece> {
        let split = |piece: &Piece| -> Vec<Piece> {
            if piece.kind != Kind::Text || piece.em <= em {
                return vec![piece.clone()];
            }
            let letter = |(place, c): (usize, char)| {
                let text = c.to_string();
                let em = width(&text, self.script, self.weight);
                Piece { text, kind: Kind::Text, spaced: piece.spaced && place == 0, em }
            };
            piece.text.chars().enumerate().map(letter).collect()
        };
        self.pieces.iter().flat_map(split).collect()
    }

    fn wrap(&self, pieces: &[Piece], width: f32, height: f32, size: f32) -> Option<Fitted> {
        let em = width / size / SAFETY;
        let most_lines = ((height / (size * LINE)) as usize).max(1);
        let lines = greedy(pieces, em).filter(|lines| lines.len() <= most_lines)?;
        // The narrowest box with as many lines makes them of like length: no single character on the last.
        let narrower = (50..100).step_by(5).find_map(|percent| {
            greedy(pieces, em * percent as f32 / 100.0).filter(|narrow| narrow.len() == lines.len())
        });
        let lines = narrower.unwrap_or(lines);
        Some(Fitted { size, lines, weight: self.weight, script: self.script })
    }
}

/// Chinese breaks anywhere but before a closing sign and inside a number with its counter, as in 7月27日.
fn breaks_between(c: char, next: char) -> bool {
    let closing = |c: char| "，。、；：！？）》」』”’·…".contains(c);
    let counts = (c.is_ascii_digit() || next.is_ascii_digit()) && !closing(c);
    !closing(next) && !counts && (is_ideograph(c) || is_ideograph(next))
}

/// The width of a mark in units of the size of the text it stands behind.
pub fn tag_width(label: &str) -> f32 {
    width(label, Script::of(label), Weight::Bold) * TAG + 2.0 * TAG_PADDING
}

/// The size of a mark's letters and the space round them, in units of the text it stands behind.
pub const TAG: f32 = 0.56;
pub const TAG_PADDING: f32 = 0.16;

/// The width of the pieces of a line in units of the font size.
pub fn line_width(line: &[Piece]) -> f32 {
    line.iter().enumerate().map(|(place, piece)| piece.em + space_before(place, piece)).sum()
}

/// The space before a piece at its place in a line, in units of the font size.
pub fn space_before(place: usize, piece: &Piece) -> f32 {
    if piece.spaced && place > 0 { SPACE } else { 0.0 }
}

impl Piece {
    /// Its width in units of the font size.
    pub fn em(&self) -> f32 {
        self.em
    }
}

fn greedy(pieces: &[Piece], em: f32) -> Option<Vec<Vec<Piece>>> {
    let mut lines: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut used = 0.0;
    for piece in pieces {
        if piece.em > em {
            return None;
        }
        let line = lines.last_mut().expect("there is always a line");
        let more = piece.em + space_before(line.len(), piece);
        if used + more > em && piece.kind == Kind::Dot {
            lines.push(Vec::new());
            used = 0.0;
        } else if used + more > em {
            lines.push(vec![piece.clone()]);
            used = piece.em;
        } else {
            line.push(piece.clone());
            used += more;
        }
    }
    Some(lines)
}

#[cfg(test)]
mod tests;
