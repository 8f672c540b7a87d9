//! The reader of zips on arbitrary bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| satchel_core::archive::fuzzing::archive(data));
