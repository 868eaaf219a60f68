//! Any text is taken or refused as a rule file, never with a panic.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use whitestone_app::Knowledge;
use whitestone_app::knowledge::Overrides;
use whitestone_extract::RuleSet;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(&Overrides::default()).unwrap());

fuzz_target!(|text: &str| {
    let _ = RuleSet::parse([("fuzz.toml", text)], &KNOWLEDGE.vocabulary);
});
