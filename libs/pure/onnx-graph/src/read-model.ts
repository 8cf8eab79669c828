import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { describeFileKind } from './file-kind';
import { ModelProtoSchema, type ModelProto } from './generated/onnx_pb';
import { OnnxFormatError } from './onnx.errors';
import { skeletonBytes } from './skeleton';
import type { ByteSource } from './wire-reader';

/** A parsed model. Fields that our schema does not name are kept and written back by `writeModel`. */
export type OnnxModel = ModelProto;

const EXPORT_HINT = 'Export the model to ONNX (skl2onnx, torch.onnx.export, tf2onnx ...) and send that file.';

// The IR is at version 14 in 2026; a three-digit version is somebody else's protobuf.
const HIGHEST_PLAUSIBLE_IR = 99n;

/** Enough to know a file by its beginning. */
const HEAD_BYTES = 64;

/** Every exporter writes ir_version first: tag 0x08, then a small number. */
const startsLikeOnnx = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x08 && (bytes[1] ?? 0xff) <= Number(HIGHEST_PLAUSIBLE_IR);

function parse(bytes: Uint8Array): OnnxModel {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    const details = { byteLength: bytes.length };
    throw startsLikeOnnx(bytes)
      ? new OnnxFormatError(
          'onnx_truncated',
          `The ONNX file breaks off or is damaged (${bytes.length} bytes). Copy or upload it again and compare sizes.`,
          details,
          { cause },
        )
      : notOnnx(bytes, cause);
  }
}

function notOnnx(bytes: Uint8Array, cause?: unknown): OnnxFormatError {
  const looksLike = describeFileKind(bytes);
  const details = { byteLength: bytes.length, looksLike };
  return new OnnxFormatError('onnx_not_onnx', `The file is ${looksLike}. ${EXPORT_HINT}`, details, { cause });
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

/**
 * The same from a file of any size, without its long payloads (`elidedRuns` tells of them). `spliceSkeleton` of what
 * `writeModel` makes of it is the whole file again.
 * @throws OnnxFormatError as `readModel` does, and `onnx_too_deep`, `onnx_too_complex`
 */
export function readSkeleton(source: ByteSource): OnnxModel {
  if (source.length === 0) return readModel(new Uint8Array());
  const head = source.read(0, Math.min(HEAD_BYTES, source.length));
  let skeleton: Uint8Array;
  try {
    skeleton = skeletonBytes(source);
  } catch (error) {
    const isDamaged = error instanceof OnnxFormatError && error.code === 'onnx_truncated';
    if (!isDamaged || startsLikeOnnx(head)) throw error;
    throw notOnnx(head, error);
  }
  return readModel(skeleton);
}

export function writeModel(model: OnnxModel): Uint8Array {
  return toBinary(ModelProtoSchema, model);
}
