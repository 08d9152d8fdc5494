//! The rules of a works basketball league, as a library without clock, network, file, database or async.

pub mod standings;
