import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { cliCalls, cliHelp, commandFault, commandsInHelp } from './cli-commands.mjs';
import { namedThings } from './markdown.mjs';
import { runCheck } from './report.mjs';
import { isFixture } from './tracked-files.mjs';

const OUR_PATH = /^(?:\.\/)?((?:apps|libs|tools|docs|infra|prisma)\/[\w@./*<>{},:-]*)$/;
const NPM_SCRIPT = /\bnpm (?:run(?:-script)? ([\w:-]+)|(test|start)\b)/g;
const MAX_LINES = [
  [/^ARCHITECTURE\.md$/, 200],
  [/^docs\/adr\/\d.*\.md$/, 60],
  [/^libs\/.*\/README\.md$/, 60],
];
const MUTE_CLI = { file: 'tools/bin/plumbline.mjs', message: '--help lists no commands, so none can be checked' };
const ENFORCED = /^Enforced by: .*`[^`]+`/m;

const escape = (text) => text.replace(/[.+^$()|[\]\\]/g, '\\$&');

/** `libs/<context>/core/src/*.port.ts` and `apps/{cli,e2e}/` are patterns: one existing file is enough for each. */
export function pathPattern(path) {
  const bare = path
    .replace(/:\d+(?:-\d+)?$/, '')
    .replace(/[.,:]+$/, '')
    .replace(/\/$/, '');
  const source = escape(bare)
    .replace(/<[^>]*>/g, '[^/]+')
    .replace(/\{([^}]*)\}/g, (_, options) => `(?:${options.split(',').join('|')})`)
    .replace(/\*\*\//g, '\u0000')
    .replace(/\*+/g, '[^/]*')
    .replaceAll('\u0000', '(?:.*/)?');
  return new RegExp(`^${source}(?:/.*)?$`);
}

function pathFaults(files, code) {
  const paths = code.split(/[\s"'()=]+/).map((token) => OUR_PATH.exec(token)?.[1]);
  return paths
    .filter((path) => path && !files.some((file) => pathPattern(path).test(file)))
    .map((path) => `no such path: ${path}`);
}

function scriptFaults(scripts, code) {
  return [...code.matchAll(NPM_SCRIPT)]
    .map(([, run, short]) => run ?? short)
    .filter((name) => !(name in scripts))
    .map((name) => `package.json has no script "${name}"`);
}

function linkFaults(root, file, target) {
  if (/^[a-z]+:|^#/i.test(target)) return [];
  const path = posix.join(posix.dirname(file), decodeURIComponent(target.split('#')[0]));
  return existsSync(join(root, path)) ? [] : [`link to nothing: ${target}`];
}

function sizeFaults(file, text) {
  const limit = MAX_LINES.find(([pattern]) => pattern.test(file))?.[1];
  const lines = text.split('\n').length;
  return limit && lines > limit
    ? [{ file, message: `${lines} lines, over ${limit}: it should fit a screen or so` }]
    : [];
}

export function documentFaults({ root, files, file, text, scripts, help }) {
  const named = namedThings(text).flatMap(({ kind, value, line }) => {
    const faults =
      kind === 'link'
        ? linkFaults(root, file, value)
        : [
            ...pathFaults(files, value),
            ...scriptFaults(scripts, value),
            ...(help
              ? cliCalls(value)
                  .map((words) => commandFault(words, help))
                  .filter(Boolean)
              : []),
          ];
    return faults.map((message) => ({ file, line, message }));
  });
  const adr = /^docs\/adr\/\d/.test(file) && !ENFORCED.test(text);
  return [
    ...named,
    ...sizeFaults(file, text),
    ...(adr ? [{ file, message: 'names no check: "Enforced by: `...`"' }] : []),
  ];
}

function librariesWithoutReadme(files) {
  const libraries = files.map((file) => /^(libs\/.+)\/src\/index\.ts$/.exec(file)?.[1]).filter(Boolean);
  return libraries
    .filter((library) => !files.includes(`${library}/README.md`))
    .map((library) => ({ file: library, message: 'has no README.md (purpose, entry points, who may import it)' }));
}

/** Every path, script and CLI command that a document names exists; documents keep to their size. */
export function checkDocs({ root, files }) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const cli = cliHelp(root);
  const mute = cli !== null && commandsInHelp(cli([])).size === 0;
  const help = mute ? null : cli;
  const documents = files.filter((file) => file.endsWith('.md') && !isFixture(file));
  const violations = documents.flatMap((file) =>
    documentFaults({ root, files, file, text: readFileSync(join(root, file), 'utf8'), scripts, help }),
  );
  return {
    violations: [...violations, ...librariesWithoutReadme(files), ...(mute ? [MUTE_CLI] : [])],
    notes: cli ? [] : ['skipped: CLI COMMANDS ARE NOT CHECKED, there is no CLI to ask yet'],
    looked: `${documents.length} documents`,
  };
}

await runCheck(import.meta.url, checkDocs, {
  name: 'docs',
  fix: 'correct the document, or write <placeholder> or * where any name will do',
});
