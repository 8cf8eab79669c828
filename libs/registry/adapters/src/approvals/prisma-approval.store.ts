import type { Prisma } from '@plumbline/platform';
import type { ApprovalRequest, ApprovalStore } from '@plumbline/registry-core';
import { toApproval, WITH_DECISIONS } from './approval.mapper';

const PENDING = ['open', 'approved'];

export class PrismaApprovalStore implements ApprovalStore {
  constructor(private readonly tx: Prisma.TransactionClient) {}

  async insert(request: Parameters<ApprovalStore['insert']>[0]): Promise<void> {
    await this.tx.approvalRequest.create({ data: { ...request, state: 'open' } });
  }

  async find(id: string): Promise<ApprovalRequest | null> {
    const row = await this.tx.approvalRequest.findUnique({ where: { id }, include: WITH_DECISIONS });
    return row && toApproval(row);
  }

  async pendingOf(model: string): Promise<ApprovalRequest[]> {
    const rows = await this.tx.approvalRequest.findMany({
      where: { model, state: { in: PENDING } },
      orderBy: { createdAt: 'asc' },
      include: WITH_DECISIONS,
    });
    return rows.map(toApproval);
  }

  async latestOf(
    { model, alias, version }: Parameters<ApprovalStore['latestOf']>[0],
    requester: string,
  ): Promise<ApprovalRequest | null> {
    const row = await this.tx.approvalRequest.findFirst({
      where: { model, alias, version, requester },
      orderBy: { createdAt: 'desc' },
      include: WITH_DECISIONS,
    });
    return row && toApproval(row);
  }

  async addDecision(
    requestId: string,
    { actor, decision, reason }: Parameters<ApprovalStore['addDecision']>[1],
  ): Promise<boolean> {
    const written = await this.tx.$executeRaw`
      INSERT INTO approval_decision (request_id, actor, decision, reason, decided_at)
      VALUES (${requestId}::uuid, ${actor}, ${decision}, ${reason}, clock_timestamp())
      ON CONFLICT (request_id, actor) DO NOTHING`;
    return written === 1;
  }

  async setState(id: string, state: ApprovalRequest['state'], stateReason: string): Promise<void> {
    const closedAt = PENDING.includes(state) ? null : new Date();
    await this.tx.approvalRequest.update({ where: { id }, data: { state, stateReason, closedAt } });
  }
}
