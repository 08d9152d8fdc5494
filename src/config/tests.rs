use super::*;

fn env(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
}

fn file(text: &str) -> PathBuf {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("changba-config-{}-{}.toml", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn refused(file: Option<&Path>, pairs: &[(&str, &str)]) -> String {
    Config::load(file, &env(pairs), &[]).unwrap_err().to_string()
}

#[test]
fn the_defaults_listen_on_loopback_only() {
    let config = Config::defaults();
    assert_eq!(config.server.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.session.organiser_idle.0.as_secs(), 2 * 3600);
    assert_eq!(config.limits.upload.0, 10 * 1024 * 1024);
    assert_eq!(config.origin("server.listen"), Some(&Origin::Default));
}

#[test]
fn each_layer_covers_the_one_below() {
    let path = file("[server]\nlisten = \"127.0.0.1:1\"\n[log]\nformat = \"json\"\n");
    let variables = env(&[("CHANGBA_SERVER__LISTEN", "127.0.0.1:2"), ("DATABASE_URL", "sqlite:a.db")]);
    let flag = Override { name: "server.listen", option: "--listen", value: "127.0.0.1:3".into() };
    let config = Config::load(Some(&path), &variables, &[]).unwrap();
    assert_eq!(config.server.listen.port(), 2);
    assert_eq!(config.log.format, LogFormat::Json);
    assert_eq!(config.database.url, "sqlite:a.db");
    assert_eq!(config.origin("log.format"), Some(&Origin::File(path.clone())));
    assert_eq!(config.origin("database.url").unwrap().to_string(), "environment DATABASE_URL");
    let config = Config::load(Some(&path), &variables, &[flag]).unwrap();
    assert_eq!(config.server.listen.port(), 3);
    assert_eq!(config.origin("server.listen").unwrap().to_string(), "--listen");
}

#[test]
fn an_unknown_key_is_named_with_its_origin() {
    let path = file("[server]\nlissten = \"127.0.0.1:1\"\n");
    assert_eq!(refused(Some(&path), &[]), format!("{}: there is no setting server.lissten", path.display()));
    let path = file("[sever]\nlisten = \"127.0.0.1:1\"\n");
    assert_eq!(refused(Some(&path), &[]), format!("{}: there is no setting sever", path.display()));
    assert_eq!(
        refused(None, &[("CHANGBA_SERVER__PORT", "1")]),
        "environment CHANGBA_SERVER__PORT: there is no setting server.port"
    );
    assert_eq!(
        refused(None, &[("CHANGBA_LISTEN", "1")]),
        "environment CHANGBA_LISTEN: there is no setting listen"
    );
}

#[test]
fn a_wrong_value_is_named_with_its_origin() {
    assert_eq!(
        refused(None, &[("CHANGBA_SESSION__PER_ACCOUNT", "many")]),
        "environment CHANGBA_SESSION__PER_ACCOUNT: session.per_account must be a whole number"
    );
    assert_eq!(
        refused(None, &[("CHANGBA_SIGN_IN__WAIT_MAX", "10 minutes")]),
        "environment CHANGBA_SIGN_IN__WAIT_MAX: sign_in.wait_max: \"10 minutes\" is not a span of time such as 30s, \
         10m, 2h or 14d"
    );
    assert_eq!(
        refused(None, &[("CHANGBA_SERVER__TRUSTED_PROXIES", "10.0.0.0/8, 10.0.0.0/99")]),
        "environment CHANGBA_SERVER__TRUSTED_PROXIES: server.trusted_proxies: \"10.0.0.0/99\" is not a network such \
         as 10.0.0.0/8"
    );
    let message = refused(None, &[("CHANGBA_SERVER__LISTEN", "everywhere")]);
    assert!(message.starts_with("environment CHANGBA_SERVER__LISTEN: server.listen: "), "{message}");
    let message = refused(None, &[("DATABASE_URL", "mysql://x")]);
    assert!(message.starts_with("environment DATABASE_URL: database.url: "), "{message}");
    let path = file("[server\n");
    assert!(refused(Some(&path), &[]).starts_with(&path.display().to_string()));
}

#[test]
fn a_password_in_a_url_is_never_shown() {
    let config =
        Config::load(None, &env(&[("DATABASE_URL", "postgres://u:geheim@h/db?sslmode=disable")]), &[])
            .unwrap();
    let shown = config.in_force();
    let (_, url, origin) = shown.iter().find(|(name, ..)| *name == "database.url").unwrap();
    assert_eq!(url, "postgres://u:***@h/db?sslmode=disable");
    assert_eq!(origin.to_string(), "environment DATABASE_URL");
    assert!(!mask_url("postgres://h/db?user=u&password=geheim").contains("geheim"));
}

#[test]
fn every_setting_says_why() {
    let mut before = "";
    let mut commented = 0;
    for line in DEFAULTS.lines() {
        if line.contains(" = ") && !line.starts_with('#') {
            // A comment above covers the keys directly below it.
            let explained = before.starts_with('#') || before.contains(" = ");
            assert!(explained, "{line} has no reason");
            commented += 1;
        }
        before = line;
    }
    assert!(commented > 20);
}
