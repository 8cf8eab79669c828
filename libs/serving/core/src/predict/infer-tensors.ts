import { checkInputs } from '../open-inference/check-inputs';
import type { Tensor } from '../open-inference/datatype';
import type { InferRequest } from '../open-inference/infer-request';
import { requestedOutputs, type InferAnswer } from '../open-inference/infer-response';
import { tensorRows } from '../open-inference/tensor-rows';
import type { BatchScores } from '../output/batch-scores';
import { isAnswered, rowAnswers, scoreOf, type RowAnswer } from '../output/row-answer';
import { isHeldOut } from '../routing/holdout';
import type { RouteDecision } from '../routing/rollout-route';
import { ModelNotFoundError, VersionNotLoadedError } from '../serving.errors';
import type { ServedVersion } from '../versions/served-version';
import { deadlineAtMs, timeoutMsOf } from './deadline';
import { keepEvents } from './keep-events';
import type { PredictPorts } from './predict';
import { toBatchRecord } from './batch-record';
import { toSpoolRecord, type PredictionRecord } from './prediction-record';
import type { RowPlan } from './row-plan';
import type { RequestTrace } from './request-trace.port';
import { scoreOthers, type OtherScore } from './score-others';
import { recordsOfBatch, rowId, type TensorBatch } from './tensor-batch';

export interface InferCommand {
  readonly model: string;
  /** Asks this version instead of the route. */
  readonly version?: number;
  readonly request: InferRequest;
  /** Whom all rows are about; without it the prediction's id decides the arm. */
  readonly subject?: string;
  /** false: no event is left. */
  readonly record: boolean;
  readonly trace?: RequestTrace;
}

export interface InferResult {
  /** Of the first row; undefined where no event was left. */
  readonly recordedId: string | undefined;
  /** What was recorded of each row. */
  readonly records: () => readonly PredictionRecord[];
  readonly answer: InferAnswer;
  readonly binaryNames: ReadonlySet<string>;
}

interface Inference {
  readonly command: InferCommand;
  readonly version: ServedVersion;
  readonly decision: RouteDecision;
  readonly predictionId: string;
  readonly deadlineAtMs: number;
  /** As in RowPlan; of all rows, since they are about one subject. */
  readonly isHeldOut?: boolean;
}

/**
 * The graph's own tensors in and out, over REST and gRPC. One version answers the whole request. It leaves the same
 * events, and pairs the same scores while a rollout runs, as a prediction by feature names.
 */
export class InferTensors {
  constructor(private readonly ports: PredictPorts) {}

  async execute(command: InferCommand): Promise<InferResult> {
    const inference = await this.begin(command);
    const { version, predictionId } = inference;
    const { request } = command;
    const { tensors, rows } = checkInputs(version.graph.inputs, request.inputs);
    const known = version.graph.outputs.map(({ name }) => name);
    const wanted = requestedOutputs(request, known);
    const { scoreTensor } = version.signature.output;
    const names = new Set([...wanted.map(({ name }) => name), scoreTensor]);
    const run = command.trace?.begin('inference');
    const outputs = await this.infer(inference, tensors, { names: [...names], rows });
    run?.end();
    const kept = await this.keep(inference, { tensors, outputs, rows });
    const byName = new Map(outputs.map((tensor) => [tensor.name, tensor]));
    return {
      ...kept,
      answer: {
        model: command.model,
        version: version.version,
        ...(request.id !== undefined && { id: request.id }),
        parameters: {
          model_version: String(version.version),
          prediction_id: predictionId,
          ...(inference.isHeldOut && { holdout: true }),
        },
        outputs: wanted.map(({ name }) => byName.get(name) as Tensor),
      },
      binaryNames: new Set(wanted.filter(({ binary }) => binary).map(({ name }) => name)),
    };
  }

