//! The research format RobinX: instances in, plans in and out.

mod read;
mod rules;
mod write;

pub use read::{instance, solution};
pub use write::solution as write_solution;
