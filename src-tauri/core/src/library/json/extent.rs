//! Finds where a JSON value ends, however its text arrives.

/// The state of looking for a value's end. Feed it the text piece by piece.
#[derive(Debug, Default, Clone)]
pub struct Extent {
    depth: usize,
    is_begun: bool,
    in_string: bool,
    is_escaped: bool,
    is_bare: bool,
}

impl Extent {
    /// Takes the next piece; gives the number of its bytes that still belong to the value, once it has ended.
    pub fn feed(&mut self, piece: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at < piece.len() {
            if self.in_string {
                if self.is_escaped {
                    self.is_escaped = false;
                    at += 1;
                    continue;
                }
                let Some(found) = memchr::memchr2(b'"', b'\\', &piece[at..]) else { return None };
                at += found + 1;
                if piece[at - 1] == b'\\' {
                    self.is_escaped = true;
                } else {
                    self.in_string = false;
                    if self.depth == 0 {
                        return Some(at);
                    }
                }
                continue;
            }
            if self.is_bare {
                let end = piece[at..].iter().position(|byte| ends_bare(*byte));
                return end.map(|end| at + end);
            }
            match piece[at] {
                b'"' => {
                    self.in_string = true;
                    self.is_begun = true;
                }
                b'{' | b'[' => {
                    self.depth += 1;
                    self.is_begun = true;
                }
                b'}' | b']' => {
                    // A bracket that closes what was never opened ends the value before it.
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ if !self.is_begun => {
                    self.is_begun = true;
                    self.is_bare = true;
                }
                _ => {
                    // Within an object or array only quotes and brackets matter.
                    let rest = &piece[at..];
                    let skip = rest.iter().position(|byte| SPECIAL[usize::from(*byte)]).unwrap_or(rest.len());
                    at += skip;
                    continue;
                }
            }
            at += 1;
        }
        None
    }

    /// Whether the end of the text is a good end for it: only for numbers and words.
    #[must_use]
    pub fn ends_here(&self) -> bool {
        self.is_bare
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
