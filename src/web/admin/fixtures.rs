//! All games of a season in a table: filtered, sorted, and with time and court to change in the row.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::show::FixtureView;
use super::form::{FormView, Typed};
use super::list::{Cell, Column, ListView};
use super::room::{Page, Part, query, room, saved};
use super::{fixture, place, place_of};
use crate::access::Permission::{EditFixture, ReadControl};
use crate::actions::fixtures as act;
use crate::actions::input::{Field, Fields, Holds, optional, parse_date};
use crate::store::audit::Kind;
use crate::store::fixtures::{self, Card};
use crate::store::{competitions, venues};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::names::normalise;
use std::collections::BTreeMap;

/// What the list can be narrowed by.
const FILTERS: &[Field] = &[
    optional("competition", Holds::Key),
    optional("club", Holds::Key),
    optional(
        "status",
        Holds::Word(&["scheduled", "live", "final", "official", "postponed", "cancelled", "abandoned"]),
    ),
    optional("day", Holds::Date),
    optional("text", Holds::Line(60)),
    optional("s", Holds::Key),
];

/// What may be changed in the row: nothing that changes who plays.
const QUICK: &[Field] = &[optional("tip_off", Holds::DateTime), optional("court", Holds::Key)];

pub async fn list(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let asked = query(&visitor);
    let room = room(&visitor, &mut db, t.fixtures_nav(), Here::Fixtures, None).await?;
    let Some(season) = room.season.clone() else {
        return Page::new(room).with(Part::say("", t.no_season())).answer(None);
    };
    let mut cards = fixtures::of_season(&mut db, season.id).await?;
    cards.retain(|card| visitor.may(ReadControl, &place_of(card)));
    let clubs = clubs_in(&cards);
    cards.retain(|card| fits(card, &asked));
    sort(&mut cards, asked.get("sort").map_or("", String::as_str));
    if asked.contains_key("desc") {
        cards.reverse();
    }
    let courts = court_choices(&visitor, &mut db, season.league_id).await?;
    let mut list = ListView::new(t.fixtures_nav(), &[], t.no_fixtures());
    list.columns = columns(&visitor, &asked);
    list.quick = true;
    let narrowed = narrowed_by(&asked);
    for card in &cards {
        list.row(row(&visitor, card, (&courts, &narrowed), room.locked));
    }
    let mut values = Fields::default();
    for (name, value) in &asked {
        values.set(name, value);
    }
    values.set("s", &season.key);
    let shown = competitions::of_season(&mut db, season.id).await?;
    let editable: Vec<_> = shown
        .iter()
        .filter(|c| !room.locked && visitor.may(EditFixture, &place::competition(&season, c)))
        .map(|c| {
            let name = lang.pick(&c.name_zh, &c.name_en);
            let label = if shown.len() == 1 {
                t.new_fixture().into()
            } else {
                format!("{}: {name}", t.new_fixture())
            };
            (label, format!("/admin/competitions/{}/fixtures/new", c.key))
        })
        .collect();
    let choices = shown.iter().map(|c| (c.key.clone(), lang.pick(&c.name_zh, &c.name_en).to_owned()));
    let filter = FormView::new(&visitor, "filter", FILTERS, &values)
        .to("/admin/fixtures")
        .says(t.filter())
        .asking()
        .choices("competition", choices.collect())
        .choices("club", clubs)
        .choices("s", vec![(season.key.clone(), lang.pick(&season.name_zh, &season.name_en).to_owned())])
        .label("s", t.season());
    let mut filter = filter;
    for field in filter.fields.iter_mut().filter(|field| field.name == "s") {
        field.id = "filter-s".into();
        field.choices.retain(|(key, _)| !key.is_empty());
    }
    list.next = editable.first().cloned();
    let count = t.games(cards.len());
    let mut page = Page::new(room).with(Part::form("", filter)).with(Part::list(count, list));
    page.links = editable;
    if visitor.may(ReadControl, &place::season(&season)) {
        page.links.push((t.drafts().to_owned(), format!("/admin/drafts?s={}", season.key)));
    }
    page.answer(None)
}

