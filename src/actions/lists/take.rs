//! Rows of a form into a list: looked at first, then taken, and the same form again changes nothing.

use super::super::Outcome;
use super::{By, Context, must_be_open, record};
use crate::keys::Keys;
use crate::lists::{facts, is_minor, without_own};
use crate::store::audit::Action;
use crate::store::lists::{self, Row};
use crate::store::people::{self, Alike, Private};
use crate::store::{Db, Tx, clubs, entries};
use league::eligibility::{Facts, Value, Verdict};
use league::form::{self, CellCode, Form, FormRefused, Kind, Report, Sheet, texts_of};
use league::ids::{PersonId, RosterId};
use league::names::{Found, normalise};
use sqlx::types::Json;
use std::collections::BTreeMap;

/// What would become of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    New,
    /// These fields differ from what is kept.
    Changed(Vec<String>),
    Same,
    /// A cell is wrong.
    Faulty,
    /// Under eighteen, and no guardian has agreed: nothing may be kept.
    NoConsent,
    /// Another player wears this shirt.
    ShirtTaken,
    /// Left by protocol; only a protocol brings somebody back.
    Left,
    /// The form is another club's: none of its rows is taken.
    OtherClub,
}

impl Standing {
    /// Whether the row would be saved.
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::New | Self::Changed(_))
    }
}

/// One row that was looked at.
#[derive(Clone, Debug)]
pub struct Plan {
    pub standing: Standing,
    /// Somebody who is known: the same number, or the same name and birth.
    person: Option<PersonId>,
    row: Option<usize>,
}

/// A form that was looked at.
pub struct Looked {
    pub report: Report,
    pub plans: Vec<Plan>,
    /// Fields of the team that differ from what is kept.
    pub team: Vec<String>,
    players: Vec<Read>,
    club: Facts,
}

/// What a row says, apart from what is wrong with it.
struct Read {
    facts: Facts,
    number: Option<String>,
    masked: String,
    phone_differs: bool,
}

impl Read {
    fn shirt(&self) -> &str {
        self.facts.text("shirt").unwrap_or_default()
    }
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    pub added: usize,
    pub changed: usize,
    pub same: usize,
    pub refused: usize,
    pub team: usize,
}

impl Taken {
    /// Whether anything was saved.
    pub fn has_changed(&self) -> bool {
        self.added + self.changed + self.team > 0
    }
}

/// Looks at a sheet for a list. `editing` is the one row that a form of its own is about.
pub async fn look(
    db: &mut Db,
    context: &Context,
    sheet: &Sheet,
    keys: &Keys,
    editing: Option<RosterId>,
) -> Outcome<Result<Looked, FormRefused>> {
    let mut form = match form::read(sheet, &context.set.fields, context.today) {
        Ok(form) => form,
        Err(refused) => return Ok(Err(refused)),
    };
    let is_ours = editing.is_some() || name_fits(db, context, &mut form).await?;
    let elsewhere = lists::elsewhere(db, context.entry.id).await?;
    let mut found = Vec::new();
    for place in 0..form.list.players.len() {
        let person = match editing {
            Some(row) => context.rows.iter().find(|kept| kept.id == row).map(|kept| kept.person_id),
            None => person_of(db, context, &form, place, keys).await?,
        };
        let row = context.rows.iter().position(|row| Some(row.person_id) == person);
        let row = row.or_else(|| same_name(context, &form, place).filter(|_| person.is_none()));
        let person = person.or_else(|| row.map(|row| context.rows[row].person_id));
        if let Some(kept) = row.map(|row| &context.rows[row])
            && kept.id_masked.as_ref().is_some_and(|mask| !mask.is_empty())
        {
            // Known from before: a form need not show the number again.
            form.forgive(place, "id_number", CellCode::Missing);
        }
        for (_, team) in elsewhere.iter().filter(|(id, _)| person.is_some_and(|person| person.0 == *id)) {
            form.stands_also_in(place, team);
        }
        found.push((person, row));
    }
    let mut players = Vec::new();
    for (place, (_, row)) in found.iter().enumerate() {
        let facts = form.list.players[place].facts.clone();
        players.push(Read {
            phone_differs: match (facts.text("phone"), row) {
                (Some(phone), Some(row)) => {
                    let private = people::private(db, context.rows[*row].person_id).await?;
                    let kept = private.and_then(|private| keys.open(&private.phone_sealed));
                    kept.as_deref() != Some(phone)
                }
                _ => false,
            },
            number: form.document_number(place).map(str::to_owned),
            masked: form.masked_number(place).to_owned(),
            facts,
        });
    }
    let mut standings: Vec<Standing> = (0..players.len())
        .map(|place| {
            let row: Option<usize> = found[place].1;
            if !is_ours {
                return Standing::OtherClub;
            }
            let twice = row.is_some() && found[..place].iter().any(|(_, other)| *other == row);
            match twice || form.cells_of(place).iter().any(|cell| cell.verdict == Verdict::Error) {
                true => Standing::Faulty,
                false => standing(context, &players[place], row),
            }
        })
        .collect();
    settle_shirts(context, &players, &found, &mut standings);
    let plans = standings
        .into_iter()
        .zip(&found)
        .map(|(standing, (person, row))| Plan { standing, person: *person, row: *row })
        .collect();
    let club = form.list.club.clone();
    let report = form::report(form, &sheet.name, &context.set, context.today);
    let team = if is_ours { team_changes(context, &club, keys) } else { Vec::new() };
    Ok(Ok(Looked { report, plans, team, players, club }))
}

