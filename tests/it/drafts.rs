//! The planner's pages: a draft from nothing to a published calendar, two people at once, a night that is closed.

use crate::control_path::fill;
use crate::control_world::{Answer, Browser, Site, value_of};
use axum::http::StatusCode;

/// A league with six teams of one competition, no games, and a draft of everybody against everybody.
struct Planned {
    site: Site,
    who: Browser,
    competition: String,
    venue: String,
    draft: String,
}

impl Planned {
    async fn new() -> Self {
        let site = Site::new().await;
        let who = site.organiser().await;
        let filled = fill(&site, &who).await;
        let to = format!("/admin/competitions/{}", filled.competition);
        let rules = [
            ("name_zh", "联谊赛"),
            ("kind", "invitational"),
            ("edition", "fiba-2024"),
            ("periods", "4"),
            ("period_minutes", "10"),
            ("overtime_minutes", "5"),
            ("criteria", "fiba"),
        ];
        let page = site.get(&who, &to).await.text();
        assert!(page.contains("主联赛"));
        let made =
            site.send(&who, &format!("/admin/seasons/{}/competitions/new", filled.season), &rules).await;
        let competition = crate::control_world::key_in(&made.leads_to());
        for name in ["湘钢", "株机", "株硬", "华鑫"] {
            let to = format!("/admin/competitions/{competition}");
            if ["株硬", "华鑫"].contains(&name) {
                let fields = [
                    ("official_name", name),
                    ("short_name", name),
                    ("colour_light", "#ffffff"),
                    ("colour_dark", "#14202b"),
                ];
                let league = &site.league;
                site.send(&who, &format!("/admin/leagues/{league}/clubs/new"), &fields).await.leads_to();
            }
            site.send(&who, &format!("{to}/entries"), &[("name", name)]).await.leads_to();
        }
        let fields = [("name", "夏季"), ("competition", competition.as_str()), ("legs", "single")];
        let answer = site.send(&who, &format!("/admin/seasons/{}/drafts", filled.season), &fields).await;
        let draft = answer.leads_to().trim_end_matches("/setup").to_owned();
        let page = site.get(&who, &format!("{draft}/setup")).await.text();
        let venue = after(&page, "name=\"of\" value=\"", 1);
        let planned = Self { site, who, competition, venue, draft };
        planned.set("dates", "", &[("from", "2025-07-04"), ("to", "2025-07-13")]).await.leads_to();
        let evenings = [("used", "true"), ("fri", "true"), ("sat", "true"), ("sun", "true")];
        let times = [("times", "19:00 20:40"), ("courts", "1")];
        planned.set("hall", &planned.venue.clone(), &[evenings.as_slice(), &times].concat()).await.leads_to();
        planned
    }

    async fn version(&self) -> String {
        value_of(&self.site.get(&self.who, &format!("{}/repair", self.draft)).await.text(), "version")
    }

    async fn set(&self, part: &str, of: &str, fields: &[(&str, &str)]) -> Answer {
        let version = self.version().await;
        let own = [("version", version.as_str()), ("part", part), ("of", of)];
        self.site.send(&self.who, &format!("{}/setup", self.draft), &[own.as_slice(), fields].concat()).await
    }

    async fn act(&self, to: &str, fields: &[(&str, &str)]) -> Answer {
        let version = self.version().await;
        let own = [("version", version.as_str())];
        self.site.send(&self.who, &format!("{}/{to}", self.draft), &[own.as_slice(), fields].concat()).await
    }

    async fn page(&self, to: &str) -> String {
        let answer = self.site.get(&self.who, &format!("{}{to}", self.draft)).await;
        assert_eq!(answer.status, StatusCode::OK, "{to}");
        answer.text()
    }

