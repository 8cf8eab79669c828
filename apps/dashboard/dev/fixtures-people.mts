import type { ApprovalView, DocumentView, TokenView, UserView } from '@plumbline/contracts';
import { ago } from './fixture-times.mts';

const approval = (change: Partial<ApprovalView>): ApprovalView => ({
  id: `ap_${change.state ?? 'open'}`,
  model: 'bank-marketing',
  alias: 'champion',
  version: 3,
  reason: 'log loss 0.02 lower on the hold-out rows',
  requester: 'token:eve',
  state: 'open',
  stateReason: '',
  approvalsNeeded: 2,
  approvals: 0,
  boundTo: { artifactDigest: '9f3c'.repeat(16), gateReportDigest: null, cardRevision: 1, aliasRevision: 2 },
  decisions: [],
  createdAt: ago(30),
  closedAt: null,
  ...change,
});

export const approvals = (state: string | null): ApprovalView[] =>
  [
    approval({
      approvals: 1,
      decisions: [{ by: 'token:bob', decision: 'approve', reason: 'the gates pass', at: ago(12) }],
    }),
    approval({ state: 'void', stateReason: 'the card of version 3 is at revision 1, not 0', closedAt: ago(40) }),
  ].filter((one) => state === null || one.state === state);

const token = (name: string, role: TokenView['role'], change: Partial<TokenView> = {}): TokenView => ({
  id: `to_${name}`,
  name,
  role,
  models: ['*'],
  createdBy: 'token:admin',
  createdAt: ago(9_000),
  expiresAt: ago(-120_000),
  lastUsedAt: ago(3),
  revokedAt: null,
  state: 'live',
  ...change,
});

export const tokens = (): TokenView[] => [
  token('batch-scoring', 'predict', { models: ['bank-marketing', 'churn-*'] }),
  token('eve', 'engineer', { lastUsedAt: null }),
  token('old-desk', 'viewer', { revokedAt: ago(700), state: 'revoked' }),
  token('admin', 'admin', { createdBy: 'system:start', expiresAt: null }),
];

const person = { issuer: 'https://id.example', createdAt: ago(90_000), lastSeenAt: ago(20), disabledAt: null };

export const users = (): UserView[] => [
  { ...person, id: '01904b2e-0000-7000-8000-000000000001', subject: 'eve', name: 'Eve Holt', role: 'engineer' },
  {
    ...person,
    id: '01904b2e-0000-7000-8000-000000000002',
    subject: 'max',
    name: 'Max Roe',
    role: 'viewer',
    disabledAt: ago(5),
  },
];

export const documents = (kind: string | undefined): DocumentView | undefined =>
  kind === 'card'
    ? {
        ...{ model: 'bank-marketing', version: 3, kind: 'card', revision: 1, digest: 'ab12'.repeat(16) },
        body: { summary: 'Ranks clients before a call.', limitations: ['one campaign only', 'not for credit'] },
        ...{ actor: 'token:eve', createdAt: ago(100) },
      }
    : undefined;
