//! Runs a broker, until SIGTERM or Ctrl-C. The configuration is in environment variables; `docs/broker.md` lists them.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use satchel_broker::{Broker, Environment};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

const HELP: &str = "\
Keeps the client secret of a distributor of Satchel, and passes TikTok's webhooks on.

satchel-broker [--help | --version]

It is configured by environment variables, of which SATCHEL_BROKER_CLIENT_KEY and SATCHEL_BROKER_CLIENT_SECRET_FILE are
required. docs/broker.md lists them all.";

#[tokio::main]
async fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        None => {}
        Some("--help" | "-h") => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Some("--version" | "-V") => {
            println!("satchel-broker {}", env!("CARGO_PKG_VERSION"));
            return ExitCode::SUCCESS;
        }
        Some(other) => {
            eprintln!("satchel-broker: there is no option \"{other}\"; try --help");
            return ExitCode::from(2);
        }
    }
    let filter =
        EnvFilter::try_from_env("SATCHEL_BROKER_LOG").unwrap_or_else(|_| "satchel_broker=info".into());
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false).with_env_filter(filter).init();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("satchel-broker: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let environment = Environment::read(|name| std::env::var(name).ok())?;
    let listen = environment.listen;
    let broker = Broker::new(environment.config)?;
    let listener =
        TcpListener::bind(listen).await.map_err(|error| format!("cannot listen on {listen}: {error}"))?;
    // Before anything connects, so that a signal is never missed.
    let shutdown = signals()?;
    println!("Listening on http://{}", listener.local_addr()?);
    broker.serve(listener, shutdown).await?;
    Ok(())
}

/// Ready when the system asks the broker to end.
#[cfg(unix)]
fn signals() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Ready when the broker is interrupted.
#[cfg(windows)]
fn signals() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
