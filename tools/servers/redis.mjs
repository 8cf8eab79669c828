import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:net';
import { freePort, isPortFree } from './free-port.mjs';
import { ServerError } from './server-error.mjs';
import { startProcess } from './server-process.mjs';

function ping(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().startsWith('+PONG'));
    });
    socket.once('error', reject);
  });
}

/**
 * Debian's redis-server, durable to the last second, on 127.0.0.1 only.
 * @param {{dataDir: string, port?: number}} options
 */
export async function startRedis({ dataDir, port: wanted }) {
  if (wanted && !(await isPortFree(wanted)))
    throw new ServerError(`Redis: port ${wanted} is taken. Give another port.`);
  const port = wanted ?? (await freePort());
  mkdirSync(dataDir, { recursive: true });
  const settings = { port, bind: '127.0.0.1', dir: dataDir, appendonly: 'yes', databases: 10_000, daemonize: 'no' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = await startProcess({
    name: 'Redis',
    command: 'redis-server',
    args,
    logFile: join(dataDir, 'redis.log'),
    ready: () => ping(port),
    readyMs: 15_000,
  });
  return { url: `redis://127.0.0.1:${port}`, ...server };
}
