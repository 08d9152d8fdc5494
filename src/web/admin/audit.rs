//! The audit: who did what and when, filtered, exported, and checked as a chain.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::page::Here;
use super::form::FormView;
use super::history::{differences, field_name, may_read, names_in, who};
use super::list::{Cell, ListView};
use super::room::{Page, Part, must_enter, query, room};
use crate::access::Permission::ReadAudit;
use crate::actions::input::{Field, Fields, Holds, optional, parse_date};
use crate::store::Db;
use crate::store::audit::{self, Action, Filter, Kind, Row};
use crate::store::seasons::Season;
use axum::body::Body;
use axum::http::{HeaderValue, Response, header};
use axum::response::IntoResponse;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};

/// What the list can be narrowed by.
const FILTERS: &[Field] = &[
    optional("object", Holds::Key),
    optional("action", Holds::Key),
    optional("actor", Holds::Line(40)),
    optional("from", Holds::Date),
    optional("to", Holds::Date),
];

/// Entries on one page, and in one export.
const PAGE: i64 = 50;
const EXPORT: i64 = 20_000;

fn must_read(visitor: &Visitor) -> Result<(), Error> {
    must_enter(visitor)?;
    if visitor.may_somewhere(ReadAudit) { Ok(()) } else { Err(Error::Forbidden) }
}

fn filter(visitor: &Visitor, season: Option<&Season>, limit: i64) -> Filter {
    let asked = query(visitor);
    let zone = season.map_or(chrono_tz::Asia::Shanghai, Season::tz);
    let midnight = |day: NaiveDate| -> Option<DateTime<Utc>> {
        let local = zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest()?;
        Some(local.with_timezone(&Utc))
    };
    let text = |name: &str| asked.get(name).cloned().unwrap_or_default();
    let day = |name: &str| asked.get(name).and_then(|text| parse_date(text));
    Filter {
        season: season.map(|season| season.id),
        object_kind: text("object"),
        object_key: String::new(),
        actor: text("actor"),
        action: text("action"),
        from: day("from").and_then(midnight),
        until: day("to").and_then(|day| day.checked_add_days(Days::new(1))).and_then(midnight),
        before_id: asked.get("before").and_then(|id| id.parse().ok()),
        limit,
    }
}

/// Entries this visitor may read. Those of the whole league stand in the list of every season.
async fn readable(visitor: &Visitor, db: &mut Db, rows: Vec<Row>) -> Result<Vec<Row>, Error> {
    let mut known = std::collections::HashMap::new();
    let mut kept = Vec::new();
    for row in rows {
        let of = (row.object_kind.as_str(), row.object_key.clone());
        let may = match known.get(&of) {
            Some(may) => *may,
            None => {
                let may = may_read(visitor, db, &row).await?;
                known.insert(of, may);
                may
            }
        };
        if may {
            kept.push(row);
        }
    }
    Ok(kept)
}

pub async fn list(visitor: Visitor) -> Result<Response<Body>, Error> {
    must_read(&visitor)?;
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let mut room = room(&visitor, &mut db, t.audit(), Here::Settings, None).await?;
    room.locked = false;
    let asked = query(&visitor);
    let found = audit::list(&mut db, &filter(&visitor, room.season.as_ref(), PAGE)).await?;
    let last = found.last().filter(|_| found.len() as i64 == PAGE).map(|row| row.id);
    let rows = readable(&visitor, &mut db, found).await?;
    let zone = room.season.as_ref().map_or(chrono_tz::Asia::Shanghai, Season::tz);
    let columns = [t.audit_when(), t.audit_who(), t.audit_what(), t.audit_object(), t.audit_changes()];
    let mut list = ListView::new(t.audit(), &columns, t.audit_none());
    let names = names_in(&mut db, &rows).await?;
    for row in &rows {
        let changes: Vec<String> = differences(row, &names)
            .into_iter()
            .take(4)
            .map(|(field, before, after)| {
                let (before, after) = (short(&before), short(&after));
                format!("{}: {before} → {after}", field_name(t, &field))
            })
            .collect();
        let object = format!("{} {}", t.object_kind(row.object_kind.as_str()), row.object_name);
        let history = format!("/admin/history/{}/{}", row.object_kind.as_str(), row.object_key);
        list.row(vec![
            Cell::Number(row.at.with_timezone(&zone).format("%Y-%m-%d %H:%M:%S").to_string()),
            Cell::Many(vec![Cell::text(who(t, row)), Cell::Quiet(row.origin.clone())]),
            Cell::text(t.audit_action(row.action.as_str())),
            Cell::link(object, history),
            Cell::Quiet(if row.reason.is_empty() { changes.join("; ") } else { row.reason.clone() }),
        ]);
    }
    let mut values = Fields::default();
    for (name, value) in &asked {
        values.set(name, value);
    }
    let form = FormView::new(&visitor, "audit", FILTERS, &values)
        .to("/admin/audit")
        .says(t.filter())
        .asking()
        .choices("object", named(Kind::ALL.iter().map(|kind| kind.as_str()), &|word| t.object_kind(word)))
        .choices(
            "action",
            named(Action::ALL.iter().map(|action| action.as_str()), &|word| t.audit_action(word)),
        );
    let rest = |name: &str| !["before", "saved", "undone"].contains(&name);
    let rest: Vec<_> = asked.iter().filter(|(name, _)| rest(name)).collect();
    let same = serde_urlencoded::to_string(&rest).unwrap_or_default();
    let mut page = Page::new(room)
        .back("/admin/settings", t.settings_nav())
        .link(t.export_csv(), format!("/admin/audit.csv?{same}"))
        .link(t.export_json(), format!("/admin/audit.json?{same}"))
        .link(t.audit_verify(), "/admin/audit/verify")
        .with(Part::form("", form))
        .with(Part::list("", list));
    if let Some(last) = last {
        page = page.link(t.audit_older(), format!("/admin/audit?{same}&before={last}"));
    }
    if asked.contains_key("before") {
        page = page.link(t.audit_newest(), format!("/admin/audit?{same}"));
    }
    page.answer(None)
}

