//! Recipients: who is told things, by which channel, and whether the channel works.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, leagues_of, must_enter, room, saved};
use crate::access::Permission::EditSeason;
use crate::actions::input::Fields;
use crate::actions::outbox::recipients as act;
use crate::actions::outbox::{Sent, said::Said};
use crate::dispatch::{self, Parcel};
use crate::store::audit::Kind;
use crate::store::leagues::{self, League};
use crate::store::outbox::{self as rows, Recipient};
use crate::store::{Db, clubs};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

pub async fn list(visitor: Visitor) -> Result<Response<Body>, Error> {
    must_enter(&visitor)?;
    if !visitor.may_look_somewhere(EditSeason) {
        return Err(Error::Forbidden);
    }
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let mut room = room(&visitor, &mut db, t.recipients(), Here::Settings, None).await?;
    room.locked = false;
    let columns = [
        t.field("recipient", "name"),
        t.field("recipient", "channel"),
        t.field("recipient", "address"),
        t.club(),
        t.field("recipient", "topics"),
    ];
    let mut list = ListView::new(t.recipients(), &columns, t.no_recipients());
    let mut links = Vec::new();
    for league in leagues_of(&visitor, &mut db).await? {
        let at = place::league(league);
        if !visitor.may_look(EditSeason, &at) {
            continue;
        }
        if visitor.may(EditSeason, &at) {
            let key = leagues::by_id(&mut db, league).await?.key;
            links.push((t.new_recipient().to_owned(), format!("/admin/leagues/{key}/recipients/new")));
        }
        for recipient in rows::recipients(&mut db, league).await? {
            list.row(vec![
                Cell::link(recipient.name, format!("/admin/recipients/{}", recipient.key)),
                Cell::text(t.choice("recipient", "channel", &recipient.channel)),
                Cell::Quiet(act::masked(&recipient.channel, &recipient.address)),
                Cell::text(recipient.club_short.unwrap_or_default()),
                Cell::text(t.choice("recipient", "topics", &recipient.topics)),
            ]);
        }
    }
    list.next = links.first().cloned();
    let mut page = Page::new(room)
        .back("/admin/settings", t.settings_nav())
        .with(Part::list("", list).noted(t.recipients_said()));
    page.links = links;
    page.link(t.outbox(), "/admin/outbox").answer(None)
}

async fn league_of(visitor: &Visitor, db: &mut Db, key: &str) -> Result<League, Error> {
    must_enter(visitor)?;
    let league = leagues::by_key(db, key).await?.ok_or(Error::NotFound)?;
    visitor.must(EditSeason, &place::league(league.id))?;
    Ok(league)
}

async fn find(visitor: &Visitor, db: &mut Db, key: &str) -> Result<Recipient, Error> {
    must_enter(visitor)?;
    let recipient = rows::recipient(db, key).await?.filter(|found| !found.archived).ok_or(Error::NotFound)?;
    visitor.must(EditSeason, &place::league(recipient.league_id))?;
    Ok(recipient)
}

async fn form(
    visitor: &Visitor,
    db: &mut Db,
    league: league::ids::LeagueId,
    values: &Fields,
) -> Result<FormView, Error> {
    let clubs = clubs::all(db, league).await?.into_iter().map(|club| (club.key, club.short_name)).collect();
    Ok(FormView::new(visitor, "recipient", act::FIELDS, values).choices("club", clubs))
}

async fn new_page(
    visitor: &Visitor,
    db: &mut Db,
    league: &League,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let mut room = room(visitor, db, t.new_recipient(), Here::Settings, None).await?;
    room.locked = false;
    let blank = Fields::from_pairs([("channel", "paste"), ("topics", "all"), ("lang", "zh")]);
    let form = form(visitor, db, league.id, &blank)
        .await?
        .to(format!("/admin/leagues/{}/recipients/new", league.key))
        .typed(typed);
    Page::new(room)
        .back("/admin/recipients", t.recipients())
        .with(Part::form("", form).noted(t.recipients_said()))
        .answer(typed)
}

