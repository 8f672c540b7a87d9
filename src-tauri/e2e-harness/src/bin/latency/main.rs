//! Measures the app's window under Xvfb: `latency start SATCHEL BASELINE`, `latency keystrokes SATCHEL ZIP`.
//!
//! The results are printed. They only compare within one run.

#[cfg(target_os = "linux")]
mod keystrokes;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(target_os = "linux")]
mod screen;
#[cfg(target_os = "linux")]
mod start;

#[cfg(target_os = "linux")]
fn main() -> Result<(), satchel_e2e_harness::Error> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["start", satchel, baseline] => start::start(satchel.as_ref(), baseline.as_ref()),
        ["keystrokes", satchel, zip] => {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(keystrokes::keystrokes(satchel.as_ref(), zip.as_ref()))
        }
        _ => Err("latency start SATCHEL BASELINE, or latency keystrokes SATCHEL ZIP".into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {}
