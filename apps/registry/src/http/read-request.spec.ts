import { z } from 'zod';
import { expectedRevision, readBody, readVersion } from './read-request';

describe('requests', () => {
  it.each([
    ['"3"', { expectedRevision: 3 }],
    ['W/"3"', { expectedRevision: 3 }],
    ['0', { expectedRevision: 0 }],
    ['*', {}],
    [undefined, {}],
  ])('reads If-Match %s', (header, expected) => {
    expect(expectedRevision({ 'if-match': header })).toEqual(expected);
  });

  it('refuses an If-Match that is no revision', () => {
    expect(() => expectedRevision({ 'if-match': '"abc"' })).toThrow(expect.objectContaining({ code: 'input_invalid' }));
  });

  it('points to text that the database could not hold, and lets an emoji pass', () => {
    const schema = z.object({ notes: z.array(z.string()) });
    expect(readBody(schema, { notes: ['😀'] })).toEqual({ notes: ['😀'] });
    for (const bad of ['a\0b', '\uD800', '\uDC00x'])
      expect(() => readBody(schema, { notes: ['fine', bad] })).toThrow(
        expect.objectContaining({
          code: 'text_unstorable',
          fields: [expect.objectContaining({ pointer: '/notes/1' })],
        }),
      );
  });

  it('takes only whole positive version numbers that the database holds', () => {
    expect(readVersion({ model: 'm', version: '12' })).toEqual({ model: 'm', version: 12 });
    for (const version of ['0', '1.5', 'x', '99999999999'])
      expect(() => readVersion({ model: 'm', version })).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});