/// Whether the form is this team's, by the name in it: any name of its club that holds in this season. The clubs of one
/// group differ by a character or two, and a form sent through the wrong link must not fill another club's list.
async fn name_fits(db: &mut Db, context: &Context, form: &mut Form) -> Outcome<bool> {
    let entry = &context.entry;
    let given = ["official_name", "short_name"].iter().find_map(|key| {
        let field = context.set.fields.of_club(key)?;
        form.list.club.text(key).map(|name| (field, name.to_owned()))
    });
    let Some((field, name)) = given else { return Ok(true) };
    if [&entry.name, &entry.short_name].iter().any(|own| normalise(own) == normalise(&name)) {
        return Ok(true);
    }
    let names = clubs::registry(db, context.season.league_id).await?;
    match names.find(&name, Some(context.season.id)) {
        Found::One(id) if entry.club_id == Some(id.0) => Ok(true),
        Found::One(_) if entry.club_id.is_some() => {
            form.club_says(field, CellCode::ClubOther, &entry.name);
            Ok(false)
        }
        _ => {
            form.club_says(field, CellCode::ClubUnknown, &entry.name);
            Ok(true)
        }
    }
}

/// Turns down whoever would wear a shirt that another one wears, until no two do: whoever is turned down keeps the
/// shirt of before, and that may be the one a third was to get.
fn settle_shirts(
    context: &Context,
    players: &[Read],
    found: &[(Option<PersonId>, Option<usize>)],
    standings: &mut [Standing],
) {
    loop {
        let applied = |place: usize| standings[place].is_taken() || standings[place] == Standing::Same;
        let mut worn: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, kept) in context.rows.iter().enumerate() {
            if !(0..players.len()).any(|place| found[place].1 == Some(at) && applied(place)) {
                *worn.entry(kept.shirt.as_str()).or_insert(0) += 1;
            }
        }
        for place in (0..players.len()).filter(|place| applied(*place)) {
            *worn.entry(players[place].shirt()).or_insert(0) += 1;
        }
        let clash =
            |place: &usize| standings[*place].is_taken() && worn.get(players[*place].shirt()) > Some(&1);
        let clashing: Vec<usize> = (0..players.len()).filter(clash).collect();
        if clashing.is_empty() {
            return;
        }
        for place in clashing {
            standings[place] = Standing::ShirtTaken;
        }
    }
}

