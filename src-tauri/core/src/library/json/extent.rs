//! Finds the end of a JSON value in text that arrives in pieces.

/// The state of the search for the end of a value. Pass the text to [`Extent::feed`] piece by piece.
#[derive(Debug, Default, Clone)]
pub struct Extent {
    depth: usize,
    within: Within,
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
    /// In a number or a bare word.
    Bare,
    /// In an object or array, between its parts.
    Between,
}

impl Extent {
    /// Processes the next piece. Returns the number of its bytes that belong to the value if the value ends in it.
    pub fn feed(&mut self, piece: &[u8]) -> Option<usize> {
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
                    } else if self.depth == 0 {
                        return Some(at);
                    } else {
                        self.within = Within::Between;
                    }
                }
                Within::Bare => {
                    let end = piece[at..].iter().position(|byte| ends_bare(*byte))?;
                    return Some(at + end);
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
                            return Some(at);
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

    /// Whether the value is complete if the text ends here: only numbers and bare words are.
    #[must_use]
    pub fn ends_here(&self) -> bool {
        self.within == Within::Bare
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

fn ends_bare(byte: u8) -> bool {
    matches!(byte, b',' | b'}' | b']' | b'{' | b'[' | b'"' | b':' | b' ' | b'\n' | b'\r' | b'\t')
}
