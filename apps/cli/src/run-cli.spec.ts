import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from './run-cli';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-cli-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function run(args: string[], url = 'http://127.0.0.1:9') {
  const out: string[] = [];
  const err: string[] = [];
  const environment = { url, token: 't', dataDir: folder, kafkaTopicPrefix: '' };
  const code = await runCli(args, { environment, stdout: (l) => out.push(l), stderr: (l) => err.push(l) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** Deterministic numbers around `centre`. */
const column = (rows: number, centre: number) =>
  `x,kind\n${Array.from({ length: rows }, (_, i) => `${centre + ((i * 7919) % 101)},${i % 3}`).join('\n')}\n`;

describe('the command line', () => {
  it('exits 2 and says what is missing on wrong usage', async () => {
    expect(await run(['train', '--name', 'm'])).toMatchObject({ code: 2, err: expect.stringContaining('--data') });
    expect(await run(['frobnicate'])).toMatchObject({ code: 2, err: expect.stringContaining('frobnicate') });
    expect((await run(['replay', 'm', 'x.csv', '--label', 'y', '--rate', '0'])).code).toBe(2);
  });

  it('names the columns there are when one is unknown', async () => {
    const file = write('few.csv', 'a,b\n1,2\n');
    expect(await run(['train', '--name', 'm', '--data', file, '--label', 'churn'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('it has a, b'),
    });
  });

  it('says that a file is empty', async () => {
    const file = write('empty.csv', '');
    expect(await run(['predict', 'm', file])).toMatchObject({
      code: 1,
      err: expect.stringContaining('the CSV is empty'),
    });
  });

  it('says which server it could not reach and what to do', async () => {
    const { code, err } = await run(['status']);
    expect(code).toBe(1);
    expect(err).toContain('server http://127.0.0.1:9');
    expect(err).toContain('npm start');
  });

  it('shows a problem as its code, its detail and one line a field', async () => {
    const problem = {
      code: 'body_invalid',
      detail: 'see errors',
      errors: [{ pointer: '/reason', detail: 'too short' }],
    };
    const server = createServer((_, response) => {
      response.writeHead(422, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { code, err } = await run(['promote', 'm', '2', '--reason', 'x'], url);
    server.closeAllConnections();
    server.close();
    expect(code).toBe(1);
    expect(err).toContain('body_invalid: see errors\n  /reason: too short');
  });

  it('answers drift between files with exit code 0, 3 or 4 and the fixed shape', async () => {
    const reference = write('reference.csv', column(3_000, 0));
    const same = await run([
      'drift',
      '--reference',
      reference,
      '--current',
      write('same.csv', column(2_900, 0)),
      '-o',
      'json',
    ]);
    const moved = await run([
      'drift',
      '--reference',
      reference,
      '--current',
      write('moved.csv', column(2_900, 60)),
      '-o',
      'json',
    ]);
    const few = await run(['drift', '--reference', reference, '--current', write('few-rows.csv', column(12, 0))]);
    expect([same.code, moved.code, few.code]).toEqual([0, 3, 4]);
    const report = JSON.parse(moved.out) as { verdict: string; features: Record<string, unknown>[] };
    expect(report.verdict).toBe('drift');
    expect(report.features[0]).toMatchObject({ feature: 'x', kind: 'numeric', verdict: 'drift' });
    const measures = report.features[0]?.['measures'] as object;
    for (const name of ['psi', 'jsDivergence', 'klDivergence', 'hellinger', 'totalVariation', 'ks', 'wasserstein'])
      expect(measures).toHaveProperty(name, expect.any(Number));
  });

  it('lists every command in help, and completes it', async () => {
    const { out, code } = await run(['--help']);
    expect(code).toBe(0);
    for (const name of ['train', 'push', 'promote', 'predict', 'replay', 'drift', 'retrain', 'rollout', 'audit'])
      expect(out).toContain(`\n  ${name}`);
    expect((await run(['completion', 'bash'])).out).toContain('rollout');
  });
});
