import { z } from 'zod';

const text = z.string().max(4_096);
const dimension = z.union([z.number(), text, z.null()]);
const tensor = z.strictObject({
  name: text,
  kind: text,
  elementType: text,
  shape: z.array(dimension).max(64).nullable(),
});
const tensors = z.array(tensor).max(10_000);
const count = z.number().nonnegative();

export const inspectionSchema = z.strictObject({
  graph: z.strictObject({ inputs: tensors, outputs: tensors }),
  rewritten: z.boolean(),
  changes: z.array(text).max(100),
  classLabels: z.array(text).max(100_000).nullable(),
  externalNames: z.array(text).max(10_000),
  producer: text,
  opsets: z.record(text, z.number()),
  operators: z.array(text).max(10_000),
});
export type InspectionMessage = z.infer<typeof inspectionSchema>;

/** Float64Array as base64 of its little-endian bytes. */
export const trialSchema = z.strictObject({
  report: z.strictObject({
    loadMs: count,
    latencyMs: z.strictObject({ p50: count, p95: count }),
    rowsPerSecond: count,
    memoryBytes: count,
    rows: z.int().nonnegative(),
    runtime: text,
    engine: z.strictObject({ name: z.enum(['onnxruntime', 'trees']), comparedRows: count }),
  }),
  scores: z.base64(),
  classScores: z.base64().optional(),
});
export type TrialMessage = z.infer<typeof trialSchema>;

const code = z.string().regex(/^[a-z][a-z0-9_]{2,60}$/);
const pointer = z.string().regex(/^\/(artifact|manifest|reference)[\w/]{0,100}$/);
const refusal = z.strictObject({ code, pointer, detail: z.string().min(1).max(4_096) });

export const answerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('done'), value: z.unknown() }),
  z.strictObject({ kind: z.literal('refused'), refusals: z.array(refusal).min(1).max(50) }),
]);
export type RoomAnswer = z.infer<typeof answerSchema>;
export type Refusal = z.infer<typeof refusal>;
