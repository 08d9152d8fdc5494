//! 战报: drafted from the data, edited, published; nothing in it that the data does not hold.

use crate::control_path::fill;
use crate::control_world::{Browser, Site, key_in, value_of};
use changba::access::{Role, Scope};

#[tokio::test]
async fn a_report_is_drafted_saved_and_published_by_the_media_desk() {
    let site = Site::new().await;
    let organiser = site.organiser().await;
    let filled = fill(&site, &organiser).await;
    let media = site.person("media", Role::Media, Scope::League(site.league_id)).await.0;
    let desk = format!("/admin/fixtures/{}/reports", filled.fixture);
    let early = site.get(&media, &desk).await.text();
    assert!(early.contains("比赛结束后才有战报的草稿") && !early.contains("name=\"body_zh\""), "{early}");

    let result = format!("/admin/fixtures/{}/result", filled.fixture);
    let version = value_of(&site.get(&organiser, &result).await.text(), "version");
    let fields = [
        ("version", version.as_str()),
        ("outcome", "played"),
        ("score_a", "83"),
        ("score_b", "79"),
        ("periods", "20:18 17:20 25:19 21:22"),
    ];
    site.send(&organiser, &result, &fields).await.leads_to();
    let draft = site.get(&media, &desk).await.text();
    for said in ["83:79", "净胜 4 分", "第1节 20:18", "beat", "by 4"] {
        assert!(draft.contains(said), "{said}: {draft}");
    }
    for unsaid in ["最多领先", "分、", "加时"] {
        assert!(!draft.contains(unsaid), "nobody kept plays, so nobody can know: {unsaid}");
    }

    let report = [
        ("title_zh", "湘钢四分险胜"),
        ("body_zh", "第一段。\n\n第二段。"),
        ("quote_zh", "教练:「队员们拼到了最后。」"),
    ];
    let key = key_in(&site.send(&media, &desk, &report).await.leads_to());
    let public = format!("/n/{key}");
    assert_eq!(
        site.get(&Browser::default(), &public).await.status.as_u16(),
        404,
        "a draft is not for the public"
    );
    let page = site.get(&Browser::default(), &format!("/f/{}", filled.fixture)).await.text();
    assert!(!page.contains("湘钢四分险胜"));

    let edit = format!("/admin/notices/{key}");
    let changed = [
        ("kind", "notice"),
        ("title_zh", "湘钢四分险胜"),
        ("body_zh", "第一段。"),
        ("published", "on"),
        ("version", "1"),
    ];
    site.send(&media, &edit, &changed).await.leads_to();
    let page = site.get(&Browser::default(), &format!("/f/{}", filled.fixture)).await.text();
    assert!(page.contains("湘钢四分险胜") && page.contains(&public), "{page}");
    let history = site.get(&organiser, &format!("/admin/history/notice/{key}")).await.text();
    assert!(history.contains("队员们拼到了最后"), "what was there before stays to be read: {history}");

    let scorer = site.person("scorer", Role::Scorer, Scope::League(site.league_id)).await.0;
    assert_eq!(site.get(&scorer, &desk).await.status.as_u16(), 403);
}

#[tokio::test]
async fn a_report_without_text_is_refused_and_keeps_what_was_typed() {
    let site = Site::new().await;
    let organiser = site.organiser().await;
    let filled = fill(&site, &organiser).await;
    let result = format!("/admin/fixtures/{}/result", filled.fixture);
    let version = value_of(&site.get(&organiser, &result).await.text(), "version");
    let fields = [("version", version.as_str()), ("outcome", "played"), ("score_a", "20"), ("score_b", "18")];
    site.send(&organiser, &result, &fields).await.leads_to();
    let desk = format!("/admin/fixtures/{}/reports", filled.fixture);
    let said =
        site.send(&organiser, &desk, &[("title_zh", "标题"), ("body_zh", " "), ("quote_zh", "某句话")]).await;
    assert_eq!(said.status.as_u16(), 422);
    let page = said.text();
    assert!(page.contains("某句话") && page.contains("value=\"标题\""), "{page}");
}
