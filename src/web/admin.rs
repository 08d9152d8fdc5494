//! The control room: one file per page, each check made at the object's own place.

mod audience;
mod audit;
mod claims;
mod clubs;
mod competitions;
mod criteria;
mod dashboard;
mod discipline;
mod documents;
mod drafts;
mod draws;
mod entries;
mod feeds;
mod figure;
mod files;
mod fixture;
mod fixtures;
mod form;
mod game_report;
pub(in crate::web) mod history;
mod import;
mod leagues;
mod links;
mod list;
mod lists;
mod money;
mod night;
mod notices;
mod officials;
mod online;
mod outbox;
mod people;
mod person;
mod persons;
pub(in crate::web) mod place;
mod plan;
mod preview;
mod print;
mod qr;
mod recipients;
mod report;
mod results;
mod room;
mod rulings;
mod scores;
mod screens;
mod seasons;
mod settings;
mod shifts;
mod stories;
mod today;
mod tokens;
mod undo;
mod uploads;
mod venues;

use super::routes::{Routes, Who};
use crate::access::Place;
use crate::store::fixtures::Card;
use league::ids::{ClubId, EntryId};

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = document_routes(draft_routes(game_routes(league_routes(routes))));
    persons::routes(lists::routes(duty_routes(people_routes(audience_routes(routes)))))
}

fn league_routes(routes: Routes) -> Routes {
    use Who::Granted;
    routes
        .get("/admin", Granted, today::show)
        .get("/admin/keys", Granted, today::keys)
        .post("/admin/undo/{entry}", Granted, undo::submit)
        .get("/admin/leagues/{league}/edit", Granted, leagues::edit)
        .post("/admin/leagues/{league}/edit", Granted, leagues::change)
        .get("/admin/settings", Granted, settings::show)
        .get("/admin/in-force", Granted, settings::in_force)
        .get("/admin/leagues/{league}/seasons/new", Granted, seasons::new)
        .post("/admin/leagues/{league}/seasons/new", Granted, seasons::create)
        .get("/admin/seasons/{season}/edit", Granted, seasons::edit)
        .post("/admin/seasons/{season}/edit", Granted, seasons::change)
        .get("/admin/venues", Granted, venues::list)
        .get("/admin/leagues/{league}/venues/new", Granted, venues::new)
        .post("/admin/leagues/{league}/venues/new", Granted, venues::create)
        .get("/admin/venues/{venue}", Granted, venues::edit)
        .post("/admin/venues/{venue}", Granted, venues::change)
        .post("/admin/venues/{venue}/courts", Granted, venues::add_court)
        .post("/admin/venues/{venue}/capacities", Granted, venues::add_capacity)
        .get("/admin/clubs", Granted, clubs::list)
        .get("/admin/leagues/{league}/clubs/new", Granted, clubs::new)
        .post("/admin/leagues/{league}/clubs/new", Granted, clubs::create)
        .get("/admin/clubs/{club}", Granted, clubs::edit)
        .post("/admin/clubs/{club}", Granted, clubs::change)
        .post("/admin/clubs/{club}/names", Granted, clubs::add_name)
        .post("/admin/clubs/{club}/names/{alias}/remove", Granted, clubs::remove_name)
}

