/**
 * The first variant of English among the person's languages, British without one. Dates, times and numbers look as there.
 */
export const locale = navigator.languages.find((each) => /^en-/i.test(each)) ?? "en-GB";

/** The language of the texts: the English in which they are written, or the American spelling. */
export const language = new Intl.Locale(locale).region === "US" ? "en-US" : "en";
