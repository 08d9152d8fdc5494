//! Records that the reference of docs/DRAW.md, written in another language, has confirmed ball by ball.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::draw::{Secret, file};

const VECTORS: [(&str, &str, &str, u64, &str); 2] = [
    (
        "twelve",
        include_str!("draws/twelve.json"),
        "5ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7",
        20250613,
        include_str!("draws/twelve.record.json"),
    ),
    (
        "bracket",
        include_str!("draws/bracket.json"),
        "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
        7,
        include_str!("draws/bracket.record.json"),
    ),
];

#[test]
fn the_draw_gives_the_records_the_reference_confirmed() {
    for (name, draw, secret, said, record) in VECTORS {
        let secret = Secret::parse(secret).unwrap();
        let drawn = file::run(draw, &secret, said).unwrap();
        assert_eq!(drawn, record, "{name}");
        assert!(file::verify(record).unwrap().contains("\"verified\": true"), "{name}");
    }
}
