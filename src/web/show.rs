//! What pages show of a fixture or a table, ready for their templates: words chosen, unknown kept apart from nothing.

use super::paths;
use super::text::{Lang, T};
use crate::store::entries::Entry;
use crate::store::fixtures::{Card, Period};
use crate::store::rulings::{self, Ruling};
use crate::tables::GroupTable;
use league::fixture::{Side, Status};
use league::standings::{Decider, Note, Number, RuleSet, Team};

/// A side of a fixture.
#[derive(Clone, Debug)]
pub struct SideView {
    pub name: String,
    pub full: String,
    pub href: Option<String>,
    pub light: String,
    pub dark: String,
    pub score: String,
    pub won: bool,
    /// Whether somebody is known to play here.
    pub known: bool,
    pub wears_light: bool,
}

/// A fixture in a list.
#[derive(Clone, Debug)]
pub struct FixtureView {
    pub key: String,
    pub href: String,
    pub day: Option<chrono::NaiveDate>,
    pub day_text: String,
    pub time_text: String,
    pub date_sample: bool,
    pub time_sample: bool,
    pub a: SideView,
    pub b: SideView,
    pub pairing_sample: bool,
    pub score_sample: bool,
    pub periods_sample: bool,
    pub has_score: bool,
    pub status: Status,
    pub status_word: &'static str,
    pub outcome_word: &'static str,
    pub competition: String,
    pub competition_href: String,
    pub stage: String,
    pub stage_sample: bool,
    pub venue: String,
    pub venue_href: Option<String>,
    pub venue_sample: bool,
    pub court: String,
    pub corrected: bool,
    pub under_protest: bool,
    pub in_doubt: bool,
    pub stream_url: String,
    pub code: String,
}

impl FixtureView {
    /// A fixture in a language.
    pub fn of(card: &Card, lang: Lang) -> Self {
        let t = T(lang);
        let fixture = &card.fixture;
        let pick = |zh: &Option<String>, en: &Option<String>| {
            lang.pick(zh.as_deref().unwrap_or(""), en.as_deref().unwrap_or("")).to_owned()
        };
        let stage = [
            pick(&card.stage_zh, &card.stage_en),
            pick(&card.pool_zh, &card.pool_en),
            pick(&card.round_zh, &card.round_en),
        ];
        let winner = winner(card);
        let has_score =
            fixture.score().is_some() && !matches!(fixture.status, Status::Scheduled | Status::Postponed);
        Self {
            key: fixture.key.clone(),
            href: paths::fixture(&fixture.key),
            day: fixture.day,
            day_text: fixture.day.map_or_else(|| t.date_unknown().to_owned(), |day| t.day(day)),
            time_text: fixture.tip_off.map_or_else(String::new, |at| at.format("%H:%M").to_string()),
            date_sample: fixture.is_sample("date"),
            time_sample: fixture.is_sample("time"),
            a: side(card, Side::A, winner, has_score, t),
            b: side(card, Side::B, winner, has_score, t),
            pairing_sample: fixture.is_sample("pairing"),
            score_sample: fixture.is_sample("score") && has_score,
            periods_sample: fixture.is_sample("periods"),
            has_score,
            status: fixture.status,
            // A game of the archives whose score nobody published waits for no confirmation.
            status_word: match fixture.status {
                Status::Final if fixture.outcome == "unknown" => t.over(),
                status => t.status_word(status),
            },
            outcome_word: if fixture.outcome == "played" { "" } else { t.outcome_word(&fixture.outcome) },
            competition: lang.pick(&card.competition_zh, &card.competition_en).to_owned(),
            competition_href: paths::competition(&card.competition_key),
            stage: stage.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
            stage_sample: card.pool_sample.as_deref().is_some_and(|sample| sample.contains("group"))
                || card.stage_sample.as_deref().is_some_and(|sample| sample.contains("group")),
            venue: pick(&card.venue_zh, &card.venue_en),
            venue_href: card.venue_key.as_deref().map(paths::venue),
            venue_sample: fixture.is_sample("venue"),
            court: pick(&card.court_zh, &card.court_en),
            corrected: fixture.corrected,
            under_protest: fixture.under_protest,
            in_doubt: fixture.in_doubt,
            stream_url: fixture.stream_url.clone(),
            code: fixture.code.clone(),
        }
    }

    /// Fixtures in a language.
    pub fn list(cards: &[Card], lang: Lang) -> Vec<Self> {
        cards.iter().map(|card| Self::of(card, lang)).collect()
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        self.status.is_over()
    }

    /// Whether it is being played.
    pub fn is_live(&self) -> bool {
        self.status == Status::Live
    }

    /// "A v B" for titles.
    pub fn title(&self, t: T) -> String {
        format!("{} {} {}", self.a.name, t.per_page_versus(), self.b.name)
    }
}

/// The side that won, by score, by outcome, or because only that is known.
pub fn winner(card: &Card) -> Option<Side> {
    if !card.fixture.status.is_over() {
        return None;
    }
    match card.fixture.score() {
        Some(score) => score.leader(),
        None => card.fixture.winner_known.parse().ok(),
    }
}

