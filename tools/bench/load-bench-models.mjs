import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** @returns {Promise<typeof import('./bench-models')>} */
export async function loadBenchModels() {
  mkdirSync(join(root, 'tmp'), { recursive: true });
  // Inside the checkout, so that the bundle finds node_modules.
  const scratch = mkdtempSync(join(root, 'tmp/bench-'));
  try {
    await build({
      entryPoints: [join(root, 'tools/bench/bench-models.ts')],
      outfile: join(scratch, 'models.cjs'),
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      packages: 'external',
      tsconfig: join(root, 'tsconfig.base.json'),
      logLevel: 'warning',
    });
    return (await import(pathToFileURL(join(scratch, 'models.cjs')).href)).default;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
