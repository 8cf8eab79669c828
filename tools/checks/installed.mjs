import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages ?? {};

/**
 * Why node_modules does not match package-lock.json, or null when it does. Compares npm's own record of what it
 * installed, so that a checkout that only touched the lockfile's date is not installed again. Packages of other
 * platforms are optional and may be absent.
 */
export function installFault(root) {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return 'node_modules is missing';
  const installed = packagesOf(record);
  for (const [path, { version, optional, devOptional, link }] of Object.entries(
    packagesOf(join(root, 'package-lock.json')),
  )) {
    if (path === '' || link) continue;
    const have = installed[path]?.version;
    if (have === version || (have === undefined && (optional || devOptional))) continue;
    return `${path} is ${have ?? 'missing'}, package-lock.json says ${version}`;
  }
  return null;
}
