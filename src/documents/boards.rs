//! Pictures of a season: tonight's games, the game to come, a table, the bracket.

use super::papers::{Chapter, Papers};
use super::parts::{self, both, said};
use super::{mark, name, place, side_colours, venue};
use crate::store::fixtures::Card;
use crate::tables::GroupTable;
use crate::web::paths;
use chrono::NaiveDate;
use press::{Board, BoardRow, Fact, Language, Name, Side};

fn board(papers: &Papers, language: Language, title: Fact<Name>, path: &str) -> Board {
    Board {
        language,
        league: name(&papers.league.name_zh, &papers.league.name_en),
        title,
        facts: Vec::new(),
        columns: Vec::new(),
        rows: Vec::new(),
        caption: said("扫码看实时页面", "Scan for the live page"),
        address: papers.address(path),
    }
}

fn game_row(card: &Card) -> BoardRow {
    let score = card.fixture.score().filter(|_| card.fixture.status.is_over());
    let figures = match score {
        Some(score) => vec![vec![score.a.to_string()], vec![score.b.to_string()]],
        None => Vec::new(),
    };
    BoardRow {
        first: parts::hour(card),
        names: [Side::A, Side::B].map(|side| (parts::side_name(card, side), side_colours(card, side))).into(),
        figures,
        leads: score.and_then(|score| (score.a != score.b).then_some(usize::from(score.b > score.a))),
    }
}

/// 今晚看球: the games of a day.
pub fn tonight(papers: &Papers, day: NaiveDate, language: Language) -> Board {
    let games: Vec<&Card> = papers.cards.iter().filter(|card| card.fixture.day == Some(day)).collect();
    let path = paths::season(&papers.season.key);
    let mut made = board(papers, language, said("今日比赛", "Games of the day"), &path);
    let made_up = games.iter().all(|card| card.fixture.is_sample("date"));
    made.facts = vec![mark(parts::day_name(day), made_up)];
    if let Some(first) = games.first() {
        made.facts.push(venue(first));
    }
    if games.iter().any(|card| card.fixture.score().is_some() && card.fixture.status.is_over()) {
        made.columns = vec![both("得分", "Points")];
    }
    made.rows = games.into_iter().map(game_row).collect();
    made
}

/// 赛事预告: one game to come.
pub fn preview(papers: &Papers, card: &Card, language: Language) -> Board {
    let mut made = board(papers, language, said("赛事预告", "Coming up"), &paths::fixture(&card.fixture.key));
    made.facts = vec![Fact::published(name(&card.competition_zh, &card.competition_en))];
    made.facts.extend(place(card));
    made.facts.push(match card.fixture.day {
        Some(day) => mark(parts::day_name(day), card.fixture.is_sample("date")),
        None => Fact::undecided(),
    });
    made.facts.push(venue(card));
    // What a preview shows is the pairing, even after the game.
    made.rows = vec![BoardRow { figures: Vec::new(), leads: None, ..game_row(card) }];
    made
}

/// 积分榜: the table of a group, or of each where one picture holds them.
pub fn table(papers: &Papers, chapter: &Chapter, table: &GroupTable, language: Language) -> Board {
    let path = paths::table(&chapter.competition.key);
    let title = parts::group_name(table).map(|own| Name {
        zh: format!("{} 积分榜", own.zh),
        en: Some(format!("{} table", own.en.as_deref().unwrap_or(&own.zh))),
    });
    let mut made = board(papers, language, title, &path);
    made.facts = vec![Fact::published(chapter.name())];
    if table.sample_scores {
        made.facts.push(Fact::sample(both("含示例比分", "with made-up scores")));
    }
    made.columns = vec![both("胜", "W"), both("负", "L"), both("净胜", "Diff"), both("积分", "Pts")];
    made.rows = table
        .standing
        .rows
        .iter()
        .map(|row| {
            let entry = table.entry(row.team);
            BoardRow {
                first: Fact::published(Name::zh(row.rank.to_string())),
                names: vec![(Fact::published(Name::zh(entry.short_name.as_str())), parts::colours(entry))],
                figures: vec![vec![
                    row.wins.to_string(),
                    row.losses.to_string(),
                    parts::signed(row.difference()),
                    row.points.to_string(),
                ]],
                leads: None,
            }
        })
        .collect();
    made.caption = if table.official {
        said("官方积分榜", "Official table")
    } else {
        said("扫码看名次依据", "Scan to see why")
    };
    made
}

/// 对阵图: the ties that are open or decided, the last rounds first where not all can be read.
pub fn bracket(papers: &Papers, language: Language) -> Option<Board> {
    let chapter = papers.competitions.iter().find(|chapter| chapter.stages.is_some())?;
    let bracket = chapter.stages.as_ref().and_then(parts::bracket)?;
    let path = paths::bracket(&chapter.competition.key);
    let mut made = board(papers, language, said("对阵图", "Bracket"), &path);
    made.facts = vec![Fact::published(chapter.name())];
    let from = bracket.ties.len().saturating_sub(8);
    made.rows = bracket.ties[from..]
        .iter()
        .map(|tie| BoardRow {
            first: Fact::published(Name::zh(tie.code.as_str())),
            names: tie.sides.iter().map(|side| (side.name.clone(), None)).collect(),
            figures: tie.sides.iter().map(|side| vec![side.score.clone()]).collect(),
            leads: tie.sides.iter().position(|side| side.won),
        })
        .collect();
    Some(made)
}
