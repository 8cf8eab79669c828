// Resident memory of a Linux process, exactly: the kernel keeps the peak, and forgets it when asked.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const FORGET_PEAK = '5';
const EVERY_MS = 20;

function statusBytes(pid, field) {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return found ? Number(found[1]) * 1024 : 0;
}

export const residentBytes = (pid) => statusBytes(pid, 'VmRSS');
export const peakResidentBytes = (pid) => statusBytes(pid, 'VmHWM');
export const forgetPeak = (pid) => writeFileSync(`/proc/${pid}/clear_refs`, FORGET_PEAK);

function childrenOf(pid) {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) => {
    const children = readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim();
    return children ? children.split(' ').map(Number) : [];
  });
}

/** Watches the processes that `pid` starts. @returns {() => number} ends the watch and tells the largest peak of one of them */
export function watchChildren(pid) {
  let peak = 0;
  const look = (parent) => {
    for (const child of childrenOf(parent)) {
      peak = Math.max(peak, peakResidentBytes(child));
      look(child);
    }
  };
  const timer = setInterval(() => {
    try {
      look(pid);
    } catch {
      // It ended between being listed and being read.
    }
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    return peak;
  };
}
