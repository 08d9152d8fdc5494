//! A competition: who has entered, its stages, its regulations.

use super::super::page::{Here, LONG, Shell, cached};
use super::super::paths;
use super::super::show::{FixtureView, Plate};
use super::season::paragraphs;
use super::{Error, Visitor, open_competition, targets};
use crate::store::{draws, entries, fixtures, lists, plans};
use crate::tables;
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::competition::EntryKind;

#[derive(Template)]
#[template(path = "public/competition.html")]
struct CompetitionPage {
    shell: Shell,
    name: String,
    kind: &'static str,
    key: String,
    season: String,
    season_href: String,
    entries: Vec<EntryView>,
    last: Vec<FixtureView>,
    has_table: bool,
    has_bracket: bool,
    has_corrections: bool,
    has_lists: bool,
    draws: Vec<(String, String)>,
    rules: RulesView,
    regulation: Vec<String>,
    regulation_version: i64,
}

pub(super) struct EntryView {
    pub name: String,
    pub full: String,
    pub href: Option<String>,
    pub plate: Plate,
    pub kind: &'static str,
    pub is_club: bool,
    pub is_new: bool,
    pub withdrawn: bool,
    pub sample: bool,
    pub employers: Vec<String>,
    pub joint: bool,
}

/// The rules of a competition in words.
pub(super) struct RulesView {
    pub edition: String,
    pub profile: String,
    pub ranking: String,
    pub wording: String,
    pub citation: String,
    /// What teams are compared by, in this order.
    pub criteria: Vec<String>,
    /// The name is that of a ready-made set, the criteria are not.
    pub changed: bool,
}

pub(super) fn rules_view(
    visitor: &Visitor,
    competition: &crate::store::competitions::Competition,
) -> RulesView {
    let profile = &competition.rules.profile;
    let rules = tables::rule_set(competition);
    let lang = visitor.lang;
    let clock = match (lang, profile.running_clock) {
        (super::super::text::Lang::Zh, true) => "毛时",
        (super::super::text::Lang::Zh, false) => "净时",
        (_, true) => "running clock",
        (_, false) => "clean time",
    };
    RulesView {
        edition: competition.rules.edition.to_uppercase().replace('-', " "),
        profile: format!("{} × {}′, {clock}", profile.periods, profile.period_minutes),
        ranking: lang.pick(&rules.title.zh, &rules.title.en).to_owned(),
        wording: lang.pick(&rules.wording.zh, &rules.wording.en).to_owned(),
        citation: rules.citation.clone(),
        criteria: rules.criteria.iter().map(|criterion| visitor.t().criterion(&criterion.id())).collect(),
        changed: competition.rules.ranking.is_some()
            && league::standings::all_ready_made().iter().any(|ready| ready.title == rules.title),
    }
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let (season, competition) = open_competition(&mut db, &visitor, &key).await?;
    let mut views = Vec::new();
    for entry in entries::of_competition(&mut db, competition.id).await? {
        let employers = match entry.kind {
            EntryKind::Joint => entries::employers(&mut db, entry.id).await?,
            _ => Vec::new(),
        };
        views.push(EntryView {
            plate: Plate::of(&entry),
            href: entry.club_key.as_deref().map(paths::club),
            kind: t.entry_kind(entry.kind),
            is_club: entry.kind == EntryKind::Club,
            joint: entry.kind == EntryKind::Joint,
            is_new: entry.is_new == Some(true),
            withdrawn: entry.withdrawn,
            sample: entry.sample.contains("entry"),
            name: entry.short_name,
            full: entry.name,
            employers,
        });
    }
    let mut cards = fixtures::of_competition(&mut db, competition.id).await?;
    cards.retain(|card| card.fixture.status.is_over() || card.fixture.day.is_none());
    cards.reverse();
    cards.truncate(8);
    let name = lang.pick(&competition.name_zh, &competition.name_en).to_owned();
    let page = CompetitionPage {
        shell: Shell::public(
            &visitor,
            name.clone(),
            Here::Elsewhere,
            &targets(&visitor, &season, Some(&competition)),
        ),
        name,
        kind: t.competition_kind(competition.kind),
        season: lang.pick(&season.name_zh, &season.name_en).to_owned(),
        season_href: paths::season(&season.key),
        entries: views,
        last: FixtureView::list(&cards, lang),
        has_table: !tables::of_competition(&mut db, &competition).await?.is_empty(),
        has_bracket: plans::of_competition(&mut db, competition.id).await?.is_some(),
        has_lists: lists::are_posted(&mut db, competition.id).await?,
        has_corrections: !fixtures::corrections_of_competition(&mut db, competition.id).await?.is_empty(),
        draws: draws::of_competition(&mut db, competition.id)
            .await?
            .into_iter()
            .map(|draw| (paths::draw(&draw.key), lang.pick(&draw.title_zh, &draw.title_en).to_owned()))
            .collect(),
        rules: rules_view(&visitor, &competition),
        regulation: paragraphs(lang, &competition.regulation_zh, &competition.regulation_en),
        regulation_version: competition.regulation_version,
        key,
    };
    cached(&visitor, &page, Some(season.id), LONG)
}