fn standing(context: &Context, read: &Read, row: Option<usize>) -> Standing {
    if read.shirt().is_empty() {
        return Standing::ShirtTaken;
    }
    let kept = row.map(|row| &context.rows[row]);
    if kept.is_some_and(|kept| kept.left_on.is_some()) {
        return Standing::Left;
    }
    let birth = read.facts.date("birth").or_else(|| kept.and_then(|kept| kept.birth));
    if is_minor(birth, context.today) && !read.facts.says_yes("guardian_consent") {
        return Standing::NoConsent;
    }
    let Some(kept) = kept else { return Standing::New };
    let changes = changes(context, read, kept);
    if changes.is_empty() { Standing::Same } else { Standing::Changed(changes) }
}

/// The fields in which a row differs from what is kept.
fn changes(context: &Context, read: &Read, kept: &Row) -> Vec<String> {
    let mut now = texts_of(&read.facts);
    let mut before = texts_of(&facts(&context.set, kept, Vec::new()));
    for texts in [&mut now, &mut before] {
        texts.retain(|key, _| {
            !phones(context).contains(key)
                && !["in_match", "on_court", "role", "remark"].contains(&key.as_str())
        });
    }
    if kept.photo_id.is_some() {
        before.remove("photo");
        now.remove("photo");
    }
    let mut keys: Vec<String> =
        now.keys().chain(before.keys()).filter(|key| now.get(*key) != before.get(*key)).cloned().collect();
    // What a form leaves out and nobody can leave empty by will: it says nothing about it.
    keys.retain(|key| {
        now.contains_key(key) || !["birth", "sex", "document", "added_on"].contains(&key.as_str())
    });
    if !read.masked.is_empty() && kept.id_masked.as_deref() != Some(read.masked.as_str()) {
        keys.push("id_number".into());
    }
    keys.extend(read.phone_differs.then(|| "phone".to_owned()));
    keys.sort();
    keys.dedup();
    keys
}

fn phones(context: &Context) -> Vec<String> {
    let all = context.set.fields.player.iter().chain(&context.set.fields.club);
    all.filter(|field| field.kind == Kind::Phone).map(|field| field.key.clone()).collect()
}

fn team_changes(context: &Context, club: &Facts, keys: &Keys) -> Vec<String> {
    let phones = phones(context);
    let sealed = sealed_phones(context, keys);
    let now = texts_of(club);
    let differs = |key: &str, text: &str| match phones.iter().any(|phone| phone == key) {
        true => sealed.get(key).map(String::as_str) != Some(text),
        false => context.list.club_text(key) != text,
    };
    now.into_iter().filter(|(key, text)| differs(key, text)).map(|(key, _)| key).collect()
}

