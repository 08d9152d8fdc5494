//! What the screens of a hall show, told from one panel; sponsors and their seconds; the run of a show.

use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::{Fault, Outcome, Refused, seasons};
use crate::store::Tx;
use crate::store::audit::{Action, Entry, Kind};
use crate::store::fixtures;
use crate::store::screens::{self as rows, Screen, ShowItem, Sponsor, View};
use crate::store::seasons::Season;

/// The words for what a screen can show.
pub const VIEWS: &[&str] = &["board", "line_ups", "statistics", "sponsors", "canteen", "show", "bug", "dark"];

/// What a screen is made of.
pub const SCREEN_FIELDS: &[Field] = &[required("name", Holds::Line(40))];

/// What a screen is told.
pub const TELL_FIELDS: &[Field] = &[required("view", Holds::Word(VIEWS)), optional("fixture", Holds::Key)];

/// What a sponsor is made of.
pub const SPONSOR_FIELDS: &[Field] = &[
    required("name", Holds::Line(40)),
    optional("line", Holds::Line(80)),
    required("seconds", Holds::Number { min: 3, max: 120 }),
];

/// What an item of a show is made of.
pub const ITEM_FIELDS: &[Field] = &[
    required("title", Holds::Line(60)),
    required("at", Holds::DateTime),
    required("minutes", Holds::Number { min: 1, max: 600 }),
    optional("who", Holds::Line(80)),
    optional("view", Holds::Word(VIEWS)),
    optional("fixture", Holds::Key),
];

/// What a screen says of a sponsor: a total that only grows.
pub const AIRED_FIELDS: &[Field] = &[
    required("run", Holds::Line(32)),
    required("sponsor", Holds::Key),
    required("seconds", Holds::Number { min: 0, max: 86_400 }),
];

fn fault(field: &str, what: What) -> Refused {
    vec![Fault::at(field, what)].into()
}

/// Adds a screen; it begins with the television nobody touches.
pub async fn add(tx: &mut Tx, season: &Season, fields: &Fields) -> Outcome<Screen> {
    seasons::must_be_open(tx, season.id).await?;
    let name = parse(SCREEN_FIELDS, fields)?.text("name");
    if rows::of_season(tx, season.id).await?.iter().any(|known| known.name == name) {
        return Err(fault("name", What::Taken));
    }
    let key = tx.key();
    rows::insert(tx, &key, season.id, &name, View::Canteen).await?;
    let made = rows::by_key(tx, &key).await?.ok_or(Refused::NotFound)?;
    record(tx, Action::Created, &made).await?;
    Ok(made)
}

/// What fields say a screen shall show: the view, and the game it is about.
async fn told(tx: &mut Tx, season: &Season, fields: &Fields) -> Outcome<(Option<View>, Option<i32>)> {
    let view: Option<View> = match fields.get("view") {
        "" => None,
        word => Some(word.parse().map_err(|_| fault("view", What::NotOneOf { allowed: VIEWS }))?),
    };
    let needs_game = view.is_some_and(View::needs_game);
    match fields.get("fixture") {
        "" if needs_game => Err(fault("fixture", What::Required)),
        _ if !needs_game => Ok((view, None)),
        key => {
            let card = fixtures::by_key(tx, key).await?;
            let card = card.filter(|card| card.season_id == season.id && !card.fixture.archived);
            Ok((view, Some(card.ok_or_else(|| fault("fixture", What::NoSuchObject))?.fixture.id.0)))
        }
    }
}

/// Tells screens what to show: the ones given, together.
pub async fn tell(tx: &mut Tx, season: &Season, screens: Vec<Screen>, fields: &Fields) -> Outcome<()> {
    seasons::must_be_open(tx, season.id).await?;
    parse(TELL_FIELDS, fields)?;
    let (view, fixture) = told(tx, season, fields).await?;
    change(tx, screens, view.ok_or_else(|| fault("view", What::Required))?, fixture).await
}

async fn change(tx: &mut Tx, screens: Vec<Screen>, view: View, fixture: Option<i32>) -> Outcome<()> {
    for mut screen in screens {
        (screen.view, screen.fixture_id) = (view, fixture);
        rows::update(tx, &screen).await?;
        let stored = rows::by_key(tx, &screen.key).await?.ok_or(Refused::NotFound)?;
        record(tx, Action::Changed, &stored).await?;
    }
    Ok(())
}

/// Puts a screen away: it keeps its last picture.
pub async fn archive(tx: &mut Tx, mut screen: Screen) -> Outcome<()> {
    seasons::must_be_open(tx, screen.season_id).await?;
    screen.archived = true;
    rows::update(tx, &screen).await?;
    record(tx, Action::Archived, &screen).await
}

/// Adds a sponsor to the loop.
pub async fn add_sponsor(tx: &mut Tx, season: &Season, fields: &Fields) -> Outcome<Sponsor> {
    seasons::must_be_open(tx, season.id).await?;
    let parsed = parse(SPONSOR_FIELDS, fields)?;
    let sponsor = Sponsor {
        id: 0,
        key: tx.key(),
        season_id: season.id,
        name: parsed.text("name"),
        line: parsed.text("line"),
        seconds: parsed.number("seconds").unwrap_or(10),
        sample: String::new(),
        archived: false,
        version: 1,
        aired: 0,
    };
    rows::insert_sponsor(tx, &sponsor).await?;
    record_sponsor(tx, Action::Created, &sponsor).await?;
    Ok(sponsor)
}

