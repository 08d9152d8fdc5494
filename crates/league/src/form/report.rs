//! What is said of a form: for each row, each cell, the club, and all together.

use super::cell::Sheet;
use super::cell::column_name;
use super::code::CellCode;
use super::field::Field;
use super::read::{Form, FormRefused, read};
use super::rows::Why;
use crate::eligibility::{Facts, Player, Reason, Rules, Value, Verdict, judge};
use crate::identity::mask_runs;
use crate::standings::Wording;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// The answer to a whole form.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub verdict: Verdict,
    pub sheet: String,
    pub as_of: NaiveDate,
    pub rules: RulesNamed,
    pub summary: Summary,
    pub columns: Vec<ColumnReport>,
    pub club: ClubReport,
    pub rows: Vec<RowReport>,
    pub skipped: Vec<Skipped>,
}

/// Which rules were applied.
#[derive(Clone, Debug, Serialize)]
pub struct RulesNamed {
    pub name: String,
    pub version: u32,
    pub title: Wording,
}

/// How many rows of each verdict.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    pub rows: usize,
    pub ok: usize,
    pub warning: usize,
    pub error: usize,
}

/// What a column was taken for.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnReport {
    pub column: String,
    pub header: String,
    pub field: Option<String>,
    /// By a part of its name only: a person should look.
    pub guessed: bool,
}

/// The club and what concerns all players together.
#[derive(Clone, Debug, Serialize)]
pub struct ClubReport {
    pub verdict: Verdict,
    pub fields: BTreeMap<String, String>,
    pub cells: Vec<CellReport>,
    pub reasons: Vec<Reason>,
}

/// One player.
#[derive(Clone, Debug, Serialize)]
pub struct RowReport {
    pub row: u32,
    pub verdict: Verdict,
    /// What the rules alone say.
    pub eligibility: Verdict,
    pub player: BTreeMap<String, String>,
    pub cells: Vec<CellReport>,
    pub reasons: Vec<Reason>,
    pub bring: Vec<Wording>,
    pub tidied: Vec<Tidied>,
}

/// One cell with something to say about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellReport {
    pub cell: String,
    pub field: String,
    pub verdict: Verdict,
    pub code: CellCode,
    pub found: String,
    pub expected: String,
    pub message: Wording,
}

/// A value that was read in another form than it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tidied {
    pub cell: String,
    pub from: String,
    pub to: String,
}

/// A row that is no player.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Skipped {
    pub row: u32,
    pub why: Why,
}

impl CellReport {
    pub(super) fn new(cell: String, field: &Field, code: CellCode, found: &str, expected: String) -> Self {
        let found = mask_runs(found).chars().take(80).collect();
        Self {
            cell,
            field: field.key.clone(),
            verdict: code.verdict(),
            code,
            found,
            expected,
            message: code.words(),
        }
    }
}

/// Reads a sheet and judges it. `others` are forms of other clubs: nobody may stand in two.
pub fn check(sheet: &Sheet, others: &[Form], rules: &Rules, as_of: NaiveDate) -> Result<Report, FormRefused> {
    let mut form = read(sheet, &rules.fields, as_of)?;
    form.compare(others);
    Ok(report(form, &sheet.name, rules, as_of))
}

/// Judges a form that was read.
pub fn report(mut form: Form, sheet: &str, rules: &Rules, as_of: NaiveDate) -> Report {
    let judgement = judge(rules, &form.list, as_of);
    let mut rows = Vec::new();
    for (place, (player, reasons)) in form.list.players.iter().zip(judgement.players).enumerate() {
        let cells = std::mem::take(&mut form.cells[place]);
        rows.push(row(player, &form.masked[place], cells, reasons, std::mem::take(&mut form.tidied[place])));
    }
    let count = |verdict| rows.iter().filter(|row| row.verdict == verdict).count();
    let summary = Summary {
        rows: rows.len(),
        ok: count(Verdict::Ok),
        warning: count(Verdict::Warning),
        error: count(Verdict::Error),
    };
    let club = ClubReport {
        verdict: worst(&form.club_cells, &judgement.club),
        fields: shown(&form.list.club),
        cells: form.club_cells,
        reasons: judgement.club,
    };
    let verdict = rows.iter().map(|row| row.verdict).max().unwrap_or_default().max(club.verdict);
    let rules = RulesNamed { name: rules.name.clone(), version: rules.version, title: rules.title.clone() };
    let columns = form.columns;
    Report {
        verdict,
        sheet: sheet.to_owned(),
        as_of,
        rules,
        summary,
        columns,
        club,
        rows,
        skipped: form.skipped,
    }
}

fn row(
    player: &Player,
    masked: &str,
    cells: Vec<CellReport>,
    reasons: Vec<Reason>,
    tidied: Vec<Tidied>,
) -> RowReport {
    let mut bring: Vec<Wording> = Vec::new();
    for thing in reasons.iter().flat_map(|reason| &reason.bring) {
        if !bring.contains(thing) {
            bring.push(thing.clone());
        }
    }
    let mut fields = shown(&player.facts);
    if !masked.is_empty() {
        fields.insert("id_number".into(), masked.to_owned());
    }
    let eligibility = worst(&[], &reasons);
    RowReport {
        row: player.row,
        verdict: worst(&cells, &[]).max(eligibility),
        eligibility,
        player: fields,
        cells,
        reasons,
        bring,
        tidied,
    }
}

fn worst(cells: &[CellReport], reasons: &[Reason]) -> Verdict {
    let cells = cells.iter().map(|cell| cell.verdict);
    cells.chain(reasons.iter().map(|reason| reason.verdict)).max().unwrap_or_default()
}

/// Facts for the eye, without any number of a document or a phone in the clear.
fn shown(facts: &Facts) -> BTreeMap<String, String> {
    let entries = facts.all().filter(|(key, _)| !matches!(*key, "id_number" | "id_region"));
    entries
        .map(|(key, value)| {
            let text = match value {
                Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
                other => mask_runs(&other.shown()),
            };
            (key.to_owned(), text)
        })
        .collect()
}

impl ColumnReport {
    pub(super) fn new(at: usize, header: &str, field: Option<&Field>, guessed: bool) -> Self {
        Self {
            column: column_name(at),
            header: mask_runs(header).chars().take(60).collect(),
            field: field.map(|field| field.key.clone()),
            guessed,
        }
    }
}
