import type { TokenStore } from '@plumbline/platform';

/** Tokens of the environment: each may predict, none does more. */
export const packageTokens = (hashes: readonly string[]): TokenStore => ({
  findByHash: async (hash) => (hashes.includes(hash) ? { name: 'package', role: 'predict', revoked: false } : null),
});
