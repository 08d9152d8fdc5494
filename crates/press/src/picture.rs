//! 赛果图, the picture of a result for WeChat, Weibo, 抖音 and 小红书: an SVG of our own, drawn as PNG.
//!
//! The look is the hall at night: trusses and lamps above, a bright floor below, a rail between them, figures
//! cut like steel plate. A club's colours are stripes and never carry text.

pub mod board;
mod canvas;
mod fitting;
mod frame;
mod hall;
mod numerals;
mod plan;
mod result;

use crate::facts::{Colour, Fact, Language, Name, Score, Side};
use crate::{Error, fonts, png::png};
use chrono::NaiveDate;

/// A result to be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultPicture {
    /// The language it is written in.
    pub language: Language,
    /// The league's name.
    pub league: Name,
    /// The competition.
    pub competition: Fact<Name>,
    /// Stage, group and round, as far as the competition has them.
    pub place: Vec<Fact<Name>>,
    /// The day.
    pub date: Fact<NaiveDate>,
    /// The hall.
    pub venue: Fact<Name>,
    /// Sides A and B.
    pub clubs: [Club; 2],
    /// The score.
    pub score: Fact<Score>,
    /// The score of each period, in order.
    pub periods: Vec<Period>,
    /// How final the score is.
    pub status: Status,
    /// Whether the score was changed after it had been published.
    pub corrected: bool,
    /// Who gave the game up.
    pub forfeit: Option<Forfeit>,
    /// The address of the fixture's page: http or https.
    pub address: String,
}

/// A side as the picture shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Club {
    /// The short name, set large.
    pub short: Fact<Name>,
    /// The official name, where it differs.
    pub official: Option<Fact<Name>>,
    /// The two colours of the club.
    pub colours: [Colour; 2],
}

/// One period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Which one.
    pub span: Span,
    /// Its score.
    pub score: Fact<Score>,
}

/// Which part of the game a period is, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    /// A quarter.
    Quarter(u8),
    /// A half, where quarters are not known.
    Half(u8),
    /// An overtime.
    Overtime(u8),
}

/// How final a score is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Still being played.
    Live,
    /// Played to the end, not yet confirmed.
    Final,
    /// Confirmed by the organiser: 官方.
    Official,
}

/// Who gave a game up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Forfeit {
    /// One side.
    By(Side),
    /// Both sides.
    ByBoth,
}

/// The sizes that social media want.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// 1080 x 1440, 3:4: 朋友圈 and 小红书.
    Portrait,
    /// 1080 x 1080.
    Square,
    /// 1920 x 1080, 16:9.
    Wide,
    /// 1080 x 1920, 9:16: 视频号 and 抖音.
    Tall,
    /// 900 x 383: the head of a WeChat article.
    Banner,
}

impl Shape {
    /// All shapes.
    pub const ALL: [Self; 5] = [Self::Portrait, Self::Square, Self::Wide, Self::Tall, Self::Banner];

    /// Width and height in pixels.
    pub fn size(self) -> (u32, u32) {
        match self {
            Self::Portrait => (1080, 1440),
            Self::Square => (1080, 1080),
            Self::Wide => (1920, 1080),
            Self::Tall => (1080, 1920),
            Self::Banner => (900, 383),
        }
    }
}

/// A finished picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The PNG file.
    pub bytes: Vec<u8>,
    /// Characters of the data that no embedded font covers: they are drawn as empty boxes.
    pub missing: Vec<char>,
}

/// Draws a result as PNG.
pub fn picture(result: &ResultPicture, shape: Shape) -> Result<Picture, Error> {
    let svg = result_svg(result, shape)?;
    Ok(Picture { bytes: png(&svg)?, missing: fonts::missing_characters(&svg) })
}

/// Draws a result as SVG; its text is text, in the fonts of this crate.
pub fn result_svg(result: &ResultPicture, shape: Shape) -> Result<String, Error> {
    result::svg(result, shape)
}

#[cfg(test)]
mod tests;
