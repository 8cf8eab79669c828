import { pathToFileURL } from 'node:url';
import { repositoryRoot, trackedFiles } from './tracked-files.mjs';

const MAX_LINES = 60;

const line = ({ file, line: at, message }) => `  ${file ? `${file}${at ? `:${at}` : ''}  ` : ''}${message}`;

function printAll(title, findings, write) {
  if (findings.length === 0) return;
  write(title);
  for (const finding of findings.slice(0, MAX_LINES)) write(line(finding));
  if (findings.length > MAX_LINES) write(`  ... and ${findings.length - MAX_LINES} more`);
}

/**
 * Runs `check({ root, files })` when its module is the program, prints what it found and sets the exit code.
 * A check answers `{ violations, warnings?, notes?, looked? }`; `looked` says how much was examined, so that a check
 * that saw nothing cannot look like a check that passed.
 */
export async function runCheck(moduleUrl, check, { name, fix }) {
  if (!process.argv[1] || pathToFileURL(process.argv[1]).href !== moduleUrl) return;
  const {
    violations,
    warnings = [],
    notes = [],
    looked,
  } = await check({
    root: repositoryRoot,
    files: trackedFiles(),
    argv: process.argv.slice(2),
  });
  for (const note of notes) console.log(`${name}: ${note}`);
  printAll(`${name}: ${warnings.length} warning(s)`, warnings, console.log);
  printAll(`${name}: ${violations.length} violation(s)`, violations, console.error);
  if (violations.length > 0) {
    console.error(`  do: ${fix}`);
    process.exitCode = 1;
  } else if (looked || notes.length === 0) {
    console.log(`${name}: ok${looked ? ` (${looked})` : ''}`);
  }
}
