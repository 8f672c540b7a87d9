import { existsSync } from "node:fs";

import { chromium } from "playwright-core";

/** Where distributions install Chromium, and Google its Chrome. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Starts Chromium. */
export async function startBrowser() {
  const executablePath = PLACES.find((place) => existsSync(place));
  if (!executablePath) {
    throw new Error("These tests need Chromium. On Debian, install it with: apt-get install chromium");
  }
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}
