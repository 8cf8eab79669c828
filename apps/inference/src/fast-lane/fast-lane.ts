import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyServerFactory } from 'fastify';
import { LaneConnection, type LaneHandler } from './lane-connection';

export interface FastLane {
  readonly serverFactory: FastifyServerFactory;
  /** Each connection ends when it has been answered. */
  end(): void;
}

/** Fastify's own server, with the lane before its parser. */
export function fastLane(handle: LaneHandler, bodyLimit: number): FastLane {
  const connections = new Set<LaneConnection>();
  const serverFactory: FastifyServerFactory = (framework, settings): Server => {
    const { keepAliveTimeout, requestTimeout, connectionTimeout } = settings as Record<string, number>;
    const server = createServer(framework);
    // As Fastify sets them for a server that it creates.
    Object.assign(server, { keepAliveTimeout, requestTimeout }).setTimeout(connectionTimeout);
    const listeners = server.listeners('connection') as ((socket: Socket) => void)[];
    server.removeAllListeners('connection');
    const options = {
      ...{ handle, bodyLimit, keepAliveMs: server.keepAliveTimeout },
      handOver: (socket: Socket) => listeners.forEach((listener) => listener.call(server, socket)),
      onClose: (connection: LaneConnection) => void connections.delete(connection),
    };
    return server.on('connection', (socket) => connections.add(new LaneConnection(socket, options)));
  };
  return { serverFactory, end: () => connections.forEach((connection) => connection.end()) };
}
