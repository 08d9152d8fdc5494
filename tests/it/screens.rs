//! One panel drives the screens of a hall; sponsors have their seconds; a show runs by its list.

use crate::cli_world::{Folder, open, writer};
use crate::world::{Answer, World};
use axum::http::{Method, StatusCode};
use changba::actions::transfer::{self, Shared};
use changba::store::screens;
use serde_json::json;

const FORM: &str = "application/x-www-form-urlencoded";

struct Hall {
    world: World,
    session: String,
}

impl Hall {
    async fn new() -> Self {
        let world = World::new().await;
        let session = world.session().await;
        Self { world, session }
    }

    async fn post(&self, path: &str, body: &str) -> Answer {
        let headers =
            [("cookie", self.session.as_str()), ("content-type", FORM), ("sec-fetch-site", "same-origin")];
        self.world.call(Method::POST, path, &headers, body.to_owned()).await
    }

    async fn panel(&self) -> String {
        let answer = self.world.call(Method::GET, "/admin/screens", &[("cookie", &self.session)], "").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.text
    }

    /// Adds something to the season and expects it to be taken.
    async fn add(&self, what: &str, body: &str) {
        let answer = self.post(&format!("/admin/seasons/{}/{what}", self.world.season), body).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }

    async fn screens(&self) -> Vec<screens::Screen> {
        let mut db = self.world.store.read().await.unwrap();
        let season = changba::store::seasons::by_key(&mut db, &self.world.season).await.unwrap().unwrap();
        screens::of_season(&mut db, season.id).await.unwrap()
    }

