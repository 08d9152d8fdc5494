//! Rounds at once: any number of teams from 4 to 24, with the fewest breaks there can be.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::page::Here;
use super::super::form::{FormView, Typed};
use super::super::list::{Cell, ListView};
use super::super::room::{Page, Part, query, room};
use crate::actions::Refused;
use crate::actions::input::{Field, Fields, Holds, parse, required};
use axum::body::Body;
use axum::http::Response;
use league::planner::{Return, instant};

const FIELDS: &[Field] = &[
    required("clubs", Holds::Number { min: 4, max: 24 }),
    required("legs", Holds::Word(&["single", "mirrored", "fewest_breaks"])),
];

pub async fn show(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let room = room(&visitor, &mut db, t.instant(), Here::Fixtures, None).await?;
    let mut values = Fields(query(&visitor));
    values.0.retain(|name, _| FIELDS.iter().any(|field| field.name == name));
    if values.0.is_empty() {
        values = Fields::from_pairs([("clubs", "12"), ("legs", "single")]);
    }
    let mut page = Page::new(room).back("/admin/drafts", t.drafts());
    t.instant_said().clone_into(&mut page.note);
    let parsed = parse(FIELDS, &values);
    let typed = match &parsed {
        Ok(_) => None,
        Err(faults) => Some(Typed::new(values.clone(), Refused::Faults(faults.clone()))?),
    };
    let form = FormView::new(&visitor, "instant", FIELDS, &values).to("/admin/instant").asking().says(t.go());
    page = page.with(Part::form("", form.typed(typed.as_ref())));
    if let Ok(parsed) = parsed {
        let clubs = parsed.number("clubs").and_then(|number| usize::try_from(number).ok()).unwrap_or(4);
        let after = match parsed.text("legs").as_str() {
            "mirrored" => Return::Mirrored,
            "fewest_breaks" => Return::FewestBreaks,
            _ => Return::None,
        };
        page = page.with(rounds(&visitor, clubs, after));
    }
    page.answer(typed.as_ref())
}

fn rounds(visitor: &Visitor, clubs: usize, after: Return) -> Part {
    let t = visitor.t();
    let plan = instant(clubs, after);
    let last = plan.iter().map(|game| game.slot).max().unwrap_or(0);
    let mut list = ListView::new(t.instant(), &[t.instant_round(), t.draft_games()], "");
    let mut at_home: Vec<Option<bool>> = vec![None; clubs];
    let mut breaks = 0;
    for round in 0..=last {
        let games: Vec<_> = plan.iter().filter(|game| game.slot == round).collect();
        let mut cells: Vec<Cell> =
            games.iter().map(|game| Cell::state(format!("{} – {}", game.home + 1, game.away + 1))).collect();
        for game in &games {
            for (club, home) in [(game.home, true), (game.away, false)] {
                breaks += usize::from(at_home[club] == Some(home));
                at_home[club] = Some(home);
            }
        }
        let rests = (0..clubs).find(|club| games.iter().all(|game| game.home != *club && game.away != *club));
        if let Some(club) = rests {
            cells.push(Cell::Quiet(format!("{} {}", club + 1, t.instant_rests())));
        }
        list.row(vec![Cell::text((round + 1).to_string()), Cell::Many(cells)]);
    }
    let said =
        format!("{} · {} · {}: {breaks}", t.return_words(after), t.games(plan.len()), t.instant_breaks());
    Part::list(t.instant(), list).noted(&said).named("rounds")
}
