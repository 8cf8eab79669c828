import { decodeArtifactPath, parseArtifactPath } from './artifact-path';

const RUN = '0123456789abcdef0123456789abcdef';

describe('an artifact path', () => {
  it.each([
    [`1/${RUN}/artifacts/model/MLmodel`, { kind: 'run', experimentId: '1', id: RUN }, 'model/MLmodel'],
    [`0/${RUN}/artifacts`, { kind: 'run', experimentId: '0', id: RUN }, ''],
    [`7/models/m-${RUN}/artifacts/a b.json`, { kind: 'logged-model', experimentId: '7', id: `m-${RUN}` }, 'a b.json'],
    ['plumbline/my model/12/model.onnx', { kind: 'version', model: 'my model', version: 12 }, 'model.onnx'],
  ])('%s names its owner', (path, owner, rest) => {
    expect(parseArtifactPath(path)).toMatchObject({ owner, rest, path });
  });

  it.each([
    `1/${RUN}/artifacts/../../../etc/passwd`,
    `1/${RUN}/artifacts/./a`,
    `1/${RUN}/artifacts//a`,
    `1/${RUN}/artifacts/a/`,
    `/1/${RUN}/artifacts/a`,
    `C:/1/${RUN}/artifacts/a`,
    `1/${RUN}/artifacts/a#/../b`,
    `1/${RUN}/artifacts/a?b`,
    `1/${RUN}/artifacts/a\\..\\b`,
    `1/${RUN}/artifacts/a\0`,
    `1/${RUN}/artifacts/a\n`,
    `1/${RUN}/artifacts/\uD800`,
    decodeArtifactPath(`1/${RUN}/artifacts/%252e%252e/b`),
    decodeArtifactPath(`1/${RUN}/artifacts/%2e%2e/b`),
    `1/${RUN}/artifacts/${'a'.repeat(1024)}`,
    '',
  ])('is refused when a client could read more into it: %j', (path) => {
    expect(() => parseArtifactPath(path)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });

  it.each(['a/b', '1', `1/${RUN}`, `1/${RUN}/a`, '1/models/m-1/artifacts/a', 'plumbline/m/0/a', 'plumbline/m/x'])(
    'lies under an owner: %s does not',
    (path) => {
      expect(() => parseArtifactPath(path)).toThrow(expect.objectContaining({ kind: 'not_found' }));
    },
  );

  it('is refused when it is badly encoded', () => {
    expect(() => decodeArtifactPath('%zz')).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});
