// A stack of its own for one replay: free ports, a temporary data folder, its log in a file.
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../servers/free-port.mjs';
import { readPlaces, startStack } from '../start/stack.mjs';

const PORTS = ['REGISTRY_PORT', 'INFERENCE_PORT', 'INFERENCE_GRPC_PORT', 'MONITOR_PORT', 'RETRAINING_PORT'];

async function ownSettings(dataDir) {
  const ports = [];
  while (ports.length < PORTS.length) {
    const port = await freePort();
    if (!ports.includes(port)) ports.push(port);
  }
  const settings = Object.fromEntries(PORTS.map((name, i) => [name, String(ports[i])]));
  // Topics of its own: a shared Kafka still holds what earlier replays sent.
  const prefix = process.env.KAFKA_BROKERS && !process.env.KAFKA_TOPIC_PREFIX;
  return {
    ...settings,
    PLUMBLINE_DATA_DIR: dataDir,
    ...(prefix && { KAFKA_TOPIC_PREFIX: `replay-${randomBytes(4).toString('hex')}.` }),
  };
}

/** The stack speaks on stdout, which belongs to the report: until the end its lines go into a file. */
function divertStdout(file) {
  const log = createWriteStream(file, { flags: 'a' });
  const write = process.stdout.write;
  process.stdout.write = (chunk) => log.write(chunk);
  return () => {
    process.stdout.write = write;
    return new Promise((resolve) => log.end(resolve));
  };
}

export async function startOwnStack({ root, keep, skipBuild, tell, onGiveUp }) {
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-replay-'));
  const logFile = join(dataDir, 'services.log');
  Object.assign(process.env, await ownSettings(dataDir));
  const restore = divertStdout(logFile);
  tell(`starting a stack of its own; log ${logFile}`);
  let stopping;
  const close = async (stack) => {
    await stack?.stop();
    await restore();
    if (!keep) rmSync(dataDir, { recursive: true, force: true });
    else tell(`data and log are kept in ${dataDir}`);
  };
  try {
    const stack = await startStack(readPlaces(root, process.env), { onGiveUp, skipBuild });
    return {
      url: stack.urls.registry,
      token: stack.token,
      dataDir,
      logFile,
      stop: () => (stopping ??= close(stack)),
    };
  } catch (error) {
    const tail = readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n');
    await close(undefined);
    throw new Error(`the stack did not start: ${error.message}\n${tail}`, { cause: error });
  }
}
