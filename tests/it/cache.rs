//! The page cache: right the moment something is saved, and calm when everybody comes at once.

use crate::cli_world::{clock, writer};
use crate::site::Site;
use changba::actions::fixtures as acts;
use changba::store::{Store, fixtures, seasons};
use std::sync::Arc;

async fn first_fixture(store: &Store) -> fixtures::Card {
    let mut db = store.read().await.unwrap();
    let season = seasons::current(&mut db).await.unwrap().unwrap();
    let cards = fixtures::of_season(&mut db, season.id).await.unwrap();
    cards.into_iter().find(|card| card.fixture.tip_off.is_some()).unwrap()
}

async fn remark(store: &Store, key: &str, text: &str) {
    let mut db = store.read().await.unwrap();
    let card = fixtures::by_key(&mut db, key).await.unwrap().unwrap();
    drop(db);
    let mut fields = acts::fields_of(&card);
    fields.set("remark_zh", text);
    let mut tx = store.write(&writer()).await.unwrap();
    acts::change(&mut tx, key, card.fixture.version, &fields).await.unwrap();
    tx.commit().await.unwrap();
}

/// How often pages were made, as the server counts it itself.
async fn made(site: &Site) -> u64 {
    let request = http::Request::get("/metrics").body(axum::body::Body::empty()).unwrap();
    let mut request = request;
    let peer = std::net::SocketAddr::from(([127, 0, 0, 1], 1));
    request.extensions_mut().insert(changba::web::Scheme { secure: false, peer });
    let text = site.send(request).await.body;
    let line = text.lines().find_map(|line| line.strip_prefix("changba_cache_misses_total ")).unwrap();
    line.parse().unwrap()
}

#[tokio::test]
async fn after_each_commit_the_next_read_shows_it() {
    let site = Site::demo().await;
    let card = first_fixture(&site.store).await;
    let page = format!("/f/{}", card.fixture.key);
    for turn in 0..20 {
        let text = format!("remark-{turn}-end");
        site.get(&page).await;
        remark(&site.store, &card.fixture.key, &text).await;
        assert!(site.get(&page).await.body.contains(&text), "turn {turn}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_reader_is_behind_a_commit_that_was_acknowledged() {
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
    let site = Arc::new(Site::demo().await);
    let card = first_fixture(&site.store).await;
    let (newest, over) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    remark(&site.store, &card.fixture.key, "count-0-end").await;
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let (site, newest, over) = (site.clone(), newest.clone(), over.clone());
            let page = format!("/f/{}", card.fixture.key);
            tokio::spawn(async move {
                let mut reads = 0;
                while !over.load(Ordering::SeqCst) {
                    let acknowledged = newest.load(Ordering::SeqCst);
                    let body = site.get(&page).await.body;
                    let shown = body.split("count-").nth(1).and_then(|rest| rest.split("-end").next());
                    let shown: u64 = shown.unwrap().parse().unwrap();
                    assert!(shown >= acknowledged, "shown {shown}, acknowledged {acknowledged}");
                    reads += 1;
                }
                reads
            })
        })
        .collect();
    for turn in 1..=40 {
        remark(&site.store, &card.fixture.key, &format!("count-{turn}-end")).await;
        newest.store(turn, Ordering::SeqCst);
    }
    over.store(true, Ordering::SeqCst);
    for reader in readers {
        assert!(reader.await.unwrap() > 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_stampede_makes_the_page_once() {
    let site = Arc::new(Site::demo().await);
    let card = first_fixture(&site.store).await;
    let page = format!("/f/{}", card.fixture.key);
    for _ in 0..3 {
        let before = made(&site).await;
        let crowd: Vec<_> = (0..100)
            .map(|_| {
                let (site, page) = (site.clone(), page.clone());
                tokio::spawn(async move { site.get(&page).await })
            })
            .collect();
        for visitor in crowd {
            assert_eq!(visitor.await.unwrap().status, 200);
        }
        assert_eq!(made(&site).await - before, 1);
        remark(&site.store, &card.fixture.key, &clock().now().to_string()).await;
    }
}

#[tokio::test]
async fn a_commit_elsewhere_is_seen_after_the_next_look() {
    let site = Site::demo().await;
    let card = first_fixture(&site.store).await;
    let page = format!("/f/{}", card.fixture.key);
    site.get(&page).await;
    let changba::store::Engine::Sqlite { path, .. } = site.store.engine() else { unreachable!() };
    let elsewhere = Store::open(&format!("sqlite:{}", path.display())).await.unwrap();
    remark(&elsewhere, &card.fixture.key, "from another process").await;
    site.store.refresh_versions().await.unwrap();
    assert!(site.get(&page).await.body.contains("from another process"));
}

#[tokio::test]
async fn a_look_at_the_head_alone_does_not_empty_the_page() {
    let site = Site::demo().await;
    let request = http::Request::head("/").body(axum::body::Body::empty()).unwrap();
    assert_eq!(site.send(request).await.status, 200);
    assert!(site.get("/").await.body.contains("</html>"));
}
