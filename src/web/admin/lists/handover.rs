//! From last time's list to this one: who of it still stands in the personnel file.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::form::{Form, Sheet as Sent};
use super::super::form::{Ask, FormView, Trouble, Typed};
use super::super::list::{Cell, ListView};
use super::super::room::{Part, saved};
use super::{below, by, find, home, sheet, team};
use crate::access::Permission::EditList;
use crate::actions::input::Fields;
use crate::actions::lists::{Context, handover as act};
use crate::store::Db;
use crate::store::audit::Kind;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

/// More newcomers than this are counted, not named: a personnel file holds a whole works.
const NAMED: usize = 40;

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    context: &Context,
    (compared, typed): (Option<act::Compared>, Option<&Typed>),
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let here = format!("{}/handover", home(context));
    let mut page = below(visitor, db, context, t.handover()).await?;
    let Some((earlier, _)) = act::earlier(db, context).await? else {
        return page.with(Part::say("", t.handover_none())).answer(typed);
    };
    page.note = earlier;
    if let Some(compared) = compared {
        for (heading, rows) in [(t.stayers(), &compared.stayers), (t.leavers(), &compared.leavers)] {
            let mut list = ListView::new(heading, &[t.shirt(), t.player()], "–");
            for row in rows {
                list.row(vec![Cell::Number(row.shirt.clone()), Cell::text(row.name.clone())]);
            }
            page = page.with(Part::list(format!("{heading} ({})", rows.len()), list));
        }
        let named: Vec<&str> = compared.newcomers.iter().take(NAMED).map(String::as_str).collect();
        let more = if compared.newcomers.len() > NAMED { " …" } else { "" };
        let heading = format!("{} ({})", t.newcomers(), compared.newcomers.len());
        page = page.with(Part::say(heading, &format!("{}{more}", named.join("、"))));
        if !compared.stayers.is_empty() {
            let mut form = FormView::button_only(visitor, format!("{here}/take"), t.take_over());
            (form.small, form.plain) = (false, false);
            let keys: Vec<&str> = compared.stayers.iter().map(|row| row.key.as_str()).collect();
            let form = form.hide("keys", keys.join(" "));
            page = page.with(Part::form("", form));
        }
    }
    let mut form =
        FormView::new(visitor, "sheet", team::FILE_FIELDS, &Fields::default()).to(&here).says(t.handover());
    form.with_file = true;
    for field in &mut form.fields {
        field.ask = Ask::File;
        field.required = true;
    }
    page.with(Part::form("", form.typed(typed)).noted(t.handover_said())).answer(typed)
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let context = find(&visitor, &mut db, &key, EditList).await?;
    page(&visitor, &mut db, &context, (None, None)).await
}

/// Compares and forgets: nothing of the file is kept.
pub async fn compare(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let Sent { visitor, file, .. } = sent;
    let mut db = visitor.read().await?;
    let context = find(&visitor, &mut db, &key, EditList).await?;
    match sheet::read(&visitor, &context, file).await? {
        Ok(read) => {
            let keys = visitor.app.settings.keys.clone();
            let compared = act::compare(&mut db, &context, &read, &keys).await?;
            page(&visitor, &mut db, &context, (compared, None)).await
        }
        Err(fault) => {
            let typed = Typed { fields: Fields::default(), trouble: Trouble::Said("file", fault) };
            page(&visitor, &mut db, &context, (None, Some(&typed))).await
        }
    }
}

pub async fn take(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let context = find(&visitor, &mut tx, &key, EditList).await?;
    let keys: Vec<&str> = form.fields.get("keys").split_whitespace().collect();
    let taken = act::take(&mut tx, &context, &keys, by(&visitor, &context)).await?;
    if taken == 0 {
        drop(tx);
        return Err(Error::NotNow("handover_nothing"));
    }
    saved(tx, Kind::List, &key, format!("{}#players", home(&context))).await
}
