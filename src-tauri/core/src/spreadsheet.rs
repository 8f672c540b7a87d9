//! What CSV files need so that spreadsheets open them as they are meant.

/// Spreadsheets recognise UTF-8 by it.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Adds an apostrophe before every part of a text that a spreadsheet would run as a formula.
///
/// Where the decimal separator is a comma, Excel separates cells at semicolons and does not recognise the quotes of a
/// cell that begins after a comma, so a formula may also follow a semicolon, a tab or a line break.
pub(crate) fn harmless(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len() + 1);
    let mut is_start = true;
    let mut rest = cell.chars();
    while let Some(c) = rest.next() {
        let is_formula = match c {
            '=' | '@' | '+' | '-' => !is_emoticon(rest.as_str()),
            // At the start of a cell, these hide a formula behind them.
            '\t' | '\r' => out.is_empty(),
            _ => false,
        };
        if is_start && is_formula {
            out.push('\'');
        }
        out.push(c);
        // White space and quotes before a formula do not prevent it.
        is_start = matches!(c, ';' | '\t' | '\n' | '\r') || is_start && (c.is_whitespace() || c == '"');
    }
    out
}

/// Whether a sign belongs to an emoticon such as `;-)`: no formula begins with a closing bracket.
fn is_emoticon(rest: &str) -> bool {
    rest.starts_with(')')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_neutralised_wherever_a_spreadsheet_may_begin_a_cell() {
        for (cell, safe) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t'=1"),
            ("\r=1", "'\r'=1"),
            ("x;=1+1;", "x;'=1+1;"),
            ("x;;  @a", "x;;  '@a"),
            ("x\t-1", "x\t'-1"),
            ("x\n=1\r\n+2", "x\n'=1\r\n'+2"),
            ("x;\"=1+1\"", "x;\"'=1+1\""),
            ("\"=1", "\"'=1"),
            (" =1", " '=1"),
        ] {
            assert_eq!(harmless(cell), safe, "{cell:?}");
        }
    }

    #[test]
    fn other_texts_are_unchanged() {
        for cell in ["", "a=1", "1-2; 3", "noor@example.org", "see you ;-)", "ok ;)", "x, -1", "\u{65e5};x"] {
            assert_eq!(harmless(cell), cell);
        }
    }
}
