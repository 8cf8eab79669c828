// The load generator, a process of its own: HTTP/1.1 over raw sockets, keep-alive, one request at a time on each
// connection. A closed loop: a slow answer delays the next request of its connection, so the latencies are those of this
// number of callers, not of arrivals that wait for nobody ("coordinated omission").
import { connect } from 'node:net';
import { LatencyHistogram } from './inference-histogram.mjs';

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = /\r\ncontent-length: *(\d+)/i;
const VERSION = '"modelVersion":"';

/** @param {{method?: string, path: string, headers: object, bodies: (string|Buffer)[], port: number}} load */
function renderRequests({ path, headers, bodies, port }) {
  return bodies.map((body) => {
    const bytes = Buffer.from(body);
    const all = { host: `127.0.0.1:${port}`, ...headers, 'content-length': bytes.length };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), bytes]);
  });
}

/** @returns {{status: number, end: number, bodyAt: number} | null} null: not all there yet */
function readResponse(buffer) {
  const headEnd = buffer.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const head = buffer.latin1Slice(0, headEnd);
  const length = LENGTH.exec(head);
  if (!length) throw new Error(`an answer without content-length: ${head.slice(0, 200)}`);
  const bodyAt = headEnd + HEAD_END.length;
  const end = bodyAt + Number(length[1]);
  return buffer.length < end ? null : { status: Number(head.slice(9, 12)), end, bodyAt };
}

class Connection {
  constructor(run, at) {
    this.run = run;
    this.next = at;
    this.buffer = null;
    this.open();
  }

  open() {
    const { host = '127.0.0.1', port } = this.run.load;
    this.socket = connect({ host, port, noDelay: true });
    this.socket.on('connect', () => this.send());
    this.socket.on('data', (chunk) => this.receive(chunk));
    this.socket.on('error', (error) => this.broken(error.message));
    this.socket.on('close', () => this.broken('closed by the server'));
  }

  send() {
    const { requests } = this.run;
    this.sentAt = performance.now();
    this.socket.write(requests[(this.next += this.run.load.connections) % requests.length]);
  }

  receive(chunk) {
    this.buffer = this.buffer === null ? chunk : Buffer.concat([this.buffer, chunk]);
    const response = readResponse(this.buffer);
    if (response === null) return;
    const now = performance.now();
    this.run.answered(this, response, now, now - this.sentAt);
    this.buffer = null;
    if (this.run.isOver) this.socket.destroy();
    else this.send();
  }

  broken(reason) {
    if (this.run.isOver || this.socket.isReplaced) return;
    this.socket.isReplaced = true;
    this.run.failed(reason);
    this.buffer = null;
    setTimeout(() => this.run.isOver || this.open(), 10);
  }
}

class Run {
  constructor(load) {
    this.load = load;
    this.requests = renderRequests(load);
    this.histogram = new LatencyHistogram();
    this.errors = new Map();
    /** By version: the latest connection's first answer from it, wall clock in ms, and how many connections had one. */
    this.versions = new Map();
    this.isOver = false;
    this.isMeasuring = false;
    this.example = null;
  }

  answered(connection, { status, bodyAt, end }, now, milliseconds) {
    if (status !== 200) this.failed(`status ${status}: ${connection.buffer.latin1Slice(bodyAt, end).slice(0, 160)}`);
    this.example ??= connection.buffer.latin1Slice(bodyAt, end).slice(0, 300);
    if (this.load.watchVersions) this.see(connection, connection.buffer.latin1Slice(bodyAt, end), now);
    if (this.isMeasuring) this.histogram.record(milliseconds * 1_000);
  }

  see(connection, body, now) {
    const from = body.indexOf(VERSION) + VERSION.length;
    const version = body.slice(from, body.indexOf('"', from));
    if (connection.version === version) return;
    connection.version = version;
    const seen = this.versions.get(version) ?? { connections: 0, lastMs: 0 };
    this.versions.set(version, { connections: seen.connections + 1, lastMs: performance.timeOrigin + now });
  }

  failed(reason) {
    this.errors.set(reason, (this.errors.get(reason) ?? 0) + 1);
  }

  async execute() {
    const { connections, warmUpMs = 0, durationMs } = this.load;
    for (let at = 0; at < connections; at += 1) new Connection(this, at);
    await pause(warmUpMs);
    this.isMeasuring = true;
    const startedAt = performance.now();
    const cpuBefore = process.cpuUsage();
    await pause(durationMs);
    const seconds = (performance.now() - startedAt) / 1_000;
    const { user, system } = process.cpuUsage(cpuBefore);
    this.isOver = true;
    const { histogram } = this;
    return {
      requests: histogram.total,
      requestsPerSecond: histogram.total / seconds,
      p50Ms: histogram.quantileMs(0.5),
      p99Ms: histogram.quantileMs(0.99),
      maxMs: histogram.maxMicroseconds / 1_000,
      errors: Object.fromEntries(this.errors),
      versions: Object.fromEntries(this.versions),
      generatorCpuShare: (user + system) / 1e6 / seconds,
      example: this.example,
    };
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

process.once('message', async (load) => {
  const result = await new Run(load).execute();
  process.send(result, () => process.exit(0));
});
process.once('disconnect', () => process.exit(1));
