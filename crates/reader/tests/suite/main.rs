//! The reader's tests over whole documents.

mod metamorphic;
mod properties;
mod reading;
mod reports;
mod support;
mod synthetic;
