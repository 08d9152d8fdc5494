//! Every word this crate prints, in both languages.

use crate::facts::{Fact, Known, Language, Name, clean};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// A fixed word in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

const fn word(zh: &'static str, en: &'static str) -> Word {
    Word { zh, en }
}

pub const SAMPLE: Word = word("示例", "sample");
pub const UNKNOWN: Word = word("未知", "unknown");
pub const UNDECIDED: Word = word("待定", "TBD");
pub const DAY_SHEET: Word = word("日程单", "Day sheet");
pub const DATE: Word = word("日期", "Date");
pub const VENUE: Word = word("场馆", "Venue");
pub const GAME: Word = word("第{}场", "Game {}");
pub const GAMES: Word = word("{}场比赛", "{} games");
pub const ONE_GAME: Word = word("1场比赛", "1 game");
pub const LIGHT: Word = word("浅色", "light");
pub const DARK: Word = word("深色", "dark");
pub const SCORE: Word = word("比分", "Score");
pub const REFEREES: Word = word("裁判员", "Referees");
pub const TABLE_OFFICIALS: Word = word("记录台", "Table officials");
pub const REMARKS: Word = word("备注", "Remarks");
pub const NO_GAMES: Word = word("当日没有比赛。", "No games on this day.");
pub const VERSION: Word = word("数据版本", "Data version");
pub const PRINTED: Word = word("打印于", "Printed");
pub const PAGE: Word = word("页", "Page");
pub const LIVE_PAGE: Word = word("实时页面", "Live page");
pub const SAMPLE_NOTE: Word =
    word("标有「示例」的内容为演示用虚构数据。", "Facts marked “sample” are made up for the demonstration.");
pub const LIVE: Word = word("进行中", "Live");
pub const FINAL: Word = word("终场", "Final");
pub const OFFICIAL: Word = word("官方", "Official");
pub const CORRECTED: Word = word("已更正", "Corrected");
pub const FORFEIT: Word = word("弃权", "Forfeit");
pub const FORFEITED_BY: Word = word("{}弃权", "Forfeit by {}");
pub const CONTENTS: Word = word("目录", "Contents");
pub const PHOTO: Word = word("照片", "Photo");
pub const MORE_ROWS: Word = word("另有 {} 行见实时页面", "{} more on the live page");
pub const SCORESHEET: Word = word("记录表", "Scoresheet");
pub const COMPETITION: Word = word("赛事", "Competition");
pub const TIME: Word = word("时间", "Time");
pub const PLACE: Word = word("地点", "Place");
pub const GAME_NUMBER: Word = word("场次", "Game No.");
pub const CREW_CHIEF: Word = word("主裁判员", "Crew chief");
pub const UMPIRE_1: Word = word("第一副裁判员", "Umpire 1");
pub const UMPIRE_2: Word = word("第二副裁判员", "Umpire 2");
pub const SCORER: Word = word("记录员", "Scorer");
pub const ASSISTANT_SCORER: Word = word("助理记录员", "Assistant scorer");
pub const TIMER: Word = word("计时员", "Timer");
pub const SHOT_CLOCK: Word = word("进攻计时员", "Shot clock operator");
pub const TIME_OUTS: Word = word("暂停", "Time-outs");
pub const TEAM_FOULS: Word = word("全队犯规", "Team fouls");
pub const LICENCE: Word = word("证号", "Licence");
pub const PLAYERS: Word = word("队员", "Players");
pub const NUMBER: Word = word("号码", "No.");
pub const IN_GAME: Word = word("上场", "In");
pub const FOULS: Word = word("犯规", "Fouls");
pub const COACH: Word = word("主教练", "Head coach");
pub const ASSISTANT_COACH: Word = word("第一助理教练", "1st assistant");
pub const RUNNING_SCORE: Word = word("累积分", "Running score");
pub const FINAL_SCORE: Word = word("最后比分", "Final score");
pub const WINNER: Word = word("胜队", "Winner");
pub const PERIOD: Word = word("第{}节", "Q{}");
pub const OVERTIME: Word = word("加时{}", "OT{}");
pub const TOTAL: Word = word("总分", "Total");

/// A piece of text ready to print: the words are chosen, the mark decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Printed {
    /// The text in the document's first language.
    pub main: String,
    /// The English beside it, where both languages are printed and both are known.
    pub second: Option<String>,
    /// The sample mark, where the fact is a sample.
    pub mark: Option<String>,
    /// Whether somebody knows it: an unknown fact is set apart from a known one.
    pub known: bool,
}

impl Language {
    /// A fixed word, with its English behind it where both are printed.
    pub fn word(self, word: Word) -> String {
        match self {
            Self::Zh => word.zh.to_owned(),
            Self::En => word.en.to_owned(),
            Self::Both => format!("{} {}", word.zh, word.en),
        }
    }

    /// A fixed word in the first language alone, for places with room for one.
    pub fn short_word(self, word: Word) -> &'static str {
        if self == Self::En { word.en } else { word.zh }
    }

    /// A fixed word around a number or a name.
    pub fn word_with(self, word: Word, inside: &str) -> String {
        let zh = word.zh.replace("{}", inside);
        let en = word.en.replace("{}", inside);
        match self {
            Self::Zh => zh,
            Self::En => en,
            Self::Both => format!("{zh} {en}"),
        }
    }

    /// A fixed word as printed text.
    pub fn printed_word(self, word: Word) -> Printed {
        let second = (self == Self::Both).then(|| word.en.to_owned());
        Printed { main: self.short_word(word).to_owned(), second, mark: None, known: true }
    }

    /// A name without a fact around it.
    pub fn printed_name(self, name: &Name) -> Printed {
        let zh = clean(&name.zh);
        let en = name.en.as_deref().map(clean).filter(|en| !en.is_empty());
        let (main, second) = match (self, en) {
            (Self::Zh, _) => (zh, None),
            (Self::En, en) => (en.unwrap_or(zh), None),
            (Self::Both, en) => (zh.clone(), en.filter(|en| *en != zh)),
        };
        Printed { main, second, mark: None, known: true }
    }

    /// A fact, with the words for what is not known and the mark of a sample.
    pub fn printed<T>(self, fact: &Fact<T>, print: impl FnOnce(&T) -> Printed) -> Printed {
        let mut printed = match &fact.known {
            Known::Is(value) => print(value),
            Known::Unknown => Printed { known: false, ..self.printed_word(UNKNOWN) },
            Known::Undecided => Printed { known: false, ..self.printed_word(UNDECIDED) },
        };
        printed.mark = fact.sample.then(|| self.short_word(SAMPLE).to_owned());
        printed
    }

    /// A fact that is a name.
    pub fn fact(self, fact: &Fact<Name>) -> Printed {
        self.printed(fact, |name| self.printed_name(name))
    }

    /// A day with its weekday.
    pub fn date(self, date: NaiveDate) -> Printed {
        let weekday = date.weekday().num_days_from_monday() as usize;
        let zh = format!(
            "{}年{}月{}日 星期{}",
            date.year(),
            date.month(),
            date.day(),
            ["一", "二", "三", "四", "五", "六", "日"][weekday]
        );
        let en = date.format("%A %-d %B %Y").to_string();
        let (main, second) = match self {
            Self::Zh => (zh, None),
            Self::En => (en, None),
            Self::Both => (zh, Some(en)),
        };
        Printed { main, second, mark: None, known: true }
    }
}

/// Text that reads the same in every language: a number, a time, a version.
pub fn plain(text: impl Into<String>) -> Printed {
    Printed { main: text.into(), second: None, mark: None, known: true }
}
