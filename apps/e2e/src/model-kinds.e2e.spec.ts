import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTable, type Table } from '@plumbline/registry-core';
import { RunningProduct } from './product/running-product.builder';

const FOLDER = 'tools/oracles/model-kinds';

/** A row of kinds.json; `expected` is what Python's onnxruntime answers to the rows. */
interface Kind {
  readonly name: string;
  readonly model: string;
  readonly external: readonly { readonly name: string; readonly file: string }[];
  readonly reference: string;
  readonly rows: string;
  readonly expected: string;
  readonly task: 'binary' | 'multiclass' | 'regression';
  readonly transform: string | null;
  readonly scoreColumns: readonly string[];
  readonly positiveClass: string | null;
  readonly manifest: { readonly label: string; readonly positiveClass?: string };
  readonly tolerance: number;
}

interface Prediction {
  readonly score?: number;
  readonly value?: number;
  readonly label?: string;
  readonly probabilities?: Readonly<Record<string, number>>;
}

interface Pushed {
  readonly version: number;
  readonly originalDigest: string | null;
  readonly files: readonly unknown[];
  readonly admission: { readonly rows: number; readonly engine: { readonly name: string } };
  readonly signature: { readonly features: readonly { readonly name: string; readonly type: string }[] };
}

const textOf = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
const kinds = (JSON.parse(textOf('kinds.json')) as { kinds: Kind[] }).kinds;

/** Rows as a client of :predict writes them: numbers as numbers, texts as texts, nothing for a missing cell. */
function instancesOf({ columns, rows }: Table, { features }: Pushed['signature']) {
  return rows.map((row) =>
    Object.fromEntries(
      features.flatMap(({ name, type }) => {
        const cell = row[columns.indexOf(name)] ?? '';
        if (cell === '') return [];
        return [[name, type === 'category' ? cell : type === 'boolean' ? cell === 'true' : Number(cell)]];
      }),
    ),
  );
}

const differenceTo = (found: number | undefined, expected: string | undefined): number =>
  Math.abs((found ?? NaN) - Number(expected)) / Math.max(1, Math.abs(Number(expected)));

function largestDifference(kind: Kind, predictions: readonly Prediction[]): number {
  const { columns, rows } = parseTable(textOf(kind.expected));
  const cell = (row: number, name: string) => rows[row]?.[columns.indexOf(name)];
  return predictions.reduce((worst, { score, value, label, probabilities }, row) => {
    const differences =
      kind.scoreColumns.length === 0
        ? [Number(label !== cell(row, 'label'))]
        : kind.scoreColumns.map((name) =>
            differenceTo(kind.task === 'multiclass' ? probabilities?.[name] : (score ?? value), cell(row, name)),
          );
    return Math.max(worst, ...differences);
  }, 0);
}

describe('models of every kind', () => {
  let product: RunningProduct;
  beforeAll(async () => {
    product = await RunningProduct.start();
  }, 240_000);
  afterAll(async () => {
    await product?.stop();
  });

  async function register(kind: Kind): Promise<Pushed> {
    const { label, positiveClass } = kind.manifest;
    const told = [
      ...(positiveClass === undefined ? [] : ['--positive', positiveClass]),
      ...(kind.transform === null ? [] : ['--score-transform', kind.transform]),
    ];
    const reference = ['--reference', join(FOLDER, kind.reference), '--label', label];
    const pushed = await product.json<Pushed>(
      'push',
      join(FOLDER, kind.model),
      '--name',
      kind.name,
      ...reference,
      ...told,
    );
    const { status } = await product.post('registry', `/api/v1/models/${kind.name}/promote`, {
      version: pushed.version,
      reason: 'it is the first',
    });
    expect(status).toBe(200);
    return pushed;
  }

  async function predict(kind: Kind, { signature }: Pushed): Promise<Prediction[]> {
    const instances = instancesOf(parseTable(textOf(kind.rows)), signature);
    for (const deadline = Date.now() + 10_000; ;) {
      const { status, body } = await product.post('inference', `/v1/models/${kind.name}:predict`, { instances });
      if (status === 200) return (body as { predictions: Prediction[] }).predictions;
      // The promotion is on its way to the data plane.
      if ((status !== 503 && status !== 404) || Date.now() > deadline)
        throw new RangeError(`${kind.name}: ${status} ${JSON.stringify(body).slice(0, 500)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it.each(kinds.map((kind) => [kind.name, kind] as const))(
    '%s is registered, promoted, and answers 1,000 rows as Python does',
    async (_, kind) => {
      const pushed = await register(kind);
      const predictions = await predict(kind, pushed);
      expect(predictions).toHaveLength(1_000);
      expect(largestDifference(kind, predictions)).toBeLessThan(kind.tolerance);
      expect(pushed.admission.rows).toBeGreaterThan(0);
      expect(pushed.files).toHaveLength(kind.external.length);
      expect(pushed.originalDigest !== null).toBe(/zipmap|catboost/.test(kind.name));
    },
    60_000,
  );

  it('log-odds are refused with the option that makes them probabilities', async () => {
    const kind = kinds.find(({ transform }) => transform !== null) as Kind;
    const reference = ['--reference', join(FOLDER, kind.reference), '--label', kind.manifest.label];
    const { code, stderr } = await product.cli('push', join(FOLDER, kind.model), '--name', 'log-odds', ...reference);
    expect([code, stderr]).toEqual([1, expect.stringContaining('--score-transform sigmoid')]);
  });

  it('one with external data is packaged with it', async () => {
    const folder = join(product.folder, 'packaged');
    await product.json('package', 'keras-softmax', '1', '--out', folder);
    expect(readdirSync(join(folder, 'model')).sort()).toEqual(['model.onnx', 'weights.bin']);
  });
});
