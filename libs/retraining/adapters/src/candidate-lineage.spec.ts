import { aSignature } from '@plumbline/registry-core';
import { candidateLineage, holdoutIntervals } from './candidate-lineage';

const row = { id: 'r', features: [30, 'paris'], attributes: null, positive: true, source: 'base' as const };
const candidate: Parameters<typeof candidateLineage>[0] = {
  model: 'churn',
  runId: 'run-1',
  artifact: new Uint8Array(),
  signature: aSignature(),
  trainedOn: [row, row],
  holdout: { scores: Float64Array.of(0.9, 0.2, 0.8, 0.1), positive: [true, false, true, false] },
  metrics: { logLoss: 0.2, auc: 1 },
  source: {
    kind: 'retraining',
    snapshotDigest: 'd'.repeat(64),
    parentVersion: 3,
    trainer: { trainer: 'boosting', version: '0.1.0', parameters: { trees: 50 }, trees: 50 },
  },
  bornBecause: 'drift',
  actor: 'system:retraining',
};

describe('candidateLineage', () => {
  it('names the snapshot with its rows, trainer and version, parameters, parent and run', () => {
    expect(candidateLineage(candidate)).toEqual({
      data: [{ name: 'training snapshot', digest: 'd'.repeat(64), rows: 6 }],
      trainer: { name: 'plumbline boosting', version: '0.1.0' },
      parameters: { trees: 50 },
      parentVersion: 3,
      runId: 'run-1',
    });
  });

  it('makes nothing up of what the run does not say', () => {
    expect(candidateLineage({ ...candidate, source: {} })).toEqual({ runId: 'run-1' });
  });
});

describe('holdoutIntervals', () => {
  it('gives those metrics their interval that the run reports, said to be of the hold-out', () => {
    const intervals = holdoutIntervals(candidate);
    expect(Object.keys(intervals).sort()).toEqual(['auc', 'logLoss']);
    expect(intervals['logLoss']).toMatchObject({ level: 0.95, rows: 4, method: 'normal', on: 'hold-out' });
  });
});
