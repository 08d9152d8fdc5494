//! What a store call can answer besides its value. No words: the page finds them.

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such row")]
    NotFound,
    /// Somebody else changed the row first, or a rule of the schema holds against it.
    #[error("the row has changed or is taken")]
    Conflict,
    /// The disk is full: nothing was stored, the sender keeps what it has.
    #[error("no space left")]
    Full,
    #[error("the database is unavailable")]
    Unavailable(#[source] sqlx::Error),
    #[error("the database does not fit this program: {0}")]
    Unfit(String),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::Database(inner)
                if inner.is_unique_violation()
                    || inner.is_foreign_key_violation()
                    || inner.is_check_violation() =>
            {
                Self::Conflict
            }
            sqlx::Error::Database(inner) if matches!(inner.code().as_deref(), Some("40001" | "40P01")) => {
                Self::Conflict
            }
            // 13 and 778 are SQLite's "full" and "i/o error while writing"; 53100 is PostgreSQL's.
            sqlx::Error::Database(inner)
                if matches!(inner.code().as_deref(), Some("13" | "778" | "53100")) =>
            {
                Self::Full
            }
            _ => Self::Unavailable(error),
        }
    }
}
