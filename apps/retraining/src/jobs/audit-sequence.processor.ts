import type { AuditSequencer } from '@plumbline/governance-adapters';
import type { JobHandler } from '@plumbline/platform';

export const auditSequence =
  (sequencer: AuditSequencer): JobHandler<'audit.sequence'> =>
  async () => {
    await sequencer.sequence();
  };
