use super::*;

#[test]
fn a_colour_is_six_hexadecimal_digits() {
    assert_eq!(Colour::parse("#d7263d").map(Colour::hex).as_deref(), Some("#d7263d"));
    for refused in ["d7263d", "#d7263", "#d7263dff", "#d7 63d", "#红色", "red", "#+12345"] {
        assert_eq!(Colour::parse(refused), None, "{refused}");
    }
}

#[test]
fn contrast_is_that_of_wcag() {
    let (black, white) = (Colour { red: 0, green: 0, blue: 0 }, Colour { red: 255, green: 255, blue: 255 });
    assert!((black.contrast(white) - 21.0).abs() < 0.01);
    assert!((white.contrast(white) - 1.0).abs() < 0.01);
}

#[test]
fn a_name_cannot_turn_the_line_round() {
    assert_eq!(clean("湘钢\u{202e}68:55\u{202c}"), "湘钢68:55");
    assert_eq!(clean("  a\r\n\tb\u{0}c\u{200b}d "), "a b cd");
}
