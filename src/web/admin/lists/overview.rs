//! All lists of a competition: where each stands, and how its lights are.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::page::Here;
use super::super::competitions;
use super::super::list::{Cell, ListView};
use super::super::place;
use super::super::room::{Page, Part, room};
use super::class_of;
use crate::access::Permission::{JudgeList, ReadAudit, ReadControl};
use crate::lists as reading;
use crate::store::entries;
use crate::web::paths;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::eligibility::Verdict;

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, competition) = competitions::find(&visitor, &mut db, &key, ReadControl).await?;
    let at = place::competition(&season, &competition);
    if !visitor.may(JudgeList, &at) && !visitor.may(ReadAudit, &at) {
        return Err(Error::Forbidden);
    }
    let t = visitor.t();
    let today = visitor.app.clock.now().with_timezone(&season.tz()).date_naive();
    let columns = [t.team(), t.status(), t.players(), t.light_head(), t.whole_list()];
    let mut list = ListView::new(t.team_lists(), &columns, t.no_lists());
    for entry in entries::of_competition(&mut db, competition.id).await? {
        let judged = reading::judged(&mut db, competition.id, entry.id, today).await?;
        let worst = judged.reasons.iter().map(|reason| reason.verdict).max().unwrap_or_default();
        let reasons: Vec<String> = judged
            .reasons
            .iter()
            .filter(|reason| reason.verdict != Verdict::Ok)
            .map(|reason| format!("{} {}", reason.number, t.words_of(&reason.wording)))
            .collect();
        let counts = t.light_counts(judged.counts());
        let worst_row = judged.rows.iter().map(|row| row.verdict).max().unwrap_or_default();
        list.row(vec![
            Cell::link(entry.short_name, format!("/admin/lists/{}", entry.key)),
            Cell::state(t.list_state(judged.list.state)),
            Cell::Number(judged.rows.len().to_string()),
            Cell::light(&counts, class_of(worst_row.max(worst))),
            Cell::Lines(reasons),
        ]);
    }
    let name = visitor.lang.pick(&competition.name_zh, &competition.name_en).to_owned();
    let room = room(&visitor, &mut db, t.team_lists(), Here::Competitions, Some(season.clone())).await?;
    let mut page = Page::new(room).back(format!("/admin/competitions/{key}"), t.competitions());
    page.over = name;
    if visitor.may(JudgeList, &at) {
        page = page.link(t.entry_rules(), format!("/admin/competitions/{key}/entry-rules"));
    }
    page.link(t.posted_lists(), paths::posted_lists(&key)).with(Part::list("", list)).answer(None)
}
