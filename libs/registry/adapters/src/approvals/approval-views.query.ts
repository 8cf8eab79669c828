import type { PrismaDatabase } from '@plumbline/platform';
import { UnknownApprovalError, type ApprovalRequest } from '@plumbline/registry-core';
import { toApproval, WITH_DECISIONS } from './approval.mapper';

interface ApprovalFilter {
  readonly model?: string;
  readonly state?: string;
  /** Id of the last one of the page before: ids grow with time. */
  readonly cursor?: string;
  readonly limit: number;
}

export class ApprovalViewsQuery {
  constructor(private readonly prisma: PrismaDatabase) {}

  /** Newest first. */
  async list({ model, state, cursor, limit }: ApprovalFilter): Promise<{ items: ApprovalRequest[]; more: boolean }> {
    const rows = await this.prisma.approvalRequest.findMany({
      where: { ...(model && { model }), ...(state && { state }), ...(cursor && { id: { lt: cursor } }) },
      orderBy: { id: 'desc' },
      take: limit + 1,
      include: WITH_DECISIONS,
    });
    return { items: rows.slice(0, limit).map(toApproval), more: rows.length > limit };
  }

  /** @throws UnknownApprovalError */
  async one(id: string): Promise<ApprovalRequest> {
    const row = await this.prisma.approvalRequest.findUnique({ where: { id }, include: WITH_DECISIONS });
    if (!row) throw new UnknownApprovalError(id);
    return toApproval(row);
  }
}
