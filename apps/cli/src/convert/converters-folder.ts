import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError } from '../cli.errors';

/** The scripts stand beside the built command line's repository, not in its bundle. */
export function findConverters(from: string = __dirname): string {
  const found = join(from, 'tools', 'converters');
  if (existsSync(join(found, 'confine.py'))) return found;
  const parent = dirname(from);
  if (parent === from) throw new CliError('tools/converters is not there: convert needs a whole checkout of Plumbline');
  return findConverters(parent);
}
