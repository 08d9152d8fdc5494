//! A play as it is entered, sent and kept.

use super::fact::Fact;
use super::identity::{BadWord, PlayId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Something that happened, and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Play {
    pub id: PlayId,
    /// Who entered it: the public key of a person, or the word of a job at the table.
    pub by: String,
    /// The device's own time, which may be wrong by any amount: it is shown, and decides nothing.
    pub at: DateTime<Utc>,
    /// Which keeping of the sheet the device knew of; see [`Fact::TakeOver`].
    #[serde(default = "first_epoch", skip_serializing_if = "is_first_epoch")]
    pub epoch: u32,
    /// 0 before the game; 1 to 4, overtimes after that. The interval belongs to the period that follows.
    pub period: u8,
    /// Its place inside the period, where that is not the next place of its device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<After>,
    /// Game time left in the period; absent where nobody keeps the clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_ms: Option<u32>,
    pub fact: Fact,
}

fn first_epoch() -> u32 {
    1
}

fn is_first_epoch(epoch: &u32) -> bool {
    *epoch == first_epoch()
}

/// Where a play stands that was not entered at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum After {
    /// Before everything else in its period; written `start`.
    Start,
    /// Straight after another play.
    Play(PlayId),
}

impl TryFrom<String> for After {
    type Error = BadWord;

    fn try_from(text: String) -> Result<Self, BadWord> {
        if text == "start" { Ok(Self::Start) } else { PlayId::try_from(text).map(Self::Play) }
    }
}

impl From<After> for String {
    fn from(after: After) -> Self {
        match after {
            After::Start => "start".to_owned(),
            After::Play(id) => id.into(),
        }
    }
}
