//! Signs packages for Tauri's updater.

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use minisign_verify::{PublicKey, Signature};

use crate::release::updates_itself;
use crate::{package, run};

/// Signs the packages in a folder that can update themselves, with the key in `TAURI_SIGNING_PRIVATE_KEY`. The signatures
/// must fit `SATCHEL_UPDATE_KEY`, the public key that is built into the program.
pub(crate) fn sign_updates(folder: &str, version: &str) -> Result<(), String> {
    let public_key = std::env::var("SATCHEL_UPDATE_KEY").map_err(|_| "SATCHEL_UPDATE_KEY is not set")?;
    if std::env::var_os("TAURI_SIGNING_PRIVATE_KEY").is_none() {
        return Err("TAURI_SIGNING_PRIVATE_KEY is not set".into());
    }
    let folder = std::path::absolute(folder).map_err(|e| format!("{folder}: {e}"))?;
    let entries = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut packages: Vec<String> = names.filter(|name| updates_itself(name)).collect();
    packages.sort();
    if packages.is_empty() {
        return Err(format!("no package in {} can update itself", folder.display()));
    }
    for name in packages {
        let file = folder.join(&name);
        let sign = ["signer", "sign", "--app-version", version];
        run::step(&format!("sign {name}"), package::tauri()?.args(sign).arg(&file))?;
        verify(&file, &folder.join(format!("{name}.sig")), &public_key, version)
            .map_err(|problem| format!("{name}: {problem}"))?;
    }
    Ok(())
}

/// Checks a signature as installed copies do: it must be of this key, for this file and for this version.
fn verify(file: &Path, signature: &Path, public_key: &str, version: &str) -> Result<(), String> {
    let content = fs::read(file).map_err(|e| e.to_string())?;
    let signature = fs::read_to_string(signature).map_err(|e| e.to_string())?;
    let public_key =
        PublicKey::decode(&decoded(public_key)?).map_err(|e| format!("SATCHEL_UPDATE_KEY: {e}"))?;
    let signature = Signature::decode(&decoded(&signature)?).map_err(|e| e.to_string())?;
    public_key
        .verify(&content, &signature, false)
        .map_err(|e| format!("the signature does not fit SATCHEL_UPDATE_KEY: {e}"))?;
    let wanted = format!("version:{version}");
    if signature.trusted_comment().split('\t').any(|part| part == wanted) {
        Ok(())
    } else {
        Err(format!("the signature is not for version {version}"))
    }
}

/// Tauri encodes keys and signatures in Base64 once more.
fn decoded(text: &str) -> Result<String, String> {
    let bytes = BASE64_STANDARD.decode(text.trim()).map_err(|e| e.to_string())?;
    String::from_utf8(bytes).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    // Made by `tauri signer generate` and `tauri signer sign --app-version 0.1.0`; the private key is lost.
    const KEY: &str = "dW50cnVzdGVkIGNvbW1lbnQ6IG1pbmlzaWduIHB1YmxpYyBrZXk6IDA4NEMwREI1QUI4MkM2OTMKUldTVHhvS3J0UTFNQ0prbUtaWGZnNG82OTk2K0sxaVBDTXM5UXNtQ2xjZFM1aUZYcHJJYkxlbTgK";
    const OTHER_KEY: &str = "dW50cnVzdGVkIGNvbW1lbnQ6IG1pbmlzaWduIHB1YmxpYyBrZXk6IDM4OUQzOUNENDEwOEIwRUEKUldUcXNBaEJ6VG1kT0I4VTBKRFhPZlVWZ3hxT0p0M1I0cVJzbXpxN0tJVDZtcDc3NkF4V2p4dDMK";
    const SIGNATURE: &str = "dW50cnVzdGVkIGNvbW1lbnQ6IHNpZ25hdHVyZSBmcm9tIHRhdXJpIHNlY3JldCBrZXkKUlVTVHhvS3J0UTFNQ09BdktYNmw3M3NwZWlUK0toMFptRHNENm5uRGxQOEJzTFRqd2dEMk1MQ0xFcVBJOFNwTWNuRWs4ajBORUpwYWdHY0FiakcrSll2cW9xejRUaUh6a2c0PQp0cnVzdGVkIGNvbW1lbnQ6IHRpbWVzdGFtcDoxNzk1NzcwODMyCWZpbGU6YS1zZXR1cC5leGUJdmVyc2lvbjowLjEuMApnQ1Y4b0hRcE5vTVcxTWxpMHJzZTczWmxEb0YwVlBwN3lGYjBmUEZkdlduckZjOENCa1UxVWZhRFlVWi9DdEVGTW41S3JndDN1b0ZHeUo3bEN4cEtEQT09Cg==";

    #[test]
    fn a_signature_must_fit_the_key_the_file_and_the_version() {
        let folder = std::env::temp_dir().join(format!("xtask-verify-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let [file, changed, signature] = ["a-setup.exe", "changed", "sig"].map(|name| folder.join(name));
        fs::write(&file, "hello\n").unwrap();
        fs::write(&changed, "hello!\n").unwrap();
        fs::write(&signature, SIGNATURE).unwrap();
        assert_eq!(verify(&file, &signature, KEY, "0.1.0"), Ok(()));
        assert!(verify(&changed, &signature, KEY, "0.1.0").is_err());
        assert!(verify(&file, &signature, OTHER_KEY, "0.1.0").is_err());
        assert!(verify(&file, &signature, KEY, "0.1").is_err());
        assert!(verify(&file, &file, KEY, "0.1.0").is_err(), "not a signature");
        fs::remove_dir_all(folder).unwrap();
    }
}
