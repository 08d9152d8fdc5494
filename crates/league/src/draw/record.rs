//! What is published: an announcement before the draw, a record after it, and the check of one against the other.

use super::canonical::file_hash;
use super::ceremony::{Ceremony, Choice};
use super::fault::DrawFault;
use super::numbers::{Secret, Stream};
use super::{DrawFile, Entry};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The word that opens an announcement.
pub const ANNOUNCEMENT_FORMAT: &str = "changba-draw-announcement/1";
/// The word that opens a record.
pub const RECORD_FORMAT: &str = "changba-draw-record/1";

/// Published before the ceremony; it binds the server to its secret and the organiser to the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Announcement {
    pub format: String,
    pub file: DrawFile,
    pub file_hash: String,
    pub commit: String,
    /// The number of legal outcomes.
    #[serde(with = "decimal")]
    pub outcomes: u128,
}

/// Published after the ceremony: all that is needed to recompute it, and every ball.
///
/// Numbers that may pass 2^53 are written as text, because not every reader of JSON keeps them whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawRecord {
    pub format: String,
    pub file: DrawFile,
    pub file_hash: String,
    pub commit: String,
    pub secret: String,
    /// The number said aloud in the hall.
    #[serde(with = "decimal")]
    pub said: u64,
    #[serde(with = "decimal")]
    pub outcomes: u128,
    pub balls: Vec<Ball>,
}

/// One step of the ceremony.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ball {
    pub number: usize,
    pub entry: String,
    pub choices: Vec<Weighed>,
    /// The sum of the weights.
    #[serde(with = "decimal")]
    pub of: u128,
    /// From 0 to below the sum.
    #[serde(with = "decimal")]
    pub drawn: u128,
    pub place: String,
}

/// A place an entry could come to, with the legal outcomes it led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weighed {
    pub place: String,
    #[serde(with = "decimal")]
    pub weight: u128,
}

impl DrawRecord {
    /// Place and entry of every ball. The seats of a whole group are numbered in the order of the balls ("A1", "A2"),
    /// which is how `stages::Source::Drawn` names them.
    pub fn seats(&self) -> Vec<(String, String)> {
        let mut seats: Vec<(String, String)> = Vec::new();
        for (at, ball) in self.balls.iter().enumerate() {
            let is_group = self.file.places.iter().any(|place| place.key == ball.place && place.size > 1);
            let before = self.balls[..at].iter().filter(|other| other.place == ball.place).count();
            let place = if is_group { format!("{}{}", ball.place, before + 1) } else { ball.place.clone() };
            seats.push((place, ball.entry.clone()));
        }
        seats
    }
}

/// What a check confirms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// To be compared with the one published before the ceremony.
    pub commit: String,
    pub file_hash: String,
    pub balls: usize,
}

/// Where a record and its recomputation part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tampered {
    /// The file inside cannot be drawn at all.
    File(DrawFault),
    Differs {
        at: String,
        expected: String,
        found: String,
    },
}

impl fmt::Display for Tampered {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(fault) => write!(out, "file: {fault}"),
            Self::Differs { at, expected, found } => {
                write!(out, "{at}: {found:?} stands there, {expected:?} comes out")
            }
        }
    }
}

impl std::error::Error for Tampered {}

/// Makes the announcement.
pub fn announce(file: &DrawFile, secret: &Secret) -> Result<Announcement, DrawFault> {
    Ok(Announcement {
        format: ANNOUNCEMENT_FORMAT.to_owned(),
        outcomes: file.check()?,
        file: file.clone(),
        file_hash: file_hash(file),
        commit: secret.commit(),
    })
}

/// Draws: the same file, secret and number always give the same record.
pub fn run(file: &DrawFile, secret: &Secret, said: u64) -> Result<DrawRecord, DrawFault> {
    let mut ceremony = Ceremony::new(file)?;
    let file_hash = file_hash(file);
    let mut stream = Stream::new(secret, said, &file_hash);
    let outcomes = ceremony.outcomes();
    let mut balls = Vec::new();
    while let Some(entry) = ceremony.next() {
        let choices = ceremony.choices()?;
        let of = ceremony.outcomes();
        let drawn = stream.below(of);
        let choice = chosen(&choices, drawn).expect("the weights add up to the open outcomes");
        balls.push(ball(file, balls.len() + 1, &file.entries[entry], &choices, of, drawn, choice));
        ceremony.take(choice);
    }
    Ok(DrawRecord {
        format: RECORD_FORMAT.to_owned(),
        file: file.clone(),
        file_hash,
        commit: secret.commit(),
        secret: secret.hex(),
        said,
        outcomes,
        balls,
    })
}

