//! One POST to one address: looked up once, checked, and connected to what was checked. Redirects are not followed.

use super::{Rules, address};
use crate::actions::outbox::Sent;
use axum::http::{Request, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

const CONNECT_WITHIN: Duration = Duration::from_secs(5);
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// The longest answer that is read.
const ANSWER_LIMIT: usize = 64 * 1024;

/// Posts a JSON text; gives the status and the body of the answer.
pub async fn post(
    rules: &Rules,
    url: &Url,
    body: String,
    headers: Vec<(&'static str, String)>,
) -> Result<(u16, Vec<u8>), Sent> {
    let never = |failure: &str| Sent::Never(failure.to_owned());
    let secure = match url.scheme() {
        "https" => true,
        "http" if rules.private_addresses => false,
        _ => return Err(never("not_https")),
    };
    let host = url.host().ok_or_else(|| never("address"))?.to_owned();
    let port = url.port_or_known_default().ok_or_else(|| never("address"))?;
    let stream = connect(rules, &host, port).await?;
    let mut request = Request::post(&url[url::Position::BeforePath..url::Position::AfterQuery])
        .header(header::HOST, &url[url::Position::BeforeHost..url::Position::AfterPort])
        .header(header::USER_AGENT, concat!("changba/", env!("CARGO_PKG_VERSION")))
        .header(header::CONTENT_TYPE, "application/json; charset=utf-8");
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let request = request.body(Full::new(Bytes::from(body))).map_err(|_| never("address"))?;
    if !secure {
        return exchange(stream, request).await;
    }
    let name = match &host {
        Host::Domain(name) => ServerName::try_from(name.clone()).map_err(|_| never("address"))?,
        Host::Ipv4(address) => ServerName::from(std::net::IpAddr::V4(*address)),
        Host::Ipv6(address) => ServerName::from(std::net::IpAddr::V6(*address)),
    };
    let secured = timeout(CONNECT_WITHIN, connector()?.connect(name, stream)).await;
    match secured {
        Ok(Ok(stream)) => exchange(stream, request).await,
        _ => Err(Sent::Later("tls".into())),
    }
}

async fn connect(rules: &Rules, host: &Host<String>, port: u16) -> Result<TcpStream, Sent> {
    let found: Vec<SocketAddr> = match host {
        Host::Ipv4(address) => vec![SocketAddr::from((*address, port))],
        Host::Ipv6(address) => vec![SocketAddr::from((*address, port))],
        Host::Domain(name) => {
            let looked_up = timeout(CONNECT_WITHIN, tokio::net::lookup_host((name.as_str(), port))).await;
            looked_up.ok().and_then(Result::ok).map(Iterator::collect).unwrap_or_default()
        }
    };
    if found.is_empty() {
        return Err(Sent::Later("no_host".into()));
    }
    // One private address among several is a trap as good as one alone.
    if !rules.private_addresses && found.iter().any(|found| !address::is_public(found.ip())) {
        return Err(Sent::Never("private_address".into()));
    }
    for address in found.into_iter().take(3) {
        if let Ok(Ok(stream)) = timeout(CONNECT_WITHIN, TcpStream::connect(address)).await {
            return Ok(stream);
        }
    }
    Err(Sent::Later("connect".into()))
}

fn connector() -> Result<TlsConnector, Sent> {
    let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| Sent::Never("tls".into()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// Sends and reads the answer. From here on a failure leaves it open whether the other side took it.
async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> Result<(u16, Vec<u8>), Sent>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let unclear = |failure: &str| Sent::Unclear(failure.to_owned());
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(|_| Sent::Later("connect".into()))?;
    let connection = tokio::spawn(connection);
    let answered = timeout(ANSWER_WITHIN, async {
        let answer = sender.send_request(request).await.map_err(|_| unclear("broken_off"))?;
        let status = answer.status().as_u16();
        let body = Limited::new(answer.into_body(), ANSWER_LIMIT).collect().await;
        Ok((status, body.map(|body| body.to_bytes().to_vec()).unwrap_or_default()))
    })
    .await;
    connection.abort();
    answered.unwrap_or_else(|_| Err(unclear("timeout")))
}
