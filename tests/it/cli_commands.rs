//! The program itself: exit codes, what stands on stdout, and how it stops.

use crate::cli_world::Folder;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};

fn changba(folder: &Folder, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_changba"));
    command.args(arguments).current_dir(folder.path("")).env_clear();
    command
}

fn run(folder: &Folder, arguments: &[&str]) -> Output {
    changba(folder, arguments).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn json(output: &Output) -> serde_json::Value {
    assert_eq!(code(output), 0, "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap().trim_end().to_owned()
}

/// A server that runs until the test ends.
struct Serving {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
    url: String,
}

impl Serving {
    fn start(folder: &Folder, arguments: &[&str]) -> Self {
        let mut child = changba(folder, arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let url = first.strip_prefix("listening ").unwrap().to_owned();
        Self { child, lines, url }
    }

    fn line(&mut self) -> String {
        self.lines.next().unwrap().unwrap()
    }

    fn status_of(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.url.trim_start_matches("http://")).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned()
    }

    fn stop(mut self) -> i32 {
        Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status().unwrap();
        self.child.wait().unwrap().code().unwrap_or(-1)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[test]
fn the_demo_says_where_it_listens_and_hands_out_a_link_for_each_role() {
    let folder = Folder::new();
    let mut links = Vec::new();
    for _ in 0..2 {
        let mut demo = Serving::start(&folder, &["demo", "--listen", "127.0.0.1:0"]);
        let roles = ["owner", "organiser", "team_leader", "scorer", "referee", "gate", "media", "auditor"];
        for expected in roles {
            let line = demo.line();
            let (role, link) = line.split_once('\t').unwrap();
            assert_eq!(role, expected);
            let token = link.strip_prefix(&format!("{}/link/", demo.url)).unwrap();
            assert_eq!(token.len(), 43);
            links.push(token.to_owned());
        }
        assert_eq!(demo.status_of("/"), "HTTP/1.1 200 OK");
        assert_eq!(demo.stop(), 0);
    }
    links.sort();
    links.dedup();
    assert_eq!(links.len(), 16, "links are fresh at each start");
    assert!(folder.path("data/demo.db").exists());
}

#[test]
fn a_real_league_is_never_opened_as_a_demo() {
    let folder = Folder::new();
    let mut server = Serving::start(&folder, &["serve", "--listen", "127.0.0.1:0", "--db", "sqlite:a.db"]);
    let line = server.line();
    assert!(line.starts_with(&format!("setup\t{}/setup/", server.url)), "{line}");
    assert_eq!(server.stop(), 0);
    let demo =
        run(&folder, &["demo", "--listen", "127.0.0.1:0", "--db", "sqlite:a.db", "--config", "none.toml"]);
    assert_eq!(code(&demo), 2);
    let add = ["user", "add", "li", "--role", "organiser", "--db", "sqlite:a.db"];
    assert_eq!(code(&run(&folder, &add)), 2, "there is no league to hold a role in");
}

#[test]
fn usage_and_input_errors_are_2_and_said_on_stderr() {
    let folder = Folder::new();
    let cases: [&[&str]; 9] = [
        &[],
        &["play"],
        &["serve", "--listen", "everywhere"],
        &["serve", "--tls-cert", "a.pem"],
        &["serve", "--config", "none.toml"],
        &["user", "token", "--role", "king"],
        &["import", "none.json"],
        &["restore", "none.db"],
        &["export", "--season", "k", "--out", "-", "--db", "sqlite:none.db"],
    ];
    for arguments in cases {
        let output = run(&folder, arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{arguments:?}");
    }
    assert!(
        !folder.path("none.db").exists(),
        "no command but serve, demo, migrate and import makes a database"
    );
    let help = run(&folder, &["--help"]);
    assert_eq!(code(&help), 0);
    assert!(text(&help.stdout).contains("demo"));
}

#[test]
fn an_unknown_setting_stops_every_command() {
    let folder = Folder::new();
    let mut command = changba(&folder, &["migrate", "--db", "sqlite:a.db"]);
    let output = command.env("CHANGBA_SERVER__PROT", "1").output().unwrap();
    assert_eq!(code(&output), 2);
    let expected = "changba: environment CHANGBA_SERVER__PROT: there is no setting server.prot";
    assert_eq!(text(&output.stderr), expected);
    assert!(!folder.path("a.db").exists());
}

#[test]
fn a_season_travels_through_files() {
    let folder = Folder::new();
    let demo = Serving::start(&folder, &["demo", "--listen", "127.0.0.1:0"]);
    assert_eq!(demo.stop(), 0);
    assert_eq!(
        json(&run(&folder, &["migrate", "--db", "sqlite:data/demo.db"])),
        serde_json::json!({ "taken": [] })
    );
    let verify = json(&run(&folder, &["audit", "verify", "--db", "sqlite:data/demo.db"]));
    assert_eq!(verify["ok"], true);
    let store = tokio::runtime::Runtime::new().unwrap();
    let key = store.block_on(async {
        let store = changba::store::Store::open(&folder.url("data/demo.db")).await.unwrap();
        crate::cli_world::season_keys(&store).await[2].clone()
    });
    let out = run(&folder, &["export", "--season", &key, "--out", "-", "--db", "sqlite:data/demo.db"]);
    assert_eq!(code(&out), 0);
    let file = ["export", "--season", &key, "--out", "a.json", "--db", "sqlite:data/demo.db"];
    assert_eq!(code(&run(&folder, &file)), 0);
    assert_eq!(std::fs::read(folder.path("a.json")).unwrap(), out.stdout);
    let import = ["import", "a.json", "--db", "sqlite:b.db"];
    assert_eq!(json(&run(&folder, &import))["changed"], true);
    assert_eq!(json(&run(&folder, &import))["changed"], false);
    let back = run(&folder, &["export", "--season", &key, "--out", "-", "--db", "sqlite:b.db"]);
    assert_eq!(back.stdout, out.stdout);
    // A token for scripts stands alone on its line.
    let token = run(&folder, &["user", "token", "--role", "organiser", "--db", "sqlite:b.db"]);
    assert_eq!(text(&token.stdout).len(), 43);
    let user = json(&run(
        &folder,
        &["user", "add", "li", "--role", "scorer", "--scope", &key, "--db", "sqlite:b.db"],
    ));
    assert_eq!(user["login"], "li");
    let link = run(&folder, &["user", "link", "li", "--db", "sqlite:b.db"]);
    assert!(text(&link.stdout).starts_with("http://127.0.0.1:8080/link/"));
    assert_eq!(code(&run(&folder, &["user", "link", "wang", "--db", "sqlite:b.db"])), 2);
}

#[test]
fn doctor_names_the_part_and_the_cure_and_shows_no_secret() {
    let folder = Folder::new();
    let sick = run(&folder, &["doctor", "--db", "sqlite:none.db"]);
    assert_eq!(code(&sick), 1);
    let report: serde_json::Value = serde_json::from_slice(&sick.stdout).unwrap();
    let database = &report["checks"][0];
    assert_eq!((database["part"].as_str(), database["state"].as_str()), (Some("database"), Some("fail")));
    assert!(!database["cure"].as_str().unwrap().is_empty());
    assert_eq!(code(&run(&folder, &["migrate", "--db", "sqlite:a.db"])), 0);
    let sound = run(&folder, &["doctor", "--db", "sqlite:a.db"]);
    assert_eq!(code(&sound), 0, "{}", text(&sound.stderr));
    let url = "postgres://changba:geheim@127.0.0.1:1/none?sslmode=never";
    let away = changba(&folder, &["doctor"]).env("DATABASE_URL", url).output().unwrap();
    assert_eq!(code(&away), 1);
    let said = text(&away.stdout) + &text(&away.stderr);
    assert!(!said.contains("geheim") && said.contains("***"), "{said}");
    assert!(said.contains("environment DATABASE_URL"));
}

#[test]
fn backup_and_restore_from_the_command_line() {
    let folder = Folder::new();
    let demo = Serving::start(&folder, &["demo", "--listen", "127.0.0.1:0"]);
    // While the server runs.
    let made = json(&run(&folder, &["backup", "--out", "b.db", "--db", "sqlite:data/demo.db"]));
    assert_eq!(made["rows"]["season"], 3);
    assert_eq!(code(&run(&folder, &["backup", "--out", "b.db", "--db", "sqlite:data/demo.db"])), 1);
    let force = ["restore", "b.db", "--force", "--db", "sqlite:data/demo.db"];
    assert_eq!(code(&run(&folder, &force)), 1, "it is in use");
    assert_eq!(demo.stop(), 0);
    assert_eq!(code(&run(&folder, &["restore", "b.db", "--db", "sqlite:data/demo.db"])), 1, "it is there");
    assert!(json(&run(&folder, &force))["kept"].is_string());
    std::fs::write(folder.path("bad.db"), "no").unwrap();
    assert_eq!(code(&run(&folder, &["restore", "bad.db", "--db", "sqlite:c.db"])), 2);
}