pub async fn new(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let league = league_of(&visitor, &mut db, &key).await?;
    new_page(&visitor, &mut db, &league, None).await
}

pub async fn create(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let league = league_of(&visitor, &mut tx, &key).await?;
    match act::create(&mut tx, league.id, &form.fields).await {
        Ok(made) => saved(tx, Kind::Recipient, &made.key, format!("/admin/recipients/{}", made.key)).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            new_page(&visitor, &mut visitor.read().await?, &league, Some(&typed)).await
        }
    }
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    recipient: &Recipient,
    typed: Option<&Typed>,
    tested: Option<&Sent>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let mut room = room(visitor, db, recipient.name.clone(), Here::Settings, None).await?;
    room.locked = false;
    let here = format!("/admin/recipients/{}", recipient.key);
    let mut values = act::fields_of(recipient);
    if !visitor.may(EditSeason, &place::league(recipient.league_id)) {
        values.set("address", act::masked(&recipient.channel, &recipient.address));
    }
    let form = form(visitor, db, recipient.league_id, &values)
        .await?
        .to(&here)
        .version(recipient.version)
        .typed(typed);
    let mut page = Page::new(room).back("/admin/recipients", t.recipients()).with(Part::form("", form));
    if recipient.channel != "paste" {
        let button = FormView::button_only(visitor, format!("{here}/test"), t.recipient_test());
        let said = match tested {
            None => t.recipient_test_said().to_owned(),
            Some(Sent::Arrived) => t.delivery_state("sent").to_owned(),
            Some(Sent::Unclear(failure)) => {
                format!("{}: {}", t.delivery_state("unclear"), t.delivery_failure(failure))
            }
            Some(Sent::Later(failure) | Sent::Never(failure)) => {
                format!("{}: {}", t.delivery_state("given_up"), t.delivery_failure(failure))
            }
        };
        page = page.with(Part::form(t.recipient_test(), button).noted(&said).named("test"));
    }
    let button = FormView::button_only(visitor, format!("{here}/archive"), t.recipient_archive())
        .version(recipient.version);
    page.with(Part::form("", button)).answer(typed)
}

pub async fn edit(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let recipient = find(&visitor, &mut db, &key).await?;
    page(&visitor, &mut db, &recipient, None, None).await
}

pub async fn change(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let recipient = find(&visitor, &mut tx, &key).await?;
    match act::change(&mut tx, &recipient, form.version, &form.fields).await {
        Ok(()) => saved(tx, Kind::Recipient, &key, format!("/admin/recipients/{key}")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &recipient, Some(&typed), None).await
        }
    }
}

pub async fn archive(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let recipient = find(&visitor, &mut tx, &key).await?;
    act::archive(&mut tx, &recipient, form.version).await?;
    saved(tx, Kind::Recipient, &key, "/admin/recipients").await
}

/// Sends a trial at once and shows what became of it. It changes nothing, so it may be pressed again.
pub async fn test(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut db = visitor.read().await?;
    let recipient = find(&visitor, &mut db, &key).await?;
    let league = leagues::by_id(&mut db, recipient.league_id).await?;
    // The other side may be slow: no snapshot is held open meanwhile.
    drop(db);
    let t = super::super::text::T(if recipient.lang == "en" {
        super::super::text::Lang::En
    } else {
        super::super::text::Lang::Zh
    });
    let said = Said::Test { league: t.0.pick(&league.name_zh, &league.name_en).to_owned() };
    let words = t.told(&said);
    let parcel = Parcel {
        channel: recipient.channel.clone(),
        address: recipient.address.clone(),
        secret: recipient.secret.clone(),
        delivery: visitor.app.random.key(),
        at: visitor.app.clock.now(),
        kind: said.kind().to_owned(),
        title: words.title,
        body: words.body,
        link: visitor.app.settings.public_url.clone().unwrap_or_default(),
        facts: serde_json::to_value(&said).unwrap_or_default(),
    };
    let sent = dispatch::send(&visitor.app.settings.dispatch, &parcel).await;
    page(&visitor, &mut visitor.read().await?, &recipient, None, Some(&sent)).await
}
