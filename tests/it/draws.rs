//! Draws of a bracket, and what keeps a draw from being held, in both languages.

use crate::cli_world::{Folder, open, writer};
use changba::actions::input::{Fields, What};
use changba::actions::{Refused, clubs, competitions, draws, seasons, stages};
use changba::store::Tx;
use changba::store::competitions::Competition;
use changba::web::text::{Lang, T};
use league::draw::Constraint;

fn fields<const N: usize>(pairs: [(&str, &str); N]) -> Fields {
    Fields::from_pairs(pairs)
}

/// A knock-out of so many clubs: 1厂, 2厂 and so on.
async fn knock_out(tx: &mut Tx, size: usize, losers: &str) -> Result<Competition, Refused> {
    let league = seasons::found_league(tx, "厂BA", "Works League").await?;
    let season =
        fields([("name_zh", "2026"), ("zone", "Asia/Shanghai"), ("phase", "running"), ("is_public", "true")]);
    let season = seasons::create(tx, league.id, &season).await?;
    let competition = fields([
        ("name_zh", "杯赛"),
        ("kind", "invitational"),
        ("edition", "fiba-2024"),
        ("periods", "4"),
        ("period_minutes", "10"),
        ("overtime_minutes", "5"),
        ("criteria", "fiba"),
    ]);
    let competition = competitions::create(tx, season.id, &competition).await?;
    for number in 1..=size {
        let club = fields([
            ("official_name", &format!("{number}厂有限公司")),
            ("short_name", &format!("{number}厂")),
            ("colour_light", "#ffffff"),
            ("colour_dark", "#14202b"),
        ]);
        clubs::create(tx, league.id, &club).await?;
        competitions::enter(tx, &competition, &fields([("name", &format!("{number}厂"))])).await?;
    }
    stages::create(tx, &competition, None, &fields([("template", "knockout"), ("losers", losers)])).await?;
    Ok(competition)
}

fn said(refused: &Refused) -> (String, [String; 2]) {
    let Refused::Faults(faults) = refused else { panic!("{refused:?}") };
    (faults[0].field.clone(), [Lang::Zh, Lang::En].map(|lang| T(lang).fault(&faults[0].what)))
}

#[tokio::test]
async fn finalists_of_a_bracket_meet_in_the_final_at_the_earliest() {
    let folder = Folder::new();
    let store = open(&folder.url("league.db")).await;
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = knock_out(&mut tx, 8, "nothing").await.unwrap();
    let mut wanted = fields([("title_zh", "抽签"), ("places", "seats"), ("finalists", "1厂、2厂")]);
    let halves = draws::announce(&mut tx, &competition, &wanted).await.unwrap();
    let zones = |constraint: &Constraint| match constraint {
        Constraint::PerZone { zones, least, most, .. } => (zones.join(" "), *least, *most),
        Constraint::Only { .. } => panic!("{constraint:?}"),
    };
    assert_eq!(zones(&halves.file.constraints[0]), ("SF1 SF2".to_owned(), 0, 1));
    // Eight places for the first, four in the other half for the second, then anywhere.
    assert_eq!(halves.outcomes, (8 * 4 * 720).to_string());
    wanted.set("finalists", "1厂、2厂、3厂、4厂");
    wanted.set("owners", "集团: 5厂、6厂、7厂");
    wanted.set("owners_rule", "spread");
    let quarters = draws::announce(&mut tx, &competition, &wanted).await.unwrap();
    let all: Vec<_> = quarters.file.constraints.iter().map(zones).collect();
    assert_eq!(all[0], ("QF1 QF2 QF3 QF4".to_owned(), 0, 1));
    assert_eq!(all[1..], [("SF1 SF2".to_owned(), 1, 2), ("QF1 QF2 QF3 QF4".to_owned(), 0, 1)]);
}

#[tokio::test]
async fn a_draw_that_cannot_be_names_teams_and_rules_in_both_languages() {
    let folder = Folder::new();
    let store = open(&folder.url("league.db")).await;
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = knock_out(&mut tx, 6, "five_to_eight").await.unwrap();
    let mut refused = Vec::new();
    for (field, typed) in
        [("finalists", "1厂、1厂"), ("pots", "1厂、2厂\n3厂、1厂"), ("owners", "集团: 2厂、2厂")]
    {
        let wanted = fields([("title_zh", "抽签"), ("places", "seats"), (field, typed)]);
        let (at, words) = said(&draws::announce(&mut tx, &competition, &wanted).await.unwrap_err());
        assert_eq!(at, field);
        refused.push(words);
    }
    assert_eq!(refused[0], ["“1厂”写了两次", "“1厂” stands there twice"].map(String::from));
    assert_eq!(refused[1], ["“1厂”写在了两个档次里", "“1厂” stands in two pots"].map(String::from));
    let wanted = fields([
        ("title_zh", "抽签"),
        ("places", "seats"),
        ("owners", "集团: 1厂、2厂、3厂、4厂、5厂"),
        ("owners_rule", "apart"),
    ]);
    let (at, [zh, en]) = said(&draws::announce(&mut tx, &competition, &wanted).await.unwrap_err());
    assert_eq!(at, "owners");
    assert_eq!(
        zh,
        "没有任何结果能同时满足:同一集团的球队分开(涉及 1厂、2厂、3厂、4厂、5厂;QF1、QF2、S1、S2)"
    );
    assert_eq!(
        en,
        "No outcome satisfies together: clubs of one owner apart (for 1厂, 2厂, 3厂, 4厂, 5厂; on QF1, QF2, S1, S2)"
    );
}

#[tokio::test]
async fn games_for_places_that_nobody_is_left_for_are_refused() {
    let folder = Folder::new();
    let store = open(&folder.url("league.db")).await;
    for (losers, zh, en) in [
        ("five_to_eight", "至少要 6 队", "at least 6 are needed"),
        ("consolation", "组不成安慰赛", "the knock-out needs at least 6"),
    ] {
        let mut tx = store.write(&writer()).await.unwrap();
        let refused = knock_out(&mut tx, 5, losers).await.unwrap_err();
        let Refused::Faults(faults) = &refused else { panic!("{refused:?}") };
        assert!(matches!(faults[0].what, What::PlanUnsound { .. }));
        let (_, words) = said(&refused);
        assert!(words[0].contains(zh) && words[1].contains(en), "{words:?}");
    }
}

#[test]
fn every_fault_of_a_format_has_words() {
    use league::stages::{Group, GroupFormat, Source, StageFault};
    let group = Group {
        key: "S".into(),
        slots: (1..=6).map(Source::Seed).collect(),
        format: GroupFormat::Swiss(12),
        carry: Default::default(),
    };
    let fault = StageFault::TooManyRounds { group: group.key, rounds: 12, most: 5 };
    let what = What::PlanUnsound { faults: vec![fault] };
    assert_eq!(T(Lang::Zh).fault(&what), "瑞士制 12 轮太多:每两队只交手一次,最多 5 轮");
    assert_eq!(
        T(Lang::En).fault(&what),
        "12 Swiss rounds are too many: every two meet once, so there are at most 5"
    );
}
