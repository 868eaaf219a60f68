//! Tests of extraction through its public face, with the rules and lists of the project.

mod common;
mod explained;
mod laws;
mod patterns;
mod recognise;
mod rules;
mod telling;
