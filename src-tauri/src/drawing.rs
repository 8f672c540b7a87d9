//! How many cores the drawing takes where there is no graphics card.

/// Mesa then draws with a thread for each core. With two cores what is typed has to wait for what is drawn of the letter before;
/// drawn by one thread, the answers come sooner. To be called before any thread is started; what the person has set stands.
#[cfg(target_os = "linux")]
pub(crate) fn leave_a_core_free() {
    const THREADS: &str = "LP_NUM_THREADS";
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if cores <= 2 && std::env::var_os(THREADS).is_none() {
        // SAFETY: nothing else runs yet that could read the variables.
        #[allow(unsafe_code, reason = "the page's process takes its variables from this one")]
        unsafe {
            std::env::set_var(THREADS, "0");
        }
    }
}

/// Elsewhere the system draws.
#[cfg(not(target_os = "linux"))]
pub(crate) fn leave_a_core_free() {}
