//! Discipline of a competition: what the rules propose, what was decided, the table of rules; incidents of a game.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::competitions::find;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::room::{Page, Part, room, saved};
use super::{fixture, place};
use crate::access::Permission::{EditCompetition, EditFixture, ReadControl};
use crate::actions::discipline as act;
use crate::actions::input::Fields;
use crate::discipline::{self, Discipline, name_of};
use crate::store::audit::Kind;
use crate::store::competitions::{self, Competition};
use crate::store::discipline::{self as rows, Sanction};
use crate::store::fixtures::{self, Card};
use crate::store::seasons::Season;
use crate::store::{Db, entries};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::ids::EntryId;
use league::season::Phase;

/// Which form of the page was refused.
#[derive(Default)]
pub struct Again<'a> {
    decide: Option<&'a Typed>,
    impose: Option<&'a Typed>,
    rule: Option<&'a Typed>,
}

fn red(word: String) -> Cell {
    Cell::State { word, class: "bad".into() }
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    (season, competition): &(Season, Competition),
    again: Again<'_>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.discipline(), Here::Competitions, Some(season.clone())).await?;
    let may_edit = visitor.may(EditCompetition, &place::competition(season, competition))
        && season.phase != Phase::Archived;
    let here = format!("/admin/competitions/{}/discipline", competition.key);
    let state = discipline::load(db, competition).await?;
    let cards = fixtures::of_competition(db, competition.id).await?;
    let entered = entries::of_competition(db, competition.id).await?;
    let mut page = Page::new(room)
        .back(format!("/admin/competitions/{}", competition.key), t.competition())
        .link(t.rulings(), format!("/admin/competitions/{}/rulings", competition.key));
    visitor.lang.pick(&competition.name_zh, &competition.name_en).clone_into(&mut page.over);
    page = page
        .with(proposals(visitor, &state, &cards, &here, may_edit, again.decide).noted(t.discipline_said()));
    page =
        page.with(Part::list(t.sanctions(), sanctions(visitor, season, &state, &cards)).named("sanctions"));
    if may_edit {
        let games = cards.iter().map(|card| (card.fixture.key.clone(), game_name(card))).collect();
        let teams = entered.iter().map(|entry| (entry.key.clone(), entry.short_name.clone())).collect();
        let form = FormView::new(visitor, "sanction", act::IMPOSE_FIELDS, &Fields::default())
            .to(format!("{here}/impose"))
            .says(t.impose())
            .choices("entry", teams)
            .choices("fixture", games)
            .marked("impose")
            .typed(again.impose);
        page = page.with(Part::form(t.impose(), form).named("impose"));
    }
    page = page.with(
        Part::list(t.sanction_rules(), rule_list(visitor, &state, &here, may_edit))
            .noted(t.sanction_rules_said())
            .named("rules"),
    );
    if may_edit {
        let blank = Fields::from_pairs([("at_count", "1"), ("counts", "person")]);
        let form = FormView::new(visitor, "sanction_rule", act::RULE_FIELDS, &blank)
            .to(format!("{here}/rules"))
            .says(t.add_rule())
            .marked("rule")
            .typed(again.rule);
        page = page.with(Part::form(t.add_rule(), form));
    }
    page.answer(again.decide.or(again.impose).or(again.rule))
}

fn game_name(card: &Card) -> String {
    let side = |short: &Option<String>, source: &str| short.clone().unwrap_or_else(|| source.to_owned());
    let day = card.fixture.day.map(|day| day.format("%m-%d ").to_string()).unwrap_or_default();
    format!(
        "{day}{} v {}",
        side(&card.a_short, &card.fixture.a_source),
        side(&card.b_short, &card.fixture.b_source)
    )
}

fn game_link(cards: &[Card], key: &str) -> Cell {
    match cards.iter().find(|card| card.fixture.key == key) {
        Some(card) => Cell::link(game_name(card), format!("/admin/fixtures/{key}")),
        None => Cell::text(""),
    }
}

