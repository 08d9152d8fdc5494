//! What every picture has: its head, the club's stripes, the code to the live page.

use super::canvas::{Align, Area, Canvas, colour, plate_path};
use super::fitting::{Fitted, Paragraph};
use super::plan::Plan;
use crate::facts::Colour;
use crate::fonts::Weight;
use crate::words::{Printed, plain};
use crate::{Error, qr};

/// League and competition large, what else the reader must know below.
pub fn head(canvas: &mut Canvas, plan: &Plan, title: &[Printed], facts: &[Printed]) {
    let (title, facts) = (title.iter().collect::<Vec<_>>(), facts.iter().collect::<Vec<_>>());
    let (width, height, scale) = (plan.head.width, plan.head.height, plan.scale);
    let lines = [
        (Some(Paragraph::new(&title, Weight::Bold)), 0.5, 50.0, colour::HOT),
        (Paragraph::second(&title, Weight::Bold), 0.2, 27.0, colour::HOT),
        (Some(Paragraph::new(&facts, Weight::Regular)), 0.45, 33.0, colour::STEEL),
        (Paragraph::second(&facts, Weight::Regular), 0.25, 26.0, colour::STEEL),
    ];
    let fitted: Vec<(Fitted, &str)> = lines
        .into_iter()
        .filter_map(|(line, share, size, ink)| Some((line?.fit(width, height * share, size * scale), ink)))
        .collect();
    let parts: Vec<(&Fitted, &str)> = fitted.iter().map(|(line, ink)| (line, *ink)).collect();
    stack(canvas, plan.head, Align::Left, &parts, 7.0 * scale);
}

/// Draws paragraphs under each other, in the middle of an area's height, smaller if they are higher than it.
pub fn stack(canvas: &mut Canvas, area: Area, align: Align, parts: &[(&Fitted, &str)], gap: f32) {
    let height: f32 =
        parts.iter().map(|(fitted, _)| fitted.height()).sum::<f32>() + gap * (parts.len() - 1) as f32;
    let shrink = (area.height / height).min(1.0);
    let x = match align {
        Align::Left => area.x,
        Align::Centre => area.x + area.width / 2.0,
    };
    let mut y = area.y + (area.height - height * shrink) / 2.0;
    for (fitted, ink) in parts {
        let mut fitted = (*fitted).clone();
        fitted.size *= shrink;
        canvas.paragraph(&fitted, x, y, align, ink);
        y += fitted.height() + gap * shrink;
    }
}

/// The club's two colours as stripes, framed in the ink that stands out from both plate and stripe.
pub fn stripes(canvas: &mut Canvas, area: Area, colours: [Colour; 2], scale: f32) {
    let [first, second] = colours;
    let stripe =
        Area::new(area.x + 30.0 * scale, area.y + 28.0 * scale, 54.0 * scale, area.height - 56.0 * scale);
    let (top, bottom) = (stripe.y, stripe.bottom());
    let slant = stripe.width;
    let middle = stripe.y + stripe.height * 0.58;
    canvas.push(&format!(
        "<path d=\"M{:.1},{top:.1}H{:.1}V{:.1}L{:.1},{:.1}Z\" fill=\"{}\"/>",
        stripe.x,
        stripe.right(),
        middle - slant / 2.0,
        stripe.x,
        middle + slant / 2.0,
        first.hex()
    ));
    canvas.push(&format!(
        "<path d=\"M{:.1},{:.1}L{:.1},{:.1}V{bottom:.1}H{:.1}Z\" fill=\"{}\"/>",
        stripe.x,
        middle + slant / 2.0,
        stripe.right(),
        middle - slant / 2.0,
        stripe.x,
        second.hex()
    ));
    canvas.push(&format!(
        "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{:.1}\"/>",
        plate_path(stripe, 0.0),
        frame_ink(colours),
        3.0 * scale
    ));
}

/// A frame is only needed where a colour is lost against the dark plate; elsewhere it takes the plate's own.
fn frame_ink(colours: [Colour; 2]) -> &'static str {
    let plate = Colour::parse(colour::PLATE).expect("our own colour");
    // WCAG 2.2, 1.4.11: what tells clubs apart needs 3:1 against its surroundings.
    if colours.iter().any(|own| own.contrast(plate) < 3.0) { colour::STEEL } else { colour::PLATE }
}

/// The code to the live page and its address for those who type.
pub fn code(canvas: &mut Canvas, plan: &Plan, address: &str) -> Result<(), Error> {
    let code = qr::encode(address)?;
    let area = plan.code;
    canvas.rect(area, "#ffffff");
    // Four modules of quiet, as the standard asks (ISO/IEC 18004).
    let module = area.width / (code.modules + 8) as f32;
    canvas.push(&format!(
        "<path transform=\"translate({:.2} {:.2}) scale({module:.4})\" d=\"{}\" fill=\"#000000\" \
         shape-rendering=\"crispEdges\"/>",
        area.x + module * 4.0,
        area.y + module * 4.0,
        code.path
    ));
    let address = Paragraph::new(&[&plain(qr::short(address))], Weight::Regular);
    let address = address.fit(plan.address.width, plan.address.height, 28.0 * plan.scale);
    stack(canvas, plan.address, Align::Left, &[(&address, colour::INK)], 0.0);
    Ok(())
}
