//! What the people who run the server ask it: does it live, may it get requests, what does it count.

use super::error::Error;
use super::extract::Visitor;
use super::front::Scheme;
use super::metrics::{head, line};
use super::routes::{Routes, Who};
use super::{App, guard};
use crate::access::Permission;
use crate::store::{self, Engine};
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::response::IntoResponse;
use std::time::Duration;

/// A database that is slower than this with a single row is not there for a balancer's purposes.
const READY_WITHIN: Duration = Duration::from_secs(2);

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/healthz", Who::Everyone, healthz).get("/readyz", Who::Everyone, readyz).get(
        "/metrics",
        Who::Granted,
        metrics,
    )
}

/// Why a server should get no requests now; the words are part of the contract with balancers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unready {
    Stopping,
    DatabaseUnavailable,
    SchemaBehind,
    SchemaUnknown,
}

impl Unready {
    fn code(self) -> &'static str {
        match self {
            Self::Stopping => "stopping",
            Self::DatabaseUnavailable => "database_unavailable",
            Self::SchemaBehind => "schema_behind",
            Self::SchemaUnknown => "schema_unknown",
        }
    }
}

async fn healthz() -> &'static str {
    "ok\n"
}

async fn readyz(State(app): State<App>) -> Response<Body> {
    let (status, reason) = match readiness(&app).await {
        Ok(()) => (StatusCode::OK, None),
        Err(unready) => (StatusCode::SERVICE_UNAVAILABLE, Some(unready.code())),
    };
    let body = serde_json::json!({ "ready": reason.is_none(), "reason": reason });
    (status, axum::Json(body)).into_response()
}

async fn readiness(app: &App) -> Result<(), Unready> {
    if app.is_stopping() {
        return Err(Unready::Stopping);
    }
    match tokio::time::timeout(READY_WITHIN, app.store.schema()).await {
        Ok(Ok(schema)) if schema.step == schema.known => Ok(()),
        Ok(Ok(_)) => Err(Unready::SchemaBehind),
        Ok(Err(store::Error::Unfit(_))) => Err(Unready::SchemaUnknown),
        Ok(Err(_)) | Err(_) => Err(Unready::DatabaseUnavailable),
    }
}

async fn metrics(
    visitor: Visitor,
    scheme: Option<Extension<Scheme>>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    if !is_near(&visitor, scheme.map(|scheme| scheme.0), &headers)
        && !visitor.may_somewhere(Permission::ReadSettings)
    {
        return Err(Error::Forbidden);
    }
    let app = &visitor.app;
    let mut text = String::with_capacity(16 * 1024);
    app.metrics.write(&mut text);
    write_pools(&mut text, app.store.engine());
    if let Some(bytes) = resident_bytes() {
        let name = "process_resident_memory_bytes";
        head(&mut text, name, "gauge", "Memory of this process.");
        line(&mut text, &format!("{name} {bytes}"));
    }
    let name = "changba_build_info";
    head(&mut text, name, "gauge", "The version that runs.");
    line(&mut text, &format!("{name}{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION")));
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

/// Whether a request comes from this machine or a trusted network itself, not through somebody's proxy.
fn is_near(visitor: &Visitor, scheme: Option<Scheme>, headers: &HeaderMap) -> bool {
    let trusted = &visitor.app.settings.trusted_proxies;
    let Some(scheme) = scheme else { return false };
    let forwarded = headers.contains_key("x-forwarded-for") || headers.contains_key(header::FORWARDED);
    // A proxy on this machine that nobody declared would otherwise open the counters to the world.
    if forwarded && !guard::is_trusted(trusted, &scheme.peer.ip().to_string()) {
        return false;
    }
    let address = &visitor.arrival.address;
    address.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
        || guard::is_trusted(trusted, address)
}

fn write_pools(text: &mut String, engine: &Engine) {
    let name = "changba_db_connections";
    head(text, name, "gauge", "Connections to the database.");
    let mut pool = |pool: &str, size: u32, idle: usize| {
        let busy = (size as usize).saturating_sub(idle);
        line(text, &format!("{name}{{pool=\"{pool}\",state=\"idle\"}} {idle}"));
        line(text, &format!("{name}{{pool=\"{pool}\",state=\"busy\"}} {busy}"));
    };
    match engine {
        Engine::Sqlite { read, write, .. } => {
            pool("read", read.size(), read.num_idle());
            pool("write", write.size(), write.num_idle());
        }
        Engine::Postgres(all) => pool("all", all.size(), all.num_idle()),
    }
}

/// The resident memory of this process, where the system tells.
pub fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? * 1024)
}