/// Words with their names, for a choice.
fn named(
    words: impl Iterator<Item = &'static str>,
    name: &dyn Fn(&str) -> &'static str,
) -> Vec<(String, String)> {
    words.map(|word| (word.to_owned(), name(word).to_owned())).collect()
}

fn short(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None if text.is_empty() => "–".into(),
        None => text.to_owned(),
    }
}

async fn exported(visitor: &Visitor) -> Result<Vec<Row>, Error> {
    must_read(visitor)?;
    let mut db = visitor.read().await?;
    let room = room(visitor, &mut db, "", Here::Settings, None).await?;
    let found = audit::list(&mut db, &filter(visitor, room.season.as_ref(), EXPORT)).await?;
    readable(visitor, &mut db, found).await
}

/// A cell that no spreadsheet takes for a formula.
pub fn safe_cell(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if risky { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

pub async fn csv(visitor: Visitor) -> Result<Response<Body>, Error> {
    let rows = exported(&visitor).await?;
    // The mark at the start tells Excel and WPS that the text is UTF-8.
    let mut text = String::from(
        "\u{feff}at,actor,actor_name,action,kind,key,name,before,after,reason,origin,chain,seq,hash\r\n",
    );
    for row in &rows {
        let (at, seq) = (row.at.to_rfc3339(), row.seq.to_string());
        let cells = [
            at.as_str(),
            &row.actor,
            &row.actor_name,
            row.action.as_str(),
            row.object_kind.as_str(),
            &row.object_key,
            &row.object_name,
            row.before.as_deref().unwrap_or(""),
            row.after.as_deref().unwrap_or(""),
            &row.reason,
            &row.origin,
            &row.chain,
            &seq,
            &row.hash,
        ];
        text.push_str(&cells.map(safe_cell).join(","));
        text.push_str("\r\n");
    }
    Ok(download(text, "text/csv; charset=utf-8", "attachment; filename=\"audit.csv\""))
}

pub async fn json(visitor: Visitor) -> Result<Response<Body>, Error> {
    let value = |text: &Option<String>| -> serde_json::Value {
        text.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    };
    let rows: Vec<_> = exported(&visitor)
        .await?
        .iter()
        .map(|row| {
            serde_json::json!({
                "at": row.at, "actor": row.actor, "actor_name": row.actor_name, "action": row.action.as_str(),
                "kind": row.object_kind.as_str(), "key": row.object_key, "name": row.object_name,
                "before": value(&row.before), "after": value(&row.after), "reason": row.reason,
                "origin": row.origin, "chain": row.chain, "seq": row.seq, "prev_hash": row.prev_hash,
                "hash": row.hash,
            })
        })
        .collect();
    let text = serde_json::Value::from(rows).to_string();
    Ok(download(text, "application/json", "attachment; filename=\"audit.json\""))
}

fn download(text: String, media_type: &'static str, disposition: &'static str) -> Response<Body> {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
    response
}

pub async fn verify(visitor: Visitor) -> Result<Response<Body>, Error> {
    must_read(&visitor)?;
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let mut room = room(&visitor, &mut db, t.audit_verify(), Here::Settings, None).await?;
    room.locked = false;
    let state = audit::verify(&mut db).await?.map_err(|at| (at.chain, at.seq));
    let said = t.chain_state(&state);
    Page::new(room).back("/admin/audit", t.audit()).with(Part::say(said, "")).answer(None)
}

#[cfg(test)]
mod tests {
    use super::safe_cell;

    #[test]
    fn no_cell_becomes_a_formula() {
        assert_eq!(safe_cell("=1+1"), "'=1+1");
        assert_eq!(safe_cell("@sum(a1,b1)"), "\"'@sum(a1,b1)\"");
        assert_eq!(safe_cell("-2"), "'-2");
        assert_eq!(safe_cell("\tx"), "'\tx");
        assert_eq!(safe_cell("湘钢 98:76"), "湘钢 98:76");
        assert_eq!(safe_cell("a \"b\""), "\"a \"\"b\"\"\"");
    }
}
