import { Controller, Get, Inject, Query } from '@nestjs/common';
import { MlflowRuns, toWireMetric } from '@plumbline/registry-core';
import { history, runIdOf } from './runs.dto';
import { readWire } from './wire.dto';

@Controller('api/2.0/mlflow/metrics')
export class MetricsController {
  constructor(@Inject(MlflowRuns) private readonly runs: MlflowRuns) {}

  @Get('get-history')
  async history(@Query() query: unknown) {
    const read = readWire(history, query);
    const page = await this.runs.history(runIdOf(read), read.metric_key, read.max_results, read.page_token);
    return {
      metrics: page.items.map(toWireMetric),
      ...(page.nextPageToken === null ? {} : { next_page_token: page.nextPageToken }),
    };
  }
}
