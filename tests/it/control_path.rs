//! One league from nothing to a public table, by forms only.

use crate::control_world::{Browser, Site, choice, key_in, value_of};
use axum::http::StatusCode;

/// What the tests of other files start from.
pub struct Filled {
    pub season: String,
    pub competition: String,
    pub club: String,
    pub fixture: String,
}

const SEASON: &[(&str, &str)] =
    &[("name_zh", "2025 赛季"), ("zone", "Asia/Shanghai"), ("phase", "running"), ("is_public", "true")];

/// Season, competition, two clubs entered, a venue with a court, and a game on the evening of the day.
pub async fn fill(site: &Site, who: &Browser) -> Filled {
    let league = &site.league;
    let answer = site.send(who, &format!("/admin/leagues/{league}/seasons/new"), SEASON).await;
    assert_eq!(answer.leads_to(), "/admin");
    let season = answer.header("location").split("s=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let rules = [
        ("name_zh", "主联赛"),
        ("kind", "main"),
        ("edition", "fiba-2024"),
        ("periods", "4"),
        ("period_minutes", "10"),
        ("overtime_minutes", "5"),
        ("criteria", "fiba"),
    ];
    let to = format!("/admin/seasons/{season}/competitions/new");
    let competition = key_in(&site.send(who, &to, &rules).await.leads_to());
    let to = format!("/admin/competitions/{competition}");
    site.send(who, &format!("{to}/stages"), &[("name_zh", "小组赛"), ("kind", "groups"), ("groups", "1")])
        .await
        .leads_to();
    let mut club = String::new();
    for (official, short) in [("湖南华菱湘潭钢铁有限公司", "湘钢"), ("中车株洲电力机车有限公司", "株机")]
    {
        let fields = [
            ("official_name", official),
            ("short_name", short),
            ("colour_light", "#ffffff"),
            ("colour_dark", "#14202b"),
        ];
        club =
            key_in(&site.send(who, &format!("/admin/leagues/{league}/clubs/new"), &fields).await.leads_to());
        let page = site.get(who, &to).await.text();
        let group = choice(&page, "A组");
        let answer = site.send(who, &format!("{to}/entries"), &[("name", short), ("group", &group)]).await;
        assert_eq!(answer.leads_to(), to);
    }
    let answer =
        site.send(who, &format!("/admin/leagues/{league}/venues/new"), &[("name_zh", "株洲体育中心")]).await;
    let venue = key_in(&answer.leads_to());
    site.send(who, &format!("/admin/venues/{venue}/courts"), &[("name_zh", "一号场")]).await.leads_to();
    let form = site.get(who, &format!("{to}/fixtures/new")).await.text();
    let (a, b) = (choice(&form, "湘钢"), choice(&form, "株机"));
    let (court, group) = (choice(&form, "株洲体育中心 · 一号场"), choice(&form, "A组"));
    let fields =
        [("a", a.as_str()), ("b", &b), ("tip_off", "2025-06-13T19:00"), ("court", &court), ("group", &group)];
    let fixture = key_in(&site.send(who, &format!("{to}/fixtures/new"), &fields).await.leads_to());
    Filled { season, competition, club, fixture }
}

