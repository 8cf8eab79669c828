import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type {
  DriftView,
  FairnessView,
  Page,
  PerformanceView,
  PredictionView,
  QualityView,
  ReconciliationView,
  SegmentSearchView,
} from '@plumbline/contracts';
import { MonitoringQuery, type ViewRange } from '@plumbline/monitoring-adapters';
import { parseInput } from '@plumbline/platform';
import { RegistryViewsQuery } from '@plumbline/registry-adapters';
import { z } from 'zod';
import { dateQuery, pageQuery, readModel } from '../http/read-request';

const rangeQuery = z.object({
  from: dateQuery,
  to: dateQuery,
  version: z.coerce.number().int().positive().max(2_147_483_647).optional(),
});

function readRange(query: unknown): ViewRange {
  const given = Object.entries(parseInput(rangeQuery, query)).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as ViewRange;
}

/** What monitoring found about a model. */
@Controller('api/v1/models/:model')
export class MonitoringController {
  constructor(
    @Inject(MonitoringQuery) private readonly monitoring: MonitoringQuery,
    @Inject(RegistryViewsQuery) private readonly registry: RegistryViewsQuery,
  ) {}

  @Get('drift')
  async drift(@Param() params: unknown, @Query() query: unknown): Promise<DriftView> {
    return this.monitoring.driftView(await this.known(params), readRange(query));
  }

  @Get('quality')
  async quality(@Param() params: unknown, @Query() query: unknown): Promise<QualityView> {
    return this.monitoring.qualityView(await this.known(params), readRange(query));
  }

  @Get('performance')
  async performance(@Param() params: unknown, @Query() query: unknown): Promise<PerformanceView> {
    return this.monitoring.performanceView(await this.known(params), readRange(query));
  }

  @Get('performance/segments')
  async segments(@Param() params: unknown, @Query() query: unknown): Promise<SegmentSearchView> {
    return this.monitoring.segmentSearch(await this.known(params), readRange(query));
  }

  @Get('fairness')
  async fairness(@Param() params: unknown, @Query() query: unknown): Promise<FairnessView> {
    return this.monitoring.fairnessView(await this.known(params), readRange(query));
  }

  @Get('predictions')
  async predictions(@Param() params: unknown, @Query() query: unknown): Promise<Page<PredictionView>> {
    const { cursor, limit } = parseInput(pageQuery, query);
    return this.monitoring.predictions(await this.known(params), cursor, limit);
  }

  @Get('reconciliation')
  async reconciliation(@Param() params: unknown): Promise<ReconciliationView> {
    return this.monitoring.reconciliation(await this.known(params));
  }

  /** An unknown model is an error, not an empty answer. */
  private async known(params: unknown): Promise<string> {
    const { name } = await this.registry.model(readModel(params));
    return name;
  }
}
