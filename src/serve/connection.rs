//! Connections: accepted, secured, limited, and ended in order.

use super::Limits;
use super::quick::{self, Ended};
use super::tls::{Secured, Tls};
use super::wire::Wire;
use crate::web::{Front, Scheme};
use axum::body::Body;
use bytes::Bytes;
use http_body_util::Full;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// A handshake that takes longer belongs to nobody who wants a page.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// Streams of one HTTP/2 connection at one time.
const STREAMS: u32 = 100;

/// All connections of one listener.
pub struct Connections {
    shared: Arc<Shared>,
    places: Arc<Semaphore>,
}

struct Shared {
    front: Front,
    tls: Tls,
    limits: Limits,
    /// True once the listener stops: handshakes end, kept connections close after their request.
    stopping: tokio::sync::watch::Sender<bool>,
}

impl Connections {
    pub fn new(front: Front, tls: Tls, limits: Limits) -> Self {
        let places = Arc::new(Semaphore::new(limits.connections));
        let stopping = tokio::sync::watch::Sender::new(false);
        Self { shared: Arc::new(Shared { front, tls, limits, stopping }), places }
    }

    /// Accepts for ever.
    pub async fn accept_from(&self, listener: &TcpListener) {
        loop {
            // Above the limit nobody is accepted: the system's queue holds them, memory does not.
            let place = self.places.clone().acquire_owned().await.expect("the semaphore is never closed");
            match listener.accept().await {
                Ok((stream, peer)) => {
                    let _ = stream.set_nodelay(true);
                    let shared = self.shared.clone();
                    tokio::spawn(async move {
                        shared.serve(stream, peer).await;
                        drop(place);
                    });
                }
                // Out of descriptors, or a peer that left at once: the next one may fare better.
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        }
    }

    /// Lets requests under way finish, within the grace.
    pub async fn finish(self) {
        self.shared.stopping.send_replace(true);
        let grace = self.shared.limits.grace;
        let all = u32::try_from(self.shared.limits.connections).unwrap_or(u32::MAX);
        let ended = tokio::time::timeout(grace, self.places.acquire_many(all)).await;
        if ended.is_err() {
            tracing::warn!("some requests were cut off: they outlasted the grace of a stop");
        }
    }
}

/// Drives a connection to its end; a stop makes it the last request's.
macro_rules! until_stopped {
    ($shared:expr, $connection:expr) => {{
        let mut stopping = $shared.stopping.subscribe();
        let mut connection = std::pin::pin!($connection);
        let ended = tokio::select! {
            biased;
            ended = connection.as_mut() => ended,
            // The guard of the value may not live across the wait that follows.
            () = async { drop(stopping.wait_for(|stopping| *stopping).await) } => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended early");
        }
    }};
}

impl Shared {
    async fn serve(self: Arc<Self>, stream: TcpStream, peer: SocketAddr) {
        if matches!(self.tls, Tls::Off) {
            return self.http1(stream, Scheme { secure: false, peer }).await;
        }
        let mut stopping = self.stopping.subscribe();
        let accepted = tokio::select! {
            accepted = tokio::time::timeout(HANDSHAKE_WITHIN, self.tls.accept(stream)) => accepted,
            () = async { drop(stopping.wait_for(|stopping| *stopping).await) } => return,
        };
        let scheme = Scheme { secure: true, peer };
        match accepted {
            Ok(Ok(Some(Secured { stream, http2: true }))) => self.http2(stream, scheme).await,
            Ok(Ok(Some(Secured { stream, http2: false }))) => self.http1(stream, scheme).await,
            Ok(Ok(None)) => {}
            Ok(Err(error)) => tracing::debug!(%error, "a handshake failed"),
            Err(_) => tracing::debug!("a handshake took too long"),
        }
    }

    async fn http1(self: Arc<Self>, stream: impl Wire, scheme: Scheme) {
        let mut stopping = self.stopping.subscribe();
        let stopped = async { drop(stopping.wait_for(|stopping| *stopping).await) };
        match quick::serve(stream, &self.front, scheme, self.limits.head_within, stopped).await {
            Ok(Ended::Handed(stream)) => self.http1_with_handlers(stream, scheme).await,
            Ok(Ended::Closed) => {}
            Err(error) => tracing::debug!(%error, "a connection ended early"),
        }
    }

    async fn http1_with_handlers(self: Arc<Self>, stream: impl Wire, scheme: Scheme) {
        let shared = self.clone();
        let service = hyper::service::service_fn(move |request| shared.clone().answer(request, scheme));
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            // It also runs while a kept connection is idle.
            .header_read_timeout(self.limits.head_within)
            .max_buf_size(self.limits.head_bytes)
            .max_headers(self.limits.headers)
            .serve_connection(TokioIo::new(stream), service);
        until_stopped!(self, connection);
    }

    async fn http2(self: Arc<Self>, stream: impl Wire, scheme: Scheme) {
        let shared = self.clone();
        let service = hyper::service::service_fn(move |request| shared.clone().answer(request, scheme));
        let connection = hyper::server::conn::http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .max_header_list_size(u32::try_from(self.limits.head_bytes).unwrap_or(u32::MAX))
            .max_concurrent_streams(STREAMS)
            .keep_alive_interval(self.limits.head_within)
            .keep_alive_timeout(self.limits.head_within)
            .serve_connection(TokioIo::new(stream), service);
        until_stopped!(self, connection);
    }

    async fn answer(
        self: Arc<Self>,
        request: Request<Incoming>,
        scheme: Scheme,
    ) -> Result<Response<Answer>, Infallible> {
        // A hit needs none of what a handler needs: no boxed body, no extensions.
        if let Some(remembered) = self.front.from_memory(&request, Some(scheme)) {
            return Ok(remembered.response().map(|body| Answer::Kept(Full::new(body))));
        }
        let silence = self.limits.body_within;
        let mut request = request.map(|body| Body::new(Timed { body, silence, timer: None }));
        request.extensions_mut().insert(scheme);
        Ok(self.front.call(request).await.map(Answer::Made))
    }
}

/// The body of an answer: from memory, or made by a handler.
enum Answer {
    Kept(Full<Bytes>),
    Made(Body),
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match self.get_mut() {
            Self::Kept(body) => Pin::new(body).poll_frame(context).map_err(|never| match never {}),
            Self::Made(body) => Pin::new(body).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Kept(body) => body.is_end_stream(),
            Self::Made(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Kept(body) => body.size_hint(),
            Self::Made(body) => body.size_hint(),
        }
    }
}

/// A request's body that fails when its sender falls silent.
struct Timed {
    body: Incoming,
    silence: Duration,
    timer: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl HttpBody for Timed {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            this.timer = None;
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let timer = this.timer.get_or_insert_with(|| Box::pin(tokio::time::sleep(this.silence)));
        match timer.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Some(Err("the sender fell silent".into()))),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
