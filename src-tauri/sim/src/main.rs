//! Runs the stand-in on its own, until Ctrl-C.

#![forbid(unsafe_code)]

mod args;

use std::process::ExitCode;

use args::Command;
use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Options, Sim};

#[tokio::main]
async fn main() -> ExitCode {
    let result = match args::parse(std::env::args().skip(1)) {
        Ok(Command::Help) => {
            print!("{}", args::help());
            Ok(())
        }
        Ok(Command::Serve(options)) => serve(*options).await,
        Err(error) => {
            eprintln!("satchel-sim: {error}\nTry satchel-sim --help.");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("satchel-sim: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(options: Options) -> Result<(), Box<dyn std::error::Error>> {
    let sim = Sim::start(options).await?;
    println!("Listening on {}. Press Ctrl-C to stop.\n", sim.base_url());
    println!("SATCHEL_AUTHORIZE_URL={}", sim.authorize_url());
    println!("SATCHEL_API_URL={}", sim.base_url());
    println!("SATCHEL_CLIENT_KEY={CLIENT_KEY}");
    println!("SATCHEL_CLIENT_SECRET={CLIENT_SECRET}");
    tokio::signal::ctrl_c().await?;
    sim.stop().await;
    Ok(())
}
