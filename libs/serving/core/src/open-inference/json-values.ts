import { elementsOf, emptyValues, type Datatype, type Tensor, type TensorValues } from './datatype';
import { OpenInferenceError, quoted } from './open-inference.errors';

const INTEGER_RANGES: Readonly<Partial<Record<Datatype, readonly [bigint, bigint]>>> = {
  UINT8: [0n, 255n],
  UINT16: [0n, 65_535n],
  UINT32: [0n, 4_294_967_295n],
  UINT64: [0n, 18_446_744_073_709_551_615n],
  INT8: [-128n, 127n],
  INT16: [-32_768n, 32_767n],
  INT32: [-2_147_483_648n, 2_147_483_647n],
  INT64: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
};

type Place = Pick<Tensor, 'name' | 'datatype'>;

const refuse = ({ name, datatype }: Place, at: number, value: unknown) =>
  new OpenInferenceError(`input '${name}': element ${at} is ${quoted(value)}, expected ${datatype}`);

function integer(place: Place, at: number, value: unknown): bigint {
  const [least, most] = INTEGER_RANGES[place.datatype] ?? [0n, 0n];
  const isWhole =
    typeof value === 'number' ? Number.isSafeInteger(value) : typeof value === 'string' && /^-?\d{1,20}$/.test(value);
  if (!isWhole) throw refuse(place, at, value);
  const exact = BigInt(value as number | string);
  if (exact < least || exact > most) throw refuse(place, at, value);
  return exact;
}

function boolean(place: Place, at: number, value: unknown): number {
  if (value === true || value === 1) return 1;
  if (value === false || value === 0) return 0;
  throw refuse(place, at, value);
}

/** null is NaN, infinities have names; an integer too large to be exact arrives as text. */
function real(place: Place, at: number, value: unknown): number {
  if (typeof value === 'number') return value;
  if (value === null) return NaN;
  if (typeof value === 'string' && /^(-?\d{16,40}|NaN|-?Infinity)$/.test(value)) return Number(value);
  throw refuse(place, at, value);
}

function text(place: Place, at: number, value: unknown): string {
  if (typeof value === 'string') return value;
  throw refuse(place, at, value);
}

/** Nested as deep as the shape, or less. */
function flatten(name: string, data: readonly unknown[], depth: number, into: unknown[] = []): unknown[] {
  for (const value of data) {
    if (!Array.isArray(value)) into.push(value);
    else if (depth > 1) flatten(name, value, depth - 1, into);
    else throw new OpenInferenceError(`input '${name}': data is nested deeper than its shape`);
  }
  return into;
}

/**
 * `data` of a request, nested or flat, as typed values.
 * @throws OpenInferenceError naming the input and the element that does not fit, or the count
 */
export function valuesFromJson(
  name: string,
  datatype: Datatype,
  shape: readonly number[],
  data: unknown,
): TensorValues {
  if (!Array.isArray(data)) throw new OpenInferenceError(`input '${name}': data must be an array`);
  if (datatype === 'FP16') throw new OpenInferenceError(`input '${name}': FP16 travels as binary data only`);
  const flat = data.some(Array.isArray) ? flatten(name, data, shape.length) : (data as unknown[]);
  const elements = elementsOf(shape);
  if (flat.length !== elements) {
    const found = `data has ${flat.length} elements, its shape [${shape.join(', ')}] has ${elements}`;
    throw new OpenInferenceError(`input '${name}': ${found}`);
  }
  const place = { name, datatype };
  if (datatype === 'BYTES') return flat.map((value, at) => text(place, at, value));
  const values = emptyValues(datatype, elements);
  for (let at = 0; at < elements; at++) {
    const value = flat[at];
    if (values instanceof BigInt64Array || values instanceof BigUint64Array) values[at] = integer(place, at, value);
    else if (datatype === 'BOOL') values[at] = boolean(place, at, value);
    else if (datatype === 'FP32' || datatype === 'FP64') values[at] = real(place, at, value);
    else values[at] = Number(integer(place, at, value));
  }
  return values;
}

/** The shortest decimal that reads back as the same float32: 0.1, not 0.10000000149011612. */
export function shortestFloat32(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

function realToken(value: number, print: (finite: number) => string): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0.0' : print(value);
  if (Number.isNaN(value)) return 'null';
  return value > 0 ? '"Infinity"' : '"-Infinity"';
}

/**
 * `data` of an answer as JSON text: exact integers, NaN as null, infinities as "Infinity" and "-Infinity", as protobuf's
 * JSON has them. numpy reads all three; the parsers of Triton's and KServe's clients refuse a number such as 1e999.
 */
export function jsonOfValues({ name, datatype, values }: Tensor): string {
  switch (datatype) {
    case 'FP16':
      throw new OpenInferenceError(`output '${name}' is FP16: ask for it as binary data`);
    case 'BYTES':
      return JSON.stringify(values);
    case 'BOOL':
      return `[${Array.from(values as Uint8Array, (value) => (value ? 'true' : 'false')).join(',')}]`;
    case 'FP32':
      return `[${Array.from(values as Float32Array, (value) => realToken(value, shortestFloat32)).join(',')}]`;
    case 'FP64':
      return `[${Array.from(values as Float64Array, (value) => realToken(value, String)).join(',')}]`;
    default:
      return `[${(values as Int32Array | BigInt64Array).join(',')}]`;
  }
}
