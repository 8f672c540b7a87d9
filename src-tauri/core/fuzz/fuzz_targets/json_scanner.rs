//! The JSON scanner on arbitrary bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| satchel_core::library::fuzzing::json_scanner(data));
