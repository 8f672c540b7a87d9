/** Text that users may want to copy, and fields. */
const COPYABLE = "p, td, dd, code, pre, blockquote, input, textarea, .note, .facts, .copyable";

/**
 * Allows only this text to be selected. `user-select: none` for everything else would do the same, but until August
 * 2026 WebKitGTK miscounted text that cannot be selected, and a screen reader that asked for such a line crashed the
 * page (https://github.com/WebKit/WebKit/pull/68335).
 */
export function selectCopyable(event: Event): void {
  const at = event.target instanceof Element ? event.target : (event.target as Node | null)?.parentElement;
  if (!at?.closest(COPYABLE)) event.preventDefault();
}
