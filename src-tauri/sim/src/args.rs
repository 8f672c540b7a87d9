//! The command line.

use std::path::PathBuf;

use satchel_sim::{Options, SwitchError, Switches};

/// What to do.
pub(crate) enum Command {
    Serve(Box<Options>),
    Help,
}

/// Why the command line is not valid.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArgsError {
    #[error("there is no option \"{0}\"")]
    Unknown(String),
    #[error("\"{0}\" needs a value")]
    MissingValue(String),
    #[error("\"{value}\" is not a valid value for \"{option}\": {reason}")]
    InvalidValue { option: String, value: String, reason: String },
    #[error("--switch takes NAME=VALUE, not \"{0}\"")]
    InvalidSwitch(String),
    #[error(transparent)]
    Switch(#[from] SwitchError),
}

/// Parses the arguments after the program's name.
pub(crate) fn parse(mut args: impl Iterator<Item = String>) -> Result<Command, ArgsError> {
    let mut options = Options { records: 20_000, ..Options::default() };
    while let Some(option) = args.next() {
        if matches!(option.as_str(), "--help" | "-h") {
            return Ok(Command::Help);
        }
        let known = ["--port", "--seed", "--records", "--prepare", "--rate", "--state", "--switch"];
        if !known.contains(&option.as_str()) {
            return Err(ArgsError::Unknown(option));
        }
        let value = args.next().ok_or_else(|| ArgsError::MissingValue(option.clone()))?;
        match option.as_str() {
            "--port" => options.port = Some(parse_value(&option, &value)?),
            "--seed" => options.seed = parse_value(&option, &value)?,
            "--records" => options.records = parse_value(&option, &value)?,
            "--prepare" => options.switches.prepare_seconds = parse_value(&option, &value)?,
            "--rate" => options.switches.rate = parse_value(&option, &value)?,
            "--state" => options.state_file = Some(PathBuf::from(value)),
            _ => {
                let (name, value) =
                    value.split_once('=').ok_or_else(|| ArgsError::InvalidSwitch(value.clone()))?;
                options.switches.set_by_name(name, value)?;
            }
        }
    }
    Ok(Command::Serve(Box::new(options)))
}

fn parse_value<T: std::str::FromStr<Err: std::fmt::Display>>(
    option: &str,
    value: &str,
) -> Result<T, ArgsError> {
    value.parse().map_err(|error: T::Err| ArgsError::InvalidValue {
        option: option.into(),
        value: value.into(),
        reason: error.to_string(),
    })
}

/// The text of `--help`.
pub(crate) fn help() -> String {
    let mut text = String::from(
        "A stand-in for TikTok on loopback, with fictional accounts and generated data.\n\n\
         satchel-sim [OPTION VALUE]…\n\
         \x20 --port N          port on 127.0.0.1 (default: any free one)\n\
         \x20 --seed N          seed of all generated data (default: 1)\n\
         \x20 --records N       approximate number of records of a full export (default: 20000)\n\
         \x20 --prepare SECONDS time from a request until its archive is ready (default: 20)\n\
         \x20 --rate N          bytes per second of a download (default: 0, no limit)\n\
         \x20 --state FILE      store accounts, tokens and requests in this file\n\
         \x20 --switch NAME=VALUE   set a switch; may be repeated\n\n\
         Switches and their defaults (values are JSON; an unquoted word is a string):\n",
    );
    for (name, value) in Switches::default().listed() {
        text.extend(["  ", &name, " = ", &value, "\n"]);
    }
    text.push_str("A fault is {\"path\":\"/v2/user/data/check/\",\"next\":2,\"status\":503}.\n");
    text
}
