import { paraglideVitePlugin } from "@inlang/paraglide-js";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

import { messages } from "./messages.config.js";

/**
 * The window's Object.prototype is frozen (tauri.conf.json) against prototype pollution. Objects that inherit from it can
 * then define a `constructor` or a `toString` of their own, but not assign one, as parts of d3 do.
 */
const frozenPrototype = {
  name: "frozen-prototype",
  transform(code: string, id: string) {
    if (!/[\\/]d3-(color|format)[\\/]/.test(id)) return undefined;
    const own = (of: string, key: string, value: string) =>
      `Object.defineProperty(${of}, ${key}, { value: ${value}, writable: true });`;
    const patched = code
      .replace("prototype.constructor = constructor;", own("prototype", '"constructor"', "constructor"))
      .replace("prototype[key] = definition[key];", own("prototype", "key", "definition[key]"))
      .replace(
        /(\w+\.prototype)\.toString = (function\(\) \{[\s\S]*?\n\});/g,
        (_, of: string, value: string) => own(of, '"toString"', value),
      );
    if (patched === code) throw new Error(`${id} has changed and could not be patched`);
    return { code: patched, map: null };
  },
};

export default defineConfig(({ command }) => ({
  plugins: [
    frozenPrototype,
    // A build has the texts of the first page in its first file only if each text is a module. Served one by one, they
    // would be too many.
    paraglideVitePlugin(command === "build" ? { ...messages, outputStructure: "message-modules" } : messages),
    svelte(),
    svelteTesting(),
  ],
  clearScreen: false,
  server: {
    host: "127.0.0.1",
    port: 1420,
    strictPort: true,
    // A test compares the inlined icon with the original drawing.
    fs: { allow: [".", "../icons"] },
  },
  preview: { host: "127.0.0.1" },
  build: {
    target: ["safari16", "chrome109"],
    outDir: "dist",
    // The content security policy allows scripts and styles from files only: nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: "jsdom",
    include: ["tests/**/*.test.ts", "scripts/**/*.test.js"],
    setupFiles: ["tests/setup.ts"],
    restoreMocks: true,
    // Queries by role are slow in jsdom.
    testTimeout: 30_000,
    maxWorkers: "100%",
  },
}));
