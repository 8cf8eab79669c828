import { parseTable } from '@plumbline/registry-core';
import { inspectModel, readModel } from '@plumbline/onnx-graph';
import type { TableSlice } from '../data/read-table';
import { buildSignature } from './build-signature';
import { trainModel } from './train-model';

/** y is "yes" for x above 50, with every seventh row turned round; noise says nothing. */
function table(rows: number, change: (row: number, line: string) => string = (_, line) => line): TableSlice {
  const lines = Array.from({ length: rows }, (_, i) => {
    const x = (i * 37) % 100;
    const yes = x > 50 !== (i % 7 === 0);
    return change(i, `${x},${(i * 7919) % 1009},${i % 2 === 0 ? 'a' : 'b'},${yes ? 'yes' : 'no'}`);
  });
  const parsed = parseTable(`x,noise,kind,y\n${lines.join('\n')}\n`);
  return { ...parsed, file: 'rows.csv', range: { from: 0, to: rows } };
}

const choices = { label: 'y', drop: [], protected: [], positive: undefined };
const silent = () => undefined;
const boosting = { trainer: 'boosting' as const, parameters: { trees: 40 } };

describe('training from a file', () => {
  it('reports what held-out rows say, not what was learned by heart', () => {
    const data = table(700);
    const { metrics } = trainModel(buildSignature(data, choices), data, boosting, silent);
    // The best a model can do is 6 of 7; learned by heart it would be more.
    expect(metrics.accuracy).toBeGreaterThan(0.8);
    expect(metrics.accuracy).toBeLessThan(0.87);
    expect(metrics.auc).toBeGreaterThan(0.75);
  });

  it('puts the positive class into the second column, whatever its name', () => {
    const data = table(200);
    const { output } = buildSignature(data, { ...choices, positive: 'no' });
    expect(output).toMatchObject({ classes: ['yes', 'no'], scoreColumn: 1, positiveClass: 'no' });
  });

  it('writes ONNX whose input is what the signature feeds', () => {
    const data = table(200);
    const signature = buildSignature(data, choices);
    const { onnx } = trainModel(signature, data, { trainer: 'logistic', parameters: {} }, silent);
    expect(inspectModel(readModel(onnx)).inputs.map(({ name }) => name)).toEqual(
      signature.inputs.map(({ name }) => name),
    );
  });

  it('names the row of the file, from 1 after the header, that has no label', () => {
    const data = {
      ...table(200, (i, line) => (i === 42 ? line.replace(/,(yes|no)$/, ',') : line)),
      range: { from: 1_000, to: 1_200 },
    };
    expect(() => trainModel(buildSignature(data, choices), data, boosting, silent)).toThrow(/row 1043 has no label/);
  });

  it('refuses a parameter that is out of range by its name', () => {
    const data = table(200);
    const wrong = { trainer: 'boosting' as const, parameters: { trees: 0 } };
    expect(() => trainModel(buildSignature(data, choices), data, wrong, silent)).toThrow(/trees/);
  });
});
