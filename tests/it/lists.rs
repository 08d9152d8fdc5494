//! A list from an empty form to the scorer's table: what a leader with a link and an organiser do to it. All people are
//! invented: their numbers are of a county that does not exist.

use crate::control_world::{Answer, Browser, Site};
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use changba::actions::input::Fields;
use changba::actions::{clubs, competitions, fixtures, seasons};
use changba::store;
use chrono::Duration;
use league::identity::check_digit;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A number of nobody, born on a day; odd serials are men.
pub fn id(birth: &str, serial: u32) -> String {
    let first = format!("439901{}{serial:03}", birth.replace('-', ""));
    let last = check_digit(&first).unwrap();
    format!("{first}{last}")
}

pub const RULES: &str = r#"
name = "works"
version = 1
title = { zh = "示例职工杯", en = "Example works cup" }

[[rules]]
key = "insured"
number = "第七条"
scope = "player"
require = { paper = "insurance" }
wording = { zh = "须有意外保险。", en = "Accident insurance is needed." }

[[rules]]
key = "one_outsider"
number = "第八条"
scope = "court"
select = { of = "outsider", is = true }
at_most = 1
wording = { zh = "场上至多一名外援。", en = "One outsider on court." }
"#;

/// A site with a competition, two teams and a game in a week.
pub struct House {
    pub site: Site,
    pub organiser: Browser,
    pub competition: String,
    pub entries: Vec<String>,
    pub fixture: String,
}

impl House {
    pub async fn new() -> Self {
        let site = Site::new().await;
        let organiser = site.organiser().await;
        let mut tx = site.write().await;
        let season = Fields::from_pairs([
            ("name_zh", "2025 赛季"),
            ("zone", "Asia/Shanghai"),
            ("phase", "running"),
            ("is_public", "true"),
        ]);
        let season = seasons::create(&mut tx, site.league_id, &season).await.unwrap();
        let competition = Fields::from_pairs([
            ("name_zh", "主联赛"),
            ("kind", "main"),
            ("edition", "fiba-2024"),
            ("periods", "4"),
            ("period_minutes", "10"),
            ("overtime_minutes", "5"),
            ("criteria", "fiba"),
        ]);
        let competition = competitions::create(&mut tx, season.id, &competition).await.unwrap();
        let mut entries = Vec::new();
        for name in ["示例一厂", "示例二厂"] {
            let club = Fields::from_pairs([
                ("official_name", name),
                ("short_name", name),
                ("colour_light", "#ffffff"),
                ("colour_dark", "#000000"),
            ]);
            clubs::create(&mut tx, site.league_id, &club).await.unwrap();
            let entry =
                competitions::enter(&mut tx, &competition, &Fields::from_pairs([("name", name)])).await;
            entries.push(entry.unwrap().key);
        }
        let game =
            Fields::from_pairs([("a", &*entries[0]), ("b", &*entries[1]), ("tip_off", "2025-06-27T19:00")]);
        let fixture = fixtures::create(&mut tx, &competition, &game).await.unwrap().fixture.key;
        tx.commit().await.unwrap();
        Self { site, organiser, competition: competition.key, entries, fixture }
    }

    pub async fn set_rules(&self, changes: &[(&str, &str)]) -> Answer {
        let version = {
            let mut db = self.site.store.read().await.unwrap();
            let found = store::competitions::by_key(&mut db, &self.competition).await.unwrap().unwrap();
            store::entry_rules::of_competition(&mut db, found.id).await.unwrap().version.to_string()
        };
        let mut fields = vec![
            ("version", version.as_str()),
            ("closes_at", "2025-06-16T18:00"),
            ("match_size", "12"),
            ("match_closes_min", "40"),
            ("objection_days", "3"),
            ("names", "full"),
            ("minors", "nobody"),
            ("rules", RULES),
        ];
        fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        fields.extend_from_slice(changes);
        let path = format!("/admin/competitions/{}/entry-rules", self.competition);
        self.site.send(&self.organiser, &path, &fields).await
    }