#[tokio::test]
async fn a_league_from_nothing_to_a_public_table() {
    let site = Site::new().await;
    let who = site.organiser().await;
    let filled = fill(&site, &who).await;
    let to = format!("/admin/fixtures/{}/result", filled.fixture);
    let page = site.get(&who, &to).await;
    assert_eq!(page.status, StatusCode::OK);
    let version = value_of(&page.text(), "version");
    let fields = [
        ("version", version.as_str()),
        ("outcome", "played"),
        ("score_a", "98"),
        ("score_b", "76"),
        ("periods", "25:18 24:20 25:19 24:19"),
        ("official", "true"),
    ];
    assert_eq!(site.send(&who, &to, &fields).await.leads_to(), "/admin/results");
    let stranger = Browser::default();
    let table = site.get(&stranger, &format!("/c/{}/table", filled.competition)).await.text();
    assert!(table.contains("湘钢") && table.contains("+22"), "{table}");
    let game = site.get(&stranger, &format!("/f/{}", filled.fixture)).await.text();
    assert!(game.contains("98") && game.contains("官方"));

    // A correction needs a reason, and both versions stay in the open.
    let version = value_of(&site.get(&who, &to).await.text(), "version");
    let without =
        [("version", version.as_str()), ("outcome", "played"), ("score_a", "98"), ("score_b", "77")];
    let refused = site.send(&who, &to, &without).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("value=\"77\""), "what was typed is kept");
    let with = [without.as_slice(), &[("reason", "记录表核对")]].concat();
    // What it would change is shown first, and nothing is saved until it is confirmed.
    let shown = site.send(&who, &to, &with).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text().contains("98:77") && shown.text().contains("+21"), "{}", shown.text());
    let game = site.get(&stranger, &format!("/f/{}", filled.fixture)).await.text();
    assert!(game.contains("98") && !game.contains("77"), "nothing is saved yet");
    let seen = [with.as_slice(), &[("seen", "true")]].concat();
    site.send(&who, &to, &seen).await.leads_to();
    let ledger = site.get(&stranger, &format!("/c/{}/corrections", filled.competition)).await.text();
    assert!(ledger.contains("98:76") && ledger.contains("98:77") && ledger.contains("已更正"), "{ledger}");
    let game = site.get(&stranger, &format!("/f/{}", filled.fixture)).await.text();
    assert!(game.contains("98:76") && game.contains("98:77") && game.contains("记录表核对"));
}

#[tokio::test]
async fn every_page_of_the_control_room_opens_in_both_languages() {
    let site = Site::new().await;
    let who = site.organiser().await;
    let filled = fill(&site, &who).await;
    let pages = [
        "/admin".to_owned(),
        "/admin/keys".into(),
        "/admin/competitions".into(),
        "/admin/clubs".into(),
        "/admin/fixtures".into(),
        "/admin/fixtures?sort=team&desc=1&text=%E6%B9%98".into(),
        "/admin/results".into(),
        "/admin/documents".into(),
        "/admin/people".into(),
        "/admin/people/new".into(),
        "/admin/settings".into(),
        "/admin/in-force".into(),
        "/admin/venues".into(),
        "/admin/tokens".into(),
        "/admin/audit".into(),
        "/admin/audit?object=fixture&actor=organiser&from=2025-06-01&to=2025-06-30".into(),
        "/admin/audit/verify".into(),
        "/admin/audit.csv".into(),
        "/admin/audit.json".into(),
        format!("/admin/fixtures/{}", filled.fixture),
        format!("/admin/clubs/{}", filled.club),
        format!("/admin/competitions/{}", filled.competition),
        format!("/admin/competitions/{}/edit", filled.competition),
        format!("/admin/seasons/{}/edit", filled.season),
        format!("/admin/seasons/{}/notices/new", filled.season),
        format!("/admin/seasons/{}/uploads/new", filled.season),
        format!("/admin/history/fixture/{}", filled.fixture),
        format!("/table/{}", filled.fixture),
    ];
    for page in &pages {
        for lang in ["zh", "en"] {
            let browser = Browser(format!("{}; lang={lang}", who.0));
            let answer = site.get(&browser, page).await;
            assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.text());
            assert!(!answer.text().contains("style="), "the content policy forbids style attributes: {page}");
        }
        let answer = site.get(&Browser::default(), page).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "a stranger at {page}");
    }
}

