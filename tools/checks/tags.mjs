import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { APP_MAY_IMPORT, dependencyConstraints, KNOWN_CONTEXTS, LAYERS } from '../eslint/boundaries.mjs';
import { runCheck } from './report.mjs';

const CONTEXTS = [...Object.keys(KNOWN_CONTEXTS), 'shared'];

function expectedTags(folder) {
  const [top, first, second] = folder.split('/');
  if (top === 'apps') return ['layer:app', `app:${first}`];
  if (first === 'pure') return ['layer:pure', 'context:shared'];
  return second ? [`layer:${second}`, `context:${first}`] : [`layer:${first}`, 'context:shared'];
}

function tagFault(root, file) {
  const { tags = [] } = JSON.parse(readFileSync(join(root, file), 'utf8'));
  const expected = expectedTags(posix.dirname(file));
  const same = tags.length === expected.length && expected.every((tag) => tags.includes(tag));
  return same ? null : `tags are ${JSON.stringify(tags)}, its folder says ${JSON.stringify(expected)}`;
}

const knownTag = (tag) => {
  const [kind, value] = tag.split(':');
  return { layer: LAYERS, context: CONTEXTS, app: Object.keys(APP_MAY_IMPORT) }[kind]?.includes(value) ?? false;
};

/** A wildcard in a constraint forbids nothing; a tag without a constraint is not checked at all. */
export function checkConstraints(constraints) {
  const constrained = new Set(constraints.map(({ sourceTag }) => sourceTag));
  const wild = constraints
    .flatMap(({ sourceTag, onlyDependOnLibsWithTags = [] }) => [sourceTag, ...onlyDependOnLibsWithTags])
    .filter((tag) => tag.includes('*') || !knownTag(tag))
    .map((tag) => ({ file: 'tools/eslint/boundaries.mjs', message: `"${tag}" is a wildcard or an unknown tag` }));
  const needed = [
    ...LAYERS.map((layer) => `layer:${layer}`),
    ...Object.keys(KNOWN_CONTEXTS).map((context) => `context:${context}`),
    ...Object.keys(APP_MAY_IMPORT).map((app) => `app:${app}`),
  ];
  const missing = needed
    .filter((tag) => !constrained.has(tag))
    .map((tag) => ({ file: 'tools/eslint/boundaries.mjs', message: `no constraint for "${tag}"` }));
  return [...wild, ...missing];
}

function sourceFolders(files) {
  const folders = files.map((file) => /^((?:apps|libs)\/.+?)\/src\//.exec(file)?.[1]).filter(Boolean);
  return [...new Set(folders)];
}

/** Every project carries exactly the tags of its folder, so that no project escapes the dependency rules. */
export function checkTags({ root, files }) {
  const projects = files.filter((file) => /^(apps|libs)\/.+\/project\.json$/.test(file));
  const wrong = projects
    .map((file) => ({ file, message: tagFault(root, file) }))
    .filter(({ message }) => message !== null);
  const untagged = sourceFolders(files)
    .filter((folder) => !projects.includes(`${folder}/project.json`))
    .map((folder) => ({ file: folder, message: 'has sources and no project.json' }));
  const violations = [...wrong, ...untagged, ...checkConstraints(dependencyConstraints())];
  return { violations, looked: `${projects.length} projects` };
}

await runCheck(import.meta.url, checkTags, {
  name: 'tags',
  fix: 'give project.json the tags of its folder; a new context or app also gets a line in tools/eslint/boundaries.mjs',
});
