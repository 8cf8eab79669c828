import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { classLabelsOf, inspectModel, readModel, withoutZipMap, writeModel } from '@plumbline/onnx-graph';
import { InferenceSession } from 'onnxruntime-node';
import {
  featureRows,
  inferSignature,
  parseTable,
  type InferOptions,
  type InferredSignature,
  type Signature,
  type Table,
  type TensorDescription,
} from '@plumbline/registry-core';

const FOLDER = 'tools/oracles/model-kinds';

/** A row of kinds.json: a model as its own exporter wrote it, and what Python's onnxruntime answers to 1,000 rows. */
export interface ModelKind {
  readonly name: string;
  readonly about: string;
  readonly model: string;
  readonly external: readonly { readonly name: string; readonly file: string }[];
  readonly reference: string;
  readonly rows: string;
  readonly expected: string;
  readonly task: Signature['task'];
  readonly classes: readonly string[];
  readonly positiveClass: string | null;
  readonly transform: 'sigmoid' | null;
  readonly scoreColumns: readonly string[];
  readonly hasLabel: boolean;
  readonly manifest: { readonly label: string; readonly positiveClass?: string };
  readonly tolerance: number;
}

const text = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

export const modelKinds = (): readonly ModelKind[] => (JSON.parse(text('kinds.json')) as { kinds: ModelKind[] }).kinds;

export const referenceOf = ({ reference }: ModelKind): Table => parseTable(text(reference));
export const expectedOf = ({ expected }: ModelKind): Table => parseTable(text(expected));
export const rowsOf = (kind: ModelKind, signature: Signature) => featureRows(signature, parseTable(text(kind.rows)));

/** A graph that was cut to one output may leave its type out; registration asks the runtime too. */
async function outputTypes(kind: ModelKind, outputs: readonly TensorDescription[]): Promise<TensorDescription[]> {
  if (outputs.every(({ kind: form }) => form === 'tensor')) return [...outputs];
  const session = await InferenceSession.create(join(FOLDER, kind.model));
  const { outputMetadata } = session;
  await session.release();
  return outputs.map((output, i) => {
    const { type = '' } = outputMetadata[i] as { type?: string };
    return { ...output, kind: 'tensor', elementType: type === 'float32' ? 'float' : type };
  });
}

/** What registration does: maps are rewritten, the signature is inferred. */
export async function inferKind(
  kind: ModelKind,
  table: Table | null,
  told: InferOptions = {},
): Promise<InferredSignature> {
  const sent = readModel(readFileSync(join(FOLDER, kind.model)));
  const model = withoutZipMap(sent);
  const { inputs, outputs, operators } = inspectModel(model);
  const describe = ({ name, kind: form, elementType, shape, rankKnown }: (typeof inputs)[number]) => ({
    name,
    kind: form,
    elementType,
    shape: rankKnown ? shape : null,
  });
  const graph = { inputs: inputs.map(describe), outputs: await outputTypes(kind, outputs.map(describe)) };
  return inferSignature(table, { ...kind.manifest, ...told, graph, classLabels: classLabelsOf(sent), operators });
}

/** The model that serves, laid out as the version loader lays it out; `remove` takes the folder away. */
export function layOut(kind: ModelKind): { readonly path: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-kind-'));
  const path = join(folder, 'model.onnx');
  writeFileSync(path, writeModel(withoutZipMap(readModel(readFileSync(join(FOLDER, kind.model))))));
  for (const { name, file } of kind.external) copyFileSync(join(FOLDER, file), join(folder, name));
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
