import type { Group } from "../ipc/bindings";
import { language } from "../text/locale";

/* The text of the search box: words and operators. Must match the query parser in core. */

export type Operator = "from" | "in" | "before" | "after";
type Token = { start: number; end: number; raw: string };

const OPERATORS: Operator[] = ["from", "in", "before", "after"];

/** Splits at spaces outside of quotes. */
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
  return OPERATORS.includes(name) ? [name, raw.slice(colon + 1).replaceAll('"', "")] : null;
}

/** The operators in the text. If one is repeated, the last one counts. */
export function operators(text: string): Partial<Record<Operator, string>> {
  const found: Partial<Record<Operator, string>> = {};
  for (const { raw } of tokens(text)) {
    const [name, value] = operatorOf(raw) ?? [];
    if (name && value) found[name] = value;
  }
  return found;
}

/** The text with operators added or replaced; `null` removes one. */
export function withOperators(text: string, changes: Partial<Record<Operator, string | null>>): string {
  const words = tokens(text)
    .map(({ raw }) => raw)
    .filter((raw) => {
      const name = operatorOf(raw)?.[0];
      return name === undefined || !(name in changes);
    });
  const added = Object.entries(changes).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [`${name}:${quoted(value)}`],
  );
  const all = [...words, ...added].join(" ");
  // Ready for the next word.
  return all === "" ? "" : `${all} `;
}

function quoted(value: string): string {
  const bare = value.replaceAll('"', "");
  return /\s/.test(bare) ? `"${bare}"` : bare;
}

/** The word being typed: the one that ends at the caret. */
export function wordAt(text: string, caret: number): Token | null {
  return tokens(text).find(({ start, end }) => start < caret && caret === end) ?? null;
}

/** The text and the caret position after a completion replaces a word. */
export function applyCompletion(text: string, word: Token, insert: string): { text: string; caret: number } {
  const rest = text.slice(word.end);
  // The value follows an operator directly; the next word follows a value after a space.
  const gap = insert.endsWith(":") || rest.startsWith(" ") ? "" : " ";
  const caret = word.start + insert.length + gap.length;
  return { text: text.slice(0, word.start) + insert + gap + rest, caret };
}

/** The names of groups after `in:`. Must match the query parser in core. */
const GROUP_WORD: Record<Group, string> = {
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

/** American spellings of them. */
const AMERICAN_WORD: Partial<Record<Group, string>> = { favourites: "favorites" };

/** The name of a group after `in:`, in the spelling of the texts. */
export const groupWord = (group: Group): string =>
  (language === "en-US" ? AMERICAN_WORD[group] : undefined) ?? GROUP_WORD[group];

/** The group that `in:` names, in either spelling; `null` if it names a chat. */
export function groupIn(text: string): Group | null {
  const word = operators(text).in?.toLowerCase();
  const names = [...Object.entries(GROUP_WORD), ...Object.entries(AMERICAN_WORD)];
  const found = names.find(([, name]) => name === word);
  return found ? (found[0] as Group) : null;
}
