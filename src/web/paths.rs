//! Addresses, each in one place.

/// A season.
pub fn season(key: &str) -> String {
    format!("/s/{key}")
}

/// The audience of a season.
pub fn season_audience(key: &str) -> String {
    format!("/s/{key}/audience")
}

/// A competition's schedule.
pub fn schedule(competition: &str) -> String {
    format!("/c/{competition}/schedule")
}

/// A competition's table.
pub fn table(competition: &str) -> String {
    format!("/c/{competition}/table")
}

/// A competition's leaders and records.
pub fn leaders(competition: &str) -> String {
    format!("/c/{competition}/leaders")
}

/// A competition's bracket.
pub fn bracket(competition: &str) -> String {
    format!("/c/{competition}/bracket")
}

/// A competition.
pub fn competition(key: &str) -> String {
    format!("/c/{key}")
}

/// The lists of a competition that are posted for objections, or stand.
pub fn posted_lists(competition: &str) -> String {
    format!("/c/{competition}/lists")
}

/// A person.
pub fn person(key: &str) -> String {
    format!("/p/{key}")
}

/// A draw.
pub fn draw(key: &str) -> String {
    format!("/draw/{key}")
}

/// A fixture.
pub fn fixture(key: &str) -> String {
    format!("/f/{key}")
}

/// A club.
pub fn club(key: &str) -> String {
    format!("/club/{key}")
}

/// A venue.
pub fn venue(key: &str) -> String {
    format!("/v/{key}")
}

/// A notice.
pub fn notice(key: &str) -> String {
    format!("/n/{key}")
}