    /// Plans until the search says that it has ended, then keeps what it found.
    async fn plan(&self) {
        self.act("search", &[("seconds", "1")]).await.leads_to();
        let mut ended = false;
        for _ in 0..600 {
            ended = self.page("/search").await.contains("已结束");
            if ended {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert!(ended, "a search of one second ends");
        self.act("search/keep", &[]).await.leads_to();
    }
}

/// What stands behind a mark at its n-th place, up to the next quote.
fn after(page: &str, mark: &str, place: usize) -> String {
    let part = page.split(mark).nth(place + 1).unwrap_or_else(|| panic!("no {mark} in {page}"));
    part.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_draft_is_planned_moved_and_published() {
    let planned = Planned::new().await;
    let Planned { site, who, draft, .. } = &planned;
    planned.plan().await;
    let page = planned.page("").await;
    assert!(page.contains("所有必须的条件都满足"), "{page}");
    assert!(page.contains("2025-07-04 周五") && page.contains("华鑫"));
    for view in ["list", "matrix", "clubs", "fairness"] {
        assert!(planned.page(&format!("?view={view}")).await.contains("株硬"), "{view}");
    }
    // Nothing is public yet.
    let stranger = Browser::default();
    let schedule = format!("/c/{}/schedule", planned.competition);
    assert!(!site.get(&stranger, &schedule).await.text().contains("2025-07-04"));

    // A game moves to a slot that is free for it; one that is full says why.
    let games = after(&page, "/games/", 0);
    let game = format!("games/{games}");
    let moves = planned.page(&format!("/{game}")).await;
    let slot = after(&moves, "name=\"slot\" value=\"", 0);
    let answer = planned.act(&format!("{game}/move"), &[("slot", &slot)]).await;
    assert_eq!(&answer.leads_to(), draft);
    let full = planned.site.get(who, &format!("{draft}/{game}/slots")).await.text();
    let full: serde_json::Value = serde_json::from_str(&full).unwrap();
    let full =
        full["slots"].as_array().unwrap().iter().find(|there| there["legal"] == false).unwrap().clone();
    assert!(!full["why"].as_str().unwrap().is_empty(), "{full}");
    let refused = planned.act(&format!("{game}/move"), &[("slot", full["slot"].as_str().unwrap())]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains(full["why"].as_str().unwrap()));

    // Published, the games are in the calendar; publishing again changes nothing.
    let before = planned.page("/publish").await;
    assert!(before.contains("新定") && before.contains("需要通知"), "{before}");
    planned.act("publish", &[]).await.leads_to();
    let public = site.get(&stranger, &schedule).await.text();
    assert!(public.contains("华鑫") && public.contains("7月"), "{public}");
    assert!(planned.page("/publish").await.contains("没有变化"));
}

#[tokio::test]
async fn a_closed_night_is_mended_with_the_fewest_moves() {
    let planned = Planned::new().await;
    planned.plan().await;
    planned.act("publish", &[]).await.leads_to();
    let first = after(&planned.page("/repair").await, "<option value=\"", 0);
    assert!(!first.is_empty());
    let day = "2025-07-04";
    let on_that_day = planned.page("?view=list").await.matches(&format!("<td>{day} ")).count();
    let hall = planned.venue.clone();
    let fields = [("what", "closed"), ("hall", hall.as_str()), ("day", day)];
    planned.act("repair", &fields).await.leads_to();
    let versions = planned.page("/versions").await;
    assert!(versions.contains(&format!("移动场次 {on_that_day}")), "{versions}");
    assert!(versions.contains("已证明没有移动更少的方案"), "{versions}");
    assert!(!planned.page("?view=list").await.contains(&format!("<td>{day} ")));
    // The calendar still has the old day; publishing moves the sequence of each game on.
    assert_eq!(planned.page("/publish").await.matches("改期").count(), on_that_day);
    // What is missing is named, and nothing is written.
    let missing = planned.act("repair", &[("what", "closed"), ("hall", &hall)]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn two_planners_do_not_lose_each_other_s_work() {
    let planned = Planned::new().await;
    planned.plan().await;
    let stale = planned.version().await;
    let game = format!("games/{}", after(&planned.page("").await, "/games/", 0));
    planned.act(&format!("{game}/lock"), &[("locked", "true")]).await.leads_to();
    assert!(planned.page("").await.contains("已锁定"));
    let fields = [("version", stale.as_str()), ("what", "rules")];
    let late = planned.site.send(&planned.who, &format!("{}/repair", planned.draft), &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let fields = [("version", stale.as_str()), ("part", "rules"), ("of", ""), ("rest_hours", "48")];
    let late = planned.site.send(&planned.who, &format!("{}/setup", planned.draft), &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("value=\"48\""), "what was typed is kept");
    // An earlier version comes back as the newest.
    planned.act("versions/1", &[]).await.leads_to();
    assert!(!planned.page("").await.contains("已锁定"));
    assert!(planned.page("/versions").await.contains("恢复版本 1"));
}

#[tokio::test]
async fn rules_that_contradict_each_other_are_named_with_ways_out() {
    let planned = Planned::new().await;
    planned.set("dates", "", &[("from", "2025-07-04"), ("to", "2025-07-06")]).await.leads_to();
    planned.set("rules", "", &[("games_a_day", "1"), ("rest_hours", "60")]).await.leads_to();
    let answer = planned.act("search/conflict", &[]).await;
    let page = answer.text();
    assert!(page.contains("互相矛盾") && page.contains("两场之间至少休息 60 小时"), "{page}");
    assert!(page.contains("出路"), "{page}");
    for (part, fields, said) in [
        ("dates", [("from", "2025-07-04"), ("to", "2025-07-01")].as_slice(), "结束早于开始"),
        (
            "dates",
            &[("from", "2025-07-04"), ("to", "2025-07-20"), ("closed", "nie")],
            "2025-06-13 2025-06-20",
        ),
        ("rules", &[("together", "湘钢、无此队")], "没有这样的球队:无此队"),
        ("rules", &[("prime_times", "25:00")], "19:00 20:40"),
    ] {
        let refused = planned.set(part, "", fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(refused.text().contains(said), "{fields:?}");
    }
}

#[tokio::test]
async fn games_go_out_to_a_spreadsheet_and_come_back_with_a_difference() {
    let planned = Planned::new().await;
    planned.plan().await;
    let bytes = planned.site.get(&planned.who, &format!("{}/games.xlsx", planned.draft)).await.bytes;
    let sheet = changba::sheets::open("games.xlsx", &bytes).unwrap().remove(0);
    assert_eq!(sheet.rows.len(), 7);
    let same = planned.upload("games.xlsx", &bytes).await;
    assert!(same.contains("两个版本的场次相同"), "{same}");
    // One game an hour later, by hand.
    let mut rows: Vec<Vec<String>> =
        sheet.rows.iter().skip(1).map(|row| row.iter().map(league::form::Cell::text).collect()).collect();
    rows[0][6] = "15:30".into();
    let changed = changba::sheets::table("x", &changba::drafts::sheet::COLUMNS, &rows).unwrap();
    let page = planned.upload("games.xlsx", &changed).await;
    assert!(page.contains("15:30") && page.contains("改期"), "{page}");
    assert!(!planned.page("?view=list").await.contains("15:30"), "nothing is saved yet");
    let laid = after(&page, "name=\"laid\" value=\"", 0).replace("&#34;", "\"").replace("&quot;", "\"");
    planned.act("import/take", &[("laid", &laid)]).await.leads_to();
    assert!(planned.page("?view=list").await.contains("15:30"));
    rows[1][0] = "nothing".into();
    let broken = changba::sheets::table("x", &changba::drafts::sheet::COLUMNS, &rows).unwrap();
    assert!(planned.upload("games.xlsx", &broken).await.contains("第 3 行"));
}

impl Planned {
    async fn upload(&self, name: &str, bytes: &[u8]) -> String {
        let to = format!("{}/import", self.draft);
        self.site.upload(&self.who, &to, &[], (name, bytes)).await.text()
    }
}

#[tokio::test]
async fn one_delay_pushes_the_evening_along() {
    let planned = Planned::new().await;
    // Six games on three evenings of two: every evening is full.
    planned.set("dates", "", &[("from", "2025-07-04"), ("to", "2025-07-06")]).await.leads_to();
    planned.plan().await;
    planned.act("publish", &[]).await.leads_to();
    let page = planned.site.get(&planned.who, "/admin/evening?day=2025-07-05").await.text();
    let season = after(&page, "action=\"/admin/seasons/", 0).replace("/delay", "");
    let game = page.split("name=\"fixture\"").nth(1).unwrap();
    let game = game.split("<option value=\"").find(|part| part.contains("19:00")).unwrap();
    let game = game.split('"').next().unwrap();
    let fields = [("fixture", game), ("minutes", "30"), ("length", "90"), ("day", "2025-07-05")];
    let to = format!("/admin/seasons/{season}/delay");
    planned.site.send(&planned.who, &to, &fields).await.leads_to();
    let page = planned.site.get(&planned.who, "/admin/evening?day=2025-07-05").await.text();
    assert!(page.contains("19:30") && page.contains("21:00"), "{page}");
}

#[tokio::test]
async fn rounds_at_once_for_any_number_of_teams() {
    let planned = Planned::new().await;
    let get = |to: &'static str| planned.site.get(&planned.who, to);
    let page = get("/admin/instant?clubs=12&legs=single").await.text();
    assert!(page.contains("连续主场或客场: 10"), "{page}");
    let page = get("/admin/instant?clubs=11&legs=mirrored").await.text();
    assert!(page.contains("轮空"), "{page}");
    assert_eq!(get("/admin/instant?clubs=3&legs=single").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}
