//! `changba print`: any document of a season, without a server.

use super::Context;
use super::export::write_whole;
use super::outcome::{self, Failure, Outcome};
use crate::documents::{self, About, Asked, Kind, Language, Papers, Refused, Shape};
use crate::store::seasons;
use chrono::NaiveDate;
use press::{Sheet, Size};
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {
    /// What to print, as named by --list
    #[arg(value_name = "KIND", required_unless_present = "list")]
    kind: Option<String>,
    /// Name every kind, as JSON
    #[arg(long)]
    list: bool,
    /// The season's key; without it the current one
    #[arg(long, value_name = "KEY")]
    season: Option<String>,
    /// The key of the game, for papers about one
    #[arg(long, value_name = "KEY")]
    fixture: Option<String>,
    /// The day, for papers about one
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
    /// The key of the group, for the picture of its table; without it the first one
    #[arg(long, value_name = "KEY")]
    group: Option<String>,
    #[arg(long, value_enum, default_value = "zh")]
    lang: Lang,
    /// The paper of books
    #[arg(long, value_enum, default_value = "a4")]
    size: Paper,
    /// Three millimetres of bleed and marks where to cut, for a print shop
    #[arg(long)]
    bleed: bool,
    /// The chapters of a programme, in this order: regulations,notices,clubs,groups,schedule,matrix,bracket,numbers
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    chapters: Vec<String>,
    /// The shape of a picture
    #[arg(long, value_enum, default_value = "portrait")]
    shape: Outline,
    /// The file to write; - is stdout
    #[arg(long, value_name = "FILE", required_unless_present = "list")]
    out: Option<PathBuf>,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Lang {
    Zh,
    En,
    Both,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Paper {
    A4,
    /// 16开, 185 x 260 mm
    #[value(name = "16k")]
    K16,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Outline {
    /// 1080 x 1440
    Portrait,
    /// 1080 x 1080
    Square,
    /// 1920 x 1080
    Wide,
    /// 1080 x 1920
    Tall,
    /// 900 x 383
    Banner,
}

/// `--list` needs neither settings nor a database.
pub(super) fn list() -> Result<Outcome, Failure> {
    let kinds: Vec<_> = Kind::ALL
        .iter()
        .map(|kind| {
            let name = kind.name();
            let about = match kind.about() {
                About::Season => "season",
                About::Fixture => "fixture",
                About::Day => "day",
            };
            json!({ "kind": kind.word(), "zh": name.zh, "en": name.en, "about": about, "format": kind.format().ending() })
        })
        .collect();
    outcome::print(&kinds)?;
    Ok(Outcome::Fine)
}

impl Arguments {
    /// Whether only the names of the kinds are wanted.
    pub(super) fn is_list(&self) -> bool {
        self.list
    }

    fn asked(&self) -> Result<Asked, Failure> {
        let word = self.kind.as_deref().unwrap_or_default();
        let kind = Kind::parse(word).ok_or_else(|| {
            let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
            Failure::input(format!("there is no document {word:?}; there are {}", words.join(", ")))
        })?;
        Ok(Asked {
            kind,
            language: match self.lang {
                Lang::Zh => Language::Zh,
                Lang::En => Language::En,
                Lang::Both => Language::Both,
            },
            fixture: self.fixture.clone(),
            day: self.day,
            group: self.group.clone(),
            sheet: Sheet {
                size: if matches!(self.size, Paper::K16) { Size::K16 } else { Size::A4 },
                landscape: false,
                bleed: self.bleed,
            },
            shape: match self.shape {
                Outline::Portrait => Shape::Portrait,
                Outline::Square => Shape::Square,
                Outline::Wide => Shape::Wide,
                Outline::Tall => Shape::Tall,
                Outline::Banner => Shape::Banner,
            },
            chapters: self.chapters.clone(),
        })
    }
}

pub(super) async fn run(context: Context, given: Arguments) -> Result<Outcome, Failure> {
    let asked = given.asked()?;
    let papers = papers(&context, given.season.as_deref(), given.fixture.as_deref()).await?;
    let job = documents::gather(&papers, &asked).map_err(|refused| Failure::input(said(&refused)))?;
    let made = job.draw().map_err(|error| Failure::unreached(error.to_string()))?;
    if !made.missing.is_empty() {
        let missing: String = made.missing.iter().collect();
        eprintln!("changba: no font inside has these characters, they are printed as boxes: {missing}");
    }
    let out = given.out.unwrap_or_else(|| PathBuf::from("-"));
    if out == Path::new("-") {
        let mut stdout = std::io::stdout().lock();
        stdout.write_all(&made.bytes)?;
        stdout.flush()?;
    } else {
        write_whole(&out, &made.bytes)?;
    }
    Ok(Outcome::Fine)
}

/// The papers of a season named by its key, or of the current one.
pub(super) async fn papers(
    context: &Context,
    season: Option<&str>,
    fixture: Option<&str>,
) -> Result<Papers, Failure> {
    let store = context.open_current().await?;
    let mut db = store.read().await?;
    let season = match season {
        Some(key) => seasons::by_key(&mut db, key)
            .await?
            .ok_or_else(|| Failure::input(format!("there is no season with the key {key:?}")))?,
        None => seasons::current(&mut db).await?.ok_or_else(|| Failure::input("there is no season"))?,
    };
    let mut papers = Papers::load(&mut db, season, context.public_url()).await?;
    if let (Some(papers), Some(key)) = (&mut papers, fixture) {
        papers.open_game(&mut db, key).await?;
    }
    drop(db);
    store.close().await;
    papers.ok_or_else(|| Failure::input("nothing has been recorded of this season"))
}

fn said(refused: &Refused) -> String {
    match refused {
        Refused::NeedsFixture => "name a game with --fixture".to_owned(),
        Refused::NoSuchFixture(key) => format!("there is no game with the key {key:?} in this season"),
        Refused::NeedsDay => "name a day with --day".to_owned(),
        Refused::NothingOn(day) => format!("nothing is played on {day}"),
        Refused::NoSuchChapter(chapter) => format!("there is no chapter {chapter:?}"),
        Refused::NothingYet => "there is nothing yet that this document could show".to_owned(),
    }
}
