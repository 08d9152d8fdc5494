//! The club's block: labels with values beside them, above the players or below.

use super::cell::{Sheet, cell_name};
use super::field::{Field, Kind};
use super::label::Names;
use super::report::CellReport;
use super::tidy::plain;
use super::value;
use crate::eligibility::{Facts, Value};
use std::collections::BTreeMap;

/// What a form says of the club.
#[derive(Default)]
pub(super) struct Club {
    pub facts: Facts,
    pub cells: Vec<CellReport>,
    /// The cell of each field.
    pub places: BTreeMap<String, String>,
}

/// Reads the block from the rows outside of the players' table.
pub(super) fn read(sheet: &Sheet, rows: impl Iterator<Item = usize>, names: &Names<'_>) -> Club {
    let mut club = Club::default();
    for row in rows {
        let cells = &sheet.rows[row];
        for (at, cell) in cells.iter().enumerate() {
            let text = cell.text();
            if let Some((field, _)) = names.find(&text).filter(|_| text.chars().count() <= 30) {
                let value = (at + 1..cells.len()).find(|next| !sheet.cell(row, *next).is_blank());
                // A label beside a label: nothing was filled in.
                let value = value.filter(|next| names.find(&sheet.cell(row, *next).text()).is_none());
                if let Some(next) = value {
                    club.take(field, sheet, (row, next), None);
                }
                continue;
            }
            for (label, value) in pairs(&text) {
                if let Some((field, _)) = names.find(&label) {
                    club.take(field, sheet, (row, at), Some(value));
                }
            }
        }
    }
    club
}

/// 单位：某厂  领队：某人 in one cell.
fn pairs(text: &str) -> Vec<(String, String)> {
    let spaced = text.replace(['\u{3000}', '\t', '\n', ';', '；'], "  ");
    let parts = spaced.split("  ").map(plain).filter(|part| !part.is_empty());
    parts
        .filter_map(|part| {
            part.split_once(':').map(|(label, value)| (label.trim().to_owned(), value.trim().to_owned()))
        })
        .filter(|(_, value)| !value.is_empty() && !value.chars().all(|c| matches!(c, '_' | ' ' | '-')))
        .collect()
}

impl Club {
    fn take(&mut self, field: &Field, sheet: &Sheet, (row, at): (usize, usize), inside: Option<String>) {
        if self.facts.get(&field.key).is_some() {
            return;
        }
        let cell = inside.map_or_else(|| sheet.cell(row, at).clone(), super::Cell::Text);
        let cooked = value::cook(field, &cell);
        if let Some((code, expected)) = cooked.fault {
            self.cells.push(CellReport::new(cell_name(row, at), field, code, &cell.text(), expected));
        }
        if let Some(day) = cooked.day {
            self.facts.set(format!("{}_date", field.key), Value::Date(day));
        }
        if let Some(value) = cooked.value {
            self.facts.set(field.key.clone(), value);
            self.places.insert(field.key.clone(), cell_name(row, at));
        }
    }

    /// A person of the bench who stands among the players.
    pub fn official(&mut self, fields: &[Field], role: &str, name: &str) -> bool {
        let known = fields.iter().find(|field| {
            field.kind == Kind::Name && (field.zh == role || field.aliases.iter().any(|alias| alias == role))
        });
        if let Some(field) = known
            && self.facts.get(&field.key).is_none()
        {
            self.facts.set(field.key.clone(), Value::Text(name.to_owned()));
        }
        known.is_some()
    }
}
