use super::*;

/// The steps of SplitMix64: even over 64 bits, each number once.
fn token(number: u64) -> u64 {
    let mut mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn of(numbers: impl IntoIterator<Item = u64>) -> Sketch {
    let mut sketch = Sketch::keeping(VIEWERS);
    numbers.into_iter().for_each(|number| sketch.add(token(number)));
    sketch
}

#[test]
fn a_hall_is_counted_exactly_and_doubles_change_nothing() {
    for people in [0, 1, 3_412, 10_000, 32_768] {
        let sketch = of((0..people).chain(0..people / 2));
        assert_eq!(sketch.count(), (people as i64, Interval::exact(people as i64)));
    }
}

#[test]
fn a_city_is_counted_within_two_percent_and_the_interval_holds_the_truth() {
    for people in [50_000, 300_000, 1_000_000] {
        let (count, interval) = of(0..people).count();
        let error = (count as f64 / people as f64 - 1.0).abs();
        assert!(error < 0.02, "{count} for {people}");
        assert!(interval.holds(people as i64) && !interval.holds(people as i64 * 2), "{interval:?}");
    }
}

#[test]
fn nodes_that_saw_parts_give_the_answer_of_one_that_saw_all() {
    let all = of(0..200_000);
    let mut backwards = of((100_000..200_000).rev());
    backwards.merge(&of(0..60_000));
    backwards.merge(&of((30_000..100_000).rev()));
    assert_eq!(backwards.count(), all.count());
    assert_eq!(backwards.to_bytes(), all.to_bytes());
    let stored = Sketch::from_bytes(&all.to_bytes()).unwrap();
    assert_eq!(stored.count(), all.count());
}

#[test]
fn broken_bytes_are_not_a_count() {
    let good = of(0..9).to_bytes();
    assert_eq!(Sketch::from_bytes(&good).unwrap().count().0, 9);
    let mut other_format = good.clone();
    other_format[0] = 2;
    let mut twice = good.clone();
    twice.extend_from_slice(&good[good.len() - 8..]);
    for bytes in [&good[..good.len() - 1], &[], &other_format, &twice] {
        assert!(Sketch::from_bytes(bytes).is_none());
    }
}
