import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { describeFileKind } from './file-kind';
import { ModelProtoSchema, type ModelProto } from './generated/onnx_pb';
import { OnnxFormatError } from './onnx.errors';

/** A parsed model. Fields that our schema does not name are kept and written back by `writeModel`. */
export type OnnxModel = ModelProto;

const EXPORT_HINT = 'Export the model to ONNX (skl2onnx, torch.onnx.export, tf2onnx ...) and send that file.';

// The IR is at version 14 in 2026; a three-digit version is somebody else's protobuf.
const HIGHEST_PLAUSIBLE_IR = 99n;

function parse(bytes: Uint8Array): OnnxModel {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    // Every exporter writes ir_version first: tag 0x08, then a small number.
    const startsLikeOnnx = bytes[0] === 0x08 && (bytes[1] ?? 0xff) <= Number(HIGHEST_PLAUSIBLE_IR);
    const details = { byteLength: bytes.length };
    throw startsLikeOnnx
      ? new OnnxFormatError(
          'onnx_truncated',
          `The ONNX file breaks off or is damaged (${bytes.length} bytes). Copy or upload it again and compare sizes.`,
          details,
          { cause },
        )
      : new OnnxFormatError(
          'onnx_not_onnx',
          `The file is ${describeFileKind(bytes)}. ${EXPORT_HINT}`,
          { ...details, looksLike: describeFileKind(bytes) },
          { cause },
        );
  }
}

function notOnnx(bytes: Uint8Array): OnnxFormatError {
  const looksLike = describeFileKind(bytes);
  return new OnnxFormatError('onnx_not_onnx', `The file is ${looksLike}. ${EXPORT_HINT}`, {
    byteLength: bytes.length,
    looksLike,
  });
}

/**
 * Parses an ONNX model and checks what protobuf's lenient parser does not: that there is an IR version, a graph
 * with outputs, and an operator set.
 * @throws OnnxFormatError with code `onnx_empty`, `onnx_not_onnx`, `onnx_truncated`, `onnx_no_graph` or `onnx_no_opset`
 */
export function readModel(bytes: Uint8Array): OnnxModel {
  if (bytes.length === 0) {
    throw new OnnxFormatError('onnx_empty', 'The file is empty. Send the bytes of an ONNX model.', { byteLength: 0 });
  }
  const model = parse(bytes);
  if (model.irVersion < 1n || model.irVersion > HIGHEST_PLAUSIBLE_IR) throw notOnnx(bytes);
  if (!model.graph || model.graph.output.length === 0) {
    throw new OnnxFormatError(
      'onnx_no_graph',
      `The file names an ONNX IR version but has no graph ${model.graph ? 'output' : 'in it'}. It was cut off or written wrongly: export it again.`,
      { byteLength: bytes.length, irVersion: Number(model.irVersion) },
    );
  }
  // Operator sets came with IR version 3.
  if (model.irVersion >= 3n && model.opsetImport.length === 0) {
    throw new OnnxFormatError(
      'onnx_no_opset',
      'The model imports no operator set. It was cut off or written wrongly: export it again.',
      { byteLength: bytes.length, irVersion: Number(model.irVersion) },
    );
  }
  return model;
}

export function writeModel(model: OnnxModel): Uint8Array {
  return toBinary(ModelProtoSchema, model);
}
