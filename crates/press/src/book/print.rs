//! A book as the template's input: every word chosen here.

use super::{Align, Block, Book, Bracket, Cell, Row, Table, Width};
use crate::facts::{Fact, Language, Name, clean};
use crate::paper::{self, Pdf, Sheet};
use crate::words::{self, Printed};
use crate::{Error, fonts, qr};
use serde_json::{Value, json};

/// More rows than a season has facts are a mistake in a query.
const MOST_ROWS: usize = 20_000;
/// A run of letters longer than this may need a smaller size in its column.
const LONG_RUN: usize = 9;

/// Prints a book.
pub fn pdf(book: &Book) -> Result<Pdf, Error> {
    let rows = book.blocks.iter().map(rows_of).sum::<usize>();
    if rows > MOST_ROWS {
        return Err(Error::TooMuch { games: rows });
    }
    let sheet = sheet(book)?;
    let laid_out = paper::lay_out(&sheet)?;
    let bytes = paper::write(&sheet, &laid_out)?;
    let text = String::from_utf8_lossy(&sheet.json);
    Ok(Pdf {
        bytes,
        pages: laid_out.document.pages().len(),
        missing: fonts::missing_characters(&text),
        warnings: laid_out.warnings,
    })
}

fn rows_of(block: &Block) -> usize {
    if let Block::Table(table) = block { table.rows.len() } else { 1 }
}

fn sheet(book: &Book) -> Result<Sheet, Error> {
    let language = book.language;
    let blocks: Vec<Value> = book.blocks.iter().map(|block| block_of(language, block)).collect();
    let blocks_text = serde_json::to_string(&blocks).map_err(|_| Error::Input)?;
    let has_sample = blocks_text.contains(&format!("\"mark\":\"{}\"", language.short_word(words::SAMPLE)));
    let (width, height) = book.sheet.millimetres();
    let value = json!({
        "language": language,
        "scale": 1.0,
        "title": language.printed_name(&book.title),
        "subtitle": book.subtitle.iter().map(|fact| language.fact(fact)).collect::<Vec<_>>(),
        "league": language.printed_name(&book.league),
        "season": language.printed_name(&book.season),
        "cover": book.bound,
        "contents": book.bound,
        "width": width,
        "height": height,
        "margin": if book.sheet.size == super::Size::K16 { 13 } else { 16 },
        "bleed": book.sheet.bleed,
        "blocks": blocks,
        "version": clean(&book.version),
        "printed": book.printed.format("%Y-%m-%d %H:%M").to_string(),
        "address": book.address,
        "short_address": qr::short(&book.address),
        "sample_note": has_sample.then(|| language.printed_word(words::SAMPLE_NOTE)),
        "words": {
            "contents": language.printed_word(words::CONTENTS),
            "version": language.word(words::VERSION),
            "printed": language.word(words::PRINTED),
            "page": language.word(words::PAGE),
            "live": language.word(words::LIVE_PAGE),
        },
    });
    Ok(Sheet {
        template: "book.typ",
        json: serde_json::to_vec(&value).map_err(|_| Error::Input)?,
        code: qr::svg(&book.address)?,
        codes: Vec::new(),
        identity: format!("{} {} {}", book.kind, book.address, book.version),
        printed: book.printed,
    })
}

fn block_of(language: Language, block: &Block) -> Value {
    let text = |fact: &Fact<Name>, size: f32, quiet: bool| {
        json!({ "kind": "text", "text": run(language, fact, false), "size": size, "quiet": quiet,
                "indent": !quiet && language != Language::En })
    };
    match block {
        Block::Chapter(name) => json!({ "kind": "chapter", "title": language.printed_name(name) }),
        Block::Heading(name) => json!({ "kind": "heading", "title": language.fact(name) }),
        Block::Text(fact) => text(fact, 10.0, false),
        Block::Note(fact) => text(fact, 8.0, true),
        Block::Items(facts) => json!({
            "kind": "items",
            "items": facts.iter().map(|fact| run(language, fact, false)).collect::<Vec<_>>(),
        }),
        Block::Facts(rows) => json!({
            "kind": "facts",
            "rows": rows
                .iter()
                .map(|(label, value)| json!({ "label": language.printed_name(label), "cell": cell(language, value) }))
                .collect::<Vec<_>>(),
        }),
        Block::Table(value) => table(language, value),
        Block::Sign(names) => json!({
            "kind": "sign",
            "names": names.iter().map(|name| language.printed_name(name)).collect::<Vec<_>>(),
        }),
        Block::Lines(count) => json!({ "kind": "lines", "count": count }),
        Block::Bracket(value) => bracket(language, value),
        Block::Break => json!({ "kind": "break" }),
    }
}

