import { z } from 'zod';

export const ALERT_STATES = ['pending', 'firing', 'resolved'] as const;

const reason = z.string().min(3).max(2_000);

export const silenceAlertBodySchema = z.strictObject({
  until: z.iso.datetime({ offset: true, error: 'expected a time such as 2026-12-01T08:00:00Z' }),
  reason,
});
export const acknowledgeAlertBodySchema = z.strictObject({ reason: reason.optional() });
export const resolveAlertBodySchema = z.strictObject({ reason });

const pattern = z.string().min(1).max(256);

/** Whatever is left out matches everything; `*` stands for any text. */
export const newSilenceBodySchema = z
  .strictObject({
    model: pattern.optional(),
    rule: pattern.optional(),
    subject: pattern.optional(),
    until: silenceAlertBodySchema.shape.until,
    reason,
  })
  .refine(({ model, rule, subject }) => model !== undefined || rule !== undefined || subject !== undefined, {
    message: 'give at least one of model, rule and subject',
  });
