import { Controller, Get, Inject, Param } from '@nestjs/common';
import type { PredictionView } from '@plumbline/contracts';
import { MonitoringQuery } from '@plumbline/monitoring-adapters';
import { parseInput } from '@plumbline/platform';
import { PlumblineError } from '@plumbline/problem';
import { z } from 'zod';

const predictionParams = z.object({ id: z.string().min(1).max(256) });

/** What monitoring found, over all models. */
@Controller('api/v1')
export class FindingsController {
  constructor(@Inject(MonitoringQuery) private readonly monitoring: MonitoringQuery) {}

  @Get('predictions/:id')
  async prediction(@Param() params: unknown): Promise<PredictionView> {
    const { id } = parseInput(predictionParams, params);
    const found = id.includes('\0') ? null : await this.monitoring.prediction(id);
    if (found) return found;
    const message = 'There is no such prediction here, or its event is still on the way.';
    throw new PlumblineError('not_found', 'prediction_not_found', message);
  }
}
