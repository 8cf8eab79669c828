import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { mockApi } from './dev/mock-api.mts';

const root = join(import.meta.dirname, '../..');
const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.base.json'), 'utf8')) as {
  compilerOptions: { paths: Record<string, [string]> };
};
const alias = ['@plumbline/ui', '@plumbline/contracts', '@plumbline/preprocessing', '@plumbline/problem'].map(
  (name) => ({
    find: name,
    replacement: join(root, compilerOptions.paths[name]?.[0] ?? ''),
  }),
);

/** `vite --mode mock` answers /api from dev/; every other mode asks the registry. */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  base: '/',
  cacheDir: join(root, 'node_modules/.vite/dashboard'),
  plugins: [react(), ...(mode === 'mock' ? [mockApi()] : [])],
  resolve: { alias },
  server: {
    host: '127.0.0.1',
    port: 5173,
    ...(mode === 'mock' ? {} : { proxy: { '/api': 'http://127.0.0.1:3000' } }),
  },
  build: {
    outDir: join(root, 'dist/apps/dashboard'),
    emptyOutDir: true,
    rolldownOptions: {
      // Their modules do nothing when loaded, so only what a page uses comes into its chunk (and no schema library).
      treeshake: { moduleSideEffects: [{ test: /libs[\\/](contracts|pure)[\\/]/, sideEffects: false }] },
    },
  },
}));
