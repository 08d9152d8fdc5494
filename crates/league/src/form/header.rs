//! Finds the header: anywhere near the top, in one row or two, its columns in any order.

use super::cell::Sheet;
use super::field::Field;
use super::label::Names;

/// The header of the players' table.
pub(super) struct Header<'a> {
    pub first_row: usize,
    pub last_row: usize,
    pub columns: Vec<Column<'a>>,
}

/// One column with a label.
pub(super) struct Column<'a> {
    pub at: usize,
    pub label: String,
    pub field: Option<&'a Field>,
    pub guessed: bool,
    /// The length of the name that hit.
    letters: usize,
}

/// Title and club's block are above; nobody writes more than this.
const ROWS_SEARCHED: usize = 60;

impl<'a> Header<'a> {
    /// The best header of a sheet: it names at least the player's name and one thing more.
    pub fn find(sheet: &Sheet, names: &Names<'a>) -> Option<Self> {
        let rows = 0..sheet.rows.len().min(ROWS_SEARCHED);
        let mut best: Option<Self> = None;
        for header in rows.flat_map(|row| [one_row(sheet, row, names), two_rows(sheet, row, names)]).flatten()
        {
            if header.has("name")
                && header.score() > 1
                && best.as_ref().is_none_or(|best| header.rank() > best.rank())
            {
                best = Some(header);
            }
        }
        let mut header = best?;
        header.guess(names);
        Some(header)
    }

    /// How many fields were found by name.
    pub fn score(&self) -> usize {
        self.columns.iter().filter(|column| column.field.is_some() && !column.guessed).count()
    }

    /// More fields, then surer names, then a header of one row.
    fn rank(&self) -> (usize, usize, bool) {
        let letters = self.columns.iter().map(|column| column.letters).sum();
        (self.score(), letters, self.first_row == self.last_row)
    }

    /// Where a field stands.
    pub fn column(&self, key: &str) -> Option<&Column<'a>> {
        self.columns.iter().find(|column| column.field.is_some_and(|field| field.key == key))
    }

    fn has(&self, key: &str) -> bool {
        self.column(key).is_some()
    }

    fn guess(&mut self, names: &Names<'a>) {
        for place in 0..self.columns.len() {
            if self.columns[place].field.is_some() {
                continue;
            }
            let taken: Vec<&str> = self
                .columns
                .iter()
                .filter_map(|column| column.field)
                .map(|field| field.key.as_str())
                .collect();
            if let Some(field) = names.guess(&self.columns[place].label, &taken) {
                self.columns[place].field = Some(field);
                self.columns[place].guessed = true;
            }
        }
    }
}

fn one_row<'a>(sheet: &Sheet, row: usize, names: &Names<'a>) -> Option<Header<'a>> {
    let labels = sheet.rows[row].iter().map(|cell| vec![cell.text()]).collect();
    Some(Header { first_row: row, last_row: row, columns: columns(labels, names) })
}

/// A merged cell above two narrower ones: 证件 above 类型 and 号码. The lower row brings no name of a player.
fn two_rows<'a>(sheet: &Sheet, row: usize, names: &Names<'a>) -> Option<Header<'a>> {
    let (upper, lower) = (&sheet.rows[row], sheet.rows.get(row + 1)?);
    let mut carried = String::new();
    let mut labels = Vec::new();
    for at in 0..upper.len().max(lower.len()) {
        let (above, below) = (sheet.cell(row, at).text(), sheet.cell(row + 1, at).text());
        if !above.is_empty() {
            carried.clone_from(&above);
        }
        labels.push(match (above.is_empty(), below.is_empty()) {
            (_, false) => vec![format!("{carried}{below}"), below, above],
            (false, true) => vec![above],
            (true, true) => Vec::new(),
        });
    }
    let under_name = |column: &Column<'_>| {
        column.field.is_some_and(|field| field.key == "name")
            && names.find(&sheet.cell(row + 1, column.at).text()).is_none()
            && !sheet.cell(row + 1, column.at).is_blank()
    };
    let columns = columns(labels, names);
    // A row of data below a header of one row is no second row of it.
    let lower_names = lower.iter().filter(|cell| names.find(&cell.text()).is_some()).count();
    let plausible = lower_names > 0 && !columns.iter().any(under_name);
    plausible.then_some(Header { first_row: row, last_row: row + 1, columns })
}

/// Each column's labels, the best first; of two columns for one field the longer name wins.
fn columns<'a>(labels: Vec<Vec<String>>, names: &Names<'a>) -> Vec<Column<'a>> {
    let mut found: Vec<Column<'a>> = Vec::new();
    for (at, labels) in labels.into_iter().enumerate() {
        let Some(label) = labels.iter().find(|label| !label.is_empty()).cloned() else { continue };
        let hit = labels.iter().find_map(|label| names.find(label));
        let (mut field, mut letters) = (hit.map(|(field, _)| field), hit.map_or(0, |(_, letters)| letters));
        if let Some(earlier) = found.iter_mut().find(|column| field.is_some() && column.field == field) {
            let loser = if earlier.letters >= letters {
                (&mut field, &mut letters)
            } else {
                (&mut earlier.field, &mut earlier.letters)
            };
            (*loser.0, *loser.1) = (None, 0);
        }
        found.push(Column { at, label, field, guessed: false, letters });
    }
    found
}
