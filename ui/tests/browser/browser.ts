import { existsSync } from "node:fs";

import { chromium, type Browser } from "playwright-core";

/** Where Debian and Ubuntu, Fedora and Arch install Chromium. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

/** Starts Chromium. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = PLACES.find((place) => existsSync(place));
  if (!executablePath) {
    throw new Error("These tests need Chromium. On Debian, install it with: apt-get install chromium");
  }
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}
