import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { parquetWriteFile } from 'hyparquet-writer';

const NUMBERS = 16;
const CATEGORIES = 4;

/** mulberry32: small, and the same everywhere. */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const normal = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** By turns: a normal of all digits, an exponential, money that is 0 for a third, whole numbers. */
const LAWS = [
  (random) => normal(random),
  (random) => -10 * Math.log(1 - random()),
  (random) => (random() < 1 / 3 ? 0 : Math.round(100 * (1_000 + 300 * normal(random))) / 100),
  (random) => 18 + Math.floor(77 * random()),
];

/** Columns n0 ... n15 and c0 ... c3; the first two numbers of a shifted table are larger by `shift`. */
function columnsOf(rows, seed, shift) {
  const random = randomOf(seed);
  const numbers = Array.from({ length: NUMBERS }, (_, k) => ({
    name: `n${k}`,
    type: 'DOUBLE',
    encoding: 'PLAIN',
    data: Float64Array.from({ length: rows }, () => LAWS[k % LAWS.length](random) + (k < 2 ? shift : 0)),
  }));
  const categories = Array.from({ length: CATEGORIES }, (_, k) => ({
    name: `c${k}`,
    type: 'STRING',
    data: Array.from({ length: rows }, () => `value_${Math.floor(random() * (3 + 5 * k))}`),
  }));
  return [...numbers, ...categories];
}

async function writeCsv(file, columns, rows) {
  const stream = createWriteStream(file);
  stream.write(`${columns.map(({ name }) => name).join(',')}\n`);
  const BATCH = 5_000;
  for (let from = 0; from < rows; from += BATCH) {
    let text = '';
    for (let row = from; row < Math.min(rows, from + BATCH); row += 1)
      text += `${columns.map(({ data }) => data[row]).join(',')}\n`;
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

/** reference and current, .csv and .parquet, with the same rows in both. */
export async function writeTables(folder, rows) {
  for (const [name, seed, shift] of [
    ['reference', 1, 0],
    ['current', 2, 0.3],
  ]) {
    const columns = columnsOf(rows, seed, shift);
    parquetWriteFile({ filename: join(folder, `${name}.parquet`), columnData: columns });
    await writeCsv(join(folder, `${name}.csv`), columns, rows);
  }
}
