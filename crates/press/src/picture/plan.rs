//! Where things stand in each shape.

use super::Shape;
use super::canvas::Area;

/// The places of a picture.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub width: f32,
    pub height: f32,
    /// How large letters and plates are, 1 in a portrait.
    pub scale: f32,
    /// The roof with its lamps ends here.
    pub roof: f32,
    /// Competition, stage, date, venue.
    pub head: Area,
    /// The plates of side A and side B.
    pub sides: [Area; 2],
    /// The floor begins here.
    pub floor: f32,
    /// The table of periods.
    pub periods: Area,
    /// How final the score is.
    pub status: Area,
    /// The code, a square.
    pub code: Area,
    /// The short address.
    pub address: Area,
}

impl Plan {
    pub fn of(shape: Shape) -> Self {
        let (width, height) = shape.size();
        let (width, height) = (width as f32, height as f32);
        match shape {
            Shape::Portrait => Self {
                width,
                height,
                scale: 1.0,
                roof: 120.0,
                head: Area::new(64.0, 136.0, 952.0, 216.0),
                sides: [Area::new(64.0, 372.0, 952.0, 262.0), Area::new(64.0, 654.0, 952.0, 262.0)],
                floor: 958.0,
                periods: Area::new(64.0, 1004.0, 952.0, 196.0),
                status: Area::new(64.0, 1228.0, 730.0, 72.0),
                code: Area::new(826.0, 1220.0, 190.0, 190.0),
                address: Area::new(64.0, 1322.0, 730.0, 80.0),
            },
            Shape::Square => Self {
                width,
                height,
                scale: 0.86,
                roof: 72.0,
                head: Area::new(56.0, 80.0, 968.0, 168.0),
                sides: [Area::new(56.0, 260.0, 968.0, 196.0), Area::new(56.0, 470.0, 968.0, 196.0)],
                floor: 694.0,
                periods: Area::new(56.0, 730.0, 968.0, 158.0),
                status: Area::new(56.0, 908.0, 780.0, 58.0),
                code: Area::new(872.0, 902.0, 152.0, 152.0),
                address: Area::new(56.0, 982.0, 780.0, 68.0),
            },
            Shape::Wide => Self {
                width,
                height,
                scale: 1.08,
                roof: 104.0,
                head: Area::new(88.0, 118.0, 1744.0, 186.0),
                sides: [Area::new(88.0, 322.0, 860.0, 330.0), Area::new(972.0, 322.0, 860.0, 330.0)],
                floor: 696.0,
                periods: Area::new(88.0, 748.0, 1060.0, 280.0),
                status: Area::new(1196.0, 786.0, 400.0, 84.0),
                code: Area::new(1612.0, 786.0, 220.0, 220.0),
                address: Area::new(1196.0, 890.0, 396.0, 116.0),
            },
            // The last fifth and the right edge lie under the buttons of the app that plays it.
            Shape::Tall => Self {
                width,
                height,
                scale: 1.06,
                roof: 210.0,
                head: Area::new(64.0, 236.0, 952.0, 240.0),
                sides: [Area::new(64.0, 504.0, 952.0, 286.0), Area::new(64.0, 812.0, 952.0, 286.0)],
                floor: 1140.0,
                periods: Area::new(64.0, 1190.0, 952.0, 216.0),
                status: Area::new(64.0, 1440.0, 640.0, 76.0),
                code: Area::new(726.0, 1440.0, 190.0, 190.0),
                address: Area::new(64.0, 1540.0, 640.0, 84.0),
            },
            Shape::Banner => Self {
                width,
                height,
                scale: 0.44,
                roof: 22.0,
                head: Area::new(32.0, 28.0, 836.0, 68.0),
                sides: [Area::new(32.0, 104.0, 412.0, 138.0), Area::new(456.0, 104.0, 412.0, 138.0)],
                floor: 258.0,
                periods: Area::new(32.0, 274.0, 470.0, 98.0),
                status: Area::new(524.0, 280.0, 236.0, 34.0),
                code: Area::new(772.0, 273.0, 96.0, 96.0),
                address: Area::new(524.0, 324.0, 236.0, 44.0),
            },
        }
    }
}
