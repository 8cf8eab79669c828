import type { Signature } from '@plumbline/registry-core';
import { allPassed, type GatePolicy, type GateResult } from '../gates/gate';
import { gateReport } from '../gates/gate-report';
import { evaluateGates, holdoutMetrics, type HoldoutScores } from '../gates/evaluate-gates';
import { snapshotBytes, takeSnapshot, type DataSnapshot } from '../snapshot/data-snapshot';
import { trainingObstacle } from '../training/trained-signature';
import type { ArtifactScorer, TrainedModel, Trainer } from '../training/trainer.port';
import { groupSelections } from '../gates/group-selections';
import { RunLog } from './run-log';
import type {
  CanaryStarter,
  ChampionModel,
  FeedbackReader,
  ModelCatalog,
  RetrainingAnnouncer,
  RetrainingPolicies,
  RetrainingUnitOfWork,
  SnapshotStore,
} from './retraining.port';
import { RetrainingFailed } from './retraining.errors';
import type { TrainingRun, TrainingRunChange, TrainingStage } from './training-run';

const ACTOR = 'system:retraining';

export interface ExecuteRunPorts {
  readonly unitOfWork: RetrainingUnitOfWork;
  readonly feedback: FeedbackReader;
  readonly catalog: ModelCatalog;
  readonly policies: RetrainingPolicies;
  readonly snapshots: SnapshotStore;
  readonly trainer: Trainer;
  readonly scorer: ArtifactScorer;
  readonly canary: CanaryStarter;
  readonly announcer: RetrainingAnnouncer;
}

/**
 * From labelled rows to a judged candidate. Killed anywhere it runs again from the start: until the candidate is registered
 * nothing outside the run's own row has changed, and registering is idempotent for the run.
 */
export class ExecuteRun {
  constructor(private readonly ports: ExecuteRunPorts) {}

  /**
   * @param attempt.last an unforeseen error ends the run only when the queue will not try again
   */
  async execute(
    runId: string,
    attempt: { readonly signal: AbortSignal; readonly last: boolean },
    now: () => Date,
  ): Promise<void> {
    const run = await this.ports.unitOfWork.run(({ runs }) => runs.find(runId));
    if (!run || run.finishedAt) return;
    const log = new RunLog(now);
    try {
      await this.attempt(run, log, attempt.signal, now);
    } catch (error) {
      const final = error instanceof RetrainingFailed || attempt.last || attempt.signal.aborted;
      if (!final) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      log.add(`failed: ${reason}`);
      const state = attempt.signal.aborted ? 'cancelled' : 'failed';
      await this.finish(run, { state, reason, log: log.text() }, now);
    }
  }

  private async attempt(run: TrainingRun, log: RunLog, signal: AbortSignal, now: () => Date): Promise<void> {
    await this.change(run, { state: 'running', startedAt: run.startedAt ?? now() }, 'snapshot', 0.05, log);
    const champion = await this.ports.catalog.champion(run.model);
    if (!champion) throw new RetrainingFailed('no_champion', 'The model has no champion any more.');
    const obstacle = trainingObstacle(champion.signature);
    if (obstacle !== null) throw new RetrainingFailed('champion_unsuited', obstacle);
    const { snapshot, frozenAt, digest } = await this.takeSnapshot(run, log);

    await this.change(
      run,
      { championVersion: champion.version, snapshot: { ...snapshot.manifest, artifactDigest: digest } },
      'train',
      0.15,
      log,
    );
    const trained = await this.train(run, champion, snapshot, signal, log);

    await this.change(run, {}, 'evaluate', 0.7, log);
    const { gates, scores } = await this.evaluate(run, champion, trained, snapshot, log);
    const evaluation = {
      candidate: holdoutMetrics(scores),
      champion: holdoutMetrics({ ...scores, candidate: scores.champion }),
    };
    if (!allPassed(gates)) {
      const failed = gates.filter(({ verdict }) => verdict !== 'PASS').map(({ gate, verdict }) => `${gate} ${verdict}`);
      await this.finish(
        run,
        { state: 'rejected', gates, evaluation, reason: `gates: ${failed.join(', ')}`, log: log.text() },
        now,
      );
      return;
    }

    await this.change(run, { gates, evaluation }, 'register', 0.8, log);
    const version = await this.register(run, champion, trained, snapshot, scores, digest);
    const judged = { championVersion: champion.version, snapshotDigest: digest, gates, evaluation };
    const report = gateReport({ runId: run.id, ...judged });
    await this.ports.catalog.attachGateReport({ model: run.model, version, report, actor: ACTOR });
    log.add(`registered version ${version} with its gate report`);
    await this.change(run, { candidateVersion: version }, 'canary', 0.9, log);
    await this.offer(run, champion, trained, version, frozenAt, log);
    await this.finish(
      run,
      { state: 'registered', candidateVersion: version, reason: `version ${version} registered`, log: log.text() },
      now,
    );
  }

