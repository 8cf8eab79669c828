import { loadBundled } from './bundle.mjs';

/** @returns {Promise<typeof import('./bench-models')>} */
export const loadBenchModels = () => loadBundled('tools/bench/bench-models.ts');
