//! The live stream and what is shown of a running game: no gap, nothing twice, the same figures everywhere.

use crate::world::World;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use changba::access::Role;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::time::Duration;

/// A stream that is read frame by frame.
struct Stream(Body, String);

impl Stream {
    async fn open(world: &World, since: Option<&str>) -> Self {
        let mut request = Request::builder()
            .uri(format!("/live/{}", world.fixture))
            .header("host", "league.example")
            .header("accept", "text/event-stream");
        if let Some(since) = since {
            request = request.header("last-event-id", since);
        }
        let answer = world.front.call(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "text/event-stream; charset=utf-8");
        assert_eq!(answer.headers()["cache-control"], "no-cache");
        Self(answer.into_body(), String::new())
    }

    /// The next event that carries an id: its name, its id, its data.
    async fn next(&mut self) -> (String, String, Value) {
        loop {
            while let Some((event, rest)) =
                self.1.split_once("\n\n").map(|(a, b)| (a.to_owned(), b.to_owned()))
            {
                self.1 = rest;
                let line = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                if let Some(id) = line("id:") {
                    let data = serde_json::from_str(line("data:").unwrap()).unwrap();
                    assert!(line("event:").is_some() || event.len() + 2 <= 160, "{} bytes", event.len() + 2);
                    return (line("event:").unwrap_or("message").to_owned(), id.to_owned(), data);
                }
            }
            let frame = tokio::time::timeout(Duration::from_secs(30), self.0.frame()).await.unwrap();
            self.1 += std::str::from_utf8(&frame.unwrap().unwrap().into_data().unwrap()).unwrap();
        }
    }
}

struct Game {
    world: World,
    scorer: String,
    number: u32,
}

impl Game {
    async fn begun() -> Self {
        let world = World::new().await;
        let scorer = world.token(Role::Scorer).await;
        let mut game = Self { world, scorer, number: 0 };
        game.enter(json!({ "kind": "level", "level": "scoresheet" })).await;
        game.enter(json!({ "kind": "period_start" })).await;
        game
    }

    async fn enter(&mut self, fact: Value) {
        self.number += 1;
        let play = json!({
            "id": format!("k1-{}", self.number), "by": "scorer", "at": "2025-06-13T11:30:00Z", "period": 1,
            "fact": fact,
        });
        let path = format!("/api/v1/fixtures/{}/plays", self.world.fixture);
        let answer = self.world.send(&self.scorer, "POST", &path, json!({ "plays": [play] })).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }

    async fn basket(&mut self, side: &str) {
        self.enter(json!({ "kind": "goal", "side": side, "player": "7", "points": 2 })).await;
    }
}

#[tokio::test]
async fn a_stream_begins_whole_and_goes_on_without_gap_or_repetition() {
    let mut game = Game::begun().await;
    let mut stream = Stream::open(&game.world, None).await;
    let (event, id, data) = stream.next().await;
    assert_eq!((event.as_str(), id.as_str(), &data["phase"]), ("snapshot", "1-2", &json!("playing")));
    let mut marks = vec![id];
    for points in 1..=5 {
        game.basket("a").await;
        let (event, id, figures) = stream.next().await;
        assert_eq!((event.as_str(), &figures[1], &figures[2]), ("message", &json!(points * 2), &json!(0)));
        assert_eq!(figures[13], figures[0].as_i64().unwrap() - 1, "each names the one before it");
        marks.push(id);
    }
    assert_eq!(marks, ["1-2", "1-3", "1-4", "1-5", "1-6", "1-7"]);
    // The network was gone for two events: exactly those come.
    let mut again = Stream::open(&game.world, Some("1-5")).await;
    assert_eq!(again.next().await.1, "1-6");
    assert_eq!(again.next().await.1, "1-7");
    game.basket("b").await;
    assert_eq!((again.next().await.2[2].clone(), stream.next().await.2[2].clone()), (json!(2), json!(2)));
    for lost in ["1-1", "9-4", "1-99", "nonsense"] {
        let (event, id, _) = Stream::open(&game.world, Some(lost)).await.next().await;
        assert_eq!((event.as_str(), id.as_str()), ("snapshot", "1-8"), "{lost}");
    }
}

