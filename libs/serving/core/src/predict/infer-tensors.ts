import { checkInputs } from '../open-inference/check-inputs';
import type { Tensor } from '../open-inference/datatype';
import type { InferRequest } from '../open-inference/infer-request';
import { requestedOutputs, type InferAnswer } from '../open-inference/infer-response';
import { tensorRows } from '../open-inference/tensor-rows';
import { isAnswered, labelOf, scoreOf, type RowAnswer } from '../output/row-answer';
import { isHeldOut } from '../routing/holdout';
import type { RouteDecision } from '../routing/rollout-route';
import { ModelNotFoundError, VersionNotLoadedError } from '../serving.errors';
import type { ServedVersion } from '../versions/served-version';
import { deadlineAtMs, timeoutMsOf } from './deadline';
import { keepEvents } from './keep-events';
import type { PredictPorts } from './predict';
import type { PredictionRecord } from './prediction-record';
import type { RowPlan } from './row-plan';
import type { RequestTrace } from './request-trace.port';
import { scoreOthers } from './score-others';

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
  /** What was recorded of each row. */
  readonly records: readonly PredictionRecord[];
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

/** Row i of several is `<id>:<i>`: an outcome names it, and the answer need not list them all. */
const rowId = (predictionId: string, row: number, rows: number): string =>
  rows === 1 ? predictionId : `${predictionId}:${row}`;

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
    const records = await this.keep(inference, { tensors, outputs, rows });
    const byName = new Map(outputs.map((tensor) => [tensor.name, tensor]));
    return {
      records,
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
    run: { tensors: readonly Tensor[]; outputs: readonly Tensor[]; rows: number },
  ): Promise<readonly PredictionRecord[]> {
    const { routes, observer, now } = this.ports;
    const { command, version, decision, predictionId } = inference;
    const { signature } = version;
    const answers = version.answersOf(run.outputs, run.rows);
    if (!command.record) {
      const scores = Array.from({ length: run.rows }, (_, row) => scoreOf(signature, answers[row] as RowAnswer));
      for (const score of scores)
        if (isAnswered(signature, score)) observer.predicted(command.model, version.version, score);
      return [];
    }
    const features = tensorRows(signature, run.tensors, run.rows);
    const servedAt = now().toISOString();
    const plans = features.map((_, row): RowPlan => ({
      predictionId: rowId(predictionId, row, run.rows),
      decision,
      servedAt,
    }));
    const others = decision.alsoScore.length > 0 ? await this.others(inference, features, plans) : [];
    const records = features.map((values, row): PredictionRecord => {
      const answer = answers[row] as RowAnswer;
      const label = labelOf(signature, answer);
      const otherScores = others[row] ?? [];
      return {
        predictionId: (plans[row] as RowPlan).predictionId,
        model: command.model,
        version: version.version,
        ...(command.subject !== undefined && { subject: command.subject }),
        features: values,
        score: scoreOf(signature, answer),
        ...(label !== undefined && { label }),
        servedAt,
        holdout: inference.isHeldOut,
        ...(decision.rollout && { rollout: decision.rollout }),
        ...(otherScores.length > 0 && { otherScores }),
      };
    });
    // A row whose score is not finite, or no probability, is answered as the graph answered it; there is nothing to monitor in it.
    const scored = records.filter(({ score }) => isAnswered(signature, score));
    await keepEvents(this.ports, command, scored, routes.table.rulesOf(command.model), 'tick');
    for (const { score } of scored) observer.predicted(command.model, version.version, score);
    return scored;
  }

  private others(
    { command, version, deadlineAtMs: by }: Inference,
    features: PredictionRecord['features'][],
    plans: readonly RowPlan[],
  ) {
    const names = version.signature.features.map(({ name }) => name);
    const instances = features.map((values) => Object.fromEntries(names.map((name, i) => [name, values[i]])));
    return scoreOthers(this.ports, { model: command.model, instances, deadlineAtMs: by }, plans);
  }
}