fn proposals(
    visitor: &Visitor,
    state: &Discipline,
    cards: &[Card],
    here: &str,
    may_edit: bool,
    typed: Option<&Typed>,
) -> Part {
    let t = visitor.t();
    let columns = [t.outbox_game(), t.team(), t.incidents(), t.proposed(), t.edit()];
    let mut list = ListView::new(t.proposals(), &columns, t.no_proposals());
    for (number, proposal) in state.proposals.iter().enumerate() {
        let counted: Vec<_> = proposal
            .incidents
            .iter()
            .filter_map(|key| state.incidents.iter().find(|row| row.key == *key))
            .collect();
        let last = counted.last();
        let whom = match (last, &proposal.person) {
            (Some(row), Some(_)) => name_of(row.person_name.as_deref(), &row.shirt),
            _ => String::new(),
        };
        let team = last.map(|row| row.team.clone()).unwrap_or_default();
        let rule = state.rules.iter().find(|rule| rule.key == proposal.rule);
        let kind = rule.map(|rule| t.incident_kind(rule.kind.as_str())).unwrap_or_default();
        let name = proposal.name();
        let own = typed.filter(|typed| typed.fields.get("proposal") == name);
        let form = FormView::new(visitor, "decision", act::DECIDE_FIELDS, &Fields::default())
            .without(&["proposal"])
            .hide("proposal", name)
            .to(format!("{here}/decide"))
            .says(t.decide())
            .small()
            .marked(&format!("p{number}"))
            .typed(own);
        list.row(vec![
            game_link(cards, &proposal.game),
            Cell::text(format!("{team} {whom}")),
            Cell::text(format!("{kind} × {}", proposal.count)),
            Cell::Many(vec![
                red(t.sanction_words(proposal.then.as_str(), proposal.amount)),
                Cell::Quiet(rule.map(|rule| rule.regulation.clone()).unwrap_or_default()),
            ]),
            if may_edit { Cell::form(form) } else { Cell::text("") },
        ]);
    }
    Part::list(t.proposals(), list).named("proposals")
}

/// Where a sanction stands, in words: held, lifted, how far a suspension is served.
fn standing(visitor: &Visitor, state: &Discipline, sanction: &Sanction) -> Vec<Cell> {
    let t = visitor.t();
    let mut cells = Vec::new();
    match sanction.state.as_str() {
        "dismissed" => cells.push(Cell::state(t.sanction_dismissed())),
        "lifted" => cells.push(Cell::state(t.sanction_lifted())),
        _ => match state.served.get(&sanction.key) {
            Some(served) if served.left > 0 => cells.push(red(t.games_left(served.left))),
            Some(_) => cells.push(Cell::state(t.sanction_served())),
            None => cells.push(Cell::state(t.sanction_holds())),
        },
    }
    match sanction.appeal.as_str() {
        "open" => cells.push(red(t.appeal_open().to_owned())),
        "upheld" => cells.push(Cell::state(t.appeal_upheld())),
        "rejected" => cells.push(Cell::state(t.appeal_rejected())),
        _ => {}
    }
    cells
}

fn sanctions(visitor: &Visitor, season: &Season, state: &Discipline, cards: &[Card]) -> ListView {
    let t = visitor.t();
    let columns = [t.as_of(), t.team(), t.sanction(), t.reason(), t.status(), t.bars()];
    let mut list = ListView::new(t.sanctions(), &columns, t.no_sanctions());
    for sanction in state.sanctions.iter().rev() {
        let bars = state.served.get(&sanction.key).map(|served| served.bars.clone()).unwrap_or_default();
        list.row(vec![
            Cell::Quiet(sanction.at.with_timezone(&season.tz()).format("%Y-%m-%d").to_string()),
            Cell::text(format!(
                "{} {}",
                sanction.team,
                name_of(sanction.person_name.as_deref(), &sanction.shirt)
            )),
            Cell::link(
                t.sanction_words(sanction.sanction.as_str(), sanction.amount),
                format!("/admin/sanctions/{}", sanction.key),
            )
            .marked(t.sample(), !sanction.sample.is_empty()),
            Cell::text(sanction.reason.clone()),
            Cell::Many(standing(visitor, state, sanction)),
            Cell::Many(bars.iter().map(|key| game_link(cards, key)).collect()),
        ]);
    }
    list
}

