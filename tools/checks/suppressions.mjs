import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCheck } from './report.mjs';
import { handWrittenCode } from './tracked-files.mjs';

const ESLINT = new RegExp('eslint-' + 'disable(?:-next-line|-line)?([^*\\n]*)', 'g');
const TYPESCRIPT = new RegExp('@ts-' + '(?:ignore|nocheck)');
const NEVER = /@nx\/|plumbline\/|max-lines|max-params|no-explicit-any|no-restricted/;

function directiveFault(rest) {
  const [rules, reason] = rest.split(' -- ');
  if (!rules.trim()) return 'names no rule: a bare disable switches every rule off';
  if (NEVER.test(rules)) return `"${rules.trim()}" is a gate and may not be switched off in a file`;
  return reason?.trim() ? null : 'gives no reason: write "-- why" after the rule';
}

function faultsOf(file, text) {
  return text.split('\n').flatMap((content, index) => {
    const faults = [...content.matchAll(ESLINT)].map(([, rest]) => directiveFault(rest)).filter(Boolean);
    if (TYPESCRIPT.test(content)) faults.push('switches the type checker off; fix the type');
    return faults.map((message) => ({ file, line: index + 1, message: `lint directive ${message}` }));
  });
}

/** A gate that a comment can switch off is no gate. */
export function checkSuppressions({ root, files }) {
  const code = handWrittenCode(files);
  const violations = code.flatMap((file) => faultsOf(file, readFileSync(join(root, file), 'utf8')));
  return { violations, looked: `${code.length} files` };
}

await runCheck(import.meta.url, checkSuppressions, {
  name: 'suppressions',
  fix: 'repair the code; when a rule is wrong for a whole kind of file, change tools/eslint/config.mjs with a fixture',
});
