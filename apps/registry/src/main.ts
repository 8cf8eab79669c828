import 'reflect-metadata';
import { createLogger, keptPseudonyms, shutDownOnSignal } from '@plumbline/platform';
import { createRegistryApp } from './create-app';
import { readSettings } from './env';

async function main(): Promise<void> {
  const settings = readSettings();
  const pseudonym = keptPseudonyms(settings.PLUMBLINE_DATA_DIR);
  const logger = createLogger({ service: 'registry', level: settings.LOG_LEVEL, pseudonym });
  const { app } = await createRegistryApp(settings, logger);
  shutDownOnSignal(() => app.close(), { logger });
  await app.listen(settings.REGISTRY_PORT, settings.BIND_ADDRESS);
  logger.info({ address: await app.getUrl() }, 'the control plane is served');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
