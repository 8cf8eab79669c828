import type { EventBus, TokenWatch, Tracing } from '@plumbline/platform';
import type {
  FileSpool,
  ModelProcess,
  PgRouteSource,
  RolloutCounterWriter,
  SpoolPublisher,
} from '@plumbline/serving-adapters';
import type { VersionPool } from '@plumbline/serving-core';
import type { FastifyInstance } from 'fastify';
import type { GrpcServer } from './grpc/grpc-server';
import type { Pool } from 'pg';

export interface DataPlaneParts {
  readonly server: FastifyInstance;
  readonly grpc: GrpcServer;
  readonly routes: PgRouteSource;
  readonly rolloutCounters: RolloutCounterWriter;
  readonly publisher: SpoolPublisher;
  readonly spool: FileSpool;
  readonly versions: VersionPool;
  readonly bus: EventBus;
  readonly pool: Pool;
  readonly tokenWatch: TokenWatch;
  readonly modelProcess: ModelProcess;
  readonly tracing: Tracing;
}

const DRAIN_MS = 5_000;

/** Starts and stops the parts in the order that loses nothing. */
export class DataPlane {
  constructor(private readonly parts: DataPlaneParts) {}

  /** @returns the addresses that are listened on; the routing table was read before, when the database answers */
  async start(host: string, ports: { rest: number; grpc: number }): Promise<{ rest: string; grpc: string }> {
    const { server, grpc, routes, rolloutCounters, publisher, tokenWatch } = this.parts;
    publisher.start();
    await tokenWatch.start();
    await routes.start();
    rolloutCounters.start();
    const grpcPort = await grpc.start(host, ports.grpc);
    return { rest: await server.listen({ host, port: ports.rest }), grpc: `${host}:${grpcPort}` };
  }

  async close(): Promise<void> {
    const { server, grpc, routes, publisher, spool, versions, bus, pool, tokenWatch, modelProcess } = this.parts;
    await Promise.all([server.close(), grpc.close(DRAIN_MS)]);
    await routes.close();
    await this.parts.rolloutCounters.close();
    await publisher.stop(DRAIN_MS);
    spool.close();
    await bus.close();
    await versions.close();
    await modelProcess.close();
    await tokenWatch.close();
    await pool.end();
    await this.parts.tracing.close();
  }
}
