//! What CSV files need so that spreadsheets open them as they are meant.

/// Spreadsheets recognise UTF-8 by it.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Adds an apostrophe before text that a spreadsheet would run as a formula.
pub(crate) fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}
