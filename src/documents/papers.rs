//! Everything a season's papers are made from, read once in one snapshot.

use super::sheet::GamePapers;
use crate::documents::name;
use crate::stages::{self, Stages};
use crate::store::audience::{self, Figure, Scope};
use crate::store::audit::{self, Head};
use crate::store::competitions::{self, Competition};
use crate::store::draws::{self, Draw};
use crate::store::entries::{self, Entry, Player};
use crate::store::fixtures::{self, Card, Correction, Period};
use crate::store::leagues::{self, League};
use crate::store::notices::{self, Notice};
use crate::store::seasons::Season;
use crate::store::venues::{self, Capacity, Venue};
use crate::store::{Db, Result};
use crate::tables::{self, GroupTable};
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use league::audience::metric::MetricBook;
use press::{Block, Book, Language, Name, Sheet};
use std::collections::BTreeMap;

/// A season as its papers need it.
pub struct Papers {
    pub league: League,
    pub season: Season,
    pub competitions: Vec<Chapter>,
    /// Every fixture: by day and time, undated ones last.
    pub cards: Vec<Card>,
    /// The periods of each fixture by its id.
    pub periods: BTreeMap<i32, Vec<Period>>,
    pub venues: Vec<(Venue, Vec<Capacity>)>,
    pub notices: Vec<Notice>,
    pub figures: Vec<Figure>,
    pub scopes: Vec<Scope>,
    pub metrics: MetricBook,
    pub head: Head,
    /// The plays and line-ups of the game a paper is about.
    pub game: Option<GamePapers>,
    /// Where the site is reached, without a closing slash.
    pub base: String,
}

/// One competition of the season.
pub struct Chapter {
    pub competition: Competition,
    pub entries: Vec<Squad>,
    pub tables: Vec<GroupTable>,
    pub stages: Option<Stages>,
    pub corrections: Vec<Correction>,
    pub draws: Vec<Draw>,
}

/// An entry with its players.
pub struct Squad {
    pub entry: Entry,
    pub players: Vec<Player>,
    pub employers: Vec<String>,
}

impl Papers {
    /// Reads a season. A season without any change recorded has nothing to print.
    pub async fn load(db: &mut Db, season: Season, base: String) -> Result<Option<Self>> {
        let Some(head) = audit::head(db, season.id).await? else { return Ok(None) };
        let league = leagues::by_id(db, season.league_id).await?;
        let mut chapters = Vec::new();
        for competition in competitions::of_season(db, season.id).await? {
            if !competition.archived {
                chapters.push(Chapter::load(db, competition).await?);
            }
        }
        let mut periods: BTreeMap<i32, Vec<Period>> = BTreeMap::new();
        for (fixture, period) in fixtures::periods_of_season(db, season.id).await? {
            periods.entry(fixture.0).or_default().push(period);
        }
        let cards = fixtures::of_season(db, season.id).await?;
        let mut halls = Vec::new();
        for venue in venues::all(db, season.league_id).await? {
            if cards.iter().any(|card| card.venue_key.as_deref() == Some(&venue.key)) {
                let capacities = venues::capacities(db, venue.id).await?;
                halls.push((venue, capacities));
            }
        }
        let mut said = notices::of_season(db, season.id).await?;
        said.retain(|notice| notice.published_at.is_some() && !notice.archived);
        let mut figures = audience::of_season(db, season.id).await?;
        figures.retain(|figure| figure.is_public && figure.stands());
        Ok(Some(Self {
            competitions: chapters,
            periods,
            venues: halls,
            notices: said,
            figures,
            scopes: audience::scopes::of_season(db, season.id).await?,
            metrics: audience::book(db).await?,
            cards,
            league,
            season,
            head,
            base,
            game: None,
        }))
    }

    /// Reads what the papers of one game need besides.
    pub async fn open_game(&mut self, db: &mut Db, key: &str) -> Result<()> {
        self.game = GamePapers::load(db, self, key).await?;
        Ok(())
    }

    /// The full address of a path of the site.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The hour of the newest change, not of the print: the same data gives the same bytes.
    pub fn changed(&self) -> DateTime<FixedOffset> {
        self.local(self.head.at)
    }

    /// A moment on the season's clock.
    pub fn local(&self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        at.with_timezone(&self.season.tz()).fixed_offset()
    }

    /// An empty document of this season.
    pub fn book(&self, language: Language, kind: &'static str, title: Name, path: &str) -> Book {
        Book {
            language,
            kind,
            title,
            subtitle: Vec::new(),
            league: name(&self.league.name_zh, &self.league.name_en),
            season: name(&self.season.name_zh, &self.season.name_en),
            sheet: Sheet::A4,
            bound: false,
            blocks: Vec::<Block>::new(),
            version: self.head.label(),
            printed: self.changed(),
            address: self.address(path),
        }
    }

    /// The fixture with a key.
    pub fn card(&self, key: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.fixture.key == key)
    }

    /// The players of an entry.
    pub fn squad(&self, entry: Option<i32>) -> Option<&Squad> {
        let squads = self.competitions.iter().flat_map(|chapter| &chapter.entries);
        squads.into_iter().find(|squad| Some(squad.entry.id.0) == entry)
    }

    /// The periods of a fixture.
    pub fn periods_of(&self, card: &Card) -> &[Period] {
        self.periods.get(&card.fixture.id.0).map_or(&[], Vec::as_slice)
    }

    /// The days on which anything is played.
    pub fn days(&self) -> Vec<NaiveDate> {
        let mut days: Vec<NaiveDate> = self.cards.iter().filter_map(|card| card.fixture.day).collect();
        days.dedup();
        days
    }
}

impl Chapter {
    async fn load(db: &mut Db, competition: Competition) -> Result<Self> {
        let mut squads = Vec::new();
        for entry in entries::of_competition(db, competition.id).await? {
            let mut players = entries::players(db, entry.id).await?;
            players.sort_by_key(|player| {
                (player.shirt.parse::<u16>().unwrap_or(u16::MAX), player.shirt.clone())
            });
            let employers = entries::employers(db, entry.id).await?;
            squads.push(Squad { entry, players, employers });
        }
        let mut drawn = draws::of_competition(db, competition.id).await?;
        drawn.retain(|draw| !draw.archived);
        Ok(Self {
            tables: tables::of_competition(db, &competition).await?,
            stages: stages::load(db, &competition).await?,
            corrections: fixtures::corrections_of_competition(db, competition.id).await?,
            draws: drawn,
            entries: squads,
            competition,
        })
    }

    /// Its name.
    pub fn name(&self) -> Name {
        name(&self.competition.name_zh, &self.competition.name_en)
    }

    /// Its fixtures among those of the season.
    pub fn cards<'a>(&self, papers: &'a Papers) -> Vec<&'a Card> {
        papers.cards.iter().filter(|card| card.fixture.competition_id == self.competition.id).collect()
    }
}
