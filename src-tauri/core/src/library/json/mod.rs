//! JSON as exports have it, read without ever building a tree: [`Scanner`] walks a text of any size, the rest takes
//! single values apart. Numbers stay the text they were; nothing that is whole is lost.

mod extent;
mod scan;
mod slice;
mod write;

pub use extent::Extent;
pub use scan::{LARGEST_VALUE, Next, Scanner, Value};
pub use slice::{Items, Kind, Pairs, is_empty_scalar, kind, scalar, unescape};
pub use write::{compact, object, pretty, string};
