//! Any text is searched without a panic; every quote is exactly its bytes; twice gives the same.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use whitestone_app::Knowledge;
use whitestone_app::knowledge::Overrides;
use whitestone_model::DocumentMeta;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(&Overrides::default()).unwrap());

fuzz_target!(|text: &str| {
    let document = whitestone_reader::read(text.as_bytes(), "fuzz.txt", &DocumentMeta::default(), &KNOWLEDGE.vocabulary);
    let found = KNOWLEDGE.rules.extract(&document);
    for passage in found.iter().flat_map(|candidate| candidate.assertion.passages()) {
        assert_eq!(document.quote(&passage.ranges), passage.quote);
    }
    assert_eq!(found, KNOWLEDGE.rules.extract(&document));
});
