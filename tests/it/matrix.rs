//! Every route as every role and as a stranger: on one's own objects, another club's, locked ones, another league's.
//!
//! The table is `tests/it/matrix.txt`, one line a route and object. A new route has no line and fails. After a change
//! on purpose, run with MATRIX=write, then read the difference line by line: it is the list of who may now do what.

use crate::cli_world::{Folder, clock, open, open_demo};
use crate::site::{Answer, Site};
use axum::body::Body;
use axum::http::{Method, Request, header};
use changba::actions::input::Fields;
use changba::actions::{audience, clubs, competitions, console, fixtures, links, notices, seasons, venues};
use changba::store::{Db, Store, audit};
use changba::web::{App, RouteInfo, Who};
use std::collections::BTreeMap;
use std::fmt::Write;

const ROLES: &[&str] =
    &["owner", "organiser", "team_leader", "scorer", "referee", "gate", "media", "auditor"];

/// Whose objects a row is about.
const OBJECTS: &[&str] = &["own", "other_club", "locked", "other_league"];

/// Keys for the placeholders of paths, by object.
type Keys = BTreeMap<&'static str, BTreeMap<&'static str, String>>;

struct Prepared {
    folder: Folder,
    keys: Keys,
    /// Cookies or tokens by visitor: stranger, each role, the holder of a scorer's link.
    visitors: Vec<(&'static str, String)>,
}

/// A league that nobody of the demo has anything to do with.
async fn other_league(store: &Store) -> BTreeMap<&'static str, String> {
    let mut tx = store.write(&console::writer(&clock())).await.unwrap();
    let league = seasons::found_league(&mut tx, "别处联赛机密", "Elsewhere").await.unwrap();
    let season =
        Fields::from_pairs([("name_zh", "别处机密赛季"), ("zone", "Asia/Shanghai"), ("phase", "running")]);
    let season = seasons::create(&mut tx, league.id, &season).await.unwrap();
    let competition = Fields::from_pairs([
        ("name_zh", "别处机密赛事"),
        ("kind", "main"),
        ("edition", "fiba-2024"),
        ("periods", "4"),
        ("period_minutes", "10"),
        ("overtime_minutes", "5"),
        ("criteria", "fiba"),
    ]);
    let competition = competitions::create(&mut tx, season.id, &competition).await.unwrap();
    let stage = Fields::from_pairs([("name_zh", "小组赛"), ("kind", "groups"), ("groups", "1")]);
    competitions::add_stage(&mut tx, &competition, &stage).await.unwrap();
    let club = Fields::from_pairs([
        ("official_name", "别处机密球队"),
        ("short_name", "别处机密"),
        ("colour_light", "#ffffff"),
        ("colour_dark", "#000000"),
    ]);
    let club = clubs::create(&mut tx, league.id, &club).await.unwrap();
    let name = Fields::from_pairs([("name", "别处机密旧名"), ("kind", "former")]);
    clubs::add_alias(&mut tx, &club.key, &name).await.unwrap();
    let entry = Fields::from_pairs([("name", "别处机密")]);
    let entry = competitions::enter(&mut tx, &competition, &entry).await.unwrap();
    let venue =
        venues::create(&mut tx, league.id, &Fields::from_pairs([("name_zh", "别处机密馆")])).await.unwrap();
    let game = Fields::from_pairs([("a", entry.key.as_str()), ("day", "2025-07-28"), ("venue", &venue.key)]);
    let fixture = fixtures::create(&mut tx, &competition, &game).await.unwrap();
    let notice =
        Fields::from_pairs([("kind", "notice"), ("title_zh", "别处机密公告"), ("body_zh", "别处机密")]);
    let notice = notices::create(&mut tx, season.id, &notice).await.unwrap();
    let row = changba::store::seasons::by_id(&mut tx, season.id).await.unwrap();
    let night = Fields::from_pairs([("venue", venue.key.as_str()), ("day", "2025-07-28")]);
    let night = audience::scopes::open_night(&mut tx, &row, &night).await.unwrap();
    let gate = Fields::from_pairs([("level", "gate"), ("name_zh", "别处机密门")]);
    let gate = audience::scopes::add_gate(&mut tx, &night, &gate).await.unwrap();
    let figure = Fields::from_pairs([
        ("about", "season"),
        ("metric", "footfall"),
        ("value", "5"),
        ("class", "A"),
        ("source", "别处机密"),
        ("from", "2025-07-28T00:00"),
        ("to", "2025-07-29T00:00"),
        ("not_public", "true"),
    ]);
    let figure = audience::create(&mut tx, &row, &figure).await.unwrap();
    let (link, _) = links::issue(&mut tx, &fixture, &Fields::from_pairs([("job", "scorer")])).await.unwrap();
    let person = tx.key();
    let id =
        changba::store::entries::insert_person(&mut tx, league.id, &person, "别处机密人", "").await.unwrap();
    let player = changba::store::entries::Player {
        key: tx.key(),
        entry_id: changba::store::entries::by_key(&mut tx, &entry.key).await.unwrap().unwrap().id,
        person_key: person.clone(),
        name: String::new(),
        shirt: "7".into(),
        position: String::new(),
        height_cm: None,
        captain: false,
        sample: String::new(),
    };
    changba::store::entries::insert_player(&mut tx, id, &player).await.unwrap();
    tx.commit().await.unwrap();
    let alias = changba::store::clubs::aliases(&mut store.read().await.unwrap(), club.id).await.unwrap();
    BTreeMap::from([
        ("league", league.key),
        ("season", season.key),
        ("competition", competition.key),
        ("club", club.key),
        ("alias", alias[0].key.clone()),
        ("entry", entry.key),
        ("venue", venue.key),
        ("fixture", fixture.fixture.key),
        ("notice", notice.key),
        ("link", link.key),
        ("day", "2025-07-28.pdf".into()),
        ("night", night.key),
        ("gate", gate.key),
        ("observation", figure.key),
        ("person", person),
        ("player", player.key),
    ])
}

