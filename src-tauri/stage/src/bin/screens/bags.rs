//! Backups of earlier days: sound folders, as Satchel would have made them then.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use satchel_sim::export::{Category, JSON_NAME, Plan, write_json, write_zip};
use satchel_stage::Trouble;

/// One such backup.
pub(crate) struct Bag {
    /// Days before now.
    pub(crate) days: u64,
    /// Name of the folder.
    pub(crate) name: &'static str,
    /// As Satchel spells the kind; none for an export that was opened.
    pub(crate) kind: Option<&'static str>,
    pub(crate) categories: &'static [Category],
    pub(crate) records: u64,
    /// Files besides the export, so that checking takes a while.
    pub(crate) padding: u32,
}

impl Bag {
    /// Writes it below this folder, and gives where it lies.
    pub(crate) fn write(&self, backups: &Path) -> Result<PathBuf, Trouble> {
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
        sums(&folder, "manifest-sha256.txt", &files)?;
        let tags = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"].map(str::to_owned);
        sums(&folder, "tagmanifest-sha256.txt", &tags)?;
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

fn files_below(folder: &Path, name: &str) -> Result<Vec<String>, Trouble> {
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

/// A manifest is what `sha256sum` prints.
fn sums(folder: &Path, manifest: &str, files: &[String]) -> Result<(), Trouble> {
    let out = File::create(folder.join(manifest))?;
    let status = Command::new("sha256sum").args(files).current_dir(folder).stdout(out).status()?;
    if status.success() { Ok(()) } else { Err(format!("{manifest} was not written").into()) }
}
