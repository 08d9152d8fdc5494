//! The table with its rule beside it, and the reasons one tap away.

use super::super::page::{Here, LONG, Shell, cached};
use super::super::show::TableView;
use super::competition::{RulesView, rules_view};
use super::{Error, Visitor, open_competition, targets};
use crate::tables;
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

#[derive(Template)]
#[template(path = "public/table.html")]
struct TablePage {
    shell: Shell,
    name: String,
    tables: Vec<TableView>,
    rules: RulesView,
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, competition) = open_competition(&mut db, &visitor, &key).await?;
    let lang = visitor.lang;
    let rules = tables::rule_set(&competition);
    let tables = tables::of_competition(&mut db, &competition).await?;
    let name = lang.pick(&competition.name_zh, &competition.name_en).to_owned();
    let page = TablePage {
        shell: Shell::public(
            &visitor,
            format!("{} · {name}", visitor.t().table()),
            Here::Table,
            &targets(&visitor, &season, Some(&competition)),
        ),
        name,
        tables: tables.iter().map(|table| TableView::of(table, &rules, lang)).collect(),
        rules: rules_view(&visitor, &competition),
    };
    cached(&visitor, &page, Some(season.id), LONG)
}
