import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A small generator with a fixed seed: the same file in every run. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Customers whose world turns over at row `shiftAt`: older people come, and the sign of age's effect on the label changes,
 * so that a champion from before is wrong and a retrained one is right.
 */
export function writeStream(folder: string, rows: number, shiftAt: number): string {
  const random = randomOf(7);
  const lines = ['age,balance,country,gender,left'];
  for (let i = 0; i < rows; i++) {
    const shifted = i >= shiftAt;
    const age = Math.round((shifted ? 45 : 25) + 30 * random());
    const balance = (1000 * random()).toFixed(2);
    const country = ['DE', 'FR', 'ES'][Math.floor(3 * random())];
    const gender = random() < 0.5 ? 'female' : 'male';
    const leaning = ((age - 50) / 8) * (shifted ? 1 : -1) - (shifted ? 0.5 : 2.5);
    const left = random() < 1 / (1 + Math.exp(-leaning)) ? 'yes' : 'no';
    lines.push([age, balance, country, gender, left].join(','));
  }
  const file = join(folder, 'stream.csv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
