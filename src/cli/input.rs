//! Text that a command reads from a file or from stdin.

use super::outcome::Failure;
use std::io::Read;
use std::path::Path;

/// The text of a file; `-` or nothing is stdin.
pub(super) fn text(file: Option<&Path>) -> Result<String, Failure> {
    let (bytes, name) = bytes(file)?;
    String::from_utf8(bytes).map_err(|_| Failure::input(format!("{name}: not UTF-8")))
}

/// The text of a file that may be cut inside a letter.
pub(super) fn rough_text(file: &Path) -> Result<String, Failure> {
    let (bytes, _) = bytes(Some(file))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The bytes of a file and what to call it; `-` or nothing is stdin.
pub(super) fn bytes(file: Option<&Path>) -> Result<(Vec<u8>, String), Failure> {
    let (bytes, name) = match file {
        Some(path) if path != Path::new("-") => (std::fs::read(path), path.display().to_string()),
        _ => {
            let mut bytes = Vec::new();
            (std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes), "stdin".to_owned())
        }
    };
    let bytes = bytes.map_err(|error| Failure::input(format!("{name}: {error}")))?;
    Ok((bytes, name))
}
