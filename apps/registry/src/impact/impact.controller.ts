import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { ImpactView } from '@plumbline/contracts';
import { ImpactQuery } from '@plumbline/monitoring-adapters';
import { parseInput } from '@plumbline/platform';
import { RegistryViewsQuery } from '@plumbline/registry-adapters';
import { z } from 'zod';
import { dateQuery, readModel } from '../http/read-request';

const rangeQuery = z.object({ from: dateQuery, to: dateQuery });

/** What acting on a model is worth. */
@Controller('api/v1/models/:model/impact')
export class ImpactController {
  constructor(
    @Inject(ImpactQuery) private readonly impact: ImpactQuery,
    @Inject(RegistryViewsQuery) private readonly registry: RegistryViewsQuery,
  ) {}

  @Get()
  async view(@Param() params: unknown, @Query() query: unknown): Promise<ImpactView> {
    const { from, to } = parseInput(rangeQuery, query);
    const { name } = await this.registry.model(readModel(params));
    return this.impact.view(name, { ...(from && { from }), ...(to && { to }) });
  }
}
