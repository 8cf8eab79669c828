import { allNodes, readModel } from '@plumbline/onnx-graph';
import type { ModelSource } from '../onnx-session';
import type { ModelProcess } from './model-process';

/** `auto`: models that are slow, large, or could run for ever. */
export type ApartPolicy = 'auto' | 'always' | 'never';

export interface Placement {
  readonly process: ModelProcess;
  readonly policy?: ApartPolicy;
}

/** A run keeps the event loop busy for its whole length: beyond this it would be felt by every other model's callers. */
export const SLOW_ROW_MS = 2;
/** A batch of this length may lie in front of another version's. */
const LONGEST_BATCH_MS = 500;
const MAX_ROWS = 64;
/** The number of their rounds depends on values, so no trial shows how long they can take. */
const ENDLESS: ReadonlySet<string> = new Set(['Loop', 'Scan']);

function mayRunForEver(source: ModelSource): boolean {
  if ('path' in source) return false;
  for (const { opType } of allNodes(readModel(source))) if (ENDLESS.has(opType)) return true;
  return false;
}

/** Whether a model runs in the model process. A path means that the file is large, or has external data. */
export function runsApart(source: ModelSource, latencyMs: number | undefined, policy: ApartPolicy = 'auto'): boolean {
  if (policy !== 'auto') return policy === 'always';
  return 'path' in source || (latencyMs ?? 0) > SLOW_ROW_MS || mayRunForEver(source);
}

/** Rows of one batch, so that a slow model leaves the process to others now and then: 10 at 50 ms a row. */
export const batchRowsFor = (latencyMs: number): number =>
  latencyMs > 0 ? Math.min(MAX_ROWS, Math.max(1, Math.floor(LONGEST_BATCH_MS / latencyMs))) : MAX_ROWS;