fn side(card: &Card, which: Side, winner: Option<Side>, has_score: bool, t: T) -> SideView {
    let fixture = &card.fixture;
    let (full, short, club, light, dark, source, points) = match which {
        Side::A => (
            &card.a_name,
            &card.a_short,
            &card.a_club_key,
            &card.a_light,
            &card.a_dark,
            &fixture.a_source,
            fixture.score_a,
        ),
        Side::B => (
            &card.b_name,
            &card.b_short,
            &card.b_club_key,
            &card.b_light,
            &card.b_dark,
            &fixture.b_source,
            fixture.score_b,
        ),
    };
    let known = short.is_some();
    let placeholder = || match source.as_str() {
        "" if fixture.status.is_over() => t.unknown().to_owned(),
        "" => t.to_be_set().to_owned(),
        source => t.source_words(source),
    };
    SideView {
        name: short.clone().unwrap_or_else(placeholder),
        full: full.clone().unwrap_or_else(placeholder),
        href: club.as_deref().map(paths::club),
        light: light.clone().unwrap_or_else(|| "#d8d8d4".into()),
        dark: dark.clone().unwrap_or_else(|| "#8a8f94".into()),
        score: points.filter(|_| has_score).map(|points| points.to_string()).unwrap_or_default(),
        won: winner == Some(which),
        known,
        wears_light: fixture.light_side == which,
    }
}

/// A period with its name.
#[derive(Clone, Debug)]
pub struct PeriodView {
    pub name: String,
    pub a: i64,
    pub b: i64,
}

