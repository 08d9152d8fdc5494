//! The four 中车 clubs, one character apart, through everything that takes a name from a file: entering a competition,
//! filling a list, an export read back. The numbers are those of the list of name traps.

use crate::cli_world::{Folder, open, open_demo};
use crate::control_world::Browser;
use crate::lists::{House, form};
use axum::http::StatusCode;
use changba::actions::input::Fields;
use changba::actions::transfer::{self, Shared};
use changba::actions::{clubs, competitions};
use changba::store::{self, Tx};

/// Official name, short name, other names that hold in every season.
const FOUR: [(&str, &str, &[&str]); 4] = [
    ("中车株洲电力机车有限公司", "中车株机", &["株机"]),
    ("中车株洲电机有限公司", "中车株洲电机", &["株洲电机"]),
    ("中车株洲电力机车研究所有限公司", "中车株洲所", &[]),
    ("株洲时代新材料科技股份有限公司", "中车时代新材", &["时代新材", "中车株洲时代新材料科技股份有限公司"]),
];

async fn four(tx: &mut Tx, league: league::ids::LeagueId) -> Vec<String> {
    let mut keys = Vec::new();
    for (official, short, others) in FOUR {
        let club = Fields::from_pairs([
            ("official_name", official),
            ("short_name", short),
            ("colour_light", "#ffffff"),
            ("colour_dark", "#000000"),
        ]);
        let key = clubs::create(tx, league, &club).await.unwrap().key;
        for name in others {
            let alias = Fields::from_pairs([("name", *name), ("kind", "short")]);
            clubs::add_alias(tx, &key, &alias).await.unwrap();
        }
        keys.push(key);
    }
    keys
}

/// A form whose head names the team.
fn form_of(name: &str) -> String {
    format!("单位名称,{name}\n{}", form(5))
}

/// NAME-1: each name of each club fills that club's list and no other's, however it is printed.
#[tokio::test]
async fn a_form_fills_the_list_of_its_own_club_and_of_no_other() {
    let house = House::new().await;
    let site = &house.site;
    let mut tx = site.write().await;
    let keys = four(&mut tx, site.league_id).await;
    let competition = store::competitions::by_key(&mut tx, &house.competition).await.unwrap().unwrap();
    let mut entries = Vec::new();
    for (at, (official, short, others)) in FOUR.iter().enumerate() {
        // Entered by its last name: the record is the whole club's.
        let name = others.last().unwrap_or(short);
        let fields = Fields::from_pairs([("name", *name)]);
        let entry = competitions::enter(&mut tx, &competition, &fields).await.unwrap();
        assert_eq!((entry.club_key.as_ref(), entry.name.as_str()), (Some(&keys[at]), *official));
        entries.push(entry.key);
    }
    // Half a name is a question for a person.
    for half in ["中车", "中车株洲", "株洲电机车", "电机"] {
        let refused = competitions::enter(&mut tx, &competition, &Fields::from_pairs([("name", half)])).await;
        assert!(refused.is_err(), "{half} is nobody's name");
    }
    tx.commit().await.unwrap();
    for (at, entry) in entries.iter().enumerate() {
        for (of, (official, short, others)) in FOUR.iter().enumerate() {
            for name in [official, short].into_iter().chain(others.iter()) {
                let spaced = (at == of).then(|| full_width_and_spaced(name));
                for printed in [(*name).to_owned()].into_iter().chain(spaced) {
                    let to = format!("/admin/lists/{entry}/upload");
                    let file = form_of(&printed);
                    let sent = site.upload(&house.organiser, &to, &[], ("名单.csv", file.as_bytes())).await;
                    let page = site.get(&house.organiser, &sent.leads_to()).await.text();
                    let refused = page.contains("这是另一家俱乐部的名称");
                    assert_eq!(refused, at != of, "{printed} for {}", FOUR[at].1);
                    assert_eq!(page.contains("可收下 5 行"), at == of, "{printed} for {}", FOUR[at].1);
                }
            }
        }
    }
    // Taken all the same, the wrong form changes nothing.
    let to = format!("/admin/lists/{}/upload", entries[0]);
    let wrong = form_of("中车株洲电机有限公司");
    let preview = site.upload(&house.organiser, &to, &[], ("名单.csv", wrong.as_bytes())).await.leads_to();
    site.send(&house.organiser, &format!("{preview}/take"), &[]).await;
    let mut db = site.store.read().await.unwrap();
    let entry = store::entries::by_key(&mut db, &entries[0]).await.unwrap().unwrap();
    assert!(store::lists::rows(&mut db, entry.id).await.unwrap().is_empty());
    drop(db);
    // A slip of the pen is mended where it stands.
    let mended = site.send(&house.organiser, &preview, &[("B1", "中车株机")]).await.leads_to();
    assert!(site.get(&house.organiser, &mended).await.text().contains("可收下 5 行"));
}