fn rule_list(visitor: &Visitor, state: &Discipline, here: &str, may_edit: bool) -> ListView {
    let t = visitor.t();
    let columns =
        [t.incident(), t.field("sanction_rule", "at_count"), t.sanction(), t.regulation(), t.edit()];
    let mut list = ListView::new(t.sanction_rules(), &columns, t.no_sanction_rules());
    for rule in &state.rules {
        let mut form =
            FormView::button_only(visitor, format!("{here}/rules/{}/archive", rule.key), t.put_away());
        form.version = Some(rule.version);
        let counts = t.choice("sanction_rule", "counts", rule.counts.as_str());
        list.row(vec![
            Cell::text(t.incident_kind(rule.kind.as_str())),
            Cell::text(t.rule_count(rule.at_count, rule.repeats, &counts)),
            Cell::text(t.sanction_words(rule.sanction.as_str(), rule.amount)),
            Cell::Quiet(rule.regulation.clone()),
            if may_edit { Cell::form(form) } else { Cell::text("") },
        ]);
    }
    list
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, ReadControl).await?;
    page(&visitor, &mut db, &found, Again::default()).await
}

pub async fn decide(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find(&visitor, &mut tx, &key, EditCompetition).await?;
    match act::decide(&mut tx, &found.1, &form.fields).await {
        Ok(made) => {
            saved(tx, Kind::Sanction, &made.key, format!("/admin/competitions/{key}/discipline")).await
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { decide: Some(&typed), ..Default::default() };
            page(&visitor, &mut visitor.read().await?, &found, again).await
        }
    }
}

pub async fn impose(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find(&visitor, &mut tx, &key, EditCompetition).await?;
    match act::impose(&mut tx, &found.1, &form.fields).await {
        Ok(made) => {
            saved(tx, Kind::Sanction, &made.key, format!("/admin/competitions/{key}/discipline")).await
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { impose: Some(&typed), ..Default::default() };
            page(&visitor, &mut visitor.read().await?, &found, again).await
        }
    }
}

pub async fn add_rule(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find(&visitor, &mut tx, &key, EditCompetition).await?;
    match act::add_rule(&mut tx, &found.1, &form.fields).await {
        Ok(made) => {
            saved(tx, Kind::SanctionRule, &made.key, format!("/admin/competitions/{key}/discipline#rules"))
                .await
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { rule: Some(&typed), ..Default::default() };
            page(&visitor, &mut visitor.read().await?, &found, again).await
        }
    }
}

