//! Makes glibc's allocator use a single arena.
//!
//! By default glibc gives each thread an arena of its own, and memory freed in one arena is not reused by another. An
//! import passes records from thread to thread: a single arena halves the memory it takes and is not slower.

/// Limits glibc to one arena. Must be called before any thread is started.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) fn use_single_arena() {
    // SAFETY: `mallopt` only sets a parameter of the allocator, and no other thread is running.
    #[allow(unsafe_code, reason = "there is no safe wrapper for mallopt")]
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 1);
    }
}

/// Does nothing: the parameter exists only in glibc.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn use_single_arena() {}