    /// A leader with a link of his own.
    pub async fn leader(&self, team: usize) -> Browser {
        let path = format!("/admin/lists/{}/links", self.entries[team]);
        let page = self.site.send(&self.organiser, &path, &[("holder", "示例领队")]).await.text();
        let link = page.split("/team/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let path = format!("/team/{link}");
        let shown = self.site.get(&Browser::default(), &path).await;
        assert!(shown.text().contains("示例一厂") || shown.text().contains("示例二厂"));
        let answer = self.site.send(&Browser::default(), &path, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        Browser(answer.header("set-cookie").split(';').next().unwrap().to_owned())
    }

    pub fn list(&self, team: usize) -> String {
        format!("/admin/lists/{}", self.entries[team])
    }

    /// Sends a form and gives the address of its preview.
    pub async fn preview(&self, who: &Browser, team: usize, file: &str) -> String {
        let to = format!("{}/upload", self.list(team));
        self.site.upload(who, &to, &[], ("名单.csv", file.as_bytes())).await.leads_to()
    }

    /// Takes a form with whatever is good in it.
    pub async fn take(&self, who: &Browser, team: usize, file: &str) {
        let preview = self.preview(who, team, file).await;
        let taken = self.site.send(who, &format!("{preview}/take"), &[]).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER);
    }

    pub async fn rows(&self, team: usize) -> Vec<store::lists::Row> {
        let mut db = self.site.store.read().await.unwrap();
        let entry = store::entries::by_key(&mut db, &self.entries[team]).await.unwrap().unwrap();
        store::lists::rows(&mut db, entry.id).await.unwrap()
    }

    /// Takes a list one step on, and says what came of it.
    pub async fn go(&self, who: &Browser, team: usize, to: &str) -> StatusCode {
        let version = {
            let mut db = self.site.store.read().await.unwrap();
            let entry = store::entries::by_key(&mut db, &self.entries[team]).await.unwrap().unwrap();
            store::lists::of_entry(&mut db, entry.id).await.unwrap().version.to_string()
        };
        let path = format!("{}/go/{to}", self.list(team));
        self.site.send(who, &path, &[("version", &version)]).await.status
    }
}

/// A form of so many players: 甲 to 己, all insured.
pub fn form(players: usize) -> String {
    let names = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"];
    let mut text = String::from("姓名,身份证号,号码,意外险,教练电话\n");
    for (at, name) in names.iter().take(players).enumerate() {
        let number = id("1990-01-02", 100 + 2 * at as u32 + 1);
        text += &format!("示例{name},{number},{},是,\n", at + 4);
    }
    text
}

#[tokio::test]
async fn a_list_goes_from_an_empty_form_to_the_table() {
    let house = House::new().await;
    let site = &house.site;
    assert_eq!(house.set_rules(&[]).await.status, StatusCode::SEE_OTHER);
    let leader = house.leader(0).await;
    let list = house.list(0);
    let empty = site.get(&leader, &format!("{list}/form.xlsx")).await;
    assert!(empty.bytes.starts_with(b"PK"));

    // One number has a slip in it: five rows are good, the sixth is mended where it stands.
    let wrong = form(6).replace(&id("1990-01-02", 111), "439901199001021110");
    let preview = house.preview(&leader, 0, &wrong).await;
    let shown = site.get(&leader, &preview).await.text();
    assert!(shown.contains("校验码不符") && shown.contains("可收下 5 行"), "{shown}");
    assert!(!shown.contains(&id("1990-01-02", 101)), "a number stands in the clear");
    assert!(house.rows(0).await.is_empty(), "a preview saves nothing");
    let marked = site.get(&leader, &format!("{preview}/marked.xlsx")).await;
    let back = changba::sheets::open("marked.xlsx", &marked.bytes).unwrap();
    let report = league::form::check(
        &back[0],
        &[],
        &league::eligibility::Rules::basic(),
        "2025-06-13".parse().unwrap(),
    );
    assert_eq!(report.unwrap().summary.error, 1, "the marked file has the same fault");
    let mended = site.send(&leader, &preview, &[("B7", &id("1990-01-02", 111))]).await.leads_to();
    assert!(site.get(&leader, &mended).await.text().contains("可收下 6 行"));
    site.send(&leader, &format!("{mended}/take"), &[]).await.leads_to();
    assert_eq!(house.rows(0).await.len(), 6);

    // The same form again changes nothing, not even the record.
    let before = entries_in_record(&house).await;
    house.take(&leader, 0, &form(6)).await;
    assert_eq!(entries_in_record(&house).await, before);

    assert_eq!(house.go(&leader, 0, "submitted").await, StatusCode::SEE_OTHER);
    assert_eq!(house.go(&leader, 0, "submitted").await, StatusCode::CONFLICT);
    assert_eq!(house.go(&leader, 0, "approved").await, StatusCode::FORBIDDEN);
    assert_eq!(house.go(&house.organiser, 0, "sent_back").await, StatusCode::CONFLICT, "without a remark");
    let remark = [("about", "意外保险"), ("body", "请补保单号")];
    site.send(&house.organiser, &format!("{list}/remarks"), &remark).await.leads_to();
    assert_eq!(house.go(&house.organiser, 0, "sent_back").await, StatusCode::SEE_OTHER);
    assert!(site.get(&leader, &list).await.text().contains("请补保单号"));
    assert_eq!(house.go(&leader, 0, "submitted").await, StatusCode::SEE_OTHER);
    assert_eq!(house.go(&house.organiser, 0, "approved").await, StatusCode::SEE_OTHER);
    let public = format!("/c/{}/lists", house.competition);
    assert!(!site.get(&Browser::default(), &public).await.text().contains("示例甲"));
    assert_eq!(house.go(&house.organiser, 0, "posted").await, StatusCode::SEE_OTHER);
    assert!(site.get(&Browser::default(), &public).await.text().contains("示例甲"));
    assert_eq!(house.go(&house.organiser, 0, "locked").await, StatusCode::CONFLICT, "objections may come");
    site.clock.advance(Duration::days(4));
    let organiser = site
        .person("second", changba::access::Role::Organiser, changba::access::Scope::League(site.league_id))
        .await
        .0;
    assert_eq!(house.go(&organiser, 0, "locked").await, StatusCode::SEE_OTHER);

    // Locked: nothing without a protocol, and with one everybody reads it.
    let new = format!("{list}/players/new");
    let player =
        [("name", "示例庚"), ("id_number", &*id("1991-02-03", 105)), ("shirt", "20"), ("insurance", "是")];
    assert_eq!(site.send(&leader, &new, &player).await.status, StatusCode::CONFLICT);
    assert_eq!(site.send(&organiser, &new, &player).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut by_protocol = player.to_vec();
    by_protocol.extend([("paper", "纪要3号"), ("body_zh", "增补20号")]);
    assert_eq!(site.send(&organiser, &new, &by_protocol).await.status, StatusCode::SEE_OTHER);
    let posted = site.get(&Browser::default(), &public).await.text();
    assert!(posted.contains("增补20号") && posted.contains("示例庚"));

    table(&house, &leader, &organiser).await;
}

/// The evening of the game: named, looked at, locked.
async fn table(house: &House, leader: &Browser, organiser: &Browser) {
    let site = &house.site;
    let game = format!("/admin/fixtures/{}/lists/a", house.fixture);
    let rows = house.rows(0).await;
    let ticks: Vec<String> = rows.iter().map(|row| format!("p-{}", row.key)).collect();
    let mut four: Vec<(&str, &str)> = ticks.iter().take(4).map(|tick| (tick.as_str(), "on")).collect();
    four.extend([("version", "0"), ("captain", &rows[0].key)]);
    let refused = site.send(leader, &game, &four).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("应为 5 至 12 人,现为 4 人"));
    let mut six: Vec<(&str, &str)> = ticks.iter().take(6).map(|tick| (tick.as_str(), "on")).collect();
    six.extend([("version", "0"), ("captain", &rows[0].key), ("coach", "示例教练")]);
    assert_eq!(site.send(leader, &game, &six).await.status, StatusCode::SEE_OTHER);
    let page = site.get(&Browser::default(), &format!("/f/{}", house.fixture)).await.text();
    assert!(page.contains("示例甲") && !page.contains("示例庚"), "only those named stand on the public page");
    assert_eq!(
        site.send(leader, &format!("{game}/check"), &[("version", "2")]).await.status,
        StatusCode::FORBIDDEN
    );
    let seen: Vec<String> = rows.iter().take(6).map(|row| format!("v-{}", row.key)).collect();
    let mut some: Vec<(&str, &str)> = seen.iter().take(5).map(|tick| (tick.as_str(), "on")).collect();
    some.extend([("version", "2"), ("lock", "true")]);
    let check = format!("{game}/check");
    assert_eq!(site.send(organiser, &check, &some).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    some.push((seen[5].as_str(), "on"));
    assert_eq!(site.send(organiser, &check, &some).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.send(leader, &game, &six).await.status, StatusCode::CONFLICT, "locked");
}

#[tokio::test]
async fn who_is_suspended_cannot_be_named() {
    let house = House::new().await;
    house.set_rules(&[]).await;
    let (site, organiser) = (&house.site, &house.organiser);
    house.take(organiser, 0, &form(6)).await;
    assert_eq!(house.go(organiser, 0, "submitted").await, StatusCode::SEE_OTHER);
    assert_eq!(house.go(organiser, 0, "approved").await, StatusCode::SEE_OTHER);
    let rows = house.rows(0).await;
    let impose = format!("/admin/competitions/{}/discipline/impose", house.competition);
    let ban = [
        ("entry", house.entries[0].as_str()),
        ("shirt", &rows[0].shirt),
        ("sanction", "suspension"),
        ("amount", "1"),
        ("reason", "赛前推搡裁判"),
        ("document", "纪律处分1号"),
    ];
    assert_eq!(site.send(organiser, &impose, &ban).await.status, StatusCode::SEE_OTHER);
    let game = format!("/admin/fixtures/{}/lists/a", house.fixture);
    assert!(site.get(organiser, &game).await.text().contains("本场停赛"));
    let ticks: Vec<String> = rows.iter().map(|row| format!("p-{}", row.key)).collect();
    let mut named: Vec<(&str, &str)> = ticks.iter().map(|tick| (tick.as_str(), "on")).collect();
    named.extend([("version", "0"), ("captain", &rows[1].key)]);
    let refused = site.send(organiser, &game, &named).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    named.remove(0);
    assert_eq!(site.send(organiser, &game, &named).await.status, StatusCode::SEE_OTHER);
}

async fn entries_in_record(house: &House) -> i64 {
    let mut db = house.site.store.read().await.unwrap();
    let heads = store::transfer::audit_chain_heads(&mut db).await.unwrap();
    heads.iter().map(|(_, length, _)| length).sum()
}

#[tokio::test]
async fn a_light_is_red_until_the_paper_is_there_or_somebody_answers_for_it() {
    let house = House::new().await;
    house.set_rules(&[]).await;
    let (site, list) = (&house.site, house.list(0));
    house.take(&house.organiser, 0, &form(5).replacen(",是,", ",否,", 1)).await;
    let page = site.get(&house.organiser, &list).await.text();
    assert!(page.contains("第七条 须有意外保险。") && page.contains("请带: 意外保险"), "{page}");
    house.go(&house.organiser, 0, "submitted").await;
    assert_eq!(house.go(&house.organiser, 0, "approved").await, StatusCode::CONFLICT);
    let row = house.rows(0).await[0].clone();
    let path = format!("{list}/players/{}/override", row.key);
    let half = [("rule", "insured"), ("reason", "保单在途")];
    assert_eq!(site.send(&house.organiser, &path, &half).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let whole = [("rule", "insured"), ("reason", "保单在途"), ("document", "批复2号")];
    site.send(&house.organiser, &path, &whole).await.leads_to();
    let page = site.get(&house.organiser, &list).await.text();
    assert!(page.contains("保单在途") && page.contains("批复2号"), "an override stays visible");
    assert_eq!(house.go(&house.organiser, 0, "approved").await, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_on_a_phone_keeps_what_was_typed_and_names_each_fault() {
    let house = House::new().await;
    house.set_rules(&[]).await;
    let leader = house.leader(0).await;
    let new = format!("{}/players/new", house.list(0));
    let given = [("name", "示例甲"), ("id_number", "439901199001021110"), ("shirt", "200")];
    let answer = house.site.send(&leader, &new, &given).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    assert!(
        text.contains("校验码不符")
            && text.contains("球衣号码应为0至99或00")
            && text.contains("value=\"示例甲\"")
    );
    for (shirt, name, serial) in [("0", "示例甲", 101), ("00", "示例乙", 103)] {
        let number = id("1990-01-02", serial);
        let given = [("name", name), ("id_number", &*number), ("shirt", shirt), ("insurance", "是")];
        assert_eq!(house.site.send(&leader, &new, &given).await.status, StatusCode::SEE_OTHER);
    }
    let rows = house.rows(0).await;
    assert_eq!(rows.iter().map(|row| row.shirt.as_str()).collect::<Vec<_>>(), ["0", "00"]);
    // A change need not show the number again; the shirt of another player is refused.
    let one = format!("{}/players/{}", house.list(0), rows[0].key);
    let change =
        [("name", "示例甲"), ("shirt", "9"), ("insurance", "是"), ("birth", "1990-01-02"), ("sex", "male")];
    assert_eq!(house.site.send(&leader, &one, &change).await.status, StatusCode::SEE_OTHER);
    let taken = [("name", "示例甲"), ("shirt", "00"), ("insurance", "是")];
    assert_eq!(house.site.send(&leader, &one, &taken).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.rows(0).await[0].id_masked.as_deref().map(str::len), Some(18));
}

#[tokio::test]
async fn two_players_exchange_their_shirts_in_one_form() {
    let house = House::new().await;
    house.take(&house.organiser, 0, &form(3)).await;
    let swapped = form(3).replacen(",4,", ",x,", 1).replacen(",5,", ",4,", 1).replacen(",x,", ",5,", 1);
    house.take(&house.organiser, 0, &swapped).await;
    let rows = house.rows(0).await;
    let worn: Vec<String> = rows.iter().map(|row| format!("{} {}", row.shirt, row.name)).collect();
    assert_eq!(worn, ["4 示例乙", "5 示例甲", "6 示例丙"]);
}

#[tokio::test]
async fn of_a_minor_nothing_is_kept_before_a_guardian_agrees() {
    let house = House::new().await;
    house.set_rules(&[("rules", "")]).await;
    let young = format!("姓名,身份证号,号码,监护人同意书\n示例小,{},7,\n", id("2010-05-06", 101));
    let preview = house.preview(&house.organiser, 0, &young).await;
    assert!(house.site.get(&house.organiser, &preview).await.text().contains("须先有监护人同意书"));
    house.take(&house.organiser, 0, &young).await;
    assert!(house.rows(0).await.is_empty());
    house.take(&house.organiser, 0, &young.replace(",7,\n", ",7,是\n")).await;
    assert_eq!(house.rows(0).await.len(), 1);
}

#[tokio::test]
async fn a_leader_reaches_one_list_and_only_while_it_is_open() {
    let house = House::new().await;
    house.set_rules(&[]).await;
    let leader = house.leader(0).await;
    assert_eq!(house.site.get(&leader, &house.list(0)).await.status, StatusCode::OK);
    assert_eq!(house.site.get(&leader, &house.list(1)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.site.get(&leader, "/admin/persons").await.status, StatusCode::FORBIDDEN);
    let rules = format!("/admin/competitions/{}/entry-rules", house.competition);
    assert_ne!(house.site.get(&leader, &rules).await.status, StatusCode::OK);
    let other = format!("/admin/fixtures/{}/lists/b", house.fixture);
    assert_ne!(house.site.get(&leader, &other).await.status, StatusCode::OK);
    assert_eq!(house.site.get(&Browser::default(), &house.list(0)).await.status, StatusCode::UNAUTHORIZED);
    house.site.clock.advance(Duration::days(4));
    let late = house
        .site
        .upload(&leader, &format!("{}/upload", house.list(0)), &[], ("a.csv", form(5).as_bytes()))
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("报名未开放或已截止"));
}

/// A form whose file is a gigabyte, and how much of it was taken.
fn gigabyte() -> (Body, Arc<AtomicUsize>) {
    const HEAD: &str = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n";
    let given = Arc::new(AtomicUsize::new(0));
    let counted = given.clone();
    let pieces = (0..16_384).map(move |at| {
        let piece =
            if at == 0 { Bytes::from_static(HEAD.as_bytes()) } else { Bytes::from(vec![b'P'; 64 * 1024]) };
        counted.fetch_add(piece.len(), Ordering::SeqCst);
        Ok::<_, std::convert::Infallible>(piece)
    });
    (Body::from_stream(futures_util::stream::iter(pieces)), given)
}

#[tokio::test]
async fn hostile_files_are_refused_with_a_sentence() {
    let house = House::new().await;
    let zip_of = |name: &str, body: &[u8]| {
        use std::io::Write;
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let stored =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        for (name, body) in [("[Content_Types].xml", b"<Types/>".as_slice()), (name, body)] {
            zip.start_file(name, stored).unwrap();
            zip.write_all(body).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let bomb = zip_of("xl/workbook.xml", &vec![b' '; 90_000_000]);
    let macros = zip_of("xl/vbaProject.bin", b"x");
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("a.xlsx", bomb, "压缩内容异常庞大"),
        ("a.xlsx", macros, "宏"),
        ("a.xlsm", b"PK\x03\x04".to_vec(), "宏"),
        ("a.xlsx", form(5).into_bytes(), "扩展名是 .xlsx"),
        ("a.csv", b"<svg onload=alert(1)>".to_vec(), "网页或图形"),
        ("a.csv", "甲,乙\n1,2\n".into(), "找不到表头"),
        ("a.csv", Vec::new(), "文件是空的"),
        ("a.csv", "姓名,号码\n=cmd|' /C calc'!A0,7\n".into(), "公式会调用外部程序"),
    ];
    let path = format!("{}/upload", house.list(0));
    for (name, bytes, wanted) in cases {
        let answer = house.site.upload(&house.organiser, &path, &[], (name, &bytes)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {wanted}");
        assert!(answer.text().contains(wanted), "{name} {wanted}");
    }
    // A gigabyte, piece by piece: the site stops listening long before its end.
    let (body, given) = gigabyte();
    let kind = "multipart/form-data; boundary=cut";
    let answer = house.site.pour(&house.organiser, &path, kind, body).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(given.load(Ordering::SeqCst) < 4 << 20, "{given:?} bytes were taken in");
    let huge = vec![b'a'; 600_000];
    let answer = house.site.upload(&house.organiser, &path, &[], ("a.csv", &huge)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(house.rows(0).await.is_empty());
}

#[tokio::test]
async fn rules_that_cannot_be_read_are_refused_where_they_stand() {
    let house = House::new().await;
    let answer = house.set_rules(&[("rules", "name = 1")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("规则无法读取"));
    let answer = house.set_rules(&[("keeps_number", "true")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "whoever keeps numbers says why");
}
