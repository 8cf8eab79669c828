import { tokenOfBasic } from './basic-credentials';

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('Basic credentials', () => {
  it.each([
    [basic('ana:plb_token'), 'plb_token'],
    [basic(':plb_token'), 'plb_token'],
    [basic('ana:a:b'), 'a:b'],
  ])('%s carries its token as the password', (header, token) => {
    expect(tokenOfBasic(header)).toBe(token);
  });

  it.each([undefined, '', 'Bearer x', 'Basic', basic('no colon'), basic('ana:'), basic('ana:two words')])(
    '%j carries none',
    (header) => {
      expect(tokenOfBasic(header)).toBeUndefined();
    },
  );
});
