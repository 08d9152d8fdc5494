//! Uploaded files: what they hold is looked at, not what they are called. Pictures are drawn anew.

pub mod private;

use crate::random::hex;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use sha2::{Digest, Sha256};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

/// The longest side and the most pixels of a picture, looked at before it is decoded.
const LONGEST_SIDE: u32 = 8_000;
const MOST_PIXELS: u64 = 40_000_000;

/// Why a file was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Missing,
    Svg,
    /// Not one of the allowed kinds, or a name that does not fit the content.
    Unknown,
    TooLarge,
    TooManyPixels,
    Damaged,
    /// A photo is a picture.
    NotPicture,
    /// A paper is a PDF or a picture.
    NotPaper,
}

/// A file that may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
    pub is_picture: bool,
    pub width: u32,
    pub height: u32,
}

/// Looks at a file. Takes as long as decoding a picture does: call it on a blocking thread.
pub fn check(name: &str, bytes: Vec<u8>) -> Result<Checked, Refusal> {
    check_within(name, bytes, LONGEST_SIDE)
}

/// The same; a picture is drawn no larger than this.
fn check_within(name: &str, bytes: Vec<u8>, longest: u32) -> Result<Checked, Refusal> {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default();
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1_024)]).to_lowercase();
    if extension == "svg" || extension == "svgz" || start.contains("<svg") {
        return Err(Refusal::Svg);
    }
    let attachment =
        |media_type| Checked { bytes: bytes.clone(), media_type, is_picture: false, width: 0, height: 0 };
    match extension.as_str() {
        "jpg" | "jpeg" if bytes.starts_with(&[0xff, 0xd8, 0xff]) => {
            redraw(&bytes, ImageFormat::Jpeg, longest)
        }
        "png" if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => redraw(&bytes, ImageFormat::Png, longest),
        "webp" if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => {
            redraw(&bytes, ImageFormat::WebP, longest)
        }
        "pdf" if bytes.starts_with(b"%PDF-") => Ok(attachment("application/pdf")),
        "xlsx" if bytes.starts_with(b"PK\x03\x04") && holds(&bytes, b"[Content_Types].xml") => {
            Ok(attachment("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
        }
        "csv" if is_plain_text(&bytes) => Ok(attachment("text/csv; charset=utf-8")),
        _ => Err(Refusal::Unknown),
    }
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// A page saved under another name must not pass as a table.
fn is_plain_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let start = text.trim_start_matches('\u{feff}').trim_start().to_lowercase();
    !text.contains('\0') && !start.starts_with('<')
}

/// Decodes a picture within limits and draws it anew: place, camera and whatever else hung on it are gone.
fn redraw(bytes: &[u8], format: ImageFormat, longest: u32) -> Result<Checked, Refusal> {
    let reader = || ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = reader().into_dimensions().map_err(|_| Refusal::Damaged)?;
    if width > LONGEST_SIDE || height > LONGEST_SIDE || u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Refusal::TooManyPixels);
    }
    let mut reader = reader();
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(512 * 1024 * 1024);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Refusal::Damaged)?;
    // A phone says which way is up beside the picture; since that goes, the picture itself is turned.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Refusal::Damaged)?;
    picture.apply_orientation(orientation);
    if picture.width() > longest || picture.height() > longest {
        picture = picture.thumbnail(longest, longest);
    }
    let see_through = picture.color().has_alpha();
    let (format, media_type) = match format {
        ImageFormat::Jpeg => (ImageFormat::Jpeg, "image/jpeg"),
        _ if see_through || format == ImageFormat::Png => (ImageFormat::Png, "image/png"),
        _ => (ImageFormat::Jpeg, "image/jpeg"),
    };
    let plain = if see_through {
        DynamicImage::ImageRgba8(picture.to_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.to_rgb8())
    };
    let mut drawn = Cursor::new(Vec::new());
    plain.write_to(&mut drawn, format).map_err(|_| Refusal::Damaged)?;
    let (width, height) = (plain.width(), plain.height());
    Ok(Checked { bytes: drawn.into_inner(), media_type, is_picture: true, width, height })
}

/// Where a file with this content lies in the folder.
pub fn path_of(folder: &Path, stored_as: &str) -> PathBuf {
    folder.join(stored_as.get(..2).unwrap_or("00")).join(stored_as)
}

/// Puts a file on disk under the hash of its content, and returns only once it is there for good: a row that
/// points to a file lost with the power would be worse than no row.
pub fn store(folder: &Path, bytes: &[u8]) -> std::io::Result<String> {
    let stored_as = hex(&Sha256::digest(bytes));
    let path = path_of(folder, &stored_as);
    if path.exists() {
        return Ok(stored_as);
    }
    let place = path.parent().unwrap_or(folder);
    std::fs::create_dir_all(place)?;
    let draft = place.join(format!("{stored_as}.{:?}.part", std::thread::current().id()));
    let mut file = std::fs::File::create(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&draft, &path)?;
    std::fs::File::open(place)?.sync_all()?;
    std::fs::File::open(folder)?.sync_all()?;
    Ok(stored_as)
}

#[cfg(test)]
mod tests;
