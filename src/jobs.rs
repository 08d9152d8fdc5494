//! What a server does by itself with what people left to it: one file per job.

pub mod files;
pub mod outbox;
