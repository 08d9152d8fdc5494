//! The result itself: head, two plates, periods, status, code.

use super::canvas::{Align, Area, Canvas, colour};
use super::fitting::{Fitted, LINE, Paragraph};
use super::frame::{self, stack, stripes};
use super::plan::Plan;
use super::{Club, Forfeit, ResultPicture, Shape, Status, hall, numerals};
use crate::facts::Side;
use crate::fonts::Weight;
use crate::words::{self, Printed, plain};
use crate::{Error, fonts};

mod periods;

/// Draws the whole picture.
pub fn svg(result: &ResultPicture, shape: Shape) -> Result<String, Error> {
    let plan = Plan::of(shape);
    let (width, height) = shape.size();
    let mut canvas = Canvas::new(width, height);
    hall::draw(&mut canvas, &plan);
    head(&mut canvas, &plan, result);
    for side in [Side::A, Side::B] {
        plate(&mut canvas, &plan, result, side);
    }
    periods::draw(&mut canvas, &plan, result);
    status(&mut canvas, &plan, result);
    frame::code(&mut canvas, &plan, &result.address)?;
    Ok(canvas.finish())
}

fn head(canvas: &mut Canvas, plan: &Plan, result: &ResultPicture) {
    let language = result.language;
    let date = language.printed(&result.date, |date| language.date(*date));
    let mut facts: Vec<Printed> = result.place.iter().map(|place| language.fact(place)).collect();
    facts.push(named(result, words::DATE, date));
    facts.push(named(result, words::VENUE, language.fact(&result.venue)));
    let title = [language.printed_name(&result.league), language.fact(&result.competition)];
    frame::head(canvas, plan, &title, &facts);
}

/// Says what it is that nobody knows: "未知" alone would leave the reader guessing.
fn named(result: &ResultPicture, word: words::Word, fact: Printed) -> Printed {
    if fact.known {
        return fact;
    }
    let main = format!("{} {}", result.language.short_word(word), fact.main);
    let second = fact.second.map(|unknown| format!("{} {unknown}", word.en));
    Printed { main, second, ..fact }
}

fn plate(canvas: &mut Canvas, plan: &Plan, result: &ResultPicture, side: Side) {
    let place = if side == Side::A { 0 } else { 1 };
    let (area, club, scale) = (plan.sides[place], &result.clubs[place], plan.scale);
    canvas.plate(area, 22.0 * scale, colour::PLATE);
    stripes(canvas, area, club.colours, scale);
    let inset = 20.0 * scale;
    for y in [area.y + inset, area.bottom() - inset] {
        canvas.circle(area.right() - inset, y, 5.0 * scale, colour::RIVET);
    }
    let figures = score(canvas, plan, result, side, area);
    let left = area.x + 112.0 * scale;
    let names =
        Area::new(left, area.y + 18.0 * scale, figures - left - 26.0 * scale, area.height - 36.0 * scale);
    club_names(canvas, names, result, club, scale);
}

fn club_names(canvas: &mut Canvas, area: Area, result: &ResultPicture, club: &Club, scale: f32) {
    let language = result.language;
    let short = language.fact(&club.short);
    let ink = if short.known { colour::HOT } else { colour::STEEL };
    let second = Paragraph::second(&[&short], Weight::Regular)
        .map(|name| name.fit(area.width, area.height * 0.2, 30.0 * scale));
    let name = Paragraph::new(&[&short], Weight::Bold);
    let large = 66.0 * scale;
    // A name of six ideographs reads better on one line, a little smaller, than cut in two.
    let one_line = name.fit(area.width, large * LINE, large);
    let name =
        if one_line.size > large * 0.66 { one_line } else { name.fit(area.width, area.height * 0.62, large) };
    let official = club.official.as_ref().map(|official| {
        Paragraph::new(&[&language.fact(official)], Weight::Regular).fit(
            area.width,
            area.height * 0.24,
            26.0 * scale,
        )
    });
    let mut parts = vec![(&name, ink)];
    parts.extend(second.iter().map(|second| (second, colour::STEEL)));
    parts.extend(official.iter().map(|official| (official, colour::STEEL)));
    stack(canvas, area, Align::Left, &parts, 6.0 * scale);
}

