import { fromBinary, toBinary, type DescMethodUnary, type MessageShape } from '@bufbuild/protobuf';
import { Server, ServerCredentials, status, type handleUnaryCall, type ServerUnaryCall } from '@grpc/grpc-js';
import { ACCESS_MATRIX, KEEPS_TO_MODEL_SCOPE } from '@plumbline/contracts';
import { accessCheck, problemOf, type Identity, type Logger, type TokenVerifier } from '@plumbline/platform';
import type { RateLimit } from '../http/rate-limit';
import { messageOf } from '../v2/v2-errors';
import { GRPCInferenceService } from './generated/open_inference_pb';
import { grpcMethods, type Caller, type GrpcMethodParts } from './grpc-methods';

export interface GrpcParts extends GrpcMethodParts {
  readonly verifier: TokenVerifier;
  readonly rateLimit: RateLimit;
  readonly logger: Logger;
}

/** As much as the REST side takes, and as large an answer as the request asks for. */
const OPTIONS = { 'grpc.max_receive_message_length': 64 * 1024 * 1024, 'grpc.max_send_message_length': -1 };

const CODES: Readonly<Record<number, status>> = {
  400: status.INVALID_ARGUMENT,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.NOT_FOUND,
  413: status.INVALID_ARGUMENT,
  415: status.INVALID_ARGUMENT,
  422: status.INVALID_ARGUMENT,
  429: status.RESOURCE_EXHAUSTED,
  503: status.UNAVAILABLE,
};

/** A gRPC call is judged by the row of the REST route that does the same. */
const ROWS = {
  serverLive: 'GET /v2/health/live',
  serverReady: 'GET /v2/health/ready',
  serverMetadata: 'GET /v2',
  modelReady: 'GET /v2/models/:model/ready',
  modelMetadata: 'GET /v2/models/:model',
  modelInfer: 'POST /v2/models/:model/infer',
  repositoryIndex: 'POST /v2/repository/index',
} as const satisfies Record<keyof typeof GRPCInferenceService.method, keyof typeof ACCESS_MATRIX.inference>;

type MethodName = keyof typeof ROWS;
type Check = ReturnType<typeof accessCheck>;

async function identify(
  check: Check,
  name: MethodName,
  call: ServerUnaryCall<unknown, unknown>,
): Promise<Identity | undefined> {
  const [method = '', routePattern = ''] = ROWS[name].split(' ');
  const { modelName, name: model } = call.request as { modelName?: string; name?: string };
  const authorization = call.metadata.get('authorization').map(String)[0];
  return check({
    method,
    routePattern,
    headers: authorization === undefined ? {} : { authorization },
    model: modelName ?? model,
    address: call.getPeer().replace(/:\d+$/, ''),
  });
}

function handler(parts: GrpcParts, check: Check, name: MethodName): handleUnaryCall<unknown, unknown> {
  const method = grpcMethods[name] as (parts: GrpcParts, request: never, caller: Caller) => Promise<unknown>;
  return (call, reply) => {
    identify(check, name, call)
      .then((identity) => {
        if (identity) parts.rateLimit.take(identity.id);
        const traceparent = call.metadata.get('traceparent').map(String)[0];
        return method(parts, call.request as never, { identity, traceparent });
      })
      .then(
        (answer) => reply(null, answer),
        (error: unknown) => {
          const problem = problemOf(error);
          if (problem.status >= 500 && problem.status !== 503)
            parts.logger.error({ err: error, method: name }, 'a gRPC call failed');
          reply({ code: CODES[problem.status] ?? status.INTERNAL, details: messageOf(error) });
        },
      );
  };
}

function definition<M extends DescMethodUnary>(method: M) {
  const { input, output, parent, name } = method;
  return {
    path: `/${parent.typeName}/${name}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: (message: MessageShape<M['input']>) => Buffer.from(toBinary(input, message)),
    requestDeserialize: (bytes: Buffer) => fromBinary(input, bytes),
    responseSerialize: (message: MessageShape<M['output']>) => Buffer.from(toBinary(output, message)),
    responseDeserialize: (bytes: Buffer) => fromBinary(output, bytes),
  };
}

export interface GrpcServer {
  /** @returns the port that is listened on */
  start(host: string, port: number): Promise<number>;
  /** Ends after the calls in flight, or after `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
}

/** Open Inference Protocol v2 over gRPC, on a port of its own. */
export function createGrpcServer(parts: GrpcParts): GrpcServer {
  const server = new Server(OPTIONS);
  const check = accessCheck(ACCESS_MATRIX.inference, parts.verifier, KEEPS_TO_MODEL_SCOPE.inference);
  const names = Object.keys(ROWS) as MethodName[];
  server.addService(
    Object.fromEntries(names.map((name) => [name, definition(GRPCInferenceService.method[name] as DescMethodUnary)])),
    Object.fromEntries(names.map((name) => [name, handler(parts, check, name)])),
  );
  return {
    start: (host, port) =>
      new Promise((resolve, reject) => {
        const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
        server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) =>
          error ? reject(error) : resolve(bound),
        );
      }),
    close: (timeoutMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.forceShutdown(), timeoutMs);
        server.tryShutdown(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}
