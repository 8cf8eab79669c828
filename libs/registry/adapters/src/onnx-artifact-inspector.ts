import {
  inspectModel,
  OnnxFormatError,
  readModel,
  withoutZipMap,
  writeModel,
  type OnnxModel,
} from '@plumbline/onnx-graph';
import { invalidVersion, type ArtifactInspector, type InspectedArtifact } from '@plumbline/registry-core';
import { InferenceSession } from 'onnxruntime-node';

const OPTIONS: InferenceSession.SessionOptions = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 4 };

function read(artifact: Uint8Array): OnnxModel {
  try {
    return readModel(artifact);
  } catch (error) {
    if (!(error instanceof OnnxFormatError)) throw error;
    throw invalidVersion(error.code, '/artifact', error.message, error);
  }
}

/** A file that parses may still use operators or types that the runtime does not have. */
async function load(artifact: Uint8Array): Promise<void> {
  try {
    const session = await InferenceSession.create(artifact, OPTIONS);
    await session.release();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const detail = `the ONNX runtime refuses the model: ${reason}. Export it with standard operators and an operator set that this runtime knows`;
    throw invalidVersion('model_not_loadable', '/artifact', detail, error);
  }
}

/** Reads the graph, takes ZipMap out (its maps can not be returned), and loads the model once for real. */
export class OnnxArtifactInspector implements ArtifactInspector {
  async inspect(artifact: Uint8Array): Promise<InspectedArtifact> {
    const model = read(artifact);
    const before = inspectModel(model);
    if (before.externalData.length > 0) {
      const detail = `the model keeps its weights in ${before.externalData.join(', ')} beside it: save it as one file`;
      throw invalidVersion('external_data', '/artifact', detail);
    }
    const zipped = before.operators.includes('ai.onnx.ml.ZipMap');
    const usable = zipped ? withoutZipMap(model) : model;
    const bytes = zipped ? writeModel(usable) : artifact;
    await load(bytes);
    const { inputs, outputs } = inspectModel(usable);
    const describe = (value: (typeof inputs)[number]) => ({
      name: value.name,
      kind: value.kind,
      elementType: value.elementType,
      shape: value.rankKnown ? value.shape : null,
    });
    return {
      graph: { inputs: inputs.map(describe), outputs: outputs.map(describe) },
      artifact: bytes,
      changes: zipped ? ['ZipMap taken out: probabilities are a plain tensor'] : [],
    };
  }
}
