use super::*;
use crate::clock::Clock;

#[test]
fn the_authority_vouches_for_private_addresses_only() {
    for address in ["192.168.1.5", "10.0.0.1", "172.31.2.3", "127.0.0.1", "fd00::1", "::1"] {
        assert!(may_vouch_for(address.parse().unwrap()), "{address}");
    }
    for address in ["8.8.8.8", "172.32.0.1", "2001:db8::1", "192.169.0.1"] {
        assert!(!may_vouch_for(address.parse().unwrap()), "{address}");
    }
}

#[test]
fn the_authority_is_made_once_and_kept() {
    let folder = std::env::temp_dir().join(format!("changba-ca-{}", crate::random::Random::System.key()));
    let now = Clock::System.now();
    let first = Authority::open(&folder, now).unwrap();
    let second = Authority::open(&folder, now + Duration::days(30)).unwrap();
    assert_eq!(first.der(), second.der());
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(folder.join("ca.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0);
    let (chain, _) = second.issue("changba.local", &["192.168.1.5".parse().unwrap()], now).unwrap();
    assert_eq!(chain.len(), 2);
    assert!(first.mobileconfig().contains("com.apple.security.root"));
    fs::remove_dir_all(&folder).unwrap();
}
