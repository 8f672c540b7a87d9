//! Measures the way from an archive to a saved backup beside other programs that unpack, on the same files and folders.
//!
//! Each round runs every program once, in turn, so that a slow moment of the computer hits all of them. Programs that are
//! not installed are left out. They do less than Satchel: `sha256sum` of what the fastest one wrote is added to its time,
//! but nothing for copying the archive and for reading its records.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use satchel_core::archive::{Archive, Unpacking};
use satchel_core::backup::{Outcome, Step};
use satchel_core::files::Durability;
use satchel_core::view::Change;
use tokio_util::sync::CancellationToken;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use crate::fetch;
use crate::setup::{self, Error, Noise, median};

/// How often each program unpacks an archive, and one of several gigabytes.
const ROUNDS: usize = 5;
const ROUNDS_OF_LARGE: usize = 3;
/// Records in an export of about 151 MB.
const RECORDS: u64 = 1_000_000;
/// The size of a video in bytes.
const VIDEO: usize = 3_500_000;

/// A program that unpacks, with its arguments before the archive and before the target folder.
const PEERS: [(&str, &[&str], &str); 4] = [
    ("unzip", &["-q", "-o"], "-d"),
    ("7z", &["x", "-y", "-bd"], "-o"),
    ("bsdtar", &["-xf"], "-C"),
    ("ripunzip", &["unzip-file"], "-d"),
];

/// Measures downloads and each archive in each of these folders.
pub(crate) fn all(folders: &[&str]) -> Result<(), Error> {
    let inputs = tempfile::tempdir()?;
    let archives = write_archives(inputs.path())?;
    for folder in folders {
        let target = tempfile::tempdir_in(folder)?;
        println!("\n── a download of 1 GB, in {folder}");
        fetch::compare(target.path())?;
        for (name, archive, rounds) in &archives {
            println!("\n── {name}, in {folder}, median of {rounds}");
            compare(archive, target.path(), *rounds)?;
        }
    }
    Ok(())
}

/// Writes the archives; each with its name, and how often each program unpacks it.
fn write_archives(folder: &Path) -> Result<Vec<(&'static str, PathBuf, usize)>, Error> {
    let json = folder.join("json.zip");
    setup::generate(RECORDS, false, &json)?;
    let mut content = Vec::new();
    std::io::copy(&mut zip::ZipArchive::new(File::open(&json)?)?.by_index(0)?, &mut content)?;
    let four =
        write(&folder.join("four.zip"), (1..=4).map(|n| (format!("user_data_{n}.json"), &content[..])))?;
    let mut noise = Noise(1);
    let videos: Vec<Vec<u8>> = (0..300).map(|_| noise.bytes(VIDEO)).collect();
    let small =
        (String::from("user_data_tiktok.json"), &br#"{"Your Activity":{"Searches":{"SearchList":[]}}}"#[..]);
    let named = |count| {
        let videos = videos.iter().cycle().take(count).enumerate();
        videos.map(|(n, video)| (format!("videos/{n}.mp4"), &video[..]))
    };
    let large = write(&folder.join("large.zip"), std::iter::once(small.clone()).chain(named(1150)))?;
    let videos = write(&folder.join("videos.zip"), std::iter::once(small.clone()).chain(named(300)))?;
    let texts: Vec<String> =
        (0..20_000).map(|n| format!("Note {n}: {}\n", "text of a note ".repeat(60))).collect();
    let named =
        texts.iter().enumerate().map(|(n, text)| (format!("notes/{}/{n}.md", n / 500), text.as_bytes()));
    let texts = write(&folder.join("texts.zip"), std::iter::once(small).chain(named))?;
    Ok(vec![
        ("one JSON file", json, ROUNDS),
        ("four JSON files", four, ROUNDS),
        ("300 videos", videos, ROUNDS),
        ("20,000 texts", texts, ROUNDS),
        ("4 GB of videos", large, ROUNDS_OF_LARGE),
    ])
}

fn write<'c>(path: &Path, files: impl Iterator<Item = (String, &'c [u8])>) -> Result<PathBuf, Error> {
    let mut zip = zip::ZipWriter::new(std::io::BufWriter::new(File::create(path)?));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in files {
        zip.start_file(name, options)?;
        zip.write_all(content)?;
    }
    zip.finish()?;
    Ok(path.to_owned())
}

