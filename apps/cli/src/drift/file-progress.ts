import type { CompareProgress } from './compare-files';

const EVERY_MS = 2_000;
const INTERRUPTED = 130;

/** At most a line every two seconds, so that a short comparison says nothing. */
export function fileProgress(tell: (line: string) => void, now: () => number = Date.now): CompareProgress {
  const read = { reference: 0, current: 0 };
  let last = now();
  return {
    bytes: (side, bytes) => {
      read[side] += bytes;
      if (now() - last < EVERY_MS) return;
      last = now();
      const [reference, current] = [read.reference, read.current].map((sum) => Math.round(sum / 1e6));
      tell(`read ${reference} MB of the reference, ${current} MB of the current file`);
    },
    note: tell,
  };
}

/** Ctrl-C ends the threads with the process; nothing has been written. */
export function stopOnInterrupt(tell: (line: string) => void): () => void {
  const stop = (): void => {
    tell('stopped before the comparison was done');
    process.exit(INTERRUPTED);
  };
  process.once('SIGINT', stop);
  return () => process.removeListener('SIGINT', stop);
}
