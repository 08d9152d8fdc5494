//! The audience of a season, as far as the organiser chose it for everybody: each figure with its method and class.

use super::super::audience::FigureView;
use super::super::chart::Chart;
use super::super::dashboard::{Compared, For, Known, compared};
use super::super::page::{Here, LONG, Shell, cached};
use super::super::paths;
use super::{Error, Visitor, must_be_visible, targets};
use crate::store::seasons;
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::audience::observation::Class;

#[derive(Template)]
#[template(path = "public/audience.html")]
struct AudiencePage {
    shell: Shell,
    season: String,
    season_href: String,
    charts: Vec<Chart>,
    /// What was counted, and apart from it what press and organisers announced, which enters no total.
    groups: Vec<Group>,
    compared: Vec<Compared>,
}

struct Group {
    heading: &'static str,
    said: &'static str,
    figures: Vec<(String, FigureView)>,
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let season = seasons::by_key(&mut db, &key).await?.ok_or(Error::NotFound)?;
    must_be_visible(&visitor, &season)?;
    let known = Known::of(&mut db, season.clone(), For::Public).await?;
    let (claims, counted) =
        known.listed(t).into_iter().partition(|(_, view)| view.class == Class::E.as_str());
    let mut groups = vec![
        Group { heading: t.audience_counted(), said: "", figures: counted },
        Group { heading: t.audience_announced(), said: t.audience_announced_said(), figures: claims },
    ];
    groups.retain(|group| !group.figures.is_empty());
    let page = AudiencePage {
        shell: Shell::public(&visitor, t.audience(), Here::Elsewhere, &targets(&visitor, &season, None)),
        season: visitor.lang.pick(&season.name_zh, &season.name_en).to_owned(),
        season_href: paths::season(&season.key),
        charts: known.charts(t),
        groups,
        compared: compared(&mut db, &season, For::Public, t).await?,
    };
    cached(&visitor, &page, Some(season.id), LONG)
}
