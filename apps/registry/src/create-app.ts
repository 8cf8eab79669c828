import { join } from 'node:path';
import fastifyMultipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  ensureAdminToken,
  fastifyDefaults,
  NestLogger,
  observeRequests,
  ProblemFilter,
  tracingOfSettings,
  type Logger,
} from '@plumbline/platform';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { serveDashboard } from './dashboard/serve-dashboard';
import type { RegistrySettings } from './env';
import { takeBasicCredentials } from './mlflow/basic-credentials';
import { MlflowErrorFilter } from './mlflow/mlflow-error-filter';
import { RegistryModule } from './registry.module';
import { DATABASE_POOL } from './wiring/tokens';

export interface RegistryApp {
  readonly app: NestFastifyApplication;
  /** `METHOD pattern` of every route, as the router registered it. */
  readonly routes: readonly string[];
}

/** The whole service, not yet listening. */
export async function createRegistryApp(
  settings: RegistrySettings,
  logger: Logger,
  { admissionScript = join(__dirname, 'admission-process.js') } = {},
): Promise<RegistryApp> {
  const adapter = new FastifyAdapter(fastifyDefaults());
  const server = adapter.getInstance() as unknown as FastifyInstance;
  const routes: string[] = [];
  server.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') routes.push(`${one} ${url}`);
  });
  const tracing = tracingOfSettings('registry', settings, logger);
  observeRequests(server, { logger, tracing });
  server.addHook('onClose', () => tracing.close());
  await server.register(fastifyMultipart);
  takeBasicCredentials(server);
  serveDashboard(server, settings.DASHBOARD_DIR);
  const app = await NestFactory.create<NestFastifyApplication>(
    RegistryModule.forRoot(settings, logger, admissionScript),
    adapter,
    {
      logger: new NestLogger(logger),
      abortOnError: false,
    },
  );
  app.useGlobalFilters(new MlflowErrorFilter(new ProblemFilter(logger), logger));
  await ensureAdminToken(app.get<Pool>(DATABASE_POOL), settings.PLUMBLINE_DATA_DIR, settings.PLUMBLINE_ADMIN_TOKEN);
  await app.init();
  return { app, routes };
}
