import { openNote, parseCheckpoint, parseVerifierKey, TreeFrontier, type Checkpoint } from '@plumbline/merkle';
import { leafOf } from './audit-envelope';
import type { AuditExport, SequencedEntry } from './audit-log';

export interface BrokenEntry {
  readonly seq: number;
  readonly eventId: string | null;
  readonly problem: string;
}

export interface AuditVerdict {
  readonly ok: boolean;
  readonly entries: number;
  /** Lower-case hex root of the entries, as they are now. */
  readonly root: string;
  readonly checkpoints: number;
  /** Size of the largest checkpoint that fits; entries after it could still be rewritten unseen. */
  readonly provedSize: number;
  readonly firstBroken: BrokenEntry | null;
  /** Checkpoints that do not fit the entries, or whose signature is not good. */
  readonly brokenCheckpoints: readonly { readonly size: number | null; readonly problem: string }[];
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function entryProblem(entry: SequencedEntry, place: number): string | null {
  if (entry.seq !== place) return `entry ${place} is missing: the next one is ${entry.seq}`;
  if (hex(leafOf(entry.envelope)) !== entry.leafHash) return 'the envelope does not hash to its leaf: it was changed';
  const { eventId } = entry.envelope as { eventId?: unknown };
  return eventId === entry.eventId ? null : 'the envelope names another event';
}

interface Rebuilt {
  readonly firstBroken: BrokenEntry | null;
  /** Root after each size that a checkpoint names, and of the whole. */
  readonly roots: ReadonlyMap<number, string>;
}

/** From the envelopes alone: what the database says about its own hashes is compared, never believed. */
function rebuild(entries: readonly SequencedEntry[], sizes: ReadonlySet<number>): Rebuilt {
  const frontier = new TreeFrontier();
  const roots = new Map<number, string>([[0, hex(frontier.root())]]);
  let firstBroken: BrokenEntry | null = null;
  entries.forEach((entry, place) => {
    const problem = entryProblem(entry, place);
    if (problem !== null) firstBroken ??= { seq: place, eventId: entry.eventId, problem };
    frontier.append(leafOf(entry.envelope));
    if (sizes.has(frontier.size) || frontier.size === entries.length) roots.set(frontier.size, hex(frontier.root()));
  });
  return { firstBroken, roots };
}

type ReadNote = { readonly checkpoint: Checkpoint } | { readonly problem: string };

function readNote(note: string, verifierKey: string): ReadNote {
  try {
    const verifier = parseVerifierKey(verifierKey);
    const checkpoint = parseCheckpoint(openNote(note, verifier));
    return checkpoint.origin === verifier.name
      ? { checkpoint }
      : { problem: `the checkpoint is of another log: ${checkpoint.origin}` };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'the note can not be read' };
  }
}

function checkpointProblem({ size, root }: Checkpoint, entries: number, roots: Rebuilt['roots']): string | null {
  if (size > entries) return `the checkpoint covers ${size} entries, only ${entries} are left: entries were removed`;
  return roots.get(size) === hex(root) ? null : `the first ${size} entries are not the ones that were signed`;
}

/**
 * Recomputes every leaf from its envelope and the tree from the leaves, and holds them against every signed checkpoint.
 * @param outsideCheckpoints notes kept where the database's owner can not reach: only they show a whole-sale rewrite
 */
export function verifyAudit(log: AuditExport, outsideCheckpoints: readonly string[] = []): AuditVerdict {
  const notes = [...new Set([...log.checkpoints, ...outsideCheckpoints])].map((note) =>
    readNote(note, log.verifierKey),
  );
  const checkpoints = notes.flatMap((note) => ('checkpoint' in note ? [note.checkpoint] : []));
  const { firstBroken, roots } = rebuild(log.entries, new Set(checkpoints.map(({ size }) => size)));
  const judged = checkpoints.map((checkpoint) => ({
    size: checkpoint.size,
    problem: checkpointProblem(checkpoint, log.entries.length, roots),
  }));
  const unread = notes.flatMap((note) => ('problem' in note ? [{ size: null, problem: note.problem }] : []));
  const unfit = judged.flatMap(({ size, problem }) => (problem === null ? [] : [{ size, problem }]));
  const brokenCheckpoints = [...unread, ...unfit.sort((a, b) => a.size - b.size)];
  const fitting = judged.filter(({ problem }) => problem === null).map(({ size }) => size);
  return {
    ok: firstBroken === null && brokenCheckpoints.length === 0,
    entries: log.entries.length,
    root: roots.get(log.entries.length) ?? '',
    checkpoints: notes.length,
    provedSize: Math.max(0, ...fitting),
    firstBroken: firstBroken ?? rewritten(unfit, fitting, log.entries),
    brokenCheckpoints,
  };
}

/** Every leaf fits, a checkpoint does not: the change lies behind the last checkpoint that fits. */
function rewritten(
  unfit: readonly { size: number }[],
  fitting: readonly number[],
  entries: readonly SequencedEntry[],
): BrokenEntry | null {
  const first = unfit[0];
  if (first === undefined) return null;
  const from = Math.max(0, ...fitting.filter((size) => size < first.size));
  const problem = `entries from ${from} to below ${first.size} were rewritten or removed after they were signed`;
  return { seq: from, eventId: entries[from]?.eventId ?? null, problem };
}
