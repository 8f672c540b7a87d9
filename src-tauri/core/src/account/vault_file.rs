//! Secrets in an encrypted file: the key is derived from a passphrase with Argon2id, and the content is encrypted with
//! XChaCha20-Poly1305.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::VaultError;
use crate::files;

/// OWASP's second recommendation for Argon2id, raised to 64 MiB and three passes. Takes about 0.2 s on a slow computer.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;
const VERSION: u32 = 1;
/// The maximum memory in KiB that a file may require for opening it, since the file is untrusted.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;

/// The format of the file, stored as JSON. Binary fields are arrays of numbers, which needs no other encoding.
#[derive(Serialize, Deserialize)]
struct OnDisk {
    version: u32,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: [u8; 16],
    nonce: [u8; 24],
    locked: Vec<u8>,
}

/// An open encrypted file of secrets.
pub struct VaultFile {
    path: PathBuf,
    key: Zeroizing<[u8; 32]>,
    salt: [u8; 16],
    secrets: BTreeMap<String, Zeroizing<String>>,
}

impl VaultFile {
    /// Creates an empty file with this passphrase, replacing an existing one.
    pub fn create(path: &Path, passphrase: &str) -> Result<Self, VaultError> {
        let salt = random::<16>()?;
        let key = derive(passphrase, &salt, MEMORY_KIB, PASSES, LANES)?;
        let file = Self { path: path.to_owned(), key, salt, secrets: BTreeMap::new() };
        file.write()?;
        Ok(file)
    }

    /// Opens and decrypts a file.
    pub fn open(path: &Path, passphrase: &str) -> Result<Self, VaultError> {
        let mut bytes = Vec::new();
        files::open(path).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(file_error)?;
        let disk: OnDisk = serde_json::from_slice(&bytes).map_err(file_error)?;
        if disk.version != VERSION || disk.memory_kib > MOST_MEMORY_KIB || disk.passes > 16 {
            return Err(VaultError::File("unsupported version or key parameters".into()));
        }
        let key = derive(passphrase, &disk.salt, disk.memory_kib, disk.passes, disk.lanes)?;
        let payload = Payload { msg: &disk.locked, aad: &VERSION.to_be_bytes() };
        let plain = cipher(&key)
            .decrypt(&XNonce::from(disk.nonce), payload)
            .map_err(|_| VaultError::WrongPassphrase)?;
        let plain = Zeroizing::new(plain);
        let map: BTreeMap<String, String> = serde_json::from_slice(&plain).map_err(file_error)?;
        let secrets = map.into_iter().map(|(name, secret)| (name, Zeroizing::new(secret))).collect();
        Ok(Self { path: path.to_owned(), key, salt: disk.salt, secrets })
    }

    /// The secret with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Zeroizing<String>> {
        self.secrets.get(name).cloned()
    }

    /// Stores a secret, or removes it if `secret` is `None`. The file has been written when this returns; if that
    /// fails, nothing changes.
    pub fn set(&mut self, name: &str, secret: Option<&str>) -> Result<(), VaultError> {
        let before = match secret {
            Some(secret) => self.secrets.insert(name.to_owned(), Zeroizing::new(secret.to_owned())),
            None => self.secrets.remove(name),
        };
        self.write().inspect_err(|_| {
            match before {
                Some(old) => self.secrets.insert(name.to_owned(), old),
                None => self.secrets.remove(name),
            };
        })
    }

    fn write(&self) -> Result<(), VaultError> {
        let map: BTreeMap<&str, &str> = self.secrets.iter().map(|(n, s)| (n.as_str(), s.as_str())).collect();
        let plain = Zeroizing::new(serde_json::to_vec(&map).map_err(file_error)?);
        let nonce = random::<24>()?;
        let payload = Payload { msg: &plain, aad: &VERSION.to_be_bytes() };
        let locked = cipher(&self.key)
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| VaultError::File("could not encrypt".into()))?;
        let disk = OnDisk {
            version: VERSION,
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt: self.salt,
            nonce,
            locked,
        };
        let mut file = files::temp_sibling(&self.path).map_err(file_error)?;
        file.write_all(&serde_json::to_vec(&disk).map_err(file_error)?).map_err(file_error)?;
        files::persist(file, &self.path).map_err(file_error)
    }
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.into())
}

fn derive(
    passphrase: &str,
    salt: &[u8; 16],
    memory_kib: u32,
    passes: u32,
    lanes: u32,
) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let params = Params::new(memory_kib, passes, lanes, Some(32)).map_err(file_error)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, key.as_mut_slice())
        .map_err(file_error)?;
    Ok(key)
}

fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(file_error)?;
    Ok(bytes)
}

fn file_error(error: impl std::fmt::Display) -> VaultError {
    VaultError::File(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_requires_its_passphrase_and_contains_no_plain_text() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sign-ins");
        let mut file = VaultFile::create(&path, "correct horse").unwrap();
        file.set("a", Some("act.very-secret")).unwrap();
        file.set("b", Some("gone")).unwrap();
        file.set("b", None).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("very-secret"));
        assert!(matches!(VaultFile::open(&path, "wrong horse"), Err(VaultError::WrongPassphrase)));
        let again = VaultFile::open(&path, "correct horse").unwrap();
        assert_eq!(again.get("a").unwrap().as_str(), "act.very-secret");
        assert!(again.get("b").is_none());
    }

    #[test]
    fn tampered_or_invalid_file_is_rejected() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sign-ins");
        VaultFile::create(&path, "p").unwrap().set("a", Some("s")).unwrap();
        let mut disk: OnDisk = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        disk.locked[0] ^= 1;
        std::fs::write(&path, serde_json::to_vec(&disk).unwrap()).unwrap();
        assert!(VaultFile::open(&path, "p").is_err());
        std::fs::write(&path, "{").unwrap();
        assert!(matches!(VaultFile::open(&path, "p"), Err(VaultError::File(_))));
    }
}
