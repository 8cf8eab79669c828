import { considerTrigger, type Trigger, type TriggerVerdict } from '../triggers/consider-trigger.policy';
import type {
  CanaryStarter,
  FeedbackReader,
  ModelCatalog,
  RetrainingAnnouncer,
  RetrainingPolicies,
  RetrainingUnitOfWork,
  RunQueue,
} from './retraining.port';
import type { TrainingRun } from './training-run';

export interface RetrainingRequest {
  readonly id: string;
  readonly model: string;
  readonly trigger: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly requestedBy: string;
  readonly now: Date;
}

export interface RequestRetrainingPorts {
  readonly unitOfWork: RetrainingUnitOfWork;
  readonly feedback: FeedbackReader;
  readonly catalog: Pick<ModelCatalog, 'champion'>;
  readonly policies: RetrainingPolicies;
  readonly canary: Pick<CanaryStarter, 'openRollout'>;
  readonly queue: RunQueue;
  readonly announcer: RetrainingAnnouncer;
}

export type RetrainingAnswer =
  { readonly run: TrainingRun } | { readonly suppressed: TriggerVerdict & { action: 'suppress' } };

/** A trigger becomes one queued run, or a recorded suppression with its reason: nothing is dropped in silence. */
export async function requestRetraining(
  request: RetrainingRequest,
  ports: RequestRetrainingPorts,
): Promise<RetrainingAnswer> {
  const policy = await ports.policies.retraining(request.model);
  const { championVersion, ...state } = await readState(request.model, ports);
  const answer = await ports.unitOfWork.run(async ({ runs, audit }): Promise<RetrainingAnswer> => {
    const openRunId = (await runs.findOpen(request.model))?.id ?? null;
    const verdict = considerTrigger(triggerOf(request), { ...state, openRunId }, policy, request.now);
    if (verdict.action === 'suppress') {
      await runs.recordSuppression({ model: request.model, trigger: request.trigger, reason: verdict.rule });
      return { suppressed: verdict };
    }
    const run = queuedRun(request, championVersion);
    await runs.insert(run);
    await audit.record({
      actor: request.requestedBy,
      action: 'training_run.queued',
      resourceType: 'training_run',
      resourceId: run.id,
      reason: request.trigger,
      detail: { model: run.model, trigger: run.trigger, championVersion },
    });
    return { run };
  });
  await tell(request, answer, ports);
  return answer;
}

function triggerOf({ trigger, detail }: RetrainingRequest): Trigger {
  const lossRatio = detail['lossRatio'];
  return { kind: trigger, ...(typeof lossRatio === 'number' ? { lossRatio } : {}) };
}

async function readState(model: string, { catalog, canary, unitOfWork, feedback }: RequestRetrainingPorts) {
  const champion = await catalog.champion(model);
  const rollout = await canary.openRollout(model);
  const { latest, count } = await unitOfWork.run(async ({ runs }) => ({
    latest: await runs.findLatest(model),
    count: await runs.count(model),
  }));
  const since = await feedback.countSince(model, latest?.createdAt ?? null);
  const duringRollout = rollout ? (await feedback.countSince(model, rollout.startedAt)).predictions : 0;
  return {
    championVersion: champion?.version ?? null,
    hasChampion: champion !== null,
    openRollout: rollout && { id: rollout.id, predictions: duringRollout },
    runs: count,
    lastStartedAt: latest?.createdAt ?? null,
    newLabels: since.labels,
    newPredictions: since.predictions,
  };
}

async function tell({ model, trigger }: RetrainingRequest, answer: RetrainingAnswer, ports: RequestRetrainingPorts) {
  if ('run' in answer) {
    await ports.queue.enqueueRun(answer.run.id);
    const summary = `retraining queued because of ${trigger}`;
    await ports.announcer.announce({ kind: 'training.queued', model, summary, detail: { runId: answer.run.id } });
    return;
  }
  const { reason, rule } = answer.suppressed;
  await ports.announcer.announce({ kind: 'retraining.suppressed', model, summary: reason, detail: { rule } });
}

function queuedRun(request: RetrainingRequest, championVersion: number | null): TrainingRun {
  return {
    id: request.id,
    model: request.model,
    trigger: request.trigger,
    triggerDetail: request.detail,
    state: 'queued',
    stage: 'queued',
    progress: 0,
    championVersion,
    candidateVersion: null,
    snapshot: null,
    evaluation: null,
    gates: null,
    reason: '',
    log: '',
    requestedBy: request.requestedBy,
    createdAt: request.now,
    startedAt: null,
    finishedAt: null,
  };
}
