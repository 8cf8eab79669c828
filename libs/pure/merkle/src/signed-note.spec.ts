import { generateKeyPairSync } from 'node:crypto';
import { formatCheckpoint, parseCheckpoint } from './checkpoint';
import { EMPTY_ROOT } from './hash';
import { formatVerifierKey, openNote, parseVerifierKey, signNote } from './signed-note';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const name = 'plumbline.test/audit';
const text = formatCheckpoint({ origin: name, size: 0, root: EMPTY_ROOT });
const bad = (code: string) => expect.objectContaining({ code });

describe('checkpoint', () => {
  it('is origin, size and base64 root, one a line', () => {
    expect(text).toBe('plumbline.test/audit\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n');
    expect(parseCheckpoint(text)).toEqual({ origin: name, size: 0, root: EMPTY_ROOT });
  });

  it.each(['', 'a\n01\nAA==\n', 'a\n1\nAA==\n', text.trimEnd()])('refuses %j', (broken) => {
    expect(() => parseCheckpoint(broken)).toThrow(bad('merkle_bad_note'));
  });
});

describe('signed note', () => {
  const note = signNote(text, name, privateKey);

  it('opens with the key that signed it, and passes over signatures of others', () => {
    const other = generateKeyPairSync('ed25519');
    const foreign = signNote(text, 'witness', other.privateKey).slice(text.length + 1);
    expect(openNote(note, { name, publicKey })).toBe(text);
    expect(openNote(`${text}\n${foreign}${note.slice(text.length + 1)}`, { name, publicKey })).toBe(text);
  });

  it('does not open when the text was changed, or with another key', () => {
    const other = generateKeyPairSync('ed25519');
    expect(() => openNote(note.replace('\n0\n', '\n1\n'), { name, publicKey })).toThrow(bad('merkle_bad_note'));
    expect(() => openNote(note, { name, publicKey: other.publicKey })).toThrow(bad('merkle_bad_note'));
    expect(() => openNote(text, { name, publicKey })).toThrow(bad('merkle_bad_note'));
  });

  it('reads the published verifier key of the Go checksum database', () => {
    const vkey = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
    expect(formatVerifierKey(parseVerifierKey(vkey))).toBe(vkey);
  });

  it('refuses a verifier key whose id does not fit', () => {
    const vkey = formatVerifierKey({ name, publicKey });
    expect(openNote(note, parseVerifierKey(vkey))).toBe(text);
    const wrongId = vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+');
    expect(() => parseVerifierKey(wrongId)).toThrow(bad('merkle_bad_key'));
  });
});
