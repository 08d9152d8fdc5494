//! Settings in four layers: the file inside the program, a file, the environment, the command line.
//!
//! A layer may only set what `changba.default.toml` names; anything else is an error that says where it came from.

mod units;

use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use toml::{Table, Value};
pub use units::{ByteSize, Span};

const DEFAULTS: &str = include_str!("../changba.default.toml");

/// All settings, checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub storage: Storage,
    pub session: Session,
    pub sign_in: SignIn,
    pub limits: Limits,
    pub log: Log,
    pub site: Site,
    pub outbox: Outbox,
    pub mail: Mail,
    pub sms: Sms,
    pub acme: Acme,
    pub backup: Backup,
    pub audience: Audience,
    /// Where each setting comes from, by its dotted name.
    #[serde(skip)]
    origins: BTreeMap<String, (Origin, Value)>,
}

/// Where the server listens and how it is reached.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub listen: SocketAddr,
    /// Empty when the address people use is `listen` itself.
    pub public_url: String,
    pub trusted_proxies: Vec<String>,
    pub shutdown_grace: Span,
}

/// Which database.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub url: String,
}

/// Where files and keys lie.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    pub folder: PathBuf,
    pub free_space_min: ByteSize,
}

/// How long a sign-in lasts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    pub organiser_idle: Span,
    pub organiser_absolute: Span,
    pub other_idle: Span,
    pub other_absolute: Span,
    pub per_account: u32,
}

/// How a sign-in is slowed down, and how long its links work.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    pub account_per_minute: u32,
    pub address_per_minute: u32,
    pub wait_max: Span,
    pub link_ttl: Span,
    pub setup_ttl: Span,
    pub demo_link_ttl: Span,
}

/// What a request may cost.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub upload: ByteSize,
    pub headers: ByteSize,
    pub read_timeout: Span,
    pub public_per_second: u32,
    pub public_burst: u32,
    pub documents_per_minute: u32,
}

/// How the log is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub format: LogFormat,
    pub level: String,
}

/// For people or for collectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Text,
    Json,
}

/// What visitors see by default.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    pub language: Language,
}

/// The two languages of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    Zh,
    En,
}

/// What may be reached from here.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outbox {
    pub private_addresses: bool,
}

/// How e-mail is sent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Empty for none.
    pub server: String,
    pub from: String,
}

/// How text messages are sent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sms {
    /// Empty for none.
    pub url: String,
    pub secret: String,
}

/// Who is asked for a certificate with `--acme`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acme {
    /// Empty for Let's Encrypt.
    pub directory: String,
    /// Empty where the public roots vouch for the authority.
    pub root: String,
}

/// Copies.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backup {
    pub folder: PathBuf,
}

/// Counting who watches.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    pub flush: Span,
    pub visits_per_minute: u32,
}

/// The layer a setting comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Default,
    File(PathBuf),
    /// The name of the variable.
    Environment(String),
    /// The name of the option.
    CommandLine(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::CommandLine(option) => f.write_str(option),
        }
    }
}

/// A setting given on the command line: its dotted name, the option that set it, the value.
#[derive(Clone, Debug)]
pub struct Override {
    pub name: &'static str,
    pub option: &'static str,
    pub value: String,
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{}: {}", .0.display(), .1)]
    Unreadable(PathBuf, std::io::Error),
    #[error("{origin}: {fault}")]
    NotToml { origin: Origin, fault: String },
    #[error("{origin}: there is no setting {name}")]
    UnknownKey { origin: Origin, name: String },
    #[error("{origin}: {name} must be {wanted}")]
    WrongType { origin: Origin, name: String, wanted: &'static str },
    #[error("{origin}: {name}: {fault}")]
    Invalid { origin: Origin, name: String, fault: String },
}

impl Config {
    /// Reads all layers. The environment is handed in: only `main` may read it.
    pub fn load(
        file: Option<&Path>,
        env: &BTreeMap<String, String>,
        overrides: &[Override],
    ) -> Result<Self, ConfigError> {
        let mut layers = Layers::defaults();
        if let Some(path) = file {
            layers.file(path)?;
        }
        layers.environment(env)?;
        for given in overrides {
            layers.text(given.name, &given.value, Origin::CommandLine(given.option))?;
        }
        layers.finish()
    }

