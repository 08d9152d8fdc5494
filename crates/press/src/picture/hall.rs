//! The hall at night: girders and lamps, the rail, the bright floor with its lines.

use super::canvas::{Area, Canvas, colour};
use super::plan::Plan;

/// Draws the room that the result stands in.
pub fn draw(canvas: &mut Canvas, plan: &Plan) {
    canvas.rect(Area::new(0.0, 0.0, plan.width, plan.height), colour::NIGHT);
    wall(canvas, plan);
    roof(canvas, plan);
    floor(canvas, plan);
    rail(canvas, plan);
}

fn wall(canvas: &mut Canvas, plan: &Plan) {
    let column = 150.0 * plan.scale;
    let mut x = column / 2.0;
    while x < plan.width {
        canvas.rect(Area::new(x, plan.roof, column / 2.0, plan.floor - plan.roof), colour::WALL);
        x += column;
    }
}

fn roof(canvas: &mut Canvas, plan: &Plan) {
    let beam = 9.0 * plan.scale;
    let depth = 58.0 * plan.scale;
    let bottom = plan.roof - 8.0 * plan.scale;
    let top = bottom - depth;
    for y in [top, bottom] {
        canvas.line((0.0, y), (plan.width, y), beam, colour::GIRDER);
    }
    // A Warren truss: the diagonals meet the chords at even steps.
    let step = depth * 1.1;
    let mut x = -step;
    while x < plan.width + step {
        canvas.line((x, bottom), (x + step / 2.0, top), beam * 0.7, colour::GIRDER);
        canvas.line((x + step / 2.0, top), (x + step, bottom), beam * 0.7, colour::GIRDER);
        x += step;
    }
    for third in [1.0, 3.0, 5.0] {
        lamp(canvas, plan, plan.width * third / 6.0, bottom);
    }
}

fn lamp(canvas: &mut Canvas, plan: &Plan, x: f32, y: f32) {
    let half = 46.0 * plan.scale;
    let spread = plan.width * 0.2;
    let lit = colour::LAMP;
    canvas.push(&format!(
        "<path d=\"M{:.1},{y:.1}H{:.1}L{:.1},{:.1}H{:.1}Z\" fill=\"{lit}\" fill-opacity=\"0.055\"/>",
        x - half,
        x + half,
        x + spread,
        plan.floor,
        x - spread
    ));
    canvas.plate(
        Area::new(x - half, y - 7.0 * plan.scale, half * 2.0, 14.0 * plan.scale),
        5.0 * plan.scale,
        lit,
    );
}

fn floor(canvas: &mut Canvas, plan: &Plan) {
    let (top, bottom) = (plan.floor, plan.height);
    canvas.rect(Area::new(0.0, top, plan.width, bottom - top), colour::FLOOR);
    // Planks run towards a point high above the picture's middle.
    let (middle, horizon) = (plan.width / 2.0, top - plan.height * 0.9);
    let reach = (bottom - horizon) / (top - horizon);
    let step = 74.0 * plan.scale;
    let mut offset = -((plan.width / step).ceil() * step);
    while offset <= plan.width {
        canvas.line(
            (middle + offset, top),
            (middle + offset * reach, bottom),
            2.5 * plan.scale,
            colour::PLANK,
        );
        offset += step;
    }
    // The centre circle lies below the table, so that no line runs through a figure.
    let circle = plan.periods.bottom() + 14.0 * plan.scale;
    let across = plan.width * 0.3;
    canvas.push(&format!(
        "<ellipse cx=\"{middle:.1}\" cy=\"{bottom:.1}\" rx=\"{across:.1}\" ry=\"{:.1}\" fill=\"none\" \
         stroke=\"{}\" stroke-width=\"{:.1}\"/>",
        (bottom - circle).max(0.0),
        colour::LINE,
        9.0 * plan.scale
    ));
    canvas.line((middle, circle), (middle, bottom), 9.0 * plan.scale, colour::LINE);
}

/// The rail between hall and floor, sleepers and all.
fn rail(canvas: &mut Canvas, plan: &Plan) {
    let height = 30.0 * plan.scale;
    let top = plan.floor - height / 2.0;
    canvas.rect(Area::new(0.0, top, plan.width, height), colour::NIGHT);
    let sleeper = 13.0 * plan.scale;
    let mut x = sleeper / 2.0;
    while x < plan.width {
        canvas.rect(Area::new(x, top, sleeper, height), colour::RIVET);
        x += sleeper * 2.6;
    }
    for y in [top + height * 0.22, top + height * 0.78] {
        canvas.line((0.0, y), (plan.width, y), 5.0 * plan.scale, colour::STEEL);
    }
}
