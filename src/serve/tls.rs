//! TLS by rustls with ring: it needs only a C compiler.

use super::AcmeDirectory;
use rustls_acme::caches::DirCache;
use rustls_acme::{AcmeConfig, is_tls_alpn_challenge};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::Acceptor;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio_rustls::server::TlsStream;
use tokio_rustls::{LazyConfigAcceptor, TlsAcceptor};

/// How the bytes of a connection are kept from others.
#[derive(Clone)]
pub enum Tls {
    Off,
    Fixed(TlsAcceptor),
    /// Certificates come and go; the authority's own questions are answered apart.
    Acme {
        site: Arc<ServerConfig>,
        challenge: Arc<ServerConfig>,
    },
}

/// A connection after its handshake.
pub struct Secured {
    pub stream: TlsStream<TcpStream>,
    pub http2: bool,
}

impl Tls {
    /// The handshake. `None` when it was the ACME authority that asked, and has its answer.
    pub async fn accept(&self, stream: TcpStream) -> io::Result<Option<Secured>> {
        let stream = match self {
            Self::Off => return Err(io::Error::other("no TLS on this listener")),
            Self::Fixed(acceptor) => acceptor.accept(stream).await?,
            Self::Acme { site, challenge } => {
                let start = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
                if is_tls_alpn_challenge(&start.client_hello()) {
                    // The proof is in the certificate shown; there is nothing to say after it.
                    start.into_stream(challenge.clone()).await?;
                    return Ok(None);
                }
                start.into_stream(site.clone()).await?
            }
        };
        let http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        Ok(Some(Secured { stream, http2 }))
    }
}

/// TLS with a chain and a key from files.
pub fn from_files(cert: &Path, key: &Path) -> io::Result<Tls> {
    let chain = chain_of(cert)?;
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable(key, &error))?;
    fixed(chain, secret)
}

/// TLS with a chain and a key.
pub fn fixed(chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> io::Result<Tls> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Tls::Fixed(TlsAcceptor::from(Arc::new(config))))
}

/// TLS with certificates that an ACME authority gives and renews, proved inside the handshake on this very port.
pub fn from_acme(domain: String, directory: AcmeDirectory, folder: PathBuf) -> io::Result<Tls> {
    use futures_util::StreamExt;
    std::fs::create_dir_all(&folder)?;
    let config = AcmeConfig::new_with_provider([domain], Arc::new(ring::default_provider()));
    let config = config.cache(DirCache::new(folder));
    let config = match directory {
        AcmeDirectory::LetsEncrypt => config.directory_lets_encrypt(true),
        AcmeDirectory::Own { url, root } => match root {
            Some(root) => config.directory(url).client_tls_config(trusting(&root)?),
            None => config.directory(url),
        },
    };
    let mut state = config.state();
    let challenge = state.challenge_rustls_config_with_provider(Arc::new(ring::default_provider()));
    let mut site = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_cert_resolver(state.resolver());
    site.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    tokio::spawn(async move {
        while let Some(event) = state.next().await {
            match event {
                Ok(event) => tracing::info!(?event, "ACME"),
                Err(error) => tracing::error!(%error, "ACME"),
            }
        }
    });
    Ok(Tls::Acme { site: Arc::new(site), challenge })
}

/// A client that trusts one authority and no other.
fn trusting(root: &Path) -> io::Result<Arc<ClientConfig>> {
    let mut roots = RootCertStore::empty();
    for certificate in chain_of(root)? {
        roots.add(certificate).map_err(|error| unreadable(root, &error))?;
    }
    let client = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(client))
}

/// The certificates of a PEM file, at least one.
fn chain_of(path: &Path) -> io::Result<Vec<CertificateDer<'static>>> {
    let chain = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| unreadable(path, &error))?;
    if chain.is_empty() { Err(unreadable(path, &"there is no certificate in it")) } else { Ok(chain) }
}

fn unreadable(path: &Path, fault: &dyn std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("{}: {fault}", path.display()))
}

#[cfg(test)]
mod tests;
