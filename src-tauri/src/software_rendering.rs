//! Limits the threads of Mesa's software renderer, which draws where there is no graphics card.

/// Makes Mesa's software renderer use a single thread on machines with one or two cores.
///
/// By default it starts one thread per core. On two cores, handling a key press then waits for the previous frame. A
/// value of `LP_NUM_THREADS` that is already set is kept. Must be called before any thread is started.
#[cfg(target_os = "linux")]
pub(crate) fn limit_threads() {
    const THREADS_VARIABLE: &str = "LP_NUM_THREADS";
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if cores <= 2 && std::env::var_os(THREADS_VARIABLE).is_none() {
        // SAFETY: no other thread is running that could read the environment.
        #[allow(unsafe_code, reason = "the web process inherits its environment from this process")]
        unsafe {
            std::env::set_var(THREADS_VARIABLE, "0");
        }
    }
}

/// Does nothing: only Linux may render with Mesa.
#[cfg(not(target_os = "linux"))]
pub(crate) fn limit_threads() {}
