#![no_main]

#[allow(dead_code, reason = "the other targets use the rest")]
#[path = "../../tests/it/properties.rs"]
mod properties;

libfuzzer_sys::fuzz_target!(|text: &str| properties::private_key(text));
