//! Any bytes are read without a panic, and every span lies in the text on character borders.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use whitestone_app::Knowledge;
use whitestone_app::knowledge::Overrides;
use whitestone_model::DocumentMeta;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(&Overrides::default()).unwrap());

fuzz_target!(|bytes: &[u8]| {
    let document = whitestone_reader::read(bytes, "fuzz.txt", &DocumentMeta::default(), &KNOWLEDGE.vocabulary);
    for sentence in &document.sentences {
        for span in &sentence.ranges {
            assert!(document.text.get(span.start..span.end).is_some());
        }
    }
    for pair in document.blocks.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start);
    }
});
