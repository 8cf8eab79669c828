/** A record of the event bus that could not be used, where it lay and why. */
export interface DeadLetterView {
  id: string;
  topic: string;
  /** -1: an outcome that had waited for its prediction; `offset` is then its number among those. */
  partition: number;
  offset: string;
  /** The registered model it belongs to, where that is known. */
  model: string | null;
  /** `field: what to do`; never a value of the record. */
  reason: string;
  key: string;
  headers: Record<string, string>;
  /** As it was sent, which may be personal; lists hold its beginning. */
  payload: string;
  payloadBytes: number;
  createdAt: string;
  replayedAt: string | null;
  replayedBy: string | null;
  replayReason: string | null;
}

export interface ReplayedDeadLettersView {
  replayed: number;
  /** Of those asked for, how many wait for the next call. */
  left: number;
}
