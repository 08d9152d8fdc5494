//! What a team's list is worth: what is kept put together into facts, and each player's light with its reasons.

use crate::store::competitions::Competition;
use crate::store::entry_rules::{self, EntryRules};
use crate::store::lists::{self, List, Override, Row, Texts};
use crate::store::private_files::{self, PrivateFile};
use crate::store::{Db, Result};
use chrono::{Datelike, NaiveDate};
use league::competition::Kind as CompetitionKind;
use league::eligibility::{Facts, Player, Reason, Rules, Value, Verdict, judge};
use league::form::facts_of;
use league::ids::{CompetitionId, EntryId};
use league::names::{Shown, public_name};
use league::standings::Wording;
use std::collections::BTreeMap;

/// A list held against the rules of its competition.
#[derive(Clone, Debug)]
pub struct Judged {
    pub rules: EntryRules,
    pub set: Rules,
    pub list: List,
    /// Those who have not left, by shirt.
    pub rows: Vec<JudgedRow>,
    pub left: Vec<Row>,
    /// Of the team and of all players together.
    pub reasons: Vec<Reason>,
}

/// One player with a light.
#[derive(Clone, Debug)]
pub struct JudgedRow {
    pub row: Row,
    /// What remains when overrides are counted.
    pub verdict: Verdict,
    pub reasons: Vec<(Reason, Option<Override>)>,
    pub bring: Vec<Wording>,
}

impl Judged {
    /// How many players show each light: fine, to look at, not so.
    pub fn counts(&self) -> [usize; 3] {
        let of = |verdict| self.rows.iter().filter(|row| row.verdict == verdict).count();
        [of(Verdict::Ok), of(Verdict::Warning), of(Verdict::Error)]
    }
}

/// The rule set of a competition as the library reads it. What is stored was read before it was stored.
pub fn rule_set(rules: &EntryRules) -> Rules {
    match rules.rules.as_str() {
        "" => Rules::basic(),
        text => Rules::from_toml(text).unwrap_or_else(|_| Rules::basic()),
    }
}

/// The list of an entry with a light for each player on a day.
pub async fn judged(
    db: &mut Db,
    competition: CompetitionId,
    entry: EntryId,
    as_of: NaiveDate,
) -> Result<Judged> {
    named(db, competition, entry, as_of, &[]).await
}

/// The same, seen for a game: those with these keys are named for it, and some of them begin.
pub async fn named(
    db: &mut Db,
    competition: CompetitionId,
    entry: EntryId,
    as_of: NaiveDate,
    match_list: &[(String, bool)],
) -> Result<Judged> {
    let rules = entry_rules::of_competition(db, competition).await?;
    let mut list = lists::of_entry(db, entry).await?;
    for paper in private_files::of_entry(db, entry).await? {
        note_paper(&mut list, &paper);
    }
    let rows = lists::rows(db, entry).await?;
    let elsewhere = lists::elsewhere(db, entry).await?;
    let overrides = lists::overrides(db, entry).await?;
    Ok(put_together(rules, list, rows, &elsewhere, &overrides, as_of, match_list))
}

fn put_together(
    rules: EntryRules,
    list: List,
    rows: Vec<Row>,
    elsewhere: &[(i32, String)],
    overrides: &[Override],
    as_of: NaiveDate,
    match_list: &[(String, bool)],
) -> Judged {
    let set = rule_set(&rules);
    let (rows, left): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.left_on.is_none());
    let players = (1..)
        .zip(&rows)
        .map(|(number, row)| {
            let others = elsewhere.iter().filter(|(person, _)| *person == row.person_id.0);
            let mut facts = facts(&set, row, others.map(|(_, team)| team.clone()).collect());
            if let Some((_, begins)) = match_list.iter().find(|(key, _)| *key == row.key) {
                facts.set("in_match", Value::Flag(true));
                facts.set("on_court", Value::Flag(*begins));
            }
            Player { row: number, facts }
        })
        .collect();
    let whole = league::eligibility::List { club: facts_of(&set.fields.club, &list.club), players };
    let judgement = judge(&set, &whole, as_of);
    let rows =
        rows.into_iter().zip(judgement.players).map(|(row, reasons)| judged_row(row, reasons, overrides));
    Judged { rows: rows.collect(), left, reasons: judgement.club, set, rules, list }
}

fn judged_row(row: Row, reasons: Vec<Reason>, overrides: &[Override]) -> JudgedRow {
    let given = |reason: &Reason| {
        overrides.iter().find(|given| given.roster_id == row.id.0 && given.rule == reason.rule).cloned()
    };
    let reasons: Vec<(Reason, Option<Override>)> =
        reasons.into_iter().map(|reason| (reason.clone(), given(&reason))).collect();
    let open = || reasons.iter().filter(|(_, given)| given.is_none()).map(|(reason, _)| reason);
    let verdict = open().map(|reason| reason.verdict).max().unwrap_or_default();
    let mut bring: Vec<Wording> = Vec::new();
    for thing in open().flat_map(|reason| &reason.bring) {
        if !bring.contains(thing) {
            bring.push(thing.clone());
        }
    }
    JudgedRow { row, verdict, reasons, bring }
}

