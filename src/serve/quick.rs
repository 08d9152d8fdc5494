//! The quick lane of HTTP/1.1: a kept page is found and sent without building what a handler would need.
//!
//! It takes plain reads, and beats of open pages. The first request that is anything else goes, with the rest of its
//! connection, to the full implementation; so does every head this lane does not understand.

use super::wire::{self, Wire};
use crate::web::{Asked, Front, Remembered, Scheme, beacon};
use axum::http::{HeaderName, Method, header};
use bytes::{Buf, Bytes, BytesMut};
use chrono::{DateTime, Utc};
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// Most heads fit into this; one that does not is read on by the full implementation.
const HEAD_BYTES: usize = 4096;
const HEADERS: usize = 40;

/// How the quick lane of a connection ended.
pub enum Ended<S> {
    /// The connection is over.
    Closed,
    /// The next request needs more; these bytes of it are read already.
    Handed(Rewound<S>),
}

/// Answers requests from memory until one needs more, the peer falls silent or leaves, or the server stops.
pub async fn serve<S: Wire>(
    mut stream: S,
    front: &Front,
    scheme: Scheme,
    silence: Duration,
    stopped: impl Future<Output = ()>,
) -> io::Result<Ended<S>> {
    let mut buffer = BytesMut::with_capacity(HEAD_BYTES);
    let mut stopped = pin!(stopped);
    let mut alarm = Alarm::new(silence);
    let mut date = Date::default();
    let mut head = Vec::new();
    loop {
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        match read(&buffer, &mut headers) {
            Read::Whole { length, asked } => {
                let Some(remembered) = remember(front, &asked, scheme).await else {
                    return Ok(handed(buffer, stream));
                };
                buffer.advance(length);
                let sending = send(&mut stream, &mut head, &remembered, date.at(remembered.at));
                tokio::select! {
                    biased;
                    sent = sending => sent?,
                    () = alarm.rung() => return Ok(Ended::Closed),
                }
                alarm.put_off();
                continue;
            }
            Read::Beat { length, body, asked } => {
                if let Some(sent) = buffer.get(length..length + body) {
                    let Some((answer, id)) = front.beat(&asked, sent, scheme) else {
                        return Ok(handed(buffer, stream));
                    };
                    buffer.advance(length + body);
                    let sending = send_beat(&mut stream, &answer, id, date.at(front.app().clock.now()));
                    tokio::select! {
                        biased;
                        sent = sending => sent?,
                        () = alarm.rung() => return Ok(Ended::Closed),
                    }
                    alarm.put_off();
                    continue;
                }
                if length + body > HEAD_BYTES {
                    return Ok(handed(buffer, stream));
                }
            }
            Read::Part if buffer.len() < HEAD_BYTES => {}
            Read::Part | Read::Other => return Ok(handed(buffer, stream)),
        }
        buffer.reserve(HEAD_BYTES.saturating_sub(buffer.len()));
        tokio::select! {
            biased;
            read = stream.read_buf(&mut buffer) => if read? == 0 { return Ok(Ended::Closed) },
            () = &mut stopped => return Ok(Ended::Closed),
            () = alarm.rung() => return Ok(Ended::Closed),
        }
    }
}

fn handed<S>(buffer: BytesMut, stream: S) -> Ended<S> {
    Ended::Handed(Rewound { before: buffer.freeze(), stream })
}

/// The kept answer; a page that was kept and no longer holds is made anew first.
async fn remember(front: &Front, asked: &Head<'_, '_>, scheme: Scheme) -> Option<Remembered> {
    if let Some(remembered) = front.from_memory(asked, Some(scheme)) {
        return Some(remembered);
    }
    if front.refresh(asked, scheme).await { front.from_memory(asked, Some(scheme)) } else { None }
}

async fn send(
    stream: &mut impl Wire,
    head: &mut Vec<u8>,
    answer: &Remembered,
    date: &[u8],
) -> io::Result<()> {
    let kept = &answer.kept;
    head.clear();
    for part in [&kept.head[..], REQUEST_ID, &answer.id, date] {
        head.extend_from_slice(part);
    }
    let body = &kept.body[..];
    if let (Some(socket), Some(file)) = (stream.socket(), kept.file()) {
        return wire::send_file(socket, head, file, body.len()).await;
    }
    match body {
        [] => stream.write_all(head).await?,
        body => stream.write_all_buf(&mut Buf::chain(&head[..], body)).await?,
    }
    stream.flush().await
}

async fn send_beat(
    stream: &mut (impl AsyncWrite + Unpin),
    answer: &str,
    id: [u8; 12],
    date: &[u8],
) -> io::Result<()> {
    let length = answer.len().to_string();
    let mut bytes = Vec::with_capacity(320);
    for part in [BEAT_HEAD, length.as_bytes(), b"\r\n", REQUEST_ID, &id, date, answer.as_bytes()] {
        bytes.extend_from_slice(part);
    }
    stream.write_all(&bytes).await?;
    stream.flush().await
}

