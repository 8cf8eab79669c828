import type { DeadLetterView } from '@plumbline/contracts';
import { letterState, originText, readablePayload } from './dead-letter-words';

describe('words about dead letters', () => {
  it('shows what waits unless the address asks for more', () => {
    expect(['replayed', 'all', 'other', undefined].map(letterState)).toEqual(['replayed', 'all', 'waiting', 'waiting']);
  });

  it('tells where the record lay', () => {
    const letter = { topic: 'plumbline.outcomes', partition: 2, offset: '7' } as DeadLetterView;
    expect(originText(letter)).toBe('plumbline.outcomes, partition 2, offset 7');
    expect(originText({ ...letter, partition: -1 })).toContain('had waited for its prediction');
  });

  it('indents JSON and leaves the rest as it is', () => {
    expect(readablePayload('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(readablePayload('{oops')).toBe('{oops');
  });
});
