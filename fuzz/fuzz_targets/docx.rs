#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| whitestone_fuzz::docx(bytes));
