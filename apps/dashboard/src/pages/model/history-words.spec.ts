import type { AliasChangeView } from '@plumbline/contracts';
import { changeWords, fromField, isRecordedLater, toField } from './history-words';

const change = (given: Partial<AliasChangeView>): AliasChangeView => ({
  alias: 'champion',
  version: 2,
  previousVersion: 1,
  action: 'promote',
  reason: 'better',
  actor: 'token:ana',
  changedAt: '2026-01-01T00:00:00.400Z',
  effectiveAt: '2026-01-01T00:00:00.000Z',
  evidence: {},
  ...given,
});

describe('the history of the champion', () => {
  it('tells the two times apart only where they differ', () => {
    expect(isRecordedLater(change({}))).toBe(false);
    expect(isRecordedLater(change({ effectiveAt: '2025-12-24T00:00:00.000Z' }))).toBe(true);
  });

  it.each([
    [{}, 'promoted after v1'],
    [{ previousVersion: null, action: 'set' }, 'set'],
    [{ version: null, action: 'remove' }, 'taken away after v1'],
    [{ action: 'rollback' }, 'given back after v1'],
    [{ action: 'correct', evidence: { believedVersion: 3 } }, 'corrected: written down before as v3'],
    [{ action: 'correct', evidence: { believedVersion: null } }, 'corrected: written down before as none'],
  ] as [Partial<AliasChangeView>, string][])('says of %j: %s', (given, words) => {
    expect(changeWords(change(given))).toBe(words);
  });

  it('keeps a moment to the minute on its way through the field', () => {
    const iso = '2026-03-01T10:45:00.000Z';
    expect(fromField(toField(iso))).toBe(iso);
    expect(toField(undefined)).toBe('');
    expect(fromField('')).toBeUndefined();
  });
});
