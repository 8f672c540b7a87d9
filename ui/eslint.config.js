import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

import svelteConfig from "./svelte.config.js";

export default ts.config(
  { ignores: ["dist", "project.inlang", "src/messages/compiled"] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  { languageOptions: { globals: { ...globals.browser } } },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig } },
    rules: {
      "svelte/no-at-html-tags": "error",
      "svelte/no-inline-styles": "off",
      // The content security policy forbids inline styles; computed sizes are custom properties set by script.
      "no-restricted-syntax": [
        "error",
        { selector: "SvelteAttribute[key.name='style']", message: "No inline styles." },
        {
          selector: "SvelteStyleDirective:not([key.name.name=/^--/])",
          message: "Style directives may only set custom properties.",
        },
      ],
    },
  },
  { files: ["*.js", "scripts/**", "tests/browser/*.js"], languageOptions: { globals: { ...globals.node } } },
  {
    // Only the client calls Tauri; everything else goes through the client.
    files: ["src/**", "tests/**"],
    ignores: ["src/ipc/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["@tauri-apps/*"], message: "Only src/ipc/ may import Tauri." }] },
      ],
    },
  },
);