    /// Where a screen is told to go.
    async fn told(&self, screen: &str) -> String {
        let answer = self.world.get(&format!("/screen/of/{screen}/now")).await;
        answer.json()["go"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn one_panel_drives_every_screen() {
    let hall = Hall::new().await;
    hall.add("screens", "name=主屏").await;
    hall.add("screens", "name=LED墙").await;
    let twice = hall.post(&format!("/admin/seasons/{}/screens", hall.world.season), "name=主屏").await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let screens = hall.screens().await;
    let (main, wall) = (screens[0].key.clone(), screens[1].key.clone());
    let fixture = hall.world.fixture.clone();
    assert_eq!(hall.told(&main).await, format!("/screen/season/{}?screen={main}", hall.world.season));
    let entry = hall.world.get(&format!("/screen/of/{main}")).await;
    assert_eq!(entry.header("location"), hall.told(&main).await, "the television's own address leads there");
    let needs = hall.post(&format!("/admin/screens/{main}"), "view=board").await;
    assert_eq!(needs.status, StatusCode::UNPROCESSABLE_ENTITY, "a board needs a game");
    assert!(needs.text.contains("必填") || needs.text.contains("请填写"), "{}", needs.text);
    let foreign = format!("view=board&fixture={}", hall.world.foreign.fixture);
    let foreign = hall.post(&format!("/admin/screens/{main}"), &foreign).await;
    assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY, "of this season");
    let told = hall.post(&format!("/admin/screens/{main}"), &format!("view=board&fixture={fixture}")).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text);
    assert_eq!(hall.told(&main).await, format!("/screen/{fixture}/board?screen={main}"), "never stale");
    assert!(hall.told(&wall).await.contains("/screen/season/"), "only the one");
    for (view, path) in [
        ("line_ups", format!("/screen/{fixture}/line-ups")),
        ("statistics", format!("/screen/{fixture}/statistics")),
        ("bug", format!("/screen/{fixture}/bug")),
        ("sponsors", format!("/screen/of/{wall}/sponsors")),
        ("show", format!("/screen/of/{wall}/show")),
        ("dark", format!("/screen/of/{wall}/dark")),
    ] {
        hall.add("screens/all", &format!("view={view}&fixture={fixture}")).await;
        assert_eq!(hall.told(&wall).await, format!("{path}?screen={wall}"));
        let shown = hall.world.get(&hall.told(&wall).await).await;
        assert_eq!(shown.status, StatusCode::OK, "{view}: {}", shown.text);
    }
    assert!(hall.panel().await.contains("黑屏"));
    hall.post(&format!("/admin/screens/{main}/archive"), "").await;
    assert_eq!(hall.world.get(&format!("/screen/of/{main}/now")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_sponsors_seconds_are_totals_that_only_grow() {
    let hall = Hall::new().await;
    hall.add("screens", "name=主屏").await;
    hall.add("sponsors", "name=示例钢铁&line=好钢&seconds=10").await;
    let bad = hall.post(&format!("/admin/seasons/{}/sponsors", hall.world.season), "name=x&seconds=1").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let screen = hall.screens().await[0].key.clone();
    let page = hall.world.get(&format!("/screen/of/{screen}/sponsors?screen={screen}")).await.text;
    let sponsor = page.split_once("data-sponsor=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    assert!(page.contains("data-seconds=\"10\"") && page.contains("好钢"), "{page}");
    let headers = [("content-type", FORM), ("sec-fetch-site", "same-origin")];
    let tell = async |run: &str, seconds: u32| {
        let body = format!("run={run}&sponsor={sponsor}&seconds={seconds}");
        let path = format!("/screen/of/{screen}/aired");
        hall.world.call(Method::POST, &path, &headers, body).await.status
    };
    // The same total twice, an older one late, and another run of the page.
    for (run, seconds) in [("r1", 10), ("r1", 20), ("r1", 20), ("r1", 10), ("r2", 5)] {
        assert_eq!(tell(run, seconds).await, StatusCode::NO_CONTENT);
    }
    assert_eq!(tell("r1", 100_000).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(hall.panel().await.contains(">25<"), "{}", hall.panel().await);
    let path = format!("/screen/of/{screen}x/aired");
    let body = format!("run=r1&sponsor={sponsor}&seconds=1");
    assert_eq!(hall.world.call(Method::POST, &path, &headers, body).await.status, StatusCode::NOT_FOUND);
    let log = format!("/admin/seasons/{}/aired.xlsx", hall.world.season);
    assert_eq!(hall.world.get(&log).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_show_runs_by_its_list_and_takes_the_screens_along() {
    let hall = Hall::new().await;
    hall.add("screens", "name=主屏").await;
    let fixture = hall.world.fixture.clone();
    hall.add("show", "title=升旗&at=2025-06-13T18:40&minutes=5&who=王&view=show").await;
    hall.add(
        "show",
        &format!("title=介绍球队&at=2025-06-13T18:50&minutes=5&view=line_ups&fixture={fixture}"),
    )
    .await;
    let bad = hall.post(&format!("/admin/seasons/{}/show", hall.world.season), "title=x&minutes=5").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let screen = hall.screens().await[0].key.clone();
    let items = async || {
        let mut db = hall.world.store.read().await.unwrap();
        let season = changba::store::seasons::by_key(&mut db, &hall.world.season).await.unwrap().unwrap();
        screens::items(&mut db, season.id).await.unwrap()
    };
    let (flag, teams) = (0, 1);
    let all = items().await;
    let begin = async |at: usize, version: i64| {
        hall.post(&format!("/admin/show/{}/begin", all[at].key), &format!("version={version}")).await.status
    };
    assert_eq!(begin(flag, 1).await, StatusCode::SEE_OTHER);
    assert!(hall.told(&screen).await.contains("/show?"));
    let shown = hall.world.get(&format!("/screen/of/{screen}/show")).await.text;
    assert!(shown.contains("升旗") && shown.contains("18:50") && !shown.contains('王'), "{shown}");
    assert_eq!(begin(flag, 1).await, StatusCode::CONFLICT, "somebody else was quicker");
    assert_eq!(begin(teams, 1).await, StatusCode::SEE_OTHER);
    assert_eq!(hall.told(&screen).await, format!("/screen/{fixture}/line-ups?screen={screen}"));
    let states: Vec<String> = items().await.into_iter().map(|item| item.state).collect();
    assert_eq!(states, ["done", "now"]);
    hall.add("sponsors", "name=示例&seconds=5").await;
    let file = transfer::export(&hall.world.store, &hall.world.season).await.unwrap().unwrap();
    let folder = Folder::new();
    let other = open(&folder.url("other.db")).await;
    transfer::import(&other, &writer(), &file, Shared::Refuse).await.unwrap();
    assert_eq!(transfer::export(&other, &hall.world.season).await.unwrap().unwrap(), file);
    let read: serde_json::Value = serde_json::from_str(&file).unwrap();
    assert_eq!(read["hall"]["show_items"][1]["fixture"], json!(fixture));
}
