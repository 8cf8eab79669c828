import type { VersionView } from '@plumbline/contracts';
import { formatTable } from '../output/print-table';

const MIB = 2 ** 20;

/** What was found in the graph and chosen from it, so that a wrong guess is seen; and what the trial measured. */
export function detectionTable({ detection, admission, originalDigest }: VersionView): string {
  const lines: string[] = [];
  if (detection) {
    const choices = [
      ['task', detection.task],
      ['score output', detection.scoreOutput],
      ['positive class', detection.positiveClass],
      ['classes', detection.classes],
      ['inputs', detection.inputs],
    ] as const;
    const rows = choices.flatMap(([name, choice]) =>
      choice ? [[name, choice.chosen, choice.because, choice.alternatives.join(', ')]] : [],
    );
    lines.push(formatTable(['what', 'chosen', 'because', 'instead of'], rows));
  }
  if (admission) {
    const { latencyMs, rowsPerSecond, memoryBytes, rows, loadMs } = admission;
    const on = rows === 0 ? 'one synthetic row' : `${rows} reference rows`;
    lines.push(
      `tried on ${on}: p50 ${latencyMs.p50.toFixed(2)} ms, p95 ${latencyMs.p95.toFixed(2)} ms a row, ` +
        `${Math.round(rowsPerSecond)} rows/s, ${(memoryBytes / MIB).toFixed(1)} MiB, loaded in ${Math.round(loadMs)} ms`,
    );
  }
  if (originalDigest !== null) lines.push(`rewritten so that it can serve; as sent it is kept as ${originalDigest}`);
  return lines.join('\n');
}
