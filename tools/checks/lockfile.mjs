import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCheck } from './report.mjs';

const RANGE = /^[\^~><=*]|\s|\|\||^latest$|^next$/;
const WITH_HOSTS = /(^|\/)(\.npmrc|package\.json|package-lock\.json|.*\.(ya?ml|mjs|sh|md|ts)|Dockerfile.*)$/;
const PUBLIC_HOST = 'registry.' + 'npmjs.org';

function registryHost() {
  try {
    const url = execFileSync('npm', ['config', 'get', 'registry'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return new URL(url.trim()).host;
  } catch {
    return PUBLIC_HOST;
  }
}

const findText = (file, text, needle, message) =>
  text.split('\n').flatMap((content, index) => (content.includes(needle) ? [{ file, line: index + 1, message }] : []));

export function lockfileFaults(text) {
  return findText('package-lock.json', text, '"resolved":', 'names where a package was fetched from').slice(0, 3);
}

/** Every place above `path` where npm would look for `name`, nearest first. */
function lookupPaths(path, name) {
  const parts = path.split('/node_modules/');
  const above = parts.map(
    (_, index) => `${parts.slice(0, parts.length - index).join('/node_modules/')}/node_modules/${name}`,
  );
  return [...above, `node_modules/${name}`];
}

/**
 * A lockfile that leaves out a package of another platform installs by `npm install` and fails by `npm ci`. It happens
 * when the registry does not have that package in that version (yet).
 */
export function incompleteFamilies({ packages }) {
  return Object.entries(packages).flatMap(([path, { version, optionalDependencies = {} }]) => {
    const lost = Object.keys(optionalDependencies).filter(
      (name) => !lookupPaths(path, name).some((place) => place in packages),
    );
    if (path === '' || lost.length === 0) return [];
    const message = `${path}@${version} lacks ${lost.join(', ')}: npm ci fails; take a version whose family is complete`;
    return [{ file: 'package-lock.json', message }];
  });
}

export function pinFaults(manifest) {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.overrides };
  return Object.entries(all)
    .filter(([, version]) => RANGE.test(version))
    .map(([name, version]) => ({ file: 'package.json', message: `${name}@${version} is not an exact version` }));
}

/** The lockfile installs from any registry; no file names the one that happened to be used; versions are exact. */
export function checkLockfile({ root, files, host = registryHost() }) {
  const read = (file) => readFileSync(join(root, file), 'utf8');
  const hosts = [...new Set([host, PUBLIC_HOST])];
  const named = files
    .filter((file) => WITH_HOSTS.test(file))
    .flatMap((file) => hosts.flatMap((name) => findText(file, read(file), name, 'names a package registry')));
  const violations = [
    ...lockfileFaults(read('package-lock.json')),
    ...incompleteFamilies(JSON.parse(read('package-lock.json'))),
    ...pinFaults(JSON.parse(read('package.json'))),
    ...named.slice(0, 20),
  ];
  return { violations, looked: `${files.length} files` };
}

await runCheck(import.meta.url, checkLockfile, {
  name: 'lockfile',
  fix: 'keep omit-lockfile-registry-resolved and save-exact in .npmrc, pin what is named here, run npm install again',
});
