import { buildModel, buildNode, buildTensorInfo, writeModel } from '@plumbline/onnx-graph';
import type { Feature, ModelInput, Signature } from '@plumbline/registry-core';

type Column = readonly [type: Feature['type'], elementType: ModelInput['elementType'], width: number];

/** Every type that a signature has; float16 stands alone, since it can not travel as JSON. */
const COLUMNS: Readonly<Record<string, Readonly<Record<string, Column>>>> = {
  echo: {
    floats: ['number', 'float', 2],
    doubles: ['number', 'double', 1],
    wholes: ['integer', 'int64', 2],
    ints: ['integer', 'int32', 1],
    flags: ['boolean', 'bool', 1],
    words: ['category', 'string', 1],
  },
  half: { halves: ['number', 'float16', 2] },
};

/** A model that gives back each of its inputs as `<name>_out`, exactly; what it scores is `scoreTensor`. */
export function echoModel(kind: 'echo' | 'half'): { readonly bytes: Uint8Array; readonly signature: Signature } {
  const columns = Object.entries(COLUMNS[kind] ?? {});
  const tensors = (suffix: string) =>
    columns.map(([name, [, elementType, width]]) => buildTensorInfo(`${name}${suffix}`, elementType, ['rows', width]));
  const model = buildModel({
    name: kind,
    nodes: columns.map(([name]) => buildNode({ operator: 'Identity', inputs: [name], outputs: [`${name}_out`] })),
    inputs: tensors(''),
    outputs: tensors('_out'),
    opsets: { 'ai.onnx': 17 },
    producer: { name: 'plumbline-tests', version: '1' },
  });
  const namesOf = (name: string, width: number) => Array.from({ length: width }, (_, i) => `${name}_${i}`);
  const signature: Signature = {
    schemaVersion: 1,
    task: 'regression',
    features: columns.flatMap(([name, [type, , width]]) =>
      namesOf(name, width).map((feature): Feature => ({
        name: feature,
        type,
        required: false,
        ...(type === 'category' && { categories: ['a', 'b'] }),
      })),
    ),
    inputs: columns.map(([name, [, elementType, width]]) => ({ name, elementType, features: namesOf(name, width) })),
    output: {
      scoreTensor: kind === 'echo' ? 'doubles_out' : 'halves_out',
      scoreColumn: 0,
      classes: [],
      positiveClass: null,
      threshold: 0.5,
    },
    label: 'y',
    protectedAttributes: [],
  };
  return { bytes: writeModel(model), signature };
}
