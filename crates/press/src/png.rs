//! SVG to PNG. Only the embedded fonts are known, and an image in the SVG is never fetched or opened.

use crate::{Error, fonts};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, ImageHrefResolver, Options, Tree, fontdb};
use std::sync::{Arc, OnceLock};

/// The longest side of a picture: 4096 x 4096 takes 64 MB while it is drawn.
const LONGEST_SIDE: u32 = 4096;
/// The longest source that is parsed.
const LONGEST_SOURCE: usize = 4 << 20;

/// Draws an SVG at its own size.
pub fn png(svg: &str) -> Result<Vec<u8>, Error> {
    if svg.len() > LONGEST_SOURCE {
        return Err(Error::Picture(format!("{} bytes of SVG", svg.len())));
    }
    let tree = Tree::from_str(svg, &options()).map_err(|error| Error::Picture(error.to_string()))?;
    let size = tree.size().to_int_size();
    if size.width() > LONGEST_SIDE || size.height() > LONGEST_SIDE {
        return Err(Error::Picture(format!("{} x {} pixels", size.width(), size.height())));
    }
    let too_small = || Error::Picture("no pixels".to_owned());
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or_else(too_small)?;
    resvg::render(&tree, Transform::default(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| Error::Picture(error.to_string()))
}

/// How an SVG is read: with our fonts, and without any way to a file or an address.
pub(crate) fn options() -> Options<'static> {
    Options {
        fontdb: database(),
        font_family: fonts::CHINESE.to_owned(),
        languages: vec!["zh".to_owned(), "en".to_owned()],
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        font_resolver: FontResolver {
            select_font: FontResolver::default_font_selector(),
            select_fallback: Box::new(|c, tried, database| same_weight(c, tried, database)),
        },
        ..Options::default()
    }
}

/// The other family in the same weight: the default would fall from bold to the first regular face.
fn same_weight(c: char, tried: &[fontdb::ID], database: &fontdb::Database) -> Option<fontdb::ID> {
    let weight = database.face(*tried.first()?)?.weight;
    let mut faces = database.faces().filter(|face| face.weight == weight && !tried.contains(&face.id));
    faces.find(|face| has_char(database, face.id, c)).map(|face| face.id)
}

fn has_char(database: &fontdb::Database, id: fontdb::ID, c: char) -> bool {
    let glyph = |data: &[u8], index| ttf_parser::Face::parse(data, index).ok()?.glyph_index(c);
    database.with_face_data(id, glyph).flatten().is_some()
}

fn database() -> Arc<fontdb::Database> {
    static DATABASE: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let load = || {
        let mut database = fontdb::Database::new();
        for file in fonts::files() {
            database.load_font_source(fontdb::Source::Binary(Arc::new(file)));
        }
        Arc::new(database)
    };
    Arc::clone(DATABASE.get_or_init(load))
}
