import { execFileSync } from "node:child_process";

import { preview } from "vite";

const OUT = "node_modules/.browser-test";

/**
 * Builds the UI with scripted data, and serves it while the tests run.
 *
 * @param {import("vitest/node").TestProject} project
 */
export default async function serve(project) {
  // As a program of its own: inside Vitest, Svelte would be built for a server.
  const env = { ...process.env };
  delete env.VITEST;
  delete env.NODE_ENV;
  const words = ["build", "--mode", "mock", "--outDir", OUT, "--emptyOutDir", "--logLevel", "error"];
  execFileSync(process.execPath, ["node_modules/vite/bin/vite.js", ...words], { env, stdio: "inherit" });
  const server = await preview({ build: { outDir: OUT }, preview: { port: 0, strictPort: false } });
  project.provide("site", `http://127.0.0.1:${server.httpServer.address().port}`);
  return () => server.close();
}
