//! Drafts side by side: what each misses and costs, what publishing it would change, and how it shares the load.

use super::super::super::extract::Visitor;
use super::super::list::{Cell, ListView};
use super::super::room::Part;
use crate::drafts::{Around, Board, with_calendar};
use crate::store::drafts::Draft;
use league::planner::check;
use league::planner::season::{ClubShare, fairness};

/// More are not compared at a glance.
const DRAFTS_AT_MOST: usize = 8;

/// The newest drafts as rows; nothing where there are fewer than two.
pub fn side_by_side(visitor: &Visitor, around: &Around, drafts: &[Draft]) -> Option<Part> {
    let t = visitor.t();
    if drafts.len() < 2 {
        return None;
    }
    let columns = [
        t.drafts(),
        t.beside_missed(),
        t.beside_cost(),
        t.beside_undated(),
        t.beside_changes(),
        t.fair_rest(),
        t.fair_back(),
        t.beside_late(),
        t.fair_work(),
    ];
    let mut list = ListView::new(t.beside(), &columns, "");
    list.grid = true;
    for column in &mut list.columns[1..] {
        column.number = true;
    }
    for draft in drafts.iter().take(DRAFTS_AT_MOST) {
        let name = Cell::link(draft.name.clone(), format!("/admin/drafts/{}", draft.key));
        let Ok(board) = Board::of_draft(around, draft) else {
            // Its rules make no question yet: there is nothing to compare.
            let mut cells = vec![name];
            cells.extend((1..columns.len()).map(|_| Cell::text("–")));
            list.row(cells);
            continue;
        };
        let (plan, _) = board.plan();
        let report = check(&board.season.instance, &plan);
        let unplaced = board.unplaced() as u64;
        let shares = fairness(&board.season, &plan);
        let of = |figure: &dyn Fn(&ClubShare) -> usize| shares.iter().map(figure).collect::<Vec<_>>();
        let late = of(&|share| share.late);
        let spread = late.iter().max().unwrap_or(&0) - late.iter().min().unwrap_or(&0);
        let rest = shares.iter().filter_map(|share| share.shortest_rest_days).min();
        let sum = |figures: Vec<usize>| figures.into_iter().sum::<usize>();
        let number = |number: u64| Cell::Number(number.to_string());
        list.row(vec![
            name,
            // A game without a date is told in its own column.
            number(report.infeasibility.saturating_sub(unplaced)),
            number(report.objective),
            number(unplaced),
            number(with_calendar(around, &draft.games).len() as u64),
            Cell::Number(rest.map_or_else(|| "–".to_owned(), |days| days.to_string())),
            number(sum(of(&|share| share.back_to_back)) as u64),
            number(spread as u64),
            number(sum(of(&|share| share.at_work)) as u64),
        ]);
    }
    Some(Part::list(t.beside(), list).noted(t.beside_said()).named("beside"))
}
