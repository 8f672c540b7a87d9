//! Safe paths for arbitrary names.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| satchel_core::archive::fuzzing::entry_name(data));
