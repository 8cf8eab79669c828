import { z } from 'zod';
import { ALERT_WATCHES, type AlertWatch, JUDGED_WATCHES } from './alert-watches';

const countOf = (what: string) =>
  z
    .object({
      count: z.number().int().min(1).max(100).default(1).describe(`So many windows must be ${what} ...`),
      of: z.number().int().min(1).max(100).default(1).describe('... of so many latest windows that had evidence.'),
    })
    .refine(({ count, of }) => count <= of, { message: 'count is at most of', path: ['count'] });

const conditionSchema = z
  .object({
    above: z.number().optional().describe('A value above this is bad.'),
    below: z.number().optional().describe('A value below this is bad.'),
  })
  .refine(({ above, below }) => above !== undefined || below !== undefined, 'give above, below or both');

const isTimeZone = (timeZone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
};

const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 22:30');
const silencedHoursSchema = z.object({
  from: hour,
  to: hour.describe('Earlier than `from`: over midnight. Equal: the whole day.'),
  days: z
    .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
    .min(1)
    .default(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])
    .describe('Days on which the hours begin.'),
  timeZone: z.string().refine(isTimeZone, 'expected a time zone such as Europe/Berlin').default('UTC'),
});

const ruleSchema = z
  .object({
    name: z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/, 'expected lower-case letters, digits, dash, underscore'),
    watch: z
      .enum(ALERT_WATCHES)
      .describe(
        'What is looked at. Values for a condition: drift is the effect; metrics are as reported; label_coverage is a share from 0 to 1; ' +
          'label_delay and freshness are milliseconds; volume counts the predictions of a check; dead_letters counts the last hour.',
      ),
    subject: z
      .string()
      .min(1)
      .max(256)
      .default('*')
      .describe(
        'Which feature, attribute, metric or check of it; * stands for any text. Each has an alert of its own.',
      ),
    condition: conditionSchema
      .optional()
      .describe("Limits of the watched value. Without: the check's own verdict, where it gives one."),
    severity: z.enum(['info', 'warning', 'critical']).default('warning'),
    raise: countOf('bad').default({ count: 1, of: 1 }),
    resolve: countOf('good').default({ count: 1, of: 1 }),
    routes: z
      .array(z.enum(['webhook', 'email', 'retraining']))
      .default(['webhook', 'email'])
      .describe('Who is told. `retraining` asks for a new version at each bad window while the alert fires.'),
    silencedHours: z
      .array(silencedHoursSchema)
      .max(20)
      .default([])
      .describe('Hours in which nobody is told; retraining is asked for all the same.'),
  })
  .refine(({ watch, condition }) => condition !== undefined || JUDGED_WATCHES.includes(watch), {
    message: 'this has no verdict of its own: give a condition',
    path: ['condition'],
  });

const rule = (name: AlertWatch, change: object) => ruleSchema.parse({ name, watch: name, ...change });

const DEFAULT_RULES = [
  rule('drift', { routes: ['webhook', 'email', 'retraining'] }),
  rule('performance', { severity: 'critical', routes: ['webhook', 'email', 'retraining'] }),
  rule('fairness', {}),
  rule('quality', {}),
  rule('stream', {}),
  rule('attribution_drift', {}),
  rule('freshness', { condition: { above: 86_400_000 } }),
];

export const alertingPolicySchema = z.object({
  rules: z
    .array(ruleSchema)
    .max(100)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two rules have one name')
    .default(DEFAULT_RULES)
    .describe('Each is looked at after every check of closed windows. A rule that is taken out resolves its alerts.'),
});
