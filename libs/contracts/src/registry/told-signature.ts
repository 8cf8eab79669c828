import { z } from 'zod';
import { declaredPreprocessingSchema } from './signature';

const featureFactsSchema = z.strictObject({
  type: z.enum(['number', 'integer', 'boolean', 'category']).optional(),
  required: z.boolean().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  categories: z.array(z.string()).optional().describe('In the order that training numbered them.'),
  default: z
    .union([z.number(), z.boolean(), z.string()])
    .optional()
    .describe('Used where the value is missing; the feature is then optional.'),
  imputation: z
    .enum(['mean', 'median', 'most_frequent'])
    .optional()
    .describe("Takes `default` from the reference's values, as the training did."),
  preprocessing: declaredPreprocessingSchema
    .optional()
    .describe('What becomes of a value before the model sees it; what is left out is taken from the reference.'),
  unit: z.string().optional(),
  description: z.string().optional(),
  personal: z.boolean().optional(),
  protected: z.boolean().optional(),
});

/** What a manifest may set right of a signature that is read from graph and data: it goes before both. */
export const toldSignatureFields = {
  task: z.enum(['binary', 'multiclass', 'regression']).optional(),
  scoreOutput: z
    .string()
    .min(1)
    .optional()
    .describe('Output that holds the score, or the label where it answers labels.'),
  scoreColumn: z.number().int().nonnegative().optional().describe('Column of the positive class, from 0.'),
  scoreTransform: z.enum(['none', 'sigmoid', 'softmax']).optional(),
  complement: z.boolean().optional().describe('The one column is the probability of the other class.'),
  threshold: z.number().optional().describe('A score at or above it is labelled positive.'),
  classes: z.array(z.string()).min(2).optional().describe('Class names in the order of the score columns.'),
  positiveClass: z.string().optional(),
  features: z.record(z.string(), featureFactsSchema).optional().describe('By feature name.'),
  categoryOrder: z
    .enum(['sorted'])
    .optional()
    .describe('Training numbered the categories of text columns in the order of their code units.'),
  inputs: z
    .array(z.strictObject({ name: z.string().min(1), type: z.string().optional(), required: z.boolean().optional() }))
    .min(1)
    .optional()
    .describe('Columns that the model takes, in their order.'),
};
