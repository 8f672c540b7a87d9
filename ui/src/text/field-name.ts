/**
 * The name of a field of an export as words: `Bio description` for `bioDescription`. Names that are words already, or are
 * in other scripts, stay as they are.
 */
export function fieldName(name: string): string {
  if (!/^[a-z]+(?:[A-Z]+[a-z0-9]*)+$/.test(name)) return name;
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").split(" ");
  const plain = words.map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase())).join(" ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
