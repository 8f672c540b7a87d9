import { paraglideVitePlugin } from "@inlang/paraglide-js";
import { defineConfig } from "vitest/config";

import { messages } from "./messages.config.js";

/* The tests in a real browser; see tests/browser. */
export default defineConfig({
  plugins: [paraglideVitePlugin(messages)],
  test: {
    environment: "node",
    include: ["tests/browser/**/*.browser.ts"],
    globalSetup: ["tests/browser/site.js"],
    testTimeout: 60_000,
    maxWorkers: "100%",
    hookTimeout: 120_000,
  },
});
