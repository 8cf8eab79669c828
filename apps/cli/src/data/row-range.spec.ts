import { selectRange } from './row-range';

describe('a row range', () => {
  it('counts rows from 0 and leaves its end out', () => {
    expect(selectRange('2:5', 10)).toEqual({ from: 2, to: 5 });
  });

  it('reaches to the ends of the file where a side is left out', () => {
    expect(selectRange('4:', 10)).toEqual({ from: 4, to: 10 });
    expect(selectRange(':4', 10)).toEqual({ from: 0, to: 4 });
    expect(selectRange(undefined, 10)).toEqual({ from: 0, to: 10 });
  });

  it.each(['5', '5:5', '7:3', 'a:b', '10:', ':11'])('refuses %s on ten rows', (text) => {
    expect(() => selectRange(text, 10)).toThrow(/--rows/);
  });
});
