//! A certificate from an ACME authority: a small one on this machine, asked, answered and believed.

use crate::cli_world::{Folder, clock, open_demo};
use changba::clock::Clock;
use changba::random::Random;
use changba::serve::{self, AcmeDirectory, Limits, Security, ServeOptions};
use changba::web::{App, Settings};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, Command};

/// Free ports below those the system gives to others meanwhile.
fn free_ports<const N: usize>() -> [u16; N] {
    let first = 20_000 + u16::try_from(std::process::id() % 8_000).unwrap();
    let mut free = (first..30_000).filter(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok());
    [(); N].map(|()| free.next().unwrap())
}

/// Starts the authority; `None` where it is not installed.
fn start_authority(folder: &Folder, [api, management, site]: [u16; 3]) -> Option<Child> {
    let key = rcgen::KeyPair::generate().unwrap();
    let own = rcgen::CertificateParams::new(["localhost".to_owned()]).unwrap().self_signed(&key).unwrap();
    let (cert_file, key_file) = (folder.path("authority.crt"), folder.path("authority.key"));
    std::fs::write(&cert_file, own.pem()).unwrap();
    std::fs::write(&key_file, key.serialize_pem()).unwrap();
    let config = serde_json::json!({ "pebble": {
        "listenAddress": format!("127.0.0.1:{api}"), "managementListenAddress": format!("127.0.0.1:{management}"),
        "certificate": cert_file, "privateKey": key_file, "httpPort": 1, "tlsPort": site,
        "ocspResponderURL": "", "externalAccountBindingRequired": false,
    } });
    let config_file = folder.path("authority.json");
    std::fs::write(&config_file, config.to_string()).unwrap();
    Command::new("pebble")
        .arg("-config")
        .arg(config_file)
        .env("PEBBLE_VA_NOSLEEP", "1")
        .env("PEBBLE_WFE_NONCEREJECT", "0")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .ok()
}

/// What curl fetches when it trusts one certificate.
async fn fetched(root: &Path, url: &str) -> Option<String> {
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--fail", "--max-time", "5", "--cacert"]).arg(root).arg(url);
    let out = curl.output().await.ok()?;
    out.status.success().then(|| String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Fetches until it is there.
async fn awaited(root: &Path, url: &str) -> Option<String> {
    for _ in 0..100 {
        if let Some(body) = fetched(root, url).await {
            return Some(body);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    None
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_asked_for_proved_and_shown() {
    let folder = Folder::new();
    let ports @ [api, management, site] = free_ports();
    let Some(_authority) = start_authority(&folder, ports) else {
        println!("SKIPPED: pebble, an ACME authority for tests, is not installed");
        return;
    };
    let own_root = folder.path("authority.crt");
    let directory = format!("https://localhost:{api}/dir");
    assert!(awaited(&own_root, &directory).await.is_some(), "the authority answers");
    let store = open_demo(&folder.url("site.db")).await;
    let app = App::new(store, clock(), Random::System, Settings::default());
    let security = Security::Acme {
        domain: "localhost".into(),
        directory: AcmeDirectory::Own { url: directory, root: Some(own_root.clone()) },
        folder: folder.path("acme"),
    };
    let options = ServeOptions {
        listen: SocketAddr::from(([127, 0, 0, 1], site)),
        security,
        limits: Limits::default(),
    };
    let bound = serve::bind(options, Clock::System.now()).await.unwrap();
    tokio::spawn(bound.serve(app, std::future::pending()));

    // The authority makes a new root at each start and tells it on its management port only.
    let root = awaited(&own_root, &format!("https://localhost:{management}/roots/0")).await.unwrap();
    let root_file = folder.path("root.crt");
    std::fs::write(&root_file, root).unwrap();
    let page = awaited(&root_file, &format!("https://localhost:{site}/healthz")).await;
    assert!(page.is_some(), "the site shows a certificate of the authority");
    let kept = std::fs::read_dir(folder.path("acme")).unwrap().count();
    assert!(kept >= 2, "account and certificate are kept for the next start");
}