/// The points of a side at the right of its plate; tells where they begin.
fn score(canvas: &mut Canvas, plan: &Plan, result: &ResultPicture, side: Side, area: Area) -> f32 {
    let scale = plan.scale;
    let right = area.right() - 52.0 * scale;
    let room = area.width * 0.46;
    let Some(score) = result.score.value() else {
        let said = result.language.printed(&result.score, |_| plain(""));
        let text = Paragraph::new(&[&said], Weight::Bold).fit(room * 0.6, area.height * 0.7, 54.0 * scale);
        let left = right - room * 0.6;
        let middle = Area::new(left, area.y, room * 0.6, area.height);
        stack(canvas, middle, Align::Centre, &[(&text, colour::STEEL)], 0.0);
        return left;
    };
    let (own, other) = if side == Side::A { (score.a, score.b) } else { (score.b, score.a) };
    let tag = result.score.sample.then(|| mark(result, scale));
    let below = tag.as_ref().map_or(0.0, |tag| tag.height() + 8.0 * scale);
    let wanted = (area.height * 0.7).min(area.height - below - 40.0 * scale);
    let height = wanted * (room / numerals::width(own.max(other), wanted)).min(1.0);
    let left = right - numerals::width(own, height);
    let top = area.y + (area.height - height - below) / 2.0;
    let won = own > other && result.status != Status::Live;
    canvas.push(&numerals::draw(own, left, top, height, if won { colour::HOT } else { colour::STEEL }));
    if let Some(tag) = tag {
        canvas.paragraph(
            &tag,
            right - numerals::width(own, height) / 2.0,
            top + height + 8.0 * scale,
            Align::Centre,
            colour::STEEL,
        );
    }
    if won {
        // The winner is told by a shape, not by brightness alone.
        let (x, y, half) = (area.right() - 16.0 * scale, area.y + area.height / 2.0, 20.0 * scale);
        canvas.push(&format!(
            "<path d=\"M{:.1},{y:.1}L{x:.1},{:.1}V{:.1}Z\" fill=\"{}\"/>",
            x - half,
            y - half,
            y + half,
            colour::LAMP
        ));
    }
    left
}

/// The mark of a sample standing alone.
fn mark(result: &ResultPicture, scale: f32) -> Fitted {
    let mut empty = plain("");
    empty.mark = Some(result.language.short_word(words::SAMPLE).to_owned());
    Paragraph::new(&[&empty], Weight::Bold).fit(400.0 * scale, 36.0 * scale, 36.0 * scale)
}

fn status(canvas: &mut Canvas, plan: &Plan, result: &ResultPicture) {
    let language = result.language;
    let said = match result.status {
        Status::Live => words::LIVE,
        Status::Final => words::FINAL,
        Status::Official => words::OFFICIAL,
    };
    let mut plates = vec![(language.word(said), colour::INK)];
    if result.corrected {
        plates.push((language.word(words::CORRECTED), colour::SIGNAL));
    }
    if let Some(forfeit) = result.forfeit {
        plates.push((forfeit_words(result, forfeit), colour::SIGNAL));
    }
    let (scale, area) = (plan.scale, plan.status);
    let (gap, inset, icon) = (12.0 * scale, 22.0 * scale, area.height * 0.96);
    whistle(canvas, area.x, area.y + area.height / 2.0, area.height * 0.7);
    let room = area.width - icon - (gap + inset * 2.0) * plates.len() as f32;
    let natural =
        |text: &str| fonts::width(text, fonts::Script::of(text), Weight::Bold) * 34.0 * scale * 1.05;
    let shrink = (room / plates.iter().map(|(text, _)| natural(text)).sum::<f32>()).min(1.0);
    let mut x = area.x + icon + gap;
    for (text, fill) in plates {
        let width = natural(&text) * shrink;
        let text = Paragraph::new(&[&plain(text)], Weight::Bold).fit(width, area.height * 0.94, 34.0 * scale);
        let around = Area::new(x, area.y, width + inset * 2.0, area.height);
        canvas.plate(around, 14.0 * scale, fill);
        stack(canvas, around, Align::Centre, &[(&text, colour::HOT)], 0.0);
        x = around.right() + gap;
    }
}

fn forfeit_words(result: &ResultPicture, forfeit: Forfeit) -> String {
    let language = result.language;
    let name = |club: &Club| language.fact(&club.short).main;
    match forfeit {
        Forfeit::ByBoth => language.word(words::FORFEIT),
        Forfeit::By(Side::A) => language.word_with(words::FORFEITED_BY, &name(&result.clubs[0])),
        Forfeit::By(Side::B) => language.word_with(words::FORFEITED_BY, &name(&result.clubs[1])),
    }
}

/// The referee's whistle: it blew, the score stands.
fn whistle(canvas: &mut Canvas, x: f32, middle: f32, height: f32) {
    let s = height / 40.0;
    canvas.push(&format!(
        "<g transform=\"translate({x:.1} {:.1}) scale({s:.3})\"><path d=\"M17,8H30V14H36V8H58V19L36,22A17,17 0 1 1 \
         17,8Z\" fill=\"{}\"/><circle cx=\"19\" cy=\"25\" r=\"6.5\" fill=\"{}\"/></g>",
        middle - height / 2.0,
        colour::INK,
        colour::FLOOR
    ));
}
