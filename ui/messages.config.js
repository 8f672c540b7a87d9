// Settings of the message compiler, shared by Vite and the npm scripts.
/** @type {import("@inlang/paraglide-js").CompilerOptions} */
export const messages = {
  project: "./project.inlang",
  outdir: "./src/messages/compiled",
  outputStructure: "locale-modules",
  strategy: ["baseLocale"],
  emitReadme: false,
  emitTsDeclarations: true,
};
