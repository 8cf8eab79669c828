import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const CLI = 'tools/bin/plumbline.mjs';
const WORD = /^[a-z][a-z0-9:-]*$/;

/** The commands listed by `--help`: lines of two spaces and a word after "Commands:". */
export function commandsInHelp(help) {
  const [, section = ''] = help.split(/^Commands:$/m);
  const names = [...section.matchAll(/^ {2}([a-z][\w:|-]*)/gm)].flatMap(([, name]) => name.split('|'));
  return new Set(names.filter((name) => name !== 'help'));
}

/** `plumbline rollout start churn --to 2` -> [['rollout', 'start', 'churn']]; one entry for each call in the line. */
export function cliCalls(code) {
  return [...code.matchAll(/(?:^|npx |[|&;]\s*|\$\()plumbline\s+([^|&;)]*)/g)].map(([, rest]) => {
    const words = rest.trim().split(/\s+/);
    const end = words.findIndex((word) => !WORD.test(word));
    return end === -1 ? words : words.slice(0, end);
  });
}

/** Answers null when the command exists, otherwise what is wrong; `help` gives the help text of a command path. */
export function commandFault(words, help) {
  const [first, second] = words;
  if (!first) return null;
  if (!commandsInHelp(help([])).has(first)) return `the CLI has no command "plumbline ${first}"`;
  const nested = commandsInHelp(help([first]));
  if (nested.size === 0 || !second || nested.has(second)) return null;
  return `the CLI has no command "plumbline ${first} ${second}"`;
}

/** The help of the real CLI, each page read once; null while there is no CLI. */
export function cliHelp(root) {
  if (!existsSync(join(root, CLI))) return null;
  const pages = new Map();
  return (path) => {
    const key = path.join(' ');
    if (!pages.has(key)) {
      const { stdout, stderr } = spawnSync('node', [CLI, ...path, '--help'], { cwd: root, encoding: 'utf8' });
      pages.set(key, `${stdout}${stderr}`);
    }
    return pages.get(key);
  };
}
