//! Money of a season: one balance per club, the till, every line, as a page and as Excel.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, must_enter, room, saved};
use crate::access::Permission::EditSeason;
use crate::actions::input::Fields;
use crate::actions::money as act;
use crate::sheets::lists::{self, Cell as Written, List};
use crate::store::audit::Kind;
use crate::store::ledger::{self, Line};
use crate::store::seasons::{self, Season};
use crate::store::{Db, clubs, officials};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, Response, header};
use axum::response::IntoResponse;
use league::money::{self, Books, Fen};
use league::season::Phase;

/// Whose balance it is, in the order of the page.
type Party = (u8, String);

fn party_of(line: &Line) -> Option<Party> {
    let club = line.club_short.clone().map(|name| (0, name));
    club.or_else(|| line.official_name.clone().map(|name| (1, name)))
}

fn books_of(lines: &[Line]) -> Books<PartyNumber> {
    let index = parties(lines);
    let plain: Vec<money::Line<PartyNumber>> = lines
        .iter()
        .filter(|line| !line.voided)
        .map(|line| money::Line {
            party: party_of(line).and_then(|party| index.iter().position(|known| *known == party)),
            kind: line.kind,
            amount: Fen(line.amount),
        })
        .collect();
    money::books(&plain)
}

/// A party by its number in [`parties`].
type PartyNumber = usize;

fn parties(lines: &[Line]) -> Vec<Party> {
    let mut found: Vec<Party> = lines.iter().filter_map(party_of).collect();
    found.sort_by_key(|(group, name)| (*group, league::names::sort_key(name)));
    found.dedup();
    found
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    chosen: Option<Season>,
    (of_line, of_strike): (Option<&Typed>, Option<(&str, &Typed)>),
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.money(), Here::Settings, chosen).await?;
    let Some(season) = room.season.clone() else {
        return Page::new(room).with(Part::say("", t.no_season())).answer(None);
    };
    visitor.must(EditSeason, &place::season(&season))?;
    let open = season.phase != Phase::Archived;
    let lines = ledger::of_season(db, season.id).await?;
    let (books, parties) = (books_of(&lines), parties(&lines));
    let mut balances =
        ListView::new(t.balances(), &[t.party(), t.balance(), t.deposit_held(), t.status()], t.no_lines());
    for (number, standing) in &books.parties {
        let word = match standing.balance.0 {
            0 => Cell::state(t.settled()),
            owed if owed < 0 => Cell::State { word: t.they_owe().into(), class: "bad".into() },
            _ => Cell::state(t.we_owe()),
        };
        balances.row(vec![
            Cell::text(parties[*number].1.clone()),
            Cell::Number(standing.balance.to_string()),
            Cell::Number(standing.deposit.to_string()),
            word,
        ]);
    }
    let facts = vec![
        (t.till().to_owned(), books.till.to_string()),
        (t.till_settled().to_owned(), books.settled.to_string()),
    ];
    let columns = [
        t.field("ledger", "day"),
        t.field("ledger", "kind"),
        t.party(),
        t.field("ledger", "amount"),
        t.note(),
        t.edit(),
    ];
    let mut list = ListView::new(t.money_lines(), &columns, t.no_lines());
    for line in lines.iter().rev() {
        let to = format!("/admin/money/{}/strike", line.key);
        let typed = of_strike.filter(|(key, _)| *key == line.key).map(|(_, typed)| typed);
        let form = FormView::new(visitor, "strike", act::STRIKE_FIELDS, &Fields::default())
            .to(to)
            .version(line.version)
            .says(t.strike())
            .small()
            .marked(&line.key)
            .typed(typed);
        let note =
            if line.voided { line.void_reason.clone() } else { format!("{} {}", line.note, line.document) };
        list.row(vec![
            Cell::Quiet(line.day.to_string()),
            Cell::text(t.ledger_kind(line.kind.as_str())),
            Cell::text(party_of(line).map(|(_, name)| name).unwrap_or_default()),
            Cell::Number(Fen(line.amount).to_string()),
            Cell::Quiet(note.trim().to_owned()).marked(t.sample(), !line.sample.is_empty()),
            match (line.voided, open) {
                (true, _) => Cell::state(t.struck()),
                (false, true) => Cell::form(form),
                (false, false) => Cell::text(""),
            },
        ]);
    }
    let mut page = Page::new(room)
        .back("/admin/settings", t.settings_nav())
        .link(t.as_excel(), format!("/admin/seasons/{}/money.xlsx", season.key))
        .with(Part::facts("", facts).noted(t.money_said()))
        .with(Part::list(t.balances(), balances));
    if open {
        let clubs = clubs::all(db, season.league_id).await?;
        let mut parties: Vec<(String, String)> =
            clubs.into_iter().map(|club| (club.key, club.short_name)).collect();
        let officials = officials::of_season(db, season.id).await?;
        parties.extend(officials.into_iter().map(|official| (official.key, official.name)));
        let mut blank = Fields::default();
        blank.set("day", visitor.app.clock.now().with_timezone(&season.tz()).date_naive());
        let form = FormView::new(visitor, "ledger", act::FIELDS, &blank)
            .to(format!("/admin/seasons/{}/money", season.key))
            .choices("party", parties)
            .says(t.add_line())
            .typed(of_line);
        page = page.with(Part::form(t.add_line(), form).named("add"));
    }
    page.with(Part::list(t.money_lines(), list).named("lines"))
        .answer(of_line.or(of_strike.map(|(_, typed)| typed)))
}

