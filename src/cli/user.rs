//! `changba user`: accounts, sign-in links, tokens.

use super::Context;
use super::outcome::{Failure, Outcome, line, print};
use crate::access::Role;
use crate::actions::console::{self, NewUser};
use crate::actions::people;
use crate::config::Span;
use crate::keys::Keys;

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Clone, Debug)]
enum Command {
    /// Add an account and print its first sign-in link
    Add {
        login: String,
        /// The name people know the holder by; the login when absent
        #[arg(long)]
        name: Option<String>,
        /// owner, organiser, team_leader, scorer, referee, gate, media or auditor
        #[arg(long, value_parser = role)]
        role: Role,
        /// The key of the league, season, competition, club or fixture where the role holds
        #[arg(long, value_name = "KEY")]
        scope: Option<String>,
    },
    /// Print a token for scripts
    Token {
        /// owner, organiser, team_leader, scorer, referee, gate, media or auditor
        #[arg(long, value_parser = role)]
        role: Role,
        /// The key of the league, season, competition, club or fixture where the role holds
        #[arg(long, value_name = "KEY")]
        scope: Option<String>,
        /// How long it works
        #[arg(long, default_value = "8h", value_parser = span)]
        ttl: Span,
        /// The name the audit shows
        #[arg(long, default_value = "script")]
        name: String,
    },
    /// Add a key for what people show of themselves and seal everything anew with it
    RotateKey,
    /// Print a one-time sign-in link for an account
    Link {
        login: String,
        /// How long it works; the setting sign_in.link_ttl when absent
        #[arg(long, value_parser = span)]
        ttl: Option<Span>,
    },
}

fn role(word: &str) -> Result<Role, String> {
    let words: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
    word.parse().map_err(|_| format!("a role is one of {}", words.join(", ")))
}

fn span(text: &str) -> Result<Span, String> {
    text.parse()
}

pub(super) async fn run(context: Context, given: Arguments) -> Result<Outcome, Failure> {
    let store = context.open_current().await?;
    let writer = console::writer(&context.clock);
    let link_ttl = context.config.sign_in.link_ttl;
    match given.command {
        Command::Add { login, name, role, scope } => {
            let new = NewUser { name: name.unwrap_or_else(|| login.clone()), login, role, scope };
            let (account, token) = console::add_user(&store, &writer, &new, link_ttl.chrono()).await?;
            print(&serde_json::json!({
                "key": account.key,
                "login": account.login,
                "role": role.as_str(),
                "link": format!("{}/link/{token}", context.public_url()),
            }))?;
        }
        Command::Token { role, scope, ttl, name } => {
            let (token, expires_at) =
                console::add_token(&store, &writer, &name, role, scope.as_deref(), ttl.chrono()).await?;
            eprintln!("{} until {expires_at}", role.as_str());
            // Alone on stdout, so that a script can take it as it is.
            line(&token)?;
        }
        Command::RotateKey => {
            let folder = context.config.storage.folder.join("keys");
            let keys = Keys::add(&folder).map_err(|error| Failure::unreached(error.to_string()))?;
            let sealed = people::seal_anew(&store, &writer, &keys)
                .await
                .map_err(|refused| Failure::unreached(format!("{refused:?}")))?;
            print(&serde_json::json!({ "key": keys.newest(), "sealed": sealed }))?;
        }
        Command::Link { login, ttl } => {
            let ttl = ttl.unwrap_or(link_ttl).chrono();
            let token = console::user_link(&store, &writer, &login, ttl).await?;
            line(&format!("{}/link/{token}", context.public_url()))?;
        }
    }
    store.close().await;
    Ok(Outcome::Fine)
}
