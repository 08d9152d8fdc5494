//! Money in fen, whole numbers only, and the books of a season: what each side owes, and what lies in the till.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An amount in fen (1/100 yuan).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

impl Fen {
    /// Reads yuan as people write them: 1200, 1,200.50, ¥80, 80元. Nothing finer than a fen, nothing negative.
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String =
            text.chars().map(crate::names::half_width).filter(|c| !c.is_whitespace()).collect();
        let plain = plain.trim_start_matches(['¥', '￥']).trim_end_matches('元');
        let (yuan, rest) = plain.split_once('.').unwrap_or((plain, ""));
        let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        let yuan = if yuan.contains(',') { grouped(yuan)? } else { yuan.to_owned() };
        if !digits(&yuan) || yuan.len() > 12 || rest.len() > 2 || (plain.contains('.') && !digits(rest)) {
            return None;
        }
        let fen: i64 = format!("{rest:0<2}").parse().ok()?;
        Some(Self(yuan.parse::<i64>().ok()? * 100 + fen))
    }
}

/// Digits in groups of three, without the commas; nothing where the groups are wrong.
fn grouped(text: &str) -> Option<String> {
    let mut parts = text.split(',');
    let first = parts.next()?;
    ((1..=3).contains(&first.len()) && parts.all(|part| part.len() == 3)).then(|| text.replace(',', ""))
}

impl std::fmt::Display for Fen {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let all = self.0.unsigned_abs();
        write!(out, "{sign}{}.{:02}", all / 100, all % 100)
    }
}

impl std::iter::Sum for Fen {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.map(|amount| amount.0).sum())
    }
}

/// What a line of the books is about. Amounts are never negative; the kind says which way they go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 报名费, asked of a club.
    EntryFee,
    /// 保证金, asked of a club.
    Deposit,
    /// A deposit that goes back.
    DepositBack,
    /// Taken from a deposit, or a fine.
    Deduction,
    /// 奖金.
    Prize,
    /// 裁判费, earned by an official.
    OfficialFee,
    /// Money that came in.
    Payment,
    /// Money that went out.
    Payout,
    /// Other income of the league: a sponsor.
    Income,
    /// Other spending of the league: a hall.
    Expense,
}

text_enum!(Kind {
    EntryFee => "entry_fee",
    Deposit => "deposit",
    DepositBack => "deposit_back",
    Deduction => "deduction",
    Prize => "prize",
    OfficialFee => "official_fee",
    Payment => "payment",
    Payout => "payout",
    Income => "income",
    Expense => "expense",
});

impl Kind {
    /// What it does to the balance of the club or official: below 0 they owe, above 0 the league owes.
    pub fn on_party(self) -> i64 {
        match self {
            Self::EntryFee | Self::Deposit | Self::Deduction | Self::Payout => -1,
            Self::DepositBack | Self::Prize | Self::OfficialFee | Self::Payment => 1,
            Self::Income | Self::Expense => 0,
        }
    }

    /// What it does to the money in the till.
    pub fn on_till(self) -> i64 {
        match self {
            Self::Payment | Self::Income => 1,
            Self::Payout | Self::Expense => -1,
            _ => 0,
        }
    }

    /// What it does to the deposit that the league holds for a club.
    pub fn on_deposit(self) -> i64 {
        match self {
            Self::Deposit => 1,
            Self::DepositBack => -1,
            _ => 0,
        }
    }

    /// Whether it belongs to the league alone.
    pub fn is_leagues_own(self) -> bool {
        self.on_party() == 0
    }
}

/// One line of the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<P> {
    /// The club or official; nothing for the league's own.
    pub party: Option<P>,
    pub kind: Kind,
    pub amount: Fen,
}

/// How the books stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Books<P: Ord> {
    /// Balance by party.
    pub parties: BTreeMap<P, Balance>,
    pub till: Fen,
    /// What is the league's own when everybody has paid and every deposit has gone back.
    pub settled: Fen,
}

/// How one party stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Below 0 they owe.
    pub balance: Fen,
    /// The deposit asked of them and not given back.
    pub deposit: Fen,
}

/// Adds up the lines of a season.
pub fn books<P: Ord + Copy>(lines: &[Line<P>]) -> Books<P> {
    let mut parties: BTreeMap<P, Balance> = BTreeMap::new();
    let mut till = 0;
    for line in lines {
        till += line.kind.on_till() * line.amount.0;
        if let Some(party) = line.party {
            let standing = parties.entry(party).or_default();
            standing.balance.0 += line.kind.on_party() * line.amount.0;
            standing.deposit.0 += line.kind.on_deposit() * line.amount.0;
        }
    }
    // A deposit is held, not earned.
    let owed: i64 = parties.values().map(|standing| standing.balance.0 + standing.deposit.0).sum();
    Books { parties, till: Fen(till), settled: Fen(till - owed) }
}

#[cfg(test)]
mod tests;
