import type { DomainEvent } from '@plumbline/contracts';

type Kind = DomainEvent['kind'];
type QueryKey = readonly (string | null)[];

const OF_MODEL: Readonly<Record<Kind, readonly string[]>> = {
  'version.registered': ['versions'],
  'alias.changed': ['aliases', 'versions', 'version', 'rollouts'],
  'rollout.started': ['rollouts', 'versions', 'version'],
  'rollout.step': ['rollouts'],
  'rollout.ended': ['rollouts', 'versions', 'version', 'aliases'],
  'drift.detected': ['drift'],
  'window.closed': [
    'drift',
    'quality',
    'performance',
    'fairness',
    'impact',
    'reconciliation',
    'rollouts',
    'predictions',
  ],
  'alert.raised': [],
  'alert.resolved': [],
  'alert.acknowledged': [],
  'alert.silenced': [],
  'webhook.disabled': [],
  'training.queued': ['training-runs'],
  'training.progress': ['training-runs'],
  'training.finished': ['training-runs', 'versions'],
  'retraining.suppressed': ['training-runs'],
  'policy.changed': ['policies', 'impact'],
  'document.written': ['documents'],
  'approval.requested': [],
  'approval.approved': [],
  'approval.rejected': [],
  'approval.withdrawn': [],
  'approval.voided': [],
  'approval.applied': ['aliases', 'versions', 'version'],
};

const APPROVAL_CHANGED: readonly QueryKey[] = [['approvals'], ['audit']];
const APPROVAL_KINDS = {
  'approval.requested': APPROVAL_CHANGED,
  'approval.approved': APPROVAL_CHANGED,
  'approval.rejected': APPROVAL_CHANGED,
  'approval.withdrawn': APPROVAL_CHANGED,
  'approval.voided': APPROVAL_CHANGED,
  'approval.applied': [['models'], ['rollout'], ...APPROVAL_CHANGED],
} as const;

/** Queries that no event names the object of: cheap, and few are on the screen at a time. */
const WHOLE: Readonly<Record<Kind, readonly QueryKey[]>> = {
  'version.registered': [['models'], ['audit']],
  'alias.changed': [['models'], ['rollout'], ['audit']],
  'rollout.started': [['models'], ['rollout'], ['audit']],
  'rollout.step': [['models'], ['rollout'], ['audit']],
  'rollout.ended': [['models'], ['rollout'], ['audit']],
  'drift.detected': [['models'], ['alerts']],
  'window.closed': [['models'], ['rollout'], ['alerts'], ['prediction']],
  'alert.raised': [['models'], ['alerts'], ['alert']],
  'alert.resolved': [['models'], ['alerts'], ['alert']],
  'alert.acknowledged': [['alerts'], ['alert'], ['audit']],
  'alert.silenced': [['alerts'], ['alert'], ['audit']],
  'webhook.disabled': [['webhooks'], ['audit']],
  'training.queued': [['training-runs', null], ['audit']],
  'training.progress': [['training-runs', null], ['training-run']],
  'training.finished': [['models'], ['training-runs', null], ['training-run'], ['audit']],
  'retraining.suppressed': [['training-runs', null]],
  'policy.changed': [['audit']],
  'document.written': [['audit']],
  ...APPROVAL_KINDS,
};

/** Prefixes of the query keys that an event makes old. Of an unknown kind: everything. */
export function affectedQueries(kind: string, model: string): readonly QueryKey[] {
  if (!Object.hasOwn(OF_MODEL, kind)) return [[]];
  const known = kind as Kind;
  return [['model', model], ...OF_MODEL[known].map((resource) => [resource, model]), ...WHOLE[known]];
}