/// Somebody who is told things, and something that was told, in the season with a key.
async fn notices_sent(store: &Store, season: &str, title: &str) -> [(&'static str, String); 2] {
    use changba::actions::outbox;
    let mut tx = store.write(&console::writer(&clock())).await.unwrap();
    let season = changba::store::seasons::by_key(&mut tx, season).await.unwrap().unwrap();
    let fields =
        Fields::from_pairs([("name", title), ("channel", "paste"), ("topics", "all"), ("lang", "zh")]);
    let recipient = outbox::recipients::create(&mut tx, season.league_id, &fields).await.unwrap();
    let telling = outbox::Telling {
        once: title.into(),
        about: String::new(),
        said: outbox::said::Said::Test { league: title.into() },
        clubs: Vec::new(),
        also: Vec::new(),
        wait: chrono::Duration::zero(),
    };
    let message = outbox::tell(&mut tx, &season, &telling).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    [("recipient", recipient.key), ("message", message.key)]
}

/// A rule, an incident, a sanction and a line of the books, put in without asking whether their season is open.
async fn duties(store: &Store, fixture: &str, title: &str) -> Vec<(&'static str, String)> {
    use changba::store::{discipline, ledger};
    let mut tx = store.write(&console::writer(&clock())).await.unwrap();
    let card = changba::store::fixtures::by_key(&mut tx, fixture).await.unwrap().unwrap();
    let entry = card.fixture.a_entry_id.unwrap();
    let rule = discipline::Rule {
        key: tx.key(),
        competition_id: card.fixture.competition_id,
        kind: league::discipline::Kind::Late,
        counts: league::discipline::Counts::Team,
        at_count: 1,
        repeats: false,
        sanction: league::discipline::Sanction::Warning,
        amount: 0,
        regulation: title.into(),
        archived: false,
        version: 1,
    };
    discipline::insert_rule(&mut tx, &rule).await.unwrap();
    let incident = discipline::Incident {
        key: tx.key(),
        fixture_id: card.fixture.id,
        fixture_key: fixture.into(),
        entry_id: entry,
        entry_key: String::new(),
        team: String::new(),
        person_id: None,
        person_key: None,
        person_name: None,
        shirt: String::new(),
        kind: league::discipline::Kind::Conduct,
        count: 1,
        note: title.into(),
        source: "hand".into(),
        at: tx.now(),
        sample: String::new(),
        archived: false,
        version: 1,
    };
    discipline::insert_incident(&mut tx, &incident).await.unwrap();
    let sanction = discipline::Sanction {
        key: tx.key(),
        competition_id: card.fixture.competition_id,
        fixture_id: None,
        fixture_key: None,
        entry_id: entry,
        entry_key: String::new(),
        team: String::new(),
        club_id: None,
        person_id: None,
        person_key: None,
        person_name: None,
        shirt: String::new(),
        sanction: league::discipline::Sanction::Warning,
        amount: 0,
        reason: title.into(),
        document: String::new(),
        proposal: String::new(),
        state: "confirmed".into(),
        at: tx.now(),
        appeal: String::new(),
        appeal_reason: String::new(),
        appeal_deposit: 0,
        appeal_at: None,
        ruling: String::new(),
        sample: String::new(),
        version: 1,
    };
    discipline::insert_sanction(&mut tx, &sanction).await.unwrap();
    let line = ledger::Line {
        key: tx.key(),
        season_id: card.season_id,
        club_id: None,
        club_short: None,
        official_id: None,
        official_name: None,
        kind: league::money::Kind::Income,
        amount: 100,
        day: clock().now().date_naive(),
        note: title.into(),
        document: String::new(),
        once: None,
        voided: false,
        void_reason: String::new(),
        sample: String::new(),
        version: 1,
    };
    ledger::insert(&mut tx, &line).await.unwrap();
    let official = changba::store::officials::Official {
        id: 0,
        key: tx.key(),
        season_id: card.season_id,
        name: title.into(),
        place: "both".into(),
        grade: String::new(),
        employer: String::new(),
        employer_club_id: None,
        employer_club_key: None,
        interests: sqlx::types::Json(Vec::new()),
        away: sqlx::types::Json(Vec::new()),
        fee: 0,
        recipient: String::new(),
        sample: String::new(),
        archived: false,
        version: 1,
    };
    changba::store::officials::insert(&mut tx, &official).await.unwrap();
    let stored = changba::store::officials::by_key(&mut tx, &official.key).await.unwrap().unwrap();
    let (asked, now) = (tx.key(), tx.now());
    let job = league::officials::Job::Scorer;
    changba::store::officials::ask(&mut tx, &asked, card.fixture.id, stored.id, job, 0, now).await.unwrap();
    let shift = changba::store::shifts::ShiftRoster {
        id: 0,
        key: tx.key(),
        season_id: card.season_id,
        club_id: card.a_club_id.unwrap(),
        department: title.into(),
        body: sqlx::types::Json(league::shifts::Roster {
            first: clock().now().date_naive(),
            cycle: vec!['早'],
            crews: league::shifts::read_crews("甲").unwrap(),
            shifts: league::shifts::usual_shifts(),
            exceptions: Vec::new(),
        }),
        sample: String::new(),
        archived: false,
        version: 1,
    };
    changba::store::shifts::insert(&mut tx, &shift).await.unwrap();
    let more = [("official", official.key), ("appointment", asked), ("shift", shift.key)];
    tx.commit_quiet().await.unwrap();
    more.into_iter()
        .chain([
            ("rule", rule.key),
            ("incident", incident.key),
            ("sanction", sanction.key),
            ("line", line.key),
        ])
        .collect()
}

/// Objects of the demo's league: in the season of 2025, of a club that is not the team leader's, of an archived season.
async fn demo_keys(db: &mut Db, wanted: &str, leader_club: &str) -> BTreeMap<&'static str, String> {
    use changba::store as rows;
    let league = rows::leagues::all(db).await.unwrap().remove(0);
    let all = rows::seasons::all(db).await.unwrap();
    let archived = |season: &rows::seasons::Season| season.phase == league::season::Phase::Archived;
    let wanted_phase = |season: &rows::seasons::Season| archived(season) == (wanted == "locked");
    let season =
        all.into_iter().find(|season| season.league_id == league.id && wanted_phase(season)).unwrap();
    let competition = rows::competitions::of_season(db, season.id).await.unwrap().remove(0);
    let entries = rows::entries::of_competition(db, competition.id).await.unwrap();
    let own =
        |club: Option<&String>| (club.map(String::as_str) == Some(leader_club)) == (wanted != "other_club");
    let entry = entries.iter().find(|entry| own(entry.club_key.as_ref())).unwrap_or(&entries[0]).clone();
    let club = entry.club_key.clone().unwrap();
    let cards = rows::fixtures::of_competition(db, competition.id).await.unwrap();
    let plays = |card: &&rows::fixtures::Card| {
        let clubs = [card.a_club_key.as_deref(), card.b_club_key.as_deref()];
        if wanted == "other_club" {
            !clubs.contains(&Some(leader_club))
        } else {
            clubs.contains(&Some(club.as_str()))
        }
    };
    let fixture = cards.iter().find(plays).unwrap_or(&cards[0]);
    let club_row = rows::clubs::by_key(db, &club).await.unwrap().unwrap();
    let aliases = rows::clubs::aliases(db, club_row.id).await.unwrap();
    let notice = rows::notices::of_season(db, season.id).await.unwrap();
    let venue = rows::venues::all(db, league.id).await.unwrap();
    let venue =
        venue.iter().find(|venue| Some(&venue.key) == fixture.venue_key.as_ref()).unwrap_or(&venue[0]);
    let newest = audit::newest(db, audit::Kind::Season, &season.key).await.unwrap();
    let figure = rows::audience::of_season(db, season.id).await.unwrap();
    let scopes = rows::audience::scopes::of_season(db, season.id).await.unwrap();
    let of_level = |level: &str| {
        let found = scopes.iter().find(|scope| scope.level.as_str() == level);
        found.map(|scope| scope.key.clone()).unwrap_or_default()
    };
    let players = rows::entries::players(db, entry.id).await.unwrap();
    let mut keys = BTreeMap::from([
        ("player", players.first().map(|player| player.key.clone()).unwrap_or_default()),
        ("person", players.first().map(|player| player.person_key.clone()).unwrap_or_default()),
        ("observation", figure.first().map(|figure| figure.key.clone()).unwrap_or_default()),
        ("night", of_level("venue_night")),
        ("gate", of_level("gate")),
        ("league", league.key),
        ("season", season.key),
        ("competition", competition.key),
        ("entry", entry.key),
        ("fixture", fixture.fixture.key.clone()),
        ("venue", venue.key.clone()),
        ("club", club),
        ("alias", aliases.first().map(|alias| alias.key.clone()).unwrap_or_default()),
        ("notice", notice.first().map(|notice| notice.key.clone()).unwrap_or_default()),
        ("day", fixture.fixture.day.map(|day| format!("{day}.pdf")).unwrap_or_default()),
        ("undo", newest.map(|row| row.id.to_string()).unwrap_or_default()),
    ]);
    keys.retain(|_, key| !key.is_empty());
    keys
}

