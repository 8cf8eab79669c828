import { tokenFromHash } from './token-from-hash';

describe('token in the sign-in link', () => {
  it.each([
    ['#token=pl_abc', 'pl_abc'],
    ['#other=1&token=pl%2Babc', 'pl+abc'],
    ['token=pl_abc', 'pl_abc'],
    ['#token=', null],
    ['#', null],
    ['', null],
  ])('reads %s as %s', (hash, token) => {
    expect(tokenFromHash(hash)).toBe(token);
  });
});