  private async infer(
    { version, decision: { meter }, deadlineAtMs: by }: Inference,
    tensors: readonly Tensor[],
    { names, rows }: { readonly names: readonly string[]; readonly rows: number },
  ): Promise<Tensor[]> {
    const startedMs = meter ? performance.now() : 0;
    try {
      const outputs = await version.infer(tensors, names, { rows, deadlineAtMs: by });
      meter?.scored(version.version, 'answering', rows, performance.now() - startedMs);
      return outputs;
    } catch (error) {
      meter?.failed(version.version, 'answering', rows);
      throw error;
    }
  }

  private async begin(command: InferCommand): Promise<Inference> {
    const { routes, versions, newId } = this.ports;
    const { table } = routes;
    const predictionId = newId();
    const deadline = deadlineAtMs(this.ports, timeoutMsOf(command.request.parameters));
    if (command.version !== undefined) {
      if (!table.find(command.model)) throw new ModelNotFoundError(command.model);
      const version = await versions.load(command.model, command.version);
      return {
        command,
        version,
        decision: { version: command.version, alsoScore: [] },
        predictionId,
        deadlineAtMs: deadline,
      };
    }
    const stickyKey = command.subject ?? predictionId;
    const decision = table.route(command.model, stickyKey);
    const { holdout } = table.rulesOf(command.model);
    const version = versions.get(command.model, decision.version);
    if (!version) throw new VersionNotLoadedError(command.model, decision.version);
    return {
      ...{ command, version, decision, predictionId, deadlineAtMs: deadline },
      isHeldOut: holdout && isHeldOut(holdout, stickyKey),
    };
  }

  private async keep(
    inference: Inference,
    { tensors, outputs, rows }: { tensors: readonly Tensor[]; outputs: readonly Tensor[]; rows: number },
  ): Promise<Pick<InferResult, 'recordedId' | 'records'>> {
    const { command, version } = inference;
    const scores = version.scoresOf(outputs, rows);
    if (!command.record) {
      this.observe(version, scores);
      return { recordedId: undefined, records: () => [] };
    }
    const batch = this.batchOf(inference, { rows, tensors, scores });
    const others = inference.decision.alsoScore.length > 0 ? await this.others(inference, batch) : undefined;
    const traceparent = command.trace?.traceparent;
    const whole = others ? null : toBatchRecord(batch, traceparent);
    const records = (): PredictionRecord[] => recordsOfBatch(batch, { others });
    const events = whole ? [whole] : records().map((record) => toSpoolRecord(record, traceparent));
    const rules = this.ports.routes.table.rulesOf(command.model);
    await keepEvents(this.ports, command, { events, rows, together: 'tick' }, rules);
    this.observe(version, scores);
    return { recordedId: rowId(batch.predictionId, 0, rows), records };
  }

  private batchOf(
    { command, version, decision, predictionId, isHeldOut: holdout }: Inference,
    run: Pick<TensorBatch, 'rows' | 'tensors' | 'scores'>,
  ): TensorBatch {
    const { model, subject } = command;
    return {
      ...run,
      ...{ predictionId, model, version: version.version, subject, signature: version.signature, holdout },
      ...{ servedAt: this.ports.now().toISOString(), rollout: decision.rollout },
    };
  }

  private observe({ model, version, signature }: ServedVersion, scores: BatchScores): void {
    const answers = rowAnswers(scores);
    for (let row = 0; row < answers.length; row++) {
      const score = scoreOf(signature, answers[row] as RowAnswer);
      if (isAnswered(signature, score)) this.ports.observer.predicted(model, version, score);
    }
  }

  private others(
    { command, version, decision, deadlineAtMs: by }: Inference,
    { signature, tensors, rows, predictionId, servedAt }: TensorBatch,
  ): Promise<OtherScore[][]> {
    const names = version.signature.features.map(({ name }) => name);
    const features = tensorRows(signature, tensors, rows);
    const instances = features.map((values) => Object.fromEntries(names.map((name, i) => [name, values[i]])));
    const plans = features.map((_, row): RowPlan => ({
      predictionId: rowId(predictionId, row, rows),
      decision,
      servedAt,
    }));
    return scoreOthers(this.ports, { model: command.model, instances, deadlineAtMs: by }, plans);
  }
}
