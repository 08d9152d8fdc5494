//! What stands at the other end of a webhook or a mail server, on this machine.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Received {
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }
}

#[derive(Default)]
struct State {
    received: Vec<Received>,
    statuses: Vec<u16>,
    answer: String,
}

/// Answers with the given statuses in turn, then with 200.
pub struct Receiver {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl Receiver {
    pub async fn start(statuses: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State { statuses: statuses.to_vec(), ..State::default() }));
        let shared = state.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = shared.clone();
                tokio::spawn(async move { answer(stream, &shared).await });
            }
        });
        Self { port, state }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What it answers from now on.
    pub fn answers(&self, body: &str) {
        self.state.lock().unwrap().answer = body.to_owned();
    }

    pub fn requests(&self) -> Vec<Received> {
        self.state.lock().unwrap().received.clone()
    }
}

async fn answer(stream: TcpStream, state: &Mutex<State>) {
    let mut stream = BufReader::new(stream);
    let (mut line, mut headers) = (String::new(), Vec::new());
    stream.read_line(&mut line).await.unwrap();
    loop {
        let mut header = String::new();
        stream.read_line(&mut header).await.unwrap();
        let Some((name, value)) = header.trim().split_once(':') else { break };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let mut body = vec![0; length.map_or(0, |(_, length)| length.parse().unwrap())];
    stream.read_exact(&mut body).await.unwrap();
    let reply = {
        let mut state = state.lock().unwrap();
        let body = String::from_utf8(body).unwrap();
        state.received.push(Received { line: line.trim().to_owned(), headers, body });
        let status = if state.statuses.is_empty() { 200 } else { state.statuses.remove(0) };
        format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n{}", state.answer.len(), state.answer)
    };
    stream.write_all(reply.as_bytes()).await.unwrap();
}

/// A mail server that takes everything.
pub struct MailServer {
    pub port: u16,
    letters: Arc<Mutex<Vec<String>>>,
}

impl MailServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let letters = Arc::new(Mutex::new(Vec::new()));
        let shared = letters.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = shared.clone();
                tokio::spawn(async move { take(stream, &shared).await });
            }
        });
        Self { port, letters }
    }

    pub fn letters(&self) -> Vec<String> {
        self.letters.lock().unwrap().clone()
    }
}

async fn take(stream: TcpStream, letters: &Mutex<Vec<String>>) {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 here\r\n").await.unwrap();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        let word = line.trim().to_ascii_uppercase();
        if word.starts_with("EHLO") {
            stream.write_all(b"250-here\r\n250 8BITMIME\r\n").await.unwrap();
        } else if word == "DATA" {
            stream.write_all(b"354 go on\r\n").await.unwrap();
            let mut letter = String::new();
            loop {
                let mut line = String::new();
                stream.read_line(&mut line).await.unwrap();
                if line == ".\r\n" {
                    break;
                }
                letter += &line;
            }
            letters.lock().unwrap().push(letter);
            stream.write_all(b"250 taken\r\n").await.unwrap();
        } else if word == "QUIT" {
            let _ = stream.write_all(b"221 bye\r\n").await;
            return;
        } else {
            stream.write_all(b"250 fine\r\n").await.unwrap();
        }
    }
}