  private async takeSnapshot(run: TrainingRun, log: RunLog) {
    const policy = await this.ports.policies.retraining(run.model);
    const feedback = await this.ports.feedback.labelledRows(run.model, policy.slidingRows);
    // After the rows were read: a label recorded later than this cannot have been trained on.
    const frozenAt = await this.ports.feedback.databaseTime();
    const base = feedback.length < policy.slidingRows ? await this.ports.catalog.trainingBase(run.model) : [];
    const snapshot = takeSnapshot(base, feedback, policy);
    if (!snapshot.train.length) throw new RetrainingFailed('no_rows', 'There are no labelled rows to train on yet.');
    const digest = await this.ports.snapshots.put(snapshotBytes(snapshot));
    const { rows, baseRows, holdoutRows, positiveRate } = snapshot.manifest;
    log.add(
      `snapshot ${digest.slice(0, 12)}: ${rows} rows (${baseRows} from the training base), ${holdoutRows} held out, ${(100 * positiveRate).toFixed(1)} % positive`,
    );
    return { snapshot, frozenAt, digest };
  }

  private async train(
    run: TrainingRun,
    champion: ChampionModel,
    snapshot: DataSnapshot,
    signal: AbortSignal,
    log: RunLog,
  ): Promise<TrainedModel> {
    const policy = await this.ports.policies.retraining(run.model);
    const { signature } = champion;
    const request = {
      signature,
      rows: snapshot.train,
      weights: snapshot.weights,
      trainer: policy.trainer,
      parameters: policy.parameters,
    };
    let reported = 0;
    const onProgress = (fraction: number): void => {
      if (fraction - reported < 0.2) return;
      reported = fraction;
      void this.change(run, {}, 'train', 0.15 + 0.55 * fraction, log);
    };
    const trained = await this.ports.trainer.train(request, { signal, onProgress });
    log.add(`trained ${policy.trainer} on ${snapshot.train.length} rows, ${trained.onnx.byteLength} bytes of ONNX`);
    return trained;
  }

  private async evaluate(
    run: TrainingRun,
    champion: ChampionModel,
    trained: TrainedModel,
    snapshot: DataSnapshot,
    log: RunLog,
  ) {
    const rows = snapshot.holdout.map(({ features }) => features);
    const { scorer } = this.ports;
    const scores: HoldoutScores = {
      labels: Uint8Array.from(snapshot.holdout, ({ positive }) => (positive ? 1 : 0)),
      candidate: await scorer.score(trained.signature, trained.onnx, rows),
      champion: await scorer.score(champion.signature, champion.artifact, rows),
    };
    const parityRows = snapshot.train.slice(0, trained.parityScores.length).map(({ features }) => features);
    const inRuntime = await scorer.score(trained.signature, trained.onnx, parityRows);
    const parityError = trained.parityScores.reduce(
      (worst, own, i) => Math.max(worst, Math.abs(own - (inRuntime[i] ?? NaN))),
      0,
    );
    const policy: GatePolicy = await this.ports.policies.gate(run.model);
    const groups = groupSelections(trained.signature, snapshot.holdout, scores.candidate);
    const gates = evaluateGates(
      { holdout: scores, artifactBytes: trained.onnx.byteLength, parityError, groups },
      policy,
    );
    for (const gate of gates) log.add(`gate ${gate.gate}: ${gate.verdict} (${gate.rule})`);
    return { gates, scores };
  }

