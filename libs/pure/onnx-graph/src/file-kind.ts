const SIGNATURES: readonly { offset: number; bytes: readonly number[]; kind: string }[] = [
  { offset: 0, bytes: [0x50, 0x4b, 0x03, 0x04], kind: 'a zip archive (a PyTorch or Keras file?)' },
  { offset: 0, bytes: [0x1f, 0x8b], kind: 'a gzip file' },
  { offset: 0, bytes: [0x89, 0x48, 0x44, 0x46], kind: 'an HDF5 file (a Keras model?)' },
  { offset: 0, bytes: [0x80, 0x02], kind: 'a Python pickle' },
  { offset: 0, bytes: [0x80, 0x03], kind: 'a Python pickle' },
  { offset: 0, bytes: [0x80, 0x04], kind: 'a Python pickle' },
  { offset: 0, bytes: [0x80, 0x05], kind: 'a Python pickle' },
  { offset: 0, bytes: [0x7b], kind: 'JSON text' },
  { offset: 0, bytes: [0x3c], kind: 'HTML or XML text' },
  { offset: 4, bytes: [0x4f, 0x52, 0x54, 0x4d], kind: 'an ONNX Runtime .ort file' },
  { offset: 4, bytes: [0x54, 0x46, 0x4c, 0x33], kind: 'a TensorFlow Lite file' },
  {
    offset: 0,
    bytes: [...new TextEncoder().encode('version https://git-lfs')],
    kind: 'a Git LFS pointer, not the file it points to',
  },
];

/** What a file that is no ONNX model looks like, for the error message. */
export function describeFileKind(bytes: Uint8Array): string {
  const found = SIGNATURES.find(({ offset, bytes: signature }) =>
    signature.every((byte, i) => bytes[offset + i] === byte),
  );
  return found?.kind ?? 'not an ONNX protobuf';
}
