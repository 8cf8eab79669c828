import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { OtlpReceiver } from '@plumbline/testing';

interface Told {
  readonly states: string[];
  readonly closeMs: number;
}

/** The exporter imports as it runs, which only a process of its own can. */
describe('traces over OTLP', () => {
  let folder: string;
  let program: string;
  beforeAll(() => {
    mkdirSync(resolve('tmp'), { recursive: true });
    folder = mkdtempSync(resolve('tmp', 'tracing-'));
    program = join(folder, 'program.cjs');
    const flags = ['--bundle', '--platform=node', '--packages=external', '--tsconfig=tsconfig.base.json'];
    const entry = resolve('libs/platform/src/tracing/export-program.ts');
    execFileSync(resolve('node_modules/.bin/esbuild'), [entry, ...flags, `--outfile=${program}`], { stdio: 'pipe' });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = async (endpoint: string, count: number): Promise<Told> => {
    const { stdout } = await promisify(execFile)(process.execPath, [program, endpoint, String(count)]);
    return JSON.parse(stdout) as Told;
  };

  it('reach a receiver as JSON in batches, with the service and its headers, and what is left at the end', async () => {
    const receiver = await OtlpReceiver.start();
    const { states } = await run(`${receiver.endpoint}/`, 600);
    await receiver.close();
    expect(states).toEqual([]);
    expect([receiver.named('request').length, receiver.named('run').length]).toEqual([600, 600]);
    const [child] = receiver.named('run');
    const parent = receiver.spans.find(({ spanId }) => spanId === child?.parentSpanId);
    expect(parent).toMatchObject({ service: 'plumbline-program', name: 'request', kind: 2, traceId: child?.traceId });
    expect(new Set(receiver.authorizations)).toEqual(new Set(['Bearer t']));
    expect(receiver.authorizations.length).toBeLessThan(60);
  });

  it('fail no work and hold no end up while the receiver is away, which is told once', async () => {
    const gone = await OtlpReceiver.start();
    const { endpoint } = gone;
    await gone.close();
    const { states, closeMs } = await run(endpoint, 10_000);
    expect(states.length).toBeLessThanOrEqual(1);
    expect(closeMs).toBeLessThan(20_000);
  });
});
