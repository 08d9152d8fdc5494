//! A player: the teams played for, over the years. There is a page only for those whose whole name everybody may read.

use super::super::page::{Here, LONG, Shell, cached};
use super::super::paths;
use super::{Error, Visitor, current_targets};
use crate::lists::{shown_to_public, stricter};
use crate::store::{competitions, entries, entry_rules, lists, people, seasons};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::names::Shown;

#[derive(Template)]
#[template(path = "public/person.html")]
struct PersonPage {
    shell: Shell,
    name: String,
    sample: bool,
    lists: Vec<ListedView>,
}

struct ListedView {
    season: String,
    competition: String,
    href: String,
    team: String,
    team_href: Option<String>,
    shirt: String,
    captain: bool,
    left: String,
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let person =
        people::by_key(&mut db, &key).await?.filter(|person| !person.archived).ok_or(Error::NotFound)?;
    let today = visitor.app.clock.now().date_naive();
    let mut views = Vec::new();
    let mut shown = if person.erased_at.is_some() { Shown::Nobody } else { Shown::Full };
    for row in lists::rows_of_person(&mut db, person.id).await? {
        let entry = entries::by_id(&mut db, row.entry_id).await?;
        let competition = competitions::by_id(&mut db, entry.competition_id).await?;
        let season = seasons::by_id(&mut db, competition.season_id).await?;
        let rules = entry_rules::of_competition(&mut db, competition.id).await?;
        // The list that tells least decides: elsewhere the same name would tell.
        shown = stricter(shown, shown_to_public(&rules, competition.kind, row.birth, today));
        if !season.is_public || competition.archived {
            continue;
        }
        views.push(ListedView {
            season: lang.pick(&season.name_zh, &season.name_en).to_owned(),
            competition: lang.pick(&competition.name_zh, &competition.name_en).to_owned(),
            href: paths::competition(&competition.key),
            team: super::super::show::entry_name(&entry, lang),
            team_href: entry.club_key.as_deref().map(paths::club),
            shirt: row.shirt,
            captain: row.captain,
            left: row.left_on.map(|day| format!("{} {day}", t.left_list())).unwrap_or_default(),
        });
    }
    if shown != Shown::Full || views.is_empty() {
        return Err(Error::NotFound);
    }
    let targets = current_targets(&visitor, &mut db).await?;
    let page = PersonPage {
        shell: Shell::public(&visitor, person.name.clone(), Here::Clubs, &targets),
        name: person.name,
        sample: !person.sample.is_empty(),
        lists: views,
    };
    cached(&visitor, &page, None, LONG)
}
