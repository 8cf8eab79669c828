import { createMetrics, TokenVerifier, type Logger } from '@plumbline/platform';
import { PlumblineError } from '@plumbline/problem';
import { loadModel } from '@plumbline/serving-adapters';
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
import { PredictionMetrics, registerServingGauges } from '../metrics/prediction-metrics';
import { openPackageEvents } from './package-events';
import { packageTokens } from './package-tokens';
import { readPackage, type PackagedModel } from './package-folder';

function loaderOf(packaged: PackagedModel): VersionLoader {
  return {
    load: async (model, version) => {
      if (model !== packaged.model || version !== packaged.version) throw new VersionNotFoundError(model, version);
      return loadModel(packaged.signature, { path: packaged.modelPath });
    },
  };
}

export interface PackagedService {
  readonly server: FastifyInstance;
  readonly grpc: GrpcServer;
  readonly close: () => Promise<void>;
}

const DRAIN_MS = 5_000;

/** The data plane's own server around one version: no database, no registry, the same routes and answers. */
export async function servePackage(
  folder: string,
  settings: PackagedSettings,
  logger: Logger,
): Promise<PackagedService> {
  const packaged = await readPackage(folder);
  const versions = new VersionPool(loaderOf(packaged));
  let failure: unknown;
  const state = new ServingState(versions, (_model, _version, error) => (failure = error));
  await state.apply([{ model: packaged.model, championVersion: packaged.version, rollout: null }]);
  if (failure !== undefined) throw failure;
  const metrics = createMetrics({ service: 'package' });
  const observer = new PredictionMetrics(metrics, logger);
  const events = openPackageEvents(settings, logger);
  registerServingGauges(metrics, state, events.unpublishedBytes);
  const ports = { routes: state, versions, spool: events.spool, observer, newId: uuidv7, now: () => new Date() };
  const checks = {
    spool: async () => {
      if (!events.isWritable()) throw new PlumblineError('unavailable', 'not_ready', 'spool is not ready');
    },
  };
  const verifier = new TokenVerifier(packageTokens(settings.PREDICT_TOKEN_SHA256));
  const parts: ServerParts = {
    predict: new Predict(ports),
    infer: new InferTensors(ports),
    state,
    versions,
    metrics: observer,
    operations: { checks, metrics },
    verifier,
    logger,
  };
  const server = createServer(parts);
  const grpc = createGrpcServer(parts);
  const close = async (): Promise<void> => {
    await Promise.all([server.close(), grpc.close(DRAIN_MS)]);
    await events.close();
    await versions.close();
  };
  return { server, grpc, close };
}
