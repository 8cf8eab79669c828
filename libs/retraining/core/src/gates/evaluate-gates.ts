import { areaUnderCurve, deLongInterval, logLoss, normalQuantile, rowLogLoss, type Label } from '@plumbline/stats';
import type { GatePolicy, GateResult } from './gate';

export interface HoldoutScores {
  readonly labels: Uint8Array;
  readonly candidate: Float64Array;
  readonly champion: Float64Array;
}

export interface GateEvidence {
  readonly holdout: HoldoutScores;
  readonly artifactBytes: number;
  /** Largest difference between the trainer's own scores and the artifact's in the runtime. */
  readonly parityError: number;
  /** Selection rates by protected group on the hold-out: attribute -> group -> {n, selected}. */
  readonly groups: Readonly<Record<string, Readonly<Record<string, { n: number; selected: number }>>>>;
}

const PARITY_TOLERANCE = 1e-5;
const SMALLEST_GROUP = 50;

/** Every gate of one candidate against the champion that serves now, on the same rows. */
export function evaluateGates(evidence: GateEvidence, policy: GatePolicy): GateResult[] {
  return [
    sizeGate(evidence, policy),
    parityGate(evidence),
    logLossGate(evidence.holdout, policy),
    aucGate(evidence.holdout, policy),
    ...fairnessGates(evidence, policy),
  ];
}

function sizeGate({ artifactBytes }: GateEvidence, { maximumBytes }: GatePolicy): GateResult {
  return {
    gate: 'artifact_size',
    verdict: artifactBytes <= maximumBytes ? 'PASS' : 'FAIL',
    rule: `at most ${maximumBytes} bytes`,
    value: { estimate: artifactBytes, low: null, high: null, n: 1 },
  };
}

function parityGate({ parityError }: GateEvidence): GateResult {
  return {
    gate: 'runtime_parity',
    verdict: parityError <= PARITY_TOLERANCE ? 'PASS' : 'FAIL',
    rule: `the runtime agrees with the trainer within ${PARITY_TOLERANCE}`,
    value: { estimate: parityError, low: null, high: null, n: 1 },
  };
}

/**
 * Paired non-inferiority on the same hold-out rows: mean of (candidate's loss - champion's loss) with a normal interval,
 * passed when its upper bound is at most the margin. Lower is better.
 */
function logLossGate({ labels, candidate, champion }: HoldoutScores, policy: GatePolicy): GateResult {
  const n = labels.length;
  const percent = policy.confidence * 100;
  const gate = 'log_loss_against_champion';
  const rule = `candidate - champion on the same rows: upper bound (${percent} %, one-sided) at most ${policy.logLossMargin}`;
  if (n < policy.minimumHoldout)
    return {
      gate,
      verdict: 'INSUFFICIENT_DATA',
      rule: `${rule}; needs ${policy.minimumHoldout} hold-out rows`,
      value: { estimate: null, low: null, high: null, n },
    };
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const label = labels[i] === 1 ? 1 : 0;
    const difference = rowLogLoss(label, candidate[i] as number) - rowLogLoss(label, champion[i] as number);
    sum += difference;
    squares += difference * difference;
  }
  const mean = sum / n;
  const variance = Math.max(0, (squares - n * mean * mean) / (n - 1));
  const halfWidth = normalQuantile(policy.confidence) * Math.sqrt(variance / n);
  const value = { estimate: mean, low: mean - halfWidth, high: mean + halfWidth, n };
  return { gate, verdict: value.high <= policy.logLossMargin ? 'PASS' : 'FAIL', rule, value };
}

function aucGate({ labels, candidate }: HoldoutScores, { minimumAuc, minimumHoldout }: GatePolicy): GateResult {
  const rule = `AUC on the hold-out at least ${minimumAuc}`;
  const n = labels.length;
  const truth = toLabels(labels);
  const estimate = n >= minimumHoldout ? areaUnderCurve(truth, [...candidate]) : undefined;
  if (estimate === undefined)
    return { gate: 'auc', verdict: 'INSUFFICIENT_DATA', rule, value: { estimate: null, low: null, high: null, n } };
  const interval = deLongInterval(truth, [...candidate]);
  const value = { estimate, low: interval?.lower ?? null, high: interval?.upper ?? null, n };
  return { gate: 'auc', verdict: estimate >= minimumAuc ? 'PASS' : 'FAIL', rule, value };
}

const toLabels = (labels: Uint8Array): Label[] => Array.from(labels, (label) => (label === 1 ? 1 : 0));

function fairnessGates({ groups }: GateEvidence, { fairnessMinimumRatio }: GatePolicy): GateResult[] {
  if (fairnessMinimumRatio <= 0) return [];
  return Object.entries(groups).map(([attribute, byGroup]): GateResult => {
    const rates = Object.values(byGroup)
      .filter(({ n }) => n >= SMALLEST_GROUP)
      .map(({ n, selected }) => selected / n);
    const rule = `lowest over highest selection rate of groups with at least ${SMALLEST_GROUP} rows is at least ${fairnessMinimumRatio}`;
    const n = Object.values(byGroup).reduce((sum, group) => sum + group.n, 0);
    const best = Math.max(...rates);
    if (rates.length < 2 || best === 0)
      return {
        gate: `fairness_${attribute}`,
        verdict: 'INSUFFICIENT_DATA',
        rule,
        value: { estimate: null, low: null, high: null, n },
      };
    const estimate = Math.min(...rates) / best;
    return {
      gate: `fairness_${attribute}`,
      verdict: estimate >= fairnessMinimumRatio ? 'PASS' : 'FAIL',
      rule,
      value: { estimate, low: null, high: null, n },
    };
  });
}

/** What is written beside a version at birth: the expectation that its live performance is held against. */
export function holdoutMetrics({ labels, candidate }: HoldoutScores): Record<string, number> {
  if (!labels.length) return {};
  const truth = toLabels(labels);
  const auc = areaUnderCurve(truth, [...candidate]);
  return { holdoutRows: truth.length, logLoss: logLoss(truth, [...candidate]), ...(auc === undefined ? {} : { auc }) };
}
