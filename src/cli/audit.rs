//! `changba audit verify`: whether anybody touched the record.

use super::Context;
use super::outcome::{Failure, Outcome, print};
use crate::store;

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Clone, Debug)]
enum Command {
    /// Walk every hash chain
    Verify,
}

pub(super) async fn run(context: Context, given: Arguments) -> Result<Outcome, Failure> {
    let Command::Verify = given.command;
    let store = context.open().await?;
    let verdict = store::audit::verify(&mut store.read().await?).await?;
    store.close().await;
    match verdict {
        Ok(entries) => {
            print(&serde_json::json!({ "ok": true, "entries": entries }))?;
            Ok(Outcome::Fine)
        }
        Err(broken) => {
            print(&serde_json::json!({ "ok": false, "chain": broken.chain, "seq": broken.seq }))?;
            eprintln!("changba: the chain {} breaks at entry {}", broken.chain, broken.seq);
            Ok(Outcome::Findings)
        }
    }
}
