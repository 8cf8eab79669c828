// Writes docs/reference from the schemas that the services run with. `tools/checks/generated.mjs` compares.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { swcDecorators } from '../build/swc-decorators.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const target = join(root, 'docs/reference');
mkdirSync(join(root, 'tmp'), { recursive: true });
// Inside the checkout, so that the bundle finds node_modules.
const scratch = mkdtempSync(join(root, 'tmp/reference-'));

try {
  await build({
    entryPoints: [join(root, 'tools/reference/pages.ts')],
    outfile: join(scratch, 'pages.cjs'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    tsconfig: join(root, 'tsconfig.base.json'),
    logLevel: 'warning',
    plugins: [swcDecorators],
  });
  const { pages } = (await import(pathToFileURL(join(scratch, 'pages.cjs')).href)).default;
  mkdirSync(target, { recursive: true });
  for (const [name, text] of Object.entries(pages)) writeFileSync(join(target, name), text);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
