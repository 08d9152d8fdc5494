//! What the server counts about itself: by route template, never by address, so that no person is in it.

use super::routes;
use axum::http::{Method, StatusCode};
use hashbrown::HashMap;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper ends of the histogram's buckets in microseconds; the last bucket has none.
const BUCKETS_US: [u64; 12] =
    [100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 500_000, 2_500_000];
const METHODS: [&str; 4] = ["GET", "HEAD", "POST", "other"];
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];
/// What no route matched.
const UNMATCHED: &str = "unmatched";

/// The counters of one route.
#[derive(Debug, Default)]
pub struct RouteCounts {
    pub template: &'static str,
    requests: [[AtomicU64; CLASSES.len()]; METHODS.len()],
    buckets: [AtomicU64; BUCKETS_US.len() + 1],
    total_us: AtomicU64,
}

impl RouteCounts {
    /// Counts one answer.
    pub fn count(&self, method: &Method, status: StatusCode, took: Duration) {
        let method = match *method {
            Method::GET => 0,
            Method::HEAD => 1,
            Method::POST => 2,
            _ => 3,
        };
        let class = usize::from(status.as_u16() / 100).clamp(1, CLASSES.len()) - 1;
        let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BUCKETS_US.iter().position(|end| took_us <= *end).unwrap_or(BUCKETS_US.len());
        // Independent counters: a reader may see one a moment before the other.
        self.requests[method][class].fetch_add(1, Ordering::Relaxed);
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.total_us.fetch_add(took_us, Ordering::Relaxed);
    }
}

/// All counters of a server.
#[derive(Debug)]
pub struct Metrics {
    routes: HashMap<&'static str, Arc<RouteCounts>>,
    unmatched: Arc<RouteCounts>,
    /// Pages answered from memory.
    pub cache_hits: AtomicU64,
    /// Pages that had to be made.
    pub cache_misses: AtomicU64,
}

impl Default for Metrics {
    fn default() -> Self {
        let counts = |template| Arc::new(RouteCounts { template, ..RouteCounts::default() });
        let routes = routes::list().into_iter().map(|route| (route.path, counts(route.path))).collect();
        Self {
            routes,
            unmatched: counts(UNMATCHED),
            cache_hits: AtomicU64::new(0),
            cache_misses: AtomicU64::new(0),
        }
    }
}

impl Metrics {
    /// The counters of a route; what no route matched is counted together, or a scan would fill the memory.
    pub fn route(&self, template: Option<&str>) -> &Arc<RouteCounts> {
        template.and_then(|template| self.routes.get(template)).unwrap_or(&self.unmatched)
    }

    /// Writes the counters as Prometheus reads them.
    pub fn write(&self, out: &mut String) {
        let mut routes: Vec<_> = self.routes.values().chain([&self.unmatched]).collect();
        routes.sort_by_key(|route| route.template);
        head(
            out,
            "changba_requests_total",
            "counter",
            "Requests by route template, method and class of status.",
        );
        for route in &routes {
            for (method, classes) in METHODS.iter().zip(&route.requests) {
                for (class, count) in CLASSES.iter().zip(classes) {
                    let count = count.load(Ordering::Relaxed);
                    if count > 0 {
                        let (name, template) = ("changba_requests_total", route.template);
                        line(
                            out,
                            &format!(
                                "{name}{{route=\"{template}\",method=\"{method}\",status=\"{class}\"}} {count}"
                            ),
                        );
                    }
                }
            }
        }
        let name = "changba_request_seconds";
        head(out, name, "histogram", "Time from the request's head to the answer's.");
        for route in &routes {
            write_histogram(out, name, route);
        }
        for (name, help, value) in [
            ("changba_cache_hits_total", "Pages answered from memory.", &self.cache_hits),
            ("changba_cache_misses_total", "Pages that had to be made.", &self.cache_misses),
        ] {
            head(out, name, "counter", help);
            line(out, &format!("{name} {}", value.load(Ordering::Relaxed)));
        }
    }
}

fn write_histogram(out: &mut String, name: &str, route: &RouteCounts) {
    let counts: Vec<u64> = route.buckets.iter().map(|count| count.load(Ordering::Relaxed)).collect();
    let all: u64 = counts.iter().sum();
    if all == 0 {
        return;
    }
    let template = route.template;
    let mut below = 0;
    for (end_us, count) in BUCKETS_US.iter().zip(&counts) {
        below += count;
        line(out, &format!("{name}_bucket{{route=\"{template}\",le=\"{}\"}} {below}", seconds(*end_us)));
    }
    line(out, &format!("{name}_bucket{{route=\"{template}\",le=\"+Inf\"}} {all}"));
    let total = seconds(route.total_us.load(Ordering::Relaxed));
    line(out, &format!("{name}_sum{{route=\"{template}\"}} {total}"));
    line(out, &format!("{name}_count{{route=\"{template}\"}} {all}"));
}

fn seconds(us: u64) -> String {
    format!("{}.{:06}", us / 1_000_000, us % 1_000_000)
}

/// Writes what introduces a metric.
pub fn head(out: &mut String, name: &str, kind: &str, help: &str) {
    line(out, &format!("# HELP {name} {help}"));
    line(out, &format!("# TYPE {name} {kind}"));
}

/// Writes one line.
pub fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").expect("a string takes what is written");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_template_and_class() {
        let metrics = Metrics::default();
        let home = metrics.route(Some("/"));
        home.count(&Method::GET, StatusCode::OK, Duration::from_micros(80));
        home.count(&Method::GET, StatusCode::NOT_MODIFIED, Duration::from_millis(3));
        metrics.route(Some("/no/such")).count(&Method::PUT, StatusCode::NOT_FOUND, Duration::from_secs(9));
        let mut text = String::new();
        metrics.write(&mut text);
        for expected in [
            "changba_requests_total{route=\"/\",method=\"GET\",status=\"2xx\"} 1",
            "changba_requests_total{route=\"/\",method=\"GET\",status=\"3xx\"} 1",
            "changba_requests_total{route=\"unmatched\",method=\"other\",status=\"4xx\"} 1",
            "changba_request_seconds_bucket{route=\"/\",le=\"0.000100\"} 1",
            "changba_request_seconds_bucket{route=\"/\",le=\"0.005000\"} 2",
            "changba_request_seconds_sum{route=\"/\"} 0.003080",
            "changba_request_seconds_bucket{route=\"unmatched\",le=\"2.500000\"} 0",
            "changba_request_seconds_count{route=\"unmatched\"} 1",
        ] {
            assert!(text.lines().any(|line| line == expected), "{expected}\n{text}");
        }
    }
}
