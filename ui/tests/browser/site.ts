import { execFileSync } from "node:child_process";
import type { AddressInfo } from "node:net";

import { preview } from "vite";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of the served UI. */
    site: string;
  }
}

const OUT = "node_modules/.browser-test";

/** Builds the UI with scripted data, and serves it while the tests run. */
export default async function serve(project: TestProject) {
  // As a program of its own: inside Vitest, Svelte would be built for its server.
  const { VITEST: _, NODE_ENV: __, ...env } = process.env;
  const words = ["build", "--mode", "mock", "--outDir", OUT, "--emptyOutDir", "--logLevel", "error"];
  execFileSync(process.execPath, ["node_modules/vite/bin/vite.js", ...words], { env, stdio: "inherit" });
  const server = await preview({ build: { outDir: OUT }, preview: { port: 0, strictPort: false } });
  const { port } = server.httpServer.address() as AddressInfo;
  project.provide("site", `http://127.0.0.1:${port}`);
  return () => server.close();
}
