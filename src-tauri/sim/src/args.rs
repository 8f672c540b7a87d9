//! What was asked on the command line.

use std::path::PathBuf;

use jiff::Timestamp;
use satchel_sim::{Options, SwitchError, Switches};

/// What to do.
pub(crate) enum Command {
    Serve(Box<Options>),
    Export { out: PathBuf, seed: u64, records: u64, end: Timestamp },
    Help,
}

/// Why the command line makes no sense.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArgsError {
    #[error("there is no option \"{0}\"")]
    Unknown(String),
    #[error("\"{0}\" needs a value after it")]
    NoValue(String),
    #[error("\"{value}\" is no value for \"{option}\": {reason}")]
    Value { option: String, value: String, reason: String },
    #[error("--switch takes NAME=VALUE, not \"{0}\"")]
    NoName(String),
    #[error(transparent)]
    Switch(#[from] SwitchError),
    #[error("export needs --out FILE")]
    NoOut,
}

/// Reads the arguments after the program's name.
pub(crate) fn read(mut args: impl Iterator<Item = String>) -> Result<Command, ArgsError> {
    let mut options = Options { records: 20_000, ..Options::default() };
    let mut export = false;
    let mut out = None;
    let mut end = Timestamp::now();
    let mut first = true;
    while let Some(option) = args.next() {
        if std::mem::take(&mut first) && option == "export" {
            export = true;
            continue;
        }
        if matches!(option.as_str(), "--help" | "-h") {
            return Ok(Command::Help);
        }
        let known = if export {
            ["--out", "--seed", "--records", "--end"].contains(&option.as_str())
        } else {
            ["--port", "--seed", "--records", "--prepare", "--rate", "--state", "--switch"]
                .contains(&option.as_str())
        };
        if !known {
            return Err(ArgsError::Unknown(option));
        }
        let value = args.next().ok_or_else(|| ArgsError::NoValue(option.clone()))?;
        match option.as_str() {
            "--out" => out = Some(PathBuf::from(value)),
            "--end" => end = parse(&option, &value)?,
            "--port" => options.port = Some(parse(&option, &value)?),
            "--seed" => options.seed = parse(&option, &value)?,
            "--records" => options.records = parse(&option, &value)?,
            "--prepare" => options.switches.prepare_seconds = parse(&option, &value)?,
            "--rate" => options.switches.rate = parse(&option, &value)?,
            "--state" => options.state_file = Some(PathBuf::from(value)),
            _ => {
                let (name, value) = value.split_once('=').ok_or_else(|| ArgsError::NoName(value.clone()))?;
                options.switches.set_by_name(name, value)?;
            }
        }
    }
    if !export {
        return Ok(Command::Serve(Box::new(options)));
    }
    let out = out.ok_or(ArgsError::NoOut)?;
    Ok(Command::Export { out, seed: options.seed, records: options.records, end })
}

fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(option: &str, value: &str) -> Result<T, ArgsError> {
    value.parse().map_err(|error: T::Err| ArgsError::Value {
        option: option.into(),
        value: value.into(),
        reason: error.to_string(),
    })
}

/// What `--help` says.
pub(crate) fn help() -> String {
    let mut text = String::from(
        "A stand-in for TikTok on this computer, with invented accounts and data.\n\n\
         satchel-sim [OPTION VALUE]…\n\
         \x20 --port N          listen on this port of 127.0.0.1 (default: any free one)\n\
         \x20 --seed N          decides everything that is invented (default: 1)\n\
         \x20 --records N       roughly the records of a full export (default: 20000)\n\
         \x20 --prepare SECONDS from a request until it is ready (default: 20)\n\
         \x20 --rate N          bytes per second of a download (default: 0, as fast as possible)\n\
         \x20 --state FILE      keep accounts, tokens and requests here\n\
         \x20 --switch NAME=VALUE   see below; may be given several times\n\n\
         satchel-sim export --out FILE [--seed N] [--records N] [--end TIME]\n\
         \x20 writes the zip of an export made at TIME (such as 2026-11-20T10:00:00Z; default: now)\n\n\
         Switches and their defaults (values are JSON; a bare word is a text):\n",
    );
    for (name, value) in Switches::default().listed() {
        text.extend(["  ", &name, " = ", &value, "\n"]);
    }
    text.push_str("A fault is {\"path\":\"/v2/user/data/check/\",\"next\":2,\"status\":503}.\n");
    text
}
