/** Every kind of domain event; without Zod, since the dashboard's bundle subscribes to each of them by name. */
export const DOMAIN_EVENT_KINDS = [
  'version.registered',
  'alias.changed',
  'rollout.started',
  'rollout.step',
  'rollout.ended',
  'drift.detected',
  'window.closed',
  'alert.raised',
  'training.queued',
  'training.progress',
  'training.finished',
  'retraining.suppressed',
  'policy.changed',
] as const;
