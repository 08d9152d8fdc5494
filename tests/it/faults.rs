//! Real faults: the server killed at any moment, a network that loses and doubles, a disk that is full. Every
//! acknowledged play is there exactly once, in order, and both devices agree.
//!
//! `KILLS=200 cargo test --test it faults` is the long form; `bin/faults` runs it.

use crate::cli_world::Folder;
use crate::world::World;
use changba::access::Role;
use league::game::{Edition, GameProfile, GameRules, Play, replay};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What a scorer enters: baskets, free throws, fouls and time-outs of four periods.
fn entered(device: &str, dice: &mut Dice, number: u32, period: u8, minutes_wrong: i64) -> Value {
    let side = if dice.roll(2) == 0 { "a" } else { "b" };
    let player = (4 + dice.roll(8)).to_string();
    let fact = match dice.roll(5) {
        0 => json!({ "kind": "foul", "side": side, "who": player, "code": "P", "free_throws": 0 }),
        1 => json!({ "kind": "free_throw", "side": side, "player": player, "made": true }),
        _ => json!({ "kind": "goal", "side": side, "player": player, "points": 2 + dice.roll(2) }),
    };
    play(device, number, period, minutes_wrong, fact)
}

fn play(device: &str, number: u32, period: u8, minutes_wrong: i64, fact: Value) -> Value {
    let at = chrono::DateTime::parse_from_rfc3339("2025-06-13T11:30:00Z").unwrap()
        + chrono::Duration::minutes(minutes_wrong)
        + chrono::Duration::seconds(i64::from(number));
    let at = at.to_utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    json!({ "id": format!("{device}-{number}"), "by": "scorer", "at": at, "period": period, "fact": fact })
}

fn rules() -> GameRules {
    GameRules {
        profile: GameProfile::by_name("4x10").unwrap(),
        edition: Edition::by_name("fiba-2024").unwrap(),
    }
}

/// A server in a process of its own, on a database that outlives it.
struct Server {
    child: Child,
    address: String,
    /// Open as long as the server runs: it may still have something to say.
    _out: BufReader<ChildStdout>,
}

