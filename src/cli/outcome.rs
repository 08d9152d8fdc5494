//! How a command ends.

use crate::actions::console::Refused;
use crate::config::ConfigError;
use crate::store;

/// A command that did its work.
pub(super) enum Outcome {
    Fine,
    /// It found something to mend, or did not reach its aim.
    Findings,
}

/// A command that could not.
pub(super) struct Failure {
    pub code: u8,
    pub message: String,
}

impl Failure {
    /// Not reached: the database is away, the disk full, the object changed.
    pub fn unreached(message: impl Into<String>) -> Self {
        Self { code: 1, message: message.into() }
    }

    /// Unreadable input or wrong usage.
    pub fn input(message: impl Into<String>) -> Self {
        Self { code: 2, message: message.into() }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::input(error.to_string())
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
        Self::unreached(format!("{error}{cause}"))
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::unreached(error.to_string())
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Store(error) => error.into(),
            other => Self::input(other.to_string()),
        }
    }
}

/// Prints a command's answer.
pub(super) fn print(answer: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(answer).expect("answers are plain data");
    line(&text)
}

/// Prints one line at once: a pipe's reader must not wait for a buffer to fill.
pub(super) fn line(text: &str) -> Result<(), Failure> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()?;
    Ok(())
}
