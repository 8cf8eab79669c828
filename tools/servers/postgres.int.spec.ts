import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const MODULE = join(__dirname, 'postgres.mjs');
const PROGRAM = `
  import { startPostgres } from ${JSON.stringify(`file://${MODULE}`)};
  const [dataDir, then, port] = process.argv.slice(1);
  try {
    const server = await startPostgres({ dataDir, ...(port ? { port: Number(port) } : {}) });
    process.stdout.write(JSON.stringify({ url: server.url, reused: server.reused }));
    if (then === 'die') process.kill(process.pid, 'SIGKILL');
    await server.stop();
  } catch (error) {
    process.stdout.write(JSON.stringify({ error: error.name + ': ' + error.message }));
  }`;

interface Told {
  readonly url: string;
  readonly reused: boolean;
  readonly error?: string;
}

/** Jest cannot load an ES module; a process of its own is nearer to the truth anyway, since it must die. */
function start(dataDir: string, then: 'stop' | 'die', port?: number): Promise<Told> {
  const args = ['--input-type=module', '-e', PROGRAM, dataDir, then, ...(port ? [String(port)] : [])];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.once('close', () => resolve(JSON.parse(output) as Told));
  });
}

async function query(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query(sql).finally(() => client.end());
}

describe('startPostgres', () => {
  jest.setTimeout(120_000);
  let folder: string;
  let dataDir: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-postgres-'));
    chmodSync(folder, 0o755);
    dataDir = join(folder, 'postgres');
  });
  afterAll(async () => {
    await start(dataDir, 'stop');
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds the server that a killed parent left, with its data, and can stop it', async () => {
    const first = await start(dataDir, 'die');
    expect(first).toMatchObject({ reused: false });
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const second = await start(dataDir, 'stop');
    expect(second).toEqual({ url: first.url, reused: true });
    await expect(query(first.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });

    const third = await start(dataDir, 'die');
    expect(third.reused).toBe(false);
    expect((await query(third.url, 'SELECT answer FROM kept')).rows).toEqual([{ answer: 42 }]);
  });

  it('asks for the password, which only its owner can read, and keeps what it promised on disk', async () => {
    const { url } = await start(dataDir, 'die');
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(query(wrong.toString(), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect(statSync(join(dataDir, 'password')).mode & 0o777).toBe(0o600);
    const { rows } = await query(
      url,
      `SELECT current_setting('fsync') AS fsync, current_setting('listen_addresses') AS listens`,
    );
    expect(rows).toEqual([{ fsync: 'on', listens: '127.0.0.1' }]);
  });

  it('says in one line that the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { error } = await start(join(folder, 'elsewhere'), 'stop', port);
    other.close();
    expect(error).toBe(`ServerError: PostgreSQL: port ${port} is taken. Give another port.`);
  });
});
