//! A hall without internet, tried from a network of its own: another namespace at the end of a virtual cable.

use crate::cli_world::{Folder, clock, open_demo};
use changba::clock::Clock;
use changba::random::Random;
use changba::serve::{self, Limits, Security, ServeOptions};
use changba::web::{App, Settings};
use std::net::SocketAddr;
use tokio::process::Command;

/// The cable between the hall's server and a visitor's phone; unplugged when it goes.
struct Cable {
    name: String,
    server: String,
}

impl Cable {
    /// `None` where a network cannot be made: not root, no `ip`, or a kernel that forbids it.
    async fn plug() -> Option<Self> {
        let name = format!("cb{}", std::process::id());
        let third = std::process::id() % 250;
        let (server, phone) = (format!("10.213.{third}.1"), format!("10.213.{third}.2"));
        let cable = Self { name: name.clone(), server: server.clone() };
        let (ours, theirs) = (format!("{name}a"), format!("{name}b"));
        for line in [
            format!("netns add {name}"),
            format!("link add {ours} type veth peer name {theirs}"),
            format!("link set {theirs} netns {name}"),
            format!("addr add {server}/24 dev {ours}"),
            format!("link set {ours} up"),
            format!("-n {name} addr add {phone}/24 dev {theirs}"),
            format!("-n {name} link set {theirs} up"),
            format!("-n {name} link set lo up"),
        ] {
            let done = Command::new("ip").args(line.split(' ')).output().await.ok()?;
            if !done.status.success() {
                println!("ip {line}: {}", String::from_utf8_lossy(&done.stderr).trim());
                return None;
            }
        }
        Some(cable)
    }

    /// Runs curl on the phone.
    async fn curl(&self, arguments: &[&str]) -> (bool, String) {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.name, "curl", "-sS", "--max-time", "10", "--noproxy", "*"]);
        let out = command.args(arguments).output().await.unwrap();
        let said = [out.stdout, out.stderr].concat();
        (out.status.success(), String::from_utf8_lossy(&said).into_owned())
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        let ip = |line: &str| drop(std::process::Command::new("ip").args(line.split(' ')).output());
        ip(&format!("link del {}a", self.name));
        ip(&format!("netns del {}", self.name));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_in_the_hall_installs_the_certificate_and_opens_the_site() {
    let Some(cable) = Cable::plug().await else {
        println!("SKIPPED: a second network needs root and `ip`");
        return;
    };
    let folder = Folder::new();
    let store = open_demo(&folder.url("site.db")).await;
    let app = App::new(store, clock(), Random::System, Settings::default());
    let any = |port| SocketAddr::from(([0, 0, 0, 0], port));
    let security = Security::Lan { folder: folder.path("lan"), pairing: any(0) };
    let options = ServeOptions { listen: any(0), security, limits: Limits::default() };
    let bound = serve::bind(options, Clock::System.now()).await.unwrap();
    let port = |url: &str| url.rsplit(':').next().unwrap().to_owned();
    let (site_port, pairing_port) = (port(&bound.url().unwrap()), port(&bound.pairing_url().unwrap()));
    tokio::spawn(bound.serve(app, std::future::pending()));
    let site = format!("https://{}:{site_port}", cable.server);
    let pairing = format!("http://{}:{pairing_port}", cable.server);

    let (fetched, said) = cable.curl(&[&site]).await;
    assert!(!fetched, "without the certificate nobody is trusted: {said}");
    let (fetched, page) = cable.curl(&[&pairing]).await;
    assert!(fetched && page.contains("changba-ca.crt") && page.contains("<svg"), "{page}");
    let (_, head) = cable.curl(&["-I", &format!("{pairing}/changba-ca.mobileconfig")]).await;
    assert!(head.contains("application/x-apple-aspen-config"), "{head}");
    let (_, head) = cable.curl(&["-o", "/dev/null", "-D", "-", &format!("{pairing}/changba-ca.crt")]).await;
    assert!(head.contains("application/x-x509-ca-cert"), "{head}");
    // The secret half is never handed out, and no page of the site is served in the open.
    let (_, head) = cable.curl(&["-I", &format!("{pairing}/ca.key")]).await;
    assert!(head.contains("302"), "{head}");

    let der = folder.path("phone.crt");
    let (fetched, _) = cable.curl(&["-o", der.to_str().unwrap(), &format!("{pairing}/changba-ca.crt")]).await;
    assert!(fetched);
    let ca = folder.path("lan").join("ca.crt");
    let pem = std::fs::read_to_string(&ca).unwrap();
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    use base64::Engine;
    assert_eq!(
        base64::engine::general_purpose::STANDARD.decode(base64).unwrap(),
        std::fs::read(&der).unwrap()
    );

    let ca = ca.to_str().unwrap();
    let (fetched, page) = cable.curl(&["--cacert", ca, &site]).await;
    assert!(fetched && page.contains("</html>"), "{page}");
    let named = format!("https://changba.local:{site_port}/");
    let resolve = format!("changba.local:{site_port}:{}", cable.server);
    let (fetched, page) = cable.curl(&["--http2", "--cacert", ca, "--resolve", &resolve, &named]).await;
    assert!(fetched && page.contains("</html>"), "{page}");
    // By another name the same certificate proves nothing.
    let other = format!("changba.example:{site_port}:{}", cable.server);
    let url = format!("https://changba.example:{site_port}/");
    let (fetched, _) = cable.curl(&["--cacert", ca, "--resolve", &other, &url]).await;
    assert!(!fetched);
}
