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
      // The window's policy lets no style stand in the markup; what is drawn to measure is a custom property set by script.
      "no-restricted-syntax": [
        "error",
        { selector: "SvelteAttribute[key.name='style']", message: "No style in markup." },
        {
          selector: "SvelteStyleDirective:not([key.name.name=/^--/])",
          message: "Only custom properties are set.",
        },
      ],
    },
  },
  { files: ["*.js", "scripts/**"], languageOptions: { globals: { ...globals.node } } },
  {
    // One seam to the program behind the window; everything else goes through it.
    files: ["src/**", "tests/**"],
    ignores: ["src/ipc/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["@tauri-apps/*"], message: "Only src/ipc/ speaks to Tauri." }] },
      ],
    },
  },
);