pub async fn list(visitor: Visitor) -> Result<Response<Body>, Error> {
    must_enter(&visitor)?;
    if !visitor.may_look_somewhere(EditSeason) {
        return Err(Error::Forbidden);
    }
    page(&visitor, &mut visitor.read().await?, None, (None, None)).await
}

pub async fn add(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let season = super::seasons::find(&visitor, &mut tx, &key, EditSeason).await?;
    match act::add(&mut tx, &season, &form.fields).await {
        Ok(line) => saved(tx, Kind::Ledger, &line.key, format!("/admin/money?s={key}")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, Some(season), (Some(&typed), None)).await
        }
    }
}

pub async fn strike(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    must_enter(&visitor)?;
    let mut tx = visitor.write().await?;
    let line = ledger::by_key(&mut tx, &key).await?.ok_or(Error::NotFound)?;
    let season = seasons::by_id(&mut tx, line.season_id).await?;
    visitor.must(EditSeason, &place::season(&season))?;
    match act::strike(&mut tx, &line, form.version, &form.fields).await {
        Ok(()) => saved(tx, Kind::Ledger, &key, format!("/admin/money?s={}", season.key)).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = (None, Some((key.as_str(), &typed)));
            page(&visitor, &mut visitor.read().await?, Some(season), again).await
        }
    }
}

/// Balances and lines as a workbook.
pub async fn sheet(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let season = super::seasons::find(&visitor, &mut db, &key, EditSeason).await?;
    let t = visitor.t();
    let lines = ledger::of_season(&mut db, season.id).await?;
    let (books, parties) = (books_of(&lines), parties(&lines));
    let mut balances = List {
        name: t.balances().into(),
        columns: vec![t.party().into(), t.balance().into(), t.deposit_held().into()],
        rows: Vec::new(),
    };
    for (number, standing) in &books.parties {
        balances.rows.push(vec![
            Written::text(parties[*number].1.clone()),
            Written::Fen(standing.balance.0),
            Written::Fen(standing.deposit.0),
        ]);
    }
    balances.rows.push(vec![Written::text(t.till()), Written::Fen(books.till.0)]);
    balances.rows.push(vec![Written::text(t.till_settled()), Written::Fen(books.settled.0)]);
    let rows = lines
        .iter()
        .map(|line| {
            vec![
                Written::text(line.day.to_string()),
                Written::text(t.ledger_kind(line.kind.as_str())),
                Written::text(party_of(line).map(|(_, name)| name).unwrap_or_default()),
                Written::Fen(line.amount),
                Written::text(line.note.clone()),
                Written::text(line.document.clone()),
                Written::text(if line.voided {
                    format!("{} {}", t.struck(), line.void_reason)
                } else {
                    String::new()
                }),
            ]
        })
        .collect();
    let columns = [
        t.field("ledger", "day"),
        t.field("ledger", "kind"),
        t.party(),
        t.field("ledger", "amount"),
        t.note(),
        t.document(),
        t.struck(),
    ];
    let lines = List { name: t.money_lines().into(), columns: columns.map(str::to_owned).to_vec(), rows };
    workbook(&[balances, lines], "money.xlsx")
}

/// Lists as an answer that is saved under a name.
pub fn workbook(sheets: &[List], file_name: &str) -> Result<Response<Body>, Error> {
    let bytes = lists::lists(sheets).map_err(|error| Error::Internal(error.to_string()))?;
    let mut response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{file_name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
