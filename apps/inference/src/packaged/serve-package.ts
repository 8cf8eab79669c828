import { join } from 'node:path';
import { createMetrics, keptPseudonyms, NO_TRACING, TokenVerifier, type Logger } from '@plumbline/platform';
import { PlumblineError } from '@plumbline/problem';
import { loadModel, ModelProcess, type Placement } from '@plumbline/serving-adapters';
import {
  InferTensors,
  Predict,
  ServingState,
  VersionNotFoundError,
  VersionPool,
  type VersionLoader,
} from '@plumbline/serving-core';
import type { FastifyInstance } from 'fastify';
import { uuidv7 } from 'uuidv7';
import type { PackagedSettings } from '../env';
import { createGrpcServer, type GrpcServer } from '../grpc/grpc-server';
import { createServer, type ServerParts } from '../http/create-server';
import { RateLimit } from '../http/rate-limit';
import { logGivenUp, PredictionMetrics, registerServingGauges } from '../metrics/prediction-metrics';
import { RequestWatch } from '../requests/request-watch';
import { openPackageEvents } from './package-events';
import { packageTokens } from './package-tokens';
import { readPackage, type PackagedModel } from './package-folder';

function loaderOf(packaged: PackagedModel, placement: Placement): VersionLoader {
  const bytes = packaged.files.reduce((sum, file) => sum + file.bytes, 0);
  return {
    load: async (model, version) => {
      if (model !== packaged.model || version !== packaged.version) throw new VersionNotFoundError(model, version);
      const options = { placement, bytes, name: `${model}@${version}` };
      return loadModel(packaged.signature, { path: packaged.modelPath }, options);
    },
  };
}

export interface PackagedService {
  readonly server: FastifyInstance;
  readonly grpc: GrpcServer;
  readonly close: () => Promise<void>;
}

const DRAIN_MS = 5_000;

function refuseWithoutSpool(events: ReturnType<typeof openPackageEvents>): void {
  if (!events.isWritable()) throw new PlumblineError('unavailable', 'not_ready', 'spool is not ready');
}

/** The data plane's own server around one version: no database, no registry, the same routes and answers. */
export async function servePackage(
  folder: string,
  settings: PackagedSettings,
  logger: Logger,
): Promise<PackagedService> {
  const packaged = await readPackage(folder);
  const modelProcess = new ModelProcess({
    script: join(__dirname, 'model-process.js'),
    runLimitMs: settings.INFERENCE_RUN_LIMIT_MS,
    onGivenUp: logGivenUp(logger),
  });
  const placement = { process: modelProcess, policy: settings.INFERENCE_WORKERS };
  const { INFERENCE_MAX_QUEUED_ROWS: maxQueuedRows } = settings;
  const versions = new VersionPool(loaderOf(packaged, placement), { maxQueuedRows });
  let failure: unknown;
  const state = new ServingState(versions, (_model, _version, error) => (failure = error));
  await state.apply([{ model: packaged.model, championVersion: packaged.version, rollout: null }]);
  if (failure !== undefined) throw failure;
  const metrics = createMetrics({ service: 'package' });
  const observer = new PredictionMetrics(metrics, logger);
  const events = openPackageEvents(settings, logger);
  registerServingGauges(metrics, state, events.unpublishedBytes);
  const ports = {
    routes: state,
    versions,
    spool: events.spool,
    observer,
    newId: uuidv7,
    now: () => new Date(),
    deadlineMs: settings.INFERENCE_DEADLINE_MS,
  };
  const verifier = new TokenVerifier(packageTokens(settings.PREDICT_TOKEN_SHA256));
  const parts: ServerParts = {
    predict: new Predict(ports),
    infer: new InferTensors(ports),
    state,
    versions,
    metrics: observer,
    watch: new RequestWatch({
      tracing: NO_TRACING,
      state,
      versions,
      lines: logger,
      pseudonym: keptPseudonyms(settings.PLUMBLINE_DATA_DIR),
    }),
    operations: { checks: { spool: async () => refuseWithoutSpool(events) }, metrics },
    verifier,
    rateLimit: new RateLimit({ perSecond: settings.RATE_LIMIT_PER_SECOND, burst: settings.RATE_LIMIT_BURST }),
    logger,
  };
  const server = createServer(parts);
  const grpc = createGrpcServer(parts);
  const close = async (): Promise<void> => {
    await Promise.all([server.close(), grpc.close(DRAIN_MS)]);
    await events.close();
    await versions.close();
    await modelProcess.close();
  };
  return { server, grpc, close };
}
