//! What the web layer is told of the settings, and its key.

use crate::actions::accounts::{SessionRules, SessionTimes, ThrottleRules};
use crate::cli::outcome::Failure;
use crate::config::{Config, Language};
use crate::dispatch;
use crate::keys::Keys;
use crate::random::Random;
use crate::web::Settings;
use crate::web::beacon::{BeaconRules, Salts};
use crate::web::rates::{Rate, RateRules};
use crate::web::text::Lang;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The web layer's part of the settings.
pub(super) fn of(config: &Config) -> Result<Settings, Failure> {
    let url = &config.server.public_url;
    Ok(Settings {
        public_url: (!url.is_empty()).then(|| url.trim_end_matches('/').to_owned()),
        trusted_proxies: config.server.trusted_proxies.clone(),
        uploads: config.storage.folder.join("uploads"),
        secret: secret(&config.storage.folder.join("keys"))?,
        keys: Keys::read(&config.storage.folder.join("keys"))
            .map_err(|error| Failure::unreached(format!("the keys of the storage folder: {error}")))?,
        session: SessionRules {
            organiser: SessionTimes {
                idle: config.session.organiser_idle.chrono(),
                absolute: config.session.organiser_absolute.chrono(),
            },
            other: SessionTimes {
                idle: config.session.other_idle.chrono(),
                absolute: config.session.other_absolute.chrono(),
            },
            per_account: config.session.per_account,
        },
        throttle: ThrottleRules {
            per_account: config.sign_in.account_per_minute.into(),
            per_address: config.sign_in.address_per_minute.into(),
            longest_wait: config.sign_in.wait_max.chrono(),
        },
        upload_limit: usize::try_from(config.limits.upload.0).unwrap_or(usize::MAX),
        rates: RateRules {
            pages: Rate {
                per_second: config.limits.public_per_second.into(),
                burst: config.limits.public_burst.max(1).into(),
            },
            documents: Rate {
                per_second: f64::from(config.limits.documents_per_minute) / 60.0,
                burst: config.limits.documents_per_minute.max(1).into(),
            },
        },
        dispatch: dispatch::Rules {
            private_addresses: config.outbox.private_addresses,
            mail_server: config.mail.server.clone(),
            mail_from: config.mail.from.clone(),
            sms_url: config.sms.url.clone(),
            sms_secret: config.sms.secret.clone(),
        },
        beacon: BeaconRules {
            flush: config.audience.flush.0.max(std::time::Duration::from_millis(100)),
            begun_per_minute: config.audience.visits_per_minute,
            salts: Salts::Folder(config.storage.folder.join("keys")),
        },
        language: match config.site.language {
            Language::Zh => Lang::Zh,
            Language::En => Lang::En,
        },
    })
}

/// The key that signs what the server hands out: made once, kept in a file only its user can read.
fn secret(folder: &Path) -> Result<[u8; 32], Failure> {
    let path = folder.join("web.key");
    let fault = |error: std::io::Error| Failure::unreached(format!("{}: {error}", path.display()));
    std::fs::create_dir_all(folder).map_err(fault)?;
    let created = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
    match created {
        Ok(mut file) => {
            let secret = Random::System.bytes();
            file.write_all(&secret).and_then(|()| file.sync_all()).map_err(fault)?;
            Ok(secret)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let bytes = std::fs::read(&path).map_err(fault)?;
            bytes
                .try_into()
                .map_err(|_| Failure::input(format!("{} is not a key of 32 bytes", path.display())))
        }
        Err(error) => Err(fault(error)),
    }
}
