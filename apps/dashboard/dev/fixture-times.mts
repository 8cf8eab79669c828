/** Fixtures are relative to the moment they are asked for. */
export const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

/** Repeatable noise in -1..1. */
export const noise = (seed: number): number => {
  const x = Math.sin(seed * 12.9898) * 43_758.5453;
  return 2 * (x - Math.floor(x)) - 1;
};
