//! Cards of a season: posters for halls, stickers for pads, plates for games, passes for players, certificates.

use super::papers::Papers;
use super::parts::{self, both, said};
use super::{mark, name, results_book, venue};
use crate::web::paths;
use chrono::NaiveDate;
use press::{Card, Cards, Fact, Language, Layout, Name};

fn cards(papers: &Papers, language: Language, kind: &'static str, title: Name, layout: Layout) -> Cards {
    Cards {
        language,
        kind,
        title,
        league: name(&papers.league.name_zh, &papers.league.name_en),
        season: name(&papers.season.name_zh, &papers.season.name_en),
        layout,
        cards: Vec::new(),
        version: papers.head.label(),
        printed: papers.changed(),
    }
}

fn season_line(papers: &Papers) -> Name {
    let league = name(&papers.league.name_zh, &papers.league.name_en);
    let season = name(&papers.season.name_zh, &papers.season.name_en);
    let en = |own: &Name| own.en.clone().unwrap_or_else(|| own.zh.clone());
    both(format!("{} · {}", league.zh, season.zh), format!("{} · {}", en(&league), en(&season)))
}

/// 入口海报: one for each hall, with the code of the hall's page.
pub fn posters(papers: &Papers, language: Language) -> Option<Cards> {
    let mut made = cards(papers, language, "posters", both("入口海报", "Door posters"), Layout::Poster);
    made.cards = papers
        .venues
        .iter()
        .map(|(hall, _)| Card {
            over: season_line(papers),
            title: Fact::published(name(&hall.name_zh, &hall.name_en)),
            number: String::new(),
            lines: vec![said(
                "扫码看赛程、比分和观众须知",
                "Scan for games, scores and notes for spectators",
            )],
            colours: None,
            sign: Name::zh(""),
            address: papers.address(&paths::venue(&hall.key)),
        })
        .collect();
    (!made.cards.is_empty()).then_some(made)
}

/// 平板贴纸: one for each game of a day, for the back of the pad that records it.
pub fn stickers(papers: &Papers, day: NaiveDate, language: Language) -> Cards {
    let mut made =
        cards(papers, language, "stickers", both("平板贴纸", "Stickers for pads"), Layout::Sticker);
    made.cards = games_of(papers, day)
        .map(|(number, card)| Card {
            over: season_line(papers),
            title: Fact::published(parts::pairing(card)),
            number,
            lines: vec![Fact::published(parts::day_name(day)), parts::hour(card)],
            colours: None,
            sign: Name::zh(""),
            address: papers.address(&paths::fixture(&card.fixture.key)),
        })
        .collect();
    made
}

/// 场次牌: the number of each game of a day, to be carried onto the floor.
pub fn plates(papers: &Papers, day: NaiveDate, language: Language) -> Cards {
    let mut made = cards(papers, language, "plates", both("场次牌", "Plates for games"), Layout::Plate);
    made.cards = games_of(papers, day)
        .map(|(number, card)| Card {
            over: name(&card.competition_zh, &card.competition_en),
            title: mark(parts::pairing(card), card.fixture.is_sample("pairing")),
            number,
            lines: vec![parts::hour(card), venue(card)],
            colours: None,
            sign: Name::zh(""),
            address: papers.address(&paths::fixture(&card.fixture.key)),
        })
        .collect();
    made
}

/// The games of a day with their numbers in the season's schedule.
fn games_of(
    papers: &Papers,
    day: NaiveDate,
) -> impl Iterator<Item = (String, &crate::store::fixtures::Card)> {
    let numbered = (1..).zip(&papers.cards).map(|(number, card): (usize, _)| (number.to_string(), card));
    numbered.filter(move |(_, card)| card.fixture.day == Some(day))
}

/// 参赛证: one for each player on a list; the photo is stuck on, since none is kept.
pub fn passes(papers: &Papers, language: Language) -> Option<Cards> {
    let mut made = cards(papers, language, "passes", both("参赛证", "Player's pass"), Layout::Pass);
    for chapter in &papers.competitions {
        for squad in &chapter.entries {
            let page = squad
                .entry
                .club_key
                .as_deref()
                .map_or_else(|| paths::season(&papers.season.key), paths::club);
            made.cards.extend(squad.players.iter().map(|player| Card {
                over: Name::zh(""),
                title: mark(Name::zh(player.name.as_str()), !player.sample.is_empty()),
                number: player.shirt.clone(),
                lines: vec![
                    Fact::published(Name::zh(squad.entry.short_name.as_str())),
                    Fact::published(chapter.name()),
                    said("运动员", "Player"),
                ],
                colours: parts::colours(&squad.entry),
                sign: Name::zh(""),
                address: papers.address(&page),
            }));
        }
    }
    (!made.cards.is_empty()).then_some(made)
}

/// 奖状: for each place that games have decided and made official.
pub fn certificates(papers: &Papers, language: Language) -> Option<Cards> {
    let mut made = cards(papers, language, "certificates", both("奖状", "Certificate"), Layout::Certificate);
    for chapter in &papers.competitions {
        for (place, team) in results_book::places(chapter).into_iter().filter(|(place, _)| *place <= 8) {
            let squad = chapter.entries.iter().find(|squad| squad.entry.short_name == team);
            let (title, line) = match place {
                1 => ("冠军".to_owned(), "Champions".to_owned()),
                2 => ("亚军".to_owned(), "Runners-up".to_owned()),
                3 => ("季军".to_owned(), "Third place".to_owned()),
                other => (format!("第{other}名"), format!("Place {other}")),
            };
            made.cards.push(Card {
                over: season_line(papers),
                title: Fact::published(Name::zh(
                    squad.map_or(team.clone(), |squad| squad.entry.name.clone()),
                )),
                number: String::new(),
                lines: vec![Fact::published(chapter.name()), said(title, line)],
                colours: squad.and_then(|squad| parts::colours(&squad.entry)),
                sign: both("组委会(盖章)", "The committee (stamp)"),
                address: papers.address(&paths::competition(&chapter.competition.key)),
            });
        }
    }
    (!made.cards.is_empty()).then_some(made)
}
