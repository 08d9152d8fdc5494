//! One season as a document: what `export` writes and `import` reads. See docs/EXPORT.md.
//!
//! Rows point to each other by public key. Lists stand in an order that does not depend on ids, so that the same season
//! gives the same bytes from any database.

mod audience;
mod decisions;
mod drafts;
mod duties;
mod lists;
mod plays;
mod read;
mod shared;
mod write;

pub use read::{audit_chain_heads, read, row_counts};
pub use shared::{club, league, person, rule_set, venue};
pub use write::{Misplaced, write};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use league::competition::{EntryKind, Kind, Rules, StageKind};
use league::fixture::{Side, Status};
use league::season::Phase;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The number of the format that this program writes and reads.
pub const FORMAT: u32 = 1;

/// A season and everything that belongs to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub format: u32,
    pub league: League,
    pub season: Season,
    pub clubs: Vec<Club>,
    pub venues: Vec<Venue>,
    pub people: Vec<Person>,
    pub rule_sets: Vec<RuleSet>,
    pub competitions: Vec<Competition>,
    pub notices: Vec<Notice>,
    #[serde(default)]
    pub audience: Audience,
    #[serde(default)]
    pub duties: Duties,
    #[serde(default)]
    pub drafts: Vec<FixtureDraft>,
}

/// Discipline and the books of a season.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Duties {
    pub sanction_rules: Vec<SanctionRule>,
    pub incidents: Vec<Incident>,
    pub sanctions: Vec<Sanction>,
    pub ledger: Vec<LedgerLine>,
    pub officials: Vec<Official>,
    pub appointments: Vec<Appointment>,
    pub shift_rosters: Vec<ShiftRoster>,
    pub player_crews: Vec<PlayerCrew>,
}

/// The viewer figures of a season.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    pub scopes: Vec<AudienceScope>,
    pub observations: Vec<Observation>,
    pub gate_counts: Vec<GateCount>,
}

/// Declares a row of the document; what no JSON shows is how it hangs below its parent.
macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attr:meta])* $field:ident: $kind:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$attr])* pub $field: $kind),*
        }
    )*};
}

