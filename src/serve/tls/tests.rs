use super::*;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

async fn shake_hands(tls: Tls, alpn: &[u8]) -> (io::Result<Option<Secured>>, Vec<u8>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    config.alpn_protocols = vec![alpn.to_vec()];
    let client = tokio::spawn(async move {
        let stream = TcpStream::connect(address).await.unwrap();
        let name = "changba.example".try_into().unwrap();
        let mut left = Vec::new();
        if let Ok(mut stream) = TlsConnector::from(Arc::new(config)).connect(name, stream).await {
            let _ = stream.read_to_end(&mut left).await;
        }
        left
    });
    let (stream, _) = listener.accept().await.unwrap();
    let accepted = tls.accept(stream).await;
    (accepted, client.await.unwrap())
}

#[tokio::test]
async fn the_authoritys_question_goes_to_the_challenge_and_a_visitors_does_not() {
    let folder = std::env::temp_dir().join(format!("changba-acme-{}", crate::random::Random::System.key()));
    // Nobody listens there: no certificate arrives, and the two ways of the handshake can be told apart.
    let nowhere = AcmeDirectory::Own { url: "https://127.0.0.1:1/directory".into(), root: None };
    let tls = from_acme("changba.example".into(), nowhere, folder.clone()).unwrap();
    let Tls::Acme { site, challenge } = &tls else { panic!("ACME was asked for") };
    assert!(!site.alpn_protocols.contains(&b"acme-tls/1".to_vec()));
    assert_eq!(challenge.alpn_protocols, [b"acme-tls/1".to_vec()]);
    for alpn in [b"acme-tls/1".as_slice(), b"h2"] {
        let (accepted, said) = shake_hands(tls.clone(), alpn).await;
        // No certificate yet: refused, never answered with another's and never in the clear.
        assert!(accepted.is_err(), "{}", String::from_utf8_lossy(alpn));
        assert!(said.is_empty());
    }
    let _ = std::fs::remove_dir_all(folder);
}

#[test]
fn an_unreadable_certificate_is_named() {
    let missing = Path::new("/nonexistent/cert.pem");
    let Err(error) = from_files(missing, missing) else { panic!("there is no such file") };
    assert!(error.to_string().contains("/nonexistent/cert.pem"), "{error}");
}
