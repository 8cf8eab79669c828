/**
 * Ten million subjects: every share within 0.1 point of its setting, nobody moves back while a share grows, and the same
 * answers in every process.
 * Run: npx esbuild tools/oracles/rollouts/ten-million-subjects.ts --bundle --platform=node --outfile=tmp/ten-million-subjects.cjs
 *      node tmp/ten-million-subjects.cjs [subjects=10000000]
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { armOfBucket, bucketOf, cumulativeBuckets } from '../../../libs/serving/core/src/routing/assign-arm';

const subjects = Number(process.argv[2] ?? 10_000_000);
const SHARES = [0.01, 0.1, 1, 5, 10, 25, 33.33, 50, 75, 99, 100];
const ARMS = [5, 12.5, 30];
const SALT = 'rollout-7';
const PROCESSES = 3;

function bucketsOf(): Uint16Array {
  const buckets = new Uint16Array(subjects);
  for (let i = 0; i < subjects; i++) buckets[i] = bucketOf(SALT, `customer-${i}`);
  return buckets;
}

const digestOf = (buckets: Uint16Array): string => createHash('sha256').update(buckets).digest('hex');

if (process.argv[3] === 'digest') {
  process.stdout.write(digestOf(bucketsOf()));
} else {
  const buckets = bucketsOf();
  let worst = 0;
  let movedBack = 0;
  const wasCandidate = new Uint8Array(subjects);
  for (const share of SHARES) {
    const ends = cumulativeBuckets([share]);
    let candidates = 0;
    for (let i = 0; i < subjects; i++) {
      const isCandidate = armOfBucket(ends, buckets[i] as number) === 0 ? 1 : 0;
      if ((wasCandidate[i] as number) > isCandidate) movedBack++;
      wasCandidate[i] = isCandidate;
      candidates += isCandidate;
    }
    worst = Math.max(worst, Math.abs((100 * candidates) / subjects - share));
  }
  const ends = cumulativeBuckets(ARMS);
  const counts = [0, 0, 0, 0];
  for (const bucket of buckets) counts[armOfBucket(ends, bucket) + 1]! += 1;
  const set = [100 - ARMS.reduce((sum, share) => sum + share, 0), ...ARMS];
  set.forEach((share, i) => {
    worst = Math.max(worst, Math.abs((100 * (counts[i] as number)) / subjects - share));
  });
  const others = Array.from({ length: PROCESSES }, () =>
    execFileSync(process.execPath, [__filename, String(subjects), 'digest'], { encoding: 'utf8' }),
  );
  const differing = others.filter((digest) => digest !== digestOf(buckets)).length;
  const report = { subjects, worstSharePoints: worst, movedBack, processesThatDiffer: differing };
  process.stdout.write(`${JSON.stringify(report)}\n`);
  process.exitCode = worst <= 0.1 && movedBack === 0 && differing === 0 ? 0 : 1;
}
