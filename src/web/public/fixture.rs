//! One game.

use super::super::assets;
use super::super::audience::{self, FigureView};
use super::super::page::{Here, LONG, Shell, cached};
use super::super::paths;
use super::super::show::{self, FixtureView, PeriodView};
use super::box_score::BoxView;
use super::corrections::CorrectionView;
use super::home::published;
use super::{Error, Visitor, must_be_visible, targets};
use crate::access::Permission;
use crate::actions::boxscores;
use crate::lists::{self, PublicPlayer};
use crate::store::{Db, competitions, fixtures, match_lists, notices, seasons};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::fixture::Side;

#[derive(Template)]
#[template(path = "public/fixture.html")]
struct FixturePage {
    shell: Shell,
    game: FixtureView,
    periods: Vec<PeriodView>,
    remark: String,
    source: String,
    corrections: Vec<CorrectionView>,
    lists: Vec<(String, Vec<PublicPlayer>)>,
    /// Whether a figure is of the whole evening, and the figure.
    attendance: Vec<(bool, FigureView)>,
    watch_js: String,
    box_score: Option<BoxView>,
    /// Published reports: title and address.
    reports: Vec<(String, String)>,
    may_enter: bool,
    /// Whether the table has anything of it.
    has_plays: bool,
    schedule_href: String,
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let card = fixtures::by_key(&mut db, &key).await?.ok_or(Error::NotFound)?;
    let season = seasons::by_id(&mut db, card.season_id).await?;
    must_be_visible(&visitor, &season)?;
    let competition = competitions::by_id(&mut db, card.fixture.competition_id).await?;
    let periods = fixtures::periods(&mut db, card.fixture.id).await?;
    let corrections = fixtures::corrections(&mut db, card.fixture.id).await?;
    let game = FixtureView::of(&card, lang);
    let mut shown = Vec::new();
    let today = visitor.app.clock.now().with_timezone(&season.tz()).date_naive();
    for (side, name) in [(Side::A, &game.a.name), (Side::B, &game.b.name)] {
        let Some(line_up) = match_lists::line_up(&mut db, &card, side).await? else { continue };
        let mut players = lists::for_public(&mut db, &competition, line_up.entry_id, today).await?;
        if line_up.list.is_some() {
            // Shirts are one player's for the whole list: they tell who is named.
            players.retain(|player| line_up.players.iter().any(|named| named.shirt == player.shirt));
        }
        shown.push((name.clone(), players));
    }
    let attendance = audience::attendance(&mut db, &card, t, season.tz()).await?;
    let today = visitor.app.clock.now().with_timezone(&season.tz()).date_naive();
    let kept = boxscores::of(&mut db, &card, today).await?;
    let place = super::super::admin::place_of(&card);
    let page = FixturePage {
        shell: Shell::public(
            &visitor,
            game.title(t),
            Here::Elsewhere,
            &targets(&visitor, &season, Some(&competition)),
        ),
        periods: show::periods(&periods, t),
        remark: lang.pick(&card.fixture.remark_zh, &card.fixture.remark_en).to_owned(),
        source: card.fixture.source.clone(),
        corrections: corrections
            .iter()
            .map(|correction| CorrectionView::of(correction, t, season.tz()))
            .collect(),
        lists: shown,
        attendance,
        watch_js: assets::url("watch.js"),
        has_plays: crate::store::plays::sheet(&mut db, card.fixture.id).await?.is_some(),
        reports: reports(&mut db, &card, &visitor).await?,
        box_score: kept.map(|kept| BoxView::of(&kept, t)),
        may_enter: visitor.may(Permission::EnterResult, &place),
        schedule_href: paths::schedule(&card.competition_key),
        game,
    };
    cached(&visitor, &page, Some(season.id), LONG)
}

/// The reports of a game that are published.
async fn reports(
    db: &mut Db,
    card: &fixtures::Card,
    visitor: &Visitor,
) -> Result<Vec<(String, String)>, Error> {
    let own = notices::of_fixture(db, card.fixture.id).await?;
    let now = visitor.app.clock.now();
    let title = |notice: &notices::Notice| visitor.lang.pick(&notice.title_zh, &notice.title_en).to_owned();
    Ok(published(&own, now).map(|notice| (title(notice), paths::notice(&notice.key))).collect())
}
