import { predictBodySchema, type PredictBody } from '@plumbline/contracts';
import { PlumblineError, type FieldProblem } from '@plumbline/problem';
import { MAX_TEXT_LENGTH, STORABLE_TEXT, valueKind } from '@plumbline/serving-core';
import Ajv2020, { type ErrorObject } from 'ajv/dist/2020';
import { z } from 'zod';

const MAX_ATTRIBUTES = 64;

interface SchemaNode {
  readonly [keyword: string]: unknown;
}
interface Envelope extends SchemaNode {
  readonly properties: Readonly<Record<string, SchemaNode>>;
}

const storableText = { type: 'string', maxLength: MAX_TEXT_LENGTH, pattern: STORABLE_TEXT };

/** The contract's body as JSON Schema, and what the event store can hold. */
export function envelopeSchema(): Envelope {
  const { $schema: _, ...contract } = z.toJSONSchema(predictBodySchema, { io: 'input' }) as unknown as Envelope;
  const { subjects, attributes } = contract.properties;
  const attributeValue = { anyOf: [storableText, { type: ['number', 'boolean', 'null'] }] };
  const properties = {
    ...contract.properties,
    subjects: { ...subjects, items: { ...storableText, minLength: 1, maxLength: 256 } },
    attributes: {
      ...attributes,
      items: {
        type: 'object',
        maxProperties: MAX_ATTRIBUTES,
        propertyNames: storableText,
        additionalProperties: attributeValue,
      },
    },
  };
  return { ...contract, properties };
}

function at(body: unknown, path: string): unknown {
  let value = body;
  for (const token of path.split('/').slice(1)) {
    value = (value as Record<string, unknown> | undefined)?.[token.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value;
}

function toProblem(error: ErrorObject, body: unknown): FieldProblem {
  const { missingProperty } = error.params as { missingProperty?: string };
  if (missingProperty) return { pointer: `${error.instancePath}/${missingProperty}`, detail: 'is required' };
  if (error.keyword === 'pattern') {
    const expected = error.instancePath.startsWith('/times/')
      ? 'expected an ISO 8601 date and time with offset'
      : 'expected text without NUL and without half surrogate pairs';
    return { pointer: error.instancePath, detail: expected };
  }
  if (error.keyword === 'anyOf') {
    return { pointer: error.instancePath, detail: 'expected text, a number, true, false or null' };
  }
  const found = error.keyword === 'type' ? `, found ${valueKind(at(body, error.instancePath))}` : '';
  return { pointer: error.instancePath, detail: `${error.message ?? 'does not fit'}${found}` };
}

/**
 * @throws PlumblineError `body_invalid` at the first thing that is wrong: to list all could cost far more than the body;
 * instances are judged by their model's signature, and there every field is named
 */
export function compileEnvelope(): (body: unknown) => PredictBody {
  // The contract gives date-times a pattern beside the format.
  const ajv = new Ajv2020({ strict: false, strictNumbers: true, formats: { 'date-time': true } });
  const validate = ajv.compile<PredictBody>(envelopeSchema());
  return (body) => {
    if (validate(body)) return body;
    // The last error sums up: `anyOf` comes after what each branch says.
    const fields = (validate.errors ?? []).slice(-1).map((error) => toProblem(error, body));
    throw new PlumblineError('invalid', 'body_invalid', 'The body does not fit; see errors.', { fields });
  };
}
