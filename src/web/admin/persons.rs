//! Records of people: who may be one person, what is kept of each, looked at one value at a time.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::routes::{Routes, Who};
use super::form::FormView;
use super::list::{Cell, ListView};
use super::lists as lists_pages;
use super::place;
use super::room::{Page, Part, leagues_of, must_enter, room, saved};
use crate::access::Permission::{ReadAudit, ReadPersonal};
use crate::actions::people::{self as act, Sealed};
use crate::store::audit::Kind;
use crate::store::people::{self, Person};
use crate::store::{Db, Tx, competitions, entries, lists, private_files, seasons};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, Response, header};
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub(super) fn routes(routes: Routes) -> Routes {
    use Who::Granted;
    routes
        .get("/admin/persons", Granted, list)
        .get("/admin/persons/{person}", Granted, show)
        .post("/admin/persons/{person}/merge/{other}", Granted, merge)
        .post("/admin/persons/{person}/apart/{other}", Granted, apart)
        .post("/admin/persons/{person}/unmerge/{merge}", Granted, unmerge)
        .post("/admin/persons/{person}/reveal/{what}", Granted, reveal)
        .post("/admin/persons/{person}/export", Granted, export)
        .post("/admin/persons/{person}/erase", Granted, erase)
}

/// More people than this are found by the filter of the browser only.
const SHOWN: usize = 5_000;

/// More pairs at once are a day's work.
const PAIRS: usize = 50;

async fn find(visitor: &Visitor, db: &mut Db, key: &str) -> Result<Person, Error> {
    must_enter(visitor)?;
    let person = people::by_key(db, key).await?.ok_or(Error::NotFound)?;
    let at = place::league(person.league_id);
    if !(visitor.reading && visitor.may(ReadAudit, &at)) {
        visitor.must(ReadPersonal, &at)?;
    }
    Ok(person)
}

/// A birthday for those who see what people show of themselves; its year for others.
fn birth(visitor: &Visitor, birth: Option<chrono::NaiveDate>) -> String {
    let shape = if visitor.may_somewhere(ReadPersonal) { "%Y-%m-%d" } else { "%Y-**-**" };
    birth.map(|day| day.format(shape).to_string()).unwrap_or_default()
}

fn brief(visitor: &Visitor, person: &Person) -> Vec<Cell> {
    let birth = birth(visitor, person.birth);
    let name = Cell::link(person.name.clone(), format!("/admin/persons/{}", person.key));
    vec![
        name.marked(visitor.t().sample(), !person.sample.is_empty()),
        Cell::text(birth),
        Cell::text(person.id_masked.clone().unwrap_or_default()),
    ]
}

async fn list(visitor: Visitor) -> Result<Response<Body>, Error> {
    must_enter(&visitor)?;
    if !visitor.may_somewhere(ReadPersonal) && !visitor.may_somewhere(ReadAudit) {
        return Err(Error::Forbidden);
    }
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let mut room = room(&visitor, &mut db, t.persons(), Here::People, None).await?;
    room.locked = false;
    let mut page = Page::new(room).back("/admin/people", t.people_nav());
    page.note = t.persons_said().to_owned();
    for league in leagues_of(&visitor, &mut db).await? {
        let at = place::league(league);
        if !visitor.may(ReadPersonal, &at) && !visitor.may(ReadAudit, &at) {
            continue;
        }
        let pairs = act::proposals(&mut db, league).await?;
        if !pairs.is_empty() {
            let columns = [t.duplicates(), t.birth(), t.id_number(), t.duplicates(), t.edit()];
            let mut list = ListView::new(t.duplicates(), &columns, "");
            for (one, other, shared) in pairs.iter().take(PAIRS) {
                let to = |what: &str| format!("/admin/persons/{}/{what}/{}", one.key, other.key);
                let lines = |a: String, b: String| Cell::Lines(vec![a, b]);
                let birth = |p: &Person| birth(&visitor, p.birth);
                let mask = |p: &Person| p.id_masked.clone().unwrap_or_default();
                list.row(vec![
                    Cell::Many(vec![brief(&visitor, one).remove(0), brief(&visitor, other).remove(0)]),
                    lines(birth(one), birth(other)),
                    lines(mask(one), mask(other)),
                    Cell::state(t.shared(*shared)),
                    Cell::Many(vec![
                        Cell::form(FormView::button_only(&visitor, to("merge"), t.merge_records())),
                        Cell::form(FormView::button_only(&visitor, to("apart"), t.keep_apart())),
                    ]),
                ]);
            }
            page = page.with(Part::list(t.duplicates(), list).noted(t.duplicates_said()).named("duplicates"));
        }
        let mut list = ListView::new(t.persons(), &[t.player(), t.birth(), t.id_number()], t.no_persons());
        list.quick = true;
        for person in people::of_league(&mut db, league).await?.iter().take(SHOWN) {
            list.row(brief(&visitor, person));
        }
        page = page.with(Part::list(t.persons(), list));
    }
    page.answer(None)
}

