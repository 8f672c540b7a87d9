//! Tells Tauri where this repository keeps its capabilities and permissions: below `src-tauri/`,
//! while the manifest and `tauri.conf.json` lie at the root.

fn main() {
    // The UI is built into the binary: a new one needs a new binary.
    println!("cargo:rerun-if-changed=ui/dist");
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/**/*")
        .app_manifest(tauri_build::AppManifest::new().permissions_path_pattern("src-tauri/permissions/**/*"));
    tauri_build::try_build(attributes).expect("tauri-build reads tauri.conf.json and the permissions");
}
