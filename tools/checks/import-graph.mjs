import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

const SUFFIXES = ['', '.ts', '.tsx', '.mts', '.mjs', '.cjs', '/index.ts', '/index.tsx'];
const COMPILED = /\.(js|jsx)$/;

function aliases(root) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
  const paths = config?.compilerOptions?.paths ?? {};
  return new Map(Object.entries(paths).map(([alias, [target]]) => [alias, posix.normalize(target)]));
}

/** Type imports and dynamic imports count: both tie two files together for the reader. */
function importsOf(root, file) {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
  return importedFiles.map(({ fileName }) => fileName);
}

function resolver(root, files) {
  const known = new Set(files);
  const byAlias = aliases(root);
  return (from, specifier) => {
    const base = specifier.startsWith('.')
      ? posix.join(posix.dirname(from), specifier)
      : (byAlias.get(specifier) ?? null);
    if (base === null) return null;
    const candidates = COMPILED.test(base) ? [base.replace(COMPILED, ''), base] : [base];
    for (const candidate of candidates) {
      const hit = SUFFIXES.map((suffix) => candidate + suffix).find((path) => known.has(path));
      if (hit) return hit;
    }
    return null;
  };
}

/** file -> files of ours that it imports, tsconfig aliases followed. */
export function importGraph({ root, files }) {
  const resolve = resolver(root, files);
  return new Map(
    files.map((file) => {
      const targets = importsOf(root, file).map((specifier) => resolve(file, specifier));
      return [file, [...new Set(targets.filter((target) => target !== null))]];
    }),
  );
}

/** Strongly connected components of more than one file, or of a file that imports itself (Tarjan 1972). */
export function cyclesOf(graph) {
  const order = new Map();
  const low = new Map();
  const stack = [];
  const cycles = [];
  const visit = (node) => {
    order.set(node, order.size);
    low.set(node, order.get(node));
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node), low.get(next)));
    }
    if (low.get(node) !== order.get(node)) return;
    const component = stack.splice(stack.indexOf(node));
    if (component.length > 1 || graph.get(node)?.includes(node)) cycles.push(component);
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return cycles;
}

/** The shortest way round a component, for the message. */
export function shortestCycle(graph, component) {
  const inside = new Set(component);
  const [start] = component;
  const paths = [[start]];
  const seen = new Set();
  for (const path of paths) {
    for (const next of graph.get(path.at(-1)) ?? []) {
      if (next === start) return [...path, start];
      if (!inside.has(next) || seen.has(next)) continue;
      seen.add(next);
      paths.push([...path, next]);
    }
  }
  return component;
}
