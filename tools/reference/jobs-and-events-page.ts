import {
  cloudEventSchema,
  domainEventSchema,
  JOB_CATALOG,
  OUTCOME_EVENT_TYPE,
  outcomeEventSchema,
  PREDICTION_EVENT_TYPE,
  predictionEventSchema,
  TOPICS,
} from '@plumbline/contracts';
import { z } from 'zod';
import { code, jsonBlock, page, table } from './markdown-page';

const schemaBlock = (schema: z.ZodType): string => jsonBlock(z.toJSONSchema(schema, { io: 'input' }));

const EVENTS: readonly (readonly [title: string, schema: z.ZodType])[] = [
  ['Envelope: CloudEvents 1.0, structured mode', cloudEventSchema],
  [`Prediction: ${PREDICTION_EVENT_TYPE}`, predictionEventSchema],
  [`Outcome: ${OUTCOME_EVENT_TYPE}, or bare`, outcomeEventSchema],
  ['Domain event', domainEventSchema],
];

export const jobsAndEventsPage = (): string =>
  page('Jobs and events', [
    '## Topics',
    table(
      ['topic', 'carries'],
      Object.entries(TOPICS).map(([meaning, topic]) => [code(topic), meaning]),
    ),
    '## Events',
    ...EVENTS.flatMap(([title, schema]) => [`### ${title}`, schemaBlock(schema)]),
    '## Jobs',
    table(
      ['job', 'queue', 'attempts', 'back-off (ms)', 'time-out (ms)'],
      Object.entries(JOB_CATALOG).map(([name, { queue, attempts, backoffMs, timeoutMs }]) => [
        code(name),
        code(queue),
        String(attempts),
        String(backoffMs),
        String(timeoutMs),
      ]),
    ),
    ...Object.entries(JOB_CATALOG).flatMap(([name, { schema }]) => [`### ${name}`, schemaBlock(schema)]),
  ]);