/// Pages of other sites may carry our player; the answer depends on nobody's cookie.
const BEAT_HEAD: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncache-control: no-store\r\n\
    x-content-type-options: nosniff\r\naccess-control-allow-origin: *\r\ncontent-length: ";

const REQUEST_ID: &[u8] = b"x-request-id: ";
/// The length of `\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n`.
const DATE: usize = 41;

/// The end of a head that says the time, written once a second.
struct Date {
    second: i64,
    line: [u8; DATE],
}

impl Default for Date {
    fn default() -> Self {
        Self { second: i64::MIN, line: [b' '; DATE] }
    }
}

impl Date {
    fn at(&mut self, now: DateTime<Utc>) -> &[u8] {
        if now.timestamp() != self.second {
            self.second = now.timestamp();
            let line = format!("\r\ndate: {}\r\n\r\n", now.format("%a, %d %b %Y %H:%M:%S GMT"));
            // A year of five digits has another length; until then the line fits.
            if let Ok(line) = line.as_bytes().try_into() {
                self.line = line;
            }
        }
        &self.line
    }
}

/// Rings when nothing has been put off for a while. Putting off costs no timer: the alarm looks when it rings.
struct Alarm {
    silence: Duration,
    until: Instant,
    sleep: Pin<Box<Sleep>>,
}

impl Alarm {
    fn new(silence: Duration) -> Self {
        let until = Instant::now() + silence;
        Self { silence, until, sleep: Box::pin(sleep_until(until)) }
    }

    fn put_off(&mut self) {
        self.until = Instant::now() + self.silence;
    }

    async fn rung(&mut self) {
        loop {
            self.sleep.as_mut().await;
            if Instant::now() >= self.until {
                return;
            }
            self.sleep.as_mut().reset(self.until);
        }
    }
}

enum Read<'h, 'b> {
    Whole {
        length: usize,
        asked: Head<'h, 'b>,
    },
    /// A beat of an open page, with the length of its body.
    Beat {
        length: usize,
        body: usize,
        asked: Head<'h, 'b>,
    },
    /// More bytes may make it whole.
    Part,
    /// For the full implementation: no plain read, or no HTTP.
    Other,
}

fn read<'h, 'b>(buffer: &'b [u8], headers: &'h mut [httparse::Header<'b>]) -> Read<'h, 'b> {
    let mut request = httparse::Request::new(headers);
    let length = match request.parse(buffer) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Read::Part,
        Err(_) => return Read::Other,
    };
    let (method, target) = match (request.method, request.path, request.version) {
        (Some("GET"), Some(target), Some(1)) if target.starts_with('/') => (Method::GET, target),
        (Some("POST"), Some(target), Some(1)) if target == beacon::PATH => (Method::POST, target),
        _ => return Read::Other,
    };
    let asked = Head { method, target, headers: request.headers };
    if asked.method == Method::POST {
        let bodies = [header::TRANSFER_ENCODING, header::EXPECT, header::UPGRADE, header::CONTENT_ENCODING];
        let mut lengths = asked.values(&header::CONTENT_LENGTH);
        let body =
            lengths.next().and_then(|text| text.parse().ok()).filter(|body| *body <= beacon::MOST_BYTES);
        let plain = bodies.iter().all(|name| asked.value(name).is_none())
            && lengths.next().is_none()
            && asked.values(&header::CONNECTION).all(|value| value.eq_ignore_ascii_case("keep-alive"));
        drop(lengths);
        return match body.filter(|_| plain) {
            Some(body) => Read::Beat { length, body, asked },
            None => Read::Other,
        };
    }
    let plain = PLAIN_WITHOUT.iter().all(|name| asked.value(name).is_none())
        && asked.values(&header::CONNECTION).all(|value| value.eq_ignore_ascii_case("keep-alive"));
    if plain { Read::Whole { length, asked } } else { Read::Other }
}

/// Headers that make a read more than a plain one.
const PLAIN_WITHOUT: [HeaderName; 4] =
    [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::EXPECT, header::UPGRADE];

struct Head<'h, 'b> {
    method: Method,
    target: &'b str,
    headers: &'h [httparse::Header<'b>],
}

impl Asked for Head<'_, '_> {
    fn method(&self) -> &Method {
        &self.method
    }

    fn target(&self) -> &str {
        self.target
    }

    fn authority(&self) -> Option<&str> {
        None
    }

    fn values(&self, name: &HeaderName) -> impl Iterator<Item = &str> {
        let named = self.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name.as_str()));
        named.map(|header| std::str::from_utf8(header.value).unwrap_or(""))
    }
}

/// A stream with what was read of it put back.
pub struct Rewound<S> {
    before: Bytes,
    stream: S,
}

impl<S: Wire> Wire for Rewound<S> {}

impl<S: AsyncRead + Unpin> AsyncRead for Rewound<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.before.is_empty() {
            return Pin::new(&mut self.stream).poll_read(context, into);
        }
        let fits = self.before.len().min(into.remaining());
        into.put_slice(&self.before.split_to(fits));
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Rewound<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
