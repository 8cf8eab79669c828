import 'reflect-metadata';
import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import { NestFactory } from '@nestjs/core';
import { createLogger, keptPseudonyms, NestLogger, shutDownOnSignal } from '@plumbline/platform';
import { DataPlane } from './data-plane';
import { readSettings } from './env';
import { InferenceModule } from './inference.module';
import { runPrimary } from './processes/run-primary';

async function main(): Promise<void> {
  const settings = readSettings();
  const pseudonym = keptPseudonyms(settings.PLUMBLINE_DATA_DIR);
  const logger = createLogger({ service: 'inference', level: settings.LOG_LEVEL, pseudonym });
  const processes = settings.INFERENCE_PROCESSES ?? availableParallelism();
  if (cluster.isPrimary && processes > 1) return runPrimary(processes, logger);
  const context = await NestFactory.createApplicationContext(InferenceModule.forRoot(settings, logger), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const dataPlane = context.get(DataPlane);
  shutDownOnSignal(() => dataPlane.close(), { logger });
  const { BIND_ADDRESS, INFERENCE_PORT, INFERENCE_GRPC_PORT } = settings;
  const addresses = await dataPlane.start(BIND_ADDRESS, { rest: INFERENCE_PORT, grpc: INFERENCE_GRPC_PORT });
  logger.info(addresses, 'predictions are served');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
