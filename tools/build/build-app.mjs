// Bundles one Node application into dist/apps/<name>: our own code inside, npm packages outside.
import { existsSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import { buildAdmissionProcess } from './build-admission-process.mjs';
import { swcDecorators } from './swc-decorators.mjs';

const name = process.argv[2];
const outdir = `dist/apps/${name}`;
rmSync(outdir, { recursive: true, force: true });
const entryPoints = [`apps/${name}/src/main.ts`];
// A service may bring worker entry points of its own, loaded by path at run time.
if (existsSync(`apps/${name}/src/worker.ts`)) entryPoints.push(`apps/${name}/src/worker.ts`);

await build({
  entryPoints,
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  packages: 'external',
  tsconfig: 'tsconfig.base.json',
  sourcemap: true,
  logLevel: 'warning',
  plugins: [swcDecorators],
});

// The processes in which an upload is tried, and in which slow models run: started by path as well.
for (const entry of ['admission-process', 'model-process']) {
  if (existsSync(`apps/${name}/src/${entry}.ts`)) await buildAdmissionProcess(name, `${outdir}/${entry}.js`, entry);
}