fn table(language: Language, table: &Table) -> Value {
    let columns: Vec<Value> = table
        .columns
        .iter()
        .map(|column| {
            let (mm, part) = match column.width {
                Width::Mm(mm) => (mm, 0),
                Width::Part(part) => (0, part),
            };
            let align = match column.align {
                Align::Left => "left",
                Align::Right => "right",
                Align::Middle => "middle",
            };
            json!({ "title": language.printed_name(&column.title), "mm": mm, "part": part, "align": align })
        })
        .collect();
    let wide = table.columns.len();
    let cells = |cells: &[Cell]| {
        // A row that is short of cells would shift all that follow.
        let blank = Cell::blank();
        (0..wide).map(|at| cell(language, cells.get(at).unwrap_or(&blank))).collect::<Vec<_>>()
    };
    let row = |row: &Row| match row {
        Row::Cells(own) => {
            let tall = own.iter().any(|cell| text_length(cell) > 400);
            json!({ "span": false, "tall": tall, "height": 0, "cells": cells(own) })
        }
        Row::High(mm, own) => json!({ "span": false, "tall": false, "height": mm, "cells": cells(own) }),
        Row::Across(own) => {
            json!({ "span": true, "tall": false, "height": 0, "cells": [cell(language, own)] })
        }
    };
    json!({
        "kind": "table",
        "columns": columns,
        "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
        "grid": table.grid,
        "size": if table.small { 7.0 } else { 8.6 },
        "pad": if table.small { 2.2 } else { 3.2 },
    })
}

fn text_length(cell: &Cell) -> usize {
    cell.lines.iter().filter_map(Fact::value).map(|name| name.zh.len()).sum()
}

fn cell(language: Language, cell: &Cell) -> Value {
    json!({
        "lines": cell.lines.iter().map(|fact| run(language, fact, cell.strong)).collect::<Vec<_>>(),
        "colours": cell.colours.map(|colours| colours.map(|colour| colour.hex())),
        "shade": cell.shade,
    })
}

/// A fact with what the template must know to set it: bold or not, and whether a run of it may be too wide.
fn run(language: Language, fact: &Fact<Name>, strong: bool) -> Value {
    let printed = language.fact(fact);
    let long = |text: &str| {
        text.split(|c: char| c.is_whitespace() || fonts::is_ideograph(c))
            .any(|run| run.chars().count() > LONG_RUN)
    };
    let Printed { main, second, mark, known } = printed;
    let is_long = long(&main) || second.as_deref().is_some_and(long);
    json!({ "main": main, "second": second, "mark": mark, "known": known, "strong": strong, "long": is_long })
}

/// Rounds become columns; a tie stands in the middle of those that lead to it.
fn bracket(language: Language, bracket: &Bracket) -> Value {
    let places = super::layout::places(bracket);
    let height = places.iter().fold(0.0f32, |lowest, place| lowest.max(*place)) + 2.6;
    let ties: Vec<Value> = bracket
        .ties
        .iter()
        .zip(&places)
        .map(|(tie, at)| {
            let leads = bracket.ties.iter().zip(&places).filter(|(other, _)| tie.leads.contains(&other.code));
            json!({
                "code": clean(&tie.code),
                "note": language.printed_name(&tie.note).main,
                "column": tie.round,
                "at": at,
                "leads": leads.map(|(other, at)| json!({ "column": other.round, "at": at })).collect::<Vec<_>>(),
                "sides": tie.sides.iter().map(|side| json!({
                    "name": Printed { second: None, ..language.fact(&side.name) },
                    "score": side.score,
                    "won": side.won,
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "kind": "bracket",
        "columns": bracket.rounds.iter().map(|name| language.printed_name(name)).collect::<Vec<_>>(),
        "ties": ties,
        "height": height,
        "row": 8,
    })
}