fn game_routes(routes: Routes) -> Routes {
    use Who::Granted;
    routes
        .get("/admin/competitions", Granted, competitions::list)
        .get("/admin/seasons/{season}/competitions/new", Granted, competitions::new)
        .post("/admin/seasons/{season}/competitions/new", Granted, competitions::create)
        .get("/admin/competitions/{competition}", Granted, entries::show)
        .get("/admin/competitions/{competition}/edit", Granted, competitions::edit)
        .post("/admin/competitions/{competition}/edit", Granted, competitions::change)
        .post("/admin/competitions/{competition}/stages", Granted, entries::add_stage)
        .post("/admin/competitions/{competition}/entries", Granted, entries::enter)
        .post("/admin/competitions/{competition}/entries/{entry}/withdraw", Granted, entries::withdraw)
        .get("/admin/competitions/{competition}/plan", Granted, plan::show)
        .post("/admin/competitions/{competition}/plan", Granted, plan::create)
        .post("/admin/competitions/{competition}/plan/places", Granted, plan::enter)
        .post("/admin/competitions/{competition}/plan/swap", Granted, plan::exchange)
        .post("/admin/competitions/{competition}/plan/preset/{crossing}", Granted, plan::preset)
        .post("/admin/competitions/{competition}/plan/series", Granted, plan::play_as)
        .post("/admin/competitions/{competition}/plan/round", Granted, plan::pair_round)
        .post("/admin/competitions/{competition}/plan/release", Granted, plan::release)
        .post("/admin/competitions/{competition}/plan/stand", Granted, plan::stand)
        .post("/admin/competitions/{competition}/plan/replay", Granted, plan::replay)
        .get("/admin/competitions/{competition}/criteria", Granted, criteria::show)
        .post("/admin/competitions/{competition}/criteria", Granted, criteria::change)
        .get("/admin/competitions/{competition}/draws", Granted, draws::list)
        .post("/admin/competitions/{competition}/draws", Granted, draws::create)
        .get("/admin/draws/{draw}", Granted, draws::show)
        .post("/admin/draws/{draw}/hold", Granted, draws::hold)
        .post("/admin/draws/{draw}/apply", Granted, draws::put_in)
        .get("/admin/competitions/{competition}/rulings", Granted, rulings::show)
        .post("/admin/competitions/{competition}/rulings", Granted, rulings::create)
        .post("/admin/competitions/{competition}/rulings/{ruling}/archive", Granted, rulings::archive)
        .get("/admin/fixtures", Granted, fixtures::list)
        .get("/admin/competitions/{competition}/fixtures/new", Granted, fixture::new)
        .post("/admin/competitions/{competition}/fixtures/new", Granted, fixture::create)
        .get("/admin/fixtures/{fixture}", Granted, fixture::edit)
        .post("/admin/fixtures/{fixture}", Granted, fixture::change)
        .post("/admin/fixtures/{fixture}/quick", Granted, fixtures::quick)
        .post("/admin/fixtures/{fixture}/status", Granted, fixture::status)
        .post("/admin/fixtures/{fixture}/archive", Granted, fixture::archive)
        .post("/admin/fixtures/{fixture}/links", Granted, links::issue)
        .post("/admin/fixtures/{fixture}/links/{link}/revoke", Granted, links::revoke)
        .get("/admin/results", Granted, results::list)
        .get("/admin/results/sheet", Granted, scores::ask)
        .get("/admin/seasons/{season}/results.xlsx", Granted, scores::download)
        .post("/admin/seasons/{season}/results", Granted, scores::upload)
        .post("/admin/seasons/{season}/results/take", Granted, scores::take)
        .get("/admin/fixtures/{fixture}/result", Granted, results::show)
        .post("/admin/fixtures/{fixture}/result", Granted, results::submit)
        .post("/admin/fixtures/{fixture}/confirm", Granted, results::confirm)
}

