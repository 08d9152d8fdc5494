//! Removes from the disk what no row names any more: photos of people who were erased, papers that were taken back.

use crate::uploads::private;
use crate::web::App;
use anyhow::Context;
use std::time::SystemTime;

/// Looks once; gives how many files were removed.
pub async fn sweep(app: &App) -> anyhow::Result<usize> {
    let mut db = app.store.read().await?;
    let known = crate::store::private_files::stored(&mut db).await?.into_iter().collect();
    drop(db);
    let (folder, now) = (app.settings.uploads.clone(), SystemTime::from(app.clock.now()));
    tokio::task::spawn_blocking(move || private::sweep(&folder, &known, now))
        .await?
        .context("the folder of sealed files cannot be read")
}