/// The list's own part of an address: what it is narrowed and sorted by.
fn narrowed_by(asked: &BTreeMap<String, String>) -> String {
    let own = |name: &str| name == "sort" || name == "desc" || FILTERS.iter().any(|field| field.name == name);
    let kept: Vec<_> = asked.iter().filter(|(name, value)| own(name) && !value.is_empty()).collect();
    serde_urlencoded::to_string(kept).unwrap_or_default()
}

fn columns(visitor: &Visitor, asked: &BTreeMap<String, String>) -> Vec<Column> {
    let t = visitor.t();
    let sorted = asked.get("sort").map_or("day", String::as_str);
    let down = asked.contains_key("desc");
    let mut rest: Vec<(&str, &str)> = asked
        .iter()
        .filter(|(name, _)| !["sort", "desc", "saved", "undone"].contains(&name.as_str()))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let mut column = |label: &str, word: &'static str| {
        if word.is_empty() {
            return Column { label: label.to_owned(), ..Default::default() };
        }
        rest.push(("sort", word));
        if sorted == word && !down {
            rest.push(("desc", "1"));
        }
        let href = format!("/admin/fixtures?{}", serde_urlencoded::to_string(&rest).unwrap_or_default());
        rest.retain(|(name, _)| !["sort", "desc"].contains(name));
        let order = match (sorted == word, down) {
            (true, false) => "ascending",
            (true, true) => "descending",
            _ => "",
        };
        Column { label: label.to_owned(), sort: Some(href), order, number: false }
    };
    vec![
        column(t.tip_off(), "day"),
        column(t.competition(), "competition"),
        column(t.team(), "team"),
        column(t.score(), ""),
        column(t.status(), "status"),
        column(t.venue(), "venue"),
        column(t.edit(), ""),
    ]
}

fn row(
    visitor: &Visitor,
    card: &Card,
    (courts, narrowed): (&[(String, String)], &str),
    locked: bool,
) -> Vec<Cell> {
    let t = visitor.t();
    let game = FixtureView::of(card, visitor.lang);
    let here = format!("/admin/fixtures/{}", game.key);
    let may_edit = visitor.may(EditFixture, &place_of(card)) && !locked && !game.is_over();
    let side = |side: &super::super::show::SideView| Cell::Side {
        light: side.light.clone(),
        dark: side.dark.clone(),
        name: side.name.clone(),
        href: here.clone(),
    };
    let when = format!("{} {}", game.day.map(|day| day.to_string()).unwrap_or_default(), game.time_text);
    let mut competition = vec![
        Cell::text(game.competition.clone()),
        Cell::Quiet(game.stage.clone()).marked(t.sample(), game.stage_sample),
    ];
    if !game.code.is_empty() {
        competition.insert(0, Cell::state(game.code.clone()));
    }
    let quick = || {
        let mut values = act::fields_of(card);
        values.0.retain(|name, _| matches!(name.as_str(), "tip_off" | "court"));
        let form = FormView::new(visitor, "quick", QUICK, &values)
            .to(format!("{here}/quick?{narrowed}"))
            .version(card.fixture.version)
            .choices("court", courts.to_vec())
            .small()
            .marked(&game.key);
        Cell::form(form)
    };
    vec![
        Cell::text(if when.trim().is_empty() { t.date_unknown().to_owned() } else { when })
            .marked(t.sample(), game.date_sample || game.time_sample),
        Cell::Many(competition),
        Cell::Many(vec![side(&game.a), side(&game.b)]).marked(t.sample(), game.pairing_sample),
        Cell::Number(if game.has_score {
            format!("{}:{}", game.a.score, game.b.score)
        } else {
            String::new()
        })
        .marked(t.sample(), game.score_sample),
        Cell::State { word: game.status_word.into(), class: game.status.as_str().into() },
        Cell::text(format!("{} {}", game.venue, game.court)),
        if may_edit { quick() } else { Cell::link(t.open_public(), game.href.clone()) },
    ]
}

