import type { FastifyInstance } from 'fastify';

const SWEEP_MS = 50;

/**
 * A connection that answered while the server closes is kept alive by Node, and closing would wait for its client or for
 * the keep-alive timeout (72 s): whatever has become idle is ended, until none is left.
 */
export function endIdleConnections(instance: FastifyInstance): void {
  const { server } = instance;
  instance.addHook('preClose', (done) => {
    const timer = setInterval(() => server.closeIdleConnections(), SWEEP_MS).unref();
    server.once('close', () => clearInterval(timer));
    done();
  });
}
