import { spawnSync } from 'node:child_process';
import { runCheck } from './report.mjs';

const SERIOUS = new Set(['high', 'critical']);

/** Reads the answer of `npm audit --json`: advisories of what ships, or why there is no answer. */
export function judgeAudit(stdout) {
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    return { violations: [], notes: ['skipped: npm audit gave no readable answer'] };
  }
  if (report.error || report.message || !report.vulnerabilities) {
    return { violations: [], notes: ['skipped: registry has no audit endpoint'] };
  }
  const all = Object.values(report.vulnerabilities);
  const violations = all
    .filter(({ severity }) => SERIOUS.has(severity))
    .map(({ name, severity, range }) => ({ file: name, message: `${severity} advisory for ${range}` }));
  return { violations, looked: `${all.length} advisories below high` };
}

export function checkAudit({ root }) {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 120_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return judgeAudit(stdout ?? '');
}

await runCheck(import.meta.url, checkAudit, {
  name: 'audit',
  fix: 'raise the package, or write an override in package.json with the fixed version',
});
