//! Every public page: in both languages, within its budget, with all its links alive and nothing from elsewhere.

use crate::site::{Site, links};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use std::collections::{BTreeSet, VecDeque};

/// The kind of an address: its words without keys and numbers, so that one page of each kind is enough for some checks.
fn kind(path: &str) -> String {
    let path = path.split('?').next().unwrap();
    let is_key = |part: &str| part.len() == 12 && part.chars().all(|c| c.is_ascii_alphanumeric());
    path.split('/')
        .map(|part| if is_key(part.split('.').next().unwrap()) { "*" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

/// All pages that can be reached from the home page, at most so many of a kind.
async fn reachable(site: &Site, cookies: &str, of_a_kind: usize) -> Vec<(String, crate::site::Answer)> {
    let mut seen = BTreeSet::new();
    let mut kinds = std::collections::BTreeMap::new();
    let mut next = VecDeque::from(["/".to_owned()]);
    let mut pages = Vec::new();
    while let Some(path) = next.pop_front() {
        if path.starts_with("/-/lang")
            || path.starts_with("/-/theme")
            || path.starts_with("/-/assets")
            || !seen.insert(path.clone())
        {
            continue;
        }
        let count: &mut usize = kinds.entry(kind(&path)).or_default();
        *count += 1;
        if *count > of_a_kind {
            continue;
        }
        let answer = site.get_with(&path, cookies).await;
        next.extend(links(&answer.body));
        pages.push((path, answer));
    }
    pages
}

#[tokio::test]
async fn every_page_is_whole_in_both_languages() {
    let site = Site::demo().await;
    for (cookies, tag) in [("", "zh-CN"), ("lang=en", "en")] {
        let pages = reachable(&site, cookies, 3).await;
        assert!(pages.len() > 25, "only {} pages were reached", pages.len());
        for (path, page) in &pages {
            assert!(page.status.is_success(), "{path}: {}", page.status);
            if !page.header("content-type").starts_with("text/html") {
                continue;
            }
            assert!(page.body.contains(&format!("<html lang=\"{tag}\"")), "{path}");
            assert_eq!(page.body.matches("<h1").count(), 1, "{path}: one heading of the first order");
            assert!(!page.body.contains(" style=\""), "{path}: the policy forbids inline style");
            let foreign = |mark: &str| {
                page.body.split(mark).skip(1).any(|part| {
                    let address = part.split('"').next().unwrap_or("");
                    address.starts_with("http") || address.starts_with("//")
                })
            };
            assert!(!foreign("src=\""), "{path}: loads from another host");
        }
    }
}

#[tokio::test]
async fn english_pages_say_everything_in_english() {
    let site = Site::demo().await;
    // The frame of a page is ours to translate; names of clubs and people are not.
    for path in ["/sign-in", "/search", "/notices", "/nowhere", "/setup"] {
        let page = site.get_with(path, "lang=en").await;
        let frame = page.body.replace("中文", "").replace("厂BA", "");
        let chinese: String = frame
            .split("<main")
            .nth(1)
            .unwrap()
            .chars()
            .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
            .collect();
        assert!(path == "/notices" || chinese.is_empty(), "{path}: {chinese}");
    }
    // Clubs are called by their English names wherever they play under the name they bear today.
    let mut db = site.store.read().await.unwrap();
    let league = changba::store::leagues::all(&mut db).await.unwrap().remove(0);
    let season = changba::store::seasons::current(&mut db).await.unwrap().unwrap();
    let main = changba::store::competitions::of_season(&mut db, season.id).await.unwrap().remove(0);
    let clubs = changba::store::clubs::all(&mut db, league.id).await.unwrap();
    let club = clubs.iter().find(|club| club.short_name == "中车株机").unwrap();
    drop(db);
    let of = |what: &str| format!("/c/{}{what}", main.key);
    let pages = ["/".to_owned(), "/clubs".into(), of(""), of("/schedule"), of("/table"), of("/bracket")];
    for path in pages.into_iter().chain([format!("/club/{}", club.key)]) {
        let page = site.get_with(&path, "lang=en").await;
        assert!(page.body.contains("CRRC Zhuzhou Locomotive"), "{path}");
        // The Chinese name may stand beside it, as a second line or a hint; the name of a team it is not.
        for mark in ["class=\"side-name\" title=\"", "board-name\">"] {
            for rest in page.body.split(mark).skip(1) {
                let name = rest.split('>').nth(usize::from(!mark.ends_with('>'))).unwrap_or("");
                let name = name.split('<').next().unwrap_or("");
                assert!(!name.starts_with("未知") && name != "中车株机", "{path}: {name}");
            }
        }
    }
    let feed = site.get(&format!("/ics/club/{}.ics?lang=en", club.key)).await.body.replace("\r\n ", "");
    assert!(feed.contains("CRRC Zhuzhou Locomotive"), "{feed}");
}

#[tokio::test]
async fn every_answer_carries_the_policy() {
    let site = Site::demo().await;
    for path in ["/", "/clubs", "/nowhere", "/sign-in", "/admin", "/-/design"] {
        let page = site.get(path).await;
        assert!(page.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("cross-origin-opener-policy"), "same-origin", "{path}");
    }
}

#[tokio::test]
async fn a_first_visit_stays_within_its_budget() {
    let site = Site::demo().await;
    let size = async |path: &str| {
        let request = Request::get(path).header(header::ACCEPT_ENCODING, "br").body(Body::empty()).unwrap();
        let response = site.front.call(request).await;
        http_body_util::BodyExt::collect(response.into_body()).await.unwrap().to_bytes().len()
    };
    let home = site.get("/").await.body;
    let mut assets = 0;
    for path in links(&home).into_iter().filter(|link| link.starts_with("/-/assets")).collect::<BTreeSet<_>>()
    {
        assets += size(&path).await;
    }
    for (path, page) in reachable(&site, "", 2).await {
        if page.header("content-type").starts_with("text/html") {
            let whole = assets + size(&path).await;
            assert!(whole <= 60 * 1024, "{path}: {whole} bytes");
        }
    }
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused() {
    let site = Site::demo().await;
    let cookie = site.sign_in("organiser").await;
    let send = async |name: &str, value: &str| {
        let request = Request::post("/sign-out")
            .header(header::HOST, "league.test")
            .header(header::COOKIE, &cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(name, value);
        site.send(request.body(Body::empty()).unwrap()).await.status
    };
    assert_eq!(send("sec-fetch-site", "cross-site").await, StatusCode::FORBIDDEN);
    assert_eq!(send("sec-fetch-site", "same-site").await, StatusCode::FORBIDDEN);
    assert_eq!(send("origin", "https://elsewhere.test").await, StatusCode::FORBIDDEN);
    assert_eq!(
        send("x-nothing", "said").await,
        StatusCode::FORBIDDEN,
        "without any sign the form's token is needed"
    );
    assert_eq!(site.get_with("/me", &cookie).await.status, StatusCode::OK, "still signed in");
    assert_eq!(send("origin", "http://league.test").await, StatusCode::SEE_OTHER);
    assert_eq!(site.get_with("/me", &cookie).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_sign_in_link_works_once_and_a_look_does_not_use_it_up() {
    let site = Site::demo().await;
    let writer = changba::actions::console::writer(&site.clock);
    let links = changba::actions::console::demo_links(&site.store, &writer, chrono::Duration::hours(1));
    let token = links.await.unwrap().remove(0).1;
    let path = format!("/link/{token}");
    assert_eq!(site.get(&path).await.status, StatusCode::OK);
    assert_eq!(site.get(&path).await.status, StatusCode::OK, "a preview in a chat does not use it up");
    assert_eq!(site.post(&path, "", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.post(&path, "", &[]).await.status, StatusCode::GONE);
    assert_eq!(site.get("/link/nothing").await.status, StatusCode::GONE);
}

#[tokio::test]
async fn guessing_a_password_soon_means_waiting() {
    let site = Site::demo().await;
    let guess =
        async || site.post("/sign-in", "", &[("login", "organiser"), ("password", "guess guess 1")]).await;
    for _ in 0..5 {
        assert_eq!(guess().await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = guess().await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!answer.header("retry-after").is_empty());
    site.clock.advance(chrono::Duration::seconds(31));
    assert_eq!(guess().await.status, StatusCode::UNPROCESSABLE_ENTITY, "never for good");
}

#[tokio::test]
async fn an_empty_installation_is_set_up_in_three_steps() {
    let site = Site::empty().await;
    assert_eq!(site.get("/").await.location(), "/setup");
    assert!(
        !site.get("/setup").await.body.contains("name=\"password\""),
        "nothing to fill in without the token"
    );
    let writer = changba::actions::console::writer(&site.clock);
    let token = changba::actions::console::setup_token(&site.store, &writer, chrono::Duration::hours(1));
    let path = format!("/setup/{}", token.await.unwrap().unwrap());
    let fields = [
        ("name", "王敏"),
        ("login", "wangmin"),
        ("password", "钢轨 与 篮筐 42 晚上"),
        ("again", "钢轨 与 篮筐 42 晚上"),
        ("league_name", "株洲职工篮球联赛"),
        ("season_name", "2027 赛季"),
        ("zone", "Asia/Shanghai"),
        ("is_public", "true"),
    ];
    let long = "杯".repeat(61);
    for (at, value, said) in [
        (4, "", "必填"),
        (4, long.as_str(), "最多 60 个字符"),
        (4, "杯\u{0}赛", "league_name"),
        (3, "", "again"),
    ] {
        let mut wrong = fields;
        wrong[at].1 = value;
        let refused = site.post(&path, "", &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{value:?}");
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    let mut wrong = fields;
    wrong[2].1 = "短";
    wrong[6].1 = "Asia/Zhuzhou";
    let refused = site.post(&path, "", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("株洲职工篮球联赛"), "what was typed is kept");
    assert!(refused.body.contains("至少 10 个字符") && refused.body.contains("没有这个时区"));
    let done = site.post(&path, "", &fields).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/admin"));
    let home = site.get("/").await.body;
    assert!(home.contains("2027 赛季"));
    assert!(home.contains("<b>株洲职工篮球联赛</b>"), "the league's own name stands at the head of the site");
    let filter = changba::store::audit::Filter { limit: 50, ..Default::default() };
    let mut db = site.store.read().await.unwrap();
    for row in changba::store::audit::list(&mut db, &filter).await.unwrap() {
        assert_eq!(row.actor_name, "王敏", "{:?}: who did it is known from the first act on", row.action);
    }
    drop(db);
    assert_eq!(site.get(&path).await.status, StatusCode::GONE, "the door closes behind the first organiser");
    let sign_in =
        site.post("/sign-in", "", &[("login", "WangMin"), ("password", "钢轨 与 篮筐 42 晚上")]).await;
    assert_eq!(sign_in.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn people_find_clubs_by_any_name_and_by_initials() {
    let site = Site::demo().await;
    for (asked, found) in [
        ("醴陵企联", "醴陵华鑫"),
        ("zzdj", "中车株洲电机"),
        ("省建投", "湖南建投"),
        ("　湘钢 ", "湘钢集团"),
        ("LLHX", "醴陵华鑫"),
        ("明星队", "明星队"),
        ("mxd", "明星队"),
    ] {
        let query = serde_urlencoded::to_string([("q", asked)]).unwrap();
        let page = site.get(&format!("/search?{query}")).await;
        assert!(page.body.contains(&format!(">{found}</a>")), "{asked}");
    }
    let page = site.get("/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E").await;
    assert!(!page.body.contains("<script>alert"), "what was asked is shown as text");
}

#[tokio::test]
async fn language_and_theme_are_remembered_and_lead_back_home_only() {
    let site = Site::demo().await;
    let answer = site.get("/-/lang/en?back=%2Fclubs").await;
    assert_eq!((answer.location(), answer.header("set-cookie").starts_with("lang=en;")), ("/clubs", true));
    assert_eq!(site.get("/-/theme/dark?back=%2F%2Felsewhere.test").await.location(), "/");
    assert_eq!(site.get("/-/theme/dark?back=https%3A%2F%2Felsewhere.test").await.location(), "/");
    assert_eq!(site.get("/-/theme/pink").await.status, StatusCode::NOT_FOUND);
    assert!(site.get_with("/", "theme=dark").await.body.contains("data-theme=\"dark\""));
}
