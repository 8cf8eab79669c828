import type { ServingState } from '@plumbline/serving-core';
import type { Pool } from 'pg';

type Reading = ReturnType<ServingState['meters']['read']>[number];

const HEARTBEAT = `
  INSERT INTO serving_process (process_id, ready_rollouts) VALUES ($1, $2)
  ON CONFLICT (process_id) DO UPDATE SET ready_rollouts = excluded.ready_rollouts, seen_at = clock_timestamp()`;

/** Of a process that was killed the row stays behind; whoever starts next removes it. */
const FORGET_THE_DEAD = `DELETE FROM serving_process WHERE seen_at < clock_timestamp() - interval '1 hour'`;

const COUNTERS = `
  INSERT INTO rollout_counter AS c (rollout_id, step_index, version, role, process_id, asked, failed, invalid, latency)
  SELECT "rolloutId", "stepIndex", version, role, $1, asked, failed, invalid, latency
    FROM json_to_recordset($2) AS r ("rolloutId" uuid, "stepIndex" int, version int, role text, asked bigint,
                                     failed bigint, invalid bigint, latency jsonb)
   WHERE EXISTS (SELECT 1 FROM rollout WHERE id = "rolloutId")
  ON CONFLICT (rollout_id, step_index, version, role, process_id) DO UPDATE
    SET asked = excluded.asked, failed = excluded.failed, invalid = excluded.invalid, latency = excluded.latency,
        updated_at = clock_timestamp()`;

export interface RolloutCounterWriterOptions {
  readonly pool: Pick<Pool, 'query'>;
  /** New at each start: what a killed process wrote stays true, and nothing of it is counted again. */
  readonly processId: string;
  readonly state: Pick<ServingState, 'meters' | 'readyRollouts'>;
  readonly onError: (error: unknown) => void;
  readonly everyMs?: number;
}

/**
 * Tells the judges of rollouts, every second, what this process counted since it began and which rollouts it is ready for. The
 * values are whole, not additions: a write that is repeated, or never answered, counts nothing twice, and a process that is
 * killed loses its last second.
 */
export class RolloutCounterWriter {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  /** Read and not yet known to be stored. */
  private readonly unwritten = new Map<string, Reading>();

  constructor(private readonly options: RolloutCounterWriterOptions) {}

  start(): void {
    void this.options.pool.query(FORGET_THE_DEAD).catch(this.options.onError);
    void this.write();
    this.timer = setInterval(() => void this.write(), this.options.everyMs ?? 1_000);
  }

  /** Writes now; while a write runs, that one is waited for. */
  write(): Promise<void> {
    this.running ??= this.writeOnce()
      .catch(this.options.onError)
      .finally(() => (this.running = undefined));
    return this.running;
  }

  /** The last counts are written, and the process is no longer waited for. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
    await this.write();
    await this.options.pool
      .query('DELETE FROM serving_process WHERE process_id = $1', [this.options.processId])
      .catch(this.options.onError);
  }

  private async writeOnce(): Promise<void> {
    const { pool, processId, state } = this.options;
    await pool.query(HEARTBEAT, [processId, JSON.stringify(state.readyRollouts())]);
    for (const reading of state.meters.read())
      this.unwritten.set(`${reading.rolloutId}/${reading.stepIndex}/${reading.version}/${reading.role}`, reading);
    if (this.unwritten.size === 0) return;
    await pool.query(COUNTERS, [processId, JSON.stringify([...this.unwritten.values()])]);
    this.unwritten.clear();
  }
}
