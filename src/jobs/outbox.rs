//! Sends what is due, and reminds people of tomorrow's games. Any number of nodes may run it.

use crate::actions::outbox::{self as act, Sent, said::Said};
use crate::actions::{Outcome, console};
use crate::dispatch::{self, Parcel};
use crate::store::Writer;
use crate::store::outbox::deliveries::Delivery;
use crate::web::App;
use crate::web::receipt;
use crate::web::text::{Lang, T};

/// How many are sent in one go before the clock is looked at again.
const AT_ONCE: usize = 50;

/// Sends everything that is due; gives how many attempts were made.
pub async fn deliver_due(app: &App) -> Outcome<usize> {
    let node = app.random.key();
    let mut attempts = 0;
    while attempts < AT_ONCE && !app.is_stopping() {
        let Some(delivery) = act::claim(&app.store, &writer(app), &node).await? else { break };
        let sent = send(app, &delivery).await;
        act::settle(&app.store, &writer(app), &delivery, &sent).await?;
        attempts += 1;
    }
    Ok(attempts)
}

/// What is slower than sending: reminders, and claims of nodes that stopped.
pub async fn look_around(app: &App) -> Outcome<usize> {
    act::give_up_stale(&app.store, &writer(app)).await?;
    act::remind(&app.store, &writer(app)).await
}

async fn send(app: &App, delivery: &Delivery) -> Sent {
    let Some(parcel) = parcel(app, delivery) else { return Sent::Never("unreadable".into()) };
    dispatch::send(&app.settings.dispatch, &parcel).await
}

/// A delivery in words, in the language of its recipient.
pub fn parcel(app: &App, delivery: &Delivery) -> Option<Parcel> {
    let said: Said = serde_json::from_value(delivery.said.0.clone()).ok()?;
    let t = T(if delivery.lang == "en" { Lang::En } else { Lang::Zh });
    let words = t.told(&said);
    let base = app.settings.public_url.as_deref();
    let path = match &said {
        Said::Appointment { key, .. } => receipt::duty_path(app, key),
        _ => receipt::path(app, &delivery.key),
    };
    Some(Parcel {
        channel: delivery.channel.clone(),
        address: delivery.address.clone(),
        secret: delivery.secret.clone(),
        delivery: delivery.key.clone(),
        at: app.clock.now(),
        kind: said.kind().to_owned(),
        title: words.title,
        body: words.body,
        link: base.map(|base| format!("{base}{path}")).unwrap_or_default(),
        facts: delivery.said.0.clone(),
    })
}

fn writer(app: &App) -> Writer {
    Writer { random: app.random.clone(), ..console::writer(&app.clock) }
}