fn full_width_and_spaced(name: &str) -> String {
    name.chars().flat_map(|c| [c, '\u{3000}']).collect()
}

/// NAME-2 and NAME-3: a former name holds for its season; later it is asked about, and nothing is lost.
#[tokio::test]
async fn a_former_name_is_asked_about_and_takes_the_rows_all_the_same() {
    let house = House::new().await;
    let site = &house.site;
    let preview = house.preview(&house.organiser, 0, &form_of("示例旧厂")).await;
    let page = site.get(&house.organiser, &preview).await.text();
    assert!(page.contains("没有哪家俱乐部叫这个名称") && page.contains("可收下 5 行"), "{page}");
    let mut tx = site.write().await;
    let entry = store::entries::by_key(&mut tx, &house.entries[0]).await.unwrap().unwrap();
    let club = entry.club_key.unwrap();
    let alias = Fields::from_pairs([("name", "示例旧厂"), ("kind", "former")]);
    clubs::add_alias(&mut tx, &club, &alias).await.unwrap();
    tx.commit().await.unwrap();
    let page = site.get(&house.organiser, &preview).await.text();
    assert!(!page.contains("没有哪家俱乐部叫这个名称"), "the name is its own now");
}

/// NAME-1 to NAME-5 in the seasons as published: written, read elsewhere beside another season, and still four clubs, one
/// club of three names, a renamed school, a joint team without a club.
#[tokio::test]
async fn the_published_clubs_survive_an_export_and_an_import() {
    let folder = Folder::new();
    let (here, there) = (open_demo(&folder.url("here.db")).await, open(&folder.url("there.db")).await);
    let mut db = here.read().await.unwrap();
    let seasons = store::seasons::all(&mut db).await.unwrap();
    drop(db);
    for season in &seasons {
        let file = transfer::export(&here, &season.key).await.unwrap().unwrap();
        let writer = changba::actions::console::writer(&crate::cli_world::clock());
        transfer::import(&there, &writer, &file, Shared::Keep).await.unwrap();
    }
    let mut db = there.read().await.unwrap();
    let league = store::leagues::all(&mut db).await.unwrap().remove(0).id;
    let names = store::clubs::registry(&mut db, league).await.unwrap();
    let id = |name: &str, season: &str| {
        let season = seasons.iter().find(|row| row.name_zh.contains(season)).unwrap();
        (name.to_owned(), season.key.clone())
    };
    let mut found = Vec::new();
    for (official, short, others) in FOUR {
        let mut ids = Vec::new();
        for name in [official, short].into_iter().chain(others.iter().copied()) {
            match names.find(name, None) {
                league::names::Found::One(id) => ids.push(id),
                other => panic!("{name}: {other:?}"),
            }
        }
        ids.dedup();
        assert_eq!(ids.len(), 1, "{official} is one club");
        found.push(ids[0]);
    }
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 4, "and they are four");
    let mut read = async |(name, season): (String, String)| {
        let season = store::seasons::by_key(&mut db, &season).await.unwrap().unwrap();
        names.find(&name, Some(season.id))
    };
    let huaxin = read(id("醴陵华鑫", "2025")).await;
    assert!(matches!(huaxin, league::names::Found::One(_)));
    for (name, season) in [("醴陵企联", "2023"), ("醴陵电瓷", "2024"), ("醴陵电瓷", "2025")] {
        assert_eq!(read(id(name, season)).await, huaxin, "{name} {season}");
    }
    assert!(matches!(read(id("醴陵企联", "2025")).await, league::names::Found::None { .. }));
    let school = read(id("汽车工程", "2025")).await;
    assert_eq!(read(id("湖南汽车工程职业学院", "2024")).await, school);
    assert!(matches!(read(id("湖南汽车工程职业学院", "2025")).await, league::names::Found::None { .. }));
}

#[tokio::test]
async fn a_form_without_a_name_and_a_stranger_need_no_club() {
    let house = House::new().await;
    let preview = house.preview(&house.organiser, 0, &form(5)).await;
    assert!(house.site.get(&house.organiser, &preview).await.text().contains("可收下 5 行"));
    assert_eq!(house.site.get(&Browser::default(), &preview).await.status, StatusCode::UNAUTHORIZED);
}
