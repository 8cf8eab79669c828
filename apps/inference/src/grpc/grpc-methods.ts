import { create } from '@bufbuild/protobuf';
import { problemOf, readiness, type Identity, type Operations } from '@plumbline/platform';
import type { InferTensors } from '@plumbline/serving-core';
import type { PredictionMetrics } from '../metrics/prediction-metrics';
import type { RequestWatch } from '../requests/request-watch';
import { inferCommand } from '../v2/infer-command';
import {
  modelMetadata,
  parseVersion,
  repositoryIndex,
  servedVersion,
  SERVER,
  type ModelViewParts,
} from '../v2/model-views';
import {
  ModelMetadataResponseSchema,
  ModelReadyResponseSchema,
  RepositoryIndexResponseSchema,
  ServerLiveResponseSchema,
  ServerMetadataResponseSchema,
  ServerReadyResponseSchema,
  type ModelInferRequest,
  type ModelMetadataRequest,
  type ModelReadyRequest,
  type RepositoryIndexRequest,
} from './generated/open_inference_pb';
import { toInferRequest, toInferResponse } from './infer-messages';

export interface GrpcMethodParts extends ModelViewParts {
  readonly infer: InferTensors;
  readonly metrics: PredictionMetrics;
  readonly watch: RequestWatch;
  readonly operations: Operations;
}

const wide = ({ shape, ...rest }: { name: string; datatype: string; shape: readonly number[] }) => ({
  ...rest,
  shape: shape.map(BigInt),
});

async function modelReady(parts: GrpcMethodParts, { name, version }: ModelReadyRequest): Promise<boolean> {
  try {
    await servedVersion(parts, name, parseVersion(version));
    return true;
  } catch (error) {
    if (problemOf(error).status === 503) return false;
    throw error;
  }
}

export interface Caller {
  readonly identity: Identity | undefined;
  readonly traceparent: string | undefined;
}

async function modelInfer(parts: GrpcMethodParts, message: ModelInferRequest, { identity, traceparent }: Caller) {
  const { modelName: model } = message;
  const trace = parts.watch.begin('gRPC ModelInfer', traceparent);
  const watched = { route: 'gRPC ModelInfer', model, startedAtMs: performance.now(), identity, trace } as const;
  try {
    const version = parseVersion(message.modelVersion);
    const result = await parts.infer.execute(
      inferCommand({ model, version, trace, request: toInferRequest(message) }, identity),
    );
    const { answer, recordedId, records } = result;
    parts.metrics.answered(model, answer.version, (performance.now() - watched.startedAtMs) / 1_000);
    if (parts.watch.isWatched(model, recordedId, trace)) parts.watch.answered(watched, records());
    return toInferResponse(result);
  } catch (error) {
    parts.metrics.refused(parts.state.table.find(model) ? model : 'unknown', problemOf(error).code);
    parts.watch.refused(watched, error);
    throw error;
  }
}

/** What each call does; who may call it was decided before. */
export const grpcMethods = {
  serverLive: async () => create(ServerLiveResponseSchema, { live: true }),
  serverReady: async ({ operations }: GrpcMethodParts) =>
    create(ServerReadyResponseSchema, { ready: (await readiness(operations.checks)).ready }),
  serverMetadata: async () => create(ServerMetadataResponseSchema, { ...SERVER, extensions: [...SERVER.extensions] }),
  modelReady: async (parts: GrpcMethodParts, request: ModelReadyRequest) =>
    create(ModelReadyResponseSchema, { ready: await modelReady(parts, request) }),
  modelMetadata: async (parts: GrpcMethodParts, { name, version }: ModelMetadataRequest) => {
    const metadata = await modelMetadata(parts, name, parseVersion(version));
    return create(ModelMetadataResponseSchema, {
      ...metadata,
      versions: [...metadata.versions],
      inputs: metadata.inputs.map(wide),
      outputs: metadata.outputs.map(wide),
    });
  },
  modelInfer,
  repositoryIndex: async (parts: GrpcMethodParts, { ready }: RepositoryIndexRequest, { identity }: Caller) =>
    create(RepositoryIndexResponseSchema, { models: repositoryIndex(parts, identity, ready) }),
};
