import { paraglideVitePlugin } from "@inlang/paraglide-js";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

import { messages } from "./messages.config.js";

/**
 * The window's Object.prototype is frozen (tauri.conf.json): nothing that comes in can change it. What inherits from it
 * may then define a `constructor` or a `toString` of its own, but not assign one, as parts of d3 do.
 */
const frozenPrototype = {
  name: "frozen-prototype",
  transform(code: string, id: string) {
    if (!/[\\/]d3-(color|format)[\\/]/.test(id)) return undefined;
    const own = (of: string, key: string, value: string) =>
      `Object.defineProperty(${of}, ${key}, { value: ${value}, writable: true });`;
    const mended = code
      .replace("prototype.constructor = constructor;", own("prototype", '"constructor"', "constructor"))
      .replace("prototype[key] = definition[key];", own("prototype", "key", "definition[key]"))
      .replace(
        /(\w+\.prototype)\.toString = (function\(\) \{[\s\S]*?\n\});/g,
        (_, of: string, value: string) => own(of, '"toString"', value),
      );
    if (mended === code) throw new Error(`${id} is not as it was`);
    return { code: mended, map: null };
  },
};

export default defineConfig({
  plugins: [frozenPrototype, paraglideVitePlugin(messages), svelte(), svelteTesting()],
  clearScreen: false,
  server: {
    host: "127.0.0.1",
    port: 1420,
    strictPort: true,
    // A test holds the cover against the drawing of the icon.
    fs: { allow: [".", "../icons"] },
  },
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
