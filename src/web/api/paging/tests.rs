use super::*;
use crate::actions::input::{Fields, parse};
use crate::web::api::operation::{CURSOR, LIMIT};

fn asked(limit: &str, cursor: &str) -> Parsed {
    parse(&[LIMIT, CURSOR], &Fields::from_pairs([("limit", limit), ("cursor", cursor)])).unwrap()
}

#[test]
fn a_cursor_outlives_the_item_it_names() {
    let all = vec!["a", "b", "c", "d"];
    let first = page(all, &asked("2", ""), |item| item).unwrap();
    assert_eq!(first.items, ["a", "b"]);
    let next = first.next.unwrap();
    let without = vec!["a", "c", "d"];
    assert_eq!(page(without, &asked("2", &next), |item| item).unwrap().items, ["c", "d"]);
}

#[test]
fn the_last_page_has_no_next() {
    assert_eq!(page(vec!["a", "b"], &asked("2", ""), |item| item).unwrap().next, None);
}