rows! {
    /// The house the season belongs to.
    League { key: String, name_zh: String, name_en: String }

    /// A plan of fixtures that is worked on.
    FixtureDraft {
        key: String,
        name: String,
        setup: Value,
        games: Value,
        published_at: Option<DateTime<Utc>>,
    }

    /// The season itself.
    Season {
        key: String,
        name_zh: String,
        name_en: String,
        zone: String,
        event_from: Option<NaiveDate>,
        event_to: Option<NaiveDate>,
        match_from: Option<NaiveDate>,
        match_to: Option<NaiveDate>,
        #[sqlx(try_from = "String")]
        phase: Phase,
        is_public: bool,
        sort: i64,
        about_zh: String,
        about_en: String,
    }

    /// A club with an entry in the season.
    Club {
        key: String,
        official_name: String,
        short_name: String,
        name_en: String,
        city: String,
        colour_light: String,
        colour_dark: String,
        archived: bool,
        /// The names that hold for all seasons or for this one.
        #[sqlx(skip)]
        aliases: Vec<Alias>,
    }

    /// Another name of a club.
    Alias {
        #[serde(skip)]
        parent: String,
        key: String,
        name: String,
        kind: String,
        /// Whether it holds for this season only.
        this_season: bool,
        source: String,
    }

    /// A venue with a game in the season.
    Venue {
        key: String,
        name_zh: String,
        name_en: String,
        city: String,
        address: String,
        archived: bool,
        #[sqlx(skip)]
        courts: Vec<Court>,
        #[sqlx(skip)]
        capacities: Vec<Capacity>,
    }

    /// A court of a venue.
    Court {
        #[serde(skip)]
        parent: String,
        key: String,
        name_zh: String,
        name_en: String,
        sort: i64,
    }

    /// A number of seats that somebody stated.
    Capacity {
        #[serde(skip)]
        parent: String,
        key: String,
        seats: i64,
        kind: String,
        as_of: Option<NaiveDate>,
        source: String,
        note: String,
    }

    /// A person on a list of the season.
    Person { key: String, name: String, sample: String, archived: bool }

    /// Frozen rules that a game of the season points to.
    RuleSet {
        hash: String,
        kind: String,
        #[sqlx(json)]
        body: Value,
    }

    /// A competition with its tree.
    Competition {
        key: String,
        #[sqlx(try_from = "String")]
        kind: Kind,
        name_zh: String,
        name_en: String,
        #[sqlx(json)]
        rules: Rules,
        regulation_zh: String,
        regulation_en: String,
        regulation_version: i64,
        sort: i64,
        archived: bool,
        #[sqlx(skip)]
        entries: Vec<Entry>,
        #[sqlx(skip)]
        stages: Vec<Stage>,
        #[sqlx(skip)]
        fixtures: Vec<Fixture>,
        #[sqlx(skip)]
        #[serde(default)]
        plan: Option<Plan>,
        #[sqlx(skip)]
        #[serde(default)]
        rulings: Vec<Ruling>,
        /// The draws that were held; what is only announced has a secret to keep.
        #[sqlx(skip)]
        #[serde(default)]
        draws: Vec<Draw>,
        /// How entries are taken; nothing where nobody set anything.
        #[sqlx(skip)]
        #[serde(default)]
        entry: Option<EntryRule>,
    }

    /// How a competition takes entries.
    EntryRule {
        #[serde(skip)]
        parent: String,
        rules: String,
        opens_at: Option<DateTime<Utc>>,
        closes_at: Option<DateTime<Utc>>,
        match_size: i64,
        match_closes_min: i64,
        objection_days: i64,
        names: String,
        minors: String,
        keeps_number: bool,
        keeps_number_reason: String,
        keep_until: Option<NaiveDate>,
    }

    /// Where a team's list stands.
    TeamList {
        #[serde(skip)]
        parent: String,
        state: String,
        /// Leader, coaches, doctor, kit; never a phone.
        #[sqlx(json)]
        club: Value,
        submitted_at: Option<DateTime<Utc>>,
        approved_at: Option<DateTime<Utc>>,
        posted_at: Option<DateTime<Utc>>,
        objections_until: Option<DateTime<Utc>>,
        locked_at: Option<DateTime<Utc>>,
        receipt: String,
    }

    /// A public note of a change by protocol.
    EntryNote {
        #[serde(skip)]
        parent: String,
        key: String,
        day: NaiveDate,
        body_zh: String,
        body_en: String,
        document: String,
        at: DateTime<Utc>,
    }

    /// A decision that somebody may play although a rule says no.
    PlayerOverride {
        #[serde(skip)]
        parent: String,
        key: String,
        rule: String,
        reason: String,
        document: String,
        by_name: String,
        at: DateTime<Utc>,
        archived: bool,
    }

    /// Who was named for a game on one side.
    MatchList {
        #[serde(skip)]
        parent: String,
        key: String,
        side: String,
        entry: String,
        state: String,
        coach: String,
        assistant_coach: String,
        handed_in_at: Option<DateTime<Utc>>,
        checked_at: Option<DateTime<Utc>>,
        checked_by: String,
        locked_at: Option<DateTime<Utc>>,
        #[sqlx(skip)]
        players: Vec<MatchListPlayer>,
    }

    /// One of them.
    MatchListPlayer {
        #[serde(skip)]
        parent: String,
        /// Key of the place on the team's list.
        player: String,
        captain: bool,
        starter: bool,
        verified: bool,
    }

    /// The graph of a competition's stages with who stands in it.
    Plan {
        #[serde(skip)]
        parent: String,
        template: String,
        #[sqlx(json)]
        graph: Value,
        #[sqlx(json)]
        entered: Value,
        #[sqlx(json)]
        filled: Value,
        #[sqlx(json)]
        held: Value,
        #[serde(default)]
        #[sqlx(json)]
        decided: Value,
        sample: String,
    }

    /// A decision of the organiser beside the results.
    Ruling {
        #[serde(skip)]
        parent: String,
        key: String,
        kind: String,
        #[sqlx(json)]
        entries: Value,
        points: i64,
        reason: String,
        document: String,
        at: DateTime<Utc>,
        archived: bool,
        #[serde(default)]
        pool: String,
    }

    /// A draw that was held.
    Draw {
        #[serde(skip)]
        parent: String,
        key: String,
        title_zh: String,
        title_en: String,
        #[sqlx(json)]
        file: Value,
        outcomes: String,
        file_hash: String,
        commit_hash: String,
        secret: String,
        announced_at: DateTime<Utc>,
        #[sqlx(json)]
        record: Value,
        held_at: DateTime<Utc>,
        archived: bool,
    }

    /// What plays in a competition.
    Entry {
        #[serde(skip)]
        parent: String,
        key: String,
        club: Option<String>,
        #[sqlx(try_from = "String")]
        kind: EntryKind,
        name: String,
        short_name: String,
        is_new: Option<bool>,
        is_new_reason: String,
        withdrawn: bool,
        sample: String,
        #[sqlx(skip)]
        employers: Vec<Employer>,
        #[sqlx(skip)]
        players: Vec<Player>,
        #[sqlx(skip)]
        #[serde(default)]
        list: Option<TeamList>,
        #[sqlx(skip)]
        #[serde(default)]
        notes: Vec<EntryNote>,
    }

    /// An employer of a joint team.
    Employer {
        #[serde(skip)]
        parent: String,
        name: String,
        sort: i64,
    }

    /// A person on an entry's list.
    Player {
        #[serde(skip)]
        parent: String,
        key: String,
        person: String,
        shirt: String,
        position: String,
        height_cm: Option<i64>,
        captain: bool,
        sample: String,
        #[serde(default)]
        added_on: Option<NaiveDate>,
        #[serde(default)]
        left_on: Option<NaiveDate>,
        #[sqlx(skip)]
        #[serde(default)]
        overrides: Vec<PlayerOverride>,
    }

    /// A stage of a competition.
    Stage {
        #[serde(skip)]
        parent: String,
        key: String,
        #[sqlx(try_from = "String")]
        kind: StageKind,
        name_zh: String,
        name_en: String,
        sort: i64,
        sample: String,
        #[serde(default)]
        form: String,
        #[sqlx(skip)]
        pools: Vec<Pool>,
        #[sqlx(skip)]
        rounds: Vec<Round>,
    }

    /// A group of a stage.
    Pool {
        #[serde(skip)]
        parent: String,
        key: String,
        name_zh: String,
        name_en: String,
        sort: i64,
        complete: bool,
        sample: String,
        /// The letter in "A1".
        #[serde(default)]
        code: String,
        #[sqlx(skip)]
        entries: Vec<PoolPlace>,
    }

    /// An entry's place in a group.
    PoolPlace {
        #[serde(skip)]
        parent: String,
        entry: String,
        sort: i64,
        sample: String,
    }

    /// A round of a stage.
    Round {
        #[serde(skip)]
        parent: String,
        key: String,
        name_zh: String,
        name_en: String,
        sort: i64,
        sample: String,
    }

    /// A game.
    Fixture {
        #[serde(skip)]
        parent: String,
        key: String,
        stage: Option<String>,
        pool: Option<String>,
        round: Option<String>,
        code: String,
        a: Option<String>,
        a_source: String,
        b: Option<String>,
        b_source: String,
        #[sqlx(try_from = "String")]
        light_side: Side,
        day: Option<NaiveDate>,
        tip_off: Option<NaiveDateTime>,
        tip_off_at: Option<DateTime<Utc>>,
        venue: Option<String>,
        court: Option<String>,
        stream_url: String,
        #[sqlx(try_from = "String")]
        status: Status,
        outcome: String,
        outcome_side: String,
        outcome_reason: String,
        outcome_document: String,
        under_protest: bool,
        in_doubt: bool,
        corrected: bool,
        score_a: Option<i64>,
        score_b: Option<i64>,
        winner_known: String,
        rules_hash: Option<String>,
        official_at: Option<DateTime<Utc>>,
        /// The calendar sequence: subscribed calendars go on counting.
        sequence: i64,
        remark_zh: String,
        remark_en: String,
        source: String,
        sample: String,
        archived: bool,
        #[sqlx(skip)]
        periods: Vec<Period>,
        #[sqlx(skip)]
        corrections: Vec<Correction>,
        #[sqlx(skip)]
        #[serde(default)]
        lists: Vec<MatchList>,
        #[sqlx(skip)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sheet: Option<Sheet>,
    }

    /// The scorer's sheet of a game; names written on the glass stay where they are.
    Sheet {
        #[serde(skip)]
        parent: String,
        epoch: i64,
        holder: String,
        revision: i64,
        phase: String,
        period: i64,
        score_a: i64,
        score_b: i64,
        opened_at: DateTime<Utc>,
        moved_at: DateTime<Utc>,
        closed_at: Option<DateTime<Utc>>,
        /// In order of arrival.
        #[sqlx(skip)]
        plays: Vec<Play>,
    }

    /// A play as it came in; docs/PLAYS.md describes its body.
    Play {
        #[serde(skip)]
        parent: String,
        arrival: i64,
        #[sqlx(json)]
        body: Value,
        sent_by: String,
        received_at: DateTime<Utc>,
    }

    /// Points of one period.
    Period {
        #[serde(skip)]
        parent: String,
        number: i64,
        overtime: bool,
        score_a: i64,
        score_b: i64,
    }

    /// An entry of the public correction ledger 更正.
    Correction {
        #[serde(skip)]
        parent: String,
        key: String,
        at: DateTime<Utc>,
        reason: String,
        document: String,
        #[sqlx(json)]
        before: Value,
        #[sqlx(json)]
        after: Value,
    }

    /// What figures are about.
    AudienceScope {
        key: String,
        level: String,
        parent: Option<String>,
        round: Option<String>,
        fixture: Option<String>,
        venue: Option<String>,
        day: Option<NaiveDate>,
        name_zh: String,
        name_en: String,
        sample: String,
    }

    /// One figure; a corrected one stands before its correction.
    Observation {
        key: String,
        scope: String,
        metric: String,
        metric_version: i64,
        from_at: DateTime<Utc>,
        to_at: DateTime<Utc>,
        source: String,
        value: Option<i64>,
        low: Option<i64>,
        high: Option<i64>,
        class: String,
        method: String,
        dedup: String,
        sampling_step_s: Option<i64>,
        threshold_s: Option<i64>,
        includes_replay: Option<bool>,
        wording: String,
        file: String,
        file_row: Option<i64>,
        sha256: String,
        url: String,
        as_of: DateTime<Utc>,
        published_at: Option<DateTime<Utc>>,
        entered_at: DateTime<Utc>,
        is_public: bool,
        supersedes: Option<String>,
        reason: String,
        sample: String,
    }

    /// The state of one cell of a device at a gate.
    GateCount {
        gate: String,
        device: String,
        direction: String,
        minute: DateTime<Utc>,
        people: i64,
        revision: i64,
        received_at: DateTime<Utc>,
    }

    /// A line of the organiser's table of sanctions.
    SanctionRule {
        key: String,
        competition: String,
        kind: String,
        counts: String,
        at_count: i64,
        repeats: bool,
        sanction: String,
        amount: i64,
        regulation: String,
        archived: bool,
    }

    /// Something that happened at a game.
    Incident {
        key: String,
        fixture: String,
        entry: String,
        person: Option<String>,
        shirt: String,
        kind: String,
        count: i64,
        note: String,
        source: String,
        at: DateTime<Utc>,
        sample: String,
        archived: bool,
    }

    /// What was decided.
    Sanction {
        key: String,
        competition: String,
        fixture: Option<String>,
        entry: String,
        person: Option<String>,
        shirt: String,
        sanction: String,
        amount: i64,
        reason: String,
        document: String,
        proposal: String,
        state: String,
        at: DateTime<Utc>,
        appeal: String,
        appeal_reason: String,
        appeal_deposit: i64,
        appeal_at: Option<DateTime<Utc>>,
        ruling: String,
        sample: String,
    }

    /// A line of the books; amounts are fen.
    LedgerLine {
        key: String,
        club: Option<String>,
        #[serde(default)]
        official: Option<String>,
        kind: String,
        amount: i64,
        day: NaiveDate,
        note: String,
        document: String,
        once: Option<String>,
        voided: bool,
        void_reason: String,
        sample: String,
    }

    /// A referee or table official.
    Official {
        key: String,
        name: String,
        place: String,
        grade: String,
        employer: String,
        employer_club: Option<String>,
        #[sqlx(json)]
        interests: Vec<String>,
        #[sqlx(json)]
        away: Vec<(NaiveDate, NaiveDate)>,
        fee: i64,
        sample: String,
        archived: bool,
    }

    /// Who is appointed to a game.
    Appointment {
        key: String,
        fixture: String,
        official: String,
        job: String,
        state: String,
        fee: i64,
        asked_at: DateTime<Utc>,
        answered_at: Option<DateTime<Utc>>,
    }

    /// The shifts of a club or a department.
    ShiftRoster {
        key: String,
        club: String,
        department: String,
        #[sqlx(json)]
        body: league::shifts::Roster,
        sample: String,
        archived: bool,
    }

    /// The crew of a player.
    PlayerCrew {
        entry: String,
        person: String,
        shift_roster: String,
        crew: String,
    }

    /// A notice to the public.
    Notice {
        key: String,
        /// The game it reports.
        #[serde(default)]
        fixture: Option<String>,
        kind: String,
        title_zh: String,
        title_en: String,
        body_zh: String,
        body_en: String,
        pinned: bool,
        published_at: Option<DateTime<Utc>>,
        archived: bool,
    }
}