fn draft_routes(routes: Routes) -> Routes {
    use Who::Granted;
    routes
        .get("/admin/instant", Granted, drafts::instant::show)
        .get("/admin/evening", Granted, drafts::night::show)
        .post("/admin/seasons/{season}/delay", Granted, drafts::night::delay)
        .get("/admin/drafts", Granted, drafts::list)
        .post("/admin/seasons/{season}/drafts", Granted, drafts::create)
        .get("/admin/drafts/{draft}", Granted, drafts::show)
        .post("/admin/drafts/{draft}/archive", Granted, drafts::archive)
        .get("/admin/drafts/{draft}/setup", Granted, drafts::setup::show)
        .post("/admin/drafts/{draft}/setup", Granted, drafts::setup::change)
        .get("/admin/drafts/{draft}/search", Granted, drafts::search::show)
        .post("/admin/drafts/{draft}/search", Granted, drafts::search::start)
        .post("/admin/drafts/{draft}/search/stop", Granted, drafts::search::stop)
        .post("/admin/drafts/{draft}/search/keep", Granted, drafts::search::keep)
        .post("/admin/drafts/{draft}/search/conflict", Granted, drafts::search::find_conflict)
        .get("/admin/drafts/{draft}/games/{game}", Granted, drafts::game::show)
        .get("/admin/drafts/{draft}/games/{game}/slots", Granted, drafts::game::slots)
        .post("/admin/drafts/{draft}/games/{game}/move", Granted, drafts::game::move_to)
        .post("/admin/drafts/{draft}/games/{game}/lock", Granted, drafts::game::lock)
        .get("/admin/drafts/{draft}/games.xlsx", Granted, drafts::excel::download)
        .get("/admin/drafts/{draft}/import", Granted, drafts::excel::ask)
        .post("/admin/drafts/{draft}/import", Granted, drafts::excel::upload)
        .post("/admin/drafts/{draft}/import/take", Granted, drafts::excel::take)
        .get("/admin/drafts/{draft}/repair", Granted, drafts::repair::show)
        .post("/admin/drafts/{draft}/repair", Granted, drafts::repair::apply)
        .get("/admin/drafts/{draft}/versions", Granted, drafts::versions::list)
        .post("/admin/drafts/{draft}/versions/{number}", Granted, drafts::versions::restore)
        .get("/admin/drafts/{draft}/publish", Granted, drafts::versions::before_publishing)
        .post("/admin/drafts/{draft}/publish", Granted, drafts::versions::publish)
}

fn document_routes(routes: Routes) -> Routes {
    use Who::{Everyone, Granted};
    routes
        .get("/admin/documents", Granted, documents::show)
        .get("/admin/seasons/{season}/print/{paper}", Granted, print::show)
        .get("/admin/fixtures/{fixture}/feed", Granted, feeds::show)
        .post("/admin/fixtures/{fixture}/feed", Granted, feeds::look)
        .post("/admin/fixtures/{fixture}/feed/take", Granted, feeds::take)
        .post("/admin/fixtures/{fixture}/feed/drop", Granted, feeds::remove)
        .get("/admin/fixtures/{fixture}/reports", Granted, stories::show)
        .post("/admin/fixtures/{fixture}/reports", Granted, stories::save)
        .get("/admin/seasons/{season}/notices/new", Granted, notices::new)
        .post("/admin/seasons/{season}/notices/new", Granted, notices::create)
        .get("/admin/notices/{notice}", Granted, notices::edit)
        .post("/admin/notices/{notice}", Granted, notices::change)
        .get("/admin/seasons/{season}/uploads/new", Granted, uploads::new)
        .post("/admin/seasons/{season}/uploads/new", Granted, uploads::create)
        .get("/admin/uploads/{upload}", Granted, uploads::show)
        .post("/admin/uploads/{upload}/approve", Granted, uploads::approve)
        .post("/admin/uploads/{upload}/refuse", Granted, uploads::refuse)
        .get("/file/{key}", Everyone, files::serve)
}

