import type { Preprocessing } from './preprocessing';

const short = (value: number): string => String(Number(value.toPrecision(6)));
const minus = (offset: number): string => (offset < 0 ? `+ ${short(-offset)}` : `- ${short(offset)}`);

function oneHotText(unknown: string | undefined, missing: string | undefined): string {
  const others =
    unknown === 'refuse' ? 'another is refused' : unknown === 'column' ? 'another has a column' : 'another is all 0';
  return `one-hot, a column a category; ${others}, ${missing === 'column' ? 'missing has a column' : 'missing is all 0'}`;
}

/** For people: `standardized: (x - 40.2) / 11.3`. */
export function describePreprocessing(preprocessing: Preprocessing): string {
  switch (preprocessing.kind) {
    case 'one-hot':
      return oneHotText(preprocessing.unknown, preprocessing.missing);
    case 'buckets':
      return `bucketed at ${preprocessing.edges.map(short).join(', ')}`;
    case 'log1p':
      return 'logarithm: ln(1 + x)';
    case 'standardize': {
      const { mean, deviation, log1p } = preprocessing;
      return `standardized: (${log1p ? 'ln(1 + x)' : 'x'} ${minus(mean)}) / ${short(deviation)}`;
    }
    case 'min-max': {
      const { minimum, maximum, log1p } = preprocessing;
      return `scaled to 0 to 1: (${log1p ? 'ln(1 + x)' : 'x'} ${minus(minimum)}) / ${short(maximum - minimum)}`;
    }
  }
}
