import type { FieldProblem } from '@plumbline/problem';
import type { Feature, Signature } from '@plumbline/registry-core';
import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import { featureCapacity } from '../encoding/tensor-capacity';
import type { Instance } from '../scalar';
import { instanceSchema, MAX_TEXT_LENGTH, type JsonSchema, type UnknownFields } from './instance-schema';
import { escapePointer } from './json-pointer';
import { valueKind } from './value-kind';

export const MAX_PROBLEMS = 100;

/** @param rowIndexes position of each instance in the request, for the pointers; default 0, 1, 2 ... */
export type InstanceValidator = (instances: readonly Instance[], rowIndexes?: readonly number[]) => FieldProblem[];

const EXPECTED: Readonly<Record<Feature['type'], string>> = {
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  category: 'text',
};

function describeProblem(
  error: ErrorObject,
  feature: Feature,
  value: unknown,
  { isWhole, smallest, largest }: ReturnType<typeof featureCapacity>,
): string {
  const expected = EXPECTED[isWhole && feature.type === 'number' ? 'integer' : feature.type];
  switch (error.keyword) {
    case 'enum':
      return `expected one of ${(feature.categories ?? []).join(', ')}, found other text`;
    case 'minimum':
    case 'maximum':
      return `expected ${expected} between ${smallest} and ${largest}, which is what the model can hold`;
    case 'maxLength':
      return `expected text of at most ${MAX_TEXT_LENGTH} characters, found longer text`;
    case 'pattern':
      return 'expected text without NUL and without half surrogate pairs';
    default:
      return `expected ${expected}, found ${valueKind(value)}`;
  }
}

// strictTypes off: `type: [number, null]` is meant. allErrors is bounded by the number of fields of one instance. One compiler
// for all, that does not judge our own schemas: a version is compiled while requests are answered.
const ajv = new Ajv2020({ allErrors: true, strictTypes: false, validateSchema: false });

/** Without what tells people more and judges nothing. */
function judgingPart(schema: JsonSchema): JsonSchema {
  const properties = Object.entries(schema['properties'] as Record<string, JsonSchema>).map(
    ([name, { description: _, default: __, ...judged }]) => [name, judged] as const,
  );
  return { ...schema, properties: Object.fromEntries(properties) };
}

const MAX_COMPILED = 200;
const compiled = new Map<string, ValidateFunction>();

/** Versions of a model mostly judge alike, and compiling takes longer than anything else of loading one. */
function compileSchema(schema: JsonSchema): ValidateFunction {
  const judging = judgingPart(schema);
  const key = JSON.stringify(judging);
  const known = compiled.get(key);
  if (known) return known;
  const validate = ajv.compile(judging);
  // The compiler would keep each schema for ever.
  ajv.removeSchema(judging);
  if (compiled.size >= MAX_COMPILED) compiled.delete(compiled.keys().next().value as string);
  compiled.set(key, validate);
  return validate;
}

/** Reports every wrong field, up to 100; never a value. */
export function compileInstanceValidator(signature: Signature, unknownFields?: UnknownFields): InstanceValidator {
  const validate = compileSchema(instanceSchema(signature, unknownFields));
  const features = new Map(signature.features.map((feature) => [feature.name, feature]));

  const toProblem = (error: ErrorObject, instance: Instance, row: number): FieldProblem => {
    const { missingProperty, additionalProperty } = error.params as Record<string, string | undefined>;
    const at = `/instances/${row}`;
    if (additionalProperty !== undefined) {
      return {
        pointer: `${at}/${escapePointer(additionalProperty)}`,
        detail: 'unknown field: the signature has no such feature',
      };
    }
    const name = missingProperty ?? error.instancePath.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
    const feature = features.get(name);
    if (!feature) return { pointer: at, detail: `expected an object of features, found ${valueKind(instance)}` };
    const detail = describeProblem(error, feature, instance[name], featureCapacity(signature, feature));
    return { pointer: `${at}/${escapePointer(name)}`, detail };
  };

  return (instances, rowIndexes) => {
    const problems: FieldProblem[] = [];
    for (let i = 0; i < instances.length; i++) {
      const instance = instances[i] as Instance;
      if (validate(instance)) continue;
      for (const error of validate.errors ?? []) {
        problems.push(toProblem(error, instance, rowIndexes?.[i] ?? i));
        if (problems.length === MAX_PROBLEMS) return problems;
      }
    }
    return problems;
  };
}
