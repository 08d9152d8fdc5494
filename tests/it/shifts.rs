//! Shifts: a club's roster, the crews of its players, and "1 of 4 cannot come" by name.

use crate::discipline::Room;
use crate::world::World;
use axum::http::StatusCode;
use changba::access::{Role, Scope};
use changba::store::{clubs, entries};

/// Four players of 湘钢.
async fn players(world: &World) -> Vec<String> {
    let mut tx = world.write().await;
    let entry = entries::by_key(&mut tx, &world.entries[0]).await.unwrap().unwrap();
    let mut keys = Vec::new();
    for (shirt, name) in [("4", "球员一"), ("5", "球员二"), ("6", "球员三"), ("7", "球员四")] {
        let key = tx.key();
        let person = entries::insert_person(&mut tx, world.league_id, &key, name, "").await.unwrap();
        let player = entries::Player {
            key: tx.key(),
            entry_id: entry.id,
            person_key: key.clone(),
            name: name.into(),
            shirt: shirt.into(),
            position: String::new(),
            height_cm: None,
            captain: false,
            sample: String::new(),
        };
        entries::insert_player(&mut tx, person, &player).await.unwrap();
        keys.push(key);
    }
    tx.commit_quiet().await.unwrap();
    keys
}

#[tokio::test]
async fn who_is_on_the_late_shift_cannot_come() {
    let world = World::new().await;
    let people = players(&world).await;
    let room = Room::of(&world).await;
    let here = format!("/admin/clubs/{}/shifts", world.clubs[0]);
    // On 13 June the crew 甲 begins its late shifts, on day 2 of the cycle.
    let roster = [("pattern", "four_crews"), ("first", "2025-06-11"), ("department", "炼钢厂")];
    room.saves(&format!("{here}/new/{}", world.season), &roster).await;
    let page = room.get(&here).await.text;
    assert!(page.contains("早早中中夜夜休休") && page.contains("甲 0、乙 2、丙 4、丁 6"), "{page}");
    let choice = |crew: &str| {
        let at = page.find(&format!(">炼钢厂 {crew}</option>")).unwrap();
        let before = &page[..at];
        before[before.rfind("value=\"").unwrap() + 7..].split('"').next().unwrap().to_owned()
    };
    let crews = [choice("甲"), choice("乙"), choice("甲"), String::new()];
    let fields: Vec<(&str, &str)> =
        people.iter().map(String::as_str).zip(crews.iter().map(String::as_str)).collect();
    room.saves(&format!("/admin/entries/{}/crews", world.entries[0]), &fields).await;

    let game = room.get(&format!("/admin/fixtures/{}", world.fixture)).await.text;
    assert!(game.contains("4 人中 2 人不能到场") && game.contains("已知班组的球员 3/4"), "{game}");
    assert!(
        game.contains("<td>4 球员一") && game.contains("<td>6 球员三") && !game.contains("<td>5 球员二"),
        "{game}"
    );
    let slot = room.get(&format!("{here}?at=2025-06-16T19:00")).await.text;
    assert!(slot.contains("4 人中 1 人不能到场") && slot.contains("<td>5 球员二"), "{slot}");
    let planner = room.get(&here).await.text;
    assert!(planner.contains("shift = { first = 2025-06-11, cycle = 8, work = [2, 3, 4, 5] }"), "{planner}");

    // A draft of the calendar reads them: the day is short, and its fairness report names who would be at work.
    let new = [("name", "夏季"), ("competition", world.competition.as_str()), ("legs", "single")];
    room.saves(&format!("/admin/seasons/{}/drafts", world.season), &new).await;
    let list = room.get(&format!("/admin/drafts?s={}", world.season)).await.text;
    let at = list.find("/admin/drafts/").unwrap();
    let draft = list[at..].split('"').next().unwrap();
    let fair = room.get(&format!("{draft}?view=fairness")).await.text;
    assert!(fair.contains("球员一 1 · 球员三 1") && !fair.contains("球员二 1"), "{fair}");
    // Two drafts stand side by side.
    assert!(!list.contains("草案对比"));
    let other = [("name", "秋季"), ("competition", world.competition.as_str()), ("legs", "single")];
    room.saves(&format!("/admin/seasons/{}/drafts", world.season), &other).await;
    let list = room.get(&format!("/admin/drafts?s={}", world.season)).await.text;
    assert!(list.contains("草案对比"), "{list}");

    let text = changba::actions::transfer::export(&world.store, &world.season).await.unwrap().unwrap();
    let folder = crate::cli_world::Folder::new();
    let other = crate::cli_world::open(&folder.url("other.db")).await;
    let writer = changba::actions::console::writer(&world.clock);
    let shared = changba::actions::transfer::Shared::Refuse;
    changba::actions::transfer::import(&other, &writer, &text, shared).await.unwrap();
    assert_eq!(changba::actions::transfer::export(&other, &world.season).await.unwrap().unwrap(), text);
}

#[tokio::test]
async fn a_roster_is_checked_and_belongs_to_its_club() {
    let world = World::new().await;
    let people = players(&world).await;
    let room = Room::of(&world).await;
    let to = format!("/admin/clubs/{}/shifts/new/{}", world.clubs[0], world.season);
    for (fields, field) in [
        (vec![("first", "2025-06-11")], "cycle-new"),
        (vec![("first", "2025-06-11"), ("cycle", "早晚")], "crews-new"),
        (vec![("first", "2025-06-11"), ("cycle", "早晚"), ("crews", "甲")], "cycle-new"),
        (vec![("first", ""), ("pattern", "day_staff")], "first-new"),
        (
            vec![("first", "2025-06-11"), ("pattern", "day_staff"), ("exceptions", "明天 休")],
            "exceptions-new",
        ),
        (vec![("first", "2025-06-11"), ("pattern", "day_staff"), ("hours", "白 八点")], "hours-new"),
        (vec![("first", "2025-06-11"), ("pattern", "day_staff"), ("crews", "甲 x")], "crews-new"),
    ] {
        let answer = room.send(&to, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{fields:?}: {}", answer.text);
    }
    room.saves(&to, &[("first", "2025-06-09"), ("pattern", "day_staff")]).await;
    let crews = format!("/admin/entries/{}/crews", world.entries[0]);
    let stranger = room.send(&crews, &[("nobody", "x 甲")]).await;
    assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nowhere = room.send(&crews, &[(people[0].as_str(), "x 甲")]).await;
    assert_eq!(nowhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut db = world.store.read().await.unwrap();
    let club = clubs::by_key(&mut db, &world.clubs[1]).await.unwrap().unwrap();
    drop(db);
    let other = world.token_in(Role::TeamLeader, Scope::Club(club.id)).await;
    let page = world.get_as(&other, &format!("/admin/clubs/{}/shifts", world.clubs[0])).await;
    assert!(page.status.is_client_error(), "a leader sees his own club's shifts only");
}
