// What `plumbline package` puts beside a model: the server in one file, and how to install the one package that is native.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { swcDecorators } from './swc-decorators.mjs';

const OUT = 'dist/apps/inference-package';
const NATIVE = 'onnxruntime-node';
// Looked for by Nest, in files that fall away.
const NEVER_BUNDLED = ['class-transformer', 'class-validator'];

/** Our own modules do nothing when they are loaded: what the server does not use falls away, and the packages it drew in. */
const ownCodeIsPure = {
  name: 'own-code-is-pure',
  setup(bundle) {
    bundle.onResolve({ filter: /^(\.|@plumbline\/)/ }, async ({ path, resolveDir, kind, importer, pluginData }) => {
      if (pluginData === ownCodeIsPure) return undefined;
      const found = await bundle.resolve(path, { resolveDir, kind, importer, pluginData: ownCodeIsPure });
      const isOurs = found.errors.length === 0 && /[\\/](apps|libs)[\\/].*\.ts$/.test(found.path);
      return isOurs ? { path: found.path, sideEffects: false } : found;
    });
  },
};

/** The lockfile's entries of a package and of all it needs, as npm would find them from `from`. */
function closure(lock, name, from = '', found = {}) {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('node_modules/') - 1))) {
    const path = `${base === '' ? '' : `${base}/`}node_modules/${name}`;
    const entry = lock.packages[path];
    if (entry === undefined && base !== '') continue;
    if (entry === undefined) throw new Error(`package-lock.json has no ${name}`);
    if (path in found) return found;
    found[path] = Object.fromEntries(Object.entries(entry).filter(([key]) => key !== 'dev' && key !== 'peer'));
    for (const dependency of Object.keys(entry.dependencies ?? {})) closure(lock, dependency, path, found);
    return found;
  }
}

function writePackageFiles() {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const manifest = {
    name: 'plumbline-package',
    version: '1.0.0',
    private: true,
    engines: { node: '>=20.19' },
    dependencies: { [NATIVE]: lock.packages[`node_modules/${NATIVE}`].version },
  };
  const packages = Object.entries(closure(lock, NATIVE)).sort(([a], [b]) => (a < b ? -1 : 1));
  const { name, version } = manifest;
  const pinned = {
    name,
    version,
    lockfileVersion: 3,
    requires: true,
    packages: { '': manifest, ...Object.fromEntries(packages) },
  };
  writeFileSync(join(OUT, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(OUT, 'package-lock.json'), `${JSON.stringify(pinned, null, 2)}\n`);
  writeFileSync(join(OUT, '.dockerignore'), 'node_modules\n');
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
cpSync('infra/package', OUT, { recursive: true });
writePackageFiles();
await build({
  entryPoints: { server: 'apps/inference/src/packaged.ts', 'model-process': 'apps/inference/src/model-process.ts' },
  outdir: OUT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: [NATIVE, ...NEVER_BUNDLED],
  tsconfig: 'tsconfig.base.json',
  legalComments: 'eof',
  logLevel: 'warning',
  plugins: [ownCodeIsPure, swcDecorators],
});
