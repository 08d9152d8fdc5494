//! All routes in one list. The matrix test reads it, so a route cannot be added without a row there.

use super::{App, account, admin, api, assets, calendar, front, gate, ops, pad, public, table};
use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, on};

/// Who may use a route at all; the object decides the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Everyone,
    /// Anyone who is signed in.
    SignedIn,
    /// Those with a grant that covers the object.
    Granted,
    /// The holder of a link.
    Capability,
    /// Scripts with a token, and signed-in people.
    Api,
}

/// One route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteInfo {
    pub method: Method,
    pub path: &'static str,
    pub who: Who,
}

/// A router that remembers what was put into it.
pub struct Routes {
    router: Router<App>,
    list: Vec<RouteInfo>,
}

impl Routes {
    fn new() -> Self {
        Self { router: Router::new(), list: Vec::new() }
    }

    /// Adds a page.
    pub fn get<H: Handler<T, App>, T: 'static>(self, path: &'static str, who: Who, handler: H) -> Self {
        self.route(Method::GET, path, who, handler)
    }

    /// Adds something that changes things.
    pub fn post<H: Handler<T, App>, T: 'static>(self, path: &'static str, who: Who, handler: H) -> Self {
        self.route(Method::POST, path, who, handler)
    }

    /// Adds a route of any method.
    pub fn route<H: Handler<T, App>, T: 'static>(
        mut self,
        method: Method,
        path: &'static str,
        who: Who,
        handler: H,
    ) -> Self {
        let filter = MethodFilter::try_from(method.clone()).expect("a method that routers know");
        self.router = self.router.route(path, on(filter, handler));
        self.list.push(RouteInfo { method, path, who });
        self
    }
}

fn all() -> Routes {
    let routes = Routes::new();
    let routes = ops::routes(routes);
    let routes = assets::routes(routes);
    let routes = public::routes(routes);
    let routes = account::routes(routes);
    let routes = table::routes(routes);
    let routes = gate::routes(routes);
    let routes = pad::routes(routes);
    let routes = admin::routes(routes);
    let routes = calendar::routes(routes);
    api::routes(routes)
}

pub(super) fn router(app: App) -> Router {
    let named = axum::middleware::from_fn(front::remember_template);
    all()
        .router
        .route_layer(named)
        .fallback(public::not_found)
        .method_not_allowed_fallback(public::wrong_method)
        .with_state(app)
}

pub(super) fn list() -> Vec<RouteInfo> {
    all().list
}
