//! Finds where a JSON value ends, however its text arrives.

/// The state of looking for a value's end. Feed it the text piece by piece.
#[derive(Debug, Default, Clone)]
pub struct Extent {
    depth: usize,
    within: Within,
}

/// What the text is within.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Nothing yet.
    #[default]
    Nothing,
    /// A string.
    String,
    /// A string, right after a backslash.
    Escape,
    /// A number or a word.
    Bare,
    /// An object or array, between its parts.
    Between,
}

impl Extent {
    /// Takes the next piece; gives the number of its bytes that still belong to the value, once it has ended.
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
                        // A bracket that closes what was never opened is a value of its own.
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
                        // Between parts only quotes and brackets matter.
                        let rest = &piece[at..];
                        at += rest.iter().position(|byte| SPECIAL[usize::from(*byte)]).unwrap_or(rest.len());
                    }
                },
            }
        }
        None
    }

    /// Whether the end of the text is a good end for it: only for numbers and words.
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
