//! The reader of bags on arbitrary tag files.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| satchel_core::archive::fuzzing::bag(data));
