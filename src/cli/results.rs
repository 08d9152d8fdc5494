//! `changba results`: a sheet of results, looked at or taken.

use super::Context;
use super::outcome::{Failure, Outcome, print};
use crate::actions::input::{Fault, What};
use crate::actions::scores::{Step, Taken, take, unreadable};
use crate::actions::{Refused, console};
use crate::scores::{Known, read};
use crate::sheets;
use crate::store::seasons;
use crate::web::text::{Lang, T};
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {
    /// A workbook or CSV with the columns of the control room's sheet
    file: PathBuf,
    /// The season's key
    #[arg(long, value_name = "KEY")]
    season: String,
    /// Say what each row would do, and save nothing
    #[arg(long)]
    preview: bool,
    /// Confirm the results as official
    #[arg(long)]
    official: bool,
}

pub(super) async fn run(context: Context, given: Arguments) -> Result<Outcome, Failure> {
    let bytes = std::fs::read(&given.file)
        .map_err(|error| Failure::input(format!("{}: {error}", given.file.display())))?;
    let name = given.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let all = sheets::open(&name, &bytes).map_err(|refused| Failure::input(format!("{name}: {refused}")))?;
    let store = context.open_migrated().await?;
    let mut tx = store.write(&console::writer(&context.clock)).await?;
    let Some(season) = seasons::by_key(&mut tx, &given.season).await? else {
        return Err(Failure::input(format!("there is no season with the key {:?}", given.season)));
    };
    let known = Known::load(&mut tx, &season).await?;
    let done = match read(&known, &all.first().cloned().unwrap_or_default()) {
        Ok(rows) => take(&mut tx, &season, &rows, given.official).await,
        Err(cells) => Err(Refused::Faults(unreadable(cells))),
    };
    let changes = done.iter().flatten().any(|taken| taken.step != Step::Same);
    let saved = changes && !given.preview;
    if saved {
        tx.commit().await?;
    } else {
        // Closing waits for every connection to come back.
        drop(tx);
    }
    let outcome = match done {
        Ok(done) => {
            let rows: Vec<Value> = done.iter().map(row).collect();
            print(&json!({ "saved": saved, "rows": rows, "faults": [] }))?;
            Outcome::Fine
        }
        Err(Refused::Faults(faults)) => {
            let faults: Vec<Value> = faults.iter().map(fault).collect();
            print(&json!({ "saved": false, "rows": [], "faults": faults }))?;
            Outcome::Findings
        }
        Err(Refused::SeasonLocked) => return Err(Failure::unreached("the season is archived")),
        Err(Refused::Store(error)) => return Err(error.into()),
        Err(other) => return Err(Failure::unreached(format!("{other:?}"))),
    };
    store.close().await;
    Ok(outcome)
}

fn row(taken: &Taken) -> Value {
    let fixture = &taken.card.fixture;
    json!({
        "row": taken.row, "step": taken.step, "fixture": fixture.key, "score": fixture.score_a.zip(fixture.score_b),
        "before": taken.before,
    })
}

fn fault(fault: &Fault) -> Value {
    let (row, column) = match &fault.what {
        What::Column { row, column, .. } => (Some(row), Some(column)),
        _ => (None, None),
    };
    json!({ "row": row, "column": column, "code": fault.what.code(), "says": T(Lang::En).fault(&fault.what) })
}
