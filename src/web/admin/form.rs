//! Forms of the control room, drawn from the same list of fields that checks them.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::text::T;
use crate::actions::Refused;
use crate::actions::input::{Fault, Field, Fields, Holds};
use askama::Template;

/// How a field is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    Line,
    Text,
    Date,
    DateTime,
    Check,
    Number,
    Choice,
    Colour,
    Address,
    File,
}

/// One field as its form shows it.
#[derive(Clone, Debug)]
pub struct FieldView {
    pub name: String,
    pub id: String,
    pub label: String,
    pub hint: &'static str,
    pub ask: Ask,
    pub value: String,
    pub fault: Option<String>,
    pub required: bool,
    pub longest: usize,
    pub choices: Vec<(String, String)>,
    /// Sent along and not shown.
    pub hidden: bool,
}

impl FieldView {
    fn input_type(&self) -> &'static str {
        match self.ask {
            Ask::Date => "date",
            Ask::DateTime => "datetime-local",
            Ask::Number => "number",
            Ask::Colour => "color",
            Ask::Address => "url",
            Ask::File => "file",
            _ => "text",
        }
    }
}

/// A form.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/form.html")]
pub struct FormView {
    /// What the fields belong to: it chooses their names.
    pub about: &'static str,
    pub action: String,
    pub method: &'static str,
    pub fields: Vec<FieldView>,
    pub button: &'static str,
    pub version: Option<i64>,
    pub token: String,
    pub faults: Vec<(String, String, String)>,
    /// What changed under the form: field, saved now, typed.
    pub conflict: Vec<(String, String, String)>,
    pub is_conflict: bool,
    /// In a row of a list.
    pub small: bool,
    pub plain: bool,
    pub with_file: bool,
    pub locked: bool,
    t: T,
}

/// What was typed into a form that was not taken.
#[derive(Clone, Debug)]
pub struct Typed {
    pub fields: Fields,
    pub trouble: Trouble,
}

/// Why it was not taken.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    Faults(Vec<Fault>),
    Conflict,
    /// One field, and what is wrong with it in words already chosen.
    Said(&'static str, String),
}

impl Typed {
    /// A refusal that belongs into the form; any other is an answer of its own.
    pub fn new(fields: Fields, refused: Refused) -> Result<Self, Error> {
        let trouble = match refused {
            Refused::Faults(faults) => Trouble::Faults(faults),
            Refused::Conflict => Trouble::Conflict,
            other => return Err(other.into()),
        };
        Ok(Self { fields, trouble })
    }
}

impl FormView {
    /// A form of these fields with these values.
    pub fn new(visitor: &Visitor, about: &'static str, spec: &[Field], values: &Fields) -> Self {
        let t = visitor.t();
        let fields = spec.iter().map(|field| field_view(t, about, field, values)).collect();
        Self {
            about,
            action: String::new(),
            method: "post",
            fields,
            button: t.save(),
            version: None,
            token: visitor.form_token.clone(),
            faults: Vec::new(),
            conflict: Vec::new(),
            is_conflict: false,
            small: false,
            plain: false,
            with_file: false,
            locked: visitor.only_reads(),
            t,
        }
    }

    /// Only a button.
    pub fn button_only(visitor: &Visitor, action: String, button: &'static str) -> Self {
        let mut form = Self::new(visitor, "", &[], &Fields::default()).to(action).says(button);
        form.small = true;
        form.plain = true;
        form
    }

    /// Where the form is sent.
    pub fn to(mut self, action: impl Into<String>) -> Self {
        self.action = action.into();
        self
    }

    /// The word on its button.
    pub fn says(mut self, button: &'static str) -> Self {
        self.button = button;
        self
    }

    /// The version it was made from.
    pub fn version(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }

    /// A form that asks and changes nothing.
    pub fn asking(mut self) -> Self {
        self.method = "get";
        self.locked = false;
        self
    }

    /// A form in a row.
    pub fn small(mut self) -> Self {
        self.small = true;
        self.plain = true;
        self
    }

    /// Gives the ids of the fields a mark of their own, where a page shows the same form twice.
    pub fn marked(mut self, mark: &str) -> Self {
        for field in &mut self.fields {
            field.id = format!("{}-{mark}", field.name);
        }
        self
    }

    /// Adds a field to choose in, for what no list of fields names beforehand.
    pub fn choose(
        mut self,
        name: impl Into<String>,
        label: impl Into<String>,
        value: impl Into<String>,
        choices: &[(String, String)],
    ) -> Self {
        let name = name.into();
        self.fields.push(FieldView {
            id: name.replace(' ', "-"),
            name,
            label: label.into(),
            hint: "",
            ask: Ask::Choice,
            value: value.into(),
            fault: None,
            required: false,
            longest: 300,
            choices: choices.to_vec(),
            hidden: false,
        });
        self
    }

    /// Sends a value along that nobody sees.
    pub fn hide(self, name: &str, value: impl Into<String>) -> Self {
        let mut form = self.choose(name, "", value, &[]);
        if let Some(field) = form.fields.last_mut() {
            field.hidden = true;
        }
        form
    }