/// A ruling and an announced draw of a competition, put in without asking whether its season is open.
async fn decisions(store: &Store, competition: &str, title: &str) -> [(&'static str, String); 2] {
    use changba::store::{draws, rulings};
    use sqlx::types::Json;
    let mut tx = store.write(&console::writer(&clock())).await.unwrap();
    let found = changba::store::competitions::by_key(&mut tx, competition).await.unwrap().unwrap();
    let entries = changba::store::entries::of_competition(&mut tx, found.id).await.unwrap();
    let ruling = rulings::Ruling {
        pool: String::new(),
        key: tx.key(),
        competition_id: found.id,
        kind: rulings::Kind::Points,
        entries: Json(vec![entries[0].key.clone()]),
        points: -1,
        reason: title.into(),
        document: title.into(),
        at: tx.now(),
        archived: false,
        version: 1,
    };
    rulings::insert(&mut tx, &ruling).await.unwrap();
    let file: league::draw::DrawFile = serde_json::from_value(serde_json::json!({
        "format": "changba-draw/1",
        "title": { "zh": title, "en": title },
        "entries": [{ "key": entries[0].key, "name": title }],
        "places": [{ "key": "A" }],
    }))
    .unwrap();
    let secret = league::draw::Secret::new([7; 32]);
    let announced = league::draw::announce(&file, &secret).unwrap();
    let draw = draws::Draw {
        key: tx.key(),
        competition_id: found.id,
        title_zh: title.into(),
        title_en: title.into(),
        file: Json(file),
        outcomes: announced.outcomes.to_string(),
        file_hash: announced.file_hash,
        commit_hash: announced.commit,
        secret: secret.hex(),
        announced_at: tx.now(),
        record: None,
        held_at: None,
        archived: false,
        version: 1,
    };
    draws::insert(&mut tx, &draw).await.unwrap();
    tx.commit_quiet().await.unwrap();
    [("ruling", ruling.key), ("draw", draw.key)]
}

/// A draft of a season's games, put in without asking whether the season is open.
async fn draft(store: &Store, season: &str) -> [(&'static str, String); 3] {
    use changba::drafts::{Around, first_setup, games_of_season};
    use changba::store::drafts::{self, Draft, Version};
    use sqlx::types::Json;
    let mut tx = store.write(&console::writer(&clock())).await.unwrap();
    let season = changba::store::seasons::by_key(&mut tx, season).await.unwrap().unwrap();
    let now = tx.now();
    let around = Around::load(&mut tx, &season, now).await.unwrap();
    let competitions: Vec<String> = around.competitions.iter().map(|row| row.key.clone()).collect();
    let games = games_of_season(&around, &competitions, league::planner::Return::None, &mut || tx.key());
    let setup = first_setup(&around, &season, &competitions, now.date_naive());
    let game = games[0].key.clone();
    let mut draft = Draft {
        id: 0,
        key: tx.key(),
        season_id: season.id,
        name: format!("草案 {}", season.name_zh),
        setup: Json(setup),
        games: Json(games),
        number: 1,
        published_at: None,
        archived: false,
        version: 1,
    };
    draft.id = drafts::insert(&mut tx, &draft).await.unwrap();
    let version = Version {
        number: 1,
        at: now,
        author: String::new(),
        made_by: "taken".into(),
        note: String::new(),
        setup: draft.setup.clone(),
        games: draft.games.clone(),
    };
    drafts::insert_version(&mut tx, draft.id, &version).await.unwrap();
    tx.commit_quiet().await.unwrap();
    [("draft", draft.key), ("game", game), ("number", "1".into())]
}

async fn prepare() -> Prepared {
    let folder = Folder::new();
    let store = open_demo(&folder.url("template.db")).await;
    let other = other_league(&store).await;
    let mut db = store.read().await.unwrap();
    let leader = changba::store::accounts::by_login(&mut db, "team_leader").await.unwrap();
    let leader = match leader {
        Some(leader) => leader,
        None => {
            let login = changba::actions::demo::login(changba::access::Role::TeamLeader);
            changba::store::accounts::by_login(&mut db, &login).await.unwrap().unwrap()
        }
    };
    let grants = changba::store::accounts::grants(&mut db, leader.id).await.unwrap();
    let club = grants.iter().find(|grant| grant.scope_kind == "club").expect("a team leader leads a club");
    let club = changba::store::clubs::by_id(&mut db, league::ids::ClubId(club.scope_id)).await.unwrap().key;
    let mut keys = Keys::new();
    for object in ["own", "other_club", "locked"] {
        let mut found = demo_keys(&mut db, object, &club).await;
        found.insert("account", leader.key.clone());
        found.insert("grant", grants[0].key.clone());
        keys.insert(object, found);
    }
    keys.insert("other_league", other);
    drop(db);
    for (object, title) in [("own", "裁定"), ("locked", "裁定"), ("other_league", "别处机密")] {
        let competition = keys[object]["competition"].clone();
        let made = decisions(&store, &competition, title).await;
        keys.get_mut(object).unwrap().extend(made);
    }
    for (object, title) in [("own", "通知"), ("locked", "旧通知"), ("other_league", "别处机密通知")]
    {
        let made = notices_sent(&store, &keys[object]["season"].clone(), title).await;
        keys.get_mut(object).unwrap().extend(made);
    }
    for (object, title) in
        [("own", "纪律"), ("other_club", "纪律"), ("locked", "纪律"), ("other_league", "别处机密纪律")]
    {
        let made = duties(&store, &keys[object]["fixture"].clone(), title).await;
        keys.get_mut(object).unwrap().extend(made);
    }
    for object in ["own", "locked", "other_league"] {
        let made = draft(&store, &keys[object]["season"].clone()).await;
        keys.get_mut(object).unwrap().extend(made);
    }
    let shared = ["ruling", "draw", "recipient", "message", "draft", "game", "number"]
        .map(|name| (name, keys["own"][name].clone()));
    keys.get_mut("other_club").unwrap().extend(shared);
    let site = Site::over(store.clone(), clock());
    let mut visitors = vec![("stranger", String::new())];
    for role in ROLES {
        visitors.push((role, site.sign_in(role).await));
    }
    let card =
        changba::store::fixtures::by_key(&mut store.read().await.unwrap(), &keys["own"]["fixture"]).await;
    let card = card.unwrap().unwrap();
    let mut tx = store.write(&console::writer(&clock())).await.unwrap();
    let mut open_now = card.clone();
    open_now.fixture.tip_off_at = Some(clock().now());
    let (link, token) =
        links::issue(&mut tx, &open_now, &Fields::from_pairs([("job", "scorer")])).await.unwrap();
    tx.commit().await.unwrap();
    for object in ["own", "other_club", "locked"] {
        keys.get_mut(object).unwrap().insert("link", link.key.clone());
    }
    visitors.push(("link", format!("cap={token}")));
    drop(site);
    // Connections may still be closing while the file is copied: the log goes into it first.
    let changba::store::Engine::Sqlite { write, .. } = store.engine() else { unreachable!() };
    sqlx::query("pragma wal_checkpoint(truncate)").execute(write).await.unwrap();
    store.close().await;
    Prepared { folder, keys, visitors }
}

/// The path of a route for an object; `None` where it has no such object.
fn path_of(route: &RouteInfo, object: &str, keys: &Keys) -> Option<String> {
    let mut path = String::new();
    for part in route.path.split('/').skip(1) {
        path.push('/');
        let Some(open) = part.find('{') else {
            path.push_str(part);
            continue;
        };
        let close = part.find('}').unwrap();
        let name = match &part[open + 1..close] {
            "entry" if route.path.starts_with("/admin/undo") => "undo",
            name => name,
        };
        let value = match name {
            "lang" => "en".into(),
            "theme" => "dark".into(),
            "hash" => "x".into(),
            "name" => "site.css".into(),
            "token" => "nothing".into(),
            "session" => "nothing".into(),
            "kind" if route.path.starts_with("/screen") => "board".into(),
            "kind" => "fixture".into(),
            "paper" => "schedule".into(),
            "file" if route.path.starts_with("/feed") => format!("{}.json", keys[object].get("fixture")?),
            "key" => {
                let resource = route.path.split('/').nth(3).unwrap_or("");
                let noun = [
                    "league",
                    "season",
                    "competition",
                    "club",
                    "venue",
                    "fixture",
                    "notice",
                    "observation",
                    "gate",
                ];
                let noun = noun.iter().find(|noun| resource == format!("{noun}s"));
                let noun = if resource == "entries" { "entry" } else { noun.copied().unwrap_or("fixture") };
                keys[object].get(noun)?.clone()
            }
            "upload" | "delivery" => "nothing".into(),
            "answer" => "accept".into(),
            "crossing" => "two_apart".into(),
            "place" => "page".into(),
            "file" => "ab".repeat(32),
            "sheet" | "override" | "objection" | "other" | "merge" => "nothing".into(),
            "state" => "submitted".into(),
            "side" => "a".into(),
            "what" => "phone".into(),
            name => keys[object].get(name)?.clone(),
        };
        let _ = write!(path, "{}{value}{}", &part[..open], &part[close + 1..]);
    }
    Some(path)
}

fn request(method: &Method, path: &str, visitor: &str) -> Request<Body> {
    let api = path.starts_with("/api/");
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "league.test")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, visitor);
    let (kind, body) = match (*method == Method::GET, api) {
        (true, _) => return request.body(Body::empty()).unwrap(),
        (_, true) => ("application/json", "{\"version\":0}"),
        _ => ("application/x-www-form-urlencoded", "version=0"),
    };
    request.header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap()
}

