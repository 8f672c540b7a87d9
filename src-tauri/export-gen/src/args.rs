//! The command line.

use std::path::PathBuf;

use jiff::Timestamp;
use satchel_export_gen::{Layout, LoadProfile, Persona, Plan, Quirk};

/// What to do.
pub(crate) enum Command {
    Export { out: PathBuf, plan: Box<Plan> },
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
    #[error("--out FILE is missing")]
    MissingOut,
}

/// Parses the arguments after the program's name.
pub(crate) fn parse(mut args: impl Iterator<Item = String>) -> Result<Command, ArgsError> {
    let mut plan = Plan::new(1, 20_000, Timestamp::now());
    let mut out = None;
    let (mut load, mut one_chat) = (false, false);
    while let Some(option) = args.next() {
        match option.as_str() {
            "--help" | "-h" => return Ok(Command::Help),
            "--lemon8" => plan.container.lemon8 = true,
            "--nested" => plan.container.nested = true,
            "--junk" => plan.container.junk = true,
            "--load" => load = true,
            "--one-chat" => one_chat = true,
            "--out" | "--seed" | "--records" | "--begin" | "--end" | "--layout" | "--quirk" | "--persona"
            | "--folder" => {
                let value = args.next().ok_or_else(|| ArgsError::MissingValue(option.clone()))?;
                match option.as_str() {
                    "--out" => out = Some(PathBuf::from(value)),
                    "--seed" => plan.seed = parse_value(&option, &value)?,
                    "--records" => plan.records = parse_value(&option, &value)?,
                    "--begin" => plan.begin = Some(parse_value(&option, &value)?),
                    "--end" => plan.end = parse_value(&option, &value)?,
                    "--layout" => plan.layout = parse_value(&option, &value)?,
                    "--quirk" => plan.quirks.push(parse_value(&option, &value)?),
                    "--folder" => plan.container.folder = Some(value.leak()),
                    _ => plan.persona = persona(&option, value)?,
                }
            }
            _ => return Err(ArgsError::Unknown(option)),
        }
    }
    if load || one_chat {
        plan.load_profile = Some(LoadProfile { one_chat });
    }
    Ok(Command::Export { out: out.ok_or(ArgsError::MissingOut)?, plan: Box::new(plan) })
}

fn persona(option: &str, value: String) -> Result<&'static str, ArgsError> {
    let reason = Persona::ALL.map(|persona| persona.id).join(" or ");
    Persona::by_id(&value).map(|persona| persona.id).ok_or_else(|| ArgsError::InvalidValue {
        option: option.into(),
        value,
        reason,
    })
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
    format!(
        "Writes the zip of an export, and prints what a correct reader finds in it, as JSON.\n\n\
         satchel-export-gen --out FILE [OPTION]…\n\
         \x20 --seed N          seed of all generated data (default: 1)\n\
         \x20 --records N       approximate number of records of a full export (default: 20000)\n\
         \x20 --begin TIME      leave out data before this time\n\
         \x20 --end TIME        when the export was made, such as 2026-11-20T10:00:00Z (default: now)\n\
         \x20 --persona NAME    maren or jonas\n\
         \x20 --layout NAME     {layouts} (default: v6)\n\
         \x20 --quirk NAME      {quirks}; may be repeated\n\
         \x20 --folder NAME, --lemon8, --nested, --junk   what else the zip contains\n\
         \x20 --load, --one-chat   an exact number of records for benchmarks; all messages in one chat\n",
        layouts = Layout::ALL.map(|layout| layout.to_string()).join(" "),
        quirks = Quirk::ALL.map(Quirk::name).join(" "),
    )
}
