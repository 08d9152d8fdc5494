//! Rows of a list sent by a script: the cells of a form, judged and taken exactly as an uploaded file is.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::Routes;
use super::competition_place;
use super::operation::{How, Operation, Takes};
use super::respond::Begun;
use super::schema::{Described, answers};
use super::sent::Sent;
use crate::access::Permission::{EditList, JudgeList};
use crate::access::Place;
use crate::actions::input::{Fault, Field, Holds, What, optional, required};
use crate::actions::lists::take::{self, Looked, Standing};
use crate::actions::lists::{By, Context};
use crate::store::Db;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{Response, StatusCode};
use league::form::{Cell, Sheet, choose};
use league::ids::ClubId;
use serde_json::Value;

const FIELDS: &[Field] = &[required("rows", Holds::Cells), optional("check", Holds::Flag)];
const ROWS: Takes = Takes { fields: FIELDS, parents: &[], how: How::Adds };
const SEND: Operation = Operation::write(
    "POST",
    "/api/v1/entries/{key}/list",
    "entries",
    "Send the cells of a form: the verdict on each row and cell, and the good rows taken",
    ROWS,
)
.gives(ListTaken::schema);
pub const OPERATIONS: &[Operation] = &[SEND];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&SEND, send)
}

answers! {
    /// What became of a form's cells.
    struct ListTaken {
        /// Key of the entry
        entry: String,
        /// Whether it was only looked at: nothing was saved
        check: bool,
        added: usize,
        changed: usize,
        /// Rows that say what is kept already
        same: usize,
        refused: usize,
        /// Fields of the team that differ from what is kept
        team_changed: usize,
        rows: Vec<ListedRow>,
        /// What `changba entry check` prints for the same cells: a verdict for each row and each cell, with its reasons
        report: Value,
    }

    /// One row of the form.
    struct ListedRow {
        /// As spreadsheets count, from 1
        row: u32,
        /// new, changed, same, faulty, no_consent, shirt_taken, left or other_club
        becomes: String,
        /// The fields that change
        fields: Vec<String>,
    }
}

impl Described for u32 {
    fn schema(_: &mut super::schema::Parts) -> Value {
        serde_json::json!({ "type": "integer", "minimum": 0 })
    }
}

/// A form has far fewer rows and columns; so many still fit into a body.
pub const MOST_ROWS: usize = 500;
pub const MOST_COLUMNS: usize = 200;

/// The cells of a form as JSON has them. A number is a number here too: an identity number sent as one is an error.
fn sheet(rows: &str) -> Result<Sheet, What> {
    let rows: Vec<Vec<Value>> = serde_json::from_str(rows).map_err(|_| What::WrongType)?;
    if rows.len() > MOST_ROWS {
        return Err(What::OutOfRange { min: 1, max: MOST_ROWS as i64 });
    }
    if rows.iter().any(|row| row.len() > MOST_COLUMNS) {
        return Err(What::OutOfRange { min: 0, max: MOST_COLUMNS as i64 });
    }
    let cell = |value: Value| match value {
        Value::Null => Ok(Cell::Empty),
        Value::Bool(flag) => Ok(Cell::Flag(flag)),
        Value::Number(number) => number.as_f64().map(Cell::Number).ok_or(What::WrongType),
        Value::String(text) => Ok(Cell::Text(text)),
        Value::Array(_) | Value::Object(_) => Err(What::WrongType),
    };
    let rows = rows.into_iter().map(|row| row.into_iter().map(cell).collect());
    Ok(Sheet { name: "rows".into(), rows: rows.collect::<Result<_, _>>()?, ..Sheet::default() })
}

async fn find(visitor: &Visitor, db: &mut Db, key: &str) -> Result<(Context, By), Error> {
    let context = Context::read(db, key, visitor.app.clock.now()).await?;
    let place = Place {
        clubs: context.entry.club_id.map(ClubId).into_iter().collect(),
        entries: vec![context.entry.id],
        ..competition_place(&context.season, &context.competition)
    };
    visitor.must(EditList, &place)?;
    let by = if visitor.may(JudgeList, &place) { By::Organiser } else { By::Leader };
    Ok((context, by))
}

async fn send(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let visitor = &sent.visitor;
    find(visitor, &mut visitor.read().await?, &key).await?;
    let input = sent.input(&ROWS)?;
    let fault = |what: What| Error::Faults(vec![Fault::at("rows", what)]);
    let sheet = sheet(input.fields.get("rows")).map_err(fault)?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let (context, by) = find(visitor, &mut tx, &key).await?;
    let chosen = choose(vec![sheet], &context.set.fields, context.today);
    let no_header = || fault(What::Sheet { said: visitor.t().no_form_header().to_owned() });
    let (sheet, _) = chosen.ok_or_else(no_header)?;
    let keys = visitor.app.settings.keys.clone();
    let check = input.fields.get("check") == "true";
    let looked = take::look(&mut tx, &context, &sheet, &keys, None).await?.map_err(|_| no_header())?;
    let mut out = shown(&context, &looked, check)?;
    if check {
        return sent.repeated(StatusCode::OK, &out);
    }
    let taken = take::take(&mut tx, &context, &sheet, &keys, by).await?.ok_or_else(no_header)?;
    (out.added, out.changed, out.same) = (taken.added, taken.changed, taken.same);
    (out.refused, out.team_changed) = (taken.refused, taken.team);
    if taken.has_changed() {
        sent.finish(tx, StatusCode::OK, &out).await
    } else {
        sent.repeated(StatusCode::OK, &out)
    }
}

fn shown(context: &Context, looked: &Looked, check: bool) -> Result<ListTaken, Error> {
    let rows: Vec<ListedRow> = looked
        .report
        .rows
        .iter()
        .zip(&looked.plans)
        .map(|(row, plan)| ListedRow {
            row: row.row,
            becomes: word(&plan.standing).into(),
            fields: match &plan.standing {
                Standing::Changed(fields) => fields.clone(),
                _ => Vec::new(),
            },
        })
        .collect();
    let count = |word: &str| rows.iter().filter(|row| row.becomes == word).count();
    let (added, changed, same) = (count("new"), count("changed"), count("same"));
    Ok(ListTaken {
        entry: context.entry.key.clone(),
        check,
        added,
        changed,
        same,
        refused: rows.len() - added - changed - same,
        team_changed: looked.team.len(),
        rows,
        report: serde_json::to_value(&looked.report).map_err(|error| Error::Internal(error.to_string()))?,
    })
}

fn word(standing: &Standing) -> &'static str {
    match standing {
        Standing::New => "new",
        Standing::Changed(_) => "changed",
        Standing::Same => "same",
        Standing::Faulty => "faulty",
        Standing::NoConsent => "no_consent",
        Standing::ShirtTaken => "shirt_taken",
        Standing::Left => "left",
        Standing::OtherClub => "other_club",
    }
}
