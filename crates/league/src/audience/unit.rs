//! Units as types: 人 and 人次 are different things, and a program that adds them is not a program.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Add;

/// What one of the counted things is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 人
    Person,
    /// 账号
    Account,
    /// 设备
    Device,
    /// 人次: one person in and out three times is three.
    Visit,
    /// 次: a play past the threshold of its platform.
    Play,
    /// 次曝光: a card or an advertisement was shown.
    Show,
    /// 次: a like, a comment, a share.
    Action,
    /// 分钟
    Minute,
    /// 元, whole yuan.
    Yuan,
    /// 张: a ticket.
    Ticket,
    /// 座
    Seat,
    /// 热度: a formula of a platform. It is not people.
    Composite,
}

text_enum!(Unit {
    Person => "person",
    Account => "account",
    Device => "device",
    Visit => "visit",
    Play => "play",
    Show => "show",
    Action => "action",
    Minute => "minute",
    Yuan => "yuan",
    Ticket => "ticket",
    Seat => "seat",
    Composite => "composite",
});

impl Unit {
    /// Whether the unit names someone who could have been counted twice.
    pub fn is_somebody(self) -> bool {
        matches!(self, Self::Person | Self::Account | Self::Device)
    }
}

/// A unit known to the compiler.
pub trait TypedUnit {
    const UNIT: Unit;
}

/// A unit whose amounts add up: doing it twice makes two.
pub trait Additive: TypedUnit {}

macro_rules! typed_units {
    ($($(#[$doc:meta])* $name:ident = $unit:ident),* $(,)?) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {}

        impl TypedUnit for $name {
            const UNIT: Unit = Unit::$unit;
        })*
    };
}

typed_units! {
    /// 人: one who came twice is still one, so people have no sum.
    People = Person,
    /// 账号
    Accounts = Account,
    /// 设备
    Devices = Device,
    /// 人次
    Visits = Visit,
    /// 次 (播放)
    Plays = Play,
    /// 次曝光
    Shows = Show,
    /// 次 (互动)
    Actions = Action,
    /// 分钟
    Minutes = Minute,
    /// 元
    Yuan = Yuan,
    /// 热度
    Heat = Composite,
}

impl Additive for Visits {}
impl Additive for Plays {}
impl Additive for Shows {}
impl Additive for Actions {}
impl Additive for Minutes {}
impl Additive for Yuan {}

/// An amount of one unit.
///
/// ```
/// use league::audience::unit::{Quantity, Visits};
/// assert_eq!((Quantity::<Visits>::new(3) + Quantity::new(4)).amount(), 7);
/// ```
///
/// Visits and exposures do not add up:
///
/// ```compile_fail,E0308
/// use league::audience::unit::{Quantity, Shows, Visits};
/// let sum = Quantity::<Visits>::new(4_000_000) + Quantity::<Shows>::new(450_000_000);
/// ```
///
/// Nor do two crowds of people, some of whom are the same:
///
/// ```compile_fail,E0369
/// use league::audience::unit::{People, Quantity};
/// let sum = Quantity::<People>::new(3) + Quantity::<People>::new(4);
/// ```
///
/// Nor can people be compared with visits:
///
/// ```compile_fail,E0308
/// use league::audience::unit::{People, Quantity, Visits};
/// let more = Quantity::<People>::new(3) < Quantity::<Visits>::new(4);
/// ```
pub struct Quantity<U> {
    amount: i64,
    unit: PhantomData<U>,
}

impl<U> Clone for Quantity<U> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<U> Copy for Quantity<U> {}

impl<U> PartialEq for Quantity<U> {
    fn eq(&self, other: &Self) -> bool {
        self.amount == other.amount
    }
}

impl<U> Eq for Quantity<U> {}

impl<U> PartialOrd for Quantity<U> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<U> Ord for Quantity<U> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.amount.cmp(&other.amount)
    }
}

impl<U: TypedUnit> fmt::Debug for Quantity<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, U::UNIT.as_str())
    }
}

impl<U: TypedUnit> Quantity<U> {
    /// So many of the unit.
    pub fn new(amount: i64) -> Self {
        Self { amount, unit: PhantomData }
    }

    /// The bare number.
    pub fn amount(self) -> i64 {
        self.amount
    }

    /// The number as this unit, if that is the unit it was read with.
    pub fn checked(amount: i64, unit: Unit) -> Option<Self> {
        (unit == U::UNIT).then(|| Self::new(amount))
    }
}

impl<U: Additive> Add for Quantity<U> {
    type Output = Self;

    /// Stops at the largest number instead of turning negative: an amount beyond it is no audience.
    fn add(self, other: Self) -> Self {
        Self::new(self.amount.saturating_add(other.amount))
    }
}
