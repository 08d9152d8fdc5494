//! The first set-up: three steps on one page, guarded by a token that the console printed.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::{Shell, private, refused};
use super::{device, signed_in};
use crate::access::{Role, Scope};
use crate::actions::input::{Fault, Fields, parse};
use crate::actions::{Outcome, Refused, accounts as people, leagues, seasons};
use crate::random::token_hash;
use crate::store::Tx;
use crate::store::accounts::{self, Purpose};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response};

#[derive(Template)]
#[template(path = "account/setup.html")]
struct SetupPage {
    shell: Shell,
    token: String,
    fields: Fields,
    faults: Vec<Fault>,
}

impl SetupPage {
    fn fault(&self, field: &str) -> Option<String> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| self.shell.t.fault(&fault.what))
    }
}

#[derive(Template)]
#[template(path = "account/setup_closed.html")]
struct ClosedPage {
    shell: Shell,
    set_up: bool,
}

/// Without the token there is nothing to see but where to find it.
pub async fn closed(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let set_up = !accounts::all(&mut db).await?.is_empty();
    private(&ClosedPage { shell: Shell::of(&visitor, visitor.t().setup_title()), set_up })
}

async fn must_be_open(visitor: &Visitor, token: &str) -> Result<(), Error> {
    let mut db = visitor.read().await?;
    let now = visitor.app.clock.now();
    accounts::peek_link(&mut db, &token_hash(token), Purpose::Setup, now).await?.ok_or(Error::LinkUsedUp)?;
    Ok(())
}

pub async fn show(visitor: Visitor, Path(token): Path<String>) -> Result<Response<Body>, Error> {
    must_be_open(&visitor, &token).await?;
    let mut fields = Fields::default();
    fields.set("zone", "Asia/Shanghai");
    private(&SetupPage {
        shell: Shell::of(&visitor, visitor.t().setup_title()),
        token,
        fields,
        faults: Vec::new(),
    })
}

pub async fn submit(
    Path(token): Path<String>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response<Body>, Error> {
    let Form { visitor, fields, .. } = form;
    must_be_open(&visitor, &token).await?;
    let again = |fields: Fields, faults: Vec<Fault>| {
        let shell = Shell::of(&visitor, visitor.t().setup_title());
        refused(&SetupPage { shell, token: token.clone(), fields, faults })
    };
    let password = match check(&fields) {
        Ok(password) => password,
        Err(faults) => return again(fields, faults),
    };
    let hash = people::hash_password(password, visitor.app.random.bytes()).await;
    let hash = hash.ok_or_else(|| Error::Internal("the password could not be hashed".into()))?;
    let mut tx = visitor.write().await?;
    people::use_up_link(&mut tx, &token, Purpose::Setup).await?;
    let account = match found(&mut tx, &fields, hash).await {
        Ok(account) => account,
        Err(Refused::Faults(faults)) => return again(fields, faults),
        Err(other) => return Err(other.into()),
    };
    let session =
        people::open_session(&mut tx, &account, &device(&headers), visitor.app.settings.session).await?;
    tx.commit().await?;
    Ok(signed_in(&visitor, &session, "/admin"))
}

/// Checks all three steps together, so that every fault is shown at once.
fn check(fields: &Fields) -> Result<String, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut collect = |found: Result<(), Vec<Fault>>| faults.extend(found.err().unwrap_or_default());
    collect(parse(people::FIELDS, &pick(fields, &["login", "name"])).map(drop));
    let password = people::check_password(&pick(fields, &["password", "again"]), fields.get("login"));
    collect(password.clone().map(drop));
    collect(parse(leagues::FIELDS, &league_fields(fields)).map(drop).map_err(|found| {
        let renamed = |mut fault: Fault| {
            fault.field = fault.field.replace("name_zh", "league_name").replace("name_en", "league_name_en");
            fault
        };
        found.into_iter().map(renamed).collect()
    }));
    collect(seasons::check(&season_fields(fields)).map_err(|found| {
        let renamed = |mut fault: Fault| {
            fault.field = fault.field.replace("name_zh", "season_name").replace("name_en", "season_name_en");
            fault
        };
        found.into_iter().map(renamed).collect()
    }));
    match password {
        Ok(password) if faults.is_empty() => Ok(password),
        _ => Err(faults),
    }
}

async fn found(tx: &mut Tx, fields: &Fields, hash: String) -> Outcome<accounts::Account> {
    let account = people::create_first(tx, &pick(fields, &["login", "name"])).await?;
    people::set_password(tx, &account, hash).await?;
    let names = parse(leagues::FIELDS, &league_fields(fields))?;
    let league = seasons::found_league(tx, &names.text("name_zh"), &names.text("name_en")).await?;
    for role in [Role::Owner, Role::Organiser] {
        people::grant(tx, &account, role, Scope::League(league.id), &league.name_zh).await?;
    }
    seasons::create(tx, league.id, &season_fields(fields)).await?;
    Ok(accounts::by_id(tx, account.id).await?)
}

fn pick(fields: &Fields, names: &[&str]) -> Fields {
    let mut picked = Fields::default();
    for name in names {
        picked.set(name, fields.get(name));
    }
    picked
}

fn league_fields(fields: &Fields) -> Fields {
    Fields::from_pairs([("name_zh", fields.get("league_name")), ("name_en", fields.get("league_name_en"))])
}

fn season_fields(fields: &Fields) -> Fields {
    let mut season = pick(fields, &["zone", "event_from", "event_to", "match_from", "match_to"]);
    season.set("name_zh", fields.get("season_name"));
    season.set("name_en", fields.get("season_name_en"));
    season.set("phase", "planned");
    season.set("is_public", !fields.get("is_public").is_empty());
    season
}
