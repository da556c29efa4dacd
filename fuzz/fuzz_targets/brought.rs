#![no_main]

#[allow(dead_code, reason = "the other targets use the rest")]
#[path = "../../tests/it/properties.rs"]
mod properties;

libfuzzer_sys::fuzz_target!(|octets: &[u8]| properties::brought(&[("ca.zip", octets)]));
