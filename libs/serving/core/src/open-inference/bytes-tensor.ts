import { OpenInferenceError } from './open-inference.errors';

const LENGTH_BYTES = 4;

/**
 * BYTES on the wire: per element its length (uint32, little-endian) and its bytes.
 * @throws OpenInferenceError when lengths and bytes do not agree, or an element is not UTF-8: ONNX strings are text
 */
export function readBytesTensor(name: string, bytes: Uint8Array, elements: number): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (texts.length === elements) throw wrongCount(name, elements, 'more');
    if (at + LENGTH_BYTES > bytes.length) throw cut(name);
    const length = view.getUint32(at, true);
    at += LENGTH_BYTES;
    if (at + length > bytes.length) throw cut(name);
    texts.push(textFromBytes(name, bytes.subarray(at, at + length)));
    at += length;
  }
  if (texts.length < elements) throw wrongCount(name, elements, String(texts.length));
  return texts;
}

const cut = (name: string) => new OpenInferenceError(`input '${name}': its BYTES break off within an element`);
const wrongCount = (name: string, elements: number, found: string) =>
  new OpenInferenceError(`input '${name}': its shape has ${elements} elements, its bytes hold ${found}`);

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws OpenInferenceError when it is not UTF-8 */
export function textFromBytes(name: string, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new OpenInferenceError(`input '${name}': BYTES must be UTF-8 text here`);
  }
}

export function writeBytesTensor(texts: readonly string[]): Uint8Array {
  const elements = texts.map((text) => Buffer.from(text, 'utf8'));
  const bytes = Buffer.allocUnsafe(elements.reduce((sum, { length }) => sum + LENGTH_BYTES + length, 0));
  let at = 0;
  for (const element of elements) {
    at = bytes.writeUInt32LE(element.length, at);
    at += element.copy(bytes, at);
  }
  return bytes;
}
