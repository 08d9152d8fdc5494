//! Results from a sheet: shown before they are saved, saved whole, and nothing new when the same sheet comes again.

use crate::control_path::{Filled, fill};
use crate::control_world::{Answer, Browser, Site, value_of};
use axum::http::StatusCode;

/// A game of the calendar, and one of an old evening with the teams the other way round.
const SHEET: &str = "赛事,日期,时间,场馆,甲队,乙队,甲分,乙分,各节\n\
    主联赛,2025-06-13,,,湘钢,株机,80,70,20:18 20:17 20:17 20:18\n\
    主联赛,2025-05-30,19:00,株洲体育中心,株机,湘钢,66,71,\n";

struct Night {
    site: Site,
    who: Browser,
    filled: Filled,
}

impl Night {
    async fn new() -> Self {
        let site = Site::new().await;
        let who = site.organiser().await;
        let filled = fill(&site, &who).await;
        Self { site, who, filled }
    }

    async fn look(&self, sheet: &str) -> Answer {
        let to = format!("/admin/seasons/{}/results", self.filled.season);
        self.site.upload(&self.who, &to, &[], ("night.csv", sheet.as_bytes())).await
    }

    async fn results(&self) -> String {
        self.site.get(&self.who, "/admin/results").await.text()
    }

    async fn take(&self, page: &str) -> Answer {
        let to = format!("/admin/seasons/{}/results/take", self.filled.season);
        let rows = value_of(page, "rows");
        self.site.send(&self.who, &to, &[("rows", &rows), ("official", "false")]).await
    }
}

#[tokio::test]
async fn a_sheet_is_shown_taken_and_changes_nothing_the_second_time() {
    let night = Night::new().await;
    assert!(night.results().await.contains("/admin/results/sheet"));
    let page = night.look(SHEET).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let page = page.text();
    assert!(page.contains("录入赛果") && page.contains("新建场次") && page.contains("80:70"), "{page}");
    assert!(!night.results().await.contains("80:70"), "nothing is saved by looking");
    night.take(&page).await.leads_to();
    let results = night.results().await;
    assert!(results.contains("80:70") && results.contains("66:71"), "{results}");
    let public = format!("/f/{}", night.filled.fixture);
    let shown = night.site.get(&Browser::default(), &public).await.text();
    assert!(shown.contains("第1节") && shown.contains(">20</td>") && shown.contains(">18</td>"), "{shown}");
    // What the calendar gives each team can be counted by everybody.
    let competition = format!("/c/{}", night.filled.competition);
    let about = night.site.get(&Browser::default(), &competition).await.text();
    assert!(about.contains(&format!("{competition}/fairness")));
    let shares = night.site.get(&Browser::default(), &format!("{competition}/fairness")).await.text();
    assert!(shares.contains("赛程公平性") && shares.contains("<td class=\"num\">14</td>"), "{shares}");
    // The same sheet, and what the season's own sheet says, are known already.
    let again = night.look(SHEET).await.text();
    assert!(again.contains("都已在系统里") && !again.contains("name=\"rows\""), "{again}");
    // Taken twice by two windows, it changes nothing either.
    night.take(&page).await.leads_to();
    assert_eq!(night.results().await.matches("66:71").count(), results.matches("66:71").count());
}

#[tokio::test]
async fn a_sheet_with_faults_is_told_by_row_and_column_and_nothing_is_saved() {
    let night = Night::new().await;
    for (sheet, said) in [
        ("姓名,分数\n甲,1\n", "第 1 行「甲队」"),
        ("甲队,乙队,甲分,乙分\n湘钢,华鑫,80,70\n", "第 2 行「乙队」"),
        ("甲队,乙队,甲分,乙分\n湘钢,株机,80,\n", "第 2 行「乙分」"),
        ("甲队,乙队,甲分,乙分\n湘钢,株机,八十,70\n", "第 2 行「甲分」"),
        ("日期,甲队,乙队,甲分,乙分\n六月,湘钢,株机,80,70\n", "第 2 行「日期」"),
        ("甲队,乙队,甲分,乙分,各节\n湘钢,株机,80,70,20:18\n", "第 2 行"),
        ("赛事,甲队,乙队,甲分,乙分\n乙级,湘钢,株机,80,70\n", "第 2 行「赛事」"),
        ("编号,甲队,乙队,甲分,乙分\nnone,湘钢,株机,80,70\n", "第 2 行「编号」"),
        ("甲队,乙队,甲分,乙分,结果\n湘钢,株机,80,70,赢了\n", "第 2 行「结果」"),
    ] {
        let page = night.look(sheet).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{sheet}");
        assert!(page.text().contains(said), "{sheet}: {}", page.text());
        assert!(!night.results().await.contains("80:70"), "{sheet}");
    }
}

