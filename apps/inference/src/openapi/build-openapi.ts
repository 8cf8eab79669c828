import type { Signature } from '@plumbline/registry-core';
import { instanceSchema } from '@plumbline/serving-core';
import { envelopeSchema } from '../http/predict-envelope';
import { answerSchema, exampleResponse } from './answer-schema';
import { exampleInstance } from './example-instance';
import { FIXED_PATHS, PROBLEM_SCHEMA, problems } from './fixed-paths';

export interface DeployedModel {
  readonly model: string;
  readonly version: number;
  readonly signature: Signature;
  /** Policy of the model; default: refused. */
  readonly unknownFields?: 'refuse' | 'ignore';
}

export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly [key: string]: unknown;
}

export interface PathItem {
  readonly get?: Operation;
  readonly post?: Operation;
}

export interface Operation {
  readonly summary: string;
  readonly [key: string]: unknown;
}

/** Names may hold spaces: neither keys of components nor paths may. */
const schemaName = (model: string): string => `${model.replaceAll(' ', '_20')}.instance`;
const pathOf = (model: string): string => `/v1/models/${encodeURIComponent(model)}:predict`;

function predictOperation({ model, version, signature }: DeployedModel): Operation {
  const envelope = envelopeSchema();
  const instances = {
    ...envelope.properties['instances'],
    items: { $ref: `#/components/schemas/${schemaName(model)}` },
  };
  const schema = { ...envelope, properties: { ...envelope.properties, instances } };
  const example = { instances: [exampleInstance(signature)], subjects: ['customer-1'] };
  return {
    operationId: `predict_${model.replaceAll(' ', '_20')}`,
    summary: `Predict ${signature.label} with ${model}`,
    description: `Types of version ${version}. predictionId joins the outcome to the prediction later.`,
    tags: [model],
    requestBody: { required: true, content: { 'application/json': { schema, example } } },
    responses: {
      '200': {
        description: 'One prediction an instance',
        content: {
          'application/json': {
            schema: answerSchema(signature),
            example: exampleResponse(model, version, signature),
          },
        },
      },
      ...problems(401, 403, 404, 413, 422, 429, 503),
    },
  };
}

/** OpenAPI 3.1: one typed request schema per deployed model, made from its signature. */
export function buildOpenApi(models: readonly DeployedModel[]): OpenApiDocument {
  const schemas = Object.fromEntries(
    models.map(({ model, signature, unknownFields }) => [
      schemaName(model),
      { ...instanceSchema(signature, unknownFields), examples: [exampleInstance(signature)] },
    ]),
  );
  const paths = Object.fromEntries(
    models.map((deployed) => [pathOf(deployed.model), { post: predictOperation(deployed) }]),
  );
  return {
    openapi: '3.1.0',
    info: {
      title: 'Plumbline inference',
      version: '1',
      description: 'Predictions of the models that are deployed now.',
    },
    security: [{ bearer: [] }],
    paths: { ...paths, ...FIXED_PATHS },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: PROBLEM_SCHEMA, ...schemas },
    },
  };
}
