//! All clubs by name.

use super::super::page::{Here, LONG, Shell, cached};
use super::super::paths;
use super::{Error, Visitor, current_targets};
use crate::store::{clubs, leagues};
use askama::Template;
use axum::body::Body;
use axum::http::Response;

#[derive(Template)]
#[template(path = "public/clubs.html")]
struct ClubsPage {
    shell: Shell,
    clubs: Vec<ClubView>,
}

struct ClubView {
    name: String,
    full: String,
    city: String,
    href: String,
    light: String,
    dark: String,
    aliases: String,
}

pub async fn show(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let targets = current_targets(&visitor, &mut db).await?;
    let mut views = Vec::new();
    for league in leagues::all(&mut db).await? {
        let aliases = clubs::all_aliases(&mut db, league.id).await?;
        for club in clubs::all(&mut db, league.id).await? {
            let mut names: Vec<&str> = aliases
                .iter()
                .filter(|alias| alias.club_id == club.id && alias.kind != "slip")
                .map(|alias| alias.name.as_str())
                .filter(|name| *name != club.official_name && *name != club.short_name)
                .collect();
            names.dedup();
            views.push(ClubView {
                aliases: names.join("、"),
                href: paths::club(&club.key),
                name: visitor.lang.pick(&club.short_name, &club.name_en).to_owned(),
                full: club.official_name,
                city: club.city,
                light: club.colour_light,
                dark: club.colour_dark,
            });
        }
    }
    let page = ClubsPage {
        shell: Shell::public(&visitor, visitor.t().clubs(), Here::Clubs, &targets),
        clubs: views,
    };
    cached(&visitor, &page, None, LONG)
}