impl Document {
    /// Puts every list into the one order of the format. Here and not in SQL: databases sort text each in its own way,
    /// and ids differ from one database to the next.
    pub fn arrange(&mut self) {
        self.clubs.sort_by(|a, b| a.key.cmp(&b.key));
        for club in &mut self.clubs {
            club.aliases.sort_by(|a, b| a.key.cmp(&b.key));
        }
        self.venues.sort_by(|a, b| a.key.cmp(&b.key));
        for venue in &mut self.venues {
            venue.courts.sort_by(|a, b| (a.sort, &a.key).cmp(&(b.sort, &b.key)));
            venue.capacities.sort_by(|a, b| a.key.cmp(&b.key));
        }
        self.people.sort_by(|a, b| a.key.cmp(&b.key));
        self.rule_sets.sort_by(|a, b| a.hash.cmp(&b.hash));
        self.competitions.sort_by(|a, b| (a.sort, &a.key).cmp(&(b.sort, &b.key)));
        self.competitions.iter_mut().for_each(Competition::arrange);
        self.notices.sort_by(|a, b| a.key.cmp(&b.key));
        self.audience.arrange();
        self.duties.arrange();
        self.drafts.sort_by(|a, b| a.key.cmp(&b.key));
    }
}

impl Competition {
    fn arrange(&mut self) {
        self.entries.sort_by(|a, b| a.key.cmp(&b.key));
        for entry in &mut self.entries {
            entry.employers.sort_by(|a, b| (a.sort, &a.name).cmp(&(b.sort, &b.name)));
            entry.players.sort_by(|a, b| (a.shirt.len(), &a.shirt).cmp(&(b.shirt.len(), &b.shirt)));
            entry.notes.sort_by(|a, b| (a.day, a.at, &a.key).cmp(&(b.day, b.at, &b.key)));
            for player in &mut entry.players {
                player.overrides.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
            }
        }
        self.rulings.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
        self.draws.sort_by(|a, b| (a.held_at, &a.key).cmp(&(b.held_at, &b.key)));
        self.stages.sort_by(|a, b| (a.sort, &a.key).cmp(&(b.sort, &b.key)));
        for stage in &mut self.stages {
            stage.pools.sort_by(|a, b| (a.sort, &a.key).cmp(&(b.sort, &b.key)));
            stage.rounds.sort_by(|a, b| (a.sort, &a.key).cmp(&(b.sort, &b.key)));
            for pool in &mut stage.pools {
                pool.entries.sort_by(|a, b| (a.sort, &a.entry).cmp(&(b.sort, &b.entry)));
            }
        }
        // Undated games last.
        let when = |f: &Fixture| (f.day.is_none(), f.day, f.tip_off.is_none(), f.tip_off);
        self.fixtures.sort_by(|a, b| (when(a), &a.key).cmp(&(when(b), &b.key)));
        for fixture in &mut self.fixtures {
            fixture.periods.sort_by_key(|period| period.number);
            fixture.corrections.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
            fixture.sheet.iter_mut().for_each(|sheet| sheet.plays.sort_by_key(|play| play.arrival));
            fixture.lists.sort_by(|a, b| a.side.cmp(&b.side));
            for list in &mut fixture.lists {
                list.players.sort_by(|a, b| a.player.cmp(&b.player));
            }
        }
    }
}
