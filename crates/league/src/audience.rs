//! Viewer figures that can be believed: what was counted, in which unit, how surely, and what may be added.
//!
//! Three mistakes of the field are kept out by construction. Units that must not be added do not compile
//! ([`unit::Quantity`]); metrics are rows of data whose rules refuse a sum by name ([`total`]); an unknown figure
//! has no value at all, so that it can never be read as nought.

pub mod beats;
pub mod claims;
pub mod identity;
pub mod import;
pub mod metric;
pub mod numbers;
pub mod observation;
pub mod occupancy;
pub mod online;
pub mod press;
pub mod sketch;
pub mod total;
pub mod unit;

#[cfg(test)]
mod tests;
