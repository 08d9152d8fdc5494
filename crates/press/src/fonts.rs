//! The fonts inside the program: which characters they cover and how wide their letters are.

use std::collections::BTreeSet;
use std::sync::OnceLock;
use ttf_parser::Face;

/// The family of Chinese text, with Latin up to U+00FF.
pub const CHINESE: &str = "Noto Sans CJK SC";
/// The family of English text and of Latin letters past U+00FF.
pub const LATIN: &str = "Noto Sans";

/// How heavy a text is set; each weight is a font of its own, since typst draws no false bold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weight {
    /// 400.
    Regular,
    /// 700.
    Bold,
}

static CHINESE_REGULAR: &[u8] = include_bytes!("../fonts/NotoSansCJKsc-Regular-subset.otf");
static CHINESE_BOLD: &[u8] = include_bytes!("../fonts/NotoSansCJKsc-Bold-subset.otf");
static LATIN_REGULAR: &[u8] = include_bytes!("../fonts/NotoSans-Regular-subset.ttf");
static LATIN_BOLD: &[u8] = include_bytes!("../fonts/NotoSans-Bold-subset.ttf");

/// All font files, the Chinese ones first.
pub fn files() -> [&'static [u8]; 4] {
    [CHINESE_REGULAR, CHINESE_BOLD, LATIN_REGULAR, LATIN_BOLD]
}

/// The characters of a text that no embedded font can draw, each once, in order of code point.
///
/// White space and control characters are not drawn and never reported.
pub fn missing_characters(text: &str) -> Vec<char> {
    let covered = covered();
    let missing: BTreeSet<char> =
        text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !covered.has(*c)).collect();
    missing.into_iter().collect()
}

/// Which face a line prefers; the other one gives the characters that face lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// The Chinese face: quotation marks and dashes are as wide as an ideograph.
    Chinese,
    /// The Latin face.
    Latin,
}

impl Script {
    /// The script of a text: Chinese as soon as one ideograph or full-width sign is in it.
    pub fn of(text: &str) -> Self {
        if text.chars().any(is_ideograph) { Self::Chinese } else { Self::Latin }
    }

    /// The family a line of this script is set in.
    pub fn family(self) -> &'static str {
        match self {
            Self::Chinese => CHINESE,
            Self::Latin => LATIN,
        }
    }
}

/// Whether a line may be broken on both sides of a character: ideographs and full-width signs.
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}'
        | '\u{20000}'..='\u{3ffff}')
}

/// The width of a text in units of its font size. Kerning, which only brings letters together, is left out.
pub fn width(text: &str, script: Script, weight: Weight) -> f32 {
    let (chinese, latin) = match weight {
        Weight::Regular => (&faces()[0], &faces()[2]),
        Weight::Bold => (&faces()[1], &faces()[3]),
    };
    let order = if script == Script::Chinese { [chinese, latin] } else { [latin, chinese] };
    text.chars().map(|c| order.iter().find_map(|face| advance(face, c)).unwrap_or(1.0)).sum()
}

fn advance(face: &Face<'_>, c: char) -> Option<f32> {
    let glyph = face.glyph_index(c)?;
    Some(f32::from(face.glyph_hor_advance(glyph)?) / f32::from(face.units_per_em()))
}

fn faces() -> &'static [Face<'static>; 4] {
    static FACES: OnceLock<[Face<'static>; 4]> = OnceLock::new();
    FACES.get_or_init(|| files().map(|file| Face::parse(file, 0).expect("an embedded font is whole")))
}

/// One bit for each code point of the first two planes; the fonts hold none beyond.
struct Covered(Vec<u64>);

impl Covered {
    fn has(&self, c: char) -> bool {
        let code = c as usize;
        self.0.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1)
    }
}

fn covered() -> &'static Covered {
    static COVERED: OnceLock<Covered> = OnceLock::new();
    COVERED.get_or_init(|| {
        let mut bits = vec![0u64; 0x3_0000 / 64];
        let tables = faces().iter().filter_map(|face| face.tables().cmap);
        for subtable in tables.flat_map(|cmap| cmap.subtables).filter(|subtable| subtable.is_unicode()) {
            subtable.codepoints(|code| {
                let drawn = subtable.glyph_index(code).is_some_and(|glyph| glyph.0 != 0);
                if let Some(word) = bits.get_mut(code as usize / 64).filter(|_| drawn) {
                    *word |= 1 << (code % 64);
                }
            });
        }
        Covered(bits)
    })
}

#[cfg(test)]
mod tests;
