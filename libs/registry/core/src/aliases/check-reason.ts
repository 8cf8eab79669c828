import { invalidVersion } from '../registry.errors';

const SHORTEST = 3;

/** Who reads the log a year later has only this sentence. */
export function checkReason(reason: string): void {
  if (reason.trim().length < SHORTEST)
    throw invalidVersion('reason_missing', '/reason', `say why, in at least ${SHORTEST} characters`);
}
