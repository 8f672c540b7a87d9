//! Measures downloads beside curl, from the same server on this computer.
//!
//! Satchel also computes the SHA-256 of what it receives, and syncs it to the disk.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use oauth2::AccessToken;
use satchel_core::portability::{Api, RequestId};
use satchel_core::{Endpoints, HttpClient};
use tokio_util::sync::CancellationToken;

use crate::setup::{Error, Noise, median, sync};

/// How often each program downloads.
const ROUNDS: usize = 9;
/// The size of the archive in bytes.
const SIZE: usize = 1_000_000_000;

/// Downloads the same archive with Satchel and with curl, in turn, into a folder.
pub(crate) fn compare(folder: &Path) -> Result<(), Error> {
    let inputs = tempfile::tempdir()?;
    let archive = inputs.path().join("archive.zip");
    let mut content = b"PK\x03\x04".to_vec();
    content.extend(Noise(1).bytes(SIZE));
    fs::write(&archive, content)?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    // Ends with the process.
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that closes the connection early fails itself.
            let _ = send(stream, &archive);
        }
    });
    let target = folder.join("fetched");
    let (mut ours, mut curls, mut synced, mut hashed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        sync(folder)?;
        ours.push(satchel(&address, &target)?);
        fs::remove_file(&target)?;
        sync(folder)?;
        match curl(&address, &target)? {
            Some(time) => {
                let begin = Instant::now();
                File::open(&target)?.sync_all()?;
                curls.push(time);
                synced.push(time + begin.elapsed());
                if Command::new("sha256sum").arg(&target).stdout(Stdio::null()).status()?.success() {
                    hashed.push(time + begin.elapsed());
                }
            }
            None => println!("curl is not installed"),
        }
        let _ = fs::remove_file(&target);
    }
    let ours = median(&mut ours).as_secs_f64();
    println!("satchel, received, hashed and synced {ours:7.2} s");
    let peers = [
        ("curl", &mut curls),
        ("curl, and a sync", &mut synced),
        ("curl, a sync, and sha256sum", &mut hashed),
    ];
    for (what, times) in peers {
        if !times.is_empty() {
            let time = median(times).as_secs_f64();
            println!("{what:36} {time:7.2} s; speed of satchel {:.2} of it", time / ours);
        }
    }
    Ok(())
}

/// Answers every request with the archive, and closes the connection.
fn send(mut stream: TcpStream, archive: &Path) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut line, mut length) = (String::new(), 0);
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
        if line.trim().is_empty() {
            break;
        }
    }
    std::io::copy(&mut reader.take(length), &mut std::io::sink())?;
    let mut file = File::open(archive)?;
    let size = file.metadata()?.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n"
    )?;
    std::io::copy(&mut file, &mut stream)?;
    Ok(())
}

/// Runs Satchel's download in a process of its own.
fn satchel(address: &str, target: &Path) -> Result<Duration, Error> {
    let output = Command::new(std::env::current_exe()?)
        .arg("fetch-one")
        .arg(address)
        .arg(target)
        .env("MALLOC_ARENA_MAX", "1")
        .stderr(Stdio::inherit())
        .output()?;
    Ok(Duration::from_secs_f64(String::from_utf8(output.stdout)?.trim().parse()?))
}

/// Downloads an archive as a backup does, and prints the seconds.
pub(crate) fn one(address: &str, target: &Path) -> Result<(), Error> {
    let endpoints = Endpoints::stand_in(address, address)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let api = Api::new(HttpClient::new(&endpoints), endpoints);
        let begin = Instant::now();
        let download = api.download(&AccessToken::new("token".into()), RequestId(1)).await?;
        let total = download.bytes_total;
        let cancel = CancellationToken::new();
        satchel_core::archive::fetch(download.stream(), total, target, &cancel, &|_, _| {}).await?;
        println!("{}", begin.elapsed().as_secs_f64());
        Ok(())
    })
}

fn curl(address: &str, target: &Path) -> Result<Option<Duration>, Error> {
    let begin = Instant::now();
    let status = Command::new("curl")
        .args(["--silent", "--fail", "--noproxy", "*", "--json", "{}", "--output"])
        .arg(target)
        .arg(address)
        .status();
    match status {
        Ok(status) if status.success() => Ok(Some(begin.elapsed())),
        Ok(status) => Err(format!("curl failed: {status}").into()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}
