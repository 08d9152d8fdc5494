//! Entries of a large union: 200 clubs hand in 3,000 people as files, each looked at and taken as a page would.

use super::{Plan, Report, world};
use crate::actions::input::Fields;
use crate::actions::lists::{By, Context, take};
use crate::actions::{Refused, clubs, competitions};
use crate::clock::{Clock, Stopwatch};
use crate::keys::Keys;
use crate::sheets;
use crate::store::{Store, competitions as rows};
use crate::web::resident_bytes;
use anyhow::{Context as _, anyhow};
use league::form;
use league::identity::check_digit;

const NAME: &str = "entry";
const PLAYERS: usize = 15;

/// Measures; a quick run takes a tenth of the clubs.
pub async fn run(plan: &Plan, report: &mut Report) -> anyhow::Result<()> {
    let count = if plan.quick { 20 } else { 200 };
    let folder = std::env::temp_dir().join(format!("changba-bench-entry-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = measure(count, &folder, report).await;
    std::fs::remove_dir_all(&folder)?;
    measured
}

async fn measure(count: usize, folder: &std::path::Path, report: &mut Report) -> anyhow::Result<()> {
    let clock = Clock::System;
    let store = Store::open(&format!("sqlite:{}", folder.join("entry.db").display())).await?;
    store.migrate(clock.now()).await?;
    let made = world::make(&store, &clock).await.map_err(said)?;
    let entries = enter(&store, &clock, &made.competition, count).await.map_err(said)?;
    let files: Vec<Vec<u8>> = (0..count).map(file).collect::<Result<_, _>>()?;
    let keys = Keys::of(vec![[3; 32]]);
    let case = format!("{count} clubs, {} people, .xlsx", count * PLAYERS);
    let watch = Stopwatch::start();
    let (mut added, mut slowest) = (0, 0.0_f64);
    for (entry, bytes) in entries.iter().zip(&files) {
        let one = Stopwatch::start();
        added += hand_in(&store, &clock, entry, bytes, &keys).await?;
        slowest = slowest.max(one.elapsed().as_secs_f64() * 1000.0);
    }
    report.value(NAME, &case, "time", watch.elapsed().as_secs_f64(), "s");
    report.value(NAME, &case, "slowest file", slowest, "ms");
    report.value(NAME, &case, "people added", added as f64, "people");
    let watch = Stopwatch::start();
    let mut again = 0;
    for (entry, bytes) in entries.iter().zip(&files) {
        again += hand_in(&store, &clock, entry, bytes, &keys).await?;
    }
    report.value(NAME, &case, "the same files again, time", watch.elapsed().as_secs_f64(), "s");
    report.value(NAME, &case, "the same files again, people added", again as f64, "people");
    if let Some(bytes) = resident_bytes() {
        report.value(NAME, &case, "memory at the end", bytes as f64 / 1_048_576.0, "MB");
    }
    report.failed |= added != count * PLAYERS || again != 0;
    Ok(())
}

async fn enter(
    store: &Store,
    clock: &Clock,
    competition: &str,
    count: usize,
) -> Result<Vec<String>, Refused> {
    let mut tx = store.write(&world::writer(clock)).await?;
    let competition = rows::by_key(&mut tx, competition).await?.ok_or(Refused::NotFound)?;
    let season = crate::store::seasons::by_id(&mut tx, competition.season_id).await?;
    let mut entries = Vec::new();
    for number in 0..count {
        let name = format!("基准{number}厂");
        let club = Fields::from_pairs([
            ("official_name", name.as_str()),
            ("short_name", name.as_str()),
            ("colour_light", "#ffffff"),
            ("colour_dark", "#14202b"),
        ]);
        clubs::create(&mut tx, season.league_id, &club).await?;
        let entry = Fields::from_pairs([("name", name.as_str())]);
        entries.push(competitions::enter(&mut tx, &competition, &entry).await?.key);
    }
    tx.commit().await?;
    Ok(entries)
}

/// One file as a page takes it: opened, read, looked at, saved.
async fn hand_in(
    store: &Store,
    clock: &Clock,
    entry: &str,
    bytes: &[u8],
    keys: &Keys,
) -> anyhow::Result<usize> {
    let mut tx = store.write(&world::writer(clock)).await?;
    let context = Context::read(&mut tx, entry, clock.now()).await.map_err(said)?;
    let sheets = sheets::open("entry.xlsx", bytes)?;
    let (sheet, _) = form::choose(sheets, &context.set.fields, context.today).context("no header")?;
    let taken = take::take(&mut tx, &context, &sheet, keys, By::Organiser).await.map_err(said)?;
    let taken = taken.context("no form")?;
    if taken.has_changed() {
        tx.commit().await?;
    }
    Ok(taken.added)
}

/// A form of invented people: the county of their numbers does not exist.
fn file(club: usize) -> anyhow::Result<Vec<u8>> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    let header = ["姓名", "身份证号", "球衣号码", "部门", "意外保险", "联系电话"];
    for (column, name) in (0_u16..).zip(header) {
        page.write_string(0, column, name)?;
    }
    for player in 0..PLAYERS {
        let number = club * PLAYERS + player;
        let first =
            format!("439901199{}0{}0{}{:03}", number / 8_000 % 10, number / 1_000 % 8 + 1, 1, number % 1_000);
        let last = check_digit(&first).map(String::from).unwrap_or_default();
        let row = u32::try_from(player + 1)?;
        let name = format!("基准{}{}", letter(number / 26 / 26), letter(number));
        let cells = [
            name,
            first + &last,
            (player + 4).to_string(),
            "一车间".into(),
            "是".into(),
            format!("139{number:08}"),
        ];
        for (column, cell) in (0_u16..).zip(cells) {
            page.write_string(row, column, cell)?;
        }
    }
    Ok(book.save_to_buffer()?)
}

fn letter(number: usize) -> String {
    const LETTERS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
    format!("{}{}{}", LETTERS[number / 100 % 10], LETTERS[number / 10 % 10], LETTERS[number % 10])
}

fn said(refused: Refused) -> anyhow::Error {
    anyhow!("{refused:?}")
}
