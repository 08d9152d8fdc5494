//! The names that exports give to their columns, as data.

use crate::audience::unit::Unit;
use serde::Deserialize;
use std::sync::LazyLock;

/// One kind of export.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    pub name: String,
    pub zh: String,
    pub column: Vec<Column>,
}

/// What stands under one of these headers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub field: String,
    pub headers: Vec<String>,
    pub metric: Option<String>,
    pub unit: Option<Unit>,
    pub threshold_s: Option<u32>,
    pub replay: Option<bool>,
    /// Why a person must say what it is.
    pub unclear: Option<String>,
    /// From the unit of the export to that of the metric.
    pub multiply: Option<i64>,
    pub divide: Option<i64>,
}

impl Platform {
    /// The column with a header.
    pub fn column(&self, header: &str) -> Option<&Column> {
        let wanted = plain(header);
        self.column.iter().find(|column| column.headers.iter().any(|name| plain(name) == wanted))
    }
}

/// A header without what exports change from month to month.
pub fn plain(header: &str) -> String {
    header
        .chars()
        .filter(|c| {
            !c.is_whitespace()
                && !matches!(c, '_' | '-' | ':' | '：' | '(' | ')' | '（' | '）' | '[' | ']' | '\u{feff}')
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// All kinds, the general words last.
pub fn platforms() -> &'static [Platform] {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Written {
        platform: Vec<Platform>,
    }
    static PLATFORMS: LazyLock<Vec<Platform>> = LazyLock::new(|| {
        let written: Written =
            toml::from_str(include_str!("columns.toml")).expect("the names of columns are tested");
        written.platform
    });
    &PLATFORMS
}
