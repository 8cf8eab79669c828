// `node tools/demo/simulate.mjs --seed 1 --rows 1000 --shift 0 > customers.csv`: simulated bank customers as CSV.
import { parseArgs } from 'node:util';
import { customersCsv } from './customers.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    rows: { type: 'string', default: '1000' },
    shift: { type: 'string', default: '0' },
  },
});
process.stdout.write(customersCsv(Number(values.seed), Number(values.rows), Number(values.shift)));
