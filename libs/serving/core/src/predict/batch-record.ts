import type { Signature } from '@plumbline/registry-core';
import { bytesOfValues, valuesFromBytes, type Datatype, type Tensor } from '../open-inference/datatype';
import type { SpoolRecord } from '../spool/spool.port';
import { MAX_EVENT_CHARACTERS, toSpoolRecord } from './prediction-record';
import { recordsOfBatch, type TensorBatch } from './tensor-batch';

/** Below it the rows' own records cost less than the signature that a batch brings along. */
const WORTHWHILE_ROWS = 64;
/** Of a number, or of a flag, in an event. */
const NUMBER_CHARACTERS = 26;
const ENVELOPE_CHARACTERS = 4_096;

const MARK = '{"batch":1,';

type Fixed = Parameters<typeof bytesOfValues>[0];
type FixedDatatype = Exclude<Datatype, 'BYTES'>;

function pack(values: Fixed): string {
  const { buffer, byteOffset, byteLength } = bytesOfValues(values);
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

const unpack = (datatype: FixedDatatype, text: string): Fixed => valuesFromBytes(datatype, Buffer.from(text, 'base64'));
const floats = (text: string): Float64Array => unpack('FP64', text) as Float64Array;

/** What the longest event of a row can hold; categories count with escapes. */
const longestRow = ({ features }: Signature): number =>
  features.reduce(
    (sum, { categories = [] }) => sum + Math.max(NUMBER_CHARACTERS, ...categories.map((name) => 6 * name.length + 3)),
    ENVELOPE_CHARACTERS,
  );

interface SignatureText {
  readonly text: string;
  readonly fits: boolean;
}
const signatureTexts = new WeakMap<Signature, SignatureText>();

function textOf(signature: Signature): SignatureText {
  let known = signatureTexts.get(signature);
  if (!known) {
    known = { text: JSON.stringify(signature), fits: longestRow(signature) <= MAX_EVENT_CHARACTERS };
    signatureTexts.set(signature, known);
  }
  return known;
}

/** Many rows of numbers; text has no fixed length, and an event that is too large must be refused before it is answered. */
const isWorthwhile = ({ rows, tensors, signature, subject = '' }: TensorBatch): boolean =>
  rows >= WORTHWHILE_ROWS &&
  tensors.every(({ datatype }) => datatype !== 'BYTES') &&
  6 * subject.length < ENVELOPE_CHARACTERS / 2 &&
  textOf(signature).fits;

/**
 * The whole batch as one line that holds the tensors as they came: to write an event a row would take longer than to score
 * it, and nobody waits for the events. {@link lotsOf} makes the events of it, on their way to the bus.
 * @returns null where each row needs its own record
 */
export function toBatchRecord(batch: TensorBatch, traceparent?: string): SpoolRecord | null {
  if (!isWorthwhile(batch)) return null;
  const { tensors, scores, signature, ...facts } = batch;
  const packed = tensors.map(({ values, ...tensor }) => ({ ...tensor, data: pack(values as Fixed) }));
  const { classScores } = scores;
  const rest = JSON.stringify({
    ...facts,
    ...{ traceparent, tensors: packed, scores: pack(scores.scores) },
    ...(classScores && { classScores: pack(classScores) }),
  });
  return { key: batch.predictionId, value: `${MARK}"signature":${textOf(signature).text},${rest.slice(1)}` };
}

interface BatchText extends Omit<TensorBatch, 'tensors' | 'scores'> {
  readonly traceparent?: string;
  readonly tensors: readonly { name: string; datatype: Datatype; shape: number[]; data: string }[];
  readonly scores: string;
  readonly classScores?: string;
}

function readBatch({ tensors, scores, classScores, ...facts }: BatchText): TensorBatch {
  const unpacked = tensors.map(({ data, ...tensor }): Tensor => ({
    ...tensor,
    values: unpack(tensor.datatype as FixedDatatype, data),
  }));
  return {
    ...facts,
    tensors: unpacked,
    scores: { scores: floats(scores), ...(classScores !== undefined && { classScores: floats(classScores) }) },
  };
}

/** Records as the bus takes them, at most `most` at a time; a batch is taken apart as its lots are asked for. */
export function* lotsOf(records: readonly SpoolRecord[], most: number): Generator<readonly SpoolRecord[]> {
  let plain: SpoolRecord[] = [];
  for (const record of records) {
    if (!record.value.startsWith(MARK)) {
      plain.push(record);
      continue;
    }
    if (plain.length > 0) yield plain;
    plain = [];
    const text = JSON.parse(record.value) as BatchText;
    const batch = readBatch(text);
    for (let from = 0; from < batch.rows; from += most) {
      const lot = recordsOfBatch(batch, { from, to: Math.min(batch.rows, from + most) });
      if (lot.length > 0) yield lot.map((one) => toSpoolRecord(one, text.traceparent));
    }
  }
  if (plain.length > 0) yield plain;
}
