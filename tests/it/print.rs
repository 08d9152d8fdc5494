//! Every document of the demo: put together, drawn, and read again.

use crate::cli_world::{Folder, open_demo, season_keys};
use changba::documents::{self, About, Asked, Format, Kind, Language, Papers, Refused};
use changba::store::{Store, seasons};
use std::io::{Read, Write};
use std::process::{Command, Stdio};

async fn papers(store: &Store, key: &str) -> Papers {
    let mut db = store.read().await.unwrap();
    let season = seasons::by_key(&mut db, key).await.unwrap().unwrap();
    let mut papers = Papers::load(&mut db, season, "https://changba.example".into()).await.unwrap().unwrap();
    let game = papers.cards.iter().find(|card| card.fixture.score().is_some() && card.fixture.day.is_some());
    if let Some(key) = game.map(|card| card.fixture.key.clone()) {
        papers.open_game(&mut db, &key).await.unwrap();
    }
    papers
}

async fn demo() -> (Folder, Papers) {
    let folder = Folder::new();
    let store = open_demo(&folder.url("demo.db")).await;
    let key = season_keys(&store).await[2].clone();
    let papers = papers(&store, &key).await;
    (folder, papers)
}

/// Asks for a document, with the game or the day it needs.
fn asked(papers: &Papers, kind: Kind, language: Language) -> Asked {
    let mut asked = Asked::new(kind, language);
    let over = papers.cards.iter().find(|card| card.fixture.score().is_some() && card.fixture.day.is_some());
    match kind.about() {
        About::Fixture => asked.fixture = Some(over.unwrap().fixture.key.clone()),
        About::Day => asked.day = over.unwrap().fixture.day,
        About::Season => {}
    }
    asked
}