fn fits(card: &Card, asked: &BTreeMap<String, String>) -> bool {
    let wanted = |name: &str| asked.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let words = normalise(&format!(
        "{}{}{}{}{}{}{}",
        text(&card.a_short),
        text(&card.b_short),
        text(&card.a_name),
        text(&card.b_name),
        card.fixture.code,
        text(&card.venue_zh),
        card.competition_zh
    ));
    wanted("competition").is_none_or(|key| card.competition_key == key)
        && wanted("club").is_none_or(|key| {
            [&card.a_club_key, &card.b_club_key].iter().any(|club| club.as_deref() == Some(key))
        })
        && wanted("status").is_none_or(|status| card.fixture.status.as_str() == status)
        && wanted("day").and_then(parse_date).is_none_or(|day| card.fixture.day == Some(day))
        && wanted("text").is_none_or(|part| words.contains(&normalise(part)))
}

fn sort(cards: &mut [Card], by: &str) {
    let team = |card: &Card| league::names::sort_key(card.a_short.as_deref().unwrap_or(""));
    match by {
        "competition" => cards.sort_by_key(|card| card.fixture.competition_id.0),
        "team" => cards.sort_by_key(team),
        "status" => cards.sort_by_key(|card| card.fixture.status.as_str()),
        "venue" => cards.sort_by_key(|card| league::names::sort_key(card.venue_zh.as_deref().unwrap_or(""))),
        _ => {
            cards.sort_by_key(|c| (c.fixture.day.is_none(), c.fixture.day, c.fixture.tip_off, c.fixture.id.0))
        }
    }
}

fn clubs_in(cards: &[Card]) -> Vec<(String, String)> {
    let mut clubs = BTreeMap::new();
    for card in cards {
        for (key, name) in [(&card.a_club_key, &card.a_short), (&card.b_club_key, &card.b_short)] {
            if let (Some(key), Some(name)) = (key, name) {
                clubs.insert((league::names::sort_key(name), key.clone()), name.clone());
            }
        }
    }
    clubs.into_iter().map(|((_, key), name)| (key, name)).collect()
}

/// The courts of a league, each with its venue.
pub async fn court_choices(
    visitor: &Visitor,
    db: &mut crate::store::Db,
    league: league::ids::LeagueId,
) -> Result<Vec<(String, String)>, Error> {
    let halls = venues::all(db, league).await?;
    let lang = visitor.lang;
    let name = |court: &venues::Court| {
        let hall = halls.iter().find(|hall| hall.id == court.venue_id);
        let hall = hall.map_or("", |hall| lang.pick(&hall.name_zh, &hall.name_en));
        format!("{hall} · {}", lang.pick(&court.name_zh, &court.name_en))
    };
    Ok(venues::courts(db, league).await?.iter().map(|court| (court.key.clone(), name(court))).collect())
}

/// Saves a row: the other fields stay as they are, and a court brings its venue along.
pub async fn quick(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = fixture::find(&visitor, &mut tx, &key, EditFixture).await?;
    let mut fields = act::fields_of(&card).overlaid(&form.fields);
    if fields.get("court") != card.court_key.as_deref().unwrap_or("") && !fields.get("court").is_empty() {
        fields.set("venue", "");
    }
    match act::change(&mut tx, &key, form.version, &fields).await {
        Ok(_) => {
            let mut asked = query(&visitor);
            asked.insert("s".into(), card.season_key.clone());
            saved(tx, Kind::Fixture, &key, format!("/admin/fixtures?{}", narrowed_by(&asked))).await
        }
        Err(refused) => {
            drop(tx);
            // The whole form shows what is wrong, with what was typed in the row.
            let typed = Typed::new(fields, refused)?;
            let again = fixture::Again { game: Some(&typed), ..Default::default() };
            fixture::page(&visitor, &mut visitor.read().await?, &key, again).await
        }
    }
}
