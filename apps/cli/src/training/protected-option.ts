import { UsageError } from '../cli.errors';

export interface ProtectedChoice {
  readonly name: string;
  /** Ascending lower edges; undefined: the values, or thirds of a number with many values. */
  readonly bands?: readonly number[];
}

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));

/** `marital,age:30,45,60` -> marital, and age in bands <30, 30-44, 45-59, 60+. Numbers go on with the bands before them. */
export function parseProtected(text: string): ProtectedChoice[] {
  const choices: { name: string; bands?: number[] }[] = [];
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const last = choices.at(-1);
    const [name = '', edge] = part.split(':');
    if (edge === undefined && last?.bands && isNumber(part)) last.bands.push(Number(part));
    else if (name === '') throw new UsageError(`--protected ${text}: a name is missing`);
    else if (edge === undefined) choices.push({ name });
    else if (isNumber(edge)) choices.push({ name, bands: [Number(edge)] });
    else throw new UsageError(`--protected ${text}: ${edge} is not a number; bands are written age:30,45,60`);
  }
  const falling = choices.find(({ bands = [] }) => bands.some((edge, i) => i > 0 && edge <= (bands[i - 1] as number)));
  if (falling) throw new UsageError(`--protected ${falling.name}: the bands must rise`);
  return choices;
}

export const parseNames = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
