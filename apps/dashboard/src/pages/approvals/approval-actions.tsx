import { Button } from '@mantine/core';
import type { ApprovalView } from '@plumbline/contracts';
import { useState } from 'react';
import { apiSend, segment } from '../../api/http';
import { whyNot, type RegistryRoute } from '../../session/permissions';
import { useSession } from '../../session/use-session';
import { ReasonDialog } from '../../shared/reason-dialog';
import { consequenceOf, doneText, refusedDecision, type Decision } from './approval-words';

const DECISIONS: readonly { decision: Decision; label: string; route: RegistryRoute }[] = [
  { decision: 'approve', label: 'Approve', route: 'POST /api/v1/approvals/:id/approve' },
  { decision: 'reject', label: 'Reject', route: 'POST /api/v1/approvals/:id/reject' },
  { decision: 'withdraw', label: 'Withdraw', route: 'POST /api/v1/approvals/:id/withdraw' },
];

/** Offers what this person may decide; whether the role counts for this alias says the server. */
export function ApprovalActions({ approval }: { approval: ApprovalView }) {
  const session = useSession();
  const [asked, setAsked] = useState<(typeof DECISIONS)[number] | null>(null);
  if (approval.state !== 'open') return null;
  const shown = DECISIONS.map((option) => ({
    option,
    refusal: whyNot(session?.role, option.route) ?? refusedDecision(option.decision, approval, session),
  }));
  const refusals = [
    ...new Set(shown.flatMap(({ refusal, option }) => (option.decision === 'withdraw' ? [] : refusal) ?? [])),
  ];
  return (
    <div>
      <div className="app-actions">
        {shown
          .filter(({ option, refusal }) => option.decision !== 'withdraw' || refusal === null)
          .map(({ option, refusal }) => (
            <Button
              key={option.decision}
              size="sm"
              variant={option.decision === 'approve' ? 'filled' : 'default'}
              disabled={refusal !== null}
              title={refusal ?? undefined}
              aria-label={`${option.label} v${approval.version} as ${approval.alias} of ${approval.model}`}
              onClick={() => setAsked(option)}
            >
              {option.label}
            </Button>
          ))}
      </div>
      {refusals.map((text) => (
        <p key={text} className="app-muted app-small app-under">
          {text}
        </p>
      ))}
      {asked && (
        <ReasonDialog
          title={`${asked.label}: v${approval.version} as ${approval.alias} of ${approval.model}`}
          consequence={consequenceOf(asked.decision, approval)}
          confirm={asked.label}
          destructive={asked.decision === 'reject'}
          done={(answer) => doneText(answer as ApprovalView)}
          send={(reason) => apiSend('POST', `/approvals/${segment(approval.id)}/${asked.decision}`, { reason })}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}
