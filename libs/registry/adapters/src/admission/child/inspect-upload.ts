import { statSync } from 'node:fs';
import {
  checkModel,
  classLabelsOf,
  inspectModel,
  OnnxFormatError,
  readSkeleton,
  spliceSkeleton,
  withoutZipMap,
  writeModel,
  type ModelSummary,
  type OnnxModel,
  type RuntimeSupport,
} from '@plumbline/onnx-graph';
import { invalidVersion, VersionInvalidError } from '@plumbline/registry-core';
import { InferenceSession } from 'onnxruntime-node';
import { REWRITTEN_FILE } from '../admission-channel';
import type { InspectionMessage } from '../admission-messages';
import { explainRuntime } from './explain-runtime';
import { FileSource } from './file-source';

/** onnxruntime-node 1.30, tried out set by set. Its contrib domains have one version. */
const RUNTIME: RuntimeSupport = {
  irVersion: 13,
  opsets: {
    'ai.onnx': 26,
    'ai.onnx.ml': 5,
    'ai.onnx.training': 1,
    'ai.onnx.preview.training': 1,
    'com.microsoft': 1,
    'com.microsoft.nchwc': 1,
    'com.microsoft.experimental': 1,
  },
};
const OPTIONS: InferenceSession.SessionOptions = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 4 };

/** Format errors of the pure library as what is wrong with the upload. */
function asRefusal<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof OnnxFormatError) throw invalidVersion(error.code, '/artifact', error.message, error);
    throw error;
  }
}

function refuseFindings(model: OnnxModel, external: readonly string[]): void {
  const files = new Map(external.map((name) => [name, statSync(name).size]));
  const findings = checkModel(model, files, RUNTIME).slice(0, 50);
  const [first] = findings;
  if (!first) return;
  throw new VersionInvalidError(
    first.code,
    findings.map(({ code, detail }) => ({ pointer: '/artifact', detail, code })),
  );
}

async function load(path: string): Promise<readonly InferenceSession.ValueMetadata[]> {
  try {
    const session = await InferenceSession.create(path, OPTIONS);
    const { outputMetadata } = session;
    await session.release();
    return outputMetadata;
  } catch (error) {
    throw explainRuntime(error, 'model_not_loadable');
  }
}

const describe = ({ name, kind, elementType, shape, rankKnown }: ModelSummary['inputs'][number]) => ({
  name,
  kind,
  elementType,
  shape: rankKnown ? shape : null,
});

type Described = InspectionMessage['graph']['outputs'][number];

const PRODUCER_CHARACTERS = 200;
const RUNTIME_NAMES: Readonly<Record<string, string>> = { float32: 'float', float64: 'double' };

/** A graph that was cut to one output may leave its type out; the runtime has found it. */
function typed(output: Described, metadata: readonly InferenceSession.ValueMetadata[]): Described {
  const known = metadata.find(({ name }) => name === output.name);
  if (output.kind !== 'unknown' || !known?.isTensor) return output;
  const shape = known.shape.map((size) => (size === '' ? null : size));
  const elementType = RUNTIME_NAMES[known.type] ?? known.type;
  return { name: output.name, kind: 'tensor', elementType, shape: shape.length === 0 ? null : shape };
}

/** CatBoost writes its whole build log into the version. */
const producerOf = ({ producer }: ModelSummary): string =>
  (`${producer.name} ${producer.version}`.trim().split('\n')[0] ?? '').slice(0, PRODUCER_CHARACTERS);

/** Reads, checks, rewrites and really loads the model that lies in the working folder. */
export async function inspectUpload(path: string, external: readonly string[]): Promise<InspectionMessage> {
  const { summary, classLabels, rewritten } = FileSource.with(path, (source) =>
    asRefusal(() => {
      const model = readSkeleton(source);
      const labels = classLabelsOf(model);
      const zipped = inspectModel(model).operators.includes('ai.onnx.ml.ZipMap');
      const usable = zipped ? withoutZipMap(model) : model;
      refuseFindings(usable, external);
      if (zipped) source.writeTo(REWRITTEN_FILE, spliceSkeleton(writeModel(usable)));
      return { summary: inspectModel(usable), classLabels: labels, rewritten: zipped };
    }),
  );
  const outputMetadata = await load(rewritten ? REWRITTEN_FILE : path);
  const outputs = summary.outputs.map((output) => typed(describe(output), outputMetadata));
  return {
    graph: { inputs: summary.inputs.map(describe), outputs },
    rewritten,
    changes: rewritten ? ['ZipMap taken out: probabilities are a plain tensor'] : [],
    classLabels: classLabels === null ? null : [...classLabels],
    externalNames: summary.externalData,
    producer: producerOf(summary),
    opsets: summary.opsets,
    operators: summary.operators,
  };
}
