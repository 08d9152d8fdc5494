//! How long a game lasts and what it allows, as data.

use super::edition::Edition;
use crate::competition::{Profile, Rules};
use serde::{Deserialize, Serialize};

/// Everything a replay needs to know of the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GameRules {
    pub profile: GameProfile,
    pub edition: Edition,
}

/// The shape of a game: its periods, and what each side may do in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GameProfile {
    pub name: String,
    pub version: u16,
    pub citation: String,
    pub time: Profile,
    /// Where the clock runs on, it stops with the ball in the last so many minutes of the last period and overtimes.
    #[serde(default)]
    pub clean_last_ms: Option<u32>,
    pub on_court: u8,
    pub squad: u8,
    /// The foul that ends the game for a player.
    pub out_at_fouls: u8,
    /// 全队犯规处罚: from this team foul of a period on there are free throws.
    pub penalty_from: u8,
    #[serde(rename = "time_out")]
    pub time_outs: Vec<TimeOutSpan>,
    pub overtime_time_outs: u8,
    /// Challenges of the head coach (HCC); 0 where there is no replay.
    pub challenges: u8,
    /// One more after each challenge that succeeded, up to this many in all.
    pub challenges_with_success: u8,
    /// Alternating possession; without it every held ball is a jump ball.
    pub possession_arrow: bool,
}

/// Time-outs of some periods; those not taken are lost with the last of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeOutSpan {
    pub periods: Vec<u8>,
    pub count: u8,
    #[serde(default)]
    pub last_minutes: Option<LastMinutes>,
}

/// At the end of a span's last period fewer may be taken: the rest is lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastMinutes {
    pub from_ms: u32,
    pub at_most: u8,
}

/// A name of an edition or profile that nothing stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRules(pub String);

const PROFILES: [(&str, &str); 3] = [
    ("4x10", include_str!("profiles/4x10.toml")),
    ("4x8", include_str!("profiles/4x8.toml")),
    ("4x12-running", include_str!("profiles/4x12-running.toml")),
];

impl GameProfile {
    /// Reads a profile.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// Finds a ready-made profile.
    pub fn by_name(name: &str) -> Option<Self> {
        let (_, text) = PROFILES.iter().find(|(known, _)| *known == name)?;
        Some(Self::from_toml(text).expect("the ready-made profiles are read by a test"))
    }

    /// The names of the ready-made profiles.
    pub fn names() -> impl Iterator<Item = &'static str> {
        PROFILES.iter().map(|(name, _)| *name)
    }

    /// The same game in other periods; the time-outs of the two halves move with the half.
    fn with_times(self, time: &Profile) -> Self {
        let half = time.periods.div_ceil(2);
        let halves = [(1..=half).collect(), (half + 1..=time.periods).collect()];
        let spans = self.time_outs.into_iter().zip(halves);
        let time_outs = spans.map(|(span, periods)| TimeOutSpan { periods, ..span }).collect();
        Self { name: "own times".to_owned(), time: time.clone(), time_outs, ..self }
    }

    /// How long a period lasts.
    pub fn period_ms(&self, period: u8) -> u32 {
        let minutes =
            if self.is_overtime(period) { self.time.overtime_minutes } else { self.time.period_minutes };
        u32::from(minutes) * 60_000
    }

    /// Whether a period comes after the regular ones.
    pub fn is_overtime(&self, period: u8) -> bool {
        period > self.time.periods
    }

    /// Whether the clock stops with the ball at this moment of the game.
    pub fn clock_stops(&self, period: u8, left_ms: u32) -> bool {
        !self.time.running_clock
            || (period >= self.time.periods && self.clean_last_ms.is_some_and(|last_ms| left_ms <= last_ms))
    }

    /// The period whose team fouls count in this one: an overtime carries on the last regular period (Art. 41).
    pub fn foul_period(&self, period: u8) -> u8 {
        period.min(self.time.periods.max(1))
    }
}

impl GameRules {
    /// The rules of an edition and a profile, both by name.
    pub fn by_names(edition: &str, profile: &str) -> Result<Self, UnknownRules> {
        Ok(Self {
            profile: GameProfile::by_name(profile).ok_or_else(|| UnknownRules(profile.to_owned()))?,
            edition: Edition::by_name(edition).ok_or_else(|| UnknownRules(edition.to_owned()))?,
        })
    }

    /// The rules a competition froze for its game: the ready-made profile with the same times, else FIBA's with the
    /// competition's own times.
    pub fn of(rules: &Rules) -> Result<Self, UnknownRules> {
        let edition = Edition::by_name(&rules.edition).ok_or_else(|| UnknownRules(rules.edition.clone()))?;
        let same = Self::ready_made_profiles().find(|profile| profile.time == rules.profile);
        let profile = same.unwrap_or_else(|| {
            let fiba = GameProfile::by_name("4x10").expect("FIBA's own profile is ready-made");
            fiba.with_times(&rules.profile)
        });
        Ok(Self { profile, edition })
    }

    fn ready_made_profiles() -> impl Iterator<Item = GameProfile> {
        GameProfile::names().filter_map(GameProfile::by_name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ready_made_profiles_are_readable_and_name_themselves() {
        for name in GameProfile::names() {
            assert_eq!(GameProfile::by_name(name).unwrap().name, name);
        }
    }

    #[test]
    fn a_competition_finds_the_profile_with_its_times_or_brings_its_own() {
        let mut rules = Rules::fiba_2024();
        assert_eq!(GameRules::of(&rules).unwrap().profile.name, "4x10");
        rules.profile = Profile { periods: 2, period_minutes: 20, overtime_minutes: 3, running_clock: true };
        let own = GameRules::of(&rules).unwrap().profile;
        assert_eq!((own.period_ms(2), own.period_ms(3)), (1_200_000, 180_000));
        assert_eq!(
            (own.time_outs[0].periods.as_slice(), own.time_outs[1].periods.as_slice()),
            (&[1][..], &[2][..])
        );
        rules.edition = "fiba-1932".into();
        assert_eq!(GameRules::of(&rules), Err(UnknownRules("fiba-1932".into())));
    }

    #[test]
    fn a_running_clock_stops_only_in_the_last_two_minutes() {
        let running = GameProfile::by_name("4x12-running").unwrap();
        assert!(!running.clock_stops(4, 120_001) && running.clock_stops(4, 120_000));
        assert!(!running.clock_stops(3, 5_000));
        assert!(GameProfile::by_name("4x10").unwrap().clock_stops(1, 600_000));
    }
}
