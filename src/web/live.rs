//! A game as it goes: the stream, the page for everyone, the text feeds, the screens of the hall.

mod feed;
mod hall;
mod line_ups;
mod page;
mod scene;
mod screen;
mod stream;
mod words;

pub use stream::Rooms;

use super::error::Error;
use super::extract::Visitor;
use super::public::must_be_visible;
use super::routes::{Routes, Who};
use crate::store::Db;
use crate::store::fixtures::{self, Card};
use crate::store::seasons::{self, Season};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/live/{fixture}", Who::Everyone, stream::follow)
        .get("/f/{fixture}/live", Who::Everyone, page::show)
        .get("/f/{fixture}/live.png", Who::Everyone, page::picture)
        .get("/feed/{file}", Who::Everyone, feed::show)
        .get("/screen/{fixture}/{kind}", Who::Everyone, screen::show)
        .get("/screen/season/{season}", Who::Everyone, screen::canteen)
        .get("/screen/of/{screen}", Who::Everyone, hall::go)
        .get("/screen/of/{screen}/now", Who::Everyone, hall::now)
        .get("/screen/of/{screen}/{kind}", Who::Everyone, hall::show)
        .post("/screen/of/{screen}/aired", Who::Everyone, hall::aired)
}

/// A game of a season the visitor may see.
async fn seen(db: &mut Db, visitor: &Visitor, key: &str) -> Result<(Season, Card), Error> {
    let card = fixtures::by_key(db, key).await?.ok_or(Error::NotFound)?;
    let season = seasons::by_id(db, card.season_id).await?;
    must_be_visible(visitor, &season)?;
    Ok((season, card))
}
