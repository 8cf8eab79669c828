import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newWebhookSecret, SecretBox } from './secret-box';

describe('the box of webhook secrets', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'secret-box-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('opens what it sealed, in every process that has the data folder, with a key file of mode 600', async () => {
    const boxes = await Promise.all(Array.from({ length: 5 }, () => SecretBox.open(folder)));
    const secret = newWebhookSecret();
    const sealed = boxes[0]!.seal(secret, 'endpoint');
    expect(sealed.includes(secret)).toBe(false);
    expect(boxes.map((box) => box.unseal(sealed, 'endpoint'))).toEqual(Array(5).fill(secret));
    expect(await readdir(folder)).toEqual(['webhook-key']);
    expect((await stat(join(folder, 'webhook-key'))).mode & 0o777).toBe(0o600);
  });

  it('opens nothing that was sealed for another endpoint, with another key, or changed', () => {
    const box = new SecretBox(Buffer.alloc(32, 1));
    const sealed = box.seal('whsec_x', 'one');
    const unreadable = expect.objectContaining({ code: 'webhook_secret_unreadable' });
    expect(() => box.unseal(sealed, 'two')).toThrow(unreadable);
    expect(() => new SecretBox(Buffer.alloc(32, 2)).unseal(sealed, 'one')).toThrow(unreadable);
    sealed[sealed.length - 1]! ^= 1;
    expect(() => box.unseal(sealed, 'one')).toThrow(unreadable);
  });

  it('makes secrets of 32 random bytes', () => {
    expect(Buffer.from(newWebhookSecret().slice('whsec_'.length), 'base64')).toHaveLength(32);
    expect(newWebhookSecret()).not.toBe(newWebhookSecret());
  });
});
