//! Finds the end of a JSON value in text that arrives in pieces.
//!
//! A quote ends a string only if what comes next can follow a string. So a string in which a quote is missing, or with quotes
//! that are not escaped, does not turn the rest of the text inside out: the next key ends it.

/// Brackets nested deeper than this are not checked for faults.
const CHECKED_DEPTH: usize = 64;

/// The state of the search for the end of a value. Pass the text to [`Extent::feed`] piece by piece.
#[derive(Debug, Default, Clone)]
pub struct Extent {
    depth: usize,
    within: Within,
    /// The number of bytes of all pieces so far.
    fed: usize,
    /// The length of the text up to the last quote that may end a string.
    quoted: usize,
    /// The last byte of earlier pieces that is not white space.
    last: u8,
    /// One bit for each open bracket, the innermost lowest: whether it is a brace.
    braces: u64,
    /// Whether the search ends at the first fault.
    is_strict: bool,
    /// Whether there is a fault: a quote, comma, colon or bracket that is missing or one too many.
    pub has_fault: bool,
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
    /// A search that ends at the first fault: [`Extent::feed`] returns its position then, and [`Extent::has_fault`] is set.
    #[must_use]
    pub fn strict() -> Self {
        Self { is_strict: true, ..Self::default() }
    }

    /// Whether the search has ended at a fault.
    #[must_use]
    pub fn stops(&self) -> bool {
        self.is_strict && self.has_fault
    }

    /// Goes on with the search whatever comes.
    pub fn ignore_faults(&mut self) {
        self.is_strict = false;
    }

    /// Processes the next piece. Returns the length of the value, from the beginning of the first piece, once its end is
    /// known. It may end in an earlier piece, if only white space follows.
    pub fn feed(&mut self, piece: &[u8]) -> Option<usize> {
        let end = self.find_end(piece);
        if end.is_none() && self.is_strict {
            self.last = last_sign(piece).unwrap_or(self.last);
        }
        end
    }

    fn find_end(&mut self, piece: &[u8]) -> Option<usize> {
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
                    let is_end = may_follow_string(piece[at]);
                    if !is_end || self.is_strict && self.depth > 0 && begins_value(piece[at]) {
                        self.has_fault = true;
                        if self.is_strict {
                            return Some(before + at);
                        }
                    }
                    if !is_end {
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
                        if self.is_strict && at.checked_sub(1).map_or(self.last, |at| piece[at]) == b'\\' {
                            self.has_fault = true;
                            return Some(before + at);
                        }
                        self.within = Within::String;
                        at += 1;
                    }
                    bracket @ (b'{' | b'[' | b'}' | b']') => {
                        if self.is_strict && self.is_misplaced(bracket, &piece[..at]) {
                            self.has_fault = true;
                            return Some(before + at);
                        }
                        self.within = Within::Between;
                        at += 1;
                        if matches!(bracket, b'{' | b'[') {
                            self.depth += 1;
                            self.braces = self.braces << 1 | u64::from(bracket == b'{');
                            self.is_strict &= self.depth < CHECKED_DEPTH;
                        } else {
                            // A closing bracket without an opening one is a value by itself.
                            self.depth = self.depth.saturating_sub(1);
                            self.braces >>= 1;
                            if self.depth == 0 {
                                return Some(before + at);
                            }
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

    /// Whether this bracket closes another one than is open, or opens a value for which there is no key. `read`: the piece
    /// before it.
    fn is_misplaced(&self, bracket: u8, read: &[u8]) -> bool {
        let is_in_object = self.braces & 1 == 1;
        self.depth > 0
            && match bracket {
                b'}' => !is_in_object,
                b']' => is_in_object,
                _ => is_in_object && last_sign(read).unwrap_or(self.last) != b':',
            }
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

/// Whether this is white space in JSON.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// The last byte that is not white space.
fn last_sign(text: &[u8]) -> Option<u8> {
    text.iter().rev().find(|byte| !is_space(**byte)).copied()
}

/// Whether a byte can follow a string, even if a comma between them is missing.
fn may_follow_string(byte: u8) -> bool {
    matches!(byte, b',' | b':' | b'}' | b']') || begins_value(byte)
}

fn begins_value(byte: u8) -> bool {
    matches!(byte, b'{' | b'[' | b'"')
}

fn ends_bare(byte: u8) -> bool {
    matches!(byte, b',' | b'}' | b']' | b'{' | b'[' | b'"' | b':' | b' ' | b'\n' | b'\r' | b'\t')
}
