import { withStorageFull } from './upload.errors';

const failure = (code: string, cause?: unknown) => Object.assign(new TypeError('write failed', { cause }), { code });

describe('withStorageFull', () => {
  it.each([
    ['met at once', failure('ENOSPC')],
    ['over quota', failure('EDQUOT')],
    ['met by somebody below', failure('artifact_store_failed', failure('ENOSPC'))],
  ])('says that the disk is full and that it may be tried again: %s', (_, error) => {
    expect(withStorageFull(error)).toMatchObject({ kind: 'unavailable', code: 'storage_full', retryable: true });
  });

  it('leaves every other error as it was', () => {
    const other = failure('EACCES');
    expect(withStorageFull(other)).toBe(other);
    expect(withStorageFull('text')).toBe('text');
  });
});
