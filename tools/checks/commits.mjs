import { execFileSync } from 'node:child_process';
import { runCheck } from './report.mjs';

const TYPES = 'feat fix docs test refactor perf build ci chore style revert'.split(' ');
const SUBJECT = new RegExp(`^(?:${TYPES.join('|')})(?:\\([a-z0-9-]+(?:, ?[a-z0-9-]+)*\\))?!?: \\S.*$`);
const MAX_LENGTH = 100;

export function subjectFault(subject) {
  if (!SUBJECT.test(subject)) return `is not "type(scope): what", type one of ${TYPES.join(' ')}`;
  if (subject.length > MAX_LENGTH) return `is ${subject.length} characters, over ${MAX_LENGTH}`;
  return subject.endsWith('.') ? 'ends with a full stop' : null;
}

export function checkCommits({ root }) {
  let log;
  try {
    log = execFileSync('git', ['log', '--no-merges', '--format=%h %s'], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return { violations: [], notes: ['skipped: not a git checkout'] };
  }
  const commits = log.trim().split('\n').filter(Boolean);
  const violations = commits.flatMap((commit) => {
    const [, hash, subject] = /^(\S+) (.*)$/.exec(commit) ?? [null, commit, ''];
    const fault = subjectFault(subject);
    return fault ? [{ file: hash, message: `"${subject}" ${fault}` }] : [];
  });
  return { violations, looked: `${commits.length} commits` };
}

await runCheck(import.meta.url, checkCommits, {
  name: 'commits',
  fix: 'reword the commit before it is pushed: git commit --amend, or git rebase -i',
});
