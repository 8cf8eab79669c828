import { z } from 'zod';

const amount = (meaning: string) => z.number().default(0).describe(meaning);

/** What a model's decisions are worth. Nobody has written one: nothing is valued, and nobody is held out. */
export const impactPolicySchema = z.object({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code such as EUR')
    .default('USD')
    .describe('Of every amount, ISO 4217.'),
  action: z
    .enum(['on_positive', 'on_negative'])
    .default('on_positive')
    .describe('Which decision of the model leads to an action, such as a call, an offer or a block.'),
  decisionThreshold: z
    .number()
    .nullable()
    .default(null)
    .describe('Scores from here on are decided positive; null: the threshold of the version that answered.'),
  values: z
    .object({
      truePositive: amount('Decided positive, and the outcome was.'),
      falseAlarm: amount('Decided positive, the outcome was negative.'),
      miss: amount('Decided negative, the outcome was positive.'),
      trueNegative: amount('Decided negative, and the outcome was.'),
    })
    .prefault({})
    .describe('Worth of each outcome cell, a loss below 0. A held-out row counts as decided without an action.'),
  actionCost: z.number().nonnegative().default(0).describe('What one action costs.'),
  amount: z
    .enum(['none', 'every_outcome', 'positive_outcomes', 'negative_outcomes'])
    .default('none')
    .describe(
      'Outcomes whose own `value` is added: revenue of every one, gain of a purchase (positive), or what a customer who stayed is worth (negative, where the positive outcome is churn).',
    ),
  positiveOutcome: z
    .enum(['unwanted', 'wanted'])
    .default('unwanted')
    .describe('Whether fewer positive outcomes (churn) or more of them (purchases) are better.'),
  holdoutPercent: z
    .number()
    .min(0)
    .max(50)
    .default(0)
    .describe('Subjects that get no model action, so that its effect can be known; scored and recorded all the same.'),
  holdoutRound: z
    .number()
    .int()
    .positive()
    .default(1)
    .describe('A new round draws a new hold-out group. Within a round a growing share never lets a subject out.'),
  minimumSubjects: z
    .number()
    .int()
    .min(30)
    .default(100)
    .describe('Fewer subjects with a known outcome, treated or held out, are not enough evidence.'),
  alpha: z.number().gt(0).lt(0.5).default(0.05).describe('Intervals miss the truth at most this often.'),
});