  private register(
    run: TrainingRun,
    champion: ChampionModel,
    trained: TrainedModel,
    snapshot: DataSnapshot,
    scores: HoldoutScores,
    snapshotDigest: string,
  ): Promise<number> {
    const { signature } = trained;
    return this.ports.catalog.registerCandidate({
      model: run.model,
      runId: run.id,
      artifact: trained.onnx,
      signature,
      trainedOn: snapshot.train,
      holdout: { scores: scores.candidate, positive: snapshot.holdout.map(({ positive }) => positive) },
      metrics: holdoutMetrics(scores),
      source: {
        kind: 'retraining',
        runId: run.id,
        snapshotDigest,
        parentVersion: champion.version,
        trainer: trained.description,
      },
      bornBecause: bornBecause(run),
      actor: ACTOR,
    });
  }

  /** Scores what still waits for its label, so that those labels judge the candidate too, then starts the canary. */
  private async offer(
    run: TrainingRun,
    champion: ChampionModel,
    trained: TrainedModel,
    version: number,
    frozenAt: Date,
    log: RunLog,
  ): Promise<void> {
    const policy = await this.ports.policies.retraining(run.model);
    if (policy.action === 'register') return;
    const pending = await this.ports.feedback.pendingRows(run.model);
    const rows = pending.map(({ features }) => features);
    const save = async (of: number, signature: Signature, artifact: Uint8Array): Promise<void> => {
      const scores = await this.ports.scorer.score(signature, artifact, rows);
      await this.ports.feedback.saveBackfill(
        run.model,
        of,
        pending.map(({ predictionId }, i) => ({ predictionId, score: scores[i] as number })),
      );
    };
    if (pending.length) {
      await save(version, trained.signature, trained.onnx);
      await save(champion.version, champion.signature, champion.artifact);
    }
    log.add(`${pending.length} predictions still wait for their outcome and were scored by both versions`);
    await this.ports.canary.start({ model: run.model, version, frozenAt, reason: bornBecause(run) });
  }

  private async change(
    run: TrainingRun,
    change: TrainingRunChange,
    stage: TrainingStage,
    progress: number,
    log: RunLog,
  ): Promise<void> {
    await this.ports.unitOfWork.run(({ runs }) => runs.update(run.id, { ...change, stage, progress, log: log.text() }));
    const detail = { runId: run.id, stage, progress };
    await this.ports.announcer.announce({ kind: 'training.progress', model: run.model, summary: stage, detail });
  }

  private async finish(run: TrainingRun, change: TrainingRunChange, now: () => Date): Promise<void> {
    await this.ports.unitOfWork.run(async ({ runs, audit }) => {
      await runs.update(run.id, { ...change, stage: 'done', progress: 1, finishedAt: now() });
      await audit.record({
        actor: ACTOR,
        action: `training_run.${change.state}`,
        resourceType: 'training_run',
        resourceId: run.id,
        ...(change.reason ? { reason: change.reason } : {}),
        detail: {
          model: run.model,
          trigger: run.trigger,
          candidateVersion: change.candidateVersion ?? null,
          gates: gatesOf(change),
        },
      });
    });
    const summary = `retraining ${change.state}: ${change.reason}`;
    await this.ports.announcer.announce({
      kind: 'training.finished',
      model: run.model,
      summary,
      detail: { runId: run.id },
    });
  }
}

const gatesOf = ({ gates }: TrainingRunChange): readonly Pick<GateResult, 'gate' | 'verdict' | 'value'>[] =>
  (gates ?? []).map(({ gate, verdict, value }) => ({ gate, verdict, value }));

function bornBecause({ trigger, triggerDetail }: TrainingRun): string {
  const { features, reason, lossRatio } = triggerDetail;
  const named = Array.isArray(features) && features.length ? ` of ${features.slice(0, 4).join(', ')}` : '';
  const why = typeof reason === 'string' ? `: ${reason}` : '';
  return `${trigger}${named}${why}${typeof lossRatio === 'number' ? `, loss ${lossRatio.toFixed(2)} times the expected` : ''}`;
}
