//! Whole-number solutions of small linear systems, exact: do margins exist that satisfy an order?

/// `factors · variables + constant` is zero, or at least zero; every variable is at least zero.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    pub factors: Vec<i64>,
    pub constant: i64,
    pub is_zero: bool,
}

/// Whether a system has a solution.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Solution {
    Found(Vec<i64>),
    Impossible,
    /// Given up; nothing is known.
    TooHard,
}

/// Splits of a variable before giving up.
const MOST_SPLITS: usize = 80;

/// Finds a whole-number solution by splitting on variables that come out as fractions.
pub(super) fn solve(conditions: &[Condition], variables: usize) -> Solution {
    let mut open = vec![conditions.to_vec()];
    for _ in 0..MOST_SPLITS {
        let Some(mut system) = open.pop() else { return Solution::Impossible };
        if !system.iter_mut().all(tighten) {
            continue;
        }
        let Some(found) = corner(&system, variables) else { return Solution::TooHard };
        let Some(corner) = found else { continue };
        let Some(place) = corner.iter().position(|value| value.by != 1) else {
            let whole: Option<Vec<i64>> = corner.iter().map(|value| i64::try_from(value.of).ok()).collect();
            return whole.map_or(Solution::TooHard, Solution::Found);
        };
        let below = corner[place].of.div_euclid(corner[place].by);
        let Ok(below) = i64::try_from(below) else { return Solution::TooHard };
        for (factor, constant) in [(1, -below - 1), (-1, below)] {
            let mut factors = vec![0; variables];
            factors[place] = factor;
            let mut half = system.clone();
            half.push(Condition { factors, constant, is_zero: false });
            open.push(half);
        }
    }
    Solution::TooHard
}

/// Divides by the common divisor; false where no whole number can satisfy the condition.
fn tighten(condition: &mut Condition) -> bool {
    let divisor = condition.factors.iter().fold(0, |divisor, &factor| gcd(divisor, i128::from(factor.abs())));
    if divisor == 0 {
        return if condition.is_zero { condition.constant == 0 } else { condition.constant >= 0 };
    }
    let Ok(divisor) = i64::try_from(divisor) else { return true };
    if condition.is_zero && condition.constant % divisor != 0 {
        return false;
    }
    condition.factors.iter_mut().for_each(|factor| *factor /= divisor);
    condition.constant = condition.constant.div_euclid(divisor);
    true
}

/// A fraction in lowest terms with a positive divisor.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Fraction {
    of: i128,
    by: i128,
}

const ZERO: Fraction = Fraction { of: 0, by: 1 };

impl Fraction {
    fn whole(of: i64) -> Self {
        Self { of: i128::from(of), by: 1 }
    }

    fn reduced(of: i128, by: i128) -> Self {
        let divisor = gcd(of.abs(), by.abs()) * by.signum();
        Self { of: of / divisor, by: by / divisor }
    }

    fn times(self, other: Self) -> Option<Self> {
        Some(Self::reduced(self.of.checked_mul(other.of)?, self.by.checked_mul(other.by)?))
    }

    fn by(self, other: Self) -> Option<Self> {
        Some(Self::reduced(self.of.checked_mul(other.by)?, self.by.checked_mul(other.of)?))
    }

    fn minus(self, other: Self) -> Option<Self> {
        let of = self.of.checked_mul(other.by)?.checked_sub(other.of.checked_mul(self.by)?)?;
        Some(Self::reduced(of, self.by.checked_mul(other.by)?))
    }
}

fn gcd(left: i128, right: i128) -> i128 {
    if right == 0 { left } else { gcd(right, left % right) }
}

/// A corner of the solutions in fractions, by the simplex method with the smallest place first, which never cycles.
///
/// The outer `None` says that numbers became too long, the inner that there is no solution.
fn corner(conditions: &[Condition], variables: usize) -> Option<Option<Vec<Fraction>>> {
    let width = variables + conditions.len();
    // A basis place at or above `width` is a shortfall that must come down to zero.
    let mut basis = Vec::with_capacity(conditions.len());
    let mut rows: Vec<Vec<Fraction>> = Vec::with_capacity(conditions.len());
    for (index, condition) in conditions.iter().enumerate() {
        let turn = if condition.constant >= 0 { -1 } else { 1 };
        let mut row = vec![ZERO; width + 1];
        for (cell, &factor) in row.iter_mut().zip(&condition.factors) {
            *cell = Fraction::whole(factor * turn);
        }
        if !condition.is_zero {
            row[variables + index] = Fraction::whole(-turn);
        }
        row[width] = Fraction::whole(condition.constant.abs());
        let slack_fits = turn == -1 && !condition.is_zero;
        basis.push(if slack_fits { variables + index } else { width + index });
        rows.push(row);
    }
    while let Some(column) = improving(&rows, &basis, width)? {
        let mut best: Option<(Fraction, usize)> = None;
        for (index, row) in rows.iter().enumerate().filter(|(_, row)| row[column].of > 0) {
            let ratio = row[width].by(row[column])?;
            let better = match best {
                None => true,
                Some((least, at)) => {
                    let gap = ratio.minus(least)?.of;
                    gap < 0 || (gap == 0 && basis[index] < basis[at])
                }
            };
            if better {
                best = Some((ratio, index));
            }
        }
        // A shortfall cannot come down without end, so some row limits the column.
        let (_, pivot) = best?;
        turn_on(&mut rows, pivot, column)?;
        basis[pivot] = column;
    }
    let short = basis.iter().zip(&rows).any(|(&place, row)| place >= width && row[width].of != 0);
    if short {
        return Some(None);
    }
    let mut values = vec![ZERO; variables];
    for (&place, row) in basis.iter().zip(&rows) {
        if place < variables {
            values[place] = row[width];
        }
    }
    Some(Some(values))
}

/// The first column that brings the shortfalls down.
fn improving(rows: &[Vec<Fraction>], basis: &[usize], width: usize) -> Option<Option<usize>> {
    for column in 0..width {
        let mut gain = ZERO;
        for (row, _) in rows.iter().zip(basis).filter(|(_, place)| **place >= width) {
            gain = gain.minus(Fraction { of: -row[column].of, by: row[column].by })?;
        }
        if gain.of > 0 {
            return Some(Some(column));
        }
    }
    Some(None)
}

fn turn_on(rows: &mut [Vec<Fraction>], pivot: usize, column: usize) -> Option<()> {
    let divisor = rows[pivot][column];
    for cell in &mut rows[pivot] {
        *cell = cell.by(divisor)?;
    }
    let turned = rows[pivot].clone();
    for (index, row) in rows.iter_mut().enumerate() {
        let factor = row[column];
        if index == pivot || factor.of == 0 {
            continue;
        }
        for (cell, above) in row.iter_mut().zip(&turned) {
            *cell = cell.minus(factor.times(*above)?)?;
        }
    }
    Some(())
}
