import { existsSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import type { Probe } from './conversion-result';

export const NOBODY = 65534;

/** A way to start a program with less than this user's rights, from the strictest to none. */
export interface Confinement {
  readonly name: 'namespaces' | 'other-user' | 'user-namespace' | 'plain';
  /** A process table of its own: /proc may be read, and nothing outlives the converter. */
  readonly ownProcesses: boolean;
  readonly wrap: (command: readonly string[], folders: ConfinedFolders) => readonly string[];
}

export interface ConfinedFolders {
  /** An empty folder of this user's for mounts. */
  readonly stage: string;
  readonly script: string;
  /** What the program must be able to read. */
  readonly shown: readonly string[];
}

const NAMESPACES = ['--net', '--pid', '--ipc', '--uts', '--mount', '--fork', '--kill-child', '--mount-proc'];
const DROP = [
  'setpriv',
  `--reuid=${NOBODY}`,
  `--regid=${NOBODY}`,
  '--clear-groups',
  '--no-new-privs',
  '--bounding-set=-all',
  '--inh-caps=-all',
];

/** The highest ancestor that other users can not pass, or null. */
function closedAncestor(folder: string): string | null {
  const parts = folder.split(sep);
  for (let i = 2; i <= parts.length; i++) {
    const path = parts.slice(0, i).join(sep);
    if (existsSync(path) && (statSync(path).mode & 0o001) === 0) return path;
  }
  return null;
}

export function closedAncestors(folders: readonly string[]): string[] {
  const found = folders.map(closedAncestor).filter((path) => path !== null);
  return [...new Set(found)];
}

const namespaces: Confinement = {
  name: 'namespaces',
  ownProcesses: true,
  wrap: (command, { stage, script, shown }) => {
    const closed = closedAncestors(shown);
    const behind = shown.filter((folder) => closed.some((path) => folder.startsWith(path + sep) || folder === path));
    const mounts = ['sh', script, stage, ...closed, '--', ...behind, '--'];
    return ['unshare', ...NAMESPACES, '--propagation', 'private', ...mounts, ...DROP, ...command];
  },
};

const otherUser: Confinement = {
  name: 'other-user',
  ownProcesses: false,
  wrap: (command) => [...DROP, ...command],
};

const userNamespace: Confinement = {
  name: 'user-namespace',
  ownProcesses: true,
  wrap: (command) => ['unshare', '--user', '--map-current-user', ...NAMESPACES, ...command],
};

const plain: Confinement = { name: 'plain', ownProcesses: false, wrap: (command) => command };

/** Strictest first; root never runs a stranger's program as root. */
export const confinements = (isRoot: boolean): readonly Confinement[] =>
  isRoot ? [namespaces, otherUser] : [userNamespace, plain];

export interface Isolation {
  readonly user: string;
  readonly files: string;
  readonly network: string;
  readonly processes: string;
  /** Whether a hostile pickle is kept from this user's files. */
  readonly safe: boolean;
}

export function describeIsolation(probe: Probe, ownUid: number): Isolation {
  const other = probe.uid !== ownUid;
  return {
    user: other ? `nobody (${probe.uid})` : `this user (${probe.uid})`,
    files:
      probe.landlock > 0
        ? `only a private folder (Landlock ${probe.landlock})`
        : other
          ? 'those of nobody'
          : 'not isolated',
    network: !probe.network ? 'none' : probe.landlock >= 4 ? 'no TCP (Landlock), UDP possible' : 'not isolated',
    processes: probe.ownProcesses ? 'a table of its own' : 'a group of its own',
    safe: other || probe.landlock > 0,
  };
}
