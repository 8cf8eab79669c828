import { readFileSync } from 'node:fs';

/** Linux counts a process's time in hundredths of a second (USER_HZ) for whoever reads /proc. */
const TICK_MS = 10;
const [USER_AT, SYSTEM_AT] = [11, 12];

/** User and system time of a process since its start; means over many requests are good, a single one is not. */
export function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  return (Number(fields[USER_AT]) + Number(fields[SYSTEM_AT])) * TICK_MS;
}

/** The same of a process and all processes under it that still live. */
export function cpuMsOfTree(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  const below = children === '' ? [] : children.split(' ').map(cpuMsOfTree);
  return below.reduce((sum, ms) => sum + ms, cpuMs(pid));
}
