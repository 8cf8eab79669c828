import { z } from 'zod';

const text = z.string().max(50_000);
const texts = z.union([text, z.array(text).max(200)]);

/** PUT models/{m}/versions/{v}/card. The named sections are what readers look for; any other may be added. At most 256 KB. */
export const cardBodySchema = z
  .object({
    summary: text.optional(),
    intendedUse: texts.optional(),
    outOfScope: texts.optional(),
    limitations: texts.optional(),
    trainingData: texts.optional(),
    evaluation: texts.optional(),
    fairness: texts.optional(),
    ethics: texts.optional(),
    contact: text.optional(),
  })
  .catchall(z.json());

/** PUT models/{m}/versions/{v}/gate-report: what the version was judged by before it was offered. At most 256 KB. */
export const gateReportBodySchema = z
  .object({
    schemaVersion: z.literal(1).default(1),
    gates: z
      .array(
        z
          .object({
            gate: z.string().min(1).max(200),
            verdict: z.enum(['PASS', 'FAIL', 'INSUFFICIENT_DATA', 'WAIVED']),
            rule: z.string().max(2_000).default(''),
          })
          .catchall(z.json()),
      )
      .min(1)
      .max(1_000),
  })
  .catchall(z.json());
