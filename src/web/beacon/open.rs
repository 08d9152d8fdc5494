//! Which games count beats now, and the salt of the day.

use crate::random::Random;
use crate::store::audience::beacons;
use crate::store::{self, Db};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use hashbrown::HashMap;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

/// Pages fill up before tip-off, and a late overtime ends well within four hours.
const BEFORE: TimeDelta = TimeDelta::minutes(30);
const AFTER: TimeDelta = TimeDelta::hours(4);
/// The audience's day ends at four in the morning in China: no game is cut in two.
const DAY_ENDS_UTC_HOURS: i64 = 20;

/// When beats for a game count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    pub fixture_id: i32,
    pub from_ms: i64,
    pub to_ms: i64,
}

/// The games around now. One whose hour is unknown counts its whole day.
pub async fn games(db: &mut Db, now: DateTime<Utc>) -> Result<HashMap<String, Open>, store::Error> {
    let today = now.date_naive();
    let near = beacons::watched(db, today - TimeDelta::days(1), today + TimeDelta::days(2)).await?;
    let opened = near.into_iter().filter_map(|game| {
        let zone: chrono_tz::Tz = game.zone.parse().unwrap_or(chrono_tz::Asia::Shanghai);
        let begin_of = |day: NaiveDate| zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest();
        let (from, to) = match (game.tip_off_at, game.day) {
            (Some(tip_off), _) => (tip_off - BEFORE, tip_off + AFTER),
            (None, Some(day)) => {
                let begin = begin_of(day)?.with_timezone(&Utc);
                (begin, begin + TimeDelta::days(1))
            }
            (None, None) => return None,
        };
        let open =
            Open { fixture_id: game.id, from_ms: from.timestamp_millis(), to_ms: to.timestamp_millis() };
        Some((game.key, open))
    });
    Ok(opened.collect())
}

/// The audience's day.
pub fn day_of(now: DateTime<Utc>) -> NaiveDate {
    (now + TimeDelta::hours(24 - DAY_ENDS_UTC_HOURS)).date_naive()
}

/// Where salts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Salts {
    /// A process of its own, as in tests.
    InMemory,
    /// A folder that all nodes of a site share.
    Folder(PathBuf),
}

impl Salts {
    /// The salt of a day: made by the first node that needs it. Those of days gone by are removed for good.
    pub fn of(&self, day: NaiveDate, random: &Random) -> std::io::Result<[u8; 32]> {
        let Self::Folder(folder) = self else { return Ok(random.bytes()) };
        std::fs::create_dir_all(folder)?;
        let name = |day: NaiveDate| format!("beacon-{day}.salt");
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let file = entry.file_name().to_string_lossy().into_owned();
            if file.starts_with("beacon-") && file.ends_with(".salt") && file < name(day) {
                std::fs::remove_file(entry.path())?;
            }
        }
        let path = folder.join(name(day));
        let salt = random.bytes();
        // Written beside and linked: another node sees a whole salt or none.
        let draft = folder.join(format!("draft-{}", random.key()));
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
        file.write_all(&salt).and_then(|()| file.sync_all())?;
        let linked = std::fs::hard_link(&draft, &path);
        std::fs::remove_file(&draft)?;
        match linked {
            Ok(()) => Ok(salt),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                std::fs::read(&path)?.try_into().map_err(|_| ErrorKind::InvalidData.into())
            }
            Err(error) => Err(error),
        }
    }
}
