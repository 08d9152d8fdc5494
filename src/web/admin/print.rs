//! Documents to print: the list of what there is, and each of them as a file.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::public::pressed;
use super::list::{Cell, ListView};
use super::place;
use super::room::{Part, must_enter, query};
use crate::access::Permission::{EditSeason, ReadControl};
use crate::documents::{self, About, Asked, Kind, Language, Papers, Refused, Shape};
use crate::store::Db;
use crate::store::fixtures::Card;
use crate::store::seasons::{self, Season};
use crate::web::text::Lang;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, Response, header};
use axum::response::IntoResponse;
use press::{Sheet, Size};

/// The three ways to print each document, behind its name.
fn links(visitor: &Visitor, season: &str, kind: Kind, about: &str) -> Vec<Cell> {
    let t = visitor.t();
    let name = kind.name();
    let name = match visitor.lang {
        Lang::Zh => name.zh,
        Lang::En => name.en.unwrap_or(name.zh),
    };
    let path = |lang: &str| format!("/admin/seasons/{season}/print/{}?lang={lang}{about}", kind.word());
    vec![
        Cell::text(name),
        Cell::link(t.in_chinese(), path("zh")),
        Cell::link(t.in_english(), path("en")),
        Cell::link(t.in_both(), path("both")),
        Cell::Quiet(kind.format().ending().to_uppercase()),
    ]
}

fn list(visitor: &Visitor, label: &str) -> ListView {
    let t = visitor.t();
    ListView::new(label, &[t.document(), "中文", "English", t.in_both(), t.file()], t.nothing_to_print())
}

/// The papers of a season, in a list: those for which there is something to print.
pub async fn of_season(visitor: &Visitor, db: &mut Db, season: &Season) -> Result<Part, Error> {
    let t = visitor.t();
    let mut all = list(visitor, t.to_print());
    let papers = Papers::load(db, season.clone(), visitor.address("")).await?;
    let office = visitor.may(EditSeason, &place::season(season));
    let shown = |kind: &&Kind| kind.about() == About::Season && (office || !kind.is_for_office());
    for kind in Kind::ALL.iter().filter(shown) {
        if is_ready(papers.as_ref(), &Asked::new(*kind, Language::Zh)) {
            all.row(links(visitor, &season.key, *kind, ""));
        }
    }
    Ok(Part::list(t.to_print(), all).noted(t.to_print_said()).named("print"))
}

/// The papers of a game, and those of its day.
pub async fn of_game(visitor: &Visitor, db: &mut Db, season: &Season, card: &Card) -> Result<Part, Error> {
    let t = visitor.t();
    let mut all = list(visitor, t.to_print());
    let mut papers = Papers::load(db, season.clone(), visitor.address("")).await?;
    if let Some(papers) = &mut papers {
        papers.open_game(db, &card.fixture.key).await?;
    }
    for kind in Kind::ALL {
        let mut asked = Asked::new(*kind, Language::Zh);
        let about = match (kind.about(), card.fixture.day) {
            (About::Fixture, _) => {
                asked.fixture = Some(card.fixture.key.clone());
                format!("&fixture={}", card.fixture.key)
            }
            (About::Day, Some(day)) => {
                asked.day = Some(day);
                format!("&day={day}")
            }
            _ => continue,
        };
        if is_ready(papers.as_ref(), &asked) {
            all.row(links(visitor, &season.key, *kind, &about));
        }
    }
    Ok(Part::list(t.to_print(), all).named("print"))
}

/// Whether there is anything for a document to show.
fn is_ready(papers: Option<&Papers>, asked: &Asked) -> bool {
    papers.is_some_and(|papers| documents::gather(papers, asked).is_ok())
}

/// Names characters of the season that no font inside can draw, before anybody prints them.
pub fn rare_characters(visitor: &Visitor, names: &str) -> Option<Part> {
    let missing = press::missing_characters(names);
    if missing.is_empty() {
        return None;
    }
    let t = visitor.t();
    let listed: Vec<String> = missing.iter().map(char::to_string).collect();
    Some(Part::say(t.rare_characters(), &format!("{} {}", t.rare_characters_said(), listed.join(" "))))
}

/// One document as a file.
pub async fn show(
    visitor: Visitor,
    Path((key, word)): Path<(String, String)>,
) -> Result<Response<Body>, Error> {
    must_enter(&visitor)?;
    let mut db = visitor.read().await?;
    let season = seasons::by_key(&mut db, &key).await?.ok_or(Error::NotFound)?;
    visitor.must(ReadControl, &place::season(&season))?;
    let asked = asked(&visitor, &word)?;
    if asked.kind.is_for_office() {
        visitor.must(EditSeason, &place::season(&season))?;
    }
    let base = visitor.address("");
    let mut papers = Papers::load(&mut db, season, base).await?.ok_or(Error::NotFound)?;
    if let Some(fixture) = &asked.fixture {
        papers.open_game(&mut db, fixture).await?;
    }
    drop(db);
    let job = match documents::gather(&papers, &asked) {
        Ok(job) => job,
        Err(Refused::NoSuchChapter(_) | Refused::NeedsDay | Refused::NeedsFixture) => {
            return Err(Error::BadBody);
        }
        Err(_) => return Err(Error::NotFound),
    };
    let made = pressed(&visitor, move || job.draw()).await?;
    let mut response = Body::from(made.bytes).into_response();
    let headers = response.headers_mut();
    let format = asked.kind.format();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    let name = format!("inline; filename=\"{}-{key}.{}\"", word.trim_end_matches("-xlsx"), format.ending());
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

fn asked(visitor: &Visitor, word: &str) -> Result<Asked, Error> {
    let query = query(visitor);
    let kind = Kind::parse(word).ok_or(Error::NotFound)?;
    let language = match (query.get("lang").map(String::as_str), visitor.lang) {
        (Some("zh"), _) | (None, Lang::Zh) => Language::Zh,
        (Some("en"), _) | (None, Lang::En) => Language::En,
        (Some("both"), _) => Language::Both,
        _ => return Err(Error::BadBody),
    };
    let mut asked = Asked::new(kind, language);
    asked.fixture = query.get("fixture").cloned();
    asked.group = query.get("group").cloned();
    if let Some(day) = query.get("day") {
        asked.day = Some(day.parse().map_err(|_| Error::BadBody)?);
    }
    asked.sheet = Sheet {
        size: if query.get("size").is_some_and(|size| size == "16k") { Size::K16 } else { Size::A4 },
        landscape: false,
        bleed: query.get("bleed").is_some_and(|bleed| bleed == "1"),
    };
    if let Some(shape) = query.get("shape") {
        asked.shape = match shape.as_str() {
            "portrait" => Shape::Portrait,
            "square" => Shape::Square,
            "wide" => Shape::Wide,
            "tall" => Shape::Tall,
            "banner" => Shape::Banner,
            _ => return Err(Error::BadBody),
        };
    }
    if let Some(chapters) = query.get("chapters").filter(|chapters| !chapters.is_empty()) {
        asked.chapters = chapters.split(',').map(str::to_owned).collect();
    }
    Ok(asked)
}
