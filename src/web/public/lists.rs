//! Lists that are posted for objections 公示, and those that stand, with every change made since.

use super::super::page::{Here, SHORT, Shell, cached};
use super::super::paths;
use super::{Error, Visitor, open_competition, targets};
use crate::lists::{self as reading, PublicPlayer};
use crate::store::entries;
use crate::store::lists::{self, State};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

#[derive(Template)]
#[template(path = "public/lists.html")]
struct ListsPage {
    shell: Shell,
    name: String,
    href: String,
    lists: Vec<ListView>,
}

struct ListView {
    team: String,
    key: String,
    state: &'static str,
    posted: bool,
    until: String,
    /// Leader, coaches, doctor.
    staff: Vec<(String, String)>,
    players: Vec<PublicPlayer>,
    notes: Vec<(String, String)>,
}

/// Whom of the staff a programme names; nobody's phone is among them.
const STAFF: &[&str] = &["leader", "coach", "assistant_coach", "doctor"];

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let (season, competition) = open_competition(&mut db, &visitor, &key).await?;
    let today = visitor.app.clock.now().with_timezone(&season.tz()).date_naive();
    let rules = crate::store::entry_rules::of_competition(&mut db, competition.id).await?;
    let set = reading::rule_set(&rules);
    let mut views = Vec::new();
    for entry in entries::of_competition(&mut db, competition.id).await? {
        let list = lists::of_entry(&mut db, entry.id).await?;
        if !matches!(list.state, State::Posted | State::Locked) {
            continue;
        }
        let until = list.objections_until.filter(|_| list.state == State::Posted);
        let staff = STAFF.iter().filter_map(|key| set.fields.of_club(key));
        views.push(ListView {
            state: t.list_state(list.state),
            posted: list.state == State::Posted,
            until: until
                .map(|at| at.with_timezone(&season.tz()).format("%Y-%m-%d %H:%M").to_string())
                .unwrap_or_default(),
            staff: staff
                .map(|field| (t.words_of(&field.label()).to_owned(), list.club_text(&field.key).to_owned()))
                .filter(|(_, name)| !name.is_empty())
                .collect(),
            players: reading::for_public(&mut db, &competition, entry.id, today).await?,
            notes: lists::notes(&mut db, entry.id)
                .await?
                .into_iter()
                .map(|note| {
                    (
                        note.day.to_string(),
                        format!("{} ({})", lang.pick(&note.body_zh, &note.body_en), note.document),
                    )
                })
                .collect(),
            team: entry.name,
            key: entry.key,
        });
    }
    let page = ListsPage {
        shell: Shell::public(
            &visitor,
            t.posted_lists(),
            Here::Elsewhere,
            &targets(&visitor, &season, Some(&competition)),
        ),
        name: lang.pick(&competition.name_zh, &competition.name_en).to_owned(),
        href: paths::competition(&competition.key),
        lists: views,
    };
    cached(&visitor, &page, Some(season.id), SHORT)
}
