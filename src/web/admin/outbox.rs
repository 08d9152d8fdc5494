//! The outbox of a season: what was said, to copy, to whom it went, and what became of it.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::receipt;
use super::super::text::{Lang, T};
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, ToCopy, must_enter, room, saved};
use crate::access::Permission::EditSeason;
use crate::actions::input::Fields;
use crate::actions::outbox as act;
use crate::actions::outbox::recipients::masked;
use crate::actions::outbox::said::Said;
use crate::store::Db;
use crate::store::audit::Kind;
use crate::store::outbox::deliveries::{self, Delivery};
use crate::store::outbox::{self as rows, Message};
use crate::store::seasons::{self, Season};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

/// The newest that one page shows.
const SHOWN: i64 = 200;

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    chosen: Option<Season>,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.outbox(), Here::Settings, chosen).await?;
    let Some(season) = room.season.clone() else {
        return Page::new(room).with(Part::say("", t.no_season())).answer(None);
    };
    visitor.must(EditSeason, &place::season(&season))?;
    let locked = room.locked;
    let columns = [t.as_of(), t.field("", "kind"), t.notice(), t.status(), t.outbox_read_at()];
    let mut list = ListView::new(t.outbox(), &columns, t.outbox_empty());
    let sent = deliveries::of_season(db, season.id).await?;
    for message in rows::messages(db, season.id, SHOWN).await? {
        let Ok(said) = serde_json::from_value::<Said>(message.said.0.clone()) else { continue };
        let own: Vec<&Delivery> = sent.iter().filter(|sent| sent.message_id == message.id).collect();
        let mut states: Vec<&str> = own.iter().map(|sent| sent.state.as_str()).collect();
        states.sort_unstable();
        states.dedup();
        let count = |state: &str| own.iter().filter(|sent| sent.state == state).count();
        let states: Vec<Cell> = states
            .into_iter()
            .map(|state| Cell::State {
                word: format!("{} {}", t.delivery_state(state), count(state)),
                class: if matches!(state, "given_up" | "unclear") { "bad".into() } else { String::new() },
            })
            .collect();
        let read = own.iter().filter(|sent| sent.read_at.is_some()).count();
        list.row(vec![
            Cell::Quiet(message.at.with_timezone(&season.tz()).format("%Y-%m-%d %H:%M").to_string()),
            Cell::text(t.told_kind(said.kind())),
            Cell::link(t.told(&said).title, format!("/admin/messages/{}", message.key)),
            Cell::Many(states),
            Cell::Number(if own.is_empty() { String::new() } else { format!("{read}/{}", own.len()) }),
        ]);
    }
    let mut page = Page::new(room)
        .back("/admin/settings", t.settings_nav())
        .link(t.recipients(), "/admin/recipients")
        .with(Part::list("", list).noted(t.outbox_said()));
    if !locked {
        let form = FormView::new(visitor, "message", act::FIELDS, &Fields::default())
            .to(format!("/admin/seasons/{}/messages", season.key))
            .says(t.outbox_write_button())
            .typed(typed);
        page = page.with(Part::form(t.outbox_write(), form).named("write"));
    }
    page.answer(typed)
}

pub async fn list(visitor: Visitor) -> Result<Response<Body>, Error> {
    must_enter(&visitor)?;
    if !visitor.may_look_somewhere(EditSeason) {
        return Err(Error::Forbidden);
    }
    page(&visitor, &mut visitor.read().await?, None, None).await
}

pub async fn write(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let season = super::seasons::find(&visitor, &mut tx, &key, EditSeason).await?;
    match act::write(&mut tx, &season, &form.fields).await {
        Ok(message) => {
            saved(tx, Kind::Message, &message.key, format!("/admin/messages/{}", message.key)).await
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, Some(season), Some(&typed)).await
        }
    }
}