    /// The defaults alone.
    pub fn defaults() -> Self {
        Self::load(None, &BTreeMap::new(), &[]).expect("the built-in settings are valid")
    }

    /// Where a setting comes from.
    pub fn origin(&self, name: &str) -> Option<&Origin> {
        self.origins.get(name).map(|(origin, _)| origin)
    }

    /// Every setting with its value for people and its origin; secrets and passwords inside a URL are masked.
    pub fn in_force(&self) -> Vec<(&str, String, &Origin)> {
        self.origins
            .iter()
            .map(|(name, (origin, value))| {
                let shown = match value {
                    Value::String(text) if name.ends_with(".secret") && !text.is_empty() => "***".into(),
                    Value::String(text) => mask_url(text),
                    other => other.to_string(),
                };
                (name.as_str(), shown, origin)
            })
            .collect()
    }
}

/// A URL without its password; any other text as it is.
pub fn mask_url(text: &str) -> String {
    let Ok(mut url) = url::Url::parse(text) else { return text.to_owned() };
    let mut masked = false;
    if url.password().is_some() {
        masked = url.set_password(Some("***")).is_ok();
    }
    // libpq also takes the password as a parameter.
    if url.query_pairs().any(|(name, _)| name == "password") {
        let pairs: Vec<(String, String)> = url
            .query_pairs()
            .map(|(name, value)| {
                let value = if name == "password" { "***".into() } else { value.into_owned() };
                (name.into_owned(), value)
            })
            .collect();
        url.query_pairs_mut().clear().extend_pairs(pairs);
        masked = true;
    }
    if masked { url.to_string() } else { text.to_owned() }
}

/// The settings while layers are put on top of each other.
struct Layers {
    sections: BTreeMap<String, BTreeMap<String, (Origin, Value)>>,
}

impl Layers {
    fn defaults() -> Self {
        let table: Table = toml::from_str(DEFAULTS).expect("the built-in settings are valid TOML");
        let sections = table
            .into_iter()
            .map(|(section, keys)| {
                let Value::Table(keys) = keys else { panic!("the built-in settings are all in sections") };
                let keys = keys.into_iter().map(|(key, value)| (key, (Origin::Default, value))).collect();
                (section, keys)
            })
            .collect();
        Self { sections }
    }

    fn file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let text =
            std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable(path.to_owned(), error))?;
        let origin = Origin::File(path.to_owned());
        let table: Table = toml::from_str(&text)
            .map_err(|error| ConfigError::NotToml { origin: origin.clone(), fault: error.to_string() })?;
        for (section, keys) in table {
            let Value::Table(keys) = keys else {
                return Err(ConfigError::UnknownKey { origin, name: section });
            };
            if !self.sections.contains_key(&section) {
                return Err(ConfigError::UnknownKey { origin, name: section });
            }
            for (key, value) in keys {
                self.set(&format!("{section}.{key}"), value, origin.clone())?;
            }
        }
        Ok(())
    }

    fn environment(&mut self, env: &BTreeMap<String, String>) -> Result<(), ConfigError> {
        if let Some(url) = env.get("DATABASE_URL") {
            self.text("database.url", url, Origin::Environment("DATABASE_URL".into()))?;
        }
        for (variable, text) in env {
            let Some(rest) = variable.strip_prefix("CHANGBA_") else { continue };
            let origin = Origin::Environment(variable.clone());
            let Some((section, key)) = rest.split_once("__") else {
                return Err(ConfigError::UnknownKey { origin, name: rest.to_lowercase() });
            };
            let name = format!("{}.{}", section.to_lowercase(), key.to_lowercase());
            self.text(&name, text, origin)?;
        }
        Ok(())
    }

    /// Sets a value given as text: the default's type says how to read it.
    fn text(&mut self, name: &str, text: &str, origin: Origin) -> Result<(), ConfigError> {
        let default = &self.slot(name, &origin)?.1;
        let value = match default {
            Value::Integer(_) => text.trim().parse().ok().map(Value::Integer),
            Value::Boolean(_) => text.trim().parse().ok().map(Value::Boolean),
            Value::Array(_) => {
                let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
                Some(Value::Array(items.map(|item| Value::String(item.into())).collect()))
            }
            _ => Some(Value::String(text.into())),
        };
        match value {
            Some(value) => self.set(name, value, origin),
            None => Err(ConfigError::WrongType { origin, name: name.into(), wanted: wanted(default) }),
        }
    }

    fn set(&mut self, name: &str, value: Value, origin: Origin) -> Result<(), ConfigError> {
        let slot = self.slot(name, &origin)?;
        if value.type_str() != slot.1.type_str() {
            return Err(ConfigError::WrongType { origin, name: name.into(), wanted: wanted(&slot.1) });
        }
        *slot = (origin, value);
        Ok(())
    }

    fn slot(&mut self, name: &str, origin: &Origin) -> Result<&mut (Origin, Value), ConfigError> {
        name.split_once('.')
            .and_then(|(section, key)| self.sections.get_mut(section)?.get_mut(key))
            .ok_or_else(|| ConfigError::UnknownKey { origin: origin.clone(), name: name.into() })
    }

    fn finish(self) -> Result<Config, ConfigError> {
        let mut origins = BTreeMap::new();
        let mut table = Table::new();
        for (section, keys) in self.sections {
            let mut values = Table::new();
            for (key, (origin, value)) in keys {
                values.insert(key.clone(), value.clone());
                origins.insert(format!("{section}.{key}"), (origin, value));
            }
            table.insert(section, Value::Table(values));
        }
        let read: Result<Config, _> = serde_path_to_error::deserialize(table);
        let mut config = read.map_err(|error| {
            let name = error.path().to_string();
            // A list names its item too: the origin is the list's.
            let known = origins.iter().find(|(known, _)| name.starts_with(known.as_str()));
            let origin = known.map_or(Origin::Default, |(_, (origin, _))| origin.clone());
            ConfigError::Invalid { origin, name, fault: error.into_inner().message().to_owned() }
        })?;
        config.origins = origins;
        config.check()?;
        Ok(config)
    }
}