/// A stamped paper on file answers the rule that asks for one.
fn note_paper(list: &mut List, paper: &PrivateFile) {
    list.club.insert(paper.kind.as_str().to_owned(), "是".to_owned());
}

/// Everything that is known of a player on a list.
pub fn facts(set: &Rules, row: &Row, other_teams: Vec<String>) -> Facts {
    let mut texts: Texts = row.facts.0.clone();
    let own: [(&str, String); 7] = [
        ("name", row.name.clone()),
        ("shirt", row.shirt.clone()),
        ("position", row.position.clone()),
        ("height", row.height_cm.map(|cm| cm.to_string()).unwrap_or_default()),
        ("sex", row.sex.clone().unwrap_or_default()),
        ("document", row.document.clone().unwrap_or_default()),
        ("birth", row.birth.map(|day| day.to_string()).unwrap_or_default()),
    ];
    texts.extend(
        own.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (key.to_owned(), text)),
    );
    if let Some(day) = row.added_on {
        texts.entry("added_on".into()).or_insert_with(|| day.to_string());
    }
    if row.photo_id.is_some() {
        texts.insert("photo".into(), "是".into());
    }
    let mut facts = facts_of(&set.fields.player, &texts);
    for (key, text) in [("id_number", &row.id_masked), ("id_region", &row.id_region)] {
        if let Some(text) = text.as_ref().filter(|text| !text.is_empty()) {
            facts.set(key, Value::Text(text.clone()));
        }
    }
    if !other_teams.is_empty() {
        facts.set("other_clubs", Value::Words(other_teams));
    }
    facts
}

/// Whether somebody born on a day is under eighteen.
pub fn is_minor(birth: Option<NaiveDate>, as_of: NaiveDate) -> bool {
    let grown_up = |birth: NaiveDate| {
        birth.with_year(birth.year() + 18).or(birth.succ_opt()?.with_year(birth.year() + 18))
    };
    birth.and_then(grown_up).is_some_and(|day| day > as_of)
}

/// How the public reads the name of somebody born on a day. Where children play everybody is a child.
pub fn shown_to_public(
    rules: &EntryRules,
    kind: CompetitionKind,
    birth: Option<NaiveDate>,
    as_of: NaiveDate,
) -> Shown {
    match kind == CompetitionKind::U12 || is_minor(birth, as_of) {
        true => stricter(rules.minors(), rules.names()),
        false => rules.names(),
    }
}

/// A list as everybody may read it: shirts of those who have not left, names as the competition's setting allows.
pub async fn for_public(
    db: &mut Db,
    competition: &Competition,
    entry: EntryId,
    as_of: NaiveDate,
) -> Result<Vec<PublicPlayer>> {
    let rules = entry_rules::of_competition(db, competition.id).await?;
    let rows = lists::rows(db, entry).await?;
    let rows = rows.into_iter().filter(|row| row.left_on.is_none());
    Ok(rows
        .map(|row| {
            let shown = shown_to_public(&rules, competition.kind, row.birth, as_of);
            PublicPlayer {
                // A page about somebody whose name is not shown would tell it by its games.
                person: (shown == Shown::Full).then_some(row.person_key),
                name: public_name(&row.name, shown),
                shirt: row.shirt,
                position: row.position,
                height_cm: row.height_cm,
                captain: row.captain,
                sample: row.sample,
            }
        })
        .collect())
}

/// A player as everybody may read of him; the name is empty where it is not shown.
#[derive(Clone, Debug)]
pub struct PublicPlayer {
    pub person: Option<String>,
    pub name: String,
    pub shirt: String,
    pub position: String,
    pub height_cm: Option<i64>,
    pub captain: bool,
    pub sample: String,
}

/// The one of two that tells less.
pub fn stricter(one: Shown, other: Shown) -> Shown {
    let rank = |shown: Shown| Shown::ALL.iter().position(|known| *known == shown);
    if rank(one) >= rank(other) { one } else { other }
}

/// The texts of a form without what is kept elsewhere: the name, the sealed phone.
pub fn without_own(mut texts: BTreeMap<String, String>, phones: &[String]) -> Texts {
    const OWN: &[&str] = &[
        "name", "shirt", "birth", "sex", "document", "position", "height", "in_match", "on_court", "role",
        "remark", "added_on",
    ];
    texts.retain(|key, _| !OWN.contains(&key.as_str()) && !phones.contains(key));
    texts
}