async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let person = find(&visitor, &mut db, &key).await?;
    page(&visitor, &mut db, &person, None).await
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    person: &Person,
    opened: Option<(Sealed, String)>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let here = format!("/admin/persons/{}", person.key);
    let mut room = room(visitor, db, person.name.clone(), Here::People, None).await?;
    room.locked = false;
    let mut page = Page::new(room)
        .back("/admin/persons", t.persons())
        .link(t.object_history(), format!("/admin/history/person/{}", person.key));
    if let Some(into) = &person.merged_into {
        page = page.link(t.merged_records(), format!("/admin/persons/{into}"));
    }
    let private = people::private(db, person.id).await?;
    if let Some((what, text)) = opened {
        let label = if what == Sealed::Number { t.id_number() } else { t.phone() };
        page = page.with(Part::facts(t.revealed(), vec![(label.to_owned(), text)]));
    }
    if let Some(private) = &private {
        let sex = match private.sex.as_str() {
            "male" => t.male(),
            "female" => t.female(),
            _ => "",
        };
        let phone = if private.phone_sealed.is_empty() { "" } else { "***" };
        let mut facts = vec![
            (t.birth().to_owned(), birth(visitor, private.birth)),
            (t.sex().to_owned(), sex.to_owned()),
            (t.id_document().to_owned(), private.document.clone()),
            (t.id_number().to_owned(), private.id_masked.clone()),
            (t.phone().to_owned(), phone.to_owned()),
            (t.kept_since().to_owned(), private.entered_at.format("%Y-%m-%d").to_string()),
        ];
        facts.retain(|(_, value)| !value.is_empty());
        let hash_only = !private.id_hash.is_empty() && private.id_sealed.is_empty();
        let part = Part::facts(t.on_file(), facts);
        page = page.with(if hash_only { part.noted(t.kept_as_hash()) } else { part });
        for (what, sealed, label) in [
            (Sealed::Number, &private.id_sealed, t.id_number()),
            (Sealed::Phone, &private.phone_sealed, t.phone()),
        ] {
            if !sealed.is_empty() {
                let to = format!("{here}/reveal/{}", what.as_str());
                let form = FormView::button_only(visitor, to, t.reveal());
                page = page.with(Part::form(label, form).noted(t.reveal_said()));
            }
        }
    }
    let mut list = ListView::new(t.on_lists(), &[t.competition(), t.team(), t.shirt(), t.status()], "–");
    for row in lists::rows_of_person(db, person.id).await? {
        let entry = entries::by_id(db, row.entry_id).await?;
        let competition = competitions::by_id(db, entry.competition_id).await?;
        let season = seasons::by_id(db, competition.season_id).await?;
        let name = visitor.lang.pick(&competition.name_zh, &competition.name_en);
        let season = visitor.lang.pick(&season.name_zh, &season.name_en);
        let left = row.left_on.map(|day| format!("{} {day}", t.left_list())).unwrap_or_default();
        list.row(vec![
            Cell::text(format!("{season} · {name}")),
            Cell::link(entry.short_name, format!("/admin/lists/{}", entry.key)),
            Cell::Number(row.shirt),
            Cell::text(left),
        ]);
    }
    page = page.with(Part::list(t.on_lists(), list));
    let merges: Vec<_> =
        people::merges(db, person.id).await?.into_iter().filter(|merge| merge.undone_at.is_none()).collect();
    if !merges.is_empty() {
        let mut list = ListView::new(t.merged_records(), &[t.person(), t.edit()], "");
        for merge in merges {
            let to = format!("{here}/unmerge/{}", merge.key);
            list.row(vec![
                Cell::text(format!(
                    "{} · {} · {}",
                    merge.gone_name,
                    merge.at.format("%Y-%m-%d"),
                    merge.by_name
                )),
                Cell::form(FormView::button_only(visitor, to, t.take_apart())),
            ]);
        }
        page = page.with(Part::list(t.merged_records(), list));
    }
    page = page.with(Part::form("", big(visitor, format!("{here}/export"), t.hand_out())));
    if person.erased_at.is_none() {
        let form = big(visitor, format!("{here}/erase"), t.erase_confirm());
        page = page.with(Part::form(t.erase_person(), form).noted(t.erase_said()));
    }
    let mut response = page.answer(None)?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn big(visitor: &Visitor, to: String, word: &'static str) -> FormView {
    let mut form = FormView::button_only(visitor, to, word);
    form.small = false;
    form
}

