import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from './create-logger';
import { keptPseudonyms, PSEUDONYM_KEY_FILE, pseudonymsOf } from './pseudonyms';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'pseudonyms-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('pseudonyms', () => {
  it('are the same for the same id and key, and say nothing of the id', () => {
    const pseudonym = pseudonymsOf('key');
    expect(pseudonym('ana@example.com')).toBe(pseudonym('ana@example.com'));
    expect(pseudonym('ana@example.com')).not.toBe(pseudonym('ana@example.org'));
    expect(pseudonym('ana@example.com')).toMatch(/^[0-9a-f]{4}-[0-9a-f]{16}$/);
  });

  it('of another key are told from those of this one by their first digits', () => {
    const [ours, theirs] = [pseudonymsOf('key')('ana'), pseudonymsOf('other')('ana')];
    expect(ours.slice(0, 4)).not.toBe(theirs.slice(0, 4));
    expect(ours.slice(5)).not.toBe(theirs.slice(5));
  });

  it('use one key for every service on a data folder, readable by its owner only', () => {
    const first = keptPseudonyms(join(folder, 'data'));
    expect(keptPseudonyms(join(folder, 'data'))('ana')).toBe(first('ana'));
    expect(readdirSync(join(folder, 'data'))).toEqual([PSEUDONYM_KEY_FILE]);
    expect(statSync(join(folder, 'data', PSEUDONYM_KEY_FILE)).mode & 0o777).toBe(0o600);
  });

  it('change when the key is removed', () => {
    const before = keptPseudonyms(folder)('ana');
    rmSync(join(folder, PSEUDONYM_KEY_FILE));
    expect(keptPseudonyms(folder)('ana')).not.toBe(before);
  });

  it('stand in a log for actor and subject; without a key both are blank', () => {
    const lines: Record<string, unknown>[] = [];
    const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
    const pseudonym = pseudonymsOf('key');
    createLogger({ service: 'spec', destination, pseudonym }).info({ actor: 'ana', subject: 'ana' }, 'x');
    createLogger({ service: 'spec', destination }).info({ actor: 'ana' }, 'x');
    expect(lines).toMatchObject([{ actor: pseudonym('ana'), subject: pseudonym('ana') }, { actor: '[redacted]' }]);
  });
});
