//! Every document there is: its name, what it needs to be told, and how it is put together.

use super::papers::Papers;
use super::parts::both;
use super::workbooks::{Workbook, workbook};
use super::{boards, cards, forms, game, programme, results_book, sheet, word};
use crate::sheets::report;
use crate::store::fixtures::Card;
use crate::web::paths;
use chrono::NaiveDate;
use press::{
    Board, Book, Cards, DaySheet, Document, Language, Name, ResultPicture, Scoresheet, Shape, Sheet,
};

/// What a document is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Season,
    Fixture,
    Day,
}

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Pdf,
    Png,
    Xlsx,
    Docx,
}

impl Format {
    /// The ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
        }
    }

    /// The type a browser is told.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

macro_rules! kinds {
    ($($variant:ident $word:literal $about:ident $format:ident $zh:literal $en:literal;)*) => {
        /// A kind of document.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind { $(#[doc = $en] $variant,)* }

        impl Kind {
            /// All kinds, in the order they are listed.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word that names it on the command line and in addresses.
            pub fn word(self) -> &'static str { match self { $(Self::$variant => $word,)* } }

            /// What it is about.
            pub fn about(self) -> About { match self { $(Self::$variant => About::$about,)* } }

            /// What kind of file it is.
            pub fn format(self) -> Format { match self { $(Self::$variant => Format::$format,)* } }

            /// What people call it.
            pub fn name(self) -> Name { match self { $(Self::$variant => both($zh, $en),)* } }
        }
    };
}

kinds! {
    Programme "programme" Season Pdf "秩序册" "Programme book";
    ProgrammeDocx "programme-docx" Season Docx "秩序册(可编辑)" "Programme book to edit";
    Results "results" Season Pdf "成绩册" "Results book";
    Schedule "schedule" Season Pdf "赛程表" "Schedule";
    Tables "tables" Season Pdf "积分榜" "Tables with reasons";
    Bracket "bracket" Season Pdf "对阵图" "Bracket";
    Corrections "corrections" Season Pdf "更正记录" "Ledger of corrections";
    DrawMinutes "draw-minutes" Season Pdf "抽签纪要" "Minutes of the draw";
    Posting "posting" Season Pdf "名单公示" "Public posting of the lists";
    Insurance "insurance" Season Pdf "保险名单" "List for the insurer";
    Pledge "pledge" Season Pdf "参赛承诺书" "Pledge of fair play";
    Waiver "waiver" Season Pdf "自愿参赛责任书" "Declaration of voluntary entry";
    EntryForm "entry-form" Season Pdf "报名表" "Entry form on paper";
    Permit "permit" Season Pdf "大型活动场次表" "Occasions for the permit";
    Posters "posters" Season Pdf "入口海报" "Posters for the doors";
    Passes "passes" Season Pdf "参赛证" "Players' passes";
    Certificates "certificates" Season Pdf "奖状" "Certificates";
    ScheduleXlsx "schedule-xlsx" Season Xlsx "赛程(Excel)" "Schedule for Excel";
    ListsXlsx "lists-xlsx" Season Xlsx "名单(Excel)" "Lists for Excel";
    ResultsXlsx "results-xlsx" Season Xlsx "成绩与积分榜(Excel)" "Results and tables for Excel";
    AudienceXlsx "audience-xlsx" Season Xlsx "观众数据(Excel)" "Audience for Excel";
    TablePicture "table-picture" Season Png "积分榜图" "Picture of a table";
    BracketPicture "bracket-picture" Season Png "对阵图图片" "Picture of the bracket";
    DaySheet "day-sheet" Day Pdf "日程单" "Day sheet";
    RunOfShow "run-of-show" Day Pdf "流程单" "Run of show";
    Plates "plates" Day Pdf "场次牌" "Plates for games";
    Stickers "stickers" Day Pdf "平板贴纸" "Stickers for pads";
    TonightPicture "tonight-picture" Day Png "今日比赛图" "Picture of the day's games";
    Scoresheet "scoresheet" Fixture Pdf "记录表" "Scoresheet";
    BlankScoresheet "blank-scoresheet" Fixture Pdf "空白记录表" "Blank scoresheet";
    BoxScore "box-score" Fixture Pdf "技术统计" "Box score";
    MatchList "match-list" Fixture Pdf "上场名单" "Match list";
    RollCall "roll-call" Fixture Pdf "检录单" "Roll call";
    RefereeReport "referee-report" Fixture Pdf "裁判员报告" "Referee's report";
    Report "report" Fixture Pdf "战报" "Game report";
    ReportDocx "report-docx" Fixture Docx "战报(可编辑)" "Game report to edit";
    PreviewPicture "preview-picture" Fixture Png "赛事预告图" "Picture of the game to come";
    ResultPicture "result-picture" Fixture Png "赛果图" "Picture of the result";
}

impl Kind {
    /// Whether it is a list of people made for an office, which is nobody else's to read.
    pub fn is_for_office(self) -> bool {
        matches!(self, Self::Insurance | Self::Pledge | Self::Waiver | Self::Passes | Self::ListsXlsx)
    }

