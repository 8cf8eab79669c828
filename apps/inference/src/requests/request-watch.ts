import {
  problemOf,
  type Identity,
  type Logger,
  type Pseudonym,
  type Tracing,
  type TraceSpan,
} from '@plumbline/platform';
import {
  logsAnswer,
  logsRefusal,
  type FeatureRow,
  type Instance,
  type ServingState,
  type VersionPool,
} from '@plumbline/serving-core';
import { publicValues } from './public-values';

export type RequestRoute = ':predict' | 'v2 infer' | 'gRPC ModelInfer';

export interface RequestWatchParts {
  readonly tracing: Tracing;
  readonly state: Pick<ServingState, 'table'>;
  readonly versions: Pick<VersionPool, 'get'>;
  /** Of the lines: buffered, since there may be many. */
  readonly lines: Logger;
  readonly pseudonym: Pseudonym;
}

/** What came, whichever way. */
export interface WatchedRequest {
  readonly route: RequestRoute;
  readonly model: string;
  /** On the clock of `performance.now()`. */
  readonly startedAtMs: number;
  readonly identity: Identity | undefined;
  readonly trace: TraceSpan | undefined;
}

/** A row that was answered; its values either as they were asked or in the order of the signature. */
export interface WatchedRow {
  readonly predictionId: string;
  readonly version: number;
  readonly score: number;
  readonly subject?: string | undefined;
  readonly instance?: Instance | undefined;
  readonly features?: FeatureRow | undefined;
}

const MAX_LOGGED_ROWS = 16;

/** The one hook of request log and traces: nothing is put together for a request that neither wants. */
export class RequestWatch {
  constructor(private readonly parts: RequestWatchParts) {}

  /** @returns undefined for nearly every request: its trace is not recorded */
  begin(route: RequestRoute, traceparent: string | undefined): TraceSpan | undefined {
    return this.parts.tracing.begin(route, 'SERVER', traceparent);
  }

  /** Whether `answered` would do anything. */
  isWatched(model: string, predictionId: string | undefined, trace: TraceSpan | undefined): boolean {
    if (trace !== undefined) return true;
    return predictionId !== undefined && logsAnswer(this.parts.state.table.rulesOf(model), predictionId);
  }

  answered(request: WatchedRequest, rows: readonly WatchedRow[]): void {
    const { model, trace } = request;
    const [first] = rows;
    trace?.set({ 'plumbline.model': model, 'plumbline.version': first?.version ?? 0, 'plumbline.rows': rows.length });
    trace?.end();
    const rules = this.parts.state.table.rulesOf(model);
    if (!first || !logsAnswer(rules, first.predictionId)) return;
    const shown = rows.slice(0, MAX_LOGGED_ROWS).map((row) => this.shown(model, row, rules.requestLogPayload));
    const [one, ...more] = shown;
    const fields = { ...this.common(request), status: 200, rows: rows.length, ...one };
    this.parts.lines.info(more.length ? { ...fields, more } : fields, 'prediction');
  }

  refused(request: WatchedRequest, error: unknown): void {
    const { model, trace } = request;
    trace?.fail(error);
    trace?.end();
    const { table } = this.parts.state;
    if (!logsRefusal(table.rulesOf(model))) return;
    const { status, code } = problemOf(error);
    // A name that nobody registered is whatever a caller typed.
    const known = table.find(model) ? model : 'unknown';
    this.parts.lines.info({ ...this.common(request), model: known, status, code }, 'prediction refused');
  }

  private common({ route, model, startedAtMs, identity, trace }: WatchedRequest) {
    const durationMs = Math.round((performance.now() - startedAtMs) * 1_000) / 1_000;
    return { route, model, durationMs, actor: identity?.id, trace_id: trace?.traceId };
  }

  private shown(model: string, row: WatchedRow, withPayload: boolean) {
    const { predictionId, version, score, subject } = row;
    const served = withPayload ? this.parts.versions.get(model, version) : undefined;
    const values = served && (row.features ?? (row.instance && served.features(row.instance)));
    return {
      predictionId,
      version,
      score,
      ...(subject !== undefined && { subject: this.parts.pseudonym(subject) }),
      ...(served && values && { payload: publicValues(served.signature, values) }),
    };
  }
}
