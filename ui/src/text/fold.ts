/* Text matches regardless of case and accents: `zurich` finds `Zürich`, as in the library's own search. */

/** A text without case and accents, and the original index of each of its characters. */
function folded(text: string): { text: string; at: number[] } {
  let result = "";
  const at: number[] = [];
  let offset = 0;
  for (const character of text) {
    const plain = character.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    for (let unit = 0; unit < plain.length; unit++) at.push(offset);
    result += plain;
    offset += character.length;
  }
  at.push(offset);
  return { text: result, at };
}

export const fold = (text: string): string => folded(text).text;

export type Piece = { text: string; hit: boolean };

/** Splits a text at its hits: the whole phrase, or else each of its words. */
export function pieces(text: string, searchText: string): Piece[] {
  const phrase = fold(searchText.trim());
  if (phrase === "") return [{ text, hit: false }];
  const foldedText = folded(text);
  const words = foldedText.text.includes(phrase) ? [phrase] : phrase.split(/\s+/);
  const found = words.flatMap((word) => matches(foldedText, word)).sort((a, b) => a[0] - b[0]);
  const result: Piece[] = [];
  let done = 0;
  for (const [start, end] of found) {
    if (end <= done) continue;
    const from = Math.max(start, done);
    if (from > done) result.push({ text: text.slice(done, from), hit: false });
    result.push({ text: text.slice(from, end), hit: true });
    done = end;
  }
  if (done < text.length) result.push({ text: text.slice(done), hit: false });
  return result;
}

function matches({ text, at }: { text: string; at: number[] }, word: string): [number, number][] {
  const found: [number, number][] = [];
  for (let index = text.indexOf(word); index >= 0; index = text.indexOf(word, index + word.length)) {
    found.push([at[index]!, at[index + word.length]!]);
  }
  return found;
}
