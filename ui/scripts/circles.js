// Fails if files in src/ import each other in a circle. Type-only imports count: a circle of types still ties the
// files together. A component may import itself, which is how Svelte components recurse.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { parse } from "svelte/compiler";
import ts from "typescript";

const EXTENSIONS = ["", ".ts", ".js", "/index.ts"];

/**
 * The circles between the `.ts` and `.svelte` files of a folder, each as a list of relative paths that starts and ends
 * with the same file.
 * @param {string} folder
 * @returns {string[][]}
 */
export function findCircles(folder) {
  const files = sourceFiles(resolve(folder));
  const known = new Set(files);
  const imports = new Map(files.map((file) => [file, importsOf(file).filter((other) => known.has(other))]));
  return components(imports)
    .filter((component) => component.length > 1)
    .map((component) => circleIn(component, imports).map((file) => relative(resolve(folder), file)));
}

/** @param {string} folder @returns {string[]} */
function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => /\.(ts|svelte)$/.test(file) && statSync(file).isFile())
    .sort();
}

/** @param {string} file @returns {string[]} */
function importsOf(file) {
  return scriptsOf(file).flatMap((script) =>
    ts.preProcessFile(script, true, true).importedFiles.flatMap(({ fileName }) => {
      if (!fileName.startsWith(".")) return [];
      const path = resolve(dirname(file), fileName);
      const found = EXTENSIONS.map((extension) => path + extension).find(
        (each) => existsSync(each) && statSync(each).isFile(),
      );
      if (!found && !/\/compiled\//.test(path))
        throw new Error(`${file} imports ${fileName}, which does not exist`);
      return found && found !== file ? [found] : [];
    }),
  );
}

/** The scripts of a file: the file itself, or the script elements of a component. @param {string} file */
function scriptsOf(file) {
  const source = readFileSync(file, "utf8");
  if (!file.endsWith(".svelte")) return [source];
  const { instance, module } = parse(source, { modern: true, filename: file });
  return [module, instance].flatMap((script) =>
    script ? [source.slice(script.start, script.end).replace(/^<script[^>]*>|<\/script>$/g, "")] : [],
  );
}

/**
 * The strongly connected components of a graph (Tarjan's algorithm).
 * @param {Map<string, string[]>} graph
 * @returns {string[][]}
 */
function components(graph) {
  /** @type {Map<string, { index: number; low: number }>} */
  const visited = new Map();
  /** @type {string[]} */
  const stack = [];
  /** @type {string[][]} */
  const found = [];
  /** @param {string} node */
  const visit = (node) => {
    const state = { index: visited.size, low: visited.size };
    visited.set(node, state);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!visited.has(next)) state.low = Math.min(state.low, visit(next).low);
      else if (stack.includes(next)) state.low = Math.min(state.low, visited.get(next)?.index ?? state.low);
    }
    if (state.low === state.index) found.push(stack.splice(stack.indexOf(node)));
    return state;
  };
  for (const node of graph.keys()) if (!visited.has(node)) visit(node);
  return found;
}

/**
 * The shortest circle through the first file of a component.
 * @param {string[]} component
 * @param {Map<string, string[]>} graph
 */
function circleIn(component, graph) {
  const start = component[0];
  const paths = [[start]];
  const seen = new Set();
  for (const path of paths) {
    for (const next of graph.get(path[path.length - 1]) ?? []) {
      if (next === start) return [...path, start];
      if (!component.includes(next) || seen.has(next)) continue;
      seen.add(next);
      paths.push([...path, next]);
    }
  }
  return component;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const circles = findCircles("src");
  for (const circle of circles) console.error(`Circular import: ${circle.join(" → ")}`);
  process.exitCode = circles.length > 0 ? 1 : 0;
}
