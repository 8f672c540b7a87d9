import { paraglideVitePlugin } from "@inlang/paraglide-js";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

import { messages } from "./messages.config.js";

export default defineConfig({
  plugins: [paraglideVitePlugin(messages), svelte(), svelteTesting()],
  clearScreen: false,
  server: { host: "127.0.0.1", port: 1420, strictPort: true },
  preview: { host: "127.0.0.1" },
  build: {
    target: ["safari16", "chrome109"],
    outDir: "dist",
    // The window's policy allows scripts and styles from its own files only: nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: "jsdom",
    include: ["tests/**/*.test.ts"],
    setupFiles: ["tests/setup.ts"],
    restoreMocks: true,
    // Finding things by their role takes jsdom long on a machine that is busy.
    testTimeout: 30_000,
  },
});
