//! Satchel: keep your own copy of your TikTok data.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    satchel_app::run()
}