#[tokio::test]
async fn page_feeds_and_screens_show_the_same_game() {
    let mut game = Game::begun().await;
    for side in ["a", "a", "b"] {
        game.basket(side).await;
    }
    game.enter(
        json!({ "kind": "foul", "side": "b", "who": "9", "code": "P", "free_throws": 2, "drawn_by": "7" }),
    )
    .await;
    game.enter(json!({ "kind": "free_throw", "side": "a", "player": "7", "made": true })).await;
    let key = game.world.fixture.clone();
    let feed = game.world.get(&format!("/feed/{key}.json")).await.json();
    assert_eq!(
        (&feed["a"]["score"], &feed["b"]["score"], &feed["b"]["fouls"]),
        (&json!(5), &json!(2), &json!(1))
    );
    let text = game.world.get(&format!("/feed/{key}.txt")).await.text;
    assert!(text.contains("\na.score=5\n") && text.contains("\nphase=playing\n"), "{text}");
    let xml = game.world.get(&format!("/feed/{key}.xml")).await.text;
    assert!(xml.contains("<value name=\"b.score\">2</value>"), "{xml}");
    let page = game.world.get(&format!("/f/{key}/live")).await.text;
    assert!(page.contains("data-figure=\"1\">5<") && page.contains("湘钢 7 罚球命中"), "{page}");
    assert!(page.contains("<polyline"), "the lead as a line");
    for kind in ["board", "bug"] {
        let screen = game.world.get(&format!("/screen/{key}/{kind}")).await;
        assert_eq!(screen.status, StatusCode::OK);
        assert!(
            screen.text.contains("&quot;score&quot;:5") || screen.text.contains("&#34;score&#34;:5"),
            "{}",
            screen.text
        );
    }
    let canteen = game.world.get(&format!("/screen/season/{}", game.world.season)).await.text;
    assert!(canteen.contains("5 : 2"), "{canteen}");
    game.basket("b").await;
    assert!(
        game.world.get(&format!("/f/{key}/live")).await.text.contains("data-figure=\"2\">4<"),
        "never stale"
    );
    for nothing in [format!("/feed/{key}.exe"), format!("/screen/{key}/wall"), "/live/nobody".into()] {
        assert_eq!(game.world.get(&nothing).await.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[tokio::test]
async fn a_difference_that_lasts_marks_the_public_score() {
    let mut game = Game::begun().await;
    game.basket("a").await;
    let key = game.world.fixture.clone();
    game.world.clock.advance(chrono::Duration::seconds(5));
    let check = json!({ "act": "check", "device": "c1", "score_a": 3, "score_b": 0 });
    game.world.send(&game.scorer, "POST", &format!("/api/v1/fixtures/{key}/sheet"), check).await;
    let unconfirmed =
        async || game.world.get(&format!("/feed/{key}.json?now")).await.json()["unconfirmed"].clone();
    assert_eq!(unconfirmed().await, false, "the second thumb is a moment later");
    let mut stream = Stream::open(&game.world, None).await;
    let (_, _, first) = stream.next().await;
    assert_eq!(first["agreed"], Value::Null);
    game.world.clock.advance(chrono::Duration::seconds(31));
    let later = game.world.get(&format!("/feed/{key}.json?later")).await.json();
    assert_eq!(later["unconfirmed"], true);
    assert_eq!(later["agreed"], json!({ "a": 2, "b": 0 }));
    // Nobody enters anything: the stream says so all the same.
    let (_, _, figures) = stream.next().await;
    assert_eq!(figures[12], 1, "{figures}");
    game.basket("b").await;
    let page = game.world.get(&format!("/f/{key}/live")).await.text;
    assert!(page.contains("is-frozen") && page.contains("data-figure=\"2\">0<"), "the score stands still");
    let agrees = json!({ "act": "check", "device": "c1", "score_a": 2, "score_b": 2 });
    game.world.send(&game.scorer, "POST", &format!("/api/v1/fixtures/{key}/sheet"), agrees).await;
    let page = game.world.get(&format!("/f/{key}/live")).await.text;
    assert!(!page.contains("is-frozen") && page.contains("data-figure=\"2\">2<"), "and goes on");
}

#[tokio::test]
async fn a_link_to_a_running_game_carries_its_score_as_a_picture() {
    let mut game = Game::begun().await;
    game.basket("a").await;
    let key = game.world.fixture.clone();
    let page = game.world.get(&format!("/f/{key}/live")).await.text;
    let tag = |page: &str, name: &str| {
        let rest = page.split_once(&format!("property=\"og:{name}\" content=\"")).unwrap().1;
        rest.split_once('"').unwrap().0.replace("&#38;", "&")
    };
    assert!(tag(&page, "description").starts_with("湘钢 v 株机 2:0"), "{}", tag(&page, "description"));
    let picture = tag(&page, "image");
    let path = picture.strip_prefix("http://league.example").unwrap();
    let request = Request::builder().uri(path).header("host", "league.example");
    let drawn = game.world.front.call(request.body(Body::empty()).unwrap()).await;
    assert_eq!(
        (drawn.status(), &drawn.headers()["content-type"]),
        (StatusCode::OK, &"image/png".parse().unwrap())
    );
    let bytes = drawn.into_body().collect().await.unwrap().to_bytes();
    assert!(bytes.starts_with(b"\x89PNG") && bytes.len() > 10_000);
    game.basket("b").await;
    let next = game.world.get(&format!("/f/{key}/live")).await.text;
    assert_ne!(tag(&next, "image"), picture, "another score is another address");
    let fixture = game.world.foreign.fixture.clone();
    assert!(
        !game.world.get(&format!("/f/{fixture}/live")).await.text.contains("og:image"),
        "nothing to show yet"
    );
}

#[tokio::test]
async fn leaders_and_line_ups_stand_on_the_live_page() {
    let mut game = Game::begun().await;
    for (number, fact) in [
        json!({ "kind": "level", "level": "box_score" }),
        json!({ "kind": "starters", "side": "a", "players": ["4", "5", "6", "7", "8"] }),
        json!({ "kind": "goal", "side": "a", "player": "7", "points": 3 }),
        json!({ "kind": "assist", "side": "a", "player": "4" }),
    ]
    .into_iter()
    .enumerate()
    {
        let play = json!({ "id": format!("z1-{}", 100 + number), "by": "scorer", "at": "2025-06-13T11:30:00Z", "period": 1, "fact": fact });
        let path = format!("/api/v1/fixtures/{}/plays", game.world.fixture);
        let sent = game.world.send(&game.scorer, "POST", &path, json!({ "plays": [play] })).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
    }
    game.number = 200;
    let page = game.world.get(&format!("/f/{}/live", game.world.fixture)).await.text;
    assert!(
        page.contains("本场领先者") && page.contains("<b class=\"num\">3</b> <span class=\"shirt\">7</span>"),
        "{page}"
    );
    assert!(page.contains("阵容") && page.contains("首发"), "{page}");
}