/// Takes a sponsor out of the loop.
pub async fn archive_sponsor(tx: &mut Tx, sponsor: &Sponsor, version: i64) -> Outcome<()> {
    seasons::must_be_open(tx, sponsor.season_id).await?;
    rows::archive_sponsor(tx, &sponsor.key, version).await?;
    record_sponsor(tx, Action::Archived, sponsor).await
}

/// Takes down what a screen says it has shown. The screen's key is what it is known by.
pub async fn aired(tx: &mut Tx, screen: &Screen, fields: &Fields) -> Outcome<()> {
    let parsed = parse(AIRED_FIELDS, fields)?;
    let sponsor = rows::sponsor(tx, &parsed.text("sponsor")).await?;
    let sponsor = sponsor.filter(|sponsor| sponsor.season_id == screen.season_id);
    let sponsor = sponsor.ok_or_else(|| fault("sponsor", What::NoSuchObject))?;
    let run = parsed.text("run");
    if !run.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(fault("run", What::NotPlainText));
    }
    Ok(rows::air(tx, screen.id, sponsor.id, &run, parsed.number("seconds").unwrap_or(0)).await?)
}

/// Adds an item to the run of a show.
pub async fn add_item(tx: &mut Tx, season: &Season, fields: &Fields) -> Outcome<ShowItem> {
    seasons::must_be_open(tx, season.id).await?;
    let parsed = parse(ITEM_FIELDS, fields)?;
    let (_, fixture_id) = told(tx, season, fields).await?;
    let item = ShowItem {
        id: 0,
        key: tx.key(),
        season_id: season.id,
        title: parsed.text("title"),
        who: parsed.text("who"),
        at: parsed.time("at").expect("a required time"),
        minutes: parsed.number("minutes").unwrap_or(1),
        view: parsed.text("view"),
        fixture_id,
        state: "waiting".into(),
        begun_at: None,
        ended_at: None,
        sample: String::new(),
        archived: false,
        version: 1,
    };
    rows::insert_item(tx, &item).await?;
    record_item(tx, Action::Created, &item).await?;
    Ok(item)
}

/// Begins an item: the one before it ends, and the screens change with it.
pub async fn begin(tx: &mut Tx, season: &Season, item: &ShowItem, version: i64) -> Outcome<()> {
    seasons::must_be_open(tx, season.id).await?;
    let now = tx.now();
    for mut running in rows::items(tx, season.id).await? {
        if running.state == "now" && running.key != item.key {
            (running.state, running.ended_at) = ("done".into(), Some(now));
            rows::update_item(tx, &running).await?;
            record_item(tx, Action::Changed, &running).await?;
        }
    }
    let mut begun = item.clone();
    begun.version = version;
    (begun.state, begun.begun_at, begun.ended_at) = ("now".into(), Some(now), None);
    rows::update_item(tx, &begun).await?;
    record_item(tx, Action::Changed, &begun).await?;
    if let Ok(view) = item.view.parse() {
        let screens = rows::of_season(tx, season.id).await?;
        change(tx, screens, view, item.fixture_id).await?;
    }
    Ok(())
}

/// Ends an item that runs.
pub async fn end(tx: &mut Tx, item: &ShowItem, version: i64) -> Outcome<()> {
    seasons::must_be_open(tx, item.season_id).await?;
    let mut ended = item.clone();
    (ended.version, ended.state, ended.ended_at) = (version, "done".into(), Some(tx.now()));
    rows::update_item(tx, &ended).await?;
    record_item(tx, Action::Changed, &ended).await
}

/// Takes an item off the run.
pub async fn archive_item(tx: &mut Tx, item: &ShowItem, version: i64) -> Outcome<()> {
    seasons::must_be_open(tx, item.season_id).await?;
    let mut gone = item.clone();
    (gone.version, gone.archived) = (version, true);
    rows::update_item(tx, &gone).await?;
    record_item(tx, Action::Archived, &gone).await
}

async fn record(tx: &mut Tx, action: Action, screen: &Screen) -> Outcome<()> {
    let after = serde_json::json!({ "view": screen.view.as_str(), "fixture": screen.fixture_key });
    let entry = Entry::new(action, Kind::Screen, &screen.key, &screen.name);
    tx.record(entry.season(screen.season_id).after(after)).await?;
    Ok(())
}

async fn record_sponsor(tx: &mut Tx, action: Action, sponsor: &Sponsor) -> Outcome<()> {
    let after = serde_json::json!({ "line": sponsor.line, "seconds": sponsor.seconds });
    let entry = Entry::new(action, Kind::Sponsor, &sponsor.key, &sponsor.name);
    tx.record(entry.season(sponsor.season_id).after(after)).await?;
    Ok(())
}

async fn record_item(tx: &mut Tx, action: Action, item: &ShowItem) -> Outcome<()> {
    let after =
        serde_json::json!({ "at": item.at, "minutes": item.minutes, "state": item.state, "view": item.view });
    let entry = Entry::new(action, Kind::ShowItem, &item.key, &item.title);
    tx.record(entry.season(item.season_id).after(after)).await?;
    Ok(())
}
