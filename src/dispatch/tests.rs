use super::*;
use std::net::IpAddr;

#[test]
fn only_the_public_internet_is_outside() {
    let outside = |text: &str| address::is_public(text.parse::<IpAddr>().unwrap());
    for text in ["1.1.1.1", "119.29.29.29", "2400:3200::1", "2606:4700::1111", "64:ff9b::119.29.29.29"] {
        assert!(outside(text), "{text}");
    }
    for text in [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::",
        "2001:db8::1",
    ] {
        assert!(!outside(text), "{text}");
    }
}

fn parcel(channel: &str, address: &str) -> Parcel {
    Parcel {
        channel: channel.into(),
        address: address.into(),
        secret: "a secret of the league".into(),
        delivery: "d1".into(),
        at: DateTime::from_timestamp(1_750_000_000, 0).unwrap(),
        kind: "test".into(),
        title: "标题".into(),
        body: "内容".into(),
        link: String::new(),
        facts: serde_json::Value::Null,
    }
}

#[tokio::test]
async fn nothing_goes_into_the_servers_own_network() {
    let rules = Rules::default();
    for address in [
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://localhost/x",
        "https://169.254.169.254/latest/meta-data",
        "https://2130706433/x",
        "https://0x7f.1/x",
    ] {
        let sent = send(&rules, &parcel("webhook", address)).await;
        assert_eq!(sent, Sent::Never("private_address".into()), "{address}");
    }
    let sent = send(&rules, &parcel("webhook", "http://example.com/")).await;
    assert_eq!(sent, Sent::Never("not_https".into()));
    assert_eq!(send(&rules, &parcel("sms", "13800000000")).await, Sent::Never("not_set".into()));
    assert_eq!(send(&rules, &parcel("email", "a@b.cn")).await, Sent::Never("not_set".into()));
}

#[test]
fn a_signature_depends_on_secret_instant_and_body() {
    // As `printf '1750000000.{}' | openssl dgst -sha256 -hmac secret` prints it.
    let signed = signature("secret", "1750000000", "{}");
    assert_eq!(signed, "3fdabae93ac0fe8268882d2fd7845e468dd959a74561c9900a0af5b0a1bcc50a");
    assert_ne!(signed, signature("other", "1750000000", "{}"));
    assert_ne!(signed, signature("secret", "1750000001", "{}"));
    assert_ne!(signed, signature("secret", "1750000000", "{ }"));
}