#[tokio::test]
async fn an_official_result_stands_against_a_sheet() {
    let night = Night::new().await;
    let to = format!("/admin/fixtures/{}/result", night.filled.fixture);
    let version = value_of(&night.site.get(&night.who, &to).await.text(), "version");
    let result = [("version", version.as_str()), ("outcome", "played"), ("score_a", "80"), ("score_b", "70")];
    let official = [result.as_slice(), &[("official", "true")]].concat();
    night.site.send(&night.who, &to, &official).await.leads_to();
    let same = night.look("日期,甲队,乙队,甲分,乙分\n2025-06-13,湘钢,株机,80,70\n").await.text();
    assert!(same.contains("都已在系统里"), "{same}");
    // The teams turned are the same game, with the score turned.
    let turned = night.look("日期,甲队,乙队,甲分,乙分\n2025-06-13,株机,湘钢,70,80\n").await.text();
    assert!(turned.contains("都已在系统里"), "{turned}");
    let other = night.look("日期,甲队,乙队,甲分,乙分\n2025-06-13,湘钢,株机,81,70\n").await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.text().contains("已有官方成绩"), "{}", other.text());
}

#[tokio::test]
async fn the_seasons_own_sheet_changes_nothing() {
    let night = Night::new().await;
    let page = night.look(SHEET).await.text();
    night.take(&page).await.leads_to();
    let to = format!("/admin/seasons/{}/results.xlsx", night.filled.season);
    let sheet = night.site.get(&night.who, &to).await;
    assert_eq!(sheet.status, StatusCode::OK);
    let back = format!("/admin/seasons/{}/results", night.filled.season);
    let again = night.site.upload(&night.who, &back, &[], ("results.xlsx", &sheet.bytes)).await.text();
    assert!(again.contains("都已在系统里"), "{again}");
}

/// The command says what the page says: nothing saved by a preview, all by the act, nothing by the same sheet again.
#[tokio::test]
async fn the_command_takes_a_sheet_once() {
    let folder = crate::cli_world::Folder::new();
    let url = folder.url("league.db");
    let store = crate::cli_world::open_demo(&url).await;
    let [_, _, newest] = crate::cli_world::season_keys(&store).await;
    let mut db = store.read().await.unwrap();
    let season = changba::store::seasons::by_key(&mut db, &newest).await.unwrap().unwrap();
    let competition = changba::store::competitions::of_season(&mut db, season.id).await.unwrap().remove(0);
    let teams = changba::store::entries::of_competition(&mut db, competition.id).await.unwrap();
    drop(db);
    store.close().await;
    let sheet = format!(
        "赛事,日期,甲队,乙队,甲分,乙分\n{},2025-05-01,{},{},61,58\n",
        competition.name_zh, teams[0].name, teams[1].name
    );
    let file = folder.path("old.csv");
    std::fs::write(&file, sheet).unwrap();
    let results = |more: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_changba"));
        command.args(["--db", &url, "results"]).arg(&file).args(["--season", &newest]).args(more);
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let json: serde_json::Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}"));
        (output.status.code().unwrap(), json)
    };
    let (code, json) = results(&["--preview"]);
    assert_eq!(
        (code, &json["saved"], &json["rows"][0]["step"]),
        (0, &false.into(), &"created".into()),
        "{json}"
    );
    let (_, json) = results(&["--official"]);
    assert_eq!((&json["saved"], &json["rows"][0]["step"]), (&true.into(), &"created".into()), "{json}");
    let (_, json) = results(&[]);
    assert_eq!((&json["saved"], &json["rows"][0]["step"]), (&false.into(), &"same".into()), "{json}");
    std::fs::write(&file, "甲队,乙队,甲分,乙分\n某队,某某队,61,\n").unwrap();
    let (code, json) = results(&[]);
    assert_eq!((code, &json["faults"][0]["row"]), (1, &2.into()), "{json}");
}
