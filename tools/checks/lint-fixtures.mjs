import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { plumblineConfig } from '../eslint/config.mjs';

const FOLDER = 'tools/checks/fixtures/lint/';
const header = (text, key) => [...text.matchAll(new RegExp(`^// ${key}: (.*)$`, 'gm'))].map((match) => match[1]);

/** A fixture is linted as if it stood at its `file:`; it must break exactly the rule it names, once for each `says:`. */
async function judge(eslint, { root, fixture }) {
  const text = readFileSync(join(root, fixture), 'utf8');
  const [file] = header(text, 'file');
  const [rule] = header(text, 'breaks');
  if (!file || !rule) return 'the fixture needs the header lines "// file:" and "// breaks:"';
  const expected = rule === 'nothing' ? [] : header(text, 'says');
  const [result] = await eslint.lintText(text, { filePath: join(root, file), warnIgnored: true });
  const found = result.messages.map(({ ruleId, message }) => ({ ruleId, message: message.replaceAll('\n', ' ') }));
  const stray = found.filter(({ ruleId }) => ruleId !== rule);
  if (stray.length > 0) return `unexpected ${stray[0].ruleId}: ${stray[0].message}`;
  const missing = expected.filter((says) => !found.some(({ message }) => new RegExp(says).test(message)));
  if (missing.length > 0 || found.length !== expected.length || (rule !== 'nothing' && expected.length === 0)) {
    const got = found.map(({ message }) => message).join(' | ') || 'nothing';
    return `${rule} should fire ${expected.length} time(s) saying ${missing.join(', ') || 'this'}; got: ${got}`;
  }
  return null;
}

const longFile = Array.from({ length: 401 }, (_, i) => `export const value${i} = ${i};`).join('\n');

async function judgeLongFile(eslint, root) {
  const [result] = await eslint.lintText(longFile, { filePath: join(root, 'libs/platform/src/fixture.spec.ts') });
  return result.messages.some(({ ruleId }) => ruleId === 'max-lines') ? null : 'max-lines did not fire on 401 lines';
}

async function linter(root, typed) {
  return new ESLint({ cwd: root, overrideConfigFile: true, baseConfig: await plumblineConfig({ typed }) });
}

/**
 * Proves that every lint rule this repository relies on fires, and that it leaves allowed code alone. Rules that need
 * types are run on fixtures that stand in for a file of the program; the others stand where no file is.
 */
export async function lintFixtures({ root, files }) {
  const [untyped, typed] = [await linter(root, false), await linter(root, true)];
  const fixtures = files.filter((file) => file.startsWith(FOLDER));
  const failures = [];
  for (const fixture of fixtures) {
    const reason = await judge(fixture.startsWith(`${FOLDER}typed/`) ? typed : untyped, { root, fixture });
    if (reason) failures.push({ file: fixture, message: reason });
  }
  const longReason = await judgeLongFile(untyped, root);
  if (longReason) failures.push({ file: 'a file of 401 lines', message: longReason });
  return { failures, count: fixtures.length + 1 };
}
