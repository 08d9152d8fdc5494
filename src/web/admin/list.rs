//! Lists of the control room: rows of cells, columns that sort by a link.

// The code that the template of a cell becomes writes whole paths.
#![allow(unused_qualifications)]

use super::form::FormView;
use askama::Template;

/// A list.
#[derive(Clone, Debug, Default)]
pub struct ListView {
    pub label: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// What to do when there is nothing.
    pub empty: String,
    /// Where the next step is, when there is nothing.
    pub next: Option<(String, String)>,
    /// Shows a field that filters the rows while typing.
    pub quick: bool,
    /// A table that stays a table on a phone and scrolls.
    pub grid: bool,
}

/// A column; sorted by a link where it can be.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pub label: String,
    pub sort: Option<String>,
    pub order: &'static str,
    pub number: bool,
}

/// A cell.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/cell.html")]
pub enum Cell {
    Text(String),
    Quiet(String),
    Number(String),
    Link {
        label: String,
        href: String,
    },
    /// A game in its slot, which a script lets one drag to another.
    Game {
        label: String,
        href: String,
        slot: String,
    },
    /// A slot that is free.
    Free {
        label: String,
        slot: String,
    },
    State {
        word: String,
        class: String,
    },
    Side {
        light: String,
        dark: String,
        name: String,
        href: String,
    },
    Form(Box<FormView>),
    Many(Vec<Cell>),
    /// The photo of somebody.
    Face {
        src: String,
        alt: String,
    },
    /// One below the other.
    Lines(Vec<String>),
}

impl Cell {
    /// Plain words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A link.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self::Link { label: label.into(), href: href.into() }
    }

    /// A word in a frame.
    pub fn state(word: impl Into<String>) -> Self {
        Self::State { word: word.into(), class: String::new() }
    }

    /// A light, told by word and shape as well as by colour.
    pub fn light(word: &str, class: &str) -> Self {
        Self::State { word: word.into(), class: class.into() }
    }

    /// A form.
    pub fn form(form: FormView) -> Self {
        Self::Form(Box::new(form))
    }

    /// A cell with the mark of a made-up fact where it is one.
    pub fn marked(self, mark: &'static str, made_up: bool) -> Self {
        if made_up {
            Self::Many(vec![self, Self::State { word: mark.into(), class: "sample".into() }])
        } else {
            self
        }
    }

    /// Whether figures stand in it.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }
}

impl ListView {
    /// A list with these columns.
    pub fn new(label: impl Into<String>, columns: &[&str], empty: &str) -> Self {
        let columns = columns.iter().map(|label| Column { label: (*label).to_owned(), ..Default::default() });
        Self {
            label: label.into(),
            columns: columns.collect(),
            empty: empty.to_owned(),
            ..Default::default()
        }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// The next step where the list is empty.
    pub fn next(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.next = Some((label.into(), href.into()));
        self
    }
}
