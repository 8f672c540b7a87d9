import type { Group } from "../ipc/bindings";

/* What stands in the search box: words, and operators that narrow. Core splits it the same way (`ask/typed.rs`). */

export type Operator = "from" | "in" | "before" | "after";
type Token = { start: number; end: number; raw: string };

const KNOWN: Operator[] = ["from", "in", "before", "after"];

/** Splits at blanks; what stands in quotes stays together. */
function tokens(text: string): Token[] {
  return [...text.matchAll(/(?:"[^"]*"?|[^\s"])+/g)].map(({ 0: raw, index }) => ({
    start: index,
    end: index + raw.length,
    raw,
  }));
}

function operatorOf(raw: string): [Operator, string] | null {
  const colon = raw.indexOf(":");
  const name = raw.slice(0, Math.max(0, colon)).toLowerCase() as Operator;
  return KNOWN.includes(name) ? [name, raw.slice(colon + 1).replaceAll('"', "")] : null;
}

/** What the operators in the box say. Of two alike the last one holds. */
export function operators(text: string): Partial<Record<Operator, string>> {
  const said: Partial<Record<Operator, string>> = {};
  for (const { raw } of tokens(text)) {
    const [name, value] = operatorOf(raw) ?? [];
    if (name && value) said[name] = value;
  }
  return said;
}

/** The box with these operators put in, in place of those there were; `null` takes one out. */
export function withOperators(text: string, changes: Partial<Record<Operator, string | null>>): string {
  const kept = tokens(text)
    .map(({ raw }) => raw)
    .filter((raw) => {
      const name = operatorOf(raw)?.[0];
      return name === undefined || !(name in changes);
    });
  const added = Object.entries(changes).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [`${name}:${quoted(value)}`],
  );
  const all = [...kept, ...added].join(" ");
  // Ready for the next word.
  return all === "" ? "" : `${all} `;
}

function quoted(value: string): string {
  const bare = value.replaceAll('"', "");
  return /\s/.test(bare) ? `"${bare}"` : bare;
}

/** The word that is being typed: the one that ends where the caret stands. */
export function wordAt(text: string, caret: number): Token | null {
  return tokens(text).find(({ start, end }) => start < caret && caret === end) ?? null;
}

/** The box after a completion took the place of a word, and where the caret then stands. */
export function completed(text: string, word: Token, insert: string): { text: string; caret: number } {
  const rest = text.slice(word.end);
  // After an operator its value comes at once; after a value the next word does.
  const gap = insert.endsWith(":") || rest.startsWith(" ") ? "" : " ";
  const caret = word.start + insert.length + gap.length;
  return { text: text.slice(0, word.start) + insert + gap + rest, caret };
}

/** The words by which groups are named after `in:`. They stand in core, too (`typed.rs`). */
export const GROUP_WORD: Record<Group, string> = {
  watch: "watched",
  likes: "likes",
  favourites: "favourites",
  shares: "shares",
  searches: "searches",
  comments: "comments",
  messages: "messages",
  posts: "posts",
  people: "people",
  logins: "logins",
  live: "live",
  shop: "shop",
  wallet: "wallet",
  ads: "ads",
  facts: "settings",
  other: "other",
};

/** The group that `in:` names, if it is one and no chat. */
export function groupIn(text: string): Group | null {
  const word = operators(text).in?.toLowerCase();
  const found = Object.entries(GROUP_WORD).find(([, name]) => name === word);
  return found ? (found[0] as Group) : null;
}
