//! How quick the real app is in its window, under Xvfb: `pace start SATCHEL BARE`, `pace keystrokes SATCHEL ZIP`.
//!
//! Figures, never judgements: they are printed, and compared within one run.

#[cfg(target_os = "linux")]
mod keystrokes;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(target_os = "linux")]
mod screen;
#[cfg(target_os = "linux")]
mod start;

#[cfg(target_os = "linux")]
fn main() -> Result<(), satchel_stage::Trouble> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["start", satchel, bare] => start::start(satchel.as_ref(), bare.as_ref()),
        ["keystrokes", satchel, zip] => {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(keystrokes::keystrokes(satchel.as_ref(), zip.as_ref()))
        }
        _ => Err("pace start SATCHEL BARE, or pace keystrokes SATCHEL ZIP".into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {}
