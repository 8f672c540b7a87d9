//! Finds the end of a JSON value in text that arrives in pieces.
//!
//! A quote ends a string only if what comes next can follow a string. So a string in which a quote is missing, or with quotes
//! that are not escaped, does not turn the rest of the text inside out: the next key ends it.

/// The state of the search for the end of a value. Pass the text to [`Extent::feed`] piece by piece.
#[derive(Debug, Default, Clone)]
pub struct Extent {
    depth: usize,
    within: Within,
    /// The number of bytes of all pieces so far.
    fed: usize,
    /// The length of the text up to the last quote that may end a string.
    quoted: usize,
    /// Whether a string has a quote that is not escaped.
    pub has_open_quotes: bool,
}

/// The syntactic context at the current position.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Before the value.
    #[default]
    Nothing,
    /// In a string.
    String,
    /// In a string, after a backslash.
    Escape,
    /// After a quote that may end a string.
    Quoted,
    /// In a number or a bare word.
    Bare,
    /// In an object or array, between its parts.
    Between,
}

impl Extent {
    /// Processes the next piece. Returns the length of the value, from the beginning of the first piece, once its end is
    /// known. It may end in an earlier piece, if only white space follows.
    pub fn feed(&mut self, piece: &[u8]) -> Option<usize> {
        let before = self.fed;
        self.fed += piece.len();
        let mut at = 0;
        while at < piece.len() {
            match self.within {
                Within::Escape => {
                    self.within = Within::String;
                    at += 1;
                }
                Within::String => {
                    at += memchr::memchr2(b'"', b'\\', &piece[at..])? + 1;
                    if piece[at - 1] == b'\\' {
                        self.within = Within::Escape;
                    } else {
                        self.quoted = before + at;
                        self.within = Within::Quoted;
                    }
                }
                Within::Quoted => {
                    at += piece[at..].iter().position(|byte| !is_space(*byte))?;
                    if !may_follow_string(piece[at]) {
                        self.has_open_quotes = true;
                        self.within = Within::String;
                    } else if self.depth == 0 {
                        return Some(self.quoted);
                    } else {
                        self.within = Within::Between;
                    }
                }
                Within::Bare => {
                    let end = piece[at..].iter().position(|byte| ends_bare(*byte))?;
                    return Some(before + at + end);
                }
                Within::Nothing | Within::Between => match piece[at] {
                    b'"' => {
                        self.within = Within::String;
                        at += 1;
                    }
                    b'{' | b'[' => {
                        self.within = Within::Between;
                        self.depth += 1;
                        at += 1;
                    }
                    b'}' | b']' => {
                        // A closing bracket without an opening one is a value by itself.
                        self.depth = self.depth.saturating_sub(1);
                        at += 1;
                        if self.depth == 0 {
                            return Some(before + at);
                        }
                    }
                    _ if self.within == Within::Nothing => {
                        self.within = Within::Bare;
                        at += 1;
                    }
                    _ => {
                        // Between parts, only quotes and brackets change the state.
                        let rest = &piece[at..];
                        at += rest.iter().position(|byte| SPECIAL[usize::from(*byte)]).unwrap_or(rest.len());
                    }
                },
            }
        }
        None
    }

    /// The length of the value if the text ends here; `None` if it is not complete.
    #[must_use]
    pub fn end(&self) -> Option<usize> {
        match self.within {
            Within::Bare => Some(self.fed),
            Within::Quoted if self.depth == 0 => Some(self.quoted),
            _ => None,
        }
    }
}

const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    table[b'"' as usize] = true;
    table[b'{' as usize] = true;
    table[b'}' as usize] = true;
    table[b'[' as usize] = true;
    table[b']' as usize] = true;
    table
};

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// Whether a byte can follow a string, even if a comma between them is missing.
fn may_follow_string(byte: u8) -> bool {
    matches!(byte, b',' | b':' | b'}' | b']' | b'{' | b'[' | b'"')
}

fn ends_bare(byte: u8) -> bool {
    matches!(byte, b',' | b'}' | b']' | b'{' | b'[' | b'"' | b':' | b' ' | b'\n' | b'\r' | b'\t')
}
