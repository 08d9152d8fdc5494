//! `changba demo`: a league to look at, from one command.

use super::outcome::{Failure, Outcome, line};
use super::{Context, serve};
use crate::actions::{console, demo};
use crate::config::Override;
use crate::random::Random;

/// The demo's own file, used when no layer of the settings names a database.
pub(super) fn own_database() -> Override {
    Override { name: "database.url", option: "demo", value: "sqlite:data/demo.db".into() }
}

pub(super) async fn run(context: Context, given: serve::Arguments) -> Result<Outcome, Failure> {
    let store = context.open_migrated().await?;
    match demo::fill(&store, &context.clock, &Random::seeded(demo::SEED)).await? {
        demo::Filled::Now | demo::Filled::Before => {}
        demo::Filled::NotEmpty => {
            // Sign-in links for every role must never be printed for a real league.
            return Err(Failure::input(
                "the database holds a league that is not the demo; name another with --db",
            ));
        }
    }
    let server = serve::Server::bind(&context, &given, store.clone()).await?;
    line(&format!("listening {}", server.listening))?;
    server.say_pairing()?;
    let ttl = context.config.sign_in.demo_link_ttl.chrono();
    for (role, token) in console::demo_links(&store, &console::writer(&context.clock), ttl).await? {
        line(&format!("{}\t{}/link/{token}", role.as_str(), server.public))?;
    }
    server.run().await
}
