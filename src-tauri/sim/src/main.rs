//! The stand-in by itself: a server until Ctrl-C, or one export as a file.

#![forbid(unsafe_code)]

mod args;

use std::fs::File;
use std::process::ExitCode;

use args::Command;
use satchel_sim::export::{self, Plan};
use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Options, Sim};

#[tokio::main]
async fn main() -> ExitCode {
    let done = match args::read(std::env::args().skip(1)) {
        Ok(Command::Help) => {
            print!("{}", args::help());
            Ok(())
        }
        Ok(Command::Serve(options)) => serve(*options).await,
        Ok(Command::Export { out, plan }) => write(&out, &plan),
        Err(error) => {
            eprintln!("satchel-sim: {error}\nTry satchel-sim --help.");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("satchel-sim: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(options: Options) -> Result<(), Box<dyn std::error::Error>> {
    let sim = Sim::start(options).await?;
    println!("The stand-in listens on {}. Ctrl-C ends it.\n", sim.base_url());
    println!("SATCHEL_AUTHORIZE_URL={}", sim.authorize_url());
    println!("SATCHEL_API_URL={}", sim.base_url());
    println!("SATCHEL_CLIENT_KEY={CLIENT_KEY}");
    println!("SATCHEL_CLIENT_SECRET={CLIENT_SECRET}");
    tokio::signal::ctrl_c().await?;
    sim.stop().await;
    Ok(())
}

fn write(out: &std::path::Path, plan: &Plan) -> Result<(), Box<dyn std::error::Error>> {
    let file = File::create(out).map_err(|error| format!("{} cannot be written: {error}", out.display()))?;
    let expected = export::write_zip(plan, file)?;
    println!("{}", serde_json::to_string_pretty(&expected)?);
    Ok(())
}