    /// The kind that a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    pub kind: Kind,
    pub language: Language,
    pub fixture: Option<String>,
    pub day: Option<NaiveDate>,
    /// The key of a group, for the picture of its table.
    pub group: Option<String>,
    pub sheet: Sheet,
    pub shape: Shape,
    /// Chapters of the programme in the order wanted; empty is all in their usual order.
    pub chapters: Vec<String>,
}

impl Asked {
    /// A document in its usual form.
    pub fn new(kind: Kind, language: Language) -> Self {
        Self {
            kind,
            language,
            fixture: None,
            day: None,
            group: None,
            sheet: Sheet::A4,
            shape: Shape::Portrait,
            chapters: Vec::new(),
        }
    }
}

/// Why there is nothing to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is about one game, and none was named.
    NeedsFixture,
    /// There is no such game in the season.
    NoSuchFixture(String),
    /// It is about one day, and none was named.
    NeedsDay,
    /// Nothing is played on that day.
    NothingOn(NaiveDate),
    /// There is no such chapter.
    NoSuchChapter(String),
    /// What it would show does not exist yet: no draw held, no bracket, no result.
    NothingYet,
}

/// A document put together from facts, not yet drawn.
pub enum Job {
    Book(Box<Book>),
    Word(Box<Book>),
    DaySheet(Box<DaySheet>),
    Cards(Box<Cards>),
    Scoresheet(Box<Scoresheet>),
    Board(Box<Board>, Shape),
    Result(Box<ResultPicture>, Shape),
    Workbook(Box<report::Report>),
}

/// A finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub bytes: Vec<u8>,
    pub pages: usize,
    /// Characters no embedded font covers, to be named before anything is printed.
    pub missing: Vec<char>,
}

/// Puts a document together.
pub fn gather(papers: &Papers, asked: &Asked) -> Result<Job, Refused> {
    let language = asked.language;
    let book = |book: Book| Ok(Job::Book(Box::new(book)));
    let some = |made: Option<Book>| made.map(|own| Job::Book(Box::new(own))).ok_or(Refused::NothingYet);
    let card = |made: Option<Cards>| made.map(|own| Job::Cards(Box::new(own))).ok_or(Refused::NothingYet);
    let board = |made: Board| Ok(Job::Board(Box::new(made), asked.shape));
    let excel = |which| Ok(Job::Workbook(Box::new(workbook(papers, which, language))));
    match asked.kind {
        Kind::Programme => book(programme::programme(papers, language, asked.sheet, &chapters(asked)?)),
        Kind::ProgrammeDocx => {
            let made = programme::programme(papers, language, asked.sheet, &chapters(asked)?);
            Ok(Job::Word(Box::new(made)))
        }
        Kind::Results => book(results_book::results_book(papers, language, asked.sheet)),
        Kind::Schedule => book(forms::schedule(papers, language)),
        Kind::Tables => book(forms::tables(papers, language)),
        Kind::Bracket => some(forms::bracket(papers, language)),
        Kind::Corrections => book(forms::corrections(papers, language)),
        Kind::DrawMinutes => some(forms::draw_minutes(papers, language)),
        Kind::Posting => book(forms::posting(papers, language)),
        Kind::Insurance => book(forms::insurance(papers, language)),
        Kind::Pledge => book(forms::pledge(papers, language)),
        Kind::Waiver => book(forms::waiver(papers, language)),
        Kind::EntryForm => book(forms::entry_form(papers, language)),
        Kind::Permit => book(forms::permit(papers, language)),
        Kind::Posters => card(cards::posters(papers, language)),
        Kind::Passes => card(cards::passes(papers, language)),
        Kind::Certificates => card(cards::certificates(papers, language)),
        Kind::Plates => card(Some(cards::plates(papers, day(papers, asked)?, language))),
        Kind::Stickers => card(Some(cards::stickers(papers, day(papers, asked)?, language))),
        Kind::TonightPicture => board(boards::tonight(papers, day(papers, asked)?, language)),
        Kind::PreviewPicture => board(boards::preview(papers, fixture(papers, asked)?, language)),
        Kind::TablePicture => table_picture(papers, asked),
        Kind::BracketPicture => boards::bracket(papers, language).map_or(Err(Refused::NothingYet), board),
        Kind::ScheduleXlsx => excel(Workbook::Schedule),
        Kind::ListsXlsx => excel(Workbook::Lists),
        Kind::ResultsXlsx => excel(Workbook::Results),
        Kind::AudienceXlsx => excel(Workbook::Audience),
        Kind::DaySheet => day_sheet(papers, asked),
        Kind::RunOfShow => book(forms::run_of_show(papers, day(papers, asked)?, language)),
        Kind::Scoresheet | Kind::BlankScoresheet => {
            fixture(papers, asked)?;
            let blank = asked.kind == Kind::BlankScoresheet;
            let game = papers.game.as_ref().ok_or(Refused::NothingYet)?;
            Ok(Job::Scoresheet(Box::new(sheet::scoresheet(papers, game, language, blank))))
        }
        Kind::BoxScore => {
            fixture(papers, asked)?;
            let game = papers.game.as_ref().ok_or(Refused::NothingYet)?;
            some(game::box_score(papers, game, language))
        }
        Kind::MatchList => book(game::match_list(papers, fixture(papers, asked)?, language)),
        Kind::RollCall => book(game::roll_call(papers, fixture(papers, asked)?, language)),
        Kind::RefereeReport => book(game::referee_report(papers, fixture(papers, asked)?, language)),
        Kind::Report => book(game::report(papers, fixture(papers, asked)?, language)),
        Kind::ReportDocx => Ok(Job::Word(Box::new(game::report(papers, fixture(papers, asked)?, language)))),
        Kind::ResultPicture => {
            let card = fixture(papers, asked)?;
            let address = papers.address(&paths::fixture(&card.fixture.key));
            let periods = papers.periods_of(card);
            super::result_picture(language, &papers.league, card, periods, address)
                .map(|picture| Job::Result(Box::new(picture), asked.shape))
                .ok_or(Refused::NothingYet)
        }
    }
}

