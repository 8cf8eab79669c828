import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import type { AuditEntryView, Page } from '@plumbline/contracts';
import { AuditLogQuery, type CheckpointView } from '@plumbline/governance-adapters';
import { parseInput } from '@plumbline/platform';
import { z } from 'zod';
import { pageQuery } from '../http/read-request';

const natural = z.coerce.number().int().nonnegative();
const auditQuery = pageQuery.extend({
  cursor: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  resourceType: z.string().max(64).optional(),
  resourceId: z.string().max(200).optional(),
  model: z.string().max(63).optional(),
});
const inclusionQuery = z.object({ seq: natural, size: natural.min(1).optional() });
const consistencyQuery = z.object({ from: natural, to: natural.min(1).optional() });

@Controller('api/v1/audit')
export class AuditController {
  constructor(@Inject(AuditLogQuery) private readonly log: AuditLogQuery) {}

  @Get()
  page(@Query() query: unknown): Promise<Page<AuditEntryView>> {
    const { model, resourceId, ...rest } = parseInput(auditQuery, query);
    const about = resourceId ?? model;
    return this.log.page({ ...rest, ...(about === undefined ? {} : { resourceId: about }) });
  }

  @Get('checkpoint')
  checkpoint(): Promise<CheckpointView> {
    return this.log.checkpoint();
  }

  @Get('proof/inclusion')
  inclusion(@Query() query: unknown) {
    const { seq, size } = parseInput(inclusionQuery, query);
    return this.log.inclusion(seq, size);
  }

  @Get('proof/consistency')
  consistency(@Query() query: unknown) {
    const { from, to } = parseInput(consistencyQuery, query);
    return this.log.consistency(from, to);
  }

  /** Everything that verification needs, in one file. */
  @Get('export')
  @Header('content-disposition', 'attachment; filename="plumbline-audit.json"')
  export() {
    return this.log.export();
  }
}