/// The choice whose run of numbers the drawn one lies in.
fn chosen(choices: &[Choice], drawn: u128) -> Option<Choice> {
    let mut end = 0;
    choices.iter().copied().find(|choice| {
        end += choice.weight;
        drawn < end
    })
}

fn ball(
    file: &DrawFile,
    number: usize,
    entry: &Entry,
    choices: &[Choice],
    of: u128,
    drawn: u128,
    choice: Choice,
) -> Ball {
    let key = |place: usize| file.places[place].key.clone();
    let weighed = |choice: &Choice| Weighed { place: key(choice.place), weight: choice.weight };
    let choices = choices.iter().map(weighed).collect();
    Ball { number, entry: entry.key.clone(), choices, of, drawn, place: key(choice.place) }
}

/// Recomputes a record from its file, secret and number; the first difference is named.
pub fn verify(record: &DrawRecord) -> Result<Verified, Tampered> {
    same("format", RECORD_FORMAT, &record.format)?;
    let secret = Secret::parse(&record.secret).map_err(|refused| Tampered::Differs {
        at: "secret".to_owned(),
        expected: refused.to_string(),
        found: record.secret.clone(),
    })?;
    same("commit", &secret.commit(), &record.commit)?;
    same("file_hash", &file_hash(&record.file), &record.file_hash)?;
    let again = run(&record.file, &secret, record.said).map_err(Tampered::File)?;
    same("outcomes", &again.outcomes.to_string(), &record.outcomes.to_string())?;
    for (at, (expected, found)) in again.balls.iter().zip(&record.balls).enumerate() {
        same_ball(at, expected, found)?;
    }
    same("balls", &again.balls.len().to_string(), &record.balls.len().to_string())?;
    Ok(Verified { commit: again.commit, file_hash: again.file_hash, balls: again.balls.len() })
}

/// Also holds the record against what was announced; without that, a whole new draw would pass for the old one.
pub fn verify_announced(record: &DrawRecord, announced: &Announcement) -> Result<Verified, Tampered> {
    same("announcement.commit", &announced.commit, &record.commit)?;
    same("announcement.file_hash", &announced.file_hash, &record.file_hash)?;
    verify(record)
}

fn same_ball(at: usize, expected: &Ball, found: &Ball) -> Result<(), Tampered> {
    let at = |member: &str| format!("balls[{at}].{member}");
    same(&at("number"), &expected.number.to_string(), &found.number.to_string())?;
    same(&at("entry"), &expected.entry, &found.entry)?;
    let choices = |ball: &Ball| -> String {
        let choices: Vec<String> =
            ball.choices.iter().map(|choice| format!("{} {}", choice.place, choice.weight)).collect();
        choices.join(", ")
    };
    same(&at("choices"), &choices(expected), &choices(found))?;
    same(&at("of"), &expected.of.to_string(), &found.of.to_string())?;
    same(&at("drawn"), &expected.drawn.to_string(), &found.drawn.to_string())?;
    same(&at("place"), &expected.place, &found.place)
}

fn same(at: &str, expected: &str, found: &str) -> Result<(), Tampered> {
    if expected == found {
        return Ok(());
    }
    let differs =
        Tampered::Differs { at: at.to_owned(), expected: expected.to_owned(), found: found.to_owned() };
    Err(differs)
}

/// A whole number as decimal text, without sign or leading zeros: one number, one text.
mod decimal {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use std::{fmt::Display, str::FromStr};

    pub fn serialize<N: Display, S: Serializer>(number: &N, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub fn deserialize<'de, N, D>(deserializer: D) -> Result<N, D::Error>
    where
        N: FromStr + Display,
        D: Deserializer<'de>,
    {
        let text = String::deserialize(deserializer)?;
        let number: Option<N> = text.parse().ok();
        number
            .filter(|number| number.to_string() == text)
            .ok_or_else(|| D::Error::custom(format!("{text:?} is not a whole number in plain digits")))
    }
}
