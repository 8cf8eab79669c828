// Bundles a process that an application starts by path: `node tools/build/build-admission-process.mjs registry OUT.js`
// (its admission process), `... inference OUT.js model-process`.
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * The process starts anew for every upload, so it must load nothing that it does not use: barrels bring database and
 * queue clients along. No module of ours, and none it imports, does anything by being imported; what is not used goes.
 */
const nothingByImport = {
  name: 'nothing-by-import',
  setup(context) {
    context.onResolve({ filter: /.*/ }, async ({ path, kind, pluginData, ...where }) => {
      if (kind === 'entry-point' || pluginData === 'resolved') return undefined;
      const { importer, resolveDir, namespace } = where;
      const found = await context.resolve(path, { kind, importer, resolveDir, namespace, pluginData: 'resolved' });
      return found.errors.length > 0 ? found : { ...found, sideEffects: false };
    });
  },
};

/** @param {string} app @param {string} outfile @param {string} entry */
export async function buildAdmissionProcess(app, outfile, entry = 'admission-process') {
  await build({
    entryPoints: [`apps/${app}/src/${entry}.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    tsconfig: 'tsconfig.base.json',
    logLevel: 'warning',
    plugins: [nothingByImport],
  });
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) await buildAdmissionProcess(...argv.slice(2));
