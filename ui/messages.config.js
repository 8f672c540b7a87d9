// How the message files become code: one place for Vite and for the npm scripts.
/** @type {import("@inlang/paraglide-js").CompilerOptions} */
export const messages = {
  project: "./project.inlang",
  outdir: "./src/messages/compiled",
  outputStructure: "locale-modules",
  strategy: ["baseLocale"],
  emitReadme: false,
  emitTsDeclarations: true,
};
