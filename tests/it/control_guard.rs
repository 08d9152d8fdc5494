//! Who gets in: links of the scorer's table, roles that nobody raises, files that do no harm.

use crate::control_path::fill;
use crate::control_world::{Browser, Site, choice, key_in, value_of};
use axum::http::StatusCode;
use changba::access::{Role, Scope};
use changba::actions::seasons;
use chrono::Duration;

/// The address that a page shows once.
fn shown_once(page: &str) -> String {
    let at = page.find("id=\"secret-url\"").expect("a secret on the page");
    let url = page[at..].split("value=\"").nth(1).unwrap().split('"').next().unwrap();
    url.trim_start_matches("http://league.test").to_owned()
}

#[tokio::test]
async fn a_scorers_link_is_early_then_works_then_ends() {
    let site = Site::new().await;
    let who = site.organiser().await;
    let filled = fill(&site, &who).await;
    let game = format!("/admin/fixtures/{}", filled.fixture);
    let given = [("job", "scorer"), ("holder", "记录员甲")];
    let page = site.send(&who, &format!("{game}/links"), &given).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("class=\"qr\""));
    let link = shown_once(&page.text());
    let gate = site.send(&who, &format!("{game}/links"), &[("job", "gate")]).await;
    assert_eq!(gate.status, StatusCode::UNPROCESSABLE_ENTITY, "only scorers have a page yet");

    // It is 16:00; tip-off is at 19:00, so the link has just opened. Three hours earlier it would not.
    let stranger = Browser::default();
    site.clock.advance(Duration::minutes(-1));
    assert_eq!(site.send(&stranger, &link, &[]).await.status, StatusCode::CONFLICT);
    site.clock.advance(Duration::minutes(1));
    let opened = site.send(&stranger, &link, &[]).await;
    assert_eq!(opened.leads_to(), format!("/pad/{}", filled.fixture));
    let scorer = Browser(opened.header("set-cookie").split(';').next().unwrap().to_owned());
    let table = format!("/table/{}", filled.fixture);
    let version = value_of(&site.get(&scorer, &table).await.text(), "version");
    site.send(&scorer, &format!("{table}/start"), &[("version", &version)]).await.leads_to();
    let old = [("version", version.as_str()), ("score_a", "70"), ("score_b", "60")];
    assert_eq!(site.send(&scorer, &table, &old).await.status, StatusCode::CONFLICT);
    let version = value_of(&site.get(&scorer, &table).await.text(), "version");
    let wrong = [("version", version.as_str()), ("score_a", "70"), ("score_b", "70")];
    let refused = site.send(&scorer, &table, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("value=\"70\""));
    let good = [
        ("version", version.as_str()),
        ("score_a", "70"),
        ("score_b", "60"),
        ("a1", "20"),
        ("b1", "10"),
        ("a2", "20"),
        ("b2", "20"),
        ("a3", "15"),
        ("b3", "15"),
        ("a4", "15"),
        ("b4", "15"),
    ];
    site.send(&scorer, &table, &good).await.leads_to();
    let public = site.get(&stranger, &format!("/f/{}", filled.fixture)).await.text();
    assert!(public.contains("70") && public.contains("待确认"), "entered, not official");
    assert_eq!(site.get(&scorer, "/admin").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get(&scorer, &game).await.status, StatusCode::FORBIDDEN);

    // Taken back, it opens nothing; and so after its time.
    let page = site.get(&who, &game).await.text();
    let at = page.find("/revoke\"").unwrap();
    let revoke = page[..at].rsplit('"').next().unwrap().to_owned() + "/revoke";
    site.send(&who, &revoke, &[]).await.leads_to();
    assert_eq!(site.get(&scorer, &table).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(site.get(&stranger, &link).await.status, StatusCode::GONE);
    let link = shown_once(&site.send(&who, &format!("{game}/links"), &given).await.text());
    site.clock.advance(Duration::hours(10));
    assert_eq!(site.get(&stranger, &link).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn nobody_raises_a_role() {
    let site = Site::new().await;
    let league = Scope::League(site.league_id);
    let (organiser, own) = site.person("organiser", Role::Organiser, league).await;
    let (owner, chief) = site.person("owner", Role::Owner, league).await;
    let (auditor, _) = site.person("auditor", Role::Auditor, league).await;
    let scope = format!("league:{}", site.league);
    let grant = |role| [("role", role), ("scope", scope.as_str())];
    let people = |key: &str, what: &str| format!("/admin/people/{key}/{what}");

    let made = site.send(&organiser, "/admin/people/new", &[("login", "media1"), ("name", "媒体")]).await;
    assert!(shown_once(&made.text()).starts_with("/reset/"));
    let page = site.get(&organiser, "/admin/people").await.text();
    let at = page.find(">media1<").unwrap();
    let new = key_in(page[..at].rsplit("href=\"").next().unwrap().trim_end_matches('"'));
    let to = people(&new, "grants");
    assert_eq!(site.send(&organiser, &to, &grant("media")).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.send(&organiser, &to, &grant("owner")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.send(&organiser, &to, &[("role", "media"), ("scope", "league:x")]).await.status, 422);
    assert_eq!(site.send(&organiser, &people(&own, "grants"), &grant("media")).await.status, 403);
    assert_eq!(site.send(&owner, &people(&chief, "grants"), &grant("organiser")).await.status, 403);
    assert_eq!(
        site.send(&organiser, &people(&chief, "link"), &[]).await.status,
        403,
        "a way to become owner"
    );
    assert_eq!(site.send(&organiser, &people(&chief, "close"), &[]).await.status, 403);
    assert_eq!(site.send(&auditor, &to, &grant("media")).await.status, 403);
    assert_eq!(site.send(&owner, &to, &grant("owner")).await.status, StatusCode::SEE_OTHER);
    let token = [("name", "script"), ("role", "owner"), ("scope", scope.as_str()), ("ttl", "8")];
    assert_eq!(site.send(&organiser, "/admin/tokens", &token).await.status, 403);
    assert_eq!(site.send(&owner, "/admin/tokens", &token).await.status, StatusCode::OK);
}

#[tokio::test]
async fn another_leagues_objects_do_not_exist_and_an_archived_season_is_read_only() {
    let site = Site::new().await;
    let who = site.organiser().await;
    let filled = fill(&site, &who).await;
    let mut tx = site.write().await;
    let other = seasons::found_league(&mut tx, "另一联赛", "Another").await.unwrap();
    tx.commit().await.unwrap();
    let (foreign, _) = site.person("foreign", Role::Organiser, Scope::League(other.id)).await;
    let paths = [
        format!("/admin/fixtures/{}", filled.fixture),
        format!("/admin/clubs/{}", filled.club),
        format!("/admin/competitions/{}", filled.competition),
        format!("/admin/seasons/{}/edit", filled.season),
        format!("/admin/history/club/{}", filled.club),
        format!("/table/{}", filled.fixture),
        format!("/admin/leagues/{}/clubs/new", site.league),
    ];
    for path in &paths {
        assert_eq!(site.get(&foreign, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let audit = site.get(&foreign, "/admin/audit.json").await.text();
    assert!(!audit.contains("湘钢") && !audit.contains("\"name\":\"organiser\""), "{audit}");
    let to = format!("/admin/seasons/{}/edit", filled.season);
    let version = value_of(&site.get(&who, &to).await.text(), "version");
    let archive = [
        ("version", version.as_str()),
        ("name_zh", "2025 赛季"),
        ("zone", "Asia/Shanghai"),
        ("phase", "archived"),
        ("is_public", "true"),
    ];
    site.send(&who, &to, &archive).await.leads_to();
    let page = site.get(&who, &format!("/admin/fixtures/{}", filled.fixture)).await.text();
    assert!(page.contains("本赛季已存档") && !page.contains("action=\"/admin/fixtures/"), "{page}");
    let change = [("version", "1"), ("status", "cancelled")];
    let refused = site.send(&who, &format!("/admin/fixtures/{}/status", filled.fixture), &change).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_file_is_looked_at_reviewed_and_served_without_harm() {
    let site = Site::new().await;
    let who = site.organiser().await;
    let filled = fill(&site, &who).await;
    let to = format!("/admin/seasons/{}/uploads/new", filled.season);
    let alt = [("alt_zh", "决赛")];
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    for (name, content, said) in [
        ("a.svg", svg.as_slice(), "不接受 SVG"),
        ("a.png", svg.as_slice(), "不接受 SVG"),
        ("a.jpg", b"%PDF-1.7".as_slice(), "只接受"),
        ("a.pdf", vec![b'x'; 250_000].as_slice(), "文件过大"),
        ("", b"".as_slice(), "请选择一个文件"),
    ] {
        let answer = site.upload(&who, &to, &alt, (name, content)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.text().contains(said), "{name}: {}", answer.text());
    }
    assert_eq!(
        site.upload(&who, &to, &alt, ("a.pdf", &vec![b'x'; 900_000])).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let shown = [("alt_zh", "决赛"), ("people_shown", "true")];
    let pdf = b"%PDF-1.7 \n".as_slice();
    let answer = site.upload(&who, &to, &shown, ("a.pdf", pdf)).await;
    assert!(answer.text().contains("必填"), "consent");
    let key = key_in(&site.upload(&who, &to, &alt, ("规程.pdf", pdf)).await.leads_to());
    let stranger = Browser::default();
    let file = format!("/file/{key}");
    assert_eq!(site.get(&stranger, &file).await.status, StatusCode::NOT_FOUND, "not before review");
    assert_eq!(site.get(&who, &file).await.bytes, pdf);
    let page = site.get(&who, &format!("/admin/uploads/{key}")).await.text();
    let version = value_of(&page, "version");
    site.send(&who, &format!("/admin/uploads/{key}/approve"), &[("version", &version)]).await.leads_to();
    let answer = site.get(&stranger, &file).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert!(answer.header("content-disposition").starts_with("attachment"));
    assert!(answer.header("content-security-policy").contains("sandbox"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn the_auditor_reads_all_and_changes_nothing() {
    let site = Site::new().await;
    let who = site.organiser().await;
    let filled = fill(&site, &who).await;
    let (auditor, account) = site.person("auditor", Role::Auditor, Scope::League(site.league_id)).await;
    let to = format!("/admin/seasons/{}/notices/new", filled.season);
    let draft = [("kind", "notice"), ("title_zh", "草稿一则"), ("body_zh", "尚未公布")];
    let notice = key_in(&site.send(&who, &to, &draft).await.leads_to());
    let pages = [
        "/admin/people".to_owned(),
        format!("/admin/people/{account}"),
        "/admin/money".into(),
        "/admin/officials".into(),
        "/admin/outbox".into(),
        "/admin/recipients".into(),
        "/admin/tokens".into(),
        "/admin/persons".into(),
        format!("/admin/notices/{notice}"),
        format!("/admin/clubs/{}/shifts", filled.club),
        format!("/admin/competitions/{}/entry-rules", filled.competition),
        format!("/admin/fixtures/{}/lists/a", filled.fixture),
    ];
    for path in pages {
        let page = site.get(&auditor, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let page = page.text();
        let main = page.split("<main").nth(1).unwrap();
        let posts = main.split("<form").skip(1).filter(|form| form.contains("method=\"post\""));
        for form in posts {
            let form = form.split("</form>").next().unwrap();
            assert!(!form.contains("type=\"submit\""), "{path}: {form}");
        }
    }
    let sent = site.send(&auditor, &format!("/admin/notices/{notice}"), &[("version", "1")]).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    // A draft is for those who write notices, and for those who read all; a scorer of the season is neither.
    let draft = format!("/n/{notice}");
    let season = Scope::Season(site.season_id(&filled.season).await);
    let (scorer, _) = site.person("scorer", Role::Scorer, season).await;
    assert_eq!(site.get(&scorer, &draft).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get(&auditor, &draft).await.status, StatusCode::OK);
    assert_eq!(site.get(&who, &draft).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_move_is_told_by_names_and_a_team_enters_once() {
    let site = Site::new().await;
    let who = site.organiser().await;
    let filled = fill(&site, &who).await;
    let to = format!("/admin/leagues/{}/venues/new", site.league);
    site.send(&who, &to, &[("name_zh", "天元全民健身中心")]).await.leads_to();
    let game = format!("/admin/fixtures/{}", filled.fixture);
    let page = site.get(&who, &game).await.text();
    let form = page.split("<form").find(|form| form.contains("name=\"venue\"")).unwrap();
    let venue = choice(form, "天元全民健身中心");
    let (a, b) = (choice(form, "湘钢"), choice(form, "株机"));
    let version = value_of(form, "version");
    let moved = [
        ("version", version.as_str()),
        ("a", &a),
        ("b", &b),
        ("tip_off", "2025-06-13T19:00"),
        ("venue", &venue),
    ];
    site.send(&who, &game, &moved).await.leads_to();
    for path in [format!("/admin/history/fixture/{}", filled.fixture), "/admin/audit?object=fixture".into()] {
        let told = site.get(&who, &path).await.text();
        assert!(told.contains("株洲体育中心") && told.contains("天元全民健身中心"), "{path}: {told}");
    }
    let kinds = site.get(&who, "/admin/audit").await.text();
    for word in ["sanction_rule", "appointment", "ledger", "person"] {
        assert!(kinds.contains(&format!("value=\"{word}\"")), "{word} can be asked for");
    }

    let to = format!("/admin/competitions/{}/entries", filled.competition);
    let twice = site.send(&who, &to, &[("name", "株机")]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text().contains("该队已用此名称参加本赛事"));
    // A team that was entered by mistake and taken back leaves nothing behind.
    let stars = site.send(&who, &to, &[("name", "误报队"), ("kind", "allstar")]).await;
    site.send(&who, &format!("/admin/undo/{}", stars.entry()), &[]).await.leads_to();
    let page = site.get(&who, &format!("/admin/competitions/{}", filled.competition)).await.text();
    assert!(!page.contains("误报队"), "{page}");

    // An official result that is taken back leaves its trace in the open.
    let result = format!("{game}/result");
    let version = value_of(&site.get(&who, &result).await.text(), "version");
    let score = [
        ("version", version.as_str()),
        ("outcome", "played"),
        ("score_a", "98"),
        ("score_b", "76"),
        ("official", "true"),
    ];
    let made = site.send(&who, &result, &score).await;
    site.send(&who, &format!("/admin/undo/{}", made.entry()), &[]).await.leads_to();
    let ledger =
        site.get(&Browser::default(), &format!("/c/{}/corrections", filled.competition)).await.text();
    assert!(ledger.contains("98:76") && ledger.contains("误确认"), "{ledger}");

    // A link for a game of last week would be dead when it is handed over.
    site.clock.advance(Duration::days(7));
    let (who, _) = site.person("later", Role::Organiser, Scope::League(site.league_id)).await;
    let late = site.send(&who, &format!("{game}/links"), &[("job", "scorer")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("比赛早已结束") && !late.text().contains("class=\"qr\""));
}
