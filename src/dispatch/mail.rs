//! E-mail by the league's own mail server.

use super::{Parcel, Rules};
use crate::actions::outbox::Sent;
use lettre::message::header::ContentType;
use lettre::transport::smtp::Error;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

/// Sends one mail to one person.
pub async fn send(rules: &Rules, parcel: &Parcel) -> Sent {
    if rules.mail_server.is_empty() || rules.mail_from.is_empty() {
        return Sent::Never("not_set".into());
    }
    let Ok(builder) = AsyncSmtpTransport::<Tokio1Executor>::from_url(&rules.mail_server) else {
        return Sent::Never("mail_server".into());
    };
    let message = match message(rules, parcel) {
        Some(message) => message,
        None => return Sent::Never("address".into()),
    };
    let transport = builder.timeout(Some(Duration::from_secs(20))).build();
    match transport.send(message).await {
        Ok(_) => Sent::Arrived,
        Err(error) => failed(&error),
    }
}

fn message(rules: &Rules, parcel: &Parcel) -> Option<Message> {
    let text = if parcel.link.is_empty() {
        format!("{}\n", parcel.body)
    } else {
        format!("{}\n\n{}\n", parcel.body, parcel.link)
    };
    let domain = rules.mail_from.rsplit_once('@').map_or("changba", |(_, host)| host.trim_end_matches('>'));
    Message::builder()
        .from(rules.mail_from.parse().ok()?)
        .to(parcel.address.parse().ok()?)
        .subject(&parcel.title)
        // The same mail has the same name, whichever server passes it on twice.
        .message_id(Some(format!("<{}@{domain}>", parcel.delivery)))
        .header(ContentType::TEXT_PLAIN)
        .body(text)
        .ok()
}

fn failed(error: &Error) -> Sent {
    if error.is_permanent() {
        Sent::Never(error.status().map_or("mail".into(), |code| format!("mail:{code}")))
    } else if error.is_transient() {
        Sent::Later(error.status().map_or("mail".into(), |code| format!("mail:{code}")))
    } else if error.is_timeout() {
        Sent::Unclear("timeout".into())
    } else {
        Sent::Later("connect".into())
    }
}
