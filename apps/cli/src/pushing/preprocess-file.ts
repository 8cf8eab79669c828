import { extname } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import type { VersionManifest } from '@plumbline/contracts';
import { UsageError } from '../cli.errors';
import { readBytes } from '../data/read-table';

export type FeatureFacts = NonNullable<VersionManifest['features']>;

/** What fills a missing value, and the order of categories, are facts of the feature; the rest is how it is encoded. */
function toFacts(name: string, entry: unknown, file: string): FeatureFacts[string] {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    throw new UsageError(`--preprocess ${file}: ${name}: expected fields such as {kind: standardize}`);
  const { type, categories, default: filling, imputation, ...preprocessing } = entry as Record<string, unknown>;
  const facts = { type, categories, default: filling, imputation };
  const told = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  return { ...told, ...(Object.keys(preprocessing).length > 0 && { preprocessing }) } as FeatureFacts[string];
}

/**
 * YAML or JSON by feature name: `age: {imputation: median, kind: standardize}`; the server checks every field.
 * @throws UsageError for a file that is neither, or no list of features
 */
export async function readPreprocessing(file: string): Promise<FeatureFacts> {
  const text = (await readBytes(file)).toString('utf8');
  let read: unknown;
  try {
    read = extname(file) === '.json' ? JSON.parse(text) : parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError || error instanceof SyntaxError)) throw error;
    throw new UsageError(`--preprocess ${file} is neither YAML nor JSON: ${error.message}`);
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    throw new UsageError(`--preprocess ${file}: expected features by name, e.g. "age: {kind: standardize}"`);
  return Object.fromEntries(Object.entries(read).map(([name, entry]) => [name, toFacts(name, entry, file)]));
}

/** Facts of a feature from both; what `more` says of it goes before. */
export function mergeFacts(facts: FeatureFacts, more: FeatureFacts): FeatureFacts {
  const names = new Set([...Object.keys(facts), ...Object.keys(more)]);
  return Object.fromEntries([...names].map((name) => [name, { ...facts[name], ...more[name] }]));
}
