import type { FieldProblem } from '@plumbline/problem';
import { isAnswered, labelOf, probabilitiesOf, scoreOf, type RowAnswer } from '../output/row-answer';
import type { StepMeter } from '../routing/rollout-meters';
import type { RoutingTable } from '../routing/routing-table';
import type { FeatureRow } from '../scalar';
import { InvalidInstancesError, ModelNotFoundError, VersionNotLoadedError } from '../serving.errors';
import type { Spool } from '../spool/spool.port';
import type { ServedVersion } from '../versions/served-version';
import type { VersionPool } from '../versions/version-pool';
import { deadlineAtMs, type DeadlinePorts } from './deadline';
import { keepEvents } from './keep-events';
import { meteredScore, meteredScoreNow } from './metered-score';
import type { PredictCommand, PredictionAnswer } from './predict-command';
import type { PredictionObserver } from './prediction-observer.port';
import { toSpoolRecord, type PredictionRecord } from './prediction-record';
import { scoreOthers, type Asked, type OtherScore } from './score-others';
import { groupRows, planRows, validatedRows, type RowPlan, type VersionRows } from './row-plan';

export interface PredictPorts extends DeadlinePorts {
  readonly routes: { readonly table: RoutingTable };
  readonly versions: Pick<VersionPool, 'get' | 'load'>;
  readonly spool: Spool;
  readonly observer: PredictionObserver;
  readonly newId: () => string;
  readonly now: () => Date;
}

interface ScoredRow {
  readonly version: ServedVersion;
  readonly features: FeatureRow;
  readonly answer: RowAnswer;
  readonly score: number;
}

/** A prediction by feature names: the fast lane and the framework's route both call this. */
export class Predict {
  constructor(private readonly ports: PredictPorts) {}

  async execute(command: PredictCommand): Promise<PredictionAnswer[]> {
    const { routes, newId, now, observer } = this.ports;
    const { table } = routes;
    const rules = table.rulesOf(command.model);
    const asked: Asked = {
      model: command.model,
      instances: command.instances,
      unknownFields: rules.unknownFields,
      deadlineAtMs: deadlineAtMs(this.ports, command.timeoutMs),
    };
    if (command.version !== undefined) await this.loadPinned(table, command.model, command.version);
    const plans = planRows(command, table, newId, now(), rules.holdout);
    const answering = this.answeringRows(asked, plans);
    const isPaired = command.record && plans.some(hasOthers);
    const meter = plans[0]?.decision.meter;
    const run = command.trace?.begin('inference');
    const ready = isPaired ? undefined : meteredScoreNow(answering, meter);
    const [scored, otherScores] = ready
      ? [ready, NO_OTHERS]
      : await this.score(asked, answering, { paired: isPaired ? plans : NO_ONE, meter });
    run?.end();
    const rows = this.assemble(plans, answering, scored);
    const records = plans.map((plan, i) =>
      toRecord(command, plan, rows[i] as ScoredRow, otherScores[i] ?? NO_OTHERS, i),
    );
    if (command.record) {
      const events = records.map((record) => toSpoolRecord(record, command.trace?.traceparent));
      await keepEvents(this.ports, command, { events, rows: events.length, together: ready ? 'turn' : 'tick' }, rules);
    }
    return records.map((record, i) => {
      observer.predicted(record.model, record.version, record.score);
      return toAnswer(record, rows[i] as ScoredRow);
    });
  }

  /** Of each group; and what the versions beside it say. One group alone, as most requests are, costs one promise. */
  private async score(
    asked: Asked,
    answering: readonly VersionRows[],
    { paired, meter }: { readonly paired: readonly RowPlan[]; readonly meter: StepMeter | undefined },
  ): Promise<[readonly ArrayLike<RowAnswer>[], readonly (readonly OtherScore[])[]]> {
    const bounds = { deadlineAtMs: asked.deadlineAtMs, meter };
    const [first, ...more] = answering;
    if (first && more.length === 0 && paired.length === 0) {
      return [[await meteredScore(first, 'answering', bounds)], NO_OTHERS];
    }
    return Promise.all([
      Promise.all(answering.map((group) => meteredScore(group, 'answering', bounds))),
      paired.length > 0 ? scoreOthers(this.ports, asked, paired) : NO_OTHERS,
    ]);
  }

  private async loadPinned(table: RoutingTable, model: string, version: number): Promise<void> {
    if (!table.find(model)) throw new ModelNotFoundError(model);
    await this.ports.versions.load(model, version);
  }

  private answeringRows(command: Asked, plans: readonly RowPlan[]): VersionRows[] {
    const groups: VersionRows[] = [];
    const problems: FieldProblem[] = [];
    for (const [number, indexes] of groupRows(plans, ({ decision }) => [decision.version])) {
      const version = this.ports.versions.get(command.model, number);
      if (!version) throw new VersionNotLoadedError(command.model, number);
      const checked = validatedRows(version, command, indexes);
      if (checked.problems.length) plans[0]?.decision.meter?.refused(number, 'answering', indexes.length);
      problems.push(...checked.problems);
      groups.push(checked.rows);
    }
    if (problems.length) throw new InvalidInstancesError(problems.slice(0, 100));
    return groups;
  }

  private assemble(
    plans: readonly RowPlan[],
    groups: readonly VersionRows[],
    answers: readonly ArrayLike<RowAnswer>[],
  ): ScoredRow[] {
    const rows = new Array<ScoredRow>(plans.length);
    const problems: FieldProblem[] = [];
    groups.forEach(({ version, indexes, rows: features }, g) =>
      indexes.forEach((row, i) => {
        const answer = answers[g]?.[i] as RowAnswer;
        const score = scoreOf(version.signature, answer);
        if (!isAnswered(version.signature, score)) {
          problems.push({ pointer: `/instances/${row}`, detail: NO_SCORE });
          plans[row]?.decision.meter?.unscorable(version.version, 'answering', 1);
        }
        rows[row] = { version, features: features[i] as FeatureRow, answer, score };
      }),
    );
    if (problems.length) throw new InvalidInstancesError(problems.slice(0, 100));
    return rows;
  }
}

const NO_OTHERS: readonly never[] = [];
const NO_ONE: readonly never[] = [];
const hasOthers = ({ decision }: RowPlan): boolean => decision.alsoScore.length > 0;

const NO_SCORE =
  'the model has no finite score, or for classes no probability, for this row: a missing or extreme value that it cannot take';

function toRecord(
  command: PredictCommand,
  plan: RowPlan,
  row: ScoredRow,
  otherScores: readonly OtherScore[],
  index: number,
): PredictionRecord {
  return {
    predictionId: plan.predictionId,
    model: command.model,
    version: row.version.version,
    subject: command.subjects?.[index],
    features: row.features,
    attributes: command.attributes?.[index],
    score: row.score,
    label: labelOf(row.version.signature, row.answer),
    servedAt: plan.servedAt,
    holdout: plan.isHeldOut,
    rollout: plan.decision.rollout,
    otherScores: otherScores.length > 0 ? otherScores : undefined,
  };
}

function toAnswer(
  { predictionId, version, score, label, holdout }: PredictionRecord,
  row: ScoredRow,
): PredictionAnswer {
  const { signature } = row.version;
  return {
    predictionId,
    version,
    task: signature.task,
    score,
    holdout: holdout || undefined,
    label,
    probabilities: probabilitiesOf(signature, row.answer),
  };
}
