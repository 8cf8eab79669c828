import { createHash } from 'node:crypto';
import { packageDigest } from './package-digest';

const file = (name: string, digest: string) => ({ name, digest, bytes: 1 });

describe('packageDigest', () => {
  it('is the digest of the file where there is one only', () => {
    expect(packageDigest({ artifactDigest: 'aa', files: [] })).toBe('aa');
  });

  it('covers the external files, whatever their order', () => {
    const expected = createHash('sha256').update('aa "model.onnx"\nbb "v.bin"\ncc "w.bin"\n').digest('hex');
    const files = [file('w.bin', 'cc'), file('v.bin', 'bb')];
    expect(packageDigest({ artifactDigest: 'aa', files })).toBe(expected);
    expect(packageDigest({ artifactDigest: 'aa', files: files.reverse() })).toBe(expected);
  });

  it('differs when a byte or a name of any file differs', () => {
    const of = (...files: ReturnType<typeof file>[]) => packageDigest({ artifactDigest: 'aa', files });
    const all = [of(), of(file('w', 'bb')), of(file('w', 'bc')), of(file('x', 'bb')), of(file('w"\ncc "x', 'bb'))];
    expect(new Set(all).size).toBe(all.length);
  });
});
