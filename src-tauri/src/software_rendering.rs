//! Settings of the web view on machines without a graphics card, where Mesa draws with the processor.
//!
//! Values that are already in the environment are kept.

/// Makes drawing without a graphics card faster. Must be called before any thread is started.
///
/// - With one or two cores, Mesa uses a single thread. By default it starts one thread per core, and handling a key press
///   then waits for the previous frame.
/// - Without a graphics card, WebKit paints the page's content itself. By default it uses shaders for that, which Mesa
///   compiles first: text appeared about 0.1 s later.
#[cfg(target_os = "linux")]
pub(crate) fn set_up() {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if cores <= 2 {
        set_default("LP_NUM_THREADS", "0");
    }
    if !has_graphics_card() {
        set_default("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1");
    }
}

/// Whether the system has a device that draws.
#[cfg(target_os = "linux")]
fn has_graphics_card() -> bool {
    let mut devices = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
    devices.any(|device| device.file_name().to_string_lossy().starts_with("render"))
}

#[cfg(target_os = "linux")]
fn set_default(variable: &str, value: &str) {
    if std::env::var_os(variable).is_none() {
        // SAFETY: no other thread is running that could read the environment.
        #[allow(unsafe_code, reason = "the web process inherits its environment from this process")]
        unsafe {
            std::env::set_var(variable, value);
        }
    }
}

/// Does nothing: only Linux may draw with Mesa.
#[cfg(not(target_os = "linux"))]
pub(crate) fn set_up() {}