fn compare(archive: &Path, folder: &Path, rounds: usize) -> Result<(), Error> {
    let (mut ours, mut imported, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    let mut peers: Vec<(&str, Vec<Duration>)> = Vec::new();
    let mut sums = Vec::new();
    let (mut idle, mut peak) = (0, 0);
    let mut used = Used::of(archive, folder)?;
    for _ in 0..rounds {
        let target = folder.join("home");
        setup::sync(folder)?;
        let times = satchel(archive, &target)?;
        ours.push(times.unpacked);
        imported.push(times.saved);
        idle = idle.max(times.idle_mb);
        peak = peak.max(times.peak_mb);
        used.put_away(&target)?;
        let target = folder.join("peer");
        fs::create_dir_all(&target)?;
        alone.push(unpack_alone(archive, &target)?);
        used.put_away(&target)?;
        for (name, before, target_option) in PEERS {
            fs::create_dir_all(&target)?;
            let Some(time) = peer(name, before, target_option, archive, &target)? else { continue };
            match peers.iter_mut().find(|(other, _)| *other == name) {
                Some((_, times)) => times.push(time),
                None => peers.push((name, vec![time])),
            }
            if peers[0].0 == name {
                sums.push(checksums(&target)?);
            }
            used.put_away(&target)?;
        }
    }
    used.remove()?;
    let ours = median(&mut ours);
    println!("satchel, unpacked, verified  {:7.2} s", ours.as_secs_f64());
    let imported = median(&mut imported);
    println!(
        "satchel, records imported    {:7.2} s   peak memory {peak} MB, {idle} MB of it before",
        imported.as_secs_f64()
    );
    let alone = median(&mut alone);
    println!("satchel, only unpacking, hashed {:4.2} s", alone.as_secs_f64());
    let mut fastest = Duration::MAX;
    for (name, mut times) in peers {
        let time = median(&mut times);
        fastest = fastest.min(time);
        println!("{name:<28} {:7.2} s", time.as_secs_f64());
    }
    if fastest < Duration::MAX {
        let sum = median(&mut sums);
        println!("sha256sum of its output      {:7.2} s", sum.as_secs_f64());
        let ratio = ours.as_secs_f64() / (fastest + sum).as_secs_f64();
        println!("satchel / (fastest + sha256sum) {ratio:.2}");
        let ratio = alone.as_secs_f64() / fastest.as_secs_f64();
        println!("satchel, only unpacking / fastest {ratio:.2}");
    }
    Ok(())
}

/// Runs only the unpacking of Satchel's core, in a process of its own, and `sync` of the volume after it.
fn unpack_alone(archive: &Path, target: &Path) -> Result<Duration, Error> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("unpack").args([archive, target]);
    timed_with_sync(command, target)?.ok_or_else(|| "the benchmark was removed".into())
}

/// Unpacks an archive and computes the SHA-256 of each file, without a sync.
pub(crate) fn unpack(archive: &Path, target: &Path) -> Result<(), Error> {
    let cancel = CancellationToken::new();
    let unpacking = Unpacking::new(Archive::open(archive, &cancel)?, target);
    let unpacked = unpacking.run(Durability::Volume, &cancel, &|_, _| {})?;
    if unpacked.unreadable.is_empty() { Ok(()) } else { Err("not all of it could be unpacked".into()) }
}

/// What Satchel's core needs for an archive.
struct Times {
    /// Until everything is unpacked, hashed and synced to disk.
    unpacked: Duration,
    /// Until the backup is in its place and its records are in the library, which are imported at the same time.
    saved: Duration,
    /// The most memory before the archive is opened, and at any time.
    idle_mb: u64,
    peak_mb: u64,
}

/// The folders that have been unpacked to. Many files are removed only at the end: for minutes after thousands were removed,
/// ext4 needs ten times as long to create others, since it does not use their inodes at once.
struct Used {
    folder: PathBuf,
    has_many_files: bool,
    count: usize,
}

