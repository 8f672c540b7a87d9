//! The reader of text exports on arbitrary files.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| satchel_core::library::fuzzing::text_export(data));