fn audience_routes(routes: Routes) -> Routes {
    use Who::Granted;
    routes
        .get("/admin/audience", Granted, audience::list)
        .get("/admin/seasons/{season}/audience/new", Granted, figure::new)
        .post("/admin/seasons/{season}/audience/new", Granted, figure::create)
        .get("/admin/seasons/{season}/audience", Granted, dashboard::show)
        .get("/admin/seasons/{season}/audience/claims", Granted, claims::show)
        .post("/admin/seasons/{season}/audience/claims", Granted, claims::check)
        .get("/admin/seasons/{season}/audience/press", Granted, claims::press)
        .get("/admin/seasons/{season}/audience/import", Granted, import::new)
        .post("/admin/seasons/{season}/audience/import", Granted, import::look)
        .post("/admin/seasons/{season}/audience/import/{file}", Granted, import::take)
        .get("/admin/seasons/{season}/audience/report.json", Granted, report::json)
        .get("/admin/seasons/{season}/audience/report.csv", Granted, report::csv)
        .post("/admin/seasons/{season}/audience/occasions", Granted, audience::add_occasion)
        .post("/admin/seasons/{season}/audience/nights", Granted, night::open)
        .get("/admin/observations/{observation}", Granted, figure::show)
        .post("/admin/observations/{observation}", Granted, figure::correct)
        .get("/admin/fixtures/{fixture}/online", Granted, online::show)
        .post("/admin/fixtures/{fixture}/online/{place}", Granted, online::close)
        .get("/admin/nights/{night}", Granted, night::show)
        .post("/admin/nights/{night}/gates", Granted, night::add_gate)
        .post("/admin/nights/{night}/close", Granted, night::close)
        .post("/admin/gates/{gate}/links", Granted, night::link)
}

fn people_routes(routes: Routes) -> Routes {
    use Who::Granted;
    routes
        .get("/admin/audit", Granted, audit::list)
        .get("/admin/audit.csv", Granted, audit::csv)
        .get("/admin/audit.json", Granted, audit::json)
        .get("/admin/audit/verify", Granted, audit::verify)
        .get("/admin/history/{kind}/{key}", Granted, history::show)
        .get("/admin/people", Granted, people::list)
        .get("/admin/people/new", Granted, people::new)
        .post("/admin/people/new", Granted, people::create)
        .get("/admin/people/{account}", Granted, person::show)
        .post("/admin/people/{account}/link", Granted, person::link)
        .post("/admin/people/{account}/close", Granted, person::close)
        .post("/admin/people/{account}/open", Granted, person::open)
        .post("/admin/people/{account}/sign-out", Granted, person::sign_out)
        .post("/admin/people/{account}/grants", Granted, person::grant)
        .post("/admin/people/{account}/grants/{grant}/remove", Granted, person::remove_grant)
        .get("/admin/tokens", Granted, tokens::show)
        .post("/admin/tokens", Granted, tokens::issue)
        .post("/admin/tokens/{token}/revoke", Granted, tokens::revoke)
}

