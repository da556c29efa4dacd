#![no_main]

#[allow(dead_code, reason = "the other targets use the rest")]
#[path = "../../tests/it/properties.rs"]
mod properties;

// A field ends with a NUL, which no field can have.
libfuzzer_sys::fuzz_target!(|texts: &str| properties::draft(texts.split('\0')));
