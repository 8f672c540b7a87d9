//! Writes an export to a file, and prints what a correct reader finds in it.

#![forbid(unsafe_code)]

mod args;

use std::fs::File;
use std::path::Path;
use std::process::ExitCode;

use args::Command;
use satchel_export_gen::{Plan, write_zip};

fn main() -> ExitCode {
    let result = match args::parse(std::env::args().skip(1)) {
        Ok(Command::Help) => {
            print!("{}", args::help());
            Ok(())
        }
        Ok(Command::Export { out, plan }) => write(&out, &plan),
        Err(error) => {
            eprintln!("satchel-export-gen: {error}\nTry satchel-export-gen --help.");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("satchel-export-gen: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(out: &Path, plan: &Plan) -> Result<(), Box<dyn std::error::Error>> {
    let file = File::create(out).map_err(|error| format!("{} cannot be written: {error}", out.display()))?;
    let expected = write_zip(plan, file)?;
    println!("{}", serde_json::to_string_pretty(&expected)?);
    Ok(())
}
