//! Any bytes are read as this format or refused, never with a panic; spans and places lie in the text; twice gives the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whitestone_model::{DocumentMeta, Vocabulary};

fuzz_target!(|bytes: &[u8]| {
    let read = |bytes: &[u8]| {
        let written = whitestone_formats::mail::write(bytes).ok()?;
        Some(written.read(bytes, "fuzz.eml", &DocumentMeta::default(), &Vocabulary::default()))
    };
    let Some(document) = read(bytes) else { return };
    for sentence in &document.sentences {
        for span in &sentence.ranges {
            assert!(document.text.get(span.start..span.end).is_some());
        }
    }
    assert!(document.places.is_sorted_by_key(|place| place.text));
    assert_eq!(Some(document), read(bytes));
});
