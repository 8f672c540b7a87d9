//! What was asked on the command line.

use std::path::PathBuf;

use jiff::Timestamp;
use satchel_sim::export::{Bench, Layout, Persona, Plan, Quirk};
use satchel_sim::{Options, SwitchError, Switches};

/// What to do.
pub(crate) enum Command {
    Serve(Box<Options>),
    Export { out: PathBuf, plan: Box<Plan> },
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
pub(crate) fn read(args: impl Iterator<Item = String>) -> Result<Command, ArgsError> {
    let mut options = Options { records: 20_000, ..Options::default() };
    let mut args = args.peekable();
    if args.next_if(|first| first == "export").is_some() {
        return export(args);
    }
    while let Some(option) = args.next() {
        if matches!(option.as_str(), "--help" | "-h") {
            return Ok(Command::Help);
        }
        let known = ["--port", "--seed", "--records", "--prepare", "--rate", "--state", "--switch"];
        if !known.contains(&option.as_str()) {
            return Err(ArgsError::Unknown(option));
        }
        let value = args.next().ok_or_else(|| ArgsError::NoValue(option.clone()))?;
        match option.as_str() {
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
    Ok(Command::Serve(Box::new(options)))
}

/// Reads what follows `export`.
fn export(mut args: impl Iterator<Item = String>) -> Result<Command, ArgsError> {
    let mut plan = Plan::new(Options::default().seed, 20_000, Timestamp::now());
    let mut out = None;
    let (mut bench, mut one_chat) = (false, false);
    while let Some(option) = args.next() {
        match option.as_str() {
            "--help" | "-h" => return Ok(Command::Help),
            "--lemon8" => plan.container.lemon8 = true,
            "--nested" => plan.container.nested = true,
            "--junk" => plan.container.junk = true,
            "--bench" => bench = true,
            "--one-chat" => one_chat = true,
            "--out" | "--seed" | "--records" | "--begin" | "--end" | "--layout" | "--quirk" | "--persona"
            | "--folder" => {
                let value = args.next().ok_or_else(|| ArgsError::NoValue(option.clone()))?;
                match option.as_str() {
                    "--out" => out = Some(PathBuf::from(value)),
                    "--seed" => plan.seed = parse(&option, &value)?,
                    "--records" => plan.records = parse(&option, &value)?,
                    "--begin" => plan.begin = Some(parse(&option, &value)?),
                    "--end" => plan.end = parse(&option, &value)?,
                    "--layout" => plan.layout = parse(&option, &value)?,
                    "--quirk" => plan.quirks.push(parse(&option, &value)?),
                    "--folder" => plan.container.folder = Some(value.leak()),
                    _ => plan.persona = persona(&option, value)?,
                }
            }
            _ => return Err(ArgsError::Unknown(option)),
        }
    }
    if bench || one_chat {
        plan.bench = Some(Bench { one_chat });
    }
    Ok(Command::Export { out: out.ok_or(ArgsError::NoOut)?, plan: Box::new(plan) })
}

fn persona(option: &str, value: String) -> Result<&'static str, ArgsError> {
    let reason = Persona::ALL.map(|persona| persona.id).join(" or ");
    Persona::by_id(&value).map(|persona| persona.id).ok_or_else(|| ArgsError::Value {
        option: option.into(),
        value,
        reason,
    })
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
    let mut text = format!(
        "A stand-in for TikTok on this computer, with invented accounts and data.\n\n\
         satchel-sim [OPTION VALUE]…\n\
         \x20 --port N          listen on this port of 127.0.0.1 (default: any free one)\n\
         \x20 --seed N          decides everything that is invented (default: 1)\n\
         \x20 --records N       roughly the records of a full export (default: 20000)\n\
         \x20 --prepare SECONDS from a request until it is ready (default: 20)\n\
         \x20 --rate N          bytes per second of a download (default: 0, as fast as possible)\n\
         \x20 --state FILE      keep accounts, tokens and requests here\n\
         \x20 --switch NAME=VALUE   see below; may be given several times\n\n\
         satchel-sim export --out FILE [--seed N] [--records N] [--end TIME] [OPTION]…\n\
         \x20 writes the zip of an export made at TIME (such as 2026-11-20T10:00:00Z; default: now),\n\
         \x20 and prints what a correct reader finds in it, as JSON\n\
         \x20 --begin TIME      leave out everything earlier\n\
         \x20 --persona NAME    maren or jonas\n\
         \x20 --layout NAME     {layouts} (default: v6)\n\
         \x20 --quirk NAME      {quirks}; may be given several times\n\
         \x20 --folder NAME, --lemon8, --nested, --junk   what the zip has around the export\n\
         \x20 --bench, --one-chat   the account of the speed figures; all its messages in one chat\n\n\
         Switches and their defaults (values are JSON; a bare word is a text):\n",
        layouts = Layout::ALL.map(|layout| layout.to_string()).join(" "),
        quirks = Quirk::ALL.map(Quirk::name).join(" "),
    );
    for (name, value) in Switches::default().listed() {
        text.extend(["  ", &name, " = ", &value, "\n"]);
    }
    text.push_str("A fault is {\"path\":\"/v2/user/data/check/\",\"next\":2,\"status\":503}.\n");
    text
}
