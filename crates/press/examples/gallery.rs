//! Writes every document in every language and shape into a folder, to be looked at:
//! `cargo run -p press --example gallery -- FOLDER`.

#[path = "../worlds.rs"]
mod worlds;

use press::{DaySheet, Document, Language, Layout, ResultPicture, Shape, pdf, picture};
use std::path::PathBuf;

type MakeDay = fn(Language) -> DaySheet;
type MakeResult = fn(Language) -> ResultPicture;

const DAYS: [(&str, MakeDay); 3] =
    [("opening", worlds::opening), ("bare", worlds::bare), ("crowded", worlds::crowded)];
const RESULTS: [(&str, MakeResult); 4] = [
    ("final", worlds::final_of_2025),
    ("marathon", worlds::marathon),
    ("forfeited", worlds::forfeited),
    ("unpublished", worlds::unpublished),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    std::fs::create_dir_all(&folder)?;
    for language in [Language::Zh, Language::En, Language::Both] {
        for (name, make) in DAYS {
            let printed = pdf(Document::DaySheet(&make(language)))?;
            println!(
                "{name} {language:?}: {} pages, missing {:?}, {:?}",
                printed.pages, printed.missing, printed.warnings
            );
            std::fs::write(folder.join(format!("{name}-{language:?}.pdf")), printed.bytes)?;
        }
        for (name, game) in
            [("blank", worlds::blank_sheet(language)), ("played", worlds::played_sheet(language))]
        {
            let printed = pdf(Document::Scoresheet(&game))?;
            println!("{name} sheet {language:?}: {} pages, {:?}", printed.pages, printed.warnings);
            std::fs::write(folder.join(format!("sheet-{name}-{language:?}.pdf")), printed.bytes)?;
        }
        for shape in Shape::ALL {
            let drawn = press::board(&worlds::board(language), shape)?;
            std::fs::write(folder.join(format!("board-{language:?}-{shape:?}.png")), drawn.bytes)?;
        }
        for layout in [Layout::Poster, Layout::Sticker, Layout::Plate, Layout::Pass, Layout::Certificate] {
            let printed = pdf(Document::Cards(&worlds::cards(layout, language)))?;
            println!("{layout:?} {language:?}: {} pages, {:?}", printed.pages, printed.warnings);
            std::fs::write(folder.join(format!("{layout:?}-{language:?}.pdf")), printed.bytes)?;
        }
        let printed = pdf(Document::Book(&worlds::book(language)))?;
        println!(
            "book {language:?}: {} pages, missing {:?}, {:?}",
            printed.pages, printed.missing, printed.warnings
        );
        std::fs::write(folder.join(format!("book-{language:?}.pdf")), printed.bytes)?;
        for (name, make) in RESULTS {
            for shape in Shape::ALL {
                let drawn = picture(&make(language), shape)?;
                std::fs::write(folder.join(format!("{name}-{language:?}-{shape:?}.png")), drawn.bytes)?;
            }
        }
    }
    Ok(())
}
