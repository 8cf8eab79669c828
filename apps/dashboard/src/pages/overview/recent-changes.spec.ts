import type { AuditEntryView, DomainEvent } from '@plumbline/contracts';
import { recentChanges } from './recent-changes';

const entry = (change: Partial<AuditEntryView>): AuditEntryView => ({
  seq: 1,
  eventId: 'e1',
  occurredAt: '2026-11-22T12:00:00Z',
  actor: 'token:ana',
  action: 'rollout.pause',
  resourceType: 'rollout',
  resourceId: 'r1',
  envelope: { reason: 'looking at it', detail: { model: 'churn' } },
  leafHash: '',
  ...change,
});
const event = (kind: DomainEvent['kind'], at: string): DomainEvent => ({
  kind,
  model: 'churn',
  at,
  summary: kind,
  detail: {},
});

describe('what changed', () => {
  it('is newest first over all sources', () => {
    const events = [event('drift.detected', '2026-11-22T12:01:00Z'), event('drift.detected', '2026-11-22T11:00:00Z')];
    expect(recentChanges([entry({})], events, 10).map(({ what }) => what)).toEqual([
      'drift detected',
      'rollout pause',
      'drift detected',
    ]);
  });

  it('does not tell twice what the audit log already tells', () => {
    expect(recentChanges([entry({})], [event('rollout.step', '2026-11-22T12:00:00Z')], 10)).toHaveLength(1);
  });

  it('leaves out who signed in', () => {
    expect(recentChanges([entry({ action: 'session.start' })], [], 10)).toEqual([]);
  });

  it('finds the model in the detail, else in the id of a resource that belongs to one', () => {
    const modelOf = (change: Partial<AuditEntryView>) => recentChanges([entry(change)], [], 1)[0]?.model;
    expect(modelOf({})).toBe('churn');
    expect(modelOf({ envelope: {}, resourceType: 'policy', resourceId: 'fraud/gate' })).toBe('fraud');
    expect(modelOf({ envelope: {} })).toBeNull();
  });
});
