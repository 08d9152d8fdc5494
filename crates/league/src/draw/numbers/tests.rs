use super::*;

#[test]
fn a_secret_is_64_small_hexadecimal_digits() {
    let text = "00ff".repeat(16);
    assert_eq!(Secret::parse(&text).unwrap().hex(), text);
    for wrong in ["", "00FF", &text[1..], &text.replace('0', "g"), &text.to_uppercase()] {
        assert_eq!(Secret::parse(wrong), Err(SecretRefused), "{wrong}");
    }
    assert_eq!(format!("{:?}", Secret::parse(&text).unwrap()), "Secret(..)");
}

#[test]
fn a_number_in_the_incomplete_run_is_thrown_away() {
    // Two thirds of all blocks lie below 2^128 - 2^128 % bound; the others must not be folded onto small numbers.
    let bound = u128::MAX / 3 * 2;
    let secret = Secret::new([7; 32]);
    let mut stream = Stream::new(&secret, 1, "");
    let numbers: Vec<u128> = (0..30).map(|_| stream.below(bound)).collect();
    assert!(numbers.iter().all(|&number| number < bound));
    assert!((40..51).contains(&stream.block), "{} blocks for 30 numbers", stream.block);
}

#[test]
fn every_bound_has_its_numbers() {
    let mut stream = Stream::new(&Secret::new([1; 32]), 0, "");
    assert_eq!(stream.below(1), 0);
    let mut seen = [false; 6];
    for _ in 0..60 {
        seen[stream.below(6) as usize] = true;
    }
    assert_eq!(seen, [true; 6]);
}