/// What a season needs besides its games: notices, discipline, officials, money, shifts.
fn duty_routes(routes: Routes) -> Routes {
    use Who::Granted;
    routes
        .get("/admin/fixtures/{fixture}/report", Granted, game_report::show)
        .post("/admin/fixtures/{fixture}/report", Granted, game_report::write)
        .post("/admin/fixtures/{fixture}/report/sign", Granted, game_report::sign)
        .post("/admin/fixtures/{fixture}/report/incidents", Granted, game_report::add_incident)
        .post("/admin/fixtures/{fixture}/protest", Granted, game_report::lodge)
        .post("/admin/fixtures/{fixture}/protest/{side}/written", Granted, game_report::written)
        .post("/admin/fixtures/{fixture}/protest/{side}/decide", Granted, game_report::decide)
        .get("/admin/screens", Granted, screens::show)
        .post("/admin/seasons/{season}/screens", Granted, screens::add)
        .post("/admin/seasons/{season}/screens/all", Granted, screens::tell_all)
        .post("/admin/screens/{screen}", Granted, screens::tell)
        .post("/admin/screens/{screen}/archive", Granted, screens::archive)
        .post("/admin/seasons/{season}/sponsors", Granted, screens::add_sponsor)
        .post("/admin/sponsors/{sponsor}/archive", Granted, screens::archive_sponsor)
        .get("/admin/seasons/{season}/aired.xlsx", Granted, screens::aired)
        .post("/admin/seasons/{season}/show", Granted, screens::add_item)
        .post("/admin/show/{item}/begin", Granted, screens::begin)
        .post("/admin/show/{item}/end", Granted, screens::end)
        .post("/admin/show/{item}/archive", Granted, screens::archive_item)
        .get("/admin/outbox", Granted, outbox::list)
        .post("/admin/seasons/{season}/messages", Granted, outbox::write)
        .get("/admin/messages/{message}", Granted, outbox::show)
        .post("/admin/messages/{message}/{delivery}/again", Granted, outbox::again)
        .post("/admin/messages/{message}/{delivery}/pasted", Granted, outbox::pasted)
        .get("/admin/recipients", Granted, recipients::list)
        .get("/admin/leagues/{league}/recipients/new", Granted, recipients::new)
        .post("/admin/leagues/{league}/recipients/new", Granted, recipients::create)
        .get("/admin/recipients/{recipient}", Granted, recipients::edit)
        .post("/admin/recipients/{recipient}", Granted, recipients::change)
        .post("/admin/recipients/{recipient}/archive", Granted, recipients::archive)
        .post("/admin/recipients/{recipient}/test", Granted, recipients::test)
        .get("/admin/competitions/{competition}/discipline", Granted, discipline::show)
        .post("/admin/competitions/{competition}/discipline/decide", Granted, discipline::decide)
        .post("/admin/competitions/{competition}/discipline/impose", Granted, discipline::impose)
        .post("/admin/competitions/{competition}/discipline/rules", Granted, discipline::add_rule)
        .post(
            "/admin/competitions/{competition}/discipline/rules/{rule}/archive",
            Granted,
            discipline::archive_rule,
        )
        .get("/admin/sanctions/{sanction}", Granted, discipline::sanction)
        .post("/admin/sanctions/{sanction}/appeal", Granted, discipline::appeal)
        .post("/admin/sanctions/{sanction}/verdict", Granted, discipline::verdict)
        .post("/admin/fixtures/{fixture}/incidents", Granted, discipline::add_incident)
        .post("/admin/fixtures/{fixture}/incidents/{incident}/remove", Granted, discipline::remove_incident)
        .get("/admin/money", Granted, money::list)
        .post("/admin/seasons/{season}/money", Granted, money::add)
        .get("/admin/seasons/{season}/money.xlsx", Granted, money::sheet)
        .post("/admin/money/{line}/strike", Granted, money::strike)
        .get("/admin/officials", Granted, officials::list)
        .post("/admin/seasons/{season}/officials", Granted, officials::create)
        .post("/admin/seasons/{season}/officials/fees", Granted, officials::post_fees)
        .get("/admin/seasons/{season}/officials.xlsx", Granted, officials::sheet)
        .get("/admin/officials/{official}", Granted, officials::edit)
        .post("/admin/officials/{official}", Granted, officials::change)
        .post("/admin/officials/{official}/archive", Granted, officials::archive)
        .post("/admin/fixtures/{fixture}/officials", Granted, officials::appoint)
        .post("/admin/fixtures/{fixture}/officials/{appointment}/{answer}", Granted, officials::answer)
        .get("/admin/clubs/{club}/shifts", Granted, shifts::show)
        .post("/admin/clubs/{club}/shifts/new/{season}", Granted, shifts::create)
        .post("/admin/shifts/{shift}", Granted, shifts::change)
        .post("/admin/shifts/{shift}/archive", Granted, shifts::archive)
        .post("/admin/entries/{entry}/crews", Granted, shifts::assign)
}

/// Where a fixture hangs in the tree, for the question who may do what with it.
pub(super) fn place_of(card: &Card) -> Place {
    Place {
        league: Some(card.league_id),
        season: Some(card.season_id),
        competition: Some(card.fixture.competition_id),
        clubs: [card.a_club_id, card.b_club_id].into_iter().flatten().map(ClubId).collect(),
        entries: [card.fixture.a_entry_id, card.fixture.b_entry_id]
            .into_iter()
            .flatten()
            .map(EntryId)
            .collect(),
        fixture: Some(card.fixture.id),
    }
}
