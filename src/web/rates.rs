//! How often strangers may ask for what takes work. Kept answers cost next to nothing and are not counted.

use hashbrown::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Mutex;
use tokio::time::Instant;

/// A steady rate and how much may come at once. A rate of nothing is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rate {
    pub per_second: f64,
    pub burst: f64,
}

/// What is counted, each for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Work {
    Page,
    Document,
}

/// The rates in force.
#[derive(Clone, Copy, Debug, Default)]
pub struct RateRules {
    pub pages: Rate,
    pub documents: Rate,
}

/// More addresses than this are never remembered: those that have been quiet go first, then all.
const MOST_ADDRESSES: usize = 20_000;

/// What each address has left.
#[derive(Debug, Default)]
pub struct Rates {
    left: Mutex<HashMap<(Work, IpAddr), Bucket>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Bucket {
    fn refilled(self, rate: Rate, now: Instant) -> f64 {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        (self.left + since * rate.per_second).min(rate.burst)
    }
}

impl Rates {
    /// Takes one piece of work from an address, or says how many seconds to wait.
    pub fn take(&self, work: Work, address: &str, rate: Rate, now: Instant) -> Result<(), i64> {
        let Some(address) = address.parse().ok().map(network).filter(|_| rate.per_second > 0.0) else {
            return Ok(());
        };
        let mut all = self.left.lock().expect("no panic under the lock");
        if all.len() >= MOST_ADDRESSES {
            all.retain(|(kept, _), bucket| *kept != work || bucket.refilled(rate, now) < rate.burst);
        }
        if all.len() >= MOST_ADDRESSES {
            all.clear();
        }
        let bucket = all.entry((work, address)).or_insert(Bucket { left: rate.burst, at: now });
        *bucket = Bucket { left: bucket.refilled(rate, now), at: now };
        if bucket.left < 1.0 {
            return Err(((1.0 - bucket.left) / rate.per_second).ceil() as i64);
        }
        bucket.left -= 1.0;
        Ok(())
    }
}

/// One household has one IPv4 address, or a whole /64 of IPv6.
pub(super) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const RATE: Rate = Rate { per_second: 2.0, burst: 3.0 };

    #[test]
    fn a_burst_is_let_through_and_then_the_rate() {
        let (rates, now) = (Rates::default(), Instant::now());
        let take = |address: &str, after: u64| {
            rates.take(Work::Page, address, RATE, now + Duration::from_millis(after))
        };
        for _ in 0..3 {
            assert_eq!(take("192.0.2.1", 0), Ok(()));
        }
        assert_eq!(take("192.0.2.1", 0), Err(1));
        assert_eq!(take("192.0.2.2", 0), Ok(()), "another address is another visitor");
        assert_eq!(take("192.0.2.1", 500), Ok(()));
        assert_eq!(take("192.0.2.1", 500), Err(1));
        // However long it is quiet, no more than the burst comes at once.
        let later: Vec<_> = (0..4).map(|_| take("192.0.2.1", 60_000)).collect();
        assert_eq!(later, [Ok(()), Ok(()), Ok(()), Err(1)]);
    }

    #[test]
    fn neighbours_in_one_network_of_ipv6_share() {
        let (rates, now) = (Rates::default(), Instant::now());
        let rate = Rate { per_second: 0.1, burst: 1.0 };
        assert_eq!(rates.take(Work::Document, "2001:db8::1", rate, now), Ok(()));
        assert_eq!(rates.take(Work::Document, "2001:db8::2", rate, now), Err(10));
        assert_eq!(rates.take(Work::Document, "2001:db8:0:1::1", rate, now), Ok(()));
        assert_eq!(rates.take(Work::Page, "2001:db8::1", rate, now), Ok(()), "other work has its own count");
    }

    #[test]
    fn no_rate_is_no_limit() {
        let (rates, now) = (Rates::default(), Instant::now());
        assert!((0..1000).all(|_| rates.take(Work::Page, "192.0.2.1", Rate::default(), now).is_ok()));
    }
}
