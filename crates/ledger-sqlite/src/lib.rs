//! Placeholder until its first lines land.
