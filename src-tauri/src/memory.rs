//! One heap for all threads.
//!
//! The C library gives each thread a heap of its own, and what one thread frees is of no use to another. While an export
//! is read, records wander from thread to thread: with one heap that takes half the memory, and no more time.

/// To be called before any thread is started.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) fn share_one_heap() {
    // SAFETY: it sets a number of the allocator, and nothing else runs yet.
    #[allow(unsafe_code, reason = "there is no safe way to set it")]
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 1);
    }
}

/// Elsewhere the allocator sees to it itself.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn share_one_heap() {}