/// The periods of a game in a language.
pub fn periods(periods: &[Period], t: T) -> Vec<PeriodView> {
    let regular = periods.iter().filter(|period| !period.overtime).count() as i64;
    periods
        .iter()
        .map(|period| PeriodView {
            name: t.period_name(period.number, period.overtime, regular),
            a: period.score_a,
            b: period.score_b,
        })
        .collect()
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct RowView {
    pub rank: usize,
    pub shared: bool,
    pub name: String,
    pub full: String,
    pub href: Option<String>,
    pub light: String,
    pub dark: String,
    pub withdrawn: bool,
    pub played: i32,
    pub wins: i32,
    pub losses: i32,
    pub scored: i32,
    pub conceded: i32,
    pub difference: String,
    pub points: i32,
    /// Why the team stands there, where it was level with others.
    pub why: Vec<TieView>,
    /// Why it stands there, where it was level with nobody.
    pub alone: String,
}

/// One tie a team was part of.
#[derive(Clone, Debug)]
pub struct TieView {
    pub teams: String,
    pub tried: Vec<TriedView>,
    pub games: Vec<FixtureView>,
    pub result: String,
}

/// One criterion with each team's number.
#[derive(Clone, Debug)]
pub struct TriedView {
    pub name: String,
    pub separates: bool,
    pub numbers: Vec<(String, String)>,
}

/// A table as pages show it.
#[derive(Clone, Debug)]
pub struct TableView {
    pub name: String,
    pub rows: Vec<RowView>,
    pub complete: bool,
    pub draw_needed: bool,
    pub sample: bool,
    pub sample_scores: bool,
    /// What counted beside the scores.
    pub notes: Vec<String>,
    pub rulings: Vec<RulingView>,
}

/// A ruling in words.
#[derive(Clone, Debug)]
pub struct RulingView {
    pub what: String,
    pub reason: String,
    pub document: String,
}

impl TableView {
    /// A table in a language.
    pub fn of(table: &GroupTable, rules: &RuleSet, lang: Lang) -> Self {
        let name = match &table.pool {
            Some(pool) => lang.pick(&pool.name_zh, &pool.name_en),
            None => lang.pick(&table.stage.name_zh, &table.stage.name_en),
        };
        let rows = table.standing.rows.iter().map(|row| row_view(table, rules, lang, row)).collect();
        Self {
            name: name.to_owned(),
            rows,
            complete: table.group.complete,
            draw_needed: !table.standing.draw_required.is_empty(),
            sample: table.sample,
            sample_scores: table.sample_scores,
            notes: notes(table, lang),
            rulings: table.rulings.iter().map(|ruling| ruling_view(ruling, &table.teams, T(lang))).collect(),
        }
    }
}

/// A ruling in words.
pub fn ruling_view(ruling: &Ruling, entries: &[Entry], t: T) -> RulingView {
    let name = |key: &String| entries.iter().find(|entry| entry.key == *key).map(|e| e.short_name.clone());
    let names: Vec<String> = ruling.entries.iter().filter_map(name).collect();
    let what = match ruling.kind {
        rulings::Kind::Points => {
            let points = i32::try_from(ruling.points).unwrap_or(0);
            format!("{}: {} {}", names.join("、"), signed(points), t.points())
        }
        rulings::Kind::Lots => format!("{}: {}", t.lots_drawn(), names.join(" > ")),
        rulings::Kind::Out => format!("{}: {}", names.join("、"), t.out_of_table()),
    };
    RulingView { what, reason: ruling.reason.clone(), document: ruling.document.clone() }
}

/// What changed the table besides the scores; rulings say it for themselves.
fn notes(table: &GroupTable, lang: Lang) -> Vec<String> {
    let t = T(lang);
    let game = |at: &usize| {
        let view = table.fixtures.get(*at).map(|card| FixtureView::of(card, lang));
        view.map(|game| game.title(t)).unwrap_or_default()
    };
    let name = |team: &Team| table.entry(*team).short_name.clone();
    let said = table.standing.notes.iter().filter_map(|note| {
        Some(match note {
            Note::Annulled { game: at } => t.note_annulled(&game(at), ""),
            Note::AnnulledByDisqualification { team, game: at }
            | Note::AnnulledBySecondForfeit { team, game: at } => t.note_annulled(&game(at), &name(team)),
            Note::SecondForfeit { team, results_stand, .. } => t.note_second(&name(team), *results_stand),
            Note::Credited { game: at, score } => t.note_credited(&game(at), *score),
            Note::ScoreIgnored { game: at } => t.note_ignored(&game(at)),
            Note::Adjusted { .. } => return None,
        })
    });
    said.collect()
}

fn row_view(table: &GroupTable, rules: &RuleSet, lang: Lang, row: &league::standings::Row) -> RowView {
    let entry = table.entry(row.team);
    let shared = table.standing.rows.iter().filter(|other| other.rank == row.rank).count() > 1;
    RowView {
        rank: row.rank,
        shared,
        name: entry.short_name.clone(),
        full: entry.name.clone(),
        href: entry.club_key.as_deref().map(paths::club),
        light: entry.colour_light.clone().unwrap_or_else(|| "#d8d8d4".into()),
        dark: entry.colour_dark.clone().unwrap_or_else(|| "#8a8f94".into()),
        withdrawn: entry.withdrawn,
        played: row.played,
        wins: row.wins,
        losses: row.losses,
        scored: row.scored,
        conceded: row.conceded,
        difference: signed(row.difference()),
        points: row.points,
        why: ties(table, rules, lang, row.team),
        alone: T(lang).why_alone(row.points, row.wins, row.losses),
    }
}

fn ties(table: &GroupTable, rules: &RuleSet, lang: Lang, team: Team) -> Vec<TieView> {
    let explained = league::standings::explain::why_there(&table.group, rules, &table.standing, team);
    let Ok(Some(explanation)) = explained else { return Vec::new() };
    let t = T(lang);
    let name = |team: &Team| table.entry(*team).short_name.clone();
    let view = |tie: &league::standings::explain::Tie| {
        // The games between them where any criterion looked at those, else all that were counted.
        let between = tie.tried.iter().any(|tried| tried.id.starts_with("h2h"));
        let counted = tie.tried.iter().filter(|tried| !between || tried.id.starts_with("h2h"));
        let games: std::collections::BTreeSet<usize> =
            counted.flat_map(|tried| tried.games.clone()).collect();
        let classes: Vec<String> =
            tie.classes.iter().map(|class| class.iter().map(name).collect::<Vec<_>>().join(" = ")).collect();
        TieView {
            teams: tie.teams.iter().map(name).collect::<Vec<_>>().join("、"),
            tried: tie
                .tried
                .iter()
                .map(|tried| TriedView {
                    name: t.criterion(&tried.id),
                    separates: tried.separates,
                    numbers: tie.teams.iter().map(name).zip(tried.numbers.iter().map(number)).collect(),
                })
                .collect(),
            games: games
                .iter()
                .filter_map(|at| table.fixtures.get(*at))
                .map(|card| FixtureView::of(card, lang))
                .collect(),
            result: match tie.decided_by {
                Decider::Unresolved if table.group.complete => t.draw_needed().to_owned(),
                Decider::Unresolved => t.shared_rank().to_owned(),
                _ => classes.join(" > "),
            },
        }
    };
    explanation.ties.iter().map(view).collect()
}

/// A number that teams were compared by.
pub(super) fn number(number: &Number) -> String {
    match number {
        Number::Whole(whole) => whole.to_string(),
        other => match other.thousandths() {
            Some(thousandths) => format!("{}.{:03}", thousandths / 1000, thousandths.rem_euclid(1000)),
            None => "-".into(),
        },
    }
}

/// A difference with its sign, minus as a minus and not a hyphen.
pub fn signed(value: i32) -> String {
    match value {
        0 => "0".into(),
        1.. => format!("+{value}"),
        _ => format!("\u{2212}{}", value.unsigned_abs()),
    }
}

/// A club's plate: its two colours, never behind text.
#[derive(Clone, Debug)]
pub struct Plate {
    pub light: String,
    pub dark: String,
}

impl Plate {
    /// The plate of an entry.
    pub fn of(entry: &Entry) -> Self {
        Self {
            light: entry.colour_light.clone().unwrap_or_else(|| "#d8d8d4".into()),
            dark: entry.colour_dark.clone().unwrap_or_else(|| "#8a8f94".into()),
        }
    }
}