#[tokio::test]
async fn faults_keep_what_was_typed_and_near_names_are_offered() {
    let site = Site::new().await;
    let who = site.organiser().await;
    let filled = fill(&site, &who).await;
    let to = format!("/admin/clubs/{}", filled.club);
    let fields = [("version", "1"), ("official_name", ""), ("short_name", "株机新"), ("colour_light", "red")];
    let refused = site.send(&who, &to, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("株机新") && refused.text().contains("必填"));
    let to = format!("/admin/competitions/{}/entries", filled.competition);
    let refused = site.send(&who, &to, &[("name", "株洲电力机车")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("您是不是要找:中车株洲电力机车有限公司"), "{}", refused.text());
}

#[tokio::test]
async fn the_second_of_two_editors_sees_both_values() {
    let site = Site::new().await;
    let who = site.organiser().await;
    let filled = fill(&site, &who).await;
    let to = format!("/admin/clubs/{}", filled.club);
    let version = value_of(&site.get(&who, &to).await.text(), "version");
    let club = |city| {
        [
            ("version", version.as_str()),
            ("official_name", "中车株洲电力机车有限公司"),
            ("short_name", "株机"),
            ("city", city),
            ("colour_light", "#ffffff"),
            ("colour_dark", "#14202b"),
        ]
    };
    site.send(&who, &to, &club("株洲")).await.leads_to();
    let answer = site.send(&who, &to, &club("湘潭")).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let page = answer.text();
    assert!(page.contains("<td>株洲</td><td>湘潭</td>"), "{page}");
    assert!(page.contains("value=\"湘潭\""), "what was typed is kept");
}

#[tokio::test]
async fn a_change_can_be_taken_back_for_a_minute() {
    let site = Site::new().await;
    let who = site.organiser().await;
    let filled = fill(&site, &who).await;
    let to = format!("/admin/fixtures/{}", filled.fixture);
    let postpone = async || {
        let version = value_of(&site.get(&who, &to).await.text(), "version");
        site.send(&who, &format!("{to}/status"), &[("version", &version), ("status", "postponed")]).await
    };
    let answer = postpone().await;
    let page = site.get(&who, answer.header("location")).await.text();
    let undo = format!("/admin/undo/{}", answer.entry());
    assert!(page.contains(&undo));
    let (other, _) = site
        .person("second", changba::access::Role::Organiser, changba::access::Scope::League(site.league_id))
        .await;
    assert_eq!(site.send(&other, &undo, &[]).await.status, StatusCode::NOT_FOUND, "another's change");
    site.send(&who, &undo, &[]).await.leads_to();
    assert!(site.get(&who, &to).await.text().contains("未开始"));

    let answer = postpone().await;
    site.clock.advance(chrono::Duration::seconds(61));
    let page = site.get(&who, answer.header("location")).await.text();
    assert!(!page.contains("/admin/undo/"));
    let late = site.send(&who, &format!("/admin/undo/{}", answer.entry()), &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn undo_is_offered_only_for_what_it_can_take_back() {
    let site = Site::new().await;
    let who = site.organiser().await;
    let filled = fill(&site, &who).await;
    let to = format!("/admin/clubs/{}/names", filled.club);
    let answer = site.send(&who, &to, &[("name", "株机厂"), ("kind", "short")]).await;
    let page = site.get(&who, answer.header("location")).await.text();
    assert!(page.contains("株机厂"), "{page}");
    // The club's own history still begins with a change that undo could take back whole.
    assert!(!page.contains("/admin/undo/"));
}

#[tokio::test]
async fn a_game_saved_in_its_row_leaves_the_list_as_it_was() {
    let site = Site::new().await;
    let who = site.organiser().await;
    let filled = fill(&site, &who).await;
    let list = site.get(&who, "/admin/fixtures?status=scheduled&sort=team").await.text();
    let form = format!("/admin/fixtures/{}/quick?", filled.fixture);
    let action = list.split("action=\"").find(|rest| rest.starts_with(&form)).unwrap();
    let action = action.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
    assert!(action.contains("status=scheduled") && action.contains("sort=team"), "{action}");
    let version =
        value_of(&site.get(&who, &format!("/admin/fixtures/{}", filled.fixture)).await.text(), "version");
    let answer = site.send(&who, &action, &[("version", &version), ("tip_off", "2026-06-01T20:00")]).await;
    let back = answer.header("location");
    assert!(back.contains("status=scheduled") && back.contains("sort=team"), "{back}");
    assert!(site.get(&who, back).await.text().contains("2026-06-01 20:00"));
}
