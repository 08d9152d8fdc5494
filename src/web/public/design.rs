//! The design system: tokens and components, each shown once, in both themes.

use super::super::page::{Here, Shell, private};
use super::{Error, Visitor, current_targets};
use askama::Template;
use axum::body::Body;
use axum::http::Response;

#[derive(Template)]
#[template(path = "public/design.html")]
struct DesignPage {
    shell: Shell,
}

pub async fn show(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let targets = current_targets(&visitor, &mut db).await?;
    private(&DesignPage { shell: Shell::public(&visitor, visitor.t().design(), Here::Elsewhere, &targets) })
}