async fn find(visitor: &Visitor, db: &mut Db, key: &str) -> Result<(Season, Message), Error> {
    must_enter(visitor)?;
    let message = rows::message(db, key).await?.ok_or(Error::NotFound)?;
    let season = seasons::by_id(db, message.season_id).await?;
    visitor.must(EditSeason, &place::season(&season))?;
    Ok((season, message))
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, message) = find(&visitor, &mut db, &key).await?;
    let t = visitor.t();
    let said: Said = serde_json::from_value(message.said.0.clone()).map_err(|_| Error::NotFound)?;
    let room = room(&visitor, &mut db, t.told(&said).title, Here::Settings, Some(season.clone())).await?;
    let local =
        |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&season.tz()).format("%m-%d %H:%M").to_string();
    let columns = [
        t.recipient(),
        t.field("recipient", "channel"),
        t.status(),
        t.outbox_sent_at(),
        t.outbox_read_at(),
        t.edit(),
    ];
    let mut list = ListView::new(t.outbox_deliveries(), &columns, t.outbox_nobody());
    for delivery in deliveries::of_message(&mut db, message.id).await? {
        let bad = matches!(delivery.state.as_str(), "given_up" | "unclear");
        let mut state = vec![Cell::State {
            word: t.delivery_state(&delivery.state).into(),
            class: if bad { "bad".into() } else { String::new() },
        }];
        if !delivery.failure.is_empty() {
            state.push(Cell::Quiet(t.delivery_failure(&delivery.failure)));
        }
        if delivery.attempts > 1 {
            state.push(Cell::Quiet(format!("{} {}", t.outbox_attempts(), delivery.attempts)));
        }
        let to = |what: &str| format!("/admin/messages/{key}/{}/{what}", delivery.key);
        let mut act = Vec::new();
        if delivery.state == "by_hand" {
            act.push(Cell::link(t.outbox_link(), receipt::path(&visitor.app, &delivery.key)));
        }
        if !room.locked && delivery.state == "by_hand" {
            act.push(Cell::form(FormView::button_only(&visitor, to("pasted"), t.outbox_pasted())));
        }
        if !room.locked && bad {
            act.push(Cell::form(FormView::button_only(&visitor, to("again"), t.outbox_again())));
        }
        list.row(vec![
            Cell::link(delivery.recipient_name, format!("/admin/recipients/{}", delivery.recipient_key)),
            Cell::Many(vec![
                Cell::text(t.choice("recipient", "channel", &delivery.channel)),
                Cell::Quiet(masked(&delivery.channel, &delivery.address)),
            ]),
            Cell::Many(state),
            Cell::Number(delivery.sent_at.map(local).unwrap_or_default()),
            Cell::Number(delivery.read_at.map(local).unwrap_or_default()),
            Cell::Many(act),
        ]);
    }
    let text = |lang: Lang| {
        let words = T(lang).told(&said);
        let mut text = format!("【{}】\n{}", words.title, words.body);
        if let (Some(base), Some(game)) = (&visitor.app.settings.public_url, said.game()) {
            text = format!("{text}\n{base}{}", super::super::paths::fixture(&game.key));
        }
        text
    };
    let mut page = Page::new(room)
        .back(format!("/admin/outbox?s={}", season.key), t.outbox())
        .with(
            Part::copy(
                t.outbox_copy(),
                ToCopy { id: "copy-zh", label: t.outbox_text_zh(), text: text(Lang::Zh) },
            )
            .noted(t.outbox_copy_said()),
        )
        .with(Part::copy("", ToCopy { id: "copy-en", label: t.outbox_text_en(), text: text(Lang::En) }))
        .with(Part::list(t.outbox_deliveries(), list).named("deliveries"));
    if let Some(game) = said.game() {
        page = page.link(t.outbox_game(), format!("/admin/fixtures/{}", game.key));
    }
    page.over = format!("{} {}", t.told_kind(said.kind()), local(message.at));
    page.answer(None)
}

async fn delivery_of(db: &mut Db, message: &Message, key: &str) -> Result<Delivery, Error> {
    let found = deliveries::by_key(db, key).await?;
    found.filter(|found| found.message_id == message.id).ok_or(Error::NotFound)
}

pub async fn again(
    Path((key, delivery)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (_, message) = find(&visitor, &mut tx, &key).await?;
    let delivery = delivery_of(&mut tx, &message, &delivery).await?;
    act::send_again(&mut tx, &delivery).await?;
    saved(tx, Kind::Message, &key, format!("/admin/messages/{key}#deliveries")).await
}

pub async fn pasted(
    Path((key, delivery)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (_, message) = find(&visitor, &mut tx, &key).await?;
    let delivery = delivery_of(&mut tx, &message, &delivery).await?;
    act::pasted(&mut tx, &delivery).await?;
    saved(tx, Kind::Message, &key, format!("/admin/messages/{key}#deliveries")).await
}
