/** Text of which a person may want a copy, and fields. */
const COPYABLE = "p, td, dd, code, pre, blockquote, input, textarea, .note, .facts, .copyable";

/**
 * Lets only that be selected. `user-select: none` for all the rest would do the same, but WebKitGTK lost count over text that
 * cannot be selected until August 2026, and a screen reader's question about a line of it ended the page
 * (https://github.com/WebKit/WebKit/pull/68335).
 */
export function selectCopyable(event: Event): void {
  const at = event.target instanceof Element ? event.target : (event.target as Node | null)?.parentElement;
  if (!at?.closest(COPYABLE)) event.preventDefault();
}
