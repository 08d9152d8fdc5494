//! Invented numbers only: every check digit is computed here.

use super::*;

/// A number of nobody: the first 17 digits with their check digit.
fn number(first_17: &str) -> String {
    format!("{first_17}{}", check_digit(first_17).unwrap())
}

#[test]
fn the_standards_own_example_passes() {
    // GB 11643-1999, the example in its annex.
    let id = IdNumber::parse("11010519491231002X").unwrap();
    assert_eq!(id.birth().to_string(), "1949-12-31");
    assert_eq!(id.sex(), Sex::Female);
    assert_eq!(id.region(), "110105");
}

#[test]
fn full_width_spaces_and_a_small_x_are_read() {
    for text in [
        "11010519491231002x",
        " 110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "'11010519491231002X",
    ] {
        assert_eq!(IdNumber::parse(text).unwrap().as_str(), "11010519491231002X", "{text}");
    }
}

#[test]
fn every_wrong_digit_and_every_swap_is_found() {
    let good = number("43990119900101001");
    for place in 0..18 {
        for digit in '0'..='9' {
            let wrong: String =
                good.chars().enumerate().map(|(at, c)| if at == place { digit } else { c }).collect();
            assert_eq!(IdNumber::parse(&wrong).is_ok(), wrong == good, "{place} {digit}");
        }
    }
    for place in 0..17 {
        let mut swapped: Vec<char> = good.chars().collect();
        swapped.swap(place, place + 1);
        let swapped: String = swapped.into_iter().collect();
        assert_eq!(IdNumber::parse(&swapped).is_ok(), swapped == good, "{place}");
    }
}

#[test]
fn each_fault_has_its_name() {
    let fault = |text: &str| IdNumber::parse(text).unwrap_err();
    assert_eq!(fault("439901199001010"), IdFault::Old);
    assert_eq!(fault("43990119900101"), IdFault::Shape);
    assert_eq!(fault("4399011990010100AB"), IdFault::Shape);
    assert_eq!(fault(&number("99990119900101001")), IdFault::Region);
    assert_eq!(fault(&number("43000019900101001")), IdFault::Region);
    assert_eq!(fault(&number("43990119901301001")), IdFault::Birth);
    assert_eq!(fault(&number("43990119900230001")), IdFault::Birth);
    assert_eq!(fault("110105194912310020"), IdFault::CheckDigit('X'));
}

#[test]
fn a_number_is_never_printed_in_the_clear() {
    let id = IdNumber::parse("11010519491231002X").unwrap();
    assert_eq!(id.masked(), "**************002X");
    assert_eq!(format!("{id:?}"), "**************002X");
    assert_eq!(mask_runs("证件：11010519491231002X。"), "证件：**************002X。");
    assert_eq!(mask_runs("110105 19491231 002X"), "****************002X");
    assert_eq!(mask_runs("生于1990-01-02，电话13900000000"), "生于1990-01-02，电话*******0000");
    assert_eq!(mask("E1234"), "****4");
}
