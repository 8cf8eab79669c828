import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * TypeScript of the bench as one CommonJS file.
 * @param {string} entry path from the root of the checkout
 * @returns {Promise<{path: string, remove(): void}>} inside the checkout, so that it finds node_modules
 */
export async function bundle(entry) {
  mkdirSync(join(root, 'tmp'), { recursive: true });
  const scratch = mkdtempSync(join(root, 'tmp/bench-'));
  const path = join(scratch, 'bundle.cjs');
  await build({
    entryPoints: [join(root, entry)],
    outfile: path,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    tsconfig: join(root, 'tsconfig.base.json'),
    logLevel: 'warning',
  });
  return { path, remove: () => rmSync(scratch, { recursive: true, force: true }) };
}

/** @returns {Promise<any>} what the file exports */
export async function loadBundled(entry) {
  const { path, remove } = await bundle(entry);
  try {
    return (await import(pathToFileURL(path).href)).default;
  } finally {
    remove();
  }
}
