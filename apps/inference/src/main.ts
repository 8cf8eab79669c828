import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { createLogger, NestLogger, shutDownOnSignal } from '@plumbline/platform';
import { DataPlane } from './data-plane';
import { readSettings } from './env';
import { InferenceModule } from './inference.module';

async function main(): Promise<void> {
  const settings = readSettings();
  const logger = createLogger({ service: 'inference', level: settings.LOG_LEVEL });
  const context = await NestFactory.createApplicationContext(InferenceModule.forRoot(settings, logger), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const dataPlane = context.get(DataPlane);
  shutDownOnSignal(() => dataPlane.close(), { logger });
  const address = await dataPlane.start(settings.BIND_ADDRESS, settings.INFERENCE_PORT);
  logger.info({ address }, 'predictions are served');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
