//! The game as plain figures, for graphics of broadcasters, for polling and for whoever writes a program.

use super::super::cache::Cacheable;
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::page::{SHORT, cached_file};
use super::scene::Scene;
use super::seen;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use chrono::{DateTime, Utc};
use league::fixture::Side;
use serde_json::{Value, json};

/// Everything a screen shows, as absolute values.
pub fn snapshot(scene: &Scene, now: DateTime<Utc>) -> Value {
    let (epoch, revision) = scene.mark();
    let score = scene.score();
    let side = |side: Side| {
        let card = &scene.card;
        let state = scene.state.side(side);
        let (name, short, light, dark, source, points) = match side {
            Side::A => (
                &card.a_name,
                &card.a_short,
                &card.a_light,
                &card.a_dark,
                &card.fixture.a_source,
                score.map(|s| s.a),
            ),
            Side::B => (
                &card.b_name,
                &card.b_short,
                &card.b_light,
                &card.b_dark,
                &card.fixture.b_source,
                score.map(|s| s.b),
            ),
        };
        json!({
            "name": name.as_deref().unwrap_or(source),
            "short": short.as_deref().unwrap_or(source),
            "light": light, "dark": dark,
            "score": points,
            "fouls": scene.fouls(side),
            "penalty": state.in_penalty,
            "time_outs_left": state.time_outs.as_ref().map(|outs| outs.left),
        })
    };
    json!({
        "fixture": scene.card.fixture.key,
        "id": format!("{epoch}-{revision}"),
        "status": scene.card.fixture.status.as_str(),
        "phase": scene.state.phase,
        "period": scene.state.period,
        "clock_ms": scene.state.clock.left_ms,
        "clock_running": scene.state.clock.running,
        "arrow": scene.state.arrow,
        "a": side(Side::A),
        "b": side(Side::B),
        "periods": scene.state.periods,
        "unconfirmed": scene.is_unconfirmed(now),
        "agreed": scene.agreed(now),
        "figures": scene.figures(revision, now),
        "moved_at": scene.sheet.as_ref().map(|sheet| sheet.moved_at),
        "sample": scene.card.fixture.is_sample("score"),
    })
}

pub async fn show(visitor: Visitor, Path(file): Path<String>) -> Result<Response<Body>, Error> {
    let (key, kind) = file.split_once('.').ok_or(Error::NotFound)?;
    let mut db = visitor.read().await?;
    let (season, card) = seen(&mut db, &visitor, key).await?;
    let scene = Scene::of(&mut db, card).await?;
    let value = snapshot(&scene, visitor.app.clock.now());
    let (media_type, text) = match kind {
        "json" => ("application/json", value.to_string()),
        "xml" => ("application/xml; charset=utf-8", xml(&value)),
        "txt" => ("text/plain; charset=utf-8", plain(&value)),
        _ => return Err(Error::NotFound),
    };
    let mut response = cached_file(&visitor, media_type, &file, text.into_bytes(), season.id);
    // "Unconfirmed" comes with time alone.
    if let Some(cacheable) = response.extensions_mut().get_mut::<Cacheable>() {
        cacheable.fresh_for = SHORT;
    }
    Ok(response)
}

/// The members one below the other, with the names of those around them.
fn flat(prefix: &str, value: &Value, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, member)| {
            let dot = if prefix.is_empty() { "" } else { "." };
            flat(&format!("{prefix}{dot}{name}"), member, out);
        }),
        Value::Array(items) if prefix != "figures" => {
            items.iter().enumerate().for_each(|(at, item)| flat(&format!("{prefix}.{}", at + 1), item, out));
        }
        Value::Null => out.push((prefix.to_owned(), String::new())),
        Value::String(text) => out.push((prefix.to_owned(), text.replace(['\n', '\r'], " "))),
        other => out.push((prefix.to_owned(), other.to_string())),
    }
}

fn plain(value: &Value) -> String {
    let mut lines = Vec::new();
    flat("", value, &mut lines);
    lines.iter().map(|(name, text)| format!("{name}={text}\n")).collect()
}

fn xml(value: &Value) -> String {
    let mut lines = Vec::new();
    flat("", value, &mut lines);
    let escape = |text: &str| {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    };
    let line = |(name, text): &(String, String)| {
        format!("  <value name=\"{}\">{}</value>\n", escape(name), escape(text))
    };
    let body: String = lines.iter().map(line).collect();
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<game>\n{body}</game>\n")
}
