import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, isPortFree } from './free-port.mjs';
import { mavenJars } from './maven-jars.mjs';
import { ServerError } from './server-error.mjs';
import { startProcess } from './server-process.mjs';

const POM = fileURLToPath(new URL('./s3/pom.xml', import.meta.url));
const JVM = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

const LOGGING = `<configuration>
  <appender name="out" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%level %logger{0} %msg%n</pattern></encoder></appender>
  <root level="WARN"><appender-ref ref="out"/></root>
</configuration>
`;

const properties = ({ port, id, secret, folder }) => `s3proxy.endpoint=http://127.0.0.1:${port}
s3proxy.authorization=aws-v2-or-v4
s3proxy.identity=${id}
s3proxy.credential=${secret}
jclouds.provider=filesystem-nio2
jclouds.filesystem.basedir=${folder}
`;

/**
 * S3Proxy over a folder, on 127.0.0.1 only: signatures are checked, buckets and multipart uploads behave as at S3.
 * @param {{dataDir: string, port?: number}} options
 * @returns {Promise<{url: string, stop(): Promise<void>}>} `url`: http://id:secret@host:port
 */
export async function startS3({ dataDir, port: wanted }) {
  if (wanted && !(await isPortFree(wanted))) throw new ServerError(`S3: port ${wanted} is taken. Give another port.`);
  const jars = await mavenJars({ name: 'S3', pom: POM, cache: 's3-jars' });
  const port = wanted ?? (await freePort());
  const folder = join(dataDir, 'buckets');
  const config = join(dataDir, 's3proxy.conf');
  const logging = join(dataDir, 'logback.xml');
  const [id, secret] = ['plumbline', randomBytes(18).toString('hex')];
  mkdirSync(folder, { recursive: true });
  writeFileSync(config, properties({ port, id, secret, folder }), { mode: 0o600 });
  writeFileSync(logging, LOGGING);
  const java = [...JVM, `-Dlogback.configurationFile=${logging}`, '-cp', join(jars, '*')];
  const server = await startProcess({
    name: 'S3',
    command: 'java',
    args: [...java, 'org.gaul.s3proxy.Main', '--properties', config],
    logFile: join(dataDir, 's3.log'),
    ready: async () => (await fetch(`http://127.0.0.1:${port}/`)).status === 403,
    readyMs: 60_000,
  });
  return { url: `http://${id}:${secret}@127.0.0.1:${port}`, ...server };
}
