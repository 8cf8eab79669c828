import { UsageError } from '../cli.errors';

/** `trees=60` ... as numbers; the trainer itself judges names and ranges. */
export function parseParameters(pairs: readonly string[], known: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      if (!known.includes(name))
        throw new UsageError(`--param ${pair}: this trainer knows ${known.join(', ')}, written trees=60`);
      if (value === '' || !Number.isFinite(Number(value)))
        throw new UsageError(`--param ${pair}: ${value || 'nothing'} is not a number`);
      return [name, Number(value)];
    }),
  );
}
