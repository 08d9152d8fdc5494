//! What of a request decides which kept answer it gets, however the request was read.

use axum::http::{HeaderName, Method, Request};

/// A request's head.
pub trait Asked {
    fn method(&self) -> &Method;

    /// Path and query.
    fn target(&self) -> &str;

    /// The host in the address itself, before any header.
    fn authority(&self) -> Option<&str>;

    /// All values of a header; what is not text counts as empty.
    fn values(&self, name: &HeaderName) -> impl Iterator<Item = &str>;

    fn path(&self) -> &str {
        let target = self.target();
        target.split_once('?').map_or(target, |(path, _)| path)
    }

    fn value(&self, name: &HeaderName) -> Option<&str> {
        self.values(name).next()
    }
}

impl<B> Asked for Request<B> {
    fn method(&self) -> &Method {
        Request::method(self)
    }

    fn target(&self) -> &str {
        self.uri().path_and_query().map_or("/", |target| target.as_str())
    }

    fn authority(&self) -> Option<&str> {
        self.uri().authority().map(|authority| authority.as_str())
    }

    fn values(&self, name: &HeaderName) -> impl Iterator<Item = &str> {
        self.headers().get_all(name).iter().map(|value| value.to_str().unwrap_or(""))
    }
}
