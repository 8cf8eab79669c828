import { parseProtected } from './protected-option';

describe('protected attributes on the command line', () => {
  it('reads numbers after a band as further bands of the same attribute', () => {
    expect(parseProtected('age:30,45,60,marital')).toEqual([{ name: 'age', bands: [30, 45, 60] }, { name: 'marital' }]);
    expect(parseProtected('gender,age:30')).toEqual([{ name: 'gender' }, { name: 'age', bands: [30] }]);
  });

  it.each(['age:young', 'age:45,30', ',age', 'age:'])('refuses %s', (text) => {
    expect(() => parseProtected(text)).toThrow(/--protected/);
  });
});
