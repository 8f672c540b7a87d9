//! Reads the JSON of exports without building a tree: [`Scanner`] reads a text of any size, and the other functions
//! parse single values. Numbers keep their original text, and every complete value is returned. Of text that is not valid,
//! [`Scanner`] mends single characters before it reads them (`repair`, `mend`, `mend_strings`).

mod extent;
mod mend;
mod mend_strings;
mod repair;
mod scan;
mod slice;
mod tokens;
mod write;

pub use extent::Extent;
pub use scan::{Next, Scanner, Value};
pub use slice::{Items, Kind, Pairs, is_empty_scalar, kind, scalar, unescape};
pub use tokens::{Token, Tokens};
pub use write::{compact, object, pretty, pretty_within, string};