    /// Leaves fields out.
    pub fn without(mut self, names: &[&str]) -> Self {
        self.fields.retain(|field| !names.contains(&field.name.as_str()));
        self
    }

    /// Says what a field is called here.
    pub fn label(mut self, name: &str, label: &str) -> Self {
        for field in self.fields.iter_mut().filter(|field| field.name == name) {
            label.clone_into(&mut field.label);
        }
        self
    }

    /// What a field offers to choose from.
    pub fn choices(mut self, name: &str, choices: Vec<(String, String)>) -> Self {
        for field in self.fields.iter_mut().filter(|field| field.name == name) {
            field.ask = Ask::Choice;
            field.choices = choices.clone();
            if !field.required || field.value.is_empty() {
                field.choices.insert(0, (String::new(), "–".into()));
            }
        }
        self
    }

    /// Words of a list, as choices with their names.
    pub fn only(self, name: &str, words: &[&str]) -> Self {
        let choices = words.iter().map(|word| ((*word).to_owned(), self.t.choice(self.about, name, word)));
        let choices = choices.collect();
        let mut form = self.choices(name, choices);
        for field in form.fields.iter_mut().filter(|field| field.name == name) {
            field.choices.retain(|(word, _)| !word.is_empty());
        }
        form
    }

    /// Nothing can be saved; the page says why.
    pub fn locked(mut self, locked: bool) -> Self {
        self.locked |= locked;
        self
    }

    /// What was typed goes back into the form, with what is wrong with it.
    pub fn typed(mut self, typed: Option<&Typed>) -> Self {
        let Some(typed) = typed else { return self };
        let shown = |field: &FieldView, value: &str| {
            let chosen = field.choices.iter().find(|(word, _)| word == value);
            match (chosen, value) {
                (_, "") => self.t.empty_value().to_owned(),
                (Some((_, name)), _) => name.clone(),
                (None, "true") => self.t.yes().to_owned(),
                (None, "false") => self.t.no().to_owned(),
                (None, other) => other.to_owned(),
            }
        };
        let mut conflict = Vec::new();
        for field in &self.fields {
            let own = typed_value(field, &typed.fields);
            let same = own == field.value || (own.is_empty() && field.value == "false");
            if typed.trouble == Trouble::Conflict && !same {
                conflict.push((field.label.clone(), shown(field, &field.value), shown(field, &own)));
            }
        }
        self.is_conflict = typed.trouble == Trouble::Conflict;
        self.conflict = conflict;
        let faults: &[Fault] = match &typed.trouble {
            Trouble::Faults(faults) => faults,
            Trouble::Conflict | Trouble::Said(..) => &[],
        };
        for field in &mut self.fields {
            field.value = typed_value(field, &typed.fields);
            let fault = faults.iter().find(|fault| fault.field == field.name);
            field.fault = fault.map(|fault| self.t.fault(&fault.what));
            if let Trouble::Said(at, words) = &typed.trouble
                && *at == field.name
            {
                field.fault = Some(words.clone());
            }
            if let Some(fault) = &field.fault {
                self.faults.push((field.id.clone(), field.label.clone(), fault.clone()));
            }
        }
        let strangers = faults.iter().filter(|fault| !self.fields.iter().any(|f| f.name == fault.field));
        let strangers: Vec<_> =
            strangers.map(|fault| (String::new(), fault.field.clone(), self.t.fault(&fault.what))).collect();
        self.faults.extend(strangers);
        self
    }
}

fn typed_value(field: &FieldView, typed: &Fields) -> String {
    let value = typed.get(&field.name);
    match field.ask {
        Ask::Check if matches!(value, "" | "false" | "0" | "off") => "false".into(),
        Ask::Check => "true".into(),
        _ => value.trim().replace("\r\n", "\n"),
    }
}

fn field_view(t: T, about: &'static str, field: &Field, values: &Fields) -> FieldView {
    let mut choices = Vec::new();
    let mut longest = 300;
    let ask = match field.holds {
        Holds::Line(max) => {
            longest = max;
            Ask::Line
        }
        Holds::Text(max) => {
            longest = max;
            Ask::Text
        }
        Holds::Periods | Holds::Key | Holds::Counts | Holds::Plays | Holds::Cells | Holds::Yuan => Ask::Line,
        Holds::Date => Ask::Date,
        Holds::DateTime => Ask::DateTime,
        Holds::Flag => Ask::Check,
        Holds::Number { .. } => Ask::Number,
        Holds::Colour => Ask::Colour,
        Holds::Url => Ask::Address,
        Holds::Word(words) => {
            choices =
                words.iter().map(|word| ((*word).to_owned(), t.choice(about, field.name, word))).collect();
            if !field.required {
                choices.insert(0, (String::new(), "–".into()));
            }
            Ask::Choice
        }
    };
    let value = match (&ask, values.get(field.name)) {
        (Ask::Check, "") => "false",
        (_, value) => value,
    };
    FieldView {
        name: field.name.to_owned(),
        id: field.name.to_owned(),
        label: t.field(about, field.name).to_owned(),
        hint: t.field_hint(about, field.name),
        ask,
        value: value.to_owned(),
        fault: None,
        required: field.required,
        longest,
        choices,
        hidden: false,
    }
}