impl Server {
    fn start(folder: &Folder, url: &str) -> Self {
        // A write beyond a limit must be an error as on a full disk, not a signal.
        let program = env!("CARGO_BIN_EXE_changba");
        let mut child = Command::new("sh")
            .args(["-c", "trap '' XFSZ; exec \"$@\"", "sh", program])
            .args(["serve", "--listen", "127.0.0.1:0", "--db", url])
            .current_dir(folder.path(""))
            .env_clear()
            .env("PATH", std::env::var("PATH").unwrap_or_default())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut first = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut first).unwrap();
        let address = first.trim().strip_prefix("listening http://").unwrap_or_else(|| panic!("{first:?}"));
        Self { address: address.to_owned(), child, _out: out }
    }

    /// Sends a request; nothing when no whole answer came.
    fn ask(&self, token: &str, method: &str, path: &str, body: &str) -> Option<(u16, Value)> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        let text = String::from_utf8(answer).ok()?;
        let status = text.get(9..12)?.parse().ok()?;
        let (_, body) = text.split_once("\r\n\r\n")?;
        Some((status, serde_json::from_str(body).ok()?))
    }

    /// Signal 9: no handler, no flush, no goodbye.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The largest file this server may write from now on.
    fn limit(&self, bytes: &str) {
        let done = Command::new("prlimit")
            .args(["--pid", &self.child.id().to_string(), &format!("--fsize={bytes}:")])
            .status()
            .unwrap();
        assert!(done.success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A league on disk, with a scorer's token that is good today.
async fn league_on_disk() -> (World, String, String) {
    let world = World::new().await;
    world.clock.advance(changba::clock::Clock::System.now() - world.clock.now());
    let token = world.token(Role::Scorer).await;
    let url = world.url();
    (world, url, token)
}

fn all_plays(server: &Server, token: &str, base: &str) -> Vec<Play> {
    let (status, body) = server.ask(token, "GET", &format!("{base}/plays"), "").unwrap();
    assert_eq!(status, 200);
    body["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| serde_json::from_value(item["play"].clone()).unwrap())
        .collect()
}

#[tokio::test]
async fn a_server_killed_at_any_moment_loses_nothing_it_acknowledged() {
    let kills: u32 = std::env::var("KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(4);
    let (world, url, token) = league_on_disk().await;
    let base = format!("/api/v1/fixtures/{}", world.fixture);
    world.store.close().await;
    let folder = Folder::new();
    let mut dice = Dice(20_250_613);
    let mut queue = vec![
        play("k1", 1, 1, 0, json!({ "kind": "level", "level": "scoresheet" })),
        play("k1", 2, 1, 0, json!({ "kind": "period_start" })),
    ];
    let (mut number, mut acknowledged, mut sent_twice) = (2, BTreeMap::new(), 0);
    for _ in 0..kills {
        let server = Server::start(&folder, &url);
        let (pid, moment) = (server.child.id().to_string(), 5 + dice.roll(120));
        // The killer knows nothing of what the server is doing.
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(moment));
            Command::new("kill").args(["-9", &pid]).status()
        });
        let until = Instant::now() + Duration::from_secs(10);
        while Instant::now() < until {
            for _ in 0..=dice.roll(4) {
                number += 1;
                queue.push(entered("k1", &mut dice, number, 1, 0));
            }
            let batch: Vec<Value> = queue.iter().take(50).cloned().collect();
            let body = json!({ "plays": batch }).to_string();
            let Some((status, answer)) = server.ask(&token, "POST", &format!("{base}/plays"), &body) else {
                break;
            };
            assert_eq!(status, 200, "{answer}");
            for taken in answer["plays"].as_array().unwrap() {
                // A lost answer is sent again: what was there before keeps its number.
                sent_twice += u32::from(taken["duplicate"] == true);
                let arrival = taken["arrival"].as_i64().unwrap();
                let before = acknowledged.insert(taken["id"].as_str().unwrap().to_owned(), arrival);
                assert!(before.is_none_or(|before| before == arrival));
            }
            queue.drain(..batch.len());
        }
        killer.join().unwrap().unwrap();
        server.kill();
    }
    let server = Server::start(&folder, &url);
    while !queue.is_empty() {
        let batch: Vec<Value> = queue.drain(..queue.len().min(50)).collect();
        let body = json!({ "plays": batch }).to_string();
        let (status, answer) = server.ask(&token, "POST", &format!("{base}/plays"), &body).unwrap();
        assert_eq!(status, 200, "{answer}");
        for taken in answer["plays"].as_array().unwrap() {
            acknowledged.insert(taken["id"].as_str().unwrap().to_owned(), taken["arrival"].as_i64().unwrap());
        }
    }
    let kept = all_plays(&server, &token, &base);
    let ids: Vec<String> = kept.iter().map(|play| play.id.to_string()).collect();
    let expected: Vec<String> = (1..=number).map(|number| format!("k1-{number}")).collect();
    assert_eq!(ids, expected, "each once, in the order they were entered");
    assert_eq!(acknowledged.len(), ids.len());
    let (_, state) = server.ask(&token, "GET", &format!("{base}/state"), "").unwrap();
    assert_eq!(state, serde_json::to_value(replay(&rules(), &kept)).unwrap());
    println!("{kills} kills, {number} plays, {sent_twice} sent again after a lost answer");
}

#[tokio::test]
async fn a_full_disk_is_said_and_everything_goes_on_when_there_is_room() {
    if Command::new("prlimit").arg("--version").output().is_err() {
        println!("skipped: no prlimit to make a disk full with");
        return;
    }
    let (world, url, token) = league_on_disk().await;
    let base = format!("/api/v1/fixtures/{}", world.fixture);
    world.store.close().await;
    let folder = Folder::new();
    let server = Server::start(&folder, &url);
    let mut dice = Dice(7);
    let mut queue: Vec<Value> = (1..=400).map(|number| entered("k1", &mut dice, number, 1, 0)).collect();
    let send = |queue: &[Value]| {
        let body = json!({ "plays": queue[..queue.len().min(20)] }).to_string();
        server.ask(&token, "POST", &format!("{base}/plays"), &body).unwrap()
    };
    assert_eq!(send(&queue).0, 200);
    queue.drain(..20);
    server.limit("4096");
    let mut refused = 0;
    for _ in 0..3 {
        let (status, problem) = send(&queue);
        assert_eq!((status, &problem["code"]), (507, &json!("no_space")), "{problem}");
        refused += 1;
    }
    assert_eq!(refused, 3);
    // Readers notice nothing.
    assert_eq!(all_plays(&server, &token, &base).len(), 20);
    server.limit("unlimited");
    while !queue.is_empty() {
        let (status, answer) = send(&queue);
        assert_eq!(status, 200, "{answer}");
        assert!(answer["plays"].as_array().unwrap().iter().all(|taken| taken["duplicate"] == false));
        queue.drain(..queue.len().min(20));
    }
    let ids: Vec<u32> = all_plays(&server, &token, &base).iter().map(|play| play.id.number).collect();
    assert_eq!(ids, (1..=400).collect::<Vec<u32>>());
}

/// A pad as the server sees it: what it wrote, what of it was acknowledged, what it knows of the other.
struct Pad {
    device: &'static str,
    minutes_wrong: i64,
    own: Vec<Value>,
    acknowledged: usize,
    known: BTreeMap<String, Value>,
    cursor: i64,
    highest: u32,
}

impl Pad {
    fn new(device: &'static str, minutes_wrong: i64) -> Self {
        let known = BTreeMap::new();
        Self { device, minutes_wrong, own: Vec::new(), acknowledged: 0, known, cursor: 0, highest: 0 }
    }

    fn enter(&mut self, dice: &mut Dice, period: u8, fact: Option<Value>) {
        self.highest += 1;
        let (device, number, wrong) = (self.device, self.highest, self.minutes_wrong);
        let play = match fact {
            Some(fact) => play(device, number, period, wrong, fact),
            None => entered(device, dice, number, period, wrong),
        };
        self.known.insert(play["id"].as_str().unwrap().to_owned(), play.clone());
        self.own.push(play);
    }

    /// Sends what waits, over a network that may lose the message, its answer, or bring it twice.
    async fn sync(&mut self, world: &World, token: &str, base: &str, dice: &mut Dice) {
        let batch: Vec<Value> = self.own[self.acknowledged..].iter().take(30).cloned().collect();
        if !batch.is_empty() && dice.roll(4) != 0 {
            for _ in 0..=dice.roll(2) {
                let sent =
                    world.send(token, "POST", &format!("{base}/plays"), json!({ "plays": batch })).await;
                assert_eq!(sent.status, 200, "{}", sent.text);
            }
            if dice.roll(3) != 0 {
                self.acknowledged += batch.len();
            }
        }
        if dice.roll(3) != 0 {
            self.hear(world, token, base).await;
        }
    }

    /// Fetches what others entered.
    async fn hear(&mut self, world: &World, token: &str, base: &str) {
        let news = world.get_as(token, &format!("{base}/plays?after={}", self.cursor)).await.json();
        for item in news["items"].as_array().unwrap() {
            let play = &item["play"];
            let id = play["id"].as_str().unwrap();
            self.highest = self.highest.max(id.split_once('-').unwrap().1.parse().unwrap());
            self.known.insert(id.to_owned(), play.clone());
        }
        self.cursor = news["next"].as_i64().unwrap();
    }

    fn plays(&self) -> Vec<Play> {
        self.known.values().map(|play| serde_json::from_value(play.clone()).unwrap()).collect()
    }
}

#[tokio::test]
async fn two_pads_with_wrong_clocks_and_a_network_that_is_gone_for_200_plays_agree() {
    for seed in 1..=2 {
        let world = World::new().await;
        let token = world.token(Role::Scorer).await;
        let base = format!("/api/v1/fixtures/{}", world.fixture);
        let mut dice = Dice(seed);
        let mut pads = [Pad::new("k1", 0), Pad::new("k2", 10)];
        pads[0].enter(&mut dice, 1, Some(json!({ "kind": "level", "level": "scoresheet" })));
        for period in 1..=4 {
            pads[0].enter(&mut dice, period, Some(json!({ "kind": "period_start" })));
            for step in 0..60 {
                // The first pad has no network for two periods: 200 plays and more wait on it.
                let cut = (2..=3).contains(&period);
                pads[0].enter(&mut dice, period, None);
                if cut {
                    pads[0].enter(&mut dice, period, None);
                } else {
                    pads[0].sync(&world, &token, &base, &mut dice).await;
                }
                if step % 3 == 0 {
                    pads[1].enter(&mut dice, period, None);
                }
                pads[1].sync(&world, &token, &base, &mut dice).await;
            }
            if period == 3 {
                assert!(pads[0].own.len() - pads[0].acknowledged >= 200);
            }
            pads[0].enter(&mut dice, period, Some(json!({ "kind": "period_end" })));
        }
        pads[0].enter(&mut dice, 4, Some(json!({ "kind": "game_end" })));
        while pads.iter().any(|pad| pad.acknowledged < pad.own.len()) {
            for pad in &mut pads {
                pad.sync(&world, &token, &base, &mut dice).await;
            }
        }
        for pad in &mut pads {
            pad.hear(&world, &token, &base).await;
        }
        let served = world.get_as(&token, &format!("{base}/plays")).await.json();
        let mut served: Vec<String> = served["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["play"]["id"].as_str().unwrap().to_owned())
            .collect();
        for pad in &pads {
            assert_eq!(pad.acknowledged, pad.own.len(), "seed {seed}");
            let of_pad: Vec<&String> = served.iter().filter(|id| id.starts_with(pad.device)).collect();
            let own: Vec<&str> = pad.own.iter().map(|play| play["id"].as_str().unwrap()).collect();
            assert_eq!(of_pad, own, "each once and in the order of {}", pad.device);
        }
        served.sort();
        let state = world.get_as(&token, &format!("{base}/state")).await.json();
        for pad in &pads {
            assert_eq!(pad.known.keys().collect::<Vec<_>>(), served.iter().collect::<Vec<_>>());
            let own = serde_json::to_value(replay(&rules(), &pad.plays())).unwrap();
            assert_eq!(own, state, "{} and the server say the same", pad.device);
        }
        assert!(state["score"]["a"].as_u64().unwrap() > 50, "{}", state["score"]);
    }
}
