import { considerTrigger, type TriggerVerdict } from '../triggers/consider-trigger.policy';
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
  readonly canary: Pick<CanaryStarter, 'openRolloutId'>;
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
  const champion = await ports.catalog.champion(request.model);
  const openRolloutId = await ports.canary.openRolloutId(request.model);
  const latest = await ports.unitOfWork.run(({ runs }) => runs.findLatest(request.model));
  const since = await ports.feedback.countSince(request.model, latest?.createdAt ?? null);

  const answer = await ports.unitOfWork.run(async ({ runs, audit }): Promise<RetrainingAnswer> => {
    const open = await runs.findOpen(request.model);
    const verdict = considerTrigger(
      request.trigger,
      {
        hasChampion: champion !== null,
        openRunId: open?.id ?? null,
        openRolloutId,
        runs: await runs.count(request.model),
        lastStartedAt: latest?.createdAt ?? null,
        newLabels: since.labels,
        newPredictions: since.predictions,
      },
      policy,
      request.now,
    );
    if (verdict.action === 'suppress') {
      await runs.recordSuppression({ model: request.model, trigger: request.trigger, reason: verdict.rule });
      return { suppressed: verdict };
    }
    const run = queuedRun(request, champion?.version ?? null);
    await runs.insert(run);
    await audit.record({
      actor: request.requestedBy,
      action: 'training_run.queued',
      resourceType: 'training_run',
      resourceId: run.id,
      reason: request.trigger,
      detail: { model: run.model, trigger: run.trigger, championVersion: run.championVersion },
    });
    return { run };
  });

  if ('run' in answer) {
    await ports.queue.enqueueRun(answer.run.id);
    const summary = `retraining queued because of ${request.trigger}`;
    await ports.announcer.announce({
      kind: 'training.queued',
      model: request.model,
      summary,
      detail: { runId: answer.run.id },
    });
  } else {
    const { reason, rule } = answer.suppressed;
    await ports.announcer.announce({
      kind: 'retraining.suppressed',
      model: request.model,
      summary: reason,
      detail: { rule },
    });
  }
  return answer;
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