impl Used {
    fn of(archive: &Path, folder: &Path) -> Result<Self, Error> {
        let entries = zip::ZipArchive::new(File::open(archive)?)?.len();
        Ok(Self { folder: folder.join("used"), has_many_files: entries > 10_000, count: 0 })
    }

    fn put_away(&mut self, target: &Path) -> Result<(), Error> {
        if !self.has_many_files {
            return Ok(fs::remove_dir_all(target)?);
        }
        fs::create_dir_all(&self.folder)?;
        self.count += 1;
        Ok(fs::rename(target, self.folder.join(self.count.to_string()))?)
    }

    fn remove(self) -> Result<(), Error> {
        if self.has_many_files { Ok(fs::remove_dir_all(&self.folder)?) } else { Ok(()) }
    }
}

/// Runs Satchel's core in a process of its own.
fn satchel(archive: &Path, home: &Path) -> Result<Times, Error> {
    let output = Command::new(std::env::current_exe()?)
        .arg("save")
        .args([archive, home])
        .env("MALLOC_ARENA_MAX", "1")
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let mut words = text.split_whitespace();
    let mut next = || words.next().ok_or("no result");
    Ok(Times {
        unpacked: Duration::from_secs_f64(next()?.parse()?),
        saved: Duration::from_secs_f64(next()?.parse()?),
        idle_mb: next()?.parse()?,
        peak_mb: next()?.parse()?,
    })
}

/// Opens an archive, and prints the seconds until it is unpacked, and saved, and the peak memory in MB before
/// that and in all.
pub(crate) fn save(archive: &Path, home: &Path) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let core = setup::core(home)?;
        core.start().await;
        let (sender, mut events) = tokio::sync::mpsc::unbounded_channel();
        core.subscribe(Box::new(move |event| {
            if let Change::Job(job) = event.change {
                let _ = sender.send(job);
            }
            true
        }));
        let idle = setup::peak_mb().unwrap_or(0);
        let begin = Instant::now();
        core.open_export(archive.to_owned()).await?;
        let mut unpacked = None;
        loop {
            let job = events.recv().await.ok_or("the core was closed")?;
            if job.step >= Step::Indexing {
                unpacked.get_or_insert_with(|| begin.elapsed());
            }
            match job.outcome {
                Outcome::Running => {}
                Outcome::Saved => break,
                _ => return Err(format!("not saved: {:?}", job.problem).into()),
            }
        }
        let saved = begin.elapsed();
        let unpacked = unpacked.unwrap_or(saved);
        let peak = setup::peak_mb().unwrap_or(0);
        println!("{} {} {idle} {peak}", unpacked.as_secs_f64(), saved.as_secs_f64());
        core.shutdown().await;
        Ok(())
    })
}

/// Runs another program, and `sync` of the volume after it; `None` if it is not installed or fails.
fn peer(
    name: &str,
    before: &[&str],
    target_option: &str,
    archive: &Path,
    target: &Path,
) -> Result<Option<Duration>, Error> {
    let mut command = Command::new(name);
    match name {
        "ripunzip" => command.args(before).args([target_option]).arg(target).arg(archive),
        "7z" => command.args(before).arg(format!("{target_option}{}", target.display())).arg(archive),
        _ => command.args(before).arg(archive).arg(target_option).arg(target),
    };
    timed_with_sync(command, target)
}

/// The time that a program takes, and a sync of the volume after it; `None` if it is not installed or fails.
fn timed_with_sync(mut command: Command, target: &Path) -> Result<Option<Duration>, Error> {
    setup::sync(target)?;
    let begin = Instant::now();
    let status = match command.stdout(Stdio::null()).stderr(Stdio::null()).status() {
        Ok(status) => status,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    setup::sync(target)?;
    if status.success() {
        Ok(Some(begin.elapsed()))
    } else {
        println!("{} failed: {status}", command.get_program().display());
        Ok(None)
    }
}

fn checksums(folder: &Path) -> Result<Duration, Error> {
    let begin = Instant::now();
    let script = r#"find "$0" -type f -print0 | xargs -0 sha256sum > /dev/null"#;
    let status = Command::new("sh").args(["-c", script]).arg(folder).status()?;
    if status.success() { Ok(begin.elapsed()) } else { Err("sha256sum failed".into()) }
}
