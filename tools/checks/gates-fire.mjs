import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dependencyConstraints } from '../eslint/boundaries.mjs';
import { judgeAudit } from './audit.mjs';
import { subjectFault } from './commits.mjs';
import { checkCycles } from './cycles.mjs';
import { documentFaults } from './docs.mjs';
import { differences } from './generated.mjs';
import { checkTopLevel, checkMachinePaths } from './layout.mjs';
import { lintFixtures } from './lint-fixtures.mjs';
import { incompleteFamilies, lockfileFaults, pinFaults } from './lockfile.mjs';
import { checkNames } from './names.mjs';
import { runCheck } from './report.mjs';
import { checkSizes } from './sizes.mjs';
import { checkSuppressions } from './suppressions.mjs';
import { checkConstraints, checkTags } from './tags.mjs';
import { repositoryRoot, trackedFiles } from './tracked-files.mjs';

const WORKSPACE = 'tools/checks/fixtures/workspace';
const root = join(repositoryRoot, WORKSPACE);
const files = trackedFiles(repositoryRoot)
  .filter((file) => file.startsWith(`${WORKSPACE}/`))
  .map((file) => file.slice(WORKSPACE.length + 1));
const read = (file) => readFileSync(join(root, file), 'utf8');
const sources = files.filter((file) => file.endsWith('.ts'));

const help = (path) =>
  path[0] === 'rollout' ? 'Commands:\n  start  begin one\n' : path[0] ? '' : read('plumbline-help.txt');
const document = (file) => documentFaults({ root, files, file, text: read(file), scripts: { start: '' }, help });

/** Files that may not lie in the repository itself: Nx takes every project.json it finds for a project. */
function inFolder(contents, find) {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-gates-'));
  try {
    for (const [file, text] of Object.entries(contents)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    return find({ root: folder, files: Object.keys(contents) }).violations;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const oversized = { 'long.ts': '//\n'.repeat(401), 'fits.ts': '//\n'.repeat(400) };
const projects = {
  'libs/alpha/core/project.json': '{ "tags": ["layer:adapters", "context:alpha"] }',
  'libs/beta/core/project.json': '{ "tags": ["layer:core", "context:beta"] }',
  'libs/beta/core/src/beta.ts': '',
  'apps/orphan/src/main.ts': '',
};

const advisory = (severity) =>
  JSON.stringify({ vulnerabilities: { loose: { name: 'loose', severity, range: '<2.0.0' } } });
const subjects = [
  'fix the thing',
  'feat(x): ends with a stop.',
  'wip: later',
  `fix: ${'x'.repeat(120)}`,
  'feat(stats): psi',
];
const generatedBefore = new Map([
  ['a', Buffer.from('1')],
  ['b', Buffer.from('1')],
  ['same', Buffer.from('1')],
]);
const generatedAfter = new Map([
  ['a', Buffer.from('2')],
  ['c', Buffer.from('1')],
  ['same', Buffer.from('1')],
]);

/** [gate, what it finds in its fixture, one pattern for each finding: no more, no fewer] */
const cases = [
  ['cycles', () => checkCycles({ root, files: sources }).violations, [/import cycle: .*alpha.*beta.*/, /own barrel/]],
  ['tags', () => inFolder(projects, checkTags), [/alpha\/core.*tags are/, /apps\/orphan.*no project.json/]],
  [
    'constraints',
    () =>
      checkConstraints([
        ...dependencyConstraints().slice(1),
        { sourceTag: 'layer:app', onlyDependOnLibsWithTags: ['*'] },
      ]),
    [/"\*" is a wildcard/, /no constraint for "layer:pure"/],
  ],
  [
    'names',
    () => checkNames({ files: sources }).violations,
    [/camelCase.*kebab-case/, /order\.service.*no \.service/, /utils\/dates.*drawer/],
  ],
  [
    'layout: shape',
    () => checkTopLevel(['scratch/elsewhere.ts', 'notes.txt', 'README.md', 'libs/alpha/core/src/alpha.ts']),
    [/notes\.txt/, /scratch\/elsewhere/],
  ],
  ['layout: machine paths', () => checkMachinePaths({ root, files }), [/elsewhere\.ts.*\/home\/someone/]],
  ['sizes', () => inFolder(oversized, checkSizes), [/long\.ts.*401 lines/]],
  [
    'suppressions',
    () => checkSuppressions({ root, files: sources }).violations,
    [/names no rule/, /is a gate/, /gives no reason/, /type checker off/],
  ],
  ['lockfile', () => lockfileFaults(read('lock.json')), [/where a package was fetched/]],
  [
    'lockfile: families',
    () => incompleteFamilies(JSON.parse(read('lock.json'))),
    [/loose@1\.0\.0 lacks loose-other-os:/],
  ],
  ['pins', () => pinFaults(JSON.parse(read('manifest.json'))), [/loose@\^1\.0\.0/]],
  [
    'docs',
    () => document('README.md'),
    [
      /no such path.*gone\.ts/,
      /link to nothing/,
      /no script "missing"/,
      /"plumbline rollout explode"/,
      /"plumbline vanish"/,
    ],
  ],
  ['docs: decisions', () => document('docs/adr/0001-unenforced.md'), [/names no check/]],
  [
    'commits',
    () =>
      subjects.map((subject) => ({ file: subject, message: subjectFault(subject) })).filter(({ message }) => message),
    [/fix the thing.*is not/, /full stop/, /wip.*is not/, /over 100/],
  ],
  [
    'generated',
    () => differences(generatedBefore, generatedAfter),
    [/a.*differs/, /b.*no longer/, /c.*not in the repository/],
  ],
  ['audit', () => ['low', 'high', 'critical'].flatMap((s) => judgeAudit(advisory(s)).violations), [/high/, /critical/]],
];

function judge([gate, find, patterns]) {
  const found = find().map(({ file, message }) => `${file}  ${message}`);
  const missing = patterns.filter((pattern) => !found.some((text) => pattern.test(text)));
  if (missing.length === 0 && found.length === patterns.length) return [];
  return [{ file: gate, message: `expected ${patterns.join(', ')}; found: ${found.join(' | ') || 'nothing'}` }];
}

/** Every constraint must be the one that stops some fixture; otherwise nobody knows that it works. */
function unprovenConstraints() {
  const said = trackedFiles()
    .filter((file) => file.startsWith('tools/checks/fixtures/lint/boundaries/'))
    .flatMap((file) => readFileSync(join(repositoryRoot, file), 'utf8').match(/^\/\/ says: .*$/gm) ?? [])
    .join('\n');
  return dependencyConstraints()
    .map(({ sourceTag }) => sourceTag)
    .filter((tag) => tag !== 'layer:app' && !said.includes(tag))
    .map((tag) => ({ file: 'tools/eslint/boundaries.mjs', message: `no fixture breaks the constraint of "${tag}"` }));
}

/** A gate that cannot fail guards nothing: each one is run on a fixture that breaks it. */
async function checkGatesFire() {
  const lint = await lintFixtures({ root: repositoryRoot, files: trackedFiles() });
  const violations = [...cases.flatMap(judge), ...unprovenConstraints(), ...lint.failures];
  return { violations, looked: `${cases.length} checks and ${lint.count} lint fixtures` };
}

await runCheck(import.meta.url, checkGatesFire, {
  name: 'gates-fire',
  fix: 'a gate no longer sees its fixture: repair the gate, not the fixture',
});
