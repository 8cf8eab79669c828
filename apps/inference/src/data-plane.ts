import type { EventBus, TokenWatch } from '@plumbline/platform';
import type { FileSpool, PgRouteSource, SpoolPublisher } from '@plumbline/serving-adapters';
import type { VersionPool } from '@plumbline/serving-core';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';

export interface DataPlaneParts {
  readonly server: FastifyInstance;
  readonly routes: PgRouteSource;
  readonly publisher: SpoolPublisher;
  readonly spool: FileSpool;
  readonly versions: VersionPool;
  readonly bus: EventBus;
  readonly pool: Pool;
  readonly tokenWatch: TokenWatch;
}

const DRAIN_MS = 5_000;

/** Starts and stops the parts in the order that loses nothing. */
export class DataPlane {
  constructor(private readonly parts: DataPlaneParts) {}

  /** @returns the address that is listened on; the routing table was read before, when the database answers */
  async start(host: string, port: number): Promise<string> {
    const { server, routes, publisher, tokenWatch } = this.parts;
    publisher.start();
    await tokenWatch.start();
    await routes.start();
    return server.listen({ host, port });
  }

  async close(): Promise<void> {
    const { server, routes, publisher, spool, versions, bus, pool, tokenWatch } = this.parts;
    await server.close();
    await routes.close();
    await publisher.stop(DRAIN_MS);
    spool.close();
    await bus.close();
    await versions.close();
    await tokenWatch.close();
    await pool.end();
  }
}