async fn done(tx: Tx, key: &str, to: &str) -> Result<Response<Body>, Error> {
    saved(tx, Kind::Person, key, to).await
}

async fn merge(Path((key, other)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (one, other) = (find(&visitor, &mut tx, &key).await?, find(&visitor, &mut tx, &other).await?);
    act::merge(&mut tx, &one, &other).await?;
    done(tx, &key, &format!("/admin/persons/{key}")).await
}

async fn apart(Path((key, other)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (one, other) = (find(&visitor, &mut tx, &key).await?, find(&visitor, &mut tx, &other).await?);
    act::keep_apart(&mut tx, &one, &other).await?;
    done(tx, &key, "/admin/persons").await
}

async fn unmerge(Path((key, merge)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let person = find(&visitor, &mut tx, &key).await?;
    act::unmerge(&mut tx, &person, &merge).await?;
    done(tx, &key, &format!("/admin/persons/{key}")).await
}

/// One value, once: the look is committed to the record before anything is shown.
async fn reveal(Path((key, what)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let what: Sealed = what.parse().map_err(|_| Error::NotFound)?;
    let mut tx = visitor.write().await?;
    let person = find(&visitor, &mut tx, &key).await?;
    let keys = visitor.app.settings.keys.clone();
    let text = act::reveal(&mut tx, &person, what, &keys).await?;
    tx.commit().await?;
    let mut db = visitor.read().await?;
    page(&visitor, &mut db, &person, Some((what, text.unwrap_or_else(|| "–".into())))).await
}

async fn export(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let person = find(&visitor, &mut tx, &key).await?;
    let keys = visitor.app.settings.keys.clone();
    let mut all = act::hand_out(&mut tx, &person, &keys).await?;
    let photo = private_files::photo(&mut tx, person.id).await?;
    tx.commit().await?;
    if let Some(file) = photo {
        let bytes = lists_pages::content(&visitor, &file).await?;
        all["photo"] = serde_json::json!({
            "media_type": file.media_type, "at": file.at, "base64": STANDARD.encode(bytes),
        });
    }
    let text = serde_json::to_string_pretty(&all).map_err(|error| Error::Internal(error.to_string()))?;
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"person-{key}.json\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

async fn erase(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let person = find(&visitor, &mut tx, &key).await?;
    let photo = private_files::photo(&mut tx, person.id).await?;
    act::erase(&mut tx, &person).await?;
    let answer = done(tx, &key, &format!("/admin/persons/{key}")).await;
    lists_pages::drop_file(&visitor, photo).await;
    answer
}
