import { sequentialVerdict } from '@plumbline/stats';
import type { MetricVerdict, PairedEvidence, RolloutPolicy } from './rollout';

/**
 * Paired log loss: both versions score every row while the rollout runs, so each labelled row yields one difference
 * d = loss(candidate) - loss(champion), in nats, below 0 when the candidate is better. The pairing removes the rows' own
 * difficulty from the variance, and all rows count, not only the candidate's share.
 *
 * The interval is the asymptotic confidence sequence around mean(d) (Waudby-Smith et al., arXiv 2103.06476): valid at every
 * look, so judging at each tick raises no false alarm.
 *
 * @example n 400, mean -0.2, variance 0.25, alpha 0.05, tuningN 1000 -> upper bound below 0: 'better'
 */
export function judgeLogLoss(evidence: PairedEvidence, policy: RolloutPolicy): MetricVerdict {
  const standardError = evidence.n > 0 ? Math.sqrt(evidence.varianceOfDifference / evidence.n) : 0;
  const result = sequentialVerdict(
    evidence.n > 0 ? { estimate: evidence.meanDifference, standardError, observations: evidence.n } : undefined,
    {
      margin: policy.logLossMargin,
      direction: 'lower_is_better',
      alpha: policy.alpha,
      tuningN: policy.tuningN,
      minimumObservations: policy.minimumLabelled,
    },
  );
  const known = evidence.n > 0;
  const { estimate, lower, upper } = result.interval;
  return {
    metric: 'log_loss',
    role: policy.logLossRole,
    champion: evidence.championLogLoss,
    candidate: evidence.candidateLogLoss,
    difference: {
      estimate: known ? estimate : null,
      low: known ? lower : null,
      high: known ? upper : null,
      n: evidence.n,
    },
    margin: policy.logLossMargin,
    verdict: result.verdict,
    rule:
      `paired difference of log loss, ${(1 - policy.alpha) * 100} % confidence sequence, margin ${policy.logLossMargin}, ` +
      `at least ${policy.minimumLabelled} rows labelled after the candidate was frozen`,
  };
}
