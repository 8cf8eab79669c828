import type { PredictBody, PredictResponse } from '@plumbline/contracts';
import { CliError } from '../cli.errors';
import { UnreachableError } from '../server/server.errors';
import { repeatUntilAnswered, type RepeatPorts } from './repeat';
import { ReplayLedger, type ServedRow } from './replay-ledger';

export interface ReplayRow {
  readonly row: number;
  readonly instance: PredictBody['instances'][number];
  readonly subject: string;
  readonly time: string;
  readonly attributes: NonNullable<PredictBody['attributes']>[number] | undefined;
  readonly label: string | null;
}

export interface ReplayPorts extends RepeatPorts {
  readonly predict: (body: PredictBody) => Promise<PredictResponse>;
  /** Idempotent by prediction id. */
  readonly sendOutcomes: (rows: readonly ServedRow[]) => Promise<void>;
  /** Predictions the platform already has about these subjects; for answers that were lost on the way back. */
  readonly findServed?: (rows: readonly ReplayRow[]) => Promise<PredictResponse | null>;
}

export interface ReplayPace {
  readonly rowsPerSecond: number;
  readonly batchRows: number;
  readonly outcomeBatchRows: number;
  readonly delayRows: number;
  readonly giveUpAfterMs: number;
}

/** Further behind than this, the rest keeps the rate instead of catching up in one burst. */
const CATCH_UP_MS = 2_000;

/** Rows in order as predictions, outcomes `delayRows` behind them, neither lost nor doubled. */
export class ReplayRun {
  readonly ledger: ReplayLedger;
  private dueAtMs = 0;

  constructor(
    private readonly rows: readonly ReplayRow[],
    private readonly pace: ReplayPace,
    private readonly ports: ReplayPorts,
  ) {
    this.ledger = new ReplayLedger(pace.delayRows);
  }

  async execute(): Promise<ReplayLedger> {
    const { batchRows } = this.pace;
    this.dueAtMs = this.ports.nowMs();
    for (let from = 0; from < this.rows.length; from += batchRows) {
      const batch = this.rows.slice(from, from + batchRows);
      await this.keepPace(batch.length);
      this.ledger.answered(await this.predict(batch));
      await this.sendDue(false);
    }
    await this.sendDue(true);
    return this.ledger;
  }

  private async keepPace(rows: number): Promise<void> {
    const now = this.ports.nowMs();
    if (now < this.dueAtMs) await this.ports.sleep(this.dueAtMs - now);
    else if (now - this.dueAtMs > CATCH_UP_MS) this.dueAtMs = now;
    this.dueAtMs += (rows / this.pace.rowsPerSecond) * 1_000;
  }

  private async predict(batch: readonly ReplayRow[]): Promise<ServedRow[]> {
    const rule = { idempotent: false, giveUpAfterMs: this.pace.giveUpAfterMs };
    const answer = await repeatUntilAnswered(() => this.ask(batch), rule, this.ports);
    if (answer.predictions.length !== batch.length)
      throw new CliError(`${batch.length} rows were sent and ${answer.predictions.length} answers came back`);
    return batch.map(({ row, label }, i) => {
      const { predictionId, modelVersion, score, value } = answer.predictions[
        i
      ] as PredictResponse['predictions'][number];
      return { row, predictionId, version: Number(modelVersion), score: score ?? value ?? NaN, label };
    });
  }

  private async ask(batch: readonly ReplayRow[]): Promise<PredictResponse> {
    try {
      return await this.ports.predict(toBody(batch));
    } catch (error) {
      if (!(error instanceof UnreachableError) || !error.mayHaveArrived) throw error;
      const found = await this.ports.findServed?.(batch);
      if (found) return found;
      // Proved absent: the same rows may be asked again.
      if (found === null) throw new UnreachableError(error.message, false, error);
      const [first, last] = [batch[0]?.row, batch.at(-1)?.row];
      throw new CliError(
        `The answer to rows ${first} to ${last} was lost on the way, and nobody can tell whether they were recorded. Go on with --rows ${(last ?? 0) + 1}: after looking at the predictions (${error.message})`,
        1,
        { cause: error },
      );
    }
  }

  private async sendDue(flush: boolean): Promise<void> {
    const { outcomeBatchRows, giveUpAfterMs } = this.pace;
    for (;;) {
      const batch = this.ledger.due({ flush }).slice(0, outcomeBatchRows);
      if (batch.length === 0) return;
      const labelled = batch.filter(({ label }) => label !== null);
      if (labelled.length > 0)
        await repeatUntilAnswered(
          () => this.ports.sendOutcomes(labelled),
          { idempotent: true, giveUpAfterMs },
          this.ports,
        );
      this.ledger.sent(batch.length);
    }
  }
}

function toBody(batch: readonly ReplayRow[]): PredictBody {
  const attributes = batch.flatMap((row) => (row.attributes ? [row.attributes] : []));
  return {
    instances: batch.map(({ instance }) => instance),
    subjects: batch.map(({ subject }) => subject),
    times: batch.map(({ time }) => time),
    ...(attributes.length === batch.length && { attributes }),
  };
}
