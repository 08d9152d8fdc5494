use super::*;

#[test]
fn people_write_yuan_in_many_ways() {
    for (text, fen) in [
        ("1200", 120_000),
        ("1,200.50", 120_050),
        ("¥80", 8_000),
        ("80元", 8_000),
        ("０.5", 50),
        ("0.05", 5),
        ("100.1", 10_010),
    ] {
        assert_eq!(Fen::parse(text), Some(Fen(fen)), "{text}");
    }
    for text in ["", "-1", "1.234", "1.", ".5", "12,34", "1e3", "一百", "9999999999999", "1,2000", "$5"] {
        assert_eq!(Fen::parse(text), None, "{text}");
    }
    assert_eq!(Fen(-120_050).to_string(), "-1200.50");
    assert_eq!(Fen(5).to_string(), "0.05");
}

/// "湘钢 deposit 1000, 湘钢 payment 1000, - expense 300" and what comes of it.
fn check(lines: &str, expected: &str) {
    let lines: Vec<Line<&str>> = lines
        .split(',')
        .map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let party = (words[0] != "-").then_some(words[0]);
            Line { party, kind: words[1].parse().unwrap(), amount: Fen::parse(words[2]).unwrap() }
        })
        .collect();
    let books = books(&lines);
    let mut found = String::new();
    for (party, standing) in &books.parties {
        found += &format!("{party} {} held {}, ", standing.balance, standing.deposit);
    }
    found += &format!("till {} settled {}", books.till, books.settled);
    assert_eq!(found, expected);
}

#[test]
fn a_deposit_comes_and_goes_and_a_fine_is_taken_from_it() {
    check("湘钢 deposit 1000", "湘钢 -1000.00 held 1000.00, till 0.00 settled 0.00");
    check("湘钢 deposit 1000, 湘钢 payment 1000", "湘钢 0.00 held 1000.00, till 1000.00 settled 0.00");
    check(
        "湘钢 deposit 1000, 湘钢 payment 1000, 湘钢 deduction 200, 湘钢 deposit_back 1000, 湘钢 payout 800",
        "湘钢 0.00 held 0.00, till 200.00 settled 200.00",
    );
}

#[test]
fn what_is_owed_both_ways_is_in_what_is_left() {
    check(
        "- income 5000, A prize 800, R official_fee 150, - expense 300, R payout 150",
        "A 800.00 held 0.00, R 0.00 held 0.00, till 4550.00 settled 3750.00",
    );
}
