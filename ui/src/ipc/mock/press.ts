/** Presses buttons by their labels, one after the other, so that a scenario can start with an open menu or dialog. */
export function press(words: string[]): void {
  words.forEach((word, index) => setTimeout(() => find(word)?.click(), 100 * (index + 1)));
}

function find(word: string): HTMLElement | undefined {
  const pressable = document.querySelectorAll<HTMLElement>("button, label, [role^=menuitem]");
  return [...pressable].find((each) => each.title === word || each.textContent?.includes(word));
}
