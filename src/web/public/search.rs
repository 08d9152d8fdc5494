//! Search by any name, any part of it, or the first letters of its sounds.

use super::super::page::{Here, LONG, Shell, cached};
use super::super::paths;
use super::{Error, Visitor, current_targets};
use crate::store::{Db, clubs, competitions, entries, leagues, seasons, venues};
use askama::Template;
use axum::body::Body;
use axum::extract::RawQuery;
use axum::http::Response;
use league::competition::EntryKind;
use league::names::{initials, normalise};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "public/search.html")]
struct SearchPage {
    shell: Shell,
    query: String,
    hits: Vec<Hit>,
}

struct Hit {
    name: String,
    kind: &'static str,
    found_by: String,
    href: String,
    whole: bool,
}

/// A longer question is cut: nobody types one, and it would only cost.
const LONGEST: usize = 60;

pub async fn show(visitor: Visitor, RawQuery(query): RawQuery) -> Result<Response<Body>, Error> {
    let query: BTreeMap<String, String> =
        serde_urlencoded::from_str(&query.unwrap_or_default()).map_err(|_| Error::BadBody)?;
    let query: String = query.get("q").map(|q| q.trim().chars().take(LONGEST).collect()).unwrap_or_default();
    let mut db = visitor.read().await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let wanted = normalise(&query);
    let mut hits = Vec::new();
    if !wanted.is_empty() {
        for league in leagues::all(&mut db).await? {
            let aliases = clubs::all_aliases(&mut db, league.id).await?;
            for club in clubs::all(&mut db, league.id).await? {
                let mut names =
                    vec![club.short_name.clone(), club.official_name.clone(), club.name_en.clone()];
                names.extend(
                    aliases.iter().filter(|alias| alias.club_id == club.id).map(|alias| alias.name.clone()),
                );
                if let Some((whole, name)) = best(&wanted, &names) {
                    hits.push(Hit {
                        found_by: if name == club.short_name { club.official_name.clone() } else { name },
                        name: lang.pick(&club.short_name, &club.name_en).to_owned(),
                        kind: t.club(),
                        href: paths::club(&club.key),
                        whole,
                    });
                }
            }
            for venue in venues::all(&mut db, league.id).await? {
                let names = vec![venue.name_zh.clone(), venue.name_en.clone()];
                if let Some((whole, _)) = best(&wanted, &names) {
                    hits.push(Hit {
                        name: lang.pick(&venue.name_zh, &venue.name_en).to_owned(),
                        kind: t.venue(),
                        found_by: venue.city,
                        href: paths::venue(&venue.key),
                        whole,
                    });
                }
            }
        }
    }
    if !wanted.is_empty() {
        guests(&visitor, &mut db, &wanted, &mut hits).await?;
    }
    hits.sort_by_key(|hit| !hit.whole);
    let targets = current_targets(&visitor, &mut db).await?;
    let page =
        SearchPage { shell: Shell::public(&visitor, t.search(), Here::Elsewhere, &targets), query, hits };
    cached(&visitor, &page, None, LONG)
}

/// Teams that no club stands behind: joint teams, guests, the stars of an evening. They lead to their competition.
async fn guests(visitor: &Visitor, db: &mut Db, wanted: &str, hits: &mut Vec<Hit>) -> Result<(), Error> {
    let (t, lang) = (visitor.t(), visitor.lang);
    for season in seasons::all(db).await?.into_iter().filter(|season| season.is_public) {
        for competition in competitions::of_season(db, season.id).await? {
            for entry in entries::of_competition(db, competition.id).await? {
                if entry.club_id.is_some() || entry.kind == EntryKind::Unknown {
                    continue;
                }
                if let Some((whole, _)) = best(wanted, &[entry.short_name.clone(), entry.name.clone()]) {
                    let of = lang.pick(&competition.name_zh, &competition.name_en);
                    let year = lang.pick(&season.name_zh, &season.name_en);
                    hits.push(Hit {
                        found_by: format!("{year} · {of}"),
                        name: entry.short_name,
                        kind: t.team(),
                        href: paths::competition(&competition.key),
                        whole,
                    });
                }
            }
        }
    }
    Ok(())
}

/// The name that answers best: whole, in part, or by the first letters of its sounds.
fn best(wanted: &str, names: &[String]) -> Option<(bool, String)> {
    let names = || names.iter().filter(|name| !name.is_empty());
    let whole = names().find(|name| normalise(name) == wanted).map(|name| (true, name.clone()));
    let part = || names().find(|name| normalise(name).contains(wanted)).map(|name| (false, name.clone()));
    let letters = || {
        let typed = wanted.len() >= 2 && wanted.chars().all(|c| c.is_ascii_alphanumeric());
        names().find(|name| typed && initials(name).contains(wanted)).map(|name| (false, name.clone()))
    };
    whole.or_else(part).or_else(letters)
}
