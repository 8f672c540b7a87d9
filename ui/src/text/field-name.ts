/**
 * The name of a field or a list of an export as words: `Bio description` for `bioDescription`, `Platform info` for
 * `PlatformInfo`. Names that are words already, or are in other scripts, stay as they are.
 */
export function fieldName(name: string): string {
  // The name of TikTok is one word.
  const whole = name.replaceAll("TikTok", "Tiktok");
  if (!/^[A-Za-z][a-z0-9]*(?:[A-Z]+[a-z0-9]*)+$/.test(whole) || !/[a-z]/.test(whole)) return name;
  const words = whole.replace(/([a-z0-9])([A-Z])/g, "$1 $2").split(" ");
  const plain = words.map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase())).join(" ");
  return (plain.charAt(0).toUpperCase() + plain.slice(1)).replace(/\btiktok\b/gi, "TikTok");
}

/** The name of an event or a method as words: `add to cart` for `add_to_cart`. */
export const codeName = (code: string): string => code.replaceAll("_", " ");
