import type { ListQuery, Row } from "../../ipc/bindings";
import type { Client } from "../../ipc/client";
import type { Selection } from "./selection";

/** Maximum number of rows that are copied; larger selections can be exported. */
export const MAX_ROWS = 10_000;
const AT_ONCE = 500;

/** The selected rows as lines of text, in the list's order. */
export async function copyRows(
  client: Client,
  query: ListQuery,
  { ranges }: Selection,
  line: (row: Row) => string,
): Promise<string> {
  const lines: string[] = [];
  for (const [first, last] of ranges) {
    for (let start = first; start <= last; start += AT_ONCE) {
      const { rows } = await client.libraryRows(query, start, Math.min(AT_ONCE, last - start + 1));
      lines.push(...rows.map(line));
    }
  }
  return lines.join("\n");
}