impl Job {
    /// Draws it. Takes processor time: a server calls this off its request threads.
    pub fn draw(self) -> Result<Made, press::Error> {
        let faulty = |error: String| press::Error::Template(vec![error]);
        match self {
            Self::Book(book) => press::pdf(Document::Book(&book)).map(Made::from),
            Self::DaySheet(day) => press::pdf(Document::DaySheet(&day)).map(Made::from),
            Self::Scoresheet(game) => press::pdf(Document::Scoresheet(&game)).map(Made::from),
            Self::Cards(cards) => press::pdf(Document::Cards(&cards)).map(Made::from),
            Self::Board(board, shape) => press::board(&board, shape).map(Made::from),
            Self::Result(picture, shape) => press::picture(&picture, shape).map(Made::from),
            Self::Workbook(report) => report::write(&report)
                .map(|bytes| Made { bytes, pages: report.pages.len(), missing: Vec::new() })
                .map_err(|error| faulty(error.to_string())),
            Self::Word(book) => word::docx(&book)
                .map(|bytes| Made { bytes, pages: 1, missing: Vec::new() })
                .map_err(|error| faulty(error.to_string())),
        }
    }
}

impl From<press::Pdf> for Made {
    fn from(pdf: press::Pdf) -> Self {
        Self { bytes: pdf.bytes, pages: pdf.pages, missing: pdf.missing }
    }
}

impl From<press::Picture> for Made {
    fn from(picture: press::Picture) -> Self {
        Self { bytes: picture.bytes, pages: 1, missing: picture.missing }
    }
}

fn chapters(asked: &Asked) -> Result<Vec<String>, Refused> {
    let known = |chapter: &&String| programme::CHAPTERS.contains(&chapter.as_str());
    if let Some(unknown) = asked.chapters.iter().find(|chapter| !known(chapter)) {
        return Err(Refused::NoSuchChapter(unknown.clone()));
    }
    if asked.chapters.is_empty() {
        return Ok(programme::CHAPTERS.iter().map(|chapter| (*chapter).to_owned()).collect());
    }
    Ok(asked.chapters.clone())
}

fn fixture<'a>(papers: &'a Papers, asked: &Asked) -> Result<&'a Card, Refused> {
    let key = asked.fixture.as_deref().ok_or(Refused::NeedsFixture)?;
    papers.card(key).ok_or_else(|| Refused::NoSuchFixture(key.to_owned()))
}

fn day(papers: &Papers, asked: &Asked) -> Result<NaiveDate, Refused> {
    let day = asked.day.ok_or(Refused::NeedsDay)?;
    if papers.days().contains(&day) { Ok(day) } else { Err(Refused::NothingOn(day)) }
}

/// The table of the group named, or of the first that has one.
fn table_picture(papers: &Papers, asked: &Asked) -> Result<Job, Refused> {
    let wanted = asked.group.as_deref();
    for chapter in &papers.competitions {
        for table in chapter.tables.iter().filter(|table| table.teams.len() > 1) {
            let key = table.pool.as_ref().map(|pool| pool.key.as_str());
            if wanted.is_none() || wanted == key {
                let made = boards::table(papers, chapter, table, asked.language);
                return Ok(Job::Board(Box::new(made), asked.shape));
            }
        }
    }
    Err(Refused::NothingYet)
}

/// The day sheet of the day's first hall that has games; one sheet is for one wall.
fn day_sheet(papers: &Papers, asked: &Asked) -> Result<Job, Refused> {
    let day = day(papers, asked)?;
    let games: Vec<Card> =
        papers.cards.iter().filter(|card| card.fixture.day == Some(day)).cloned().collect();
    let first = games.first().ok_or(Refused::NothingOn(day))?;
    let venue = first.venue_key.clone();
    let games: Vec<Card> = games.into_iter().filter(|card| card.venue_key == venue).collect();
    let path = venue.as_deref().map_or_else(|| paths::season(&papers.season.key), paths::venue);
    let (season, head) = (&papers.season, &papers.head);
    super::day_sheet(asked.language, &papers.league, season, day, &games, head, papers.address(&path))
        .map(|sheet| Job::DaySheet(Box::new(sheet)))
        .ok_or(Refused::NothingOn(day))
}
