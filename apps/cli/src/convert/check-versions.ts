import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../cli.errors';
import type { PickleScan } from './conversion-result';

export interface VersionChoice {
  readonly sklearnVersion?: string;
  readonly requirements?: string;
  readonly allowVersionMismatch: boolean;
}

const series = (version: string): string => version.split('.').slice(0, 2).join('.');

export async function lockedSklearn(scripts: string): Promise<string> {
  const text = await readFile(join(scripts, 'requirements', 'sklearn.txt'), 'utf8');
  return /^scikit-learn==(\S+)/m.exec(text)?.[1] ?? 'unknown';
}

/**
 * scikit-learn does not promise that one version reads another's pickles: they may load and answer otherwise.
 * @returns warnings
 */
export async function checkVersions(
  choice: VersionChoice,
  scan: PickleScan | null,
  scripts: string,
): Promise<readonly string[]> {
  const pickled = scan?.sklearnVersions ?? [];
  if (pickled.length === 0 || choice.requirements !== undefined) return [];
  const here = choice.sklearnVersion ?? (await lockedSklearn(scripts));
  const others = pickled.filter((version) => series(version) !== series(here));
  const made = `pickled with scikit-learn ${pickled.join(', ')}; converted with ${here}`;
  if (others.length === 0) return pickled.every((version) => version === here) ? [] : [made];
  if (choice.allowVersionMismatch) return [`${made}: it may load and yet answer otherwise than it did`];
  const exact = others.length === 1 ? others[0] : 'V';
  throw new CliError(
    `${made}. Pickles are bound to their version: use --sklearn-version ${exact}, or --requirements with the file of the training environment, or --allow-version-mismatch if you know better`,
  );
}
