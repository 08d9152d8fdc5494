//! Lists of teams: who stands on one, and for those who may, how each light is and why.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::Routes;
use super::operation::Operation;
use super::respond::shown;
use super::schema::{Described, answers};
use super::{competition_place, known};
use crate::access::Permission::{EditList, JudgeList, ReadAudit};
use crate::access::Place;
use crate::lists as reading;
use crate::store::{competitions, entries, lists};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response};
use chrono::{DateTime, NaiveDate, Utc};
use league::eligibility::{Reason, Verdict};
use league::ids::ClubId;

const ITEM: Operation = Operation::read("/api/v1/entries/{key}/list", "entries", "The list of an entry")
    .gives(TeamListOut::schema);
pub const OPERATIONS: &[Operation] = &[ITEM];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&ITEM, item)
}

answers! {
    /// The list of a team.
    struct TeamListOut {
        /// Key of the entry
        entry: String,
        /// draft, submitted, sent_back, approved, posted or locked
        state: String,
        /// Until when objections are taken, while the list is posted
        objections_until: Option<DateTime<Utc>>,
        players: Vec<ListPlayerOut>,
        /// What the rules say of the team and of all players together; only for those who may judge or fill the list
        reasons: Vec<ListReasonOut>,
        /// Changes by protocol, newest first
        notes: Vec<ListNoteOut>,
    }

    /// A player of a list.
    struct ListPlayerOut {
        /// Key of the place on the list; null for the public
        key: Option<String>,
        /// "0" and "00" differ
        shirt: String,
        /// As far as the competition shows names
        name: Option<String>,
        position: Option<String>,
        height_cm: Option<i64>,
        captain: bool,
        /// ok, warning or error; null for the public
        light: Option<String>,
        reasons: Vec<ListReasonOut>,
        /// Whether the player was made up for the demonstration
        sample: bool,
    }

    /// A rule that somebody does not satisfy.
    struct ListReasonOut {
        rule: String,
        /// The number in the regulations
        number: String,
        /// warning or error
        verdict: String,
        text_zh: String,
        text_en: String,
        found: String,
        expected: String,
        /// Whether somebody answers for it with a document
        overridden: bool,
    }

    /// A change of a locked list.
    struct ListNoteOut {
        day: NaiveDate,
        text_zh: String,
        text_en: Option<String>,
        document: String,
    }
}

impl ListReasonOut {
    fn of(reason: &Reason, overridden: bool) -> Self {
        Self {
            rule: reason.rule.clone(),
            number: reason.number.clone(),
            verdict: word(reason.verdict).into(),
            text_zh: reason.wording.zh.clone(),
            text_en: reason.wording.en.clone(),
            found: reason.found.clone(),
            expected: reason.expected.clone(),
            overridden,
        }
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ok => "ok",
        Verdict::Warning => "warning",
        Verdict::Error => "error",
    }
}

async fn item(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let entry = entries::by_key(&mut db, &key).await?.ok_or(Error::NotFound)?;
    let competition = competitions::by_id(&mut db, entry.competition_id).await?;
    let (season, competition) = super::competition(&mut db, &visitor, &competition.key).await?;
    let place = Place {
        clubs: entry.club_id.map(ClubId).into_iter().collect(),
        entries: vec![entry.id],
        ..competition_place(&season, &competition)
    };
    let sees_all = [EditList, JudgeList, ReadAudit].iter().any(|wants| visitor.may(*wants, &place));
    let today = visitor.app.clock.now().with_timezone(&season.tz()).date_naive();
    let list = lists::of_entry(&mut db, entry.id).await?;
    let (mut players, mut reasons) = (Vec::new(), Vec::new());
    if sees_all {
        let judged = reading::judged(&mut db, competition.id, entry.id, today).await?;
        reasons.extend(judged.reasons.iter().map(|reason| ListReasonOut::of(reason, false)));
        for one in judged.rows {
            let why = one.reasons.iter().map(|(reason, given)| ListReasonOut::of(reason, given.is_some()));
            players.push(ListPlayerOut {
                reasons: why.collect(),
                key: Some(one.row.key),
                shirt: one.row.shirt,
                name: known(&one.row.name),
                position: known(&one.row.position),
                height_cm: one.row.height_cm,
                captain: one.row.captain,
                light: Some(word(one.verdict).into()),
                sample: !one.row.sample.is_empty(),
            });
        }
    } else {
        for player in reading::for_public(&mut db, &competition, entry.id, today).await? {
            players.push(ListPlayerOut {
                key: None,
                name: known(&player.name),
                position: known(&player.position),
                height_cm: player.height_cm,
                captain: player.captain,
                light: None,
                reasons: Vec::new(),
                sample: !player.sample.is_empty(),
                shirt: player.shirt,
            });
        }
    }
    let notes = lists::notes(&mut db, entry.id).await?;
    let out = TeamListOut {
        entry: entry.key,
        state: list.state.as_str().into(),
        objections_until: list.objections_until,
        players,
        reasons,
        notes: notes
            .into_iter()
            .map(|note| ListNoteOut {
                day: note.day,
                text_en: known(&note.body_en),
                text_zh: note.body_zh,
                document: note.document,
            })
            .collect(),
    };
    shown(&visitor, &headers, &out, (!sees_all).then_some(season.id))
}
