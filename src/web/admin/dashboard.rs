//! The organiser's look at a season's audience, with what the public does not see.

use super::super::dashboard::{For, Known, compared};
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::page::Here;
use super::super::paths;
use super::audience::find_season;
use super::list::{Cell, ListView};
use super::room::{Page, Part, room};
use crate::access::Permission::ReadControl;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let season = find_season(&visitor, &mut db, &key, ReadControl).await?;
    let room = room(&visitor, &mut db, t.dashboard(), Here::Audience, Some(season.clone())).await?;
    let known = Known::of(&mut db, season.clone(), For::Organiser).await?;
    let mut page = Page::new(room).back(format!("/admin/audience?s={}", season.key), t.audience());
    if season.is_public {
        page = page.link(t.dashboard_public(), paths::season_audience(&season.key));
    }
    // Of this moment: what is entered later changes nothing behind these addresses.
    let all = crate::store::audience::of_season(&mut db, season.id).await?;
    if let Some(last) = all.last() {
        for ending in ["json", "csv"] {
            let to = format!("/admin/seasons/{key}/audience/report.{ending}?until={}", last.key);
            page = page.link(format!("{} {}", t.report(), ending.to_uppercase()), to);
        }
    }
    page.note = t.dashboard_said().to_owned();
    let charts = known.charts(t);
    if charts.is_empty() {
        page = page.with(Part::say("", t.chart_nothing()));
    }
    for chart in charts {
        page = page.with(Part::chart(chart));
    }
    let columns =
        [t.metric(), t.season(), t.figure(), t.interval(), t.class_word(), t.source(), t.footnote()];
    let mut list = ListView::new(t.compare_seasons(), &columns, t.audience_none());
    for row in compared(&mut db, &season, For::Organiser, t).await? {
        list.row(vec![
            Cell::text(row.metric),
            Cell::text(row.season),
            Cell::Number(row.figure.value).marked(t.sample(), row.figure.sample),
            Cell::Number(row.figure.interval),
            Cell::text(row.figure.class),
            Cell::Quiet(row.figure.source),
            Cell::Quiet(if row.redefined { t.redefined().to_owned() } else { String::new() }),
        ]);
    }
    page.with(Part::list(t.compare_seasons(), list).noted(t.compare_seasons_said()).named("seasons"))
        .answer(None)
}
