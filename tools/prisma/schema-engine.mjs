#!/usr/bin/env node
// Prisma's command line wants a native `schema-engine` binary, which is downloaded from outside npm. This program stands
// in for it: the same arguments and JSON-RPC over stdio, answered by Prisma's own WebAssembly engine from npm.
// Used through PRISMA_SCHEMA_ENGINE_BINARY (see tools/prisma/prisma.mjs).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum, bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';

const require = createRequire(import.meta.url);
const UNREACHABLE = 'postgresql://127.0.0.1:1/none';
/** PostgreSQL's one-byte "char" type, which catalogue queries return and adapter-pg cannot map. */
const CHAR_OID = 18;
// adapter-pg refuses unknown OIDs before the column type can be corrected; CIDR's slot, which the catalogue never uses, lets 18 in.
pg.types.builtins.CIDR = CHAR_OID;

function parseArguments(argv) {
  const parsed = { datamodels: [], url: undefined, cli: undefined };
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '--datamodels' || argv[i] === '-d') parsed.datamodels.push(argv[++i]);
    else if (argv[i] === '--datasource') parsed.url = JSON.parse(argv[++i]).url;
    else if (argv[i] === 'cli') parsed.cli = argv[++i];
  }
  return parsed;
}

async function runOnce(connectionString, sql) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function withDatabase(url, database) {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.toString();
}

const PRISMA_CODES = { '3D000': 'P1003', '28P01': 'P1000', '42P04': 'P1009' };

async function answerCliCommand(command, url) {
  const database = decodeURIComponent(new URL(url).pathname.slice(1));
  try {
    if (command === 'can-connect-to-database') await runOnce(url, 'SELECT 1');
    else if (command === 'create-database')
      await runOnce(withDatabase(url, 'postgres'), `CREATE DATABASE "${database}"`);
    else if (command === 'drop-database')
      await runOnce(withDatabase(url, 'postgres'), `DROP DATABASE "${database}" WITH (FORCE)`);
    process.exit(0);
  } catch (error) {
    const fields = { is_panic: false, error_code: PRISMA_CODES[error.code] ?? 'P1001', message: String(error.message) };
    const line = { timestamp: new Date().toISOString(), level: 'ERROR', target: 'schema_engine::logger', fields };
    process.stderr.write(`${JSON.stringify(line)}\n`);
    process.exit(1);
  }
}

function mapCharColumns(queryable) {
  const performIO = queryable.performIO.bind(queryable);
  const queryRaw = queryable.queryRaw.bind(queryable);
  let last;
  queryable.performIO = async (query) => (last = await performIO(query));
  queryable.queryRaw = async (query) => {
    const result = await queryRaw(query);
    last.fields.forEach((field, i) => {
      if (field.dataTypeID === CHAR_OID) result.columnTypes[i] = ColumnTypeEnum.Character;
    });
    return result;
  };
  if (queryable.startTransaction) {
    const start = queryable.startTransaction.bind(queryable);
    queryable.startTransaction = async (level) => mapCharColumns(await start(level));
  }
  return queryable;
}

const shadows = new Map();
async function dropShadows() {
  for (const drop of shadows.values()) await drop();
  shadows.clear();
}

/** A shadow database is always a new one of its own name: adapter-pg would otherwise replay migrations on the main one. */
class AdapterFactory extends PrismaPg {
  #url;
  #shadowOnly;

  constructor(url, shadowOnly) {
    super({ connectionString: url });
    this.#url = url;
    this.#shadowOnly = shadowOnly;
  }

  async connect() {
    return this.#shadowOnly ? this.connectToShadowDb() : mapCharColumns(await super.connect());
  }

  async connectToShadowDb() {
    const name = `prisma_shadow_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
    await runOnce(this.#url, `CREATE DATABASE "${name}"`);
    shadows.set(name, () => runOnce(this.#url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`).catch(() => {}));
    const connection = await new PrismaPg({ connectionString: withDatabase(this.#url, name) }).connect();
    // Dropping the database ends the pool's idle connections: expected, so not an unhandled 'error'.
    connection.client?.on?.('error', () => {});
    return mapCharColumns(connection);
  }
}

async function loadEngine() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`PANIC ${message}\n`) };
  const folder = dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = new WebAssembly.Module(readFileSync(join(folder, 'schema_engine_bg.wasm')));
  const instance = new WebAssembly.Instance(wasm, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings.SchemaEngine;
}

async function serve({ datamodels, url }) {
  const SchemaEngine = await loadEngine();
  const models = datamodels.length ? datamodels.map((path) => [path, readFileSync(path, 'utf8')]) : undefined;
  const create = (shadowOnly) => {
    const factory = bindMigrationAwareSqlAdapterFactory(new AdapterFactory(url ?? UNREACHABLE, shadowOnly));
    return SchemaEngine.new({ datamodels: models }, () => {}, factory);
  };
  const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  let main;
  let printed = 0;

  const answer = async (request) => {
    if (!request.method) return;
    const method = request.method === 'getDatabaseVersion' ? 'version' : request.method;
    const readsMigrations = [request.params?.from?.tag, request.params?.to?.tag].includes('migrations');
    try {
      const engine = method === 'diff' && readsMigrations ? await create(true) : await (main ??= create(false));
      const result = (await engine[method](request.params ?? {})) ?? null;
      await dropShadows();
      if (method === 'diff' && result?.stdout)
        send({ id: `print-${++printed}`, method: 'print', params: { content: result.stdout.replace(/\n$/, '') } });
      send({ id: request.id, result });
    } catch (error) {
      await dropShadows();
      const data = {
        is_panic: false,
        message: String(error?.message ?? error),
        meta: null,
        error_code: error?.code ?? null,
      };
      send({
        id: request.id,
        error: { code: 4466, message: 'An error happened. Check the data field for details.', data },
      });
    }
  };

  let chain = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => (chain = chain.then(() => answer(JSON.parse(line)))));
  lines.on('close', () => chain.then(dropShadows).then(() => process.exit(0)));
}

const parsed = parseArguments(process.argv.slice(2));
if (process.argv.includes('--version')) process.stdout.write('schema-engine-wasm 7.10.0\n');
else if (parsed.cli) await answerCliCommand(parsed.cli, parsed.url);
else await serve(parsed);
