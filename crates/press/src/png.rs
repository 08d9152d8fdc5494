//! SVG to PNG. Only the embedded fonts are known, and an image in the SVG is never fetched or opened.

use crate::{Error, fonts};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree, fontdb};
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
    let options = Options {
        fontdb: database(),
        font_family: fonts::CHINESE.to_owned(),
        languages: vec!["zh".to_owned(), "en".to_owned()],
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| Error::Picture(error.to_string()))?;
    let size = tree.size().to_int_size();
    if size.width() > LONGEST_SIDE || size.height() > LONGEST_SIDE {
        return Err(Error::Picture(format!("{} x {} pixels", size.width(), size.height())));
    }
    let too_small = || Error::Picture("no pixels".to_owned());
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or_else(too_small)?;
    resvg::render(&tree, Transform::default(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| Error::Picture(error.to_string()))
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
