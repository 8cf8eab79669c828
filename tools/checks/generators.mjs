/**
 * Everything in git that a program writes. `inputs` that do not exist yet make the entry wait, loudly.
 * `paths` are folders or files whose content the command must reproduce byte for byte.
 */
export const generators = [
  {
    name: 'onnx protobuf types',
    cwd: 'libs/pure/onnx-graph',
    command: ['npx', 'buf', 'generate'],
    inputs: ['libs/pure/onnx-graph/buf.gen.yaml'],
    paths: ['libs/pure/onnx-graph/src/generated'],
  },
  {
    name: 'Open Inference Protocol types',
    cwd: 'apps/inference',
    command: ['npx', 'buf', 'generate'],
    inputs: ['apps/inference/buf.gen.yaml'],
    paths: ['apps/inference/src/grpc/generated'],
  },
  {
    name: 'reference pages',
    command: ['node', 'tools/reference/generate.mjs'],
    paths: ['docs/reference'],
  },
];
