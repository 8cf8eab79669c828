import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { modelNameSchema, type TrainingRunsView, type TrainingRunView } from '@plumbline/contracts';
import { actorOf, CurrentIdentity, parseInput, type Identity, type JobQueue } from '@plumbline/platform';
import { PlumblineError } from '@plumbline/problem';
import { RegistryViewsQuery } from '@plumbline/registry-adapters';
import { TrainingRunsQuery } from '@plumbline/retraining-adapters';
import { z } from 'zod';
import { pageQuery, readBody, readId, readModel } from '../http/read-request';
import { JOB_QUEUE } from '../wiring/tokens';

const runsQuery = pageQuery.extend({
  cursor: z.iso.datetime({ offset: true }).optional(),
  model: modelNameSchema.optional(),
});
const retrainBody = z.object({ reason: z.string().min(3).default('asked for by a person') });

@Controller('api/v1')
export class TrainingController {
  constructor(
    @Inject(TrainingRunsQuery) private readonly runs: TrainingRunsQuery,
    @Inject(RegistryViewsQuery) private readonly registry: RegistryViewsQuery,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
  ) {}

  /** Asks; the retraining service answers with a run or a recorded suppression, both in `training-runs`. */
  @Post('models/:model/retrain')
  @HttpCode(202)
  async retrain(@Param() params: unknown, @Body() body: unknown, @CurrentIdentity() identity: Identity) {
    const { name: model } = await this.registry.model(readModel(params));
    const { reason } = readBody(retrainBody, body);
    const requestedBy = actorOf(identity);
    await this.queue.enqueue('retraining.consider', { model, trigger: 'person', detail: { reason }, requestedBy });
    return { model, accepted: true };
  }

  @Get('training-runs')
  list(@Query() query: unknown): Promise<TrainingRunsView> {
    const { model, cursor, limit } = parseInput(runsQuery, query);
    return this.runs.list(model ?? null, cursor ?? null, limit);
  }

  @Get('training-runs/:id')
  async one(@Param() params: unknown): Promise<TrainingRunView> {
    const id = readId(params);
    const run = await this.runs.find(id);
    if (run) return run;
    const message = `There is no training run ${id}. GET /api/v1/training-runs lists them.`;
    throw new PlumblineError('not_found', 'training_run_not_found', message);
  }
}
