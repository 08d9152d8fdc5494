//! `changba migrate`: the schema, up to date.

use super::Context;
use super::outcome::{Failure, Outcome, print};
use crate::store::Store;

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {}

pub(super) async fn run(context: Context, _: Arguments) -> Result<Outcome, Failure> {
    let store = Store::open(&context.config.database.url).await?;
    let taken = store.migrate(context.clock.now()).await?;
    store.close().await;
    print(&serde_json::json!({ "taken": taken }))?;
    Ok(Outcome::Fine)
}
