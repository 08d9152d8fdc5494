//! QR codes as SVG paths: sharp at every size, the same code for paper and picture.

use crate::Error;
use fast_qr::{ECL, QRBuilder};
use std::fmt::Write;

/// The longest address that is printed: denser codes are not read from a phone's length away.
const LONGEST_ADDRESS: usize = 300;

/// The dark modules of a code, as one path in units of a module.
pub struct Code {
    /// Modules a side, without the quiet zone.
    pub modules: usize,
    /// The path data.
    pub path: String,
}

/// Encodes an address. Anything but http and https is refused, since a phone opens what it reads.
pub fn encode(address: &str) -> Result<Code, Error> {
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    if !is_web || address.len() > LONGEST_ADDRESS || !address.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::Address(address.chars().take(80).collect()));
    }
    let code = QRBuilder::new(address).ecl(ECL::M).build().map_err(|_| Error::Address(address.to_owned()))?;
    let mut path = String::new();
    for y in 0..code.size {
        let row = &code[y];
        let mut x = 0;
        while x < code.size {
            let run = (x..code.size).take_while(|at| row[*at].value()).count();
            if run > 0 {
                // Runs of a row are one rectangle: separate modules would show hairlines between them.
                write!(path, "M{x},{y}h{run}v1h-{run}z").expect("a string takes every write");
            }
            x += run.max(1);
        }
    }
    Ok(Code { modules: code.size, path })
}

/// A stand-alone SVG of the code with its quiet zone of four modules.
pub fn svg(address: &str) -> Result<String, Error> {
    let code = encode(address)?;
    let side = code.modules + 8;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-4 -4 {side} {side}\" width=\"{side}\" height=\"{side}\">\
         <path d=\"{}\" fill=\"#000\"/></svg>",
        code.path
    ))
}

/// The address as a person types it: without the scheme and a closing slash.
pub fn short(address: &str) -> &str {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    bare.strip_suffix('/').unwrap_or(bare)
}