fn sealed_phones(context: &Context, keys: &Keys) -> BTreeMap<String, String> {
    let text = keys.open(&context.list.phones_sealed).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// The same name on the list already, when nothing says that it is another person.
fn same_name(context: &Context, form: &Form, place: usize) -> Option<usize> {
    let facts = &form.list.players[place].facts;
    let (name, birth) = (facts.text("name")?, facts.date("birth"));
    let agree = |row: &Row| {
        normalise(&row.name) == normalise(name)
            && (birth.is_none() || row.birth.is_none() || row.birth == birth)
    };
    let mut alike = context.rows.iter().enumerate().filter(|(_, row)| agree(row));
    let first = alike.next()?.0;
    alike.next().is_none().then_some(first)
}

/// The person a row is about: the same number with the same name, or name and birth where no number speaks against it.
async fn person_of(
    db: &mut Db,
    context: &Context,
    form: &Form,
    place: usize,
    keys: &Keys,
) -> Outcome<Option<PersonId>> {
    let league = context.season.league_id;
    let facts = &form.list.players[place].facts;
    let Some(name) = facts.text("name") else { return Ok(None) };
    let hashes = form.document_number(place).map(|number| keys.hashes(number)).unwrap_or_default();
    for hash in &hashes {
        let same = people::with_hash(db, league, hash).await?;
        if let Some(one) = same.iter().find(|one| normalise(&one.name) == normalise(name)) {
            return Ok(Some(one.id));
        }
    }
    let Some(birth) = facts.date("birth") else { return Ok(None) };
    let born = people::named_and_born(db, league, name, birth).await?;
    let other_number =
        |one: &Alike| one.id_hash.as_ref().is_some_and(|hash| !hash.is_empty()) && !hashes.is_empty();
    Ok(born.into_iter().find(|one| !other_number(one)).map(|one| one.id))
}

/// Takes the good rows of a sheet. Nothing is recorded where nothing changes.
pub async fn take(
    tx: &mut Tx,
    context: &Context,
    sheet: &Sheet,
    keys: &Keys,
    by: By,
) -> Outcome<Option<Taken>> {
    must_be_open(tx, context).await?;
    context.must_edit(by)?;
    match look(tx, context, sheet, keys, None).await? {
        Ok(looked) => Ok(Some(save(tx, context, &looked, keys).await?)),
        Err(_) => Ok(None),
    }
}

/// Saves the good rows of a form that was looked at in this transaction.
pub(super) async fn save(tx: &mut Tx, context: &Context, looked: &Looked, keys: &Keys) -> Outcome<Taken> {
    let mut taken = Taken { team: looked.team.len(), ..Taken::default() };
    let moving: Vec<RosterId> = looked
        .plans
        .iter()
        .filter(
            |plan| matches!(&plan.standing, Standing::Changed(fields) if fields.iter().any(|f| f == "shirt")),
        )
        .filter_map(|plan| plan.row.map(|row| context.rows[row].id))
        .collect();
    lists::free_shirts(tx, &moving).await?;
    let mut fields: BTreeMap<String, usize> = BTreeMap::new();
    for (plan, read) in looked.plans.iter().zip(&looked.players) {
        match &plan.standing {
            Standing::Same => taken.same += 1,
            Standing::New => {
                add(tx, context, plan.person, read, keys).await?;
                taken.added += 1;
            }
            Standing::Changed(changed) => {
                let Some(kept) = plan.row.map(|row| &context.rows[row]) else { continue };
                change(tx, context, kept, read, keys).await?;
                for field in changed {
                    *fields.entry(field.clone()).or_insert(0) += 1;
                }
                taken.changed += 1;
            }
            _ => taken.refused += 1,
        }
    }
    if !looked.team.is_empty() {
        save_team(tx, context, &looked.club, keys).await?;
    } else if taken.has_changed() && context.list.version == 0 {
        lists::save(tx, &context.list).await?;
    }
    if taken.has_changed() {
        let after = serde_json::json!({
            "added": taken.added, "changed": taken.changed, "fields": fields, "team": looked.team,
        });
        record(tx, context, Action::Changed, serde_json::Value::Null, after, "").await?;
    }
    Ok(taken)
}

async fn add(
    tx: &mut Tx,
    context: &Context,
    person: Option<PersonId>,
    read: &Read,
    keys: &Keys,
) -> Outcome<()> {
    let name = read.facts.text("name").unwrap_or_default().to_owned();
    let person = match person {
        Some(person) => person,
        None => {
            let key = tx.key();
            entries::insert_person(tx, context.season.league_id, &key, &name, "").await?
        }
    };
    keep_private(tx, context, person, read, keys).await?;
    let row = Row {
        id: RosterId(0),
        key: tx.key(),
        entry_id: context.entry.id,
        person_id: person,
        person_key: String::new(),
        name,
        captain: false,
        left_on: None,
        sample: String::new(),
        version: 1,
        sex: None,
        birth: None,
        document: None,
        id_masked: None,
        id_region: None,
        photo_id: None,
        ..filled(context, read, None)
    };
    lists::insert_row(tx, &row).await?;
    Ok(())
}

async fn change(tx: &mut Tx, context: &Context, kept: &Row, read: &Read, keys: &Keys) -> Outcome<()> {
    let name = read.facts.text("name").unwrap_or_default();
    if !name.is_empty() && name != kept.name {
        people::update_name(tx, kept.person_id, name, None).await?;
    }
    keep_private(tx, context, kept.person_id, read, keys).await?;
    Ok(lists::update_row(tx, &filled(context, read, Some(kept))).await?)
}

/// A row with what the form says in it.
fn filled(context: &Context, read: &Read, kept: Option<&Row>) -> Row {
    let text = |key: &str| read.facts.text(key).unwrap_or_default().to_owned();
    let height = match read.facts.get("height") {
        Some(Value::Number(cm)) => Some(*cm),
        _ => None,
    };
    let base = kept.cloned().unwrap_or_else(|| Row {
        id: RosterId(0),
        key: String::new(),
        entry_id: context.entry.id,
        person_id: PersonId(0),
        person_key: String::new(),
        name: String::new(),
        shirt: String::new(),
        position: String::new(),
        height_cm: None,
        captain: false,
        facts: Json(BTreeMap::new()),
        added_on: None,
        left_on: None,
        sample: String::new(),
        version: 1,
        sex: None,
        birth: None,
        document: None,
        id_masked: None,
        id_region: None,
        photo_id: None,
    });
    Row {
        shirt: text("shirt"),
        position: text("position"),
        height_cm: height,
        facts: Json(without_own(texts_of(&read.facts), &phones(context))),
        added_on: read.facts.date("added_on").or(base.added_on),
        ..base
    }
}

/// Keeps what somebody shows of himself: a hash of the number, the number itself only where the competition asks for it.
async fn keep_private(
    tx: &mut Tx,
    context: &Context,
    person: PersonId,
    read: &Read,
    keys: &Keys,
) -> Outcome<()> {
    let before = people::private(tx, person).await?;
    let mut row = before.clone().unwrap_or_else(|| Private { entered_at: tx.now(), ..Private::default() });
    row.person_id = person.0;
    let or = |new: Option<&str>, old: &str| new.filter(|text| !text.is_empty()).unwrap_or(old).to_owned();
    row.sex = or(read.facts.text("sex"), &row.sex);
    row.birth = read.facts.date("birth").or(row.birth);
    row.document = or(read.facts.text("document"), &row.document);
    if let Some(number) = &read.number {
        // A number that is kept already keeps the hash it has: keys are never changed in place.
        if !keys.hashes(number).contains(&row.id_hash) {
            row.id_hash = keys.hash(number);
            row.id_key_version = keys.newest();
        }
        row.id_masked.clone_from(&read.masked);
        row.id_region = or(read.facts.text("id_region"), "");
        row.id_sealed = match context.rules.keeps_number {
            true if keys.open(&row.id_sealed).as_deref() == Some(number) => row.id_sealed,
            true => keys.seal(&tx.writer.random, number),
            false => String::new(),
        };
    }
    if let Some(phone) = read.facts.text("phone").filter(|phone| !phone.is_empty())
        && keys.open(&row.phone_sealed).as_deref() != Some(phone)
    {
        row.phone_sealed = keys.seal(&tx.writer.random, phone);
    }
    if before.as_ref() != Some(&row) {
        people::save_private(tx, &row).await?;
    }
    Ok(())
}

/// Keeps what a form says of the team: its phones sealed, the rest as it is.
pub(super) async fn save_team(tx: &mut Tx, context: &Context, club: &Facts, keys: &Keys) -> Outcome<()> {
    let phones = phones(context);
    let texts = texts_of(club);
    let mut list = context.list.clone();
    let known = sealed_phones(context, keys);
    let mut numbers = known.clone();
    for (key, text) in texts {
        if phones.contains(&key) {
            numbers.insert(key, text);
        } else {
            list.club.insert(key, text);
        }
    }
    if numbers != known {
        let text = serde_json::to_string(&numbers).unwrap_or_default();
        list.phones_sealed = keys.seal(&tx.writer.random, &text);
    }
    Ok(lists::save(tx, &list).await?)
}
