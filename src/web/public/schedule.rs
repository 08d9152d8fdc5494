//! The schedule: by day with today first, by club, by court.

use super::super::page::{Here, SHORT, Shell, cached};
use super::super::show::FixtureView;
use super::{Error, Visitor, open_competition, targets};
use crate::store::fixtures;
use askama::Template;
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::Response;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "public/schedule.html")]
struct SchedulePage {
    shell: Shell,
    name: String,
    key: String,
    by: By,
    sections: Vec<Section>,
    today: Option<Section>,
    choices: Vec<(String, String, bool)>,
}

/// What a schedule is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Day,
    Club,
    Court,
}

struct Section {
    heading: String,
    anchor: String,
    sample: bool,
    fixtures: Vec<FixtureView>,
}

pub async fn show(
    visitor: Visitor,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, competition) = open_competition(&mut db, &visitor, &key).await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let query: BTreeMap<String, String> =
        serde_urlencoded::from_str(&query.unwrap_or_default()).map_err(|_| Error::BadBody)?;
    let by = match query.get("by").map(String::as_str) {
        Some("club") => By::Club,
        Some("court") => By::Court,
        _ => By::Day,
    };
    let wanted = query.get("of").cloned().unwrap_or_default();
    let cards = fixtures::of_competition(&mut db, competition.id).await?;
    let views = FixtureView::list(&cards, lang);
    let today = visitor.app.clock.now().with_timezone(&season.tz()).date_naive();
    let mut choices = Vec::new();
    let mut sections = match by {
        By::Day => by_day(views),
        By::Club => by_name(&views, |view| vec![view.a.name.clone(), view.b.name.clone()]),
        By::Court => by_name(&views, |view| {
            let hall = if view.venue.is_empty() { t.venue_unknown().to_owned() } else { view.venue.clone() };
            vec![if view.court.is_empty() { hall } else { format!("{hall} · {}", view.court) }]
        }),
    };
    if by != By::Day {
        choices = sections
            .iter()
            .map(|section| (section.heading.clone(), section.anchor.clone(), section.anchor == wanted))
            .collect();
        if !wanted.is_empty() {
            sections.retain(|section| section.anchor == wanted);
        }
    }
    let is_today = |section: &Section| section.fixtures.first().and_then(|view| view.day) == Some(today);
    let today = match by {
        By::Day => sections.iter().position(is_today).map(|at| sections.remove(at)),
        _ => None,
    };
    let name = lang.pick(&competition.name_zh, &competition.name_en).to_owned();
    let page = SchedulePage {
        shell: Shell::public(
            &visitor,
            format!("{} · {name}", t.schedule()),
            Here::Schedule,
            &targets(&visitor, &season, Some(&competition)),
        ),
        name,
        key,
        by,
        sections,
        today,
        choices,
    };
    cached(&visitor, &page, Some(season.id), SHORT)
}

fn by_day(views: Vec<FixtureView>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for view in views {
        let anchor = view.day.map_or_else(|| "undated".to_owned(), |day| day.to_string());
        match sections.last_mut().filter(|section| section.anchor == anchor) {
            Some(section) => section.fixtures.push(view),
            None => sections.push(Section {
                heading: view.day_text.clone(),
                anchor,
                sample: false,
                fixtures: vec![view],
            }),
        }
    }
    for section in &mut sections {
        section.sample = section.fixtures.iter().all(|view| view.date_sample);
    }
    sections
}

fn by_name(views: &[FixtureView], names: impl Fn(&FixtureView) -> Vec<String>) -> Vec<Section> {
    let mut found: BTreeMap<String, Section> = BTreeMap::new();
    for view in views {
        for name in names(view) {
            let key = league::names::sort_key(&name);
            let section = found.entry(key).or_insert_with(|| Section {
                anchor: anchor(&name),
                heading: name,
                sample: false,
                fixtures: Vec::new(),
            });
            section.fixtures.push(view.clone());
        }
    }
    found.into_values().collect()
}

/// A name as an address takes it: its letters' initials and a short hash, stable while the name is.
fn anchor(name: &str) -> String {
    use sha2::Digest;
    let hash = crate::random::hex(&sha2::Sha256::digest(name.as_bytes())[..4]);
    let letters: String =
        league::names::initials(name).chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    format!("{letters}-{hash}")
}