pub async fn archive_rule(
    Path((key, rule)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (_, competition) = find(&visitor, &mut tx, &key, EditCompetition).await?;
    let found = rows::rule(&mut tx, &rule).await?;
    let found = found.filter(|found| found.competition_id == competition.id).ok_or(Error::NotFound)?;
    act::archive_rule(&mut tx, &found, form.version).await?;
    saved(tx, Kind::SanctionRule, &rule, format!("/admin/competitions/{key}/discipline#rules")).await
}

type Found = (Season, Competition, Sanction);

async fn find_sanction(
    visitor: &Visitor,
    db: &mut Db,
    key: &str,
    wants: crate::access::Permission,
) -> Result<Found, Error> {
    super::room::must_enter(visitor)?;
    let sanction = rows::sanction(db, key).await?.ok_or(Error::NotFound)?;
    let competition = competitions::by_id(db, sanction.competition_id).await?;
    let (season, competition) = find(visitor, db, &competition.key, wants).await?;
    Ok((season, competition, sanction))
}

async fn sanction_page(
    visitor: &Visitor,
    db: &mut Db,
    (season, competition, sanction): &Found,
    (of_appeal, of_verdict): (Option<&Typed>, Option<&Typed>),
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let title =
        format!("{} {}", sanction.team, t.sanction_words(sanction.sanction.as_str(), sanction.amount));
    let room = room(visitor, db, title, Here::Competitions, Some(season.clone())).await?;
    let state = discipline::load(db, competition).await?;
    let cards = fixtures::of_competition(db, competition.id).await?;
    let may_edit = visitor.may(EditCompetition, &place::competition(season, competition))
        && season.phase != Phase::Archived;
    let here = format!("/admin/sanctions/{}", sanction.key);
    let served = state.served.get(&sanction.key).cloned().unwrap_or_default();
    let games = |keys: &[String]| {
        let names = keys.iter().filter_map(|key| cards.iter().find(|card| card.fixture.key == *key));
        names.map(game_name).collect::<Vec<_>>().join("、")
    };
    let words: Vec<String> = standing(visitor, &state, sanction)
        .into_iter()
        .map(|cell| match cell {
            Cell::State { word, .. } => word,
            _ => String::new(),
        })
        .collect();
    let mut facts = vec![
        (t.player().to_owned(), name_of(sanction.person_name.as_deref(), &sanction.shirt)),
        (t.status().to_owned(), words.join(" · ")),
        (t.reason().to_owned(), sanction.reason.clone()),
        (t.document().to_owned(), sanction.document.clone()),
        (t.served_by().to_owned(), games(&served.served)),
        (t.bars().to_owned(), games(&served.bars)),
    ];
    if !sanction.appeal.is_empty() {
        facts.push((t.field("appeal", "appeal_reason").to_owned(), sanction.appeal_reason.clone()));
        let deposit = league::money::Fen(sanction.appeal_deposit).to_string();
        facts.push((t.field("appeal", "appeal_deposit").to_owned(), deposit));
    }
    facts.retain(|(_, value)| !value.is_empty());
    let mut page = Page::new(room)
        .back(format!("/admin/competitions/{}/discipline", competition.key), t.discipline())
        .link(t.object_history(), format!("/admin/history/sanction/{}", sanction.key))
        .with(Part::facts("", facts));
    if may_edit && sanction.holds() && sanction.appeal.is_empty() {
        let form = FormView::new(visitor, "appeal", act::APPEAL_FIELDS, &Fields::default())
            .to(format!("{here}/appeal"))
            .version(sanction.version)
            .says(t.appeal_lodge())
            .typed(of_appeal);
        page = page.with(Part::form(t.appeal_lodge(), form).noted(t.appeal_said()));
    }
    if may_edit && sanction.holds() {
        let words: &[&str] = if sanction.appeal == "open" { &["upheld", "rejected"] } else { &["lifted"] };
        let form = FormView::new(visitor, "verdict", act::VERDICT_FIELDS, &Fields::default())
            .to(format!("{here}/verdict"))
            .version(sanction.version)
            .only("verdict", words)
            .says(t.decide())
            .marked("verdict")
            .typed(of_verdict);
        let heading = if sanction.appeal == "open" { t.appeal_decide() } else { t.sanction_lift() };
        page = page.with(Part::form(heading, form));
    }
    page.answer(of_appeal.or(of_verdict))
}

pub async fn sanction(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find_sanction(&visitor, &mut db, &key, ReadControl).await?;
    sanction_page(&visitor, &mut db, &found, (None, None)).await
}

pub async fn appeal(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find_sanction(&visitor, &mut tx, &key, EditCompetition).await?;
    match act::appeal(&mut tx, &found.2, form.version, &form.fields).await {
        Ok(()) => saved(tx, Kind::Sanction, &key, format!("/admin/sanctions/{key}")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            sanction_page(&visitor, &mut visitor.read().await?, &found, (Some(&typed), None)).await
        }
    }
}

pub async fn verdict(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find_sanction(&visitor, &mut tx, &key, EditCompetition).await?;
    match act::settle_appeal(&mut tx, &found.2, form.version, &form.fields).await {
        Ok(()) => saved(tx, Kind::Sanction, &key, format!("/admin/sanctions/{key}")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            sanction_page(&visitor, &mut visitor.read().await?, &found, (None, Some(&typed))).await
        }
    }
}

/// Adds to a game's page who may not play, what happened, and the form to note it.
pub async fn part(
    visitor: &Visitor,
    db: &mut Db,
    mut page: Page,
    card: &Card,
    may_edit: bool,
    typed: Option<&Typed>,
) -> Result<Page, Error> {
    let t = visitor.t();
    let competition = competitions::by_id(db, card.fixture.competition_id).await?;
    let state = discipline::load(db, &competition).await?;
    let barred = state.barred(&card.fixture.key);
    if !barred.is_empty() {
        let mut list = ListView::new(t.suspended(), &[t.team(), t.player(), t.status()], "");
        for one in barred {
            list.row(vec![
                Cell::text(one.team),
                Cell::link(one.name, format!("/admin/sanctions/{}", one.sanction)),
                red(t.games_left(one.left)),
            ]);
        }
        page = page.with(Part::list(t.suspended(), list).noted(t.suspended_said()).named("suspended"));
    }
    let whole = crate::access::Place {
        league: Some(card.league_id),
        season: Some(card.season_id),
        competition: Some(card.fixture.competition_id),
        ..Default::default()
    };
    if visitor.may(ReadControl, &whole) {
        page = page.link(t.discipline(), format!("/admin/competitions/{}/discipline", card.competition_key));
    }
    incidents(visitor, db, page, (card, &state), ("incidents", may_edit, typed)).await
}

/// The incidents of a game as its report shows them.
pub async fn report_part(
    visitor: &Visitor,
    db: &mut Db,
    page: Page,
    card: &Card,
    (may_note, typed): (bool, Option<&Typed>),
) -> Result<Page, Error> {
    let competition = competitions::by_id(db, card.fixture.competition_id).await?;
    let state = discipline::load(db, &competition).await?;
    incidents(visitor, db, page, (card, &state), ("report/incidents", may_note, typed)).await
}

/// What happened in a game, and the form to note it.
async fn incidents(
    visitor: &Visitor,
    db: &mut Db,
    mut page: Page,
    (card, state): (&Card, &Discipline),
    (to, may_edit, typed): (&str, bool, Option<&Typed>),
) -> Result<Page, Error> {
    let t = visitor.t();
    let may_remove = may_edit && visitor.may(EditFixture, &super::place_of(card));
    let columns = [t.team(), t.player(), t.incident(), t.note(), t.edit()];
    let mut list = ListView::new(t.incidents(), &columns, t.no_incidents());
    for incident in state.incidents.iter().filter(|row| row.fixture_id == card.fixture.id) {
        let to = format!("/admin/fixtures/{}/incidents/{}/remove", card.fixture.key, incident.key);
        let mut form = FormView::button_only(visitor, to, t.remove());
        form.version = Some(incident.version);
        let kind = t.incident_kind(incident.kind.as_str()).to_owned();
        list.row(vec![
            Cell::text(incident.team.clone()),
            Cell::text(name_of(incident.person_name.as_deref(), &incident.shirt)),
            Cell::text(if incident.count > 1 { format!("{kind} × {}", incident.count) } else { kind })
                .marked(t.sample(), !incident.sample.is_empty()),
            Cell::Quiet(if incident.source == "plays" {
                t.from_plays().into()
            } else {
                incident.note.clone()
            }),
            if may_remove && incident.source == "hand" { Cell::form(form) } else { Cell::text("") },
        ]);
    }
    page = page.with(Part::list(t.incidents(), list).named("incidents"));
    if may_edit && (card.fixture.a_entry_id.is_some() || card.fixture.b_entry_id.is_some()) {
        let mut people = Vec::new();
        for (entry, team) in
            [(card.fixture.a_entry_id, &card.a_short), (card.fixture.b_entry_id, &card.b_short)]
        {
            let Some(entry) = entry else { continue };
            for player in entries::players(db, EntryId(entry)).await? {
                let team = team.clone().unwrap_or_default();
                people.push((player.person_key, format!("{team} {} {}", player.shirt, player.name)));
            }
        }
        let mut form = FormView::new(visitor, "incident", act::INCIDENT_FIELDS, &Fields::default())
            .to(format!("/admin/fixtures/{}/{to}", card.fixture.key))
            .says(t.add_incident())
            .marked("incident");
        form = if people.is_empty() { form.without(&["person"]) } else { form.choices("person", people) };
        let sides = [("a", &card.a_short), ("b", &card.b_short)]
            .into_iter()
            .filter_map(|(side, short)| Some((side.to_owned(), short.clone()?)))
            .collect();
        page = page.with(Part::form(t.add_incident(), form.choices("side", sides).typed(typed)));
    }
    Ok(page)
}

pub async fn add_incident(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = fixture::find(&visitor, &mut tx, &key, EditFixture).await?;
    match act::add_incident(&mut tx, &card, &form.fields).await {
        Ok(made) => saved(tx, Kind::Incident, &made.key, format!("/admin/fixtures/{key}#incidents")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = fixture::Again { incident: Some(&typed), ..Default::default() };
            fixture::page(&visitor, &mut visitor.read().await?, &key, again).await
        }
    }
}

pub async fn remove_incident(
    Path((key, incident)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = fixture::find(&visitor, &mut tx, &key, EditFixture).await?;
    let found = rows::incident(&mut tx, &incident).await?;
    let found = found
        .filter(|found| found.fixture_id == card.fixture.id && !found.archived && found.source == "hand")
        .ok_or(Error::NotFound)?;
    act::remove_incident(&mut tx, &found, form.version).await?;
    saved(tx, Kind::Incident, &incident, format!("/admin/fixtures/{key}#incidents")).await
}
