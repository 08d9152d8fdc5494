//! The plain page beside the site: a certificate cannot be fetched over the connection it is to vouch for.

use super::{Hall, NAME};
use crate::serve::Limits;
use crate::web::{Front, Scheme, pairing_page};
use axum::body::Body;
use hyper::body::Incoming;
use hyper::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Answers the pairing page for as long as the server runs.
pub async fn serve_pairing(listener: TcpListener, hall: Hall, front: Front, limits: Limits) {
    loop {
        let Ok((stream, peer)) = listener.accept().await else {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            continue;
        };
        let (hall, front) = (hall.clone(), front.clone());
        let service = hyper::service::service_fn(move |request| {
            let (hall, front) = (hall.clone(), front.clone());
            async move { Ok::<_, Infallible>(answer(&hall, &front, request, peer).await) }
        });
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head_within)
            .max_buf_size(limits.head_bytes)
            .serve_connection(TokioIo::new(stream), service);
        tokio::spawn(connection);
    }
}

async fn answer(hall: &Hall, front: &Front, request: Request<Incoming>, peer: SocketAddr) -> Response<Body> {
    let authority = &hall.0.authority;
    match request.uri().path() {
        "/" => {
            let (site, named) = (hall.site_url(), hall.named_url());
            let page = pairing_page(&site, &named, NAME);
            let policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";
            let answer = Response::builder()
                .header(CONTENT_TYPE, "text/html; charset=utf-8")
                .header(CONTENT_SECURITY_POLICY, policy)
                .header(CACHE_CONTROL, "no-store");
            answer.body(Body::from(page)).expect("all headers are constant")
        }
        "/changba-ca.crt" => file("application/x-x509-ca-cert", "changba-ca.crt", authority.der().to_vec()),
        "/changba-ca.mobileconfig" => file(
            "application/x-apple-aspen-config",
            "changba-ca.mobileconfig",
            authority.mobileconfig().into(),
        ),
        path if path.starts_with("/-/assets/") => {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Scheme { secure: false, peer });
            front.call(request).await
        }
        // Nothing else is answered in the open, least of all a password: everything leads back to the steps.
        _ => Response::builder()
            .status(StatusCode::FOUND)
            .header(LOCATION, "/")
            .body(Body::empty())
            .expect("all headers are constant"),
    }
}

fn file(media_type: &str, name: &str, bytes: Vec<u8>) -> Response<Body> {
    Response::builder()
        .header(CONTENT_TYPE, media_type)
        .header(CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))
        .header(CACHE_CONTROL, "no-store")
        .body(Body::from(bytes))
        .expect("media types and names are ours")
}
