import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  createLogger,
  fastifyDefaults,
  keptPseudonyms,
  NestLogger,
  ProblemFilter,
  shutDownOnSignal,
  type EventBus,
  type PrismaDatabase,
  type Tracing,
} from '@plumbline/platform';
import type { Pool } from 'pg';
import { EventRelay } from './deliveries/event-relay';
import { readSettings } from './env';
import { RetrainingModule } from './retraining.module';
import { EVENT_BUS, POOL, PRISMA, TRACING } from './tokens';
import { Workers } from './workers';

async function main(): Promise<void> {
  const settings = readSettings();
  const pseudonym = keptPseudonyms(settings.PLUMBLINE_DATA_DIR);
  const logger = createLogger({ service: 'retraining', level: settings.LOG_LEVEL, pseudonym });
  const app = await NestFactory.create<NestFastifyApplication>(
    RetrainingModule.forRoot(settings, logger),
    new FastifyAdapter(fastifyDefaults()),
    { logger: new NestLogger(logger) },
  );
  app.useGlobalFilters(new ProblemFilter(logger));
  const workers = app.get(Workers, { strict: false });
  shutDownOnSignal(
    async () => {
      await app.get(EventRelay, { strict: false }).close();
      await workers.close();
      await app.close();
      await app.get<EventBus>(EVENT_BUS, { strict: false }).close();
      await app.get<PrismaDatabase>(PRISMA, { strict: false }).$disconnect();
      await app.get<Pool>(POOL, { strict: false }).end();
      await app.get<Tracing>(TRACING, { strict: false }).close();
    },
    { logger },
  );
  await app.listen(settings.RETRAINING_PORT, settings.BIND_ADDRESS);
  await workers.start({
    rolloutTickMs: settings.ROLLOUT_TICK_MS,
    auditSequenceMs: settings.AUDIT_SEQUENCE_MS,
    deliverySweepMs: settings.DELIVERY_SWEEP_MS,
    labelsSettleMs: settings.LABELS_SETTLE_MS,
  });
  app.get(EventRelay, { strict: false }).open();
  logger.info({ port: settings.RETRAINING_PORT }, 'retraining is ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
