import type { Assessment } from './rollout';
import type { Clearance } from './rollouts.port';

/**
 * What becomes of a verdict when approvals are looked at too. Pure. Only what gives the candidate all requests needs them, a
 * promotion or the switch of blue-green: while they are missing the step holds, and a refusal rolls back, since people who looked said no.
 */
export function withClearance(assessment: Assessment, clearance: Clearance): Assessment {
  if (!givesEverything(assessment)) return assessment;
  switch (clearance.kind) {
    case 'free':
      return assessment;
    case 'waits':
      return {
        ...assessment,
        action: 'hold',
        decision: `The evidence is in; the candidate ${clearance.reason}.`,
        awaitsApproval: true,
      };
    case 'refused':
      return {
        ...assessment,
        action: 'roll_back',
        decision: `The candidate may not be promoted: ${clearance.reason}.`,
      };
  }
}

export const givesEverything = ({ action, nextSharePercent = 0 }: Assessment): boolean =>
  action === 'promote' || (action === 'advance' && nextSharePercent >= 100);
