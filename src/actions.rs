//! One function per thing a person or a job does. The only callers of store writes.

pub mod demo;
