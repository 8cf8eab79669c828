export type OnnxErrorCode =
  | 'onnx_empty'
  | 'onnx_not_onnx'
  | 'onnx_truncated'
  | 'onnx_no_graph'
  | 'onnx_no_opset'
  | 'onnx_bad_tensor'
  | 'onnx_too_deep'
  | 'onnx_too_complex'
  | 'onnx_zipmap_inside';

/** The bytes, or a part of them, are not a usable ONNX model. The message says what to do about it. */
export class OnnxFormatError extends Error {
  readonly retryable = false;

  constructor(
    readonly code: OnnxErrorCode,
    message: string,
    readonly details: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'OnnxFormatError';
  }
}