impl Config {
    /// What a type cannot say.
    fn check(&self) -> Result<(), ConfigError> {
        let invalid = |name: &str, fault: String| {
            let origin = self.origin(name).cloned().unwrap_or(Origin::Default);
            Err(ConfigError::Invalid { origin, name: name.into(), fault })
        };
        let url = &self.server.public_url;
        if !url.is_empty() {
            match url::Url::parse(url) {
                Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => {}
                _ => return invalid("server.public_url", format!("{url:?} is not an http or https address")),
            }
        }
        if let Some(proxy) = self.server.trusted_proxies.iter().find(|proxy| units::network(proxy).is_none())
        {
            return invalid(
                "server.trusted_proxies",
                format!("{proxy:?} is not a network such as 10.0.0.0/8"),
            );
        }
        let database = &self.database.url;
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| database.starts_with(scheme)) {
            return invalid("database.url", "a database is sqlite:PATH or postgres://..".into());
        }
        let directory = &self.acme.directory;
        if !directory.is_empty() && !directory.starts_with("https://") {
            return invalid("acme.directory", format!("{directory:?} is not an https address"));
        }
        let server = &self.mail.server;
        if !server.is_empty() && !["smtp://", "smtps://"].iter().any(|scheme| server.starts_with(scheme)) {
            return invalid("mail.server", "a mail server is smtps://user:password@host".into());
        }
        if !server.is_empty() && !self.mail.from.contains('@') {
            return invalid("mail.from", "say who the mail comes from".into());
        }
        if !self.sms.url.is_empty() && !url::Url::parse(&self.sms.url).is_ok_and(|url| url.has_host()) {
            return invalid("sms.url", format!("{:?} is not an address", self.sms.url));
        }
        if let Err(error) = self.log.level.parse::<tracing_subscriber::EnvFilter>() {
            return invalid("log.level", error.to_string());
        }
        Ok(())
    }
}

impl Server {
    /// The networks whose forwarded addresses are believed: address and length of the prefix.
    pub fn proxies(&self) -> Vec<(std::net::IpAddr, u8)> {
        self.trusted_proxies.iter().filter_map(|proxy| units::network(proxy)).collect()
    }
}

fn wanted(value: &Value) -> &'static str {
    match value {
        Value::Integer(_) => "a whole number",
        Value::Boolean(_) => "true or false",
        Value::Array(_) => "a list",
        _ => "a text",
    }
}

#[cfg(test)]
mod tests;
