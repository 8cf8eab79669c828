import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort, isPortFree } from './free-port.mjs';
import { mavenJars } from './maven-jars.mjs';
import { ServerError } from './server-error.mjs';
import { answers, startProcess } from './server-process.mjs';

const run = promisify(execFile);
const POM = fileURLToPath(new URL('./kafka/pom.xml', import.meta.url));
// A test broker starts often and works little: the quick compiler and the small collector.
const JVM = [
  '-Xmx512m',
  '-Xms256m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
];

const properties = ({ dataDir, port, controllerPort }) => `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=${join(dataDir, 'log')}
num.partitions=4
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=2
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
auto.create.topics.enable=false
`;

/**
 * Apache Kafka 4, one node (KRaft), on 127.0.0.1 only.
 * @param {{dataDir: string, port?: number}} options
 */
export async function startKafka({ dataDir, port: wanted }) {
  if (wanted && !(await isPortFree(wanted)))
    throw new ServerError(`Kafka: port ${wanted} is taken. Give another port.`);
  const jars = await mavenJars({ name: 'Kafka', pom: POM, cache: 'kafka-jars' });
  const port = wanted ?? (await freePort());
  const config = join(dataDir, 'server.properties');
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(config, properties({ dataDir, port, controllerPort: await freePort() }));
  const java = [...JVM, '-cp', join(jars, '*')];
  if (!existsSync(join(dataDir, 'log', 'meta.properties'))) await format(java, config);
  const server = await startProcess({
    name: 'Kafka',
    command: 'java',
    args: [...java, 'kafka.Kafka', config],
    logFile: join(dataDir, 'kafka.log'),
    ready: () => answers(port),
    readyMs: 90_000,
  });
  return { brokers: `127.0.0.1:${port}`, ...server };
}

async function format(java, config) {
  const clusterId = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url');
  try {
    await run('java', [...java, 'kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '-c', config]);
  } catch (error) {
    if (error.code === 'ENOENT') throw new ServerError('Kafka: `java` is not installed. Run `node tools/setup.mjs`.');
    throw new ServerError(
      `Kafka: its folder could not be made ready: ${String(error.stderr || error.message).split('\n')[0]}`,
    );
  }
}
