//! Sending to the outside: webhooks, 企业微信, e-mail, a text-message gateway. Knows no database and no words.

pub mod address;
mod http;
mod mail;

use crate::actions::outbox::Sent;
use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use url::Url;

/// How sending is set.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Whether webhooks may lead to this machine, its network and plain http: a works network without internet.
    pub private_addresses: bool,
    /// The mail server with its password, `smtps://user:password@host`; empty for none.
    pub mail_server: String,
    pub mail_from: String,
    /// The gateway for text messages; empty for none.
    pub sms_url: String,
    pub sms_secret: String,
}

/// A message on its way out, in words.
#[derive(Clone, Debug)]
pub struct Parcel {
    pub channel: String,
    pub address: String,
    pub secret: String,
    /// Tells a receiver that it has this one already.
    pub delivery: String,
    pub at: DateTime<Utc>,
    pub kind: String,
    pub title: String,
    pub body: String,
    /// Where it can be read and acknowledged; empty where the site has no public address.
    pub link: String,
    /// The facts, for receivers that are programs.
    pub facts: serde_json::Value,
}

impl Parcel {
    /// Title, body and link as one text.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n{}", self.title, self.body);
        if !self.link.is_empty() {
            text = format!("{text}\n{}", self.link);
        }
        text
    }
}

/// Sends a parcel by its channel.
pub async fn send(rules: &Rules, parcel: &Parcel) -> Sent {
    match parcel.channel.as_str() {
        "wecom" => wecom(rules, parcel).await,
        "webhook" => webhook(rules, parcel).await,
        "sms" => sms(rules, parcel).await,
        "email" => mail::send(rules, parcel).await,
        _ => Sent::Never("no_channel".into()),
    }
}

/// The robot of a 企业微信 group: text in, `errcode` 0 out.
async fn wecom(rules: &Rules, parcel: &Parcel) -> Sent {
    let body = serde_json::json!({ "msgtype": "text", "text": { "content": parcel.text() } });
    let answer = match post(rules, &parcel.address, &body, Vec::new()).await {
        Ok(answer) => answer,
        Err(sent) => return sent,
    };
    let said: serde_json::Value = serde_json::from_slice(&answer).unwrap_or_default();
    match said["errcode"].as_i64() {
        Some(0) => Sent::Arrived,
        // 45009: too many in a minute. The robot refuses before it shows anything.
        Some(45009) => Sent::Later("answer:45009".into()),
        Some(code) => Sent::Never(format!("answer:{code}")),
        None => Sent::Unclear("answer".into()),
    }
}

/// A receiver of one's own: the facts and the words as JSON, signed. It may be sent twice; `delivery` says so.
async fn webhook(rules: &Rules, parcel: &Parcel) -> Sent {
    let body = serde_json::json!({
        "delivery": parcel.delivery,
        "kind": parcel.kind,
        "title": parcel.title,
        "text": parcel.body,
        "link": parcel.link,
        "facts": parcel.facts,
    });
    match post(rules, &parcel.address, &body, signed(parcel, &parcel.secret, &body)).await {
        Ok(_) => Sent::Arrived,
        // The receiver knows the delivery by its key: asking again is harmless.
        Err(Sent::Unclear(failure)) => Sent::Later(failure),
        Err(sent) => sent,
    }
}

/// The gateway of a text-message provider, or a small bridge to one.
async fn sms(rules: &Rules, parcel: &Parcel) -> Sent {
    if rules.sms_url.is_empty() {
        return Sent::Never("not_set".into());
    }
    let body = serde_json::json!({
        "delivery": parcel.delivery, "to": parcel.address, "text": parcel.text(),
    });
    match post(rules, &rules.sms_url, &body, signed(parcel, &rules.sms_secret, &body)).await {
        Ok(_) => Sent::Arrived,
        Err(sent) => sent,
    }
}

/// The headers by which a receiver knows that it was us: HMAC-SHA256 over "instant.body".
fn signed(parcel: &Parcel, secret: &str, body: &serde_json::Value) -> Vec<(&'static str, String)> {
    let instant = parcel.at.timestamp().to_string();
    vec![
        ("x-changba-delivery", parcel.delivery.clone()),
        ("x-changba-timestamp", instant.clone()),
        ("x-changba-signature", format!("sha256={}", signature(secret, &instant, &body.to_string()))),
    ]
}

/// The signature of a body sent at an instant (seconds since 1970).
pub fn signature(secret: &str, instant: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of any length");
    mac.update(instant.as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    crate::random::hex(&mac.finalize().into_bytes())
}

/// Posts JSON and returns the body of a good answer.
async fn post(
    rules: &Rules,
    address: &str,
    body: &serde_json::Value,
    headers: Vec<(&'static str, String)>,
) -> Result<Vec<u8>, Sent> {
    let url = Url::parse(address).map_err(|_| Sent::Never("address".into()))?;
    let (status, answer) = http::post(rules, &url, body.to_string(), headers).await?;
    match status {
        200..=299 => Ok(answer),
        408 | 425 | 429 | 500..=599 => Err(Sent::Later(format!("status:{status}"))),
        _ => Err(Sent::Never(format!("status:{status}"))),
    }
}

#[cfg(test)]
mod tests;
