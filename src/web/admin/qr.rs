//! QR codes as one SVG path: no style attribute, which the content policy forbids.

use fast_qr::QRBuilder;

/// The dark squares of a text's code as a path, and the width of the code in squares.
pub fn path(text: &str) -> (String, usize) {
    let Ok(code) = QRBuilder::new(text).build() else { return (String::new(), 0) };
    let mut path = String::new();
    for row in 0..code.size {
        for column in 0..code.size {
            if code[row][column].value() {
                path.push_str(&format!("M{column} {row}h1v1h-1z"));
            }
        }
    }
    (path, code.size)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_code_has_its_three_corners() {
        let (path, size) = super::path("https://example.org/cap/abc");
        assert!(size >= 21 && path.contains("M0 0h1v1h-1z") && path.contains(&format!("M{} 0h", size - 1)));
        assert!(path.contains(&format!("M0 {}h", size - 1)));
    }
}
