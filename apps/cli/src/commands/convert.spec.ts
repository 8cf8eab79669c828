import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../run-cli';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-convert-cli-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function convert(name: string, content: string | null, ...options: string[]) {
  const file = join(folder, name);
  if (content !== null) writeFileSync(file, content, 'latin1');
  const err: string[] = [];
  const environment = { url: '', token: undefined, dataDir: folder, kafkaTopicPrefix: '', cacheDir: folder };
  const args = ['convert', file, '--out', join(folder, 'out.onnx'), ...options];
  const code = await runCli(args, { environment, stdout: () => undefined, stderr: (line) => err.push(line) });
  return { code, err: err.join('\n') };
}

describe('plumbline convert', () => {
  it('exits 2 for a file that is not there, is empty, or is of no format it converts', async () => {
    expect(await convert('no.pkl', null)).toEqual({ code: 2, err: expect.stringContaining('no such file') });
    expect(await convert('empty.pkl', '')).toEqual({ code: 2, err: expect.stringContaining('is empty') });
    expect(await convert('m.pmml', '<PMML version="4.4">')).toEqual({
      code: 2,
      err: expect.stringContaining('No maintained converter from PMML'),
    });
  });

  it('exits 2 when an option is no number, no version or no family', async () => {
    const wrong = (...options: string[]) => convert('m.pkl', '\x80\x04.', ...options);
    expect((await wrong('--tolerance', '0')).err).toContain('--tolerance 0');
    expect((await wrong('--timeout', 'soon')).err).toContain('--timeout soon');
    expect((await wrong('--sklearn-version', '1.5; rm')).err).toContain('1.5.2 is wanted');
    expect((await wrong('--from', 'spss')).code).toBe(2);
  });

  it('names the Python that does not start', async () => {
    const { code, err } = await convert('m.pkl', '\x80\x04.', '--python', '/no/such/python');
    expect([code, err]).toEqual([2, expect.stringContaining('/no/such/python does not start (ENOENT)')]);
  });
});