/// The text of a PDF as poppler reads it, without the breaks of lines; nothing where poppler is not installed.
fn text_of(pdf: &[u8]) -> Option<String> {
    let mut reader = Command::new("pdftotext")
        .args(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = reader.stdin.take().unwrap();
    let bytes = pdf.to_vec();
    let writing = std::thread::spawn(move || input.write_all(&bytes));
    let mut text = String::new();
    reader.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    writing.join().unwrap().unwrap();
    reader.wait().unwrap();
    Some(text.chars().filter(|c| !c.is_whitespace()).collect())
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[tokio::test]
async fn every_document_of_the_demo_is_drawn_the_same_twice() {
    let (_folder, papers) = demo().await;
    for kind in Kind::ALL {
        let job = match documents::gather(&papers, &asked(&papers, *kind, Language::Both)) {
            Ok(job) => job,
            Err(Refused::NothingYet)
                if matches!(
                    kind,
                    Kind::DrawMinutes | Kind::Bracket | Kind::BracketPicture | Kind::BoxScore
                ) =>
            {
                continue;
            }
            Err(refused) => panic!("{}: {refused:?}", kind.word()),
        };
        let made = job.draw().unwrap_or_else(|error| panic!("{}: {error}", kind.word()));
        assert!(made.pages > 0 && made.bytes.len() > 1_000, "{}", kind.word());
        assert_eq!(made.missing, Vec::<char>::new(), "{}", kind.word());
        let start: &[u8] = match kind.format() {
            Format::Pdf => b"%PDF-",
            Format::Png => b"\x89PNG",
            Format::Xlsx | Format::Docx => b"PK\x03\x04",
        };
        assert!(made.bytes.starts_with(start), "{}", kind.word());
        let again = documents::gather(&papers, &asked(&papers, *kind, Language::Both)).ok().unwrap();
        assert!(again.draw().unwrap().bytes == made.bytes, "{} is not the same twice", kind.word());
    }
}

#[tokio::test]
async fn every_name_and_score_of_the_demo_stands_in_the_books() {
    let (_folder, papers) = demo().await;
    for language in [Language::Zh, Language::En, Language::Both] {
        let book = |kind| {
            let made =
                documents::gather(&papers, &asked(&papers, kind, language)).ok().unwrap().draw().unwrap();
            text_of(&made.bytes)
        };
        let (Some(programme), Some(results)) = (book(Kind::Programme), book(Kind::Results)) else {
            eprintln!("pdftotext is not installed: 2 books were not read");
            return;
        };
        for squad in papers.competitions.iter().flat_map(|chapter| &chapter.entries) {
            assert!(programme.contains(&squeezed(&squad.entry.name)), "{}", squad.entry.name);
            for player in &squad.players {
                assert!(programme.contains(&squeezed(&player.name)), "{}", player.name);
            }
        }
        let mut scores = std::collections::BTreeMap::<String, usize>::new();
        for card in papers.cards.iter().filter(|card| card.fixture.status.is_over()) {
            if let Some(score) = card.fixture.score() {
                *scores.entry(format!("{}:{}", score.a, score.b)).or_default() += 1;
            }
        }
        assert!(!scores.is_empty());
        for (score, times) in scores {
            assert!(results.matches(&score).count() >= times, "{score} stands fewer than {times} times");
        }
        assert!(programme.contains("2025"));
    }
}

#[tokio::test]
async fn chapters_come_in_the_order_asked_for_and_no_other_exists() {
    let (_folder, papers) = demo().await;
    let mut asked = Asked::new(Kind::Programme, Language::Zh);
    asked.chapters = vec!["schedule".into(), "clubs".into()];
    let made = documents::gather(&papers, &asked).ok().unwrap().draw().unwrap();
    if let Some(text) = text_of(&made.bytes) {
        let at = |word: &str| text.find(word);
        assert!(at("赛程(按日期)").unwrap() < at("参赛队与名单").unwrap());
        assert_eq!(at("竞赛规程"), None);
    }
    asked.chapters = vec!["horoscope".into()];
    assert_eq!(documents::gather(&papers, &asked).err(), Some(Refused::NoSuchChapter("horoscope".into())));
}

#[tokio::test]
async fn a_document_that_lacks_what_it_is_about_is_refused() {
    let (_folder, papers) = demo().await;
    let refused = |asked: &Asked| documents::gather(&papers, asked).err().unwrap();
    assert_eq!(refused(&Asked::new(Kind::MatchList, Language::Zh)), Refused::NeedsFixture);
    assert_eq!(refused(&Asked::new(Kind::DaySheet, Language::Zh)), Refused::NeedsDay);
    let mut asked = Asked::new(Kind::MatchList, Language::Zh);
    asked.fixture = Some("nothing".into());
    assert_eq!(refused(&asked), Refused::NoSuchFixture("nothing".into()));
    let mut asked = Asked::new(Kind::RunOfShow, Language::Zh);
    asked.day = Some("1999-01-01".parse().unwrap());
    assert_eq!(refused(&asked), Refused::NothingOn("1999-01-01".parse().unwrap()));
}

#[tokio::test]
async fn libreoffice_opens_what_is_written_for_excel_and_word() {
    let (folder, papers) = demo().await;
    let office = ["soffice", "libreoffice"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|out| out.status.success()));
    let Some(office) = office else {
        eprintln!("LibreOffice is not installed: 6 files were not opened");
        return;
    };
    let path = folder.path("office");
    std::fs::create_dir_all(&path).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", path.display());
    let kinds = Kind::ALL.iter().filter(|kind| matches!(kind.format(), Format::Xlsx | Format::Docx));
    let mut files = Vec::new();
    for kind in kinds {
        let made =
            documents::gather(&papers, &asked(&papers, *kind, Language::Both)).ok().unwrap().draw().unwrap();
        let file = path.join(format!("{}.{}", kind.word(), kind.format().ending()));
        std::fs::write(&file, made.bytes).unwrap();
        files.push(file);
    }
    let done = Command::new(office)
        .args([&profile, "--headless", "--convert-to", "pdf", "--outdir"])
        .arg(&path)
        .args(&files)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    for file in files {
        let pdf = std::fs::read(file.with_extension("pdf")).unwrap_or_default();
        assert!(pdf.starts_with(b"%PDF-"), "{} was not opened", file.display());
        let text = text_of(&pdf).unwrap_or_default();
        assert!(text.is_empty() || text.contains("2025"), "{} lost its content", file.display());
    }
}
