//! Existing backups: valid folders, as Satchel would have created them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use satchel_e2e_harness::Error;
use satchel_export_gen::{Category, JSON_NAME, Plan, write_json, write_zip};

/// An existing backup.
pub(crate) struct BackupFixture {
    /// Age in days.
    pub(crate) days: u64,
    /// Name of the folder.
    pub(crate) name: &'static str,
    /// The kind as in `bag-info.txt`; `None` for an imported export.
    pub(crate) kind: Option<&'static str>,
    pub(crate) categories: &'static [Category],
    pub(crate) records: u64,
    /// Number of extra files, to make verification slower.
    pub(crate) padding: u32,
}

impl BackupFixture {
    /// Writes the backup below a folder, and returns its path.
    pub(crate) fn write(&self, backups: &Path) -> Result<PathBuf, Error> {
        let saved = jiff::Timestamp::now()
            - std::time::Duration::from_mins(24 * 60 * self.days + self.days * 37 % 600);
        let owner = if self.kind.is_some() { "Maren Haverkamp" } else { "Opened exports" };
        let folder = backups.join(owner).join(self.name);
        fs::create_dir_all(folder.join("data/export"))?;
        let mut plan = Plan::new(7, self.records, saved);
        plan.categories = self.categories.to_vec();
        write_zip(&plan, File::create(folder.join("data/archive.zip"))?)?;
        write_json(&plan, File::create(folder.join("data/export").join(JSON_NAME))?)?;
        for number in 0..self.padding {
            fs::write(folder.join(format!("data/export/{number}.txt")), vec![b'.'; 64 << 10])?;
        }
        let files = files_below(&folder.join("data"), "data")?;
        let bytes: u64 =
            files.iter().map(|file| fs::metadata(folder.join(file)).map_or(0, |m| m.len())).sum();
        fs::write(folder.join("bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")?;
        fs::write(folder.join("bag-info.txt"), self.info(saved, bytes, files.len()))?;
        write_manifest(&folder, "manifest-sha256.txt", &files)?;
        let tags = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"].map(str::to_owned);
        write_manifest(&folder, "tagmanifest-sha256.txt", &tags)?;
        Ok(folder)
    }

    fn info(&self, saved: jiff::Timestamp, bytes: u64, files: usize) -> String {
        let source = match self.kind {
            Some(kind) => format!(
                "Satchel-Source: tiktok\nSatchel-Account: Maren Haverkamp\nSatchel-Kind: {kind}\n\
                 Satchel-Permission: once\nSatchel-Part: both\n"
            ),
            None => "Satchel-Source: file\nSatchel-Original-Name: TikTok_Data_1746300000.zip\n".to_owned(),
        };
        format!("{source}Satchel-Saved-At: {}\nPayload-Oxum: {bytes}.{files}\n", saved.strftime("%FT%TZ"))
    }
}

fn files_below(folder: &Path, name: &str) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            found.extend(files_below(&entry.path(), &name)?);
        } else {
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}

/// Writes a manifest with `sha256sum`.
fn write_manifest(folder: &Path, manifest: &str, files: &[String]) -> Result<(), Error> {
    let out = File::create(folder.join(manifest))?;
    let status = Command::new("sha256sum").args(files).current_dir(folder).stdout(out).status()?;
    if status.success() { Ok(()) } else { Err(format!("{manifest} was not written").into()) }
}