async fn written(store: &Store) -> i32 {
    let mut db = store.read().await.unwrap();
    let filter = audit::Filter { limit: 1, ..Default::default() };
    audit::list(&mut db, &filter).await.unwrap().first().map_or(0, |row| row.id)
}

#[tokio::test]
async fn every_route_answers_every_role_as_the_table_says() {
    let prepared = prepare().await;
    let mut copies = 0;
    let mut fresh = async || {
        copies += 1;
        let name = format!("copy-{copies}.db");
        std::fs::copy(prepared.folder.path("template.db"), prepared.folder.path(&name)).unwrap();
        Site::over(open(&prepared.folder.url(&name)).await, clock())
    };
    let mut site = fresh().await;
    let mut table = String::new();
    let names: Vec<&str> = prepared.visitors.iter().map(|(name, _)| *name).collect();
    let _ = writeln!(table, "# method path | object | {}", names.join(" "));
    let mut wrong = Vec::new();
    for route in App::route_list() {
        let hangs = prepared.keys["own"].keys().any(|name| route.path.contains(&format!("{{{name}}}")))
            || route.path.contains("{key}");
        let objects: &[&str] =
            if hangs || route.path.starts_with("/admin/undo") { OBJECTS } else { &["own"] };
        for object in objects {
            let Some(path) = path_of(&route, object, &prepared.keys) else { continue };
            let mut row = format!("{} {} | {object} |", route.method, route.path);
            for (name, visitor) in &prepared.visitors {
                let before = written(&site.store).await;
                let answer = site.send(request(&route.method, &path, visitor)).await;
                let after = written(&site.store).await;
                let _ = write!(row, " {}", answer.status.as_u16());
                wrong.extend(
                    judge(&route, object, name, &answer, before != after)
                        .map(|fault| format!("{row}: {fault}")),
                );
                if before != after {
                    site = fresh().await;
                }
            }
            table.push_str(&row);
            table.push('\n');
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/matrix.txt");
    if std::env::var("MATRIX").as_deref() == Ok("write") {
        std::fs::write(&file, &table).unwrap();
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    let differs: Vec<String> = table
        .lines()
        .filter(|line| !expected.lines().any(|known| known == *line))
        .map(|line| {
            let row = line.rsplit_once('|').map_or(line, |(row, _)| row);
            let known =
                expected.lines().find(|known| known.starts_with(row)).unwrap_or("no line for this route");
            format!("now   {line}\ntable {known}")
        })
        .collect();
    assert!(differs.is_empty(), "{}", differs.join("\n"));
}

/// What must hold for every row, whatever the table says.
fn judge(route: &RouteInfo, object: &str, visitor: &str, answer: &Answer, wrote: bool) -> Option<String> {
    let status = answer.status.as_u16();
    let reads = route.method == Method::GET;
    if status >= 500 {
        return Some(format!("{visitor}: {status} {}", answer.body));
    }
    if wrote && (reads || status >= 400) {
        return Some(format!("{visitor}: something was written although the answer is {status}"));
    }
    let refused = status >= 400;
    let private = matches!(route.who, Who::Granted | Who::SignedIn);
    if visitor == "stranger" && private && !refused {
        return Some(format!("a stranger got {status}"));
    }
    if visitor == "auditor" && route.who == Who::Granted && !reads && wrote {
        return Some("an auditor changed something".into());
    }
    if object == "other_league" && route.who != Who::Everyone && !refused && route.path.contains('{') {
        return Some(format!("{visitor} reached another league: {status}"));
    }
    if object == "other_league" && answer.body.contains("机密") && visitor != "link" && private {
        return Some(format!("{visitor} was told about another league"));
    }
    if object == "locked" && !reads && wrote && route.path.contains("{fixture}") {
        return Some(format!("{visitor} changed an archived season"));
    }
    None
}
