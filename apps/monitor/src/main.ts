import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  createLogger,
  type EventBus,
  fastifyDefaults,
  type JobQueue,
  keptPseudonyms,
  NestLogger,
  ProblemFilter,
  shutDownOnSignal,
  type Tracing,
} from '@plumbline/platform';
import type { Pool } from 'pg';
import { LoadedModels } from './attributable-models';
import { Consumers } from './consumers';
import { readSettings } from './env';
import { EvaluationLoop } from './evaluation-loop';
import { EVENT_BUS, JOB_QUEUE, MonitorModule, POOL, TRACING } from './monitor.module';

async function main(): Promise<void> {
  const settings = readSettings();
  const pseudonym = keptPseudonyms(settings.PLUMBLINE_DATA_DIR);
  const logger = createLogger({ service: 'monitor', level: settings.LOG_LEVEL, pseudonym });
  const app = await NestFactory.create<NestFastifyApplication>(
    MonitorModule.forRoot(settings, logger),
    new FastifyAdapter(fastifyDefaults()),
    { logger: new NestLogger(logger) },
  );
  app.useGlobalFilters(new ProblemFilter(logger));
  const consumers = app.get(Consumers);
  const loop = app.get(EvaluationLoop);
  shutDownOnSignal(
    async () => {
      await Promise.all([loop.close(), consumers.close()]);
      await app.close();
      await app.get<JobQueue>(JOB_QUEUE).close();
      await app.get<EventBus>(EVENT_BUS).close();
      await app.get(LoadedModels).close();
      await app.get<Pool>(POOL).end();
      await app.get<Tracing>(TRACING).close();
    },
    { logger },
  );
  await app.listen(settings.MONITOR_PORT, settings.BIND_ADDRESS);
  await consumers.start();
  loop.start();
  logger.info({ port: settings.MONITOR_PORT }, 'monitor is ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
