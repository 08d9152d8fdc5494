//! Everybody meets everybody: the circle method, with sides in balance.

/// One meeting; the numbers are places in the group, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// From 1, over all legs.
    pub round: u16,
    pub a: usize,
    pub b: usize,
}

/// All meetings of so many legs, in rounds where nobody plays twice.
///
/// In a single leg nobody is side A more than once oftener than side B. Every second leg turns the sides.
pub fn round_robin(size: usize, legs: u8) -> Vec<Meeting> {
    let mut meetings = Vec::new();
    if size < 2 {
        return meetings;
    }
    // With an odd number the one that stays fixed on the circle is nobody: its opponent rests.
    let circle = size + size % 2 - 1;
    for leg in 0..usize::from(legs) {
        for round in 0..circle {
            let number = u16::try_from(leg * circle + round + 1).unwrap_or(u16::MAX);
            let mut add = |a: usize, b: usize, turned: bool| {
                let (a, b) = if turned == (leg % 2 == 0) { (b, a) } else { (a, b) };
                meetings.push(Meeting { round: number, a, b });
            };
            if size.is_multiple_of(2) {
                add(round, circle, round % 2 == 1);
            }
            for step in 1..=(circle - 1) / 2 {
                add((round + step) % circle, (round + circle - step) % circle, step % 2 == 0);
            }
        }
    }
    meetings
}
