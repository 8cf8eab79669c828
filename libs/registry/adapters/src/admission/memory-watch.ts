import { readFile } from 'node:fs/promises';

const EVERY_MS = 100;

/** Resident bytes of a process; null where there is no /proc, or no such process. */
async function residentBytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) * 1_024;
}

/**
 * Second to RLIMIT_DATA, for memory it does not count and systems that do not keep to it.
 * @returns what ends the watch
 */
export function watchMemory(pid: number, maximumBytes: number, onExceeded: () => void): () => void {
  const timer = setInterval(() => {
    void residentBytes(pid).then((bytes) => {
      if (bytes !== null && bytes > maximumBytes) onExceeded();
    });
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
